"""Filtering codings, and what a coding tells of itself."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk
from playwright.sync_api import expect

from codesign.journal import Change


@pytest.fixture
def coded(panel: BareScreen, desk: Desk) -> BareScreen:
    """The panel with two codings of Bo's, one of which Ana has too."""
    text = desk.study.texts()["INT-01"]
    other = desk.study_of("Bo")
    for number, (coder, code, words) in enumerate(
        [("Bo", "skill-gap", "purge a line"), ("Bo", "tool", "nitrogen"), ("Ana", "skill-gap", "how to purge a line")]
    ):
        start = text.index(words)
        other.save([Change("put", "codings", {
            "coding_id": f"c{number}", "transcript_id": "INT-01", "start": start, "end": start + len(words),
            "code_id": code, "coder": coder, "polarity": "supports",
            "memo": f"Note {number}" if number else ""})])  # fmt: skip
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 3")
    return panel


def test_the_list_is_filtered_in_words_and_escape_shows_everything(coded: BareScreen) -> None:
    page, listed, state = coded.page, coded.page.locator("button.cw-coding"), coded.page.locator(".cw-shown")
    page.locator(".cw-text").focus()
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Show the codings with this code"
    page.get_by_label("Show the codings with this code").select_option("skill-gap")
    assert state.inner_text() == "Showing 2 of 3 codings: code Skill gap."
    page.get_by_label("Show the codings of this coder").select_option("=Bo")
    assert (listed.count(), page.locator(".cw-label").count()) == (1, 1)
    page.keyboard.press("Escape")
    assert (listed.count(), state.is_visible()) == (3, False)
    page.get_by_label("Show", exact=True).select_option("differ")
    assert state.inner_text() == "Showing 1 of 3 codings: only where coders differ."
    expect(listed).to_contain_text("nitrogen", use_inner_text=True)
    page.get_by_label("Show", exact=True).select_option("memo")
    assert state.inner_text() == "Showing 2 of 3 codings: only with a memo."
    page.get_by_label("Show", exact=True).locator("option", has_text="Only with a memo (2)").wait_for(state="attached")
    page.get_by_label("Show", exact=True).select_option("uncoded")
    assert state.inner_text() == "Showing 1 of 2 answers: without any coding."
    listed.click()
    page.keyboard.press("s")
    page.keyboard.press("1")
    coded.light("Saved")
    page.locator(".cw-shown").filter(has_text="Showing 0 of 2 answers").wait_for()
    page.locator(".cw-interviews").get_by_text("1 of 1 with every answer coded").wait_for()
    assert coded.errors == []


def test_a_label_and_a_listed_coding_tell_their_code_coder_polarity_and_memo(coded: BareScreen) -> None:
    page, card = coded.page, coded.page.locator(".cw-card")
    page.locator(".cw-label").filter(has_text="Tool or equipment").hover()
    for words in ("Tool or equipment", "Not: ", "Coded by Bo, supports. Memo: Note 1"):
        expect(card).to_contain_text(words, use_inner_text=True)
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")
    page.locator("button.cw-coding").first.focus()
    expect(page.locator(".cw-definition")).to_contain_text("Coded by you, supports. Memo: Note 2", use_inner_text=True)
