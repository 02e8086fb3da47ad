"""The coding panel with the keys alone, in a real JupyterLab."""

from __future__ import annotations

import shutil
import string

import pytest
from jupyter_trial import Lab, Screen, open_notebook, write_notebook
from playwright.sync_api import Browser, Page

from codesign.journal import Change
from codesign.study import Study

SIGNS = "!@#$%^&*()-_=+[{]};:'\"\\|,<.>/?`~"
OTHER_KEYS = ("Control+z", "Control+y", "Control+Shift+z", "Control+s", "Space", "Enter", "Shift+Enter", "Delete",
              "Backspace", "ArrowDown")  # fmt: skip
EVERY_KEY = (*string.ascii_letters, *string.digits, *SIGNS, *OTHER_KEYS)
MINE = "count => document.querySelectorAll('button.cw-coding').length === count"
FOCUS = "(place) => (document.querySelector(place) || document.querySelector('.cw-text')).focus()"
PLACES = {"words": ".cw-text", "list": "button.cw-coding", "search": ".cw-search", "keys": ".cw-help button"}
SAMPLE = """from codesign.workbook import open_workbook
from codesign.widgets import coding_panel
work = open_workbook({"study": "keyboard"})
work.study.person = "Kay"
coding_panel(work.everything, work.texts, person=work.person, on_save=work.save, refresh=work.reread,
             on_undo=work.undo, on_redo=work.redo, study="keyboard")"""


def test_an_interview_is_coded_with_keys_alone(panel: Screen, lab: Lab) -> None:
    keys = panel.page.keyboard
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        keys.press(key)
    panel.light("Saved")
    for key in ("Control+End", "Control+Shift+ArrowLeft", "Control+Shift+ArrowLeft", "3"):
        keys.press(key)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "Honestly?"), ("hiring-challenge", "would read.")]
    keys.press("k")
    keys.press("Delete")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 1")
    panel.light("Saved")
    assert len(lab.codings()) == 1
    keys.press("Control+z")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    assert len(lab.codings()) == 2


def test_expanding_goes_from_sentence_to_turn_and_never_into_the_question(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "s", "1", "t", "2"):
        panel.page.keyboard.press(key)
        panel.page.wait_for_timeout(50)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    found = dict(lab.codings())
    assert found["skill-gap"] == "Honestly? They don't know how to purge a line."
    assert found["can-move"].startswith("Honestly?")
    assert found["can-move"].endswith("check the oxygen.")


@pytest.mark.parametrize("place", ["words", "list", "search", "keys"])
def test_no_key_pressed_in_the_panel_changes_the_notebook(panel: Screen, place: str) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        page.keyboard.press(key)
    panel.light("Saved")
    before = panel.cells()
    for key in EVERY_KEY:
        focus_on(place, page)
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert panel.cells() == before
    assert panel.dialogs() == 0
    assert page.url.split("?")[0].endswith("/panel.ipynb")
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


def test_a_whole_interview_of_the_sample_is_coded_by_keyboard_alone(browser: Browser, lab: Lab) -> None:
    study = sample_without_codings(lab)
    screen = open_notebook(browser, lab, "sample")
    screen.ready()
    page, press = screen.page, screen.page.keyboard.press
    page.locator(".cw-panel > .cw-body > .cw-reading > .cw-text").focus()
    for _ in range(3):
        press("]")
    page.locator(".cw-heading").filter(has_text="INT-04").wait_for()
    acts = [["s", "1"], ["s", "v"], ["s", "n", *"Winter work", "Enter"], ["t", "2"], ["p", "3"],
            ["s", "/", "Tab", "ArrowDown", "Shift+Tab", *"tool", "Enter"], ["s", "q", "ArrowUp", "4"]]  # fmt: skip
    for number in range(1, 16):
        for key in ("g", *acts[(number - 1) % len(acts)]):
            press(key)
        page.wait_for_function(MINE, arg=number)
    page.locator(".cw-tools").filter(has_text="100 % of answers coded").wait_for()
    press("m")
    page.keyboard.type("Ask again in spring")
    for key in ("Escape", "k", "q"):
        press(key)
    for bearing in ("qualifies", "supports"):
        press("ArrowUp")
        page.locator(".cw-coding[aria-current]").filter(has_text=bearing).wait_for()
    for key in ("Escape", "k", "Delete"):
        press(key)
    page.wait_for_function(MINE, arg=14)
    press("Control+z")
    page.wait_for_function(MINE, arg=15)
    press("]")
    page.locator(".cw-heading").filter(has_text="INT-05").wait_for()
    page.wait_for_timeout(500)
    codings = study.read()["codings"].query("coder == 'Kay'")
    screen.page.close()
    assert (len(codings), set(codings["transcript_id"])) == (15, {"INT-04"})
    assert sorted(codings["memo"].unique()) == ["", "Ask again in spring"]
    assert {"winter-work", "tool"} <= set(codings["code_id"])
    assert dict(codings["polarity"].value_counts()) == {"supports": 12, "qualifies": 2, "contradicts": 1}
    assert set(codings.loc[codings["polarity"] == "qualifies", "code_id"]) == {"tool"}
    assert screen.errors == []


def sample_without_codings(lab: Lab) -> Study:
    """The sample study, where Kay finds INT-04 without any coding."""
    folder = lab.root / "interview_data" / "keyboard"
    shutil.copytree(lab.root / "interview_data" / "clean-energy", folder)
    study = Study.open(folder, person="Kay", device="test")
    coded = study.read()["codings"].query("transcript_id == 'INT-04'")["coding_id"]
    study.save([Change("delete", "codings", {"coding_id": one}) for one in coded])
    write_notebook(lab.root, "sample", SAMPLE)
    return study
