"""What only a real JupyterLab shows: kernels that stop, workbooks opened again, its keys, its room, what it stores.

All tests share one server and, where they can, one open notebook: to start JupyterLab takes longer than what is tested.
"""

from __future__ import annotations

import json
import os
import signal
import string
from collections.abc import Iterator

import pytest
from jupyter_trial import IDLE, Lab, LabScreen, open_notebook
from playwright.sync_api import Browser, Page, expect
from screen_trial import (
    CODEBOOK,
    FOUND_PANEL,
    FOUND_PASSAGES,
    LARGEST_WORKBOOK,
    NOTHING_WRONG,
    PANEL,
    PLACE_OF,
    sources_of,
    until,
    write_notebook,
)
from study_trial import SAID, filled_study

SIGNS = "!@#$%^&*()-_=+[{]};:'\"\\|,<.>/?`~"
OTHER_KEYS = ("Control+z", "Control+y", "Control+Shift+z", "Control+s", "Space", "Enter", "Shift+Enter", "Delete",
              "Backspace", "ArrowDown")  # fmt: skip
EVERY_KEY = (*string.ascii_letters, *string.digits, *SIGNS, *OTHER_KEYS)
FOCUS = "(place) => (document.querySelector(place) || document.querySelector('.cw-text')).focus()"
PLACES = {"words": ".cw-text", "list": "button.cw-coding", "search": ".cw-search", "keys": ".cw-help button"}
ITEM = ".cw-cb-item"
FOUND = ".cw-passages .cw-pa-list > li"
COMMANDS = """() => {
  const { commandExecuted } = window.jupyterapp.commands;
  if (!window.executed) commandExecuted.connect((_commands, { id }) => window.executed.push(id));
  window.executed = [];
}"""
FITS = """([width, height]) => {
  const { right, bottom } = document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect();
  return innerWidth === width && innerHeight === height && right <= width && bottom <= height;
}"""
NUMBER_OF_PROCESS = "import os\nfrom pathlib import Path\nPath('pid').write_text(str(os.getpid()))"


@pytest.fixture(scope="module")
def opened(browser: Browser, lab: Lab) -> Iterator[LabScreen]:
    """The notebook that most tests here share."""
    write_notebook(lab.root, "shared", PANEL)
    screen = open_notebook(browser, lab, "shared")
    screen.ready()
    yield screen
    screen.page.close()


@pytest.fixture
def notebook(opened: LabScreen, lab: Lab) -> Iterator[LabScreen]:
    """That notebook, in which a test runs cells of its own, on the study as it was made."""
    lab.clear()
    opened.errors.clear()
    opened.page.set_viewport_size({"width": 1440, "height": 900})
    yield opened
    lab.clear()


@pytest.fixture
def panel(notebook: LabScreen) -> LabScreen:
    """The coding panel, just opened."""
    notebook.run(PANEL)
    notebook.ready()
    return notebook


# kernels and workbooks that stop, and start again -----


def test_words_selected_with_the_mouse_and_a_number_are_a_coding_that_survives_a_restart(
    panel: LabScreen, lab: Lab
) -> None:
    panel.drag("don't know", "purge a line")
    panel.page.locator(".cw-popover").wait_for()
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]
    panel.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    panel.run_all()
    panel.light("Ready")
    button = panel.page.locator("button.cw-coding")
    button.wait_for()
    expect(button).to_contain_text("don't know how to purge a line", use_inner_text=True)
    assert panel.errors == []


def test_what_could_not_be_saved_is_said_kept_and_saved_after_run_all(panel: LabScreen, lab: Lab) -> None:
    panel.drag("don't know", "purge a line")
    lab.stop_kernels()
    panel.page.keyboard.press("1")
    banner = panel.page.locator(".cw-banner").filter(has_text="Not saved: 1 change waits")
    banner.wait_for()
    assert panel.page.locator(".cw-light").inner_text() == "Not saved"
    expect(panel.page.locator("button.cw-coding")).to_contain_text("not saved yet", use_inner_text=True)
    assert lab.codings() == []
    restarted = open_notebook(panel.page.context.browser, lab, "shared")
    restarted.page.close()
    panel.page.reload()
    panel.connected()
    panel.run(PANEL)
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]


