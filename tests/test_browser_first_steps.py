"""The first steps in the coding panel: a sample half coded, three things to try, skippable, and never again unasked."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import OPEN, until, write_notebook

NEWCOMER = f'{OPEN}work.study.person = "Newcomer"\nwork.coding_panel()'


@pytest.fixture
def newcomer(browser: Browser, desk: Desk) -> BareScreen:
    """The panel opened by somebody who was never here."""
    (desk.home / "preferences-newcomer.json").unlink(missing_ok=True)
    write_notebook(desk.root, "newcomer", NEWCOMER)
    screen = open_notebook(browser, desk, "newcomer")
    screen.ready()
    return screen


def test_the_first_steps_are_taken_with_keys_and_come_never_again(newcomer: BareScreen, desk: Desk) -> None:
    page = newcomer.page
    steps = page.locator(".cw-first")
    steps.wait_for()
    expect(steps).to_contain_text("SAMPLE", use_inner_text=True)
    steps.locator(".cw-text").focus()
    for done, key in enumerate(("s", "1", "Control+z"), start=1):
        page.keyboard.press(key)
        page.wait_for_function("count => document.querySelectorAll('.cw-ticked').length === count", arg=done)
    page.keyboard.press("Enter")
    steps.wait_for(state="hidden")
    assert desk.codings() == []
    kept = desk.home / "preferences-newcomer.json"
    assert until(lambda: kept.exists() and "first_steps" in kept.read_text("utf-8"), bool)
    newcomer.run_all()
    newcomer.heard("outputs", "outputs")
    newcomer.ready()
    expect(page.locator(".cw-first")).to_be_hidden()
    assert newcomer.errors == []


def test_the_sentence_may_be_selected_with_the_mouse_and_the_steps_skipped(newcomer: BareScreen, desk: Desk) -> None:
    page = newcomer.page
    page.locator(".cw-first").wait_for()
    newcomer.drag("They look", "valve is.")
    page.locator(".cw-ticked").wait_for()
    page.keyboard.press("Escape")
    page.locator(".cw-first").wait_for(state="hidden")
    page.locator(".cw-panel > .cw-body > .cw-reading .cw-text").focus()
    page.keyboard.press("?")
    page.get_by_role("button", name="Show the first steps again").press("Enter")
    page.locator(".cw-first").wait_for()
    page.get_by_role("button", name="Skip the first steps").click()
    page.locator(".cw-first").wait_for(state="hidden")
    kept = "".join(path.read_text() for path in desk.study.folder.rglob("*") if path.is_file())
    assert "where the valve is" not in kept
