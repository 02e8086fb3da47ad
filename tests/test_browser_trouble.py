"""What the coding panel does when the workbook stops, or the browser is an old one."""

from __future__ import annotations

import os
import signal

import pytest
from jupyter_trial import PANEL, PLACE_OF, Lab, Screen, clear, open_notebook, write_notebook
from playwright.sync_api import Browser

NUMBER_OF_PROCESS = "import os\nfrom pathlib import Path\nPath('pid').write_text(str(os.getpid()))"

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


def test_what_could_not_be_saved_is_said_kept_and_saved_after_run_all(panel: Screen, lab: Lab) -> None:
    panel.drag("don't know", "purge a line")
    lab.stop_kernels()
    panel.page.keyboard.press("1")
    banner = panel.page.locator(".cw-banner").filter(has_text="Not saved: 1 change waits")
    banner.wait_for(timeout=10_000)
    assert panel.page.locator(".cw-light").inner_text() == "Not saved"
    assert "not saved yet" in panel.page.locator("button.cw-coding").inner_text()
    assert lab.codings() == []
    restarted = open_notebook(panel.page.context.browser, lab, "panel")
    restarted.page.close()
    panel.page.reload()
    panel.connected()
    panel.run_all()
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]


def test_words_do_not_move_under_a_pressed_pointer_when_the_workbook_stops(panel: Screen, lab: Lab) -> None:
    place = panel.page.evaluate(PLACE_OF, ["don't know", False])
    panel.page.mouse.move(*place)
    panel.page.mouse.down()
    lab.stop_kernels()
    panel.page.locator(".cw-light").filter(has_text="Not connected").wait_for(timeout=30_000)
    assert panel.page.evaluate(PLACE_OF, ["don't know", False]) == place
    assert panel.page.locator(".cw-banner").is_hidden()
    panel.page.mouse.up()
    panel.page.locator(".cw-banner").filter(has_text="Not connected: the workbook").wait_for()


def test_without_the_highlight_api_codings_are_marked(browser: Browser, lab: Lab) -> None:
    screen = open_notebook(browser, lab, "panel", init="Object.defineProperty(CSS, 'highlights', {value: undefined})")
    screen.ready()
    screen.drag("don't know", "purge a line")
    screen.page.keyboard.press("1")
    screen.light("Saved")
    screen.drag("know how", "nitrogen")
    screen.page.keyboard.press("2")
    screen.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    screen.light("Saved")
    assert [words for _, words in lab.codings()] == [
        "don't know how to purge a line",
        "know how to purge a line. They mean well. You purge with nitrogen",
    ]
    assert screen.page.locator("mark").count() >= 2
    screen.page.close()
    clear(lab)


def test_highlights_are_taken_away_with_the_panel(panel: Screen) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert panel.page.evaluate("CSS.highlights.size") > 0
    panel.page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    panel.page.wait_for_function("CSS.highlights.size === 0")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_when_the_workbook_is_killed_the_panel_says_so_and_saves_what_waited_after_run_all(
    browser: Browser, lab: Lab
) -> None:
    write_notebook(lab.root, "mortal", NUMBER_OF_PROCESS, PANEL)
    screen = open_notebook(browser, lab, "mortal")
    screen.ready()
    screen.drag("don't know", "purge a line")
    os.kill(int((lab.root / "workbooks" / "pid").read_text()), signal.SIGKILL)
    screen.page.keyboard.press("1")
    banner = screen.page.locator(".cw-banner").filter(has_text="Not saved: 1 change waits")
    banner.wait_for(timeout=15_000)
    assert "In the menu Run choose “Run All Cells”" in banner.inner_text()
    assert lab.codings() == []
    screen.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    screen.page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    screen.run_all()
    screen.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]
    screen.page.close()
    clear(lab)


def test_a_refused_text_of_an_author_is_not_called_saved_and_is_sent_again(browser: Browser, lab: Lab) -> None:
    write_notebook(lab.root, "author", AUTHOR)
    screen = open_notebook(browser, lab, "author")
    page, save = screen.page, screen.page.get_by_role("button", name="Save “Title”")
    page.get_by_label("Title", exact=True).fill("Some words.")
    page.keyboard.press("Tab")
    page.locator(".cw-author .cw-banner").filter(has_text="the disk is full").wait_for()
    page.locator(".cw-box-line").filter(has_text="Not saved: see above.").wait_for()
    assert page.locator(".cw-about").inner_text() == "0 of 1 written"
    save.click()
    page.locator(".cw-box-line").filter(has_text="Saved 12:00").wait_for()
    assert page.locator(".cw-author .cw-banner").is_hidden()
    assert page.locator(".cw-about").inner_text() == "1 of 1 written"
    page.close()
    assert screen.errors == []


def test_after_trying_again_the_keys_are_still_the_panels(browser: Browser, lab: Lab) -> None:
    write_notebook(lab.root, "refusing", REFUSING)
    screen = open_notebook(browser, lab, "refusing")
    screen.ready()
    page = screen.page
    screen.drag("don't know", "purge a line")
    page.keyboard.press("1")
    banner = page.get_by_role("alert").filter(has_text="the disk is full")
    banner.filter(has_text="Put it right, then choose “Try again”. 1 change waits in this browser.").wait_for()
    page.get_by_role("button", name="Try again").click()
    screen.light("Saved")
    page.wait_for_function("document.activeElement.closest('.cw-panel')")
    before = screen.cells()
    page.keyboard.press("a")
    page.get_by_role("dialog", name="Search all interviews").wait_for()
    assert screen.cells() == before
    page.close()
    clear(lab)
