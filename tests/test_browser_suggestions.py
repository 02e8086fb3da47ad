"""Suggested codes: offered with their reasons, taken or refused by key or mouse, turned off."""

from __future__ import annotations

from page_trial import BareScreen, Desk
from playwright.sync_api import Page

LEARNED_WITHIN = 90_000


def offered(page: Page) -> list[str]:
    """Wait for suggestions and return the names of the codes."""
    page.locator(".cw-suggested").first.wait_for(timeout=LEARNED_WITHIN)
    return [name.split("\n")[0] for name in page.locator(".cw-suggested .cw-name").all_inner_texts()]


def answers(desk: Desk) -> list[tuple[str, str]]:
    return [(row["answer"], row["code_id"]) for _, row in desk.study.read()["suggestion_answers"].iterrows()]


def test_a_suggestion_is_refused_and_the_next_one_accepted_by_key_and_one_undo_takes_both_rows_back(
    panel: BareScreen, desk: Desk
) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    page.keyboard.press("s")
    page.keyboard.press("y")
    first = offered(page)
    assert page.locator(".cw-suggest-how").inner_text() == "Suggested: Y puts the first on, X it does not fit"
    assert answers(desk) == []
    assert desk.codings() == []
    assert "names and definitions" in page.locator(".cw-suggest-note").inner_text()
    page.keyboard.press("x")
    page.wait_for_function(
        "name => !document.querySelector('.cw-suggested .cw-name')?.textContent.startsWith(name)", arg=first[0]
    )
    panel.light("Saved")
    page.locator(".cw-suggest-note", has_text="0 of 1 answered").wait_for()
    second = offered(page)
    page.keyboard.press("y")
    page.locator(".cw-popover").wait_for(state="hidden")
    page.locator("button.cw-coding").filter(has_text=second[0]).wait_for()
    panel.light("Saved")
    assert [answer for answer, _ in answers(desk)] == ["refused", "accepted"]
    assert [code for code, _ in desk.codings()] == [answers(desk)[1][1]]
    page.keyboard.press("Control+z")
    page.locator("button.cw-coding").wait_for(state="detached")
    assert [answer for answer, _ in answers(desk)] == ["refused"]
    assert panel.errors == []


def test_a_suggestion_is_taken_from_the_list_with_arrow_and_enter_and_refused_with_the_mouse(
    panel: BareScreen, desk: Desk
) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    page.keyboard.press("s")
    page.keyboard.press("/")
    names = offered(page)
    assert page.locator(".cw-suggest-how").inner_text() == "Suggested: ↑Enter puts one on, Delete it does not fit"
    assert page.locator(".cw-match[aria-selected=true]").inner_text().split("\n")[1] == "Skill gap"
    page.wait_for_function("!document.querySelector('.cw-unsteady')")
    page.locator(".cw-suggested", has_text=names[0]).locator(".cw-refuse").click()
    panel.light("Saved")
    page.locator(".cw-suggest-note", has_text="0 of 1 answered").wait_for()
    left = offered(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.locator("button.cw-coding").filter(has_text=left[-1]).wait_for()
    panel.light("Saved")
    assert [answer for answer, _ in answers(desk)] == ["refused", "accepted"]


def test_suggestions_can_be_turned_off_and_on(panel: BareScreen) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    page.keyboard.press("s")
    page.keyboard.press("y")
    assert 1 <= len(offered(page)) <= 3
    page.get_by_role("button", name="Turn suggestions off").click()
    page.locator(".cw-suggested").first.wait_for(state="detached")
    assert page.locator(".cw-match").count() > 0
    page.get_by_role("button", name="Turn suggestions on").click()
    assert offered(page)
    assert (panel.errors, panel.reached()) == ([], [])