def test_words_do_not_move_under_a_pressed_pointer_when_the_workbook_stops(panel: LabScreen, lab: Lab) -> None:
    place = panel.page.evaluate(PLACE_OF, ["don't know", False])
    panel.page.mouse.move(*place)
    panel.page.mouse.down()
    lab.stop_kernels()
    panel.page.locator(".cw-light").filter(has_text="Not connected").wait_for()
    assert panel.page.evaluate(PLACE_OF, ["don't know", False]) == place
    expect(panel.page.locator(".cw-banner")).to_be_hidden()
    panel.page.mouse.up()
    panel.page.locator(".cw-banner").filter(has_text="Not connected: the workbook").wait_for()


def test_highlights_are_taken_away_with_the_panel(panel: LabScreen) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert panel.page.evaluate("CSS.highlights.size") > 0
    panel.page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    panel.page.wait_for_function("CSS.highlights.size === 0")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_when_the_workbook_is_killed_the_panel_says_so_and_saves_what_waited_after_run_all(
    notebook: LabScreen, lab: Lab
) -> None:
    screen = notebook
    screen.run(NUMBER_OF_PROCESS, PANEL)
    screen.ready()
    screen.drag("don't know", "purge a line")
    os.kill(int((lab.root / "workbooks" / "pid").read_text()), signal.SIGKILL)
    screen.page.keyboard.press("1")
    banner = screen.page.locator(".cw-banner").filter(has_text="Not saved: 1 change waits")
    banner.wait_for()
    expect(banner).to_contain_text("In the menu Run choose “Run All Cells”", use_inner_text=True)
    assert lab.codings() == []
    screen.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    screen.page.wait_for_function(IDLE)
    screen.run_all()
    screen.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]


# a person's own keys, and the place they left, remembered for them on this computer -----


def reopened(panel: LabScreen, lab: Lab) -> LabScreen:
    """The panel after JupyterLab's workbooks were stopped, in a browser that never had it."""
    lab.stop_kernels()
    again = open_notebook(panel.page.context.browser, lab, "panel")
    again.ready()
    return again


def preferences(lab: Lab) -> dict[str, object]:
    return json.loads((lab.home / "preferences-ana.json").read_text())


def left_at(lab: Lab) -> list[dict[str, float]]:
    """Where Ana was last in each study."""
    return [value for name, value in preferences(lab).items() if name.startswith("place")]


def change_key(panel: LabScreen, command: str, key: str) -> str:
    panel.page.locator(f"[data-change='{command}']").press("Enter")
    panel.page.keyboard.press(key)
    return panel.page.locator(".cw-key-said").inner_text()


