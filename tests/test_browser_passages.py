"""Coded passages found again, read, opened in the coding panel and written out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import FOUND_PANEL, FOUND_PASSAGES, OPEN, write_notebook
from study_trial import SAID, filled_study

from codesign.journal import Change

MANY = f"{OPEN}work.passages()"
FOUND = ".cw-passages .cw-pa-list > li"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of five interviews."""
    return filled_study(tmp_path_factory.mktemp("filled")).folder


@pytest.fixture
def found(browser: Browser, desk: Desk, filled: Path) -> Iterator[BareScreen]:
    """The panel and the passages of that study."""
    shutil.copytree(filled, desk.root / "interview_data" / "trial")
    write_notebook(desk.root, "found", FOUND_PANEL, FOUND_PASSAGES)
    screen = open_notebook(browser, desk, "found")
    screen.ready(FOUND)
    yield screen
    assert screen.errors == []


def said(screen: BareScreen, words: str) -> None:
    screen.page.locator(".cw-pa-said").filter(has_text=words).wait_for()


def test_passages_are_filtered_and_counted_in_words(found: BareScreen) -> None:
    page = found.page
    said(found, "9 codings on 4 passages, in 4 interviews, by 3 employers and a union.")
    page.get_by_label("Code", exact=True).select_option(label="Skill gap")
    said(found, "5 codings on 4 passages")
    page.get_by_label("Coder", exact=True).select_option("Ravi")
    said(found, "1 coding on 1 passage, in 1 interview, by 1 employer.")
    expect(page.locator(FOUND)).to_contain_text("forget the second time", use_inner_text=True)
    page.get_by_label("But not coded").select_option(label="Job task")
    said(found, "Nothing fits.")
    page.get_by_role("button", name="Show everything").click()
    said(found, "9 codings")
    page.get_by_label("Memo contains").fill("nobody wrote this")
    said(found, "Nothing fits.")


def test_a_passage_is_read_in_its_answer_and_opened_in_the_panel(found: BareScreen) -> None:
    page = found.page
    page.get_by_label("Coder", exact=True).select_option("Ravi")
    said(found, "1 coding")
    page.get_by_role("button", name="Show the answer: INT-01").click()
    page.locator(".cw-pa-around mark").filter(has_text="forget the second time").wait_for()
    assert page.locator(".cw-pa-around p").last.inner_text() == f"Employer 01: {SAID[1]}"
    page.get_by_label("Interview", exact=True).select_option("")
    page.get_by_role("button", name="Open in the coding panel: INT-01").click()
    page.locator(".cw-panel .cw-heading").filter(has_text="INT-01").wait_for()
    page.wait_for_function("document.activeElement.closest('.cw-panel')")
    page.locator(".cw-panel [aria-live]").filter(has_text="forget the second time").wait_for(state="attached")


def test_passages_are_written_out_and_the_screen_says_where(found: BareScreen, desk: Desk) -> None:
    page = found.page
    page.get_by_role("button", name="Save as .xlsx").click()
    page.locator(".cw-pa-written").filter(has_text="passages CONFIDENTIAL.xlsx. CONFIDENTIAL: words").wait_for()
    page.get_by_label("only what may be quoted, for others").check()
    page.get_by_label("Interview", exact=True).select_option("INT-02")
    page.get_by_role("button", name="Save as .csv").click()
    page.locator(".cw-banner").filter(has_text="leave out the interview").wait_for()
    written = [path.name for path in (desk.root / "outputs" / "trial" / "all-sectors").iterdir()]
    assert written == ["passages CONFIDENTIAL.xlsx"]


def test_show_more_pressed_twice_shows_each_passage_once_and_a_team_mate_leaves_them_there(
    browser: Browser, desk: Desk
) -> None:
    bo = desk.study_of("Bo")
    bo.save([coded(f"p{number}", number) for number in range(120)])
    write_notebook(desk.root, "many", MANY)
    screen = open_notebook(browser, desk, "many")
    screen.ready(FOUND)
    page, more = screen.page, screen.page.get_by_role("button", name="more")
    more.evaluate("button => { button.click(); button.click(); }")
    more.filter(has_text="Show 20 more").wait_for()
    more.click()
    page.wait_for_function("selector => document.querySelectorAll(selector).length === 120", arg=FOUND)
    page.locator(FOUND).nth(110).get_by_role("button", name="Show the answer").click()
    bo.save([coded("new", 130)])
    said(screen, "121 codings")
    ids = page.evaluate("selector => [...document.querySelectorAll(selector)].map((one) => one.dataset.coding)", FOUND)
    assert len(ids) == len(set(ids)) == 120
    assert page.evaluate("document.activeElement.textContent") == "Hide the answer"
    assert screen.errors == []


def coded(identity: str, number: int) -> Change:
    start = 60 + number % 10
    return Change(
        "put",
        "codings",
        {
            "coding_id": identity,
            "transcript_id": "INT-01",
            "start": start,
            "end": start + 3 + number // 10,
            "code_id": "tool",
        },
    )
