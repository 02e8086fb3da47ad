"""A small study typed in by hand: five people of every consent, two coders, a chain from words to assessment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.intake import import_files
from codesign.journal import Change
from codesign.study import Study

ROOT = Path(__file__).resolve().parent.parent
SKELETON = ROOT / "templates" / "study"
PEOPLE = """participant_id,employer,sector,region,consent,kind,interviewed_on
P-01,Employer 01,hydrogen,North,organisation,employer,2026-03-01
P-02,Employer 02,hydrogen,North,no-quote,employer,2026-03-02
P-03,Employer 03,retrofit,South,,employer,2026-03-03
P-04,Local 12,retrofit,South,unnamed,union,2026-03-04
P-05,Employer 05,hydrogen,South,withdrawn,employer,2026-03-05
"""
SAID = {
    1: "We purge every line twice, and new people forget the second time.",
    2: "Nobody here may be quoted, but purging goes wrong on nights.",
    3: "I never said whether you may use this, purging is easy enough.",
    4: "Our members purge lines in every shop, a badge would not hurt.",
    5: "Take my words out again, I do not want to be in this at all.",
}
ASKED = "How do people purge a line?"


def transcript(number: int) -> str:
    """One question, one answer, and a second answer that says nothing."""
    return f"Interviewer: {ASKED}\n\nEmployer {number:02d}: {SAID[number]}\n\nInterviewer: Thank you.\n"


def empty_study(folder: Path, name: str = "trial") -> Study:
    """A study with a codebook and nothing else, in a project of its own."""
    (folder / "workbooks").mkdir(parents=True, exist_ok=True)
    return Study.create(folder / "interview_data" / name, SKELETON, person="Kim", device="desk")


def received(folder: Path, name: str, content: str | bytes) -> Path:
    """A file as somebody sent it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def span(text: str, words: str) -> dict[str, int]:
    """Where words stand in a text."""
    return {"start": text.index(words), "end": text.index(words) + len(words)}


def coded(number: int, words: str, code: str, **more: Any) -> Change:
    """A coding of words somebody said."""
    row = {"coding_id": f"c{number}-{code}-{more.get('coder', 'Kim')}", "transcript_id": f"INT-{number:02d}"}
    return Change("put", "codings", {**row, **span(transcript(number), words), "code_id": code, **more})


def filled_study(folder: Path) -> Study:
    """The study with interviews, codings, tasks, ratings, a competency and its assessment."""
    for name, content in _filled_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "workbooks").mkdir(exist_ok=True)
    return Study.open(folder / "interview_data" / "trial", person="Kim", device="desk")


@cache
def _filled_files() -> Mapping[str, bytes]:
    """The files of the project of that study, made once: to bring five interviews in takes longer than most tests."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        _fill(folder)
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _fill(folder: Path) -> None:
    study = empty_study(folder)
    files = [received(folder, "participants.csv", PEOPLE)]
    files += [received(folder, f"INT-{number:02d}.txt", transcript(number)) for number in SAID]
    assert all(report.is_in for report in import_files(study, files))
    study.save([coded(number, SAID[number], "job-task") for number in SAID])
    study.save([coded(number, SAID[number], "skill-gap") for number in SAID])
    study.save([coded(1, "forget the second time", "skill-gap", coder="Ravi"), *_job(), *_learning()])


def _job() -> list[Change]:
    rows: dict[str, list[dict[str, Any]]] = {
        "findings": [{"finding_id": "F1", "question": "skill gaps", "statement": "New people forget to purge twice."}],
        "finding_codes": [{"finding_id": "F1", "code_id": "skill-gap"}],
        "duties": [{"duty_id": "A", "title": "Keep lines safe"}],
        "tasks": [{"task_id": "A1", "duty_id": "A", "label": "Purge a line", "statement": "Purge a line twice"}],
        "task_evidence": [{"task_id": "A1", "coding_id": f"c{number}-job-task-Kim"} for number in SAID],
        "raters": [{"rater_id": f"R-{number}", "sector": "hydrogen; retrofit"} for number in range(3)],
        "ratings": [
            {"rater_id": f"R-{number}", "task_id": "A1", "importance": 5, "frequency": 4, "difficulty": 4}
            for number in range(3)
        ],
    }
    return puts(rows)


def _learning() -> list[Change]:
    rows: dict[str, list[dict[str, Any]]] = {
        "competencies": [{"competency_id": "C-01", "title": "Purge lines", "statement": "Purge a line twice"}],
        "competency_tasks": [{"competency_id": "C-01", "task_id": "A1"}],
        "performance_criteria": [{"criterion_id": "C-01.1", "competency_id": "C-01", "text": "Purges twice"}],
        "assessments": [{"assessment_id": "AS-1", "title": "Purge a rig", "method": "simulation"}],
        "assessment_criteria": [{"assessment_id": "AS-1", "criterion_id": "C-01.1"}],
    }
    return puts(rows)


def puts(rows: dict[str, list[dict[str, Any]]]) -> list[Change]:
    """Rows by table as changes."""
    return [Change("put", table, row) for table, group in rows.items() for row in group]


def tables_of(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """All tables, those named with the rows given."""
    return schemas.complete({name: schemas.frame(name, group) for name, group in rows.items()})