def test_a_key_is_changed_shown_everywhere_and_kept_after_a_restart(panel: LabScreen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert change_key(panel, "uncoded", "z") == "Z now: next answer without a coding."
    panel.page.keyboard.press("Escape")
    panel.page.get_by_role("button", name="Next uncoded answer Z").wait_for()
    until(lambda: preferences(lab).get("keys"), bool)
    again = reopened(panel, lab)
    again.page.get_by_role("button", name="Next uncoded answer Z").wait_for()
    again.page.locator(".cw-text").focus()
    for key in ("Control+End", "z", "s", "1"):
        again.page.keyboard.press(key)
    again.light("Saved")
    assert lab.codings() == [("skill-gap", "Honestly?")]
    again.page.close()


def test_the_panel_opens_again_where_the_person_left(panel: LabScreen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+End", "Control+ArrowLeft"):
        panel.page.keyboard.press(key)
    until(lambda: left_at(lab), lambda places: any(place["focus"] > 0 for place in places))
    again = reopened(panel, lab)
    again.page.locator(".cw-text").focus()
    for key in ("s", "1"):
        again.page.keyboard.press(key)
    again.light("Saved")
    (coding,) = lab.codings()
    assert coding[1].endswith("that I would read.")
    assert '"focus"' not in "".join(path.read_text() for path in (lab.study.folder / "journal").glob("*.jsonl"))
    again.page.close()


# the notebook's own keys, its room, and what it stores -----


@pytest.mark.parametrize("place", ["words", "list", "search", "keys"])
def test_no_key_pressed_in_the_panel_changes_the_notebook(panel: LabScreen, place: str) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        page.keyboard.press(key)
    panel.light("Saved")
    before = panel.cells()
    page.evaluate(COMMANDS)
    for key in EVERY_KEY:
        focus_on(place, page)
        page.keyboard.press(key)
    assert page.evaluate("window.executed") == []
    assert panel.cells() == before
    assert panel.dialogs() == 0
    assert page.url.split("?")[0].endswith("/shared.ipynb")
    assert panel.errors == []


def focus_on(place: str, page: Page) -> None:
    """Put the focus there again, whatever the last key did."""
    if place == "search":
        page.locator(".cw-text").focus()
        for key in ("Control+Home", "g", "s", "/"):
            page.keyboard.press(key)
    if place == "keys" and not page.locator(".cw-help").is_visible():
        page.locator(".cw-text").focus()
        page.keyboard.press("?")
    page.evaluate(FOCUS, PLACES[place])


def test_no_key_in_the_tree_reaches_the_notebook(notebook: LabScreen) -> None:
    codebook = notebook
    codebook.run(CODEBOOK)
    codebook.ready(ITEM)
    page, before = codebook.page, codebook.cells()
    page.locator(f'{ITEM}[tabindex="0"]').focus()
    for key in "abcdmrxyz0123456789":
        page.keyboard.press(key)
    assert (codebook.cells(), codebook.dialogs(), codebook.errors) == (before, 0, [])


@pytest.fixture(scope="module")
def filled(lab: Lab) -> None:
    """A study of five interviews."""
    filled_study(lab.root)


@pytest.fixture
def found(notebook: LabScreen, filled: None) -> LabScreen:
    """The panel and the passages of that study."""
    notebook.run(FOUND_PANEL, FOUND_PASSAGES)
    notebook.ready(FOUND)
    return notebook


def said(screen: LabScreen, words: str) -> None:
    screen.page.locator(".cw-pa-said").filter(has_text=words).wait_for()


def test_everything_is_done_by_keys_and_the_notebook_stays_as_it_is(found: LabScreen) -> None:
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


def test_no_words_of_an_interview_are_stored_in_the_notebook(found: LabScreen, lab: Lab) -> None:
    found.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    told, notebook = "9 codings on 4 passages", lab.root / "workbooks" / "shared.ipynb"
    stored = until(lambda: notebook.read_text("utf-8"), lambda text: told in text)
    assert told in stored
    assert not [words for words in SAID.values() if words[:20] in stored]


@pytest.mark.parametrize("width", [1280, 900])
def test_the_whole_panel_fits_into_the_window_of_a_small_laptop(panel: LabScreen, width: int) -> None:
    panel.page.set_viewport_size({"width": width, "height": 720})
    panel.page.wait_for_function(FITS, arg=[width, 720])
    box = panel.page.locator(".cw-panel").bounding_box()
    seen = panel.page.locator(".jp-WindowedPanel-outer").bounding_box()
    lines = {
        round(button["y"])
        for one in panel.page.locator(".cw-panel .cw-tools .cw-button:visible").all()
        if (button := one.bounding_box())
    }
    assert box["height"] <= seen["height"]
    assert len(lines) == 1


def test_no_output_of_the_largest_workbook_breaks_a_rule_of_accessibility(
    notebook: LabScreen, lab: Lab, axe: str
) -> None:
    notebook.run(*sources_of(lab, LARGEST_WORKBOOK))
    notebook.settled()
    assert notebook.violations_by_theme(axe) == NOTHING_WRONG
