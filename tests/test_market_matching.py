"""Real postings against real task statements: the right occupation finds its tasks, a wrong one next to nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from codesign import schemas
from codesign.market import counted, posting_matches

RIGHT = {"CARPENTER 3344": "47-2031.00", "PLUMBER 3443": "47-2152.00", "AIR CONDITIONING MECHANIC 3774": "49-9021.00",
         "ELEVATOR MECHANIC 3866": "47-4021.00", "EQUIPMENT OPERATOR 3525": "47-2073.00", "METER READER": "43-5041.00",
         "ACCOUNTANT": "13-2011.00", "HEAVY DUTY TRUCK OPERATOR": "53-3032.00"}  # fmt: skip
WRONG = ("29-1141.00", "15-1254.00", "35-1011.00")
"""Registered nurses, web developers, chefs."""
CARPENTRY = ["23439"]
"""Build or repair cabinets, doors, frameworks, floors, or other wooden fixtures."""


@pytest.fixture(scope="module")
def statements(shared_data: Path) -> dict[str, pd.DataFrame]:
    """The O*NET tasks of the occupations here, each as a table of tasks."""
    book = openpyxl.load_workbook(shared_data / "taxonomies" / "onet_29_3" / "Task Statements.xlsx", read_only=True)
    wanted = {*RIGHT.values(), *WRONG}
    rows = [row for row in book.active.iter_rows(min_row=2, max_col=4, values_only=True) if row[0] in wanted]
    return {
        code: schemas.frame("tasks", [{"task_id": str(row[2]), "statement": row[3]} for row in rows if row[0] == code])
        for code in wanted
    }


@pytest.fixture(scope="module")
def bulletins(shared_data: Path) -> dict[str, pd.DataFrame]:
    """One bulletin for each occupation, as a table of postings."""
    folder = shared_data / "job_postings" / "la_city_bulletins"
    files = {name: min(folder.glob(f"{name}*.txt")) for name in RIGHT}
    return {
        name: schemas.frame("postings", [{"posting_id": name, "text": path.read_bytes().decode("cp1252", "replace")}])
        for name, path in files.items()
    }


def tasks_in(postings: pd.DataFrame, tasks: pd.DataFrame) -> set[str]:
    return set(counted(posting_matches(postings, tasks, schemas.empty("codes")))["task_id"])


def test_a_bulletin_finds_tasks_of_its_occupation(bulletins, statements):
    matched = {name: tasks_in(bulletins[name], statements[code]) for name, code in RIGHT.items()}
    assert all(matched.values()), matched
    assert sum(map(len, matched.values())) >= 16
    assert set(CARPENTRY) <= matched["CARPENTER 3344"]


def test_a_wrong_occupation_finds_next_to_nothing(bulletins, statements):
    matched = [tasks_in(table, statements[code]) for table in bulletins.values() for code in WRONG]
    assert sum(map(len, matched)) <= 3


def test_no_written_test_is_testing(bulletins, shared_data):
    tasks = schemas.frame(
        "tasks", [{"task_id": "A", "label": "Test candidates"}, {"task_id": "B", "label": "Test skills"}]
    )
    assert [tasks_in(table, tasks) for table in bulletins.values()] == [set()] * len(bulletins)
