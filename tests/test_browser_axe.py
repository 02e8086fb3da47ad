"""The outputs of every workbook by axe-core, in the light, dark and high-contrast themes of a real JupyterLab."""

from __future__ import annotations

from pathlib import Path

import pytest
from jupyter_trial import Lab, Screen, open_notebook
from playwright.sync_api import Browser

THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")
NOTHING_WRONG = {theme: [] for theme in THEMES}
WORKBOOKS = [path.stem for path in sorted((Path(__file__).parent.parent / "workbooks").glob("*.ipynb"))]


def violations(screen: Screen, axe: str) -> dict[str, list[str]]:
    """What is wrong in each theme."""
    found = {}
    for theme in THEMES:
        screen.theme(theme)
        found[theme] = screen.violations(axe)
    return found


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_output_of_a_workbook_breaks_a_rule_of_accessibility(
    browser: Browser, lab: Lab, axe: str, name: str
) -> None:
    screen = open_notebook(browser, lab, name)
    screen.settled()
    found = violations(screen, axe)
    screen.page.close()
    assert found == NOTHING_WRONG


def test_the_panel_breaks_none_with_a_coding_selected_the_filter_in_use_and_the_popover_open(
    panel: Screen, axe: str
) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        panel.page.keyboard.press(key)
    panel.light("Saved")
    panel.page.get_by_label("Show the codings with this code").select_option("skill-gap")
    panel.page.locator("button.cw-coding").click()
    assert violations(panel, axe) == NOTHING_WRONG
    for key in ("g", "s", "/"):
        panel.page.keyboard.press(key)
    panel.page.locator(".cw-popover").wait_for()
    assert violations(panel, axe) == NOTHING_WRONG


def test_the_list_of_keys_and_the_first_steps_break_none(panel: Screen, axe: str) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert violations(panel, axe) == NOTHING_WRONG
    panel.page.get_by_role("button", name="Show the first steps again").press("Enter")
    panel.page.locator(".cw-first").wait_for()
    assert violations(panel, axe) == NOTHING_WRONG


def test_words_too_pale_would_be_found(panel: Screen, axe: str) -> None:
    panel.theme("JupyterLab Light")
    panel.page.locator(".cw-heading").evaluate("one => { one.style.color = '#ddd'; }")
    panel.page.locator(".cw-link, .cw-button").last.evaluate("one => { one.textContent = ''; }")
    found = " ".join(panel.violations(axe))
    assert "color-contrast .cw-heading" in found
