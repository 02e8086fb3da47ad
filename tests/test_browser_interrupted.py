"""What team mates save, or the panel counts, while a person is in the middle of something."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk
from playwright.sync_api import expect

from codesign.journal import Change
from codesign.study import Study


def team_mate(desk: Desk) -> Study:
    return desk.study_of("Bo")


@pytest.fixture
def coded(panel: BareScreen, desk: Desk) -> BareScreen:
    """The panel with one coding of Ana's, and the cursor on it."""
    panel.drag("don't know", "purge a line")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    return panel


def test_a_new_code_of_a_team_mate_leaves_the_popover_open_and_what_is_typed_in_it(
    panel: BareScreen, desk: Desk
) -> None:
    page = panel.page
    panel.drag("check the", "oxygen")
    page.keyboard.press("/")
    page.keyboard.type("winter")
    team_mate(desk).save(
        [Change("put", "codes", {"code_id": "winter-work", "name": "Winter work", "family": "job-task"})]
    )
    page.locator(".cw-match", has_text="Winter work").filter(has_not_text="Create").wait_for()
    expect(page.locator(".cw-search")).to_have_value("winter")
    assert page.evaluate("document.activeElement.className") == "cw-search"
    page.keyboard.press("Enter")
    panel.light("Saved")
    assert desk.codings() == [("winter-work", "check the oxygen")]


@pytest.mark.parametrize(
    ("opens", "dialog"), [("?", "All keys"), ("w", "Who speaks here"), ("a", "Search all interviews")]
)
def test_a_key_in_an_open_dialog_does_nothing_to_the_interview_behind_it(
    coded: BareScreen, desk: Desk, opens: str, dialog: str
) -> None:
    page = coded.page
    page.keyboard.press(opens)
    page.get_by_role("dialog", name=dialog).get_by_role("button").first.focus()
    page.keyboard.press("u")
    coded.answered()
    assert len(desk.codings()) == 1
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=dialog)).to_be_hidden()


def test_codes_and_interviews_keep_the_focus_while_the_study_is_counted(panel: BareScreen, desk: Desk) -> None:
    page = panel.page
    panel.drag("don't know", "purge a line")
    page.locator(".cw-code", has_text="Skill gap").click()
    page.locator(".cw-code", has_text="Job task").focus()
    page.locator(".cw-code", has_text="Skill gap").filter(has_text="1 of 1").wait_for()
    assert "Job task" in page.evaluate("document.activeElement.textContent")


def test_a_key_that_was_being_changed_is_not_taken_when_the_list_is_opened_again(panel: BareScreen, desk: Desk) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    keys = page.get_by_role("dialog", name="All keys")
    page.keyboard.press("?")
    page.locator("[data-change=memo]").click()
    keys.get_by_role("button", name="Close", exact=True).click()
    keys.wait_for(state="hidden")
    page.wait_for_function("document.activeElement.matches('.cw-text')")
    page.keyboard.press("?")
    keys.wait_for()
    page.keyboard.press("i")
    assert page.locator(".cw-key-said").inner_text() == ""


def test_selected_words_can_be_copied(panel: BareScreen) -> None:
    page = panel.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".cw-text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("s")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()").strip() == "What can new people not do?"
