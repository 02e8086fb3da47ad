"""Search across interviews: by keyboard alone, coded at once, taken back at once."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import PANEL, write_notebook

FOCUSED = "document.activeElement.textContent"
WHERE = "document.activeElement.className"


@pytest.fixture
def sample(browser: Browser, desk: Desk) -> BareScreen:
    """The panel on the sample study, in which nothing is saved."""
    write_notebook(desk.root, "sample", PANEL.replace('"browser"', '"clean-energy"'))
    screen = open_notebook(browser, desk, "sample")
    screen.ready()
    return screen


def test_every_place_is_found_coded_and_taken_back_by_keyboard_alone(panel: BareScreen, desk: Desk) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    page.keyboard.press("a")
    page.keyboard.type("purge")
    page.locator(".cw-hit").nth(1).wait_for()
    assert page.locator(".cw-found-said").inner_text() == "2 passages in 1 interview."
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == "They don't know how to purge a line."
    page.keyboard.press("2")
    assert page.locator(".cw-search-foot .cw-main").inner_text() == "Code all 2 passages with Can move into the role"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    panel.light("Saved")
    assert [code for code, _ in desk.codings()] == ["can-move", "can-move"]
    told = page.locator(".cw-found-said").filter(has_text="2 passages coded Can move into the role")
    told.wait_for()
    panel.heard("saved", "progress", "found")  # The study is counted again, and the places are looked for again.
    expect(told).to_be_visible()
    page.keyboard.press("Control+z")
    page.wait_for_function("!document.querySelector('.cw-hit').textContent.includes('has this code')")
    assert desk.codings() == []
    page.locator(".cw-found-said").filter(has_text="2 passages in 1 interview.").wait_for()
    page.keyboard.press("Escape")
    assert "cw-text" in page.evaluate(WHERE)
    assert (panel.reached(), panel.errors) == ([], [])


def test_a_passage_left_out_with_space_is_not_coded_and_one_that_has_the_code_is_told(
    panel: BareScreen, desk: Desk
) -> None:
    page = panel.page
    page.get_by_role("button", name="Search all interviews").click()
    page.get_by_label("Words to find in all interviews").fill("purge")
    page.get_by_label("What is coded").select_option("words")
    page.locator(".cw-hit").nth(1).wait_for()
    page.get_by_label("Code to put on").select_option("job-task")
    page.locator(".cw-hit").first.focus()
    page.keyboard.press(" ")
    assert page.locator(".cw-search-foot .cw-main").inner_text() == "Code 1 passage with Job task"
    page.locator(".cw-search-foot .cw-main").click()
    panel.light("Saved")
    assert desk.codings() == [("job-task", "purge")]
    page.locator(".cw-hit").nth(1).filter(has_text="has this code already").wait_for()
    assert page.get_by_label("Code passage 2 of 2, in INT-01").is_checked() is False
    assert panel.errors == []


def test_a_found_passage_opens_in_its_interview_and_the_search_is_still_there(sample: BareScreen) -> None:
    page = sample.page
    page.locator(".cw-text").focus()
    page.keyboard.press("a")
    page.keyboard.type("purg* gensets")
    page.get_by_label("How several words stand").select_option("sentence")
    page.locator(".cw-hit").first.wait_for()
    said = page.locator(".cw-hit").first.inner_text()
    page.locator(".cw-hit").first.click()
    page.locator(".cw-interview[aria-current]", has_text="INT-05").wait_for()
    page.wait_for_function("document.activeElement.classList.contains('cw-text')")
    expect(page.locator(".cw-search-all")).to_be_hidden()
    page.keyboard.press("a")
    assert page.evaluate(FOCUSED) == said
    assert sample.errors == []


def test_selected_words_are_what_is_looked_for(panel: BareScreen) -> None:
    page = panel.page
    panel.drag("nitrogen", "nitrogen")
    page.keyboard.press("Alt+a")
    page.locator(".cw-hit").first.wait_for()
    expect(page.get_by_label("Words to find in all interviews")).to_have_value("nitrogen")
    assert page.locator(".cw-hit mark").all_inner_texts() == ["nitrogen"]
    page.get_by_label("Words to find in all interviews").fill("<img src")
    page.locator(".cw-hit", has_text="onerror").wait_for()
    assert page.evaluate("window.pwned") is None
