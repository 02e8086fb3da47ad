"""A study in a folder that is slow to save: what a person does meanwhile stays theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jupyter_trial import Lab, Screen, clear, open_notebook, prefer, write_notebook
from playwright.sync_api import Browser

from codesign.journal import Change

SLOW = """import time
from codesign.workbook import open_workbook
from codesign.widgets import coding_panel
work = open_workbook({"study": "browser"})
def save(changes):
    time.sleep(1.2)
    return work.save(changes)
coding_panel(work.everything, work.texts, person=work.person, on_save=save, refresh=work.reread,
             on_undo=work.undo, on_redo=work.redo, study="browser")"""


@pytest.fixture
def slow(browser: Browser, lab: Lab) -> Iterator[Screen]:
    prefer(lab)
    text = lab.study.texts()["INT-01"]
    start = text.index("You purge")
    lab.study.save([Change("put", "codings", {"coding_id": "first", "transcript_id": "INT-01", "start": start,
                                              "end": start + 9, "code_id": "tool", "coder": "Ana",
                                              "polarity": "supports", "memo": ""})])  # fmt: skip
    write_notebook(lab.root, "slow", SLOW)
    screen = open_notebook(browser, lab, "slow")
    screen.ready()
    yield screen
    screen.page.close()
    clear(lab)


def memos(lab: Lab) -> dict[str, str]:
    rows = lab.study.read()["codings"]
    return dict(zip(rows["code_id"], rows["memo"], strict=True))


def code_a_sentence(screen: Screen) -> None:
    page = screen.page
    page.locator(".cw-text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("s")
    page.keyboard.press("1")


def test_a_memo_is_written_on_a_coding_that_is_not_saved_yet(slow: Screen, lab: Lab) -> None:
    code_a_sentence(slow)
    slow.page.keyboard.press("m")
    slow.page.keyboard.type("unclear, ask Bo", delay=120)
    slow.page.keyboard.press("Escape")
    slow.page.locator("button.cw-coding", has_text="memo").wait_for()
    slow.light("Saved")
    assert memos(lab) == {"skill-gap": "unclear, ask Bo", "tool": ""}
    assert not slow.page.locator(".cw-search-all").is_visible()


def test_a_late_answer_leaves_the_coding_at_hand_that_was_gone_to_meanwhile(slow: Screen, lab: Lab) -> None:
    code_a_sentence(slow)
    slow.page.locator("button.cw-coding[data-coding=first]").click()
    slow.light("Saved")
    slow.page.wait_for_timeout(200)
    assert slow.page.locator("button.cw-coding[aria-current=true]").get_attribute("data-coding") == "first"


def test_a_memo_being_typed_stays_while_another_answer_comes(slow: Screen, lab: Lab) -> None:
    page = slow.page
    page.locator("button.cw-coding[data-coding=first]").click()
    page.get_by_label("How this passage bears on Tool or equipment").select_option("qualifies")
    page.locator(".cw-memo").focus()
    page.keyboard.type("a long memo, typed in peace", delay=100)
    slow.light("Saved")
    assert page.locator(".cw-memo").input_value() == "a long memo, typed in peace"
    page.keyboard.press("Tab")
    page.locator("button.cw-coding", has_text="memo").wait_for()
    assert lab.codings() == [("tool", "You purge")]
    assert memos(lab) == {"tool": "a long memo, typed in peace"}
    assert slow.errors == []


def test_how_words_bear_on_a_code_is_chosen_for_these_words_only(slow: Screen, lab: Lab) -> None:
    page = slow.page
    slow.drag("don't know", "purge a line")
    page.locator(".cw-popover").get_by_label("contradicts").check()
    slow.drag("A badge", "no.")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.keyboard.press("1")
    slow.light("Saved")
    assert set(lab.study.read()["codings"]["polarity"]) == {"supports"}
