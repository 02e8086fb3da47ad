"""A study that is slow to save: what a person does meanwhile stays theirs."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect

from codesign.journal import Change


@pytest.fixture
def slow(browser: Browser, desk: Desk) -> BareScreen:
    text = desk.study.texts()["INT-01"]
    start = text.index("You purge")
    desk.study.save([Change("put", "codings", {"coding_id": "first", "transcript_id": "INT-01", "start": start,
                                              "end": start + 9, "code_id": "tool", "coder": "Ana",
                                              "polarity": "supports", "memo": ""})])  # fmt: skip
    screen = open_notebook(browser, desk, "panel")
    screen.ready()
    return screen


def memos(desk: Desk) -> dict[str, str]:
    rows = desk.study.read()["codings"]
    return dict(zip(rows["code_id"], rows["memo"], strict=True))


def code_a_sentence(screen: BareScreen) -> None:
    page = screen.page
    page.locator(".cw-text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("s")
    page.keyboard.press("1")


def test_a_memo_is_written_on_a_coding_that_is_not_saved_yet(slow: BareScreen, desk: Desk) -> None:
    with desk.busy():
        code_a_sentence(slow)
        slow.page.keyboard.press("m")
        slow.page.keyboard.type("unclear, ask Bo")
        slow.page.keyboard.press("Escape")
    slow.page.locator("button.cw-coding", has_text="memo").wait_for()
    slow.light("Saved")
    assert memos(desk) == {"skill-gap": "unclear, ask Bo", "tool": ""}
    expect(slow.page.locator(".cw-search-all")).to_be_hidden()


def test_a_late_answer_leaves_the_coding_at_hand_that_was_gone_to_meanwhile(slow: BareScreen, desk: Desk) -> None:
    with desk.busy():
        code_a_sentence(slow)
        slow.page.locator("button.cw-coding[data-coding=first]").click()
    slow.light("Saved")
    slow.answered()
    slow.page.wait_for_function("!document.querySelector('.cw-panel[data-drawing]')")
    assert slow.page.locator("button.cw-coding[aria-current=true]").get_attribute("data-coding") == "first"


def test_a_memo_being_typed_stays_while_another_answer_comes(slow: BareScreen, desk: Desk) -> None:
    page = slow.page
    page.locator("button.cw-coding[data-coding=first]").click()
    with desk.busy():
        page.get_by_label("How this passage bears on Tool or equipment").select_option("qualifies")
        page.locator(".cw-memo").focus()
        page.keyboard.type("a long memo, ")
    slow.light("Saved")
    slow.answered()
    page.keyboard.type("typed in peace")
    expect(page.locator(".cw-memo")).to_have_value("a long memo, typed in peace")
    page.keyboard.press("Tab")
    page.locator("button.cw-coding", has_text="memo").wait_for()
    assert desk.codings() == [("tool", "You purge")]
    assert memos(desk) == {"tool": "a long memo, typed in peace"}
    assert slow.errors == []


def test_how_words_bear_on_a_code_is_chosen_for_these_words_only(slow: BareScreen, desk: Desk) -> None:
    page = slow.page
    with desk.busy():
        slow.drag("don't know", "purge a line")
        page.locator(".cw-popover").get_by_label("contradicts").check()
        slow.drag("A badge", "no.")
        page.keyboard.press("Escape")
        page.keyboard.press("s")
        page.keyboard.press("1")
    slow.light("Saved")
    assert set(desk.study.read()["codings"]["polarity"]) == {"supports"}
