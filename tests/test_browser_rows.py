"""Whole rows typed, chosen and pasted into every table that people fill in: each is in the study, and nothing else."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, Locator
from row_trial import as_typed, differences, new_rows, study_rows
from screen_trial import OPEN, write_notebook

from codesign import schemas
from codesign.journal import Change
from codesign.study import Study
from codesign.workbook.edited_tables import EDITED

STUDY = "rows"
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""
ACTIVE = "([table]) => document.activeElement?.closest('td[data-row]')?.dataset.column ?? ''"


@dataclass
class Tables:
    """One page with every table of the sample, and the study behind it."""

    screen: BareScreen
    study: Study
    faults: list[str] = field(default_factory=list)

    def screen_of(self, name: str) -> Any:
        """The Python half of a table's screen."""
        return self.screen.notebook.screens[list(EDITED).index(name)]

    def of(self, name: str) -> Locator:
        """The table on the page."""
        return self.screen.page.locator(".cw-table").nth(list(EDITED).index(name))

    def columns(self, name: str) -> list[dict[str, Any]]:
        """The columns of a table as the page has them."""
        return self.screen_of(name).snapshot()["columns"]

    def rows(self, name: str, number: int, who: str) -> list[dict[str, Any]]:
        """So many rows that may be added to a table."""
        there = schemas.records(self.study.read()[name])
        rows = new_rows(name, self.columns(name), there, who)
        return [row for row, _ in zip(rows, range(number), strict=False)]

    def add_row(self, name: str) -> None:
        """Press “Add row”."""
        if self.of(name).get_by_role("button", name="Open the table").is_visible():
            self.of(name).get_by_role("button", name="Open the table").click()
        self.of(name).get_by_role("button", name="Add row").click()

    def cells(self, name: str, row: dict[str, Any]) -> list[tuple[int, str, bool]]:
        """The cells of a row: the place of each, the words that a person types or chooses, and whether it is a choice."""
        cells = []
        for at, column in enumerate(self.columns(name)):
            if column["name"] in row:
                labels = {option["value"]: option["label"] for option in column["options"] or ()}
                value = row[column["name"]]
                cells.append((at, str(labels.get(value, value)), bool(column["options"])))
        return cells

    def typed(self, name: str, row: dict[str, Any]) -> None:
        """Type a row cell by cell, from the one that “Add row” leads to."""
        keyboard = self.screen.page.keyboard
        self.add_row(name)
        for at, words, _ in self.cells(name, row):
            for _ in range(20):
                now = int(self.screen.page.evaluate(ACTIVE, [name]) or 0)
                if now == at:
                    break
                keyboard.press("ArrowRight" if now < at else "ArrowLeft")
            keyboard.type(words)
            keyboard.press("Tab")
            self.screen.answered()

    def looked(self, name: str, before: dict[str, Any], expected: list[dict[str, Any]], also: int = 0) -> None:
        """Note what is in the study that was not typed, and what was typed and is not there."""
        self.screen.answered()
        found = differences(before, study_rows(self.study))
        others = {table: parts for table, parts in found.items() if table != name}
        parts = found.get(name, {"new": [], "gone": [], "changed": []})
        columns = [column for column in self.columns(name) if column["name"] in expected[0]]
        new = [as_typed(row, columns) for row in parts["new"]]
        missing = [row for row in expected if {n: str(v) for n, v in row.items()} not in _texts(new)]
        if others or parts["gone"] or parts["changed"] or missing or len(new) != len(expected) + also:
            said = self.of(name).locator(".cw-wrong, .cw-banner:not([hidden])").all_inner_texts()
            self.faults.append(f"{name}: {others or ''} {parts} expected {expected}; the page says {said}")


def _texts(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{name: str(value) for name, value in row.items()} for row in rows]


@pytest.fixture
def tables(browser: Browser, desk: Desk) -> Tables:
    interviews = desk.root / "interview_data"
    shutil.copytree(interviews / "clean-energy", interviews / STUDY)
    write_notebook(desk.root, STUDY, OPEN.replace("browser", STUDY), *(f'work.table("{name}")' for name in EDITED))
    screen = open_notebook(browser, desk, STUDY)
    screen.settled()
    return Tables(screen, desk.study_of("Ana", "test", STUDY))


def test_a_row_typed_by_keys_is_in_the_study_and_nothing_else(tables: Tables) -> None:
    for name in EDITED:
        before, (row,) = study_rows(tables.study), tables.rows(name, 1, "Typed")
        tables.typed(name, row)
        tables.looked(name, before, [row])
    open("/tmp/grid-faults.txt", "w").write("\nFAULT ".join(["", *tables.faults]))
    assert tables.faults == []
