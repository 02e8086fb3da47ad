"""Saying who speaks in a turn, by keyboard alone."""

from __future__ import annotations

from page_trial import BareScreen, Desk


def roles(desk: Desk) -> dict[int, str]:
    return {row["position"]: row["role"] for row in desk.study.read()["segments"].to_dict("records")}


def test_who_speaks_in_a_turn_is_said_and_taken_back_by_keyboard_alone(panel: BareScreen, desk: Desk) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    page.keyboard.press("w")
    dialog = page.get_by_role("dialog", name="Who speaks here")
    dialog.get_by_role("heading", name="Who says turn 2?").wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert "cw-text" in page.evaluate("document.activeElement.className")
    page.keyboard.press("w")
    page.keyboard.type("asks")
    page.keyboard.press("Enter")
    panel.light("Saved")
    page.locator(".cw-turn.cw-interviewer").nth(2).wait_for()
    assert roles(desk) == {1: "interviewer", 2: "interviewer", 3: "interviewer", 4: "respondent"}
    page.locator(".cw-text").focus()
    page.keyboard.press("Control+z")
    page.locator(".cw-turn.cw-respondent").nth(1).wait_for()
    assert roles(desk)[2] == "respondent"
    assert (panel.reached(), panel.errors) == ([], [])


def test_the_choices_of_who_speaks_break_no_rule_of_accessibility(panel: BareScreen, axe: str) -> None:
    panel.page.locator(".cw-speaker").first.dblclick()
    panel.page.get_by_role("dialog", name="Who speaks here").wait_for()
    assert panel.violations(axe, ".cw-who") == []
