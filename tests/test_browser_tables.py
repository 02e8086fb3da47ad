"""Tables and ratings filled in on screen."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import OPEN, until, write_notebook

from codesign.journal import Change, Saved
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
    assert desk.study.read()["tasks"][["duty_id", "label"]].values.tolist()[1] == ["A", "Find leak"]
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


# what the light says -----


def test_a_workbook_at_work_is_still_saving_and_one_that_stopped_is_told(tables: BareScreen, desk: Desk) -> None:
    page = tables.page
    page.evaluate("window.bare.kernel.status = 'busy'")
    with desk.busy():
        type_label(tables, "Purge twice")
        tables.light("Still saving …", ".cw-table")
        expect(page.locator(".cw-table .cw-banner")).to_be_hidden()
        page.evaluate("window.bare.kernel.status = 'dead'")
        page.locator(".cw-table .cw-banner").filter(has_text="the workbook does not answer").wait_for()
    tables.light("Saved", ".cw-table")
    expect(page.locator(".cw-table .cw-banner")).to_be_hidden()


def test_a_long_save_is_still_saving_where_nothing_tells_of_the_kernel(
    tables: BareScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, save = threading.Event(), Study.save

    def slow(self: Study, changes: Sequence[Change]) -> Saved:
        go_on.wait(20)
        return save(self, changes)

    monkeypatch.setattr(Study, "save", slow)
    type_label(tables, "Purge twice")
    tables.light("Still saving …", ".cw-table")
    go_on.set()
    tables.light("Saved", ".cw-table")


def type_label(tables: BareScreen, words: str) -> None:
    tables.page.locator(".cw-table td[data-row='0'][data-column='2']").click()
    tables.page.keyboard.type(words)
    tables.page.keyboard.press("Tab")


# what is not saved -----


def unable(_study: Study, _changes: Sequence[Change]) -> Saved:
    raise KeyError("sector")


def test_what_can_never_be_saved_says_why_in_its_cell_and_is_discarded_also_after_the_cells_ran_again(
    tables: BareScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tables.page
    with monkeypatch.context() as patch:
        patch.setattr(Study, "save", unable)
        page.locator(".cw-table").get_by_role("button", name="Add row").click()
        page.keyboard.type("a")
        page.keyboard.press("Tab")
        page.keyboard.type("Find leak")
        page.keyboard.press("Tab")
        page.locator(".cw-table td[data-row='1'] .cw-wrong").filter(has_text="something unexpected").wait_for()
        type_label(tables, "Purge twice")
        page.locator(".cw-table td[data-row='0'] .cw-wrong").filter(has_text="something unexpected").wait_for()
        tables.run_all()
        tables.heard("outputs", "outputs")
        page.locator(".cw-table td[data-row='0'] .cw-wrong").filter(has_text="something unexpected").wait_for()
        page.locator(".cw-table td[data-row='1'] .cw-wrong").filter(has_text="something unexpected").wait_for()
        page.locator(".cw-table td[data-row='0'][data-column='2']").click()
        page.keyboard.press("Escape")
        page.locator(".cw-table td[data-row='0']", has_text="Purge line").wait_for()
        page.locator(".cw-table td[data-row='1'][data-column='2']").click()
        page.get_by_role("button", name="Discard new row").click()
        page.locator(".cw-table td[data-row='1']").first.wait_for(state="detached")
    tables.run_all()
    tables.heard("outputs", "outputs", "outputs")
    tables.answered()
    page.locator(".cw-table td[data-row='0']", has_text="Purge line").wait_for()
    expect(page.locator(".cw-table td[data-row='1']")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []
    assert desk.study.read()["tasks"]["label"].tolist() == ["Purge line"]


def test_a_row_that_is_not_complete_and_what_is_being_typed_stay_when_the_workbook_starts_anew(
    tables: BareScreen, desk: Desk
) -> None:
    page = tables.page
    page.locator(".cw-table").get_by_role("button", name="Add row").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("Find leak")
    page.keyboard.press("Tab")
    page.keyboard.type("With foam.")
    tables.run_all()
    tables.heard("outputs", "outputs")
    page.locator(".cw-table td[data-row='1']", has_text="With foam.").wait_for()
    page.locator(".cw-table td[data-row='1'][data-column='1']").click()
    page.keyboard.type("a")
    page.keyboard.press("Tab")
    tables.light("Saved", ".cw-table")
    assert tasks_of(desk) == {"Purge line": "", "Find leak": "With foam."}


def test_must_be_filled_in_goes_when_the_field_is_filled_and_not_only_when_it_is_answered(
    tables: BareScreen, desk: Desk
) -> None:
    page = tables.page
    page.locator(".cw-table").get_by_role("button", name="Add row").click()
    page.keyboard.type("a")
    page.keyboard.press("Tab")
    missing = page.locator(".cw-table td[data-row='1'][data-column='2'] .cw-wrong")
    missing.wait_for()
    with desk.busy():
        page.keyboard.type("Find leak")
        page.keyboard.press("Tab")
        expect(missing).to_have_count(0)


def test_what_is_typed_into_a_row_that_a_team_mate_deletes_is_added_again_or_discarded(
    two_duties: BareScreen, desk: Desk
) -> None:
    page = two_duties.page
    bo = Study.open(desk.study.folder, person="Bo", device="other")
    for label, button in (("Train owner", "Add it again"), ("Purge line", "Discard what was typed")):
        page.locator(".cw-table td", has_text=label).first.locator("xpath=../td[4]").click()
        page.keyboard.type("By foam")
        (task,) = [row for row in bo.read()["tasks"].to_dict("records") if row["label"] == label]
        bo.save([Change("delete", "tasks", {"task_id": task["task_id"]})])
        if button == "Add it again":
            page.locator(".cw-table .cw-about").filter(has_text="1 row").wait_for()
        page.keyboard.press("Tab")
        page.locator(".cw-table .cw-wrong").filter(has_text="A team mate deleted this row").wait_for()
        page.get_by_role("button", name=button).click()
        expect(page.locator(".cw-table .cw-wrong")).to_have_count(0)
        two_duties.answered()
    assert tasks_of(desk) == {"Train owner": "By foam"}


def test_a_row_that_a_team_mate_deletes_leaves_the_focus_to_no_other_row(two_duties: BareScreen, desk: Desk) -> None:
    page = two_duties.page
    page.locator(".cw-table td[data-row='0'][data-column='3']").click()
    mate = Study.open(desk.study.folder, person="Bo", device="other")
    mate.save([Change("delete", "tasks", {"task_id": "A1"})])
    page.locator(".cw-table .cw-about").filter(has_text="1 row").wait_for()
    page.wait_for_function("document.activeElement !== document.body")
    page.keyboard.type("By foam")
    page.keyboard.press("Enter")
    two_duties.answered()
    assert tasks_of(desk) == {"Train owner": "Train the owner."}


def test_a_choice_is_found_by_all_its_letters_and_what_is_none_stays_with_a_sentence_until_it_is_discarded(
    two_duties: BareScreen, desk: Desk
) -> None:
    desk.study.save([Change("put", "duties", {"duty_id": "AB", "title": "Hand back", "position": 3})])
    page = two_duties.page
    cell = page.locator(".cw-table td[data-column='1']", has_text="Hand over")
    cell.click()
    two_duties.heard("news")
    page.keyboard.type("ab h")
    page.keyboard.press("Enter")
    two_duties.light("Saved", ".cw-table")
    assert desk.study.read()["tasks"]["duty_id"].tolist() == ["A", "AB"]
    cell = page.locator(".cw-table td[data-column='1']", has_text="Hand back")
    cell.click()
    page.keyboard.type("q")
    page.keyboard.press("Enter")
    page.locator(".cw-table .cw-wrong").filter(has_text="“q” is not there.").wait_for()
    page.locator(".cw-table td[aria-invalid]").click()
    page.keyboard.press("Escape")
    cell.wait_for()
    assert desk.study.read()["tasks"]["duty_id"].tolist() == ["A", "AB"]


# long tables -----


def test_of_a_long_table_few_rows_are_in_the_page_and_keys_reach_them_all(browser: Browser, desk: Desk) -> None:
    rows = [{"task_id": f"A{one}", "duty_id": "A", "label": f"Task {one}", "position": one} for one in range(2, 801)]
    desk.study.save([Change("put", "tasks", row) for row in rows])
    screen = open_notebook(browser, desk, "tables")
    screen.ready(".cw-table td")
    page = screen.page
    table = page.locator(".cw-table .cw-grid")
    expect(table).to_have_attribute("aria-rowcount", "801")
    page.locator(".cw-table td[data-row='0'][data-column='2']").click()
    for keys, row in (("Control+End", 799), ("PageUp", 789), ("Control+Home", 0), ("PageDown", 10)):
        page.keyboard.press(keys)
        assert page.evaluate("Number(document.activeElement.dataset.row)") == row
        focused = page.locator(f".cw-table tr[aria-rowindex='{row + 2}'] td:focus")
        expect(focused).to_be_in_viewport()
    page.locator(".cw-table .cw-grid-scroll").evaluate("(one) => one.scrollTo(0, one.scrollHeight)")
    page.locator(".cw-table td[data-row='799']").first.wait_for()
    assert page.evaluate("Number(document.activeElement.dataset.row)") == 10
    assert page.locator(".cw-table tbody tr").count() < 150
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("End")
    page.keyboard.type("Look at it.")
    page.keyboard.press("Enter")
    screen.light("Saved", ".cw-table")
    assert desk.study.read()["tasks"].set_index("task_id").loc["A11", "statement"] == "Look at it."
    assert screen.errors == []


def test_of_many_pasted_rows_the_good_ones_are_saved_and_a_sentence_counts_the_others_and_leads_to_them(
    tables: BareScreen, desk: Desk
) -> None:
    page = tables.page
    lines = [f"{'Z' if one % 100 == 50 else 'A'}\tPasted {one}" for one in range(5000)]
    page.locator(".cw-table").get_by_role("button", name="Add row").click()
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }""",
        "\n".join(lines),
    )
    banner = page.locator(".cw-table .cw-banner")
    banner.filter(has_text="50 rows have something to put right").wait_for()
    assert len(desk.study.read()["tasks"]) == 4951
    page.keyboard.press("Control+Home")
    banner.get_by_role("button", name="Show the first").click()
    expect(page.locator(".cw-table td:focus")).to_contain_text("“Z” is not there.")
    expect(page.locator(".cw-table td:focus")).to_be_in_viewport()


def test_a_wide_table_keeps_its_first_column_in_view_and_says_what_is_further_right(
    browser: Browser, desk: Desk
) -> None:
    write_notebook(desk.root, "wide", OPEN, 'work.table("assessments")')
    assessment = {"assessment_id": "AS-1", "title": "Purge a line", "method": "simulation"}
    desk.study.save([Change("put", "assessments", assessment)])
    screen = open_notebook(browser, desk, "wide", width=1280)
    screen.ready(".cw-table td")
    page = screen.page
    expect(page.locator(".cw-grid-more")).to_contain_text("More to the right: ")
    page.locator(".cw-table td[data-row='0'][data-column='1']").click()
    page.keyboard.press("End")
    expect(page.locator(".cw-grid-more")).to_be_hidden()
    for column in ("0", "10"):
        expect(page.locator(f".cw-table td[data-row='0'][data-column='{column}']")).to_be_in_viewport(ratio=0.9)
