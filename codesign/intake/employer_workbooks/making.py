"""Employer workbooks made and recorded: one file a rater, so that what comes back is known again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from codesign import parameters
from codesign.errors import SaveError, StudyError
from codesign.intake.employer_marks import made_id
from codesign.intake.employer_workbooks.letter import warnings
from codesign.intake.employer_workbooks.questions import Chart, chart
from codesign.intake.employer_workbooks.raters import Asked, asked
from codesign.intake.employer_workbooks.sheets import Pattern
from codesign.journal import Change
from codesign.languages import language
from codesign.phrases import count_of
from codesign.study.files import outside_studies, write_once
from codesign.study.folder import Study


@dataclass(frozen=True)
class Made:
    """The workbooks that were made: their files, how many tasks they ask about, and what to look at first."""

    files: Sequence[Path]
    tasks: int
    sentences: Sequence[str]


def make_workbooks(study: Study, folder: Path, *, sector: str = "", tag: str = "en-CA", today: str = "") -> Made:
    """Write one workbook a rater into a folder and record each; StudyError where there is nothing or nobody to ask.

    A file that is there with other content, such as one that was filled in already, is never written over.
    """
    chosen = parameters.checked(parameters.overlaid(study.settings, {"sector": sector}))
    tables = study.read()
    _refuse_unknown(sector, set(tables["participants"]["sector"]) - {""})
    asking, people = chart(study, sector), asked(tables, sector)
    _refuse_nothing(asking, people, sector)
    place = outside_studies(folder.absolute(), study.root, study.folder)
    pattern = Pattern(study.name, asking, chosen, language(tag))
    files: dict[Path, bytes] = {}
    changes = []
    for one in people:
        row = _row(study, one, asking, tag)
        files[place / row["file"]] = pattern.made_out_to(
            workbook_id=row["workbook_id"], rater_id=one.rater_id, employer=one.name
        )
        changes.append(_recorded(study, row, today or date.today().isoformat()))  # noqa: DTZ011 - local, for people
    _write(files)
    study.save(changes)
    return Made(tuple(files), len(asking.tasks), tuple(warnings(asking, chosen)))


def _row(study: Study, one: Asked, asking: Chart, tag: str) -> dict[str, Any]:
    return {
        "workbook_id": made_id("asked", study.name, one.rater_id, asking.sector, asking.sha256),
        "rater_id": one.rater_id,
        "employer": one.employer,
        "sector": asking.sector,
        "language": tag,
        "file": f"{one.stem}.xlsx",
        "tasks": len(asking.tasks),
        "chart_sha256": asking.sha256,
    }


def _recorded(study: Study, row: Mapping[str, Any], today: str) -> Change:
    """Return what is recorded of a workbook; one that is made again keeps the day it was first made."""
    there = study.folded().row("employer_workbooks", str(row["workbook_id"]))
    return Change("put", "employer_workbooks", row if there else {**row, "made_on": today})


def _write(files: Mapping[Path, bytes]) -> None:
    others = [path.name for path, content in files.items() if path.exists() and path.read_bytes() != content]
    if others:
        raise SaveError(
            f"{count_of(len(others), 'file')} of these names, such as {others[0]}, is there with other content: it may "
            "have been filled in already. Nothing was written; name another folder."
        )
    for path, content in files.items():
        write_once(path, content)


def _refuse_unknown(sector: str, sectors: set[str]) -> None:
    if sector and sector not in sectors:
        near = parameters.nearest(sector, sorted(sectors))
        raise StudyError(f"No interview of this study has the sector “{sector}”.{near} Nothing was made.")


def _refuse_nothing(asking: Chart, people: Sequence[Asked], sector: str) -> None:
    of = f" of the sector “{sector}”" if sector else ""
    if not asking.tasks:
        raise StudyError(
            f"There is no task{of} to ask about yet. Make tasks in workbook 03 first"
            + (", or link passages of that sector to them. " if sector else ". ")
            + "Nothing was made."
        )
    if not people:
        raise StudyError(
            f"There is nobody{of} to ask: participants.csv names no employer, and the table of raters in workbook 03 "
            "no rater. Add them there. Nothing was made."
        )
