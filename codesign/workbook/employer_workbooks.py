"""Employer workbooks as workbook 03 shows them: what was made, what came back, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codesign import coding, numbering, schemas, tasks
from codesign.errors import CodesignError, SaveError
from codesign.intake.files import WOULD, reported
from codesign.intake.report import ImportReport
from codesign.languages import LANGUAGES
from codesign.phrases import count_of
from codesign.study.person import slug

if TYPE_CHECKING:
    from codesign.intake.received import Received
    from codesign.widgets import Screen
    from codesign.widgets.employer_workbooks import Overview, SentWorkbook, WaitingCell
    from codesign.workbook.session import Session

FOLDER = "employer-workbooks"
_MOST_ROUNDS = 50
"""Folders for one sector and language: a new one is made where an earlier round is not the same."""


def employer_workbooks(work: Session) -> Screen:
    """Return the screen on which workbooks for employers are made and taken in."""
    from codesign import widgets
    from codesign.widgets.employer_workbooks import Ways

    ways = Ways(
        read=lambda: overview(work.everything),
        make=partial(make, work),
        preview=partial(preview, work),
        take_in=partial(take_in, work),
        on_save=work.save,
        on_undo=work.undo,
    )
    return widgets.employer_workbooks(ways, study=work.study.name)


def overview(tables: schemas.Tables) -> Overview:
    """Return what was made, what came back and what waits, each row in words."""
    from codesign.widgets.employer_workbooks import Overview

    sent = schemas.records(tables["employer_workbooks"])
    back = schemas.records(tables["returned_workbooks"])
    counted = {(row["workbook_id"], row["file_sha256"]): row for row in back if row["outcome"] != "replaced"}
    waiting = schemas.records(tasks.waiting_answers(tables["set_aside_answers"], tables["returned_workbooks"]))
    older = tasks.of_older_wordings(tables["ratings"], tables["tasks"])["rater_id"].value_counts().to_dict()
    files = {row["workbook_id"]: row["file"] for row in sent}
    numbers = numbering.numbers(tables)
    shown = [
        _workbook(row, [one for one in counted.values() if one["workbook_id"] == row["workbook_id"]], waiting, older)
        for row in sent
    ]
    cells = [_cell(row, files.get(row["workbook_id"], ""), numbers) for row in waiting]
    shown.sort(key=lambda one: not (one.came_back or one.waits))
    return Overview(shown, cells, coding.sectors(tables), LANGUAGES)


def _workbook(
    sent: Mapping[str, Any],
    back: Sequence[Mapping[str, Any]],
    waiting: Sequence[Mapping[str, Any]],
    older: Mapping[Any, int],
) -> SentWorkbook:
    from codesign.widgets.employer_workbooks import SentWorkbook

    own = next((row for row in back if row["outcome"] == "in use"), None)
    second = [row for row in back if row["outcome"] == "set aside"]
    waits = sum(row["workbook_id"] == sent["workbook_id"] for row in waiting)
    aside = [count_of(waits, "cell")] if waits else []
    aside += [f"a second file, by “{row['filled_in_by'] or 'nobody named'}”" for row in second]
    name = sent["employer"] or Path(sent["file"]).stem
    return SentWorkbook(
        employer=f"{name} · {sent['sector']}" if sent["sector"] else str(name),
        made=str(sent["made_on"]),
        came_back=str(own["returned_on"]) if own else "",
        by=str(own["filled_in_by"]) if own else "",
        tasks=f"{own['tasks']} of {sent['tasks']}" if own else "",
        reworded=count_of(older.get(sent["rater_id"], 0), "task") if own and older.get(sent["rater_id"]) else "",
        waits=", ".join(aside),
    )


def _cell(row: Mapping[str, Any], file: str, numbers: numbering.Numbers) -> WaitingCell:
    from codesign.widgets.employer_workbooks import WaitingCell

    number = numbers.of("tasks", row["task_id"]) if row["task_id"] in numbers.by_table.get("tasks", {}) else ""
    about = ", ".join(filter(None, [number, row["asked"].replace("_", " ")]))
    place = " ".join(filter(None, [f"{file}:", f"“{row['sheet']}”" if row["sheet"] else "", row["cell"]]))
    return WaitingCell(
        row["aside_id"], place, about, row["asked"], row["value"], row["why"], row["what_to_do"]
    )  # fmt: skip


# made ---------------------------------------------------------------------------------------------------


def make(work: Session, sector: str, language: str) -> list[str]:
    """Make workbooks in the folder of results and return what to tell: the folder first, then what to look at."""
    from codesign.intake.employer_workbooks import make_workbooks

    parent = work.root / "outputs" / work.study.name / FOLDER
    stem = f"{slug(sector) or 'all-sectors'}-{language}"
    for number in range(1, _MOST_ROUNDS):
        folder = parent / (stem if number == 1 else f"{stem}-{number}")
        try:
            made = make_workbooks(work.study, folder, sector=sector, tag=language)
        except SaveError:
            # An earlier round, of which files may be filled in, is left as it is.
            if folder.is_dir() and any(folder.iterdir()) and number < _MOST_ROUNDS - 1:
                continue
            raise
        files = [f"{_shown(path, work.root)}" for path in made.files]
        counted = f"{count_of(len(files), 'workbook')} made, each asking about {count_of(made.tasks, 'task')}"
        return [f"{counted}, in {_shown(folder, work.root)}.", *made.sentences, *files]
    raise CodesignError(
        "There are too many rounds of workbooks in the folder. Take the old ones away. Nothing was made."
    )


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


# taken in -----------------------------------------------------------------------------------------------


def preview(work: Session, files: Sequence[tuple[str, bytes]]) -> list[ImportReport]:
    """Return what would become of files that came back; nothing is saved."""
    from dataclasses import replace

    reports = [reported(name, partial(_previewed, work, name, content)) for name, content in files]
    usual = ImportReport.verdicts
    return [replace(one, verdicts=WOULD) if one.verdicts == usual else one for one in reports]


def _previewed(work: Session, name: str, content: bytes) -> ImportReport:
    from codesign.intake.employer_workbooks import preview_returned

    return preview_returned(work.study, _opened(name, content))


def take_in(work: Session, files: Sequence[tuple[str, bytes]]) -> list[ImportReport]:
    """Take files in that came back, and return what became of each."""
    return [reported(name, partial(_taken_in, work, name, content)) for name, content in files]


def _taken_in(work: Session, name: str, content: bytes) -> ImportReport:
    from codesign.intake.employer_workbooks import import_returned

    return import_returned(work.study, _opened(name, content))


def _opened(name: str, content: bytes) -> Received:
    from codesign.intake.received import Received

    received = Received.opened(name, content)
    if not received.is_employer_workbook:
        raise CodesignError(
            "It is no workbook that was made here for an employer. Bring other files in where interviews come in, in "
            "01. Nothing was changed."
        )
    return received
