"""Tables and ratings filled in on screen, in a real JupyterLab."""

from __future__ import annotations

from jupyter_trial import Lab, Screen


def test_a_table_is_filled_in_with_keys_and_a_wrong_cell_has_its_sentence(tables: Screen, lab: Lab) -> None:
    page = tables.page
    before = tables.cells()
    page.get_by_role("button", name="Add row").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.type("Find leak")
    page.keyboard.press("Enter")
    page.locator(".cw-table .cw-wrong").filter(has_text="Must be filled in.").wait_for()
    assert len(lab.study.read()["tasks"]) == 1
    page.locator(".cw-table td[data-row='1'][data-column='1']").click()
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    tables.light("Saved", ".cw-table")
    assert lab.study.read()["tasks"][["task_id", "duty_id", "label"]].values.tolist()[1] == ["A2", "A", "Find leak"]
    assert tables.cells() == before
    page.get_by_role("button", name="Delete A2 Find leak").click()
    page.locator(".cw-table td[data-row='1']").first.wait_for(state="detached")
    page.get_by_role("button", name="Undo: delete A2 Find leak").click()
    page.locator(".cw-table td[data-row='1']").first.wait_for()
    assert len(lab.study.read()["tasks"]) == 2


def test_rows_are_pasted_from_a_spreadsheet(tables: Screen, lab: Lab) -> None:
    page = tables.page
    page.locator(".cw-table td[data-row='0'][data-column='2']").click()
    page.evaluate("""() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", 'Purge and verify\\t"Purge the line,\\nthen verify"\\r\\n');
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }""")
    tables.light("Saved", ".cw-table")
    row = lab.study.read()["tasks"].iloc[0]
    assert (row["label"], row["statement"]) == ("Purge and verify", "Purge the line,\nthen verify")


def test_ratings_are_typed_one_number_after_the_other(tables: Screen, lab: Lab) -> None:
    tables.page.locator(".cw-rating td[data-row='0'][data-column='2']").click()
    tables.page.keyboard.type("543")
    tables.light("Saved", ".cw-rating")
    tables.page.wait_for_timeout(300)
    ratings = lab.study.read()["ratings"]
    assert ratings[["rater_id", "importance", "frequency", "difficulty"]].values.tolist() == [["R-01", 5, 4, 3]]
