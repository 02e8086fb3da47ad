"""Coding with the mouse and in words."""

from __future__ import annotations

from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import CANARY, PLACE_OF


def test_a_selection_takes_whole_words(panel: BareScreen, desk: Desk) -> None:
    panel.drag("nitro", "the oxy")
    panel.page.keyboard.press("2")
    panel.light("Saved")
    assert desk.codings() == [("can-move", "nitrogen 😀 and check the oxygen")]


def test_a_code_is_found_by_name_and_polarity_chosen(panel: BareScreen, desk: Desk) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.get_by_label("contradicts").check()
    panel.page.locator(".cw-search").click()
    panel.page.keyboard.type("credent")
    panel.page.keyboard.press("Enter")
    panel.light("Saved")
    assert desk.study.read()["codings"][["code_id", "polarity"]].values.tolist() == [
        ["credential-signal", "contradicts"]
    ]


def test_a_code_is_made_from_the_typed_words_and_one_undo_takes_it_back_with_its_coding(
    panel: BareScreen, desk: Desk
) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.get_by_label("A new code goes into").select_option("tool")
    panel.page.locator(".cw-search").click()
    panel.page.keyboard.type("Badge doubts")
    expect(panel.page.locator(".cw-match[aria-selected=true]")).to_contain_text(
        "Create code “Badge doubts”", use_inner_text=True
    )
    panel.page.keyboard.press("Enter")
    panel.light("Saved")
    assert desk.codings() == [("badge-doubts", "A badge, no")]
    assert desk.study.read()["codes"].set_index("code_id").loc["badge-doubts", "family"] == "tool"
    panel.page.get_by_role("button", name="Badge doubts").first.wait_for()
    panel.page.keyboard.press("Control+z")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 0")
    assert "badge-doubts" not in set(desk.study.read()["codes"]["code_id"])
    assert panel.errors == []


def test_a_name_that_is_too_long_for_a_code_stays_as_typed(panel: BareScreen, desk: Desk) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.type("x" * 93)
    panel.page.get_by_text("A name has at most 80 characters: take 13 away").wait_for()
    panel.page.keyboard.press("Enter")
    expect(panel.page.locator(".cw-search")).to_have_value("x" * 93)
    assert desk.codings() == []


def test_in_vivo_says_why_words_without_consent_do_not_name_a_code(panel: BareScreen, desk: Desk) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("Alt+v")
    panel.page.keyboard.press("1")
    panel.page.locator(".cw-banner").filter(has_text="no consent to quote INT-01").wait_for()
    assert desk.codings() == []


def test_what_an_employer_said_never_becomes_markup(panel: BareScreen) -> None:
    panel.drag(CANARY, "If somebody")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert panel.page.evaluate("window.pwned === undefined")
    expect(panel.page.locator(".cw img")).to_have_count(0)
    expect(panel.page.locator(".cw-text")).to_contain_text(CANARY, use_inner_text=True)


def test_a_memo_is_written_and_kept(panel: BareScreen, desk: Desk) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    panel.page.keyboard.press("m")
    panel.page.keyboard.type("Ask again: 1 / x")
    panel.page.keyboard.press("Escape")
    panel.page.wait_for_function("document.querySelector('.cw-coding').innerText.includes('memo')")
    assert desk.study.read()["codings"]["memo"].tolist() == ["Ask again: 1 / x"]


def test_after_selecting_with_the_mouse_the_name_of_a_code_is_typed_at_once(panel: BareScreen, desk: Desk) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.type("assess")
    panel.page.keyboard.press("Enter")
    panel.light("Saved")
    assert desk.codings() == [("assessment-idea", "A badge, no")]
    assert panel.reached() == []


def test_a_selection_made_with_the_mouse_is_copied_and_changed_with_keys_as_if_nothing_were_open(
    panel: BareScreen, desk: Desk
) -> None:
    page = panel.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel.drag("A badge", "badge")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "A badge"
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("1")
    panel.light("Saved")
    assert desk.codings() == [("skill-gap", "A badge, no")]
    panel.drag("check the", "oxygen")
    page.keyboard.press("Control+z")
    page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 0")


def test_the_popover_leaves_the_selected_words_and_the_codes_beside_them_in_sight(panel: BareScreen) -> None:
    page = panel.page
    page.locator(".cw-panel").evaluate("one => one.scrollIntoView()")
    for first, last in (("don't know", "purge a line"), ("it three times", "would read")):
        panel.drag(first, last)
        page.locator(".cw-suggested").first.wait_for(timeout=90_000)
        box = page.locator(".cw-popover").bounding_box()
        ends = [page.evaluate(PLACE_OF, [first, False])[1], page.evaluate(PLACE_OF, [last, True])[1]]
        assert box["y"] > max(ends) or box["y"] + box["height"] < min(ends)
        assert box["x"] + box["width"] <= page.locator(".cw-side").bounding_box()["x"]
        expect(page.locator(".cw-definition")).to_contain_text("Something workers cannot yet do", use_inner_text=True)
        page.keyboard.press("Escape")


def test_coded_words_say_who_coded_them_where_the_pointer_rests_and_a_click_offers_what_can_be_done(
    browser: Browser, desk: Desk
) -> None:
    panel = open_notebook(browser, desk, "panel", width=900)
    panel.ready()
    page, card = panel.page, panel.page.locator(".cw-card")
    panel.drag("A badge", "badge, no")
    page.keyboard.press("4")
    panel.light("Saved")
    x, y = page.evaluate(PLACE_OF, ["badge", False])
    page.mouse.move(x + 5, y)
    page.mouse.move(x + 6, y)
    card.filter(has_text="Job task").wait_for()
    expect(card).to_contain_text("Coded by you, supports", use_inner_text=True)
    page.mouse.click(x + 6, y)
    card.get_by_role("button", name="Remove").wait_for()
    card.get_by_role("button", name="Add a code").click()
    page.keyboard.type("credent")
    page.keyboard.press("Enter")
    panel.light("Saved")
    page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    assert desk.codings() == [("credential-signal", "A badge, no"), ("job-task", "A badge, no")]
    x, y = page.evaluate(PLACE_OF, ["badge", False])
    page.mouse.click(x + 6, y)
    card.filter(has_text="Job task").wait_for()
    expect(card).to_contain_text("Credential signal", use_inner_text=True)
    card.get_by_role("button", name="Remove").click()
    page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 1")
    expect(card).to_be_hidden()
    assert panel.errors == []
