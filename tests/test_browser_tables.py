"""Tables and ratings filled in on screen."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import OPEN, until, write_notebook

from codesign.journal import Change
from codesign.study import Study

BARE = f"{OPEN}work.rating_grid()".replace("browser", "bare")


def test_a_table_is_filled_in_with_keys_and_a_wrong_cell_has_its_sentence(tables: BareScreen, desk: Desk) -> None:
    page = tables.page
    page.get_by_role("button", name="Add row").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("Find leak")
    page.keyboard.press("Enter")
    page.locator(".cw-table .cw-wrong").filter(has_text="Must be filled in.").wait_for()
    assert len(desk.study.read()["tasks"]) == 1
    page.locator(".cw-table td[data-row='1'][data-column='1']").click()
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    tables.light("Saved", ".cw-table")
    assert desk.study.read()["tasks"][["task_id", "duty_id", "label"]].values.tolist()[1] == ["A2", "A", "Find leak"]
    assert tables.reached() == []
    page.get_by_role("button", name="Delete A2 Find leak").click()
    page.locator(".cw-table td[data-row='1']").first.wait_for(state="detached")
    page.get_by_role("button", name="Undo: deletion of “A2 Find leak”").click()
    page.locator(".cw-table td[data-row='1']").first.wait_for()
    assert len(desk.study.read()["tasks"]) == 2


def test_rows_are_pasted_from_a_spreadsheet(tables: BareScreen, desk: Desk) -> None:
    page = tables.page
    page.locator(".cw-table td[data-row='0'][data-column='2']").click()
    page.evaluate("""() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", 'Purge and verify\\t"Purge the line,\\nthen verify"\\r\\n');
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }""")
    tables.light("Saved", ".cw-table")
    row = desk.study.read()["tasks"].iloc[0]
    assert (row["label"], row["statement"]) == ("Purge and verify", "Purge the line,\nthen verify")


def test_ratings_are_typed_one_number_after_the_other(tables: BareScreen, desk: Desk) -> None:
    tables.page.locator(".cw-rating td[data-row='0'][data-column='2']").click()
    tables.page.keyboard.type("543")
    tables.light("Saved", ".cw-rating")
    columns = ["rater_id", "importance", "frequency", "difficulty"]
    expected = [["R-01", 5, 4, 3]]
    assert until(lambda: desk.study.read()["ratings"][columns].values.tolist(), expected.__eq__) == expected


def test_a_click_on_another_cell_saves_the_one_being_written_and_goes_there(tables: BareScreen, desk: Desk) -> None:
    page = tables.page
    page.locator(".cw-table td[data-row='0'][data-column='2']").click()
    page.keyboard.type("Purge")
    page.locator(".cw-table td[data-row='0'][data-column='3']").click()
    tables.light("Saved", ".cw-table")
    page.keyboard.type("Purge a line")
    page.keyboard.press("Enter")
    tables.light("Saved", ".cw-table")
    page.locator(".cw-table td[data-row='0'][data-column='3']:not(.cw-unsaved)", has_text="Purge a line").wait_for()
    row = desk.study.read()["tasks"].iloc[0]
    assert (row["label"], row["statement"]) == ("Purge", "Purge a line")
    assert tables.errors == []


def test_a_refused_rating_stays_while_other_cells_are_saved(tables: BareScreen, desk: Desk) -> None:
    page = tables.page
    cell = page.locator(".cw-rating td[data-row='0'][data-column='2']")
    cell.click()
    page.keyboard.press("F2")
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    cell.locator(".cw-wrong").wait_for()
    page.keyboard.type("4")
    page.locator(".cw-rating td[data-row='0'][data-column='3']:not(.cw-unsaved)", has_text="4").wait_for()
    assert cell.inner_text().split("\n") == ["9", "Only 1, 2, 3, 4 or 5."]
    cell.click()
    page.keyboard.type("5")
    cell.locator(".cw-wrong").wait_for(state="detached")
    tables.light("Saved", ".cw-rating")
    assert desk.study.read()["ratings"][["importance", "frequency"]].values.tolist() == [[5, 4]]


def test_the_rating_grid_comes_when_a_team_mate_has_written_the_first_task(browser: Browser, desk: Desk) -> None:
    folder = desk.root / "interview_data" / "bare"
    made = Study.create(folder, desk.root / "templates" / "study", person="Bo", device="mate")
    write_notebook(desk.root, "bare", BARE)
    screen = open_notebook(browser, desk, "bare")
    screen.page.locator(".cw-rating .cw-empty").filter(has_text="No tasks yet").wait_for()
    made.save(
        [
            Change("put", "duties", {"duty_id": "A", "title": "Make safe", "position": 1}),
            Change("put", "tasks", {"task_id": "A1", "duty_id": "A", "label": "Purge", "position": 1}),
            Change("put", "raters", {"rater_id": "R-01", "employer": "Employer 01"}),
        ]
    )
    screen.page.locator(".cw-rating td", has_text="Purge").wait_for()
    expect(screen.page.locator(".cw-rating .cw-empty")).to_have_count(0)
    assert screen.errors == []


@pytest.fixture
def two_duties(browser: Browser, desk: Desk) -> BareScreen:
    """The tables, with another duty and its task below, so that a new task of the first duty is put above them."""
    desk.study.save([Change("put", "duties", {"duty_id": "B", "title": "Hand over", "position": 2}),
                     Change("put", "tasks", {"task_id": "B1", "duty_id": "B", "label": "Train owner", "position": 1,
                                             "statement": "Train the owner."})])  # fmt: skip
    tables = open_notebook(browser, desk, "tables")
    tables.ready(".cw-rating td")
    return tables


def tasks_of(desk: Desk) -> dict[str, str]:
    """The statement of each task by its label."""
    tasks = desk.study.read()["tasks"]
    return dict(zip(tasks["label"], tasks["statement"], strict=True))


def test_what_is_typed_into_a_new_row_stays_in_it_when_the_row_finds_its_place(
    two_duties: BareScreen, desk: Desk
) -> None:
    page = two_duties.page
    page.get_by_role("button", name="Add row").click()
    page.keyboard.type("A")
    page.keyboard.press("Tab")
    page.keyboard.type("Find leak")
    page.keyboard.press("Tab")
    two_duties.light("Saved", ".cw-table")
    page.locator(".cw-table td[data-row='2']").filter(has_text="Train owner").wait_for()
    page.keyboard.type("Find the leak with foam.")
    page.keyboard.press("Tab")
    two_duties.answered()
    expected = {"Purge line": "", "Find leak": "Find the leak with foam.", "Train owner": "Train the owner."}
    assert tasks_of(desk) == expected


def test_what_is_being_typed_when_the_new_row_is_saved_goes_into_that_row(two_duties: BareScreen, desk: Desk) -> None:
    page = two_duties.page
    page.get_by_role("button", name="Add row").click()
    page.keyboard.type("A")
    page.keyboard.press("Tab")
    two_duties.answered()
    with desk.busy():
        page.keyboard.type("Find leak")
        page.keyboard.press("Tab")
        page.keyboard.type("Find the leak")
    two_duties.light("Saved", ".cw-table")
    page.keyboard.type(" with foam.")
    page.keyboard.press("Enter")
    two_duties.answered()
    expected = {"Purge line": "", "Find leak": "Find the leak with foam.", "Train owner": "Train the owner."}
    assert tasks_of(desk) == expected


def test_the_focus_stays_on_its_row_when_a_team_mate_adds_one_above(two_duties: BareScreen, desk: Desk) -> None:
    page = two_duties.page
    page.locator(".cw-table td[data-row='1'][data-column='3']").click()
    bo = Study.open(desk.study.folder, person="Bo", device="other")
    bo.save([Change("put", "tasks", {"task_id": "A2", "duty_id": "A", "label": "Find leak", "position": 2})])
    page.locator(".cw-table td[data-row='1']").filter(has_text="Find leak").wait_for()
    page.keyboard.type("Train the owner on site.")
    page.keyboard.press("Enter")
    two_duties.answered()
    expected = {"Purge line": "", "Find leak": "", "Train owner": "Train the owner on site."}
    assert tasks_of(desk) == expected
