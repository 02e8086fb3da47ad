"""The coding panel with the keys alone."""

from __future__ import annotations

import shutil

from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser
from screen_trial import OPEN, write_notebook

from codesign.journal import Change
from codesign.study import Study

MINE = "count => document.querySelectorAll('button.cw-coding').length === count"
SAMPLE = f'{OPEN}work.study.person = "Kay"\nwork.coding_panel()'.replace("browser", "keyboard")


def test_an_interview_is_coded_with_keys_alone(panel: BareScreen, desk: Desk) -> None:
    keys = panel.page.keyboard
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        keys.press(key)
    panel.light("Saved")
    for key in ("Control+End", "Control+Shift+ArrowLeft", "Control+Shift+ArrowLeft", "3"):
        keys.press(key)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    assert desk.codings() == [("skill-gap", "Honestly?"), ("hiring-challenge", "would read.")]
    keys.press("k")
    keys.press("Delete")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 1")
    panel.light("Saved")
    assert len(desk.codings()) == 1
    keys.press("Control+z")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    assert len(desk.codings()) == 2


def test_expanding_goes_from_sentence_to_turn_and_never_into_the_question(panel: BareScreen, desk: Desk) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "s", "1", "t", "2"):
        panel.page.keyboard.press(key)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    found = dict(desk.codings())
    assert found["skill-gap"] == "Honestly? They don't know how to purge a line."
    assert found["can-move"].startswith("Honestly?")
    assert found["can-move"].endswith("check the oxygen.")


def test_a_whole_interview_of_the_sample_is_coded_by_keyboard_alone(browser: Browser, desk: Desk) -> None:
    study = sample_without_codings(desk)
    screen = open_notebook(browser, desk, "sample")
    screen.ready()
    page, press = screen.page, screen.page.keyboard.press
    page.locator(".cw-panel > .cw-body > .cw-reading > .cw-text").focus()
    for _ in range(3):
        press("]")
    page.locator(".cw-heading").filter(has_text="INT-04").wait_for()
    acts = [["s", "1"], ["s", "v", "8"], ["s", "n", *"Winter work", "Enter", "4"], ["t", "2"], ["p", "3"],
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
    screen.answered()
    codings = study.read()["codings"].query("coder == 'Kay'")
    assert (len(codings), set(codings["transcript_id"])) == (15, {"INT-04"})
    assert sorted(codings["memo"].unique()) == ["", "Ask again in spring"]
    assert {"winter-work", "tool"} <= set(codings["code_id"])
    assert dict(codings["polarity"].value_counts()) == {"supports": 12, "qualifies": 2, "contradicts": 1}
    assert set(codings.loc[codings["polarity"] == "qualifies", "code_id"]) == {"tool"}
    assert screen.errors == []


def sample_without_codings(desk: Desk) -> Study:
    """The sample study, where Kay finds INT-04 without any coding."""
    folder = desk.root / "interview_data" / "keyboard"
    shutil.copytree(desk.root / "interview_data" / "clean-energy", folder)
    study = Study.open(folder, person="Kay", device="test")
    coded = study.read()["codings"].query("transcript_id == 'INT-04'")["coding_id"]
    study.save([Change("delete", "codings", {"coding_id": one}) for one in coded])
    write_notebook(desk.root, "sample", SAMPLE)
    return study
