"""What screens do when something is refused, or the browser is an old one."""

from __future__ import annotations

from page_trial import Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import write_notebook

REFUSING = """from codesign.errors import SaveError
from codesign.workbook import open_workbook
from codesign.widgets import coding_panel
work = open_workbook({"study": "browser"})
tried = []
def save(changes):
    tried.append(changes)
    if len(tried) == 1:
        raise SaveError("Not saved: the disk is full. Put it right and do it again.")
    return work.save(changes)
coding_panel(work.everything, work.texts, person=work.person, on_save=save, refresh=work.reread, study="browser")"""

AUTHOR = """from codesign.errors import CodesignError
from codesign.journal import Saved
from codesign.widgets import author_editor
tried = []
def save(changes):
    tried.append(changes)
    if len(tried) == 1:
        raise CodesignError("the disk is full.")
    return Saved(group="one", at="12:00", changes=1)
author_editor([("a", "Title: what to write", "", "")], on_save=save)"""


def test_without_the_highlight_api_codings_are_marked(browser: Browser, desk: Desk) -> None:
    screen = open_notebook(browser, desk, "panel", init="Object.defineProperty(CSS, 'highlights', {value: undefined})")
    screen.ready()
    screen.drag("don't know", "purge a line")
    screen.page.keyboard.press("1")
    screen.light("Saved")
    screen.drag("know how", "nitrogen")
    screen.page.keyboard.press("2")
    screen.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    screen.light("Saved")
    assert [words for _, words in desk.codings()] == [
        "don't know how to purge a line",
        "know how to purge a line. They mean well. You purge with nitrogen",
    ]
    assert screen.page.locator("mark").count() >= 2


def test_a_refused_text_of_an_author_is_not_called_saved_and_is_sent_again(browser: Browser, desk: Desk) -> None:
    write_notebook(desk.root, "author", AUTHOR)
    screen = open_notebook(browser, desk, "author")
    page, save = screen.page, screen.page.get_by_role("button", name="Save “Title”")
    page.get_by_label("Title", exact=True).fill("Some words.")
    page.keyboard.press("Tab")
    page.locator(".cw-author .cw-banner").filter(has_text="the disk is full").wait_for()
    page.locator(".cw-box-line").filter(has_text="Not saved: see above.").wait_for()
    assert page.locator(".cw-about").inner_text() == "0 of 1 written"
    save.click()
    page.locator(".cw-box-line").filter(has_text="Saved 12:00").wait_for()
    expect(page.locator(".cw-author .cw-banner")).to_be_hidden()
    assert page.locator(".cw-about").inner_text() == "1 of 1 written"
    assert screen.errors == []


def test_after_trying_again_the_keys_are_still_the_panels(browser: Browser, desk: Desk) -> None:
    write_notebook(desk.root, "refusing", REFUSING)
    screen = open_notebook(browser, desk, "refusing")
    screen.ready()
    page = screen.page
    screen.drag("don't know", "purge a line")
    page.keyboard.press("1")
    banner = page.get_by_role("alert").filter(has_text="the disk is full")
    banner.filter(has_text="Put it right, then choose “Try again”. 1 change waits in this browser.").wait_for()
    page.get_by_role("button", name="Try again").click()
    screen.light("Saved")
    page.wait_for_function("document.activeElement.closest('.cw-panel')")
    page.keyboard.press("a")
    page.get_by_role("dialog", name="Search all interviews").wait_for()
    assert screen.reached() == []
