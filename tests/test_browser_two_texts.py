"""Two texts for a box of the proposal, one of them out of Word: a person sees both and takes one, or both."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import OPEN, write_notebook

from codesign.journal import Change

OURS, OTHERS = "Too few places.", "Places enough.\n\nToo few teachers."


@pytest.fixture
def screen(browser: Browser, desk: Desk) -> BareScreen:
    """The author texts of a study with two texts for a box."""
    other = {"choice_id": "choice-1", "box": "risks", "text": OTHERS, "author": "Bo", "file": "dean.docx"}
    desk.study.save([
        Change("put", "author_texts", {"box": "risks", "sector": "", "text": OURS, "author": "Ana"}),
        Change("put", "text_choices", {**other, "written_on": "2026-03-02"}),
    ])  # fmt: skip
    write_notebook(desk.root, "two_texts", f"{OPEN}work.author_editor()")
    return open_notebook(browser, desk, "two_texts")


def test_of_two_texts_both_are_kept_by_keyboard_and_stand_in_the_box(screen: BareScreen, desk: Desk) -> None:
    choice = screen.page.get_by_role("region", name="Two texts: Risks and mitigation")
    expect(choice).to_contain_text("The text out of dean.docx, by Bo, 2026-03-02")
    expect(choice).to_contain_text(OURS)
    choice.get_by_role("button", name="Keep both, one after the other").focus()
    screen.page.keyboard.press("Enter")
    expect(choice).to_have_count(0)
    expect(screen.page.get_by_label("Risks and mitigation", exact=True)).to_have_value(f"{OURS}\n\n{OTHERS}")
    rows = desk.study.read()
    risks = rows["author_texts"].set_index("box").loc["risks"]
    assert (risks["text"], risks["author"], len(rows["text_choices"])) == (f"{OURS}\n\n{OTHERS}", "Ana and Bo", 0)
    assert screen.errors == []


def test_two_texts_break_no_rule_of_accessibility(screen: BareScreen, axe: str) -> None:
    screen.page.get_by_role("region", name="Two texts: Risks and mitigation").wait_for()
    assert screen.violations(axe, ".cw-author") == []
