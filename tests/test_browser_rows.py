"""Whole rows typed, chosen and pasted into every table that people fill in: each is in the study, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, Locator, expect
from row_trial import as_typed, differences, has_own_id, new_rows, study_rows
from screen_trial import OPEN, write_notebook

from codesign import schemas
from codesign.journal import Change
from codesign.study import Study
from codesign.widgets import columns as column_kinds
from codesign.workbook.edited_tables import EDITED

STUDY = "rows"
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""
ACTIVE = "document.activeElement?.closest('td[data-row]')?.dataset.column ?? '0'"
PAUSES = 2
"""After so many cells a person waits until the page has its answer; after the others they type on."""
HERE = ".cw-table tr:has(:focus) td"
"""The cells of the row that the focus is in."""


@dataclass
class Tables:
    """One page with every table of the sample, and the study behind it."""

    screen: BareScreen
    study: Study
    mate: Study
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

    def cells(self, name: str, row: dict[str, Any]) -> list[tuple[int, str, str | None]]:
        """The cells of a row: the place of each, what is typed, and the value that is chosen where it is a choice."""
        cells = []
        for at, column in enumerate(self.columns(name)):
            if column["name"] in row:
                value, options = row[column["name"]], column["options"]
                typed = _letters(options, value) if options else str(value)
                cells.append((at, typed, str(value) if options else None))
        return cells

    def typed(self, name: str, row: dict[str, Any]) -> None:
        """Type a row cell by cell, from the one that “Add row” leads to."""
        keyboard = self.screen.page.keyboard
        self.add_row(name)
        now = int(self.screen.page.evaluate(ACTIVE))
        for number, (at, words, _) in enumerate(self.cells(name, row)):
            for _ in range(abs(at - now)):
                keyboard.press("ArrowRight" if now < at else "ArrowLeft")
            keyboard.type(words)
            keyboard.press("Tab")
            if number < PAUSES:
                self.screen.answered()
            now = min(at + 1, len(self.columns(name)) - 1)
        self.leave()

    def chosen(self, name: str, row: dict[str, Any], meanwhile: Callable[[], None]) -> None:
        """Fill in a row with the mouse alone but for the words, while somebody else does something."""
        page = self.screen.page
        self.add_row(name)
        for number, (at, words, choice) in enumerate(self.cells(name, row)):
            page.locator(f"{HERE}[data-column='{at}']").dblclick()
            if choice is None:
                page.keyboard.insert_text(words)
            else:
                page.locator(f"{HERE} select").select_option(choice)
            page.locator(f"{HERE}[data-column='0']").click()
            if number == 0:
                meanwhile()
            self.screen.answered()
        self.leave()

    def pasted(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Paste rows into the first cell that a new row has to fill in."""
        self.add_row(name)
        places = [at for at, _, _ in self.cells(name, rows[0])]
        self.screen.page.locator(f"{HERE}[data-column='{places[0]}']").click()
        columns = self.columns(name)[places[0] :]
        lines = ["\t".join(str(row.get(column["name"], "")) for column in columns) for row in rows]
        self.screen.page.evaluate(PASTE, "\n".join(lines))
        self.leave()

    def leave(self) -> None:
        """Go on to something else."""
        self.screen.page.keyboard.press("Shift+Tab")
        self.screen.answered()

    def by_mate(self, name: str, row: dict[str, Any]) -> None:
        """Let a team mate add a row."""
        key = schemas.TABLES[name].key[0]
        typed = {one: column_kinds.typed(name, one, value) for one, value in row.items()}
        own = {key: f"mate-{name}"} if has_own_id(name) else {}
        self.mate.save([Change("put", name, {**typed, **own})])
        screen = self.screen_of(name)
        with self.screen.notebook.kernel:
            screen.refresh()
        # A click goes where a row was: the one that comes has to be there before. Our own may be saved meanwhile.
        rows = len(screen.tables[name])
        expect(self.of(name).locator(".cw-about")).to_contain_text(re.compile(f"^({rows}|{rows + 1}) rows?"))

    def looked(self, way: str, name: str, before: dict[str, Any], expected: list[dict[str, Any]]) -> None:
        """Note what is in the study that was not typed, and what was typed and is not there."""
        found = differences(before, study_rows(self.study))
        others = {table: parts for table, parts in found.items() if table != name}
        parts = found.get(name, {"new": [], "gone": [], "changed": []})
        columns = [column for column in self.columns(name) if column["name"] in expected[0]]
        new = sorted(map(_text, (as_typed(row, columns) for row in parts["new"])))
        if others or parts["gone"] or parts["changed"] or new != sorted(map(_text, expected)):
            said = self.of(name).locator(".cw-wrong, .cw-banner:not([hidden])").all_inner_texts()
            self.faults.append(f"{name}, {way}: {others or ''} {parts}, not {expected}; the page says {said}")


def _text(row: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in row.items())


def _letters(options: list[dict[str, Any]], value: Any) -> str:
    """Return the fewest letters that lead to a choice."""
    label = next(option["label"] for option in options if option["value"] == value)
    labels = [option["label"].lower() for option in options]
    for number in range(1, len(label)):
        letters = label[:number].lower()
        first = next(one for one in labels if one.startswith(letters))
        if first == label.lower() and letters not in [*labels, *(str(one["value"]).lower() for one in options)]:
            return label[:number]
    return label


@pytest.fixture
def tables(browser: Browser, desk: Desk) -> Tables:
    interviews = desk.root / "interview_data"
    shutil.copytree(interviews / "clean-energy", interviews / STUDY)
    write_notebook(desk.root, STUDY, OPEN.replace("browser", STUDY), *(f'work.table("{name}")' for name in EDITED))
    screen = open_notebook(browser, desk, STUDY)
    screen.settled()
    return Tables(screen, desk.study_of("Ana", "test", STUDY), desk.study_of("Bo", "other", STUDY))


def test_a_whole_row_by_keys_by_paste_or_by_mouse_beside_a_mates_is_in_the_study_and_nothing_else(
    tables: Tables,
) -> None:
    for name in EDITED:
        before, (row,) = study_rows(tables.study), tables.rows(name, 1, "Typed")
        tables.typed(name, row)
        tables.looked("typed", name, before, [row])
        before, rows = study_rows(tables.study), tables.rows(name, 3, "Pasted")
        tables.pasted(name, rows)
        tables.looked("pasted", name, before, rows)
        before, (other, row) = study_rows(tables.study), tables.rows(name, 2, "Chosen")
        tables.chosen(name, row, partial(tables.by_mate, name, other))
        tables.looked("chosen", name, before, [row, other])
    assert not tables.faults, "\n".join(tables.faults)
    assert tables.screen.errors == []
