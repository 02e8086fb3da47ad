"""Coded passages found again, read, opened in the coding panel and written out, in a real JupyterLab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jupyter_trial import Lab, Screen, clear, open_notebook, until, write_notebook
from playwright.sync_api import Browser
from study_trial import SAID, filled_study

from codesign.journal import Change
from codesign.study import Study

PANEL = """from codesign.workbook import found_passages
from codesign.workbook import open_workbook
from codesign.widgets import coding_panel
work = open_workbook({"study": "trial"})
coding_panel(work.everything, work.texts, person=work.person, on_save=work.save, refresh=work.reread, study="trial")"""
MANY = """from codesign.workbook import open_workbook
from codesign.widgets.passages import passages
work = open_workbook({"study": "browser"})
passages(work.everything, work.texts, on_export=print, refresh=work.reread)"""
FOUND = ".cw-passages .cw-pa-list > li"


@pytest.fixture(scope="module")
def notebook(lab: Lab) -> str:
    """A study of five interviews, and a notebook with the panel and the passages."""
    filled_study(lab.root)
    write_notebook(lab.root, "found", PANEL, "passages.passages(work)")
    return "found"


@pytest.fixture
def found(browser: Browser, lab: Lab, notebook: str) -> Iterator[Screen]:
    screen = open_notebook(browser, lab, notebook)
    screen.ready(FOUND)
    yield screen
    assert screen.errors == []
    screen.page.close()


def said(screen: Screen, words: str) -> None:
    screen.page.locator(".cw-pa-said").filter(has_text=words).wait_for()


def test_passages_are_filtered_and_counted_in_words(found: Screen) -> None:
    page = found.page
    said(found, "9 codings on 4 passages, in 4 interviews, by 3 employers.")
    page.get_by_label("Code", exact=True).select_option(label="Skill gap")
    said(found, "5 codings on 4 passages")
    page.get_by_label("Coder", exact=True).select_option("Ravi")
    said(found, "1 coding on 1 passage, in 1 interview, by 1 employer.")
    assert "forget the second time" in page.locator(FOUND).inner_text()
    page.get_by_label("But not coded").select_option(label="Job task")
    said(found, "Nothing fits.")
    page.get_by_role("button", name="Show everything").click()
    said(found, "9 codings")
    page.get_by_label("Memo contains").fill("nobody wrote this")
    said(found, "Nothing fits.")


def test_a_passage_is_read_in_its_answer_and_opened_in_the_panel(found: Screen) -> None:
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


def test_passages_are_written_out_and_the_screen_says_where(found: Screen, lab: Lab) -> None:
    page = found.page
    page.get_by_role("button", name="Save as .xlsx").click()
    page.locator(".cw-pa-written").filter(has_text="passages CONFIDENTIAL.xlsx. CONFIDENTIAL: words").wait_for()
    page.get_by_label("only what may be quoted, for others").check()
    page.get_by_label("Interview", exact=True).select_option("INT-02")
    page.get_by_role("button", name="Save as .csv").click()
    page.locator(".cw-banner").filter(has_text="leave out the interview").wait_for()
    written = [path.name for path in (lab.root / "outputs" / "trial" / "all-sectors").iterdir()]
    assert written == ["passages CONFIDENTIAL.xlsx"]


def test_everything_is_done_by_keys_and_the_notebook_stays_as_it_is(found: Screen) -> None:
    page, before = found.page, found.cells()
    page.get_by_label("Code", exact=True).focus()
    page.keyboard.type("Job")
    page.keyboard.press("Tab")
    for letter in "abcdmxyz1":
        page.keyboard.press(letter)
    said(found, "4 codings")
    page.get_by_role("button", name="Show the answer: INT-01").focus()
    page.keyboard.press("Enter")
    page.locator(".cw-pa-around mark").wait_for()
    assert (found.cells(), found.dialogs()) == (before, 0)


def test_no_words_of_an_interview_are_stored_in_the_notebook(found: Screen, lab: Lab) -> None:
    found.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    told, notebook = "9 codings on 4 passages", lab.root / "workbooks" / "found.ipynb"
    stored = until(lambda: notebook.read_text("utf-8"), lambda text: told in text)
    assert told in stored
    assert not [words for words in SAID.values() if words[:20] in stored]


def test_show_more_pressed_twice_shows_each_passage_once_and_a_team_mate_leaves_them_there(
    browser: Browser, lab: Lab
) -> None:
    bo = Study.open(lab.root / "interview_data" / "browser", person="Bo", device="mate")
    bo.save([coded(f"p{number}", number) for number in range(120)])
    write_notebook(lab.root, "many", MANY)
    screen = open_notebook(browser, lab, "many")
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
    page.close()
    clear(lab)
    assert screen.errors == []


def coded(identity: str, number: int) -> Change:
    start = 60 + number % 10
    return Change("put", "codings", {"coding_id": identity, "transcript_id": "INT-01", "start": start,
                                     "end": start + 3 + number // 10, "code_id": "tool"})  # fmt: skip
