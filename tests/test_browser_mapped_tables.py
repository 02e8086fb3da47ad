"""A table of a survey program comes in on its card: by mouse, with keys alone, and what was chosen is remembered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, Locator, expect
from screen_trial import NOTHING_WRONG, OPEN, write_notebook
from study_trial import filled_study, puts

TABLES = f"{OPEN.replace('browser', 'trial')}work.tables_in('03')"
HEAD = "ID,Start time,Completion time,Email,Name,"
FORMS = f"""{HEAD}How important? [A1. Purge a line],How often? [A1],Test a sensor,Your employer
1,a,b,ana@one.ca,Ana,Very important,4-5,3,Employer 07
2,a,b,bo@two.ca,Bo,Important,4,2,Employer 01
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with two tasks."""
    study = filled_study(tmp_path_factory.mktemp("tables"))
    study.save(puts({"tasks": [{"task_id": "A2", "duty_id": "A", "label": "Test a sensor"}]}))
    return study.folder


@pytest.fixture
def screen(browser: Browser, desk: Desk, filled: Path) -> Iterator[BareScreen]:
    shutil.copytree(filled, desk.root / "interview_data" / "trial")
    write_notebook(desk.root, "tables-in", TABLES)
    screen = open_notebook(browser, desk, "tables-in")
    screen.ready(".cw-mt")
    yield screen
    assert screen.errors == []


def card(screen: BareScreen, text: str = FORMS) -> Locator:
    """Choose a file, and return its card."""
    files = {"name": "forms.csv", "mimeType": "text/csv", "buffer": text.encode()}
    screen.page.locator(".cw-mt input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    waiting = screen.page.get_by_role("region", name="How forms.csv is read")
    waiting.wait_for()
    return waiting


def ratings(desk: Desk) -> list[tuple[str, int | None, int | None]]:
    rows = desk.study_of("Bo", name="trial").read()["ratings"].to_dict("records")
    return [(row["task_id"], row["importance"], row["frequency"]) for row in rows if "rater-" in row["rater_id"]]


def test_a_table_comes_in_by_mouse_once_what_is_not_plain_was_said(screen: BareScreen, desk: Desk, axe: str) -> None:
    waiting = card(screen)
    expect(waiting).to_contain_text("2 columns (H, I) are not decided and would stay out")
    waiting.get_by_label("What column H holds").select_option("importance")
    waiting.get_by_role("button", name="Yes: Employer").click()
    expect(waiting).to_contain_text("Employer 07")
    waiting.get_by_role("button", name="These numbers are right for Importance").click()
    expect(waiting).to_contain_text("5 answers of 2 raters would come in.")
    expect(waiting).to_contain_text("1 cell is set aside and would not come in")
    assert screen.violations_by_theme(axe) == NOTHING_WRONG
    waiting.get_by_role("button", name="Take in forms.csv").click()
    expect(screen.page.get_by_role("region", name="What became of the files")).to_contain_text("5 answers of 2 raters")
    assert ratings(desk) == [("A1", 5, None), ("A2", 3, None), ("A1", 4, 4), ("A2", 2, None)]
    expect(card(screen)).to_contain_text("Its columns are read as last time.")


def test_a_column_is_decided_with_keys_alone_and_nothing_comes_in_of_a_table_set_aside(
    screen: BareScreen, desk: Desk
) -> None:
    waiting, keys = card(screen), screen.page.keyboard
    expect(waiting).to_be_focused()
    waiting.get_by_label("What column H holds").focus()
    keys.press("I")
    expect(waiting).to_contain_text("1 column (I) is not decided")
    expect(waiting.get_by_label("What column H holds")).to_be_focused()
    waiting.get_by_role("button", name="Set aside forms.csv").focus()
    keys.press("Enter")
    expect(waiting).to_have_count(0)
    expect(screen.page.get_by_role("button", name="Choose files…")).to_be_focused()
    assert ratings(desk) == []
    assert screen.reached() == []
