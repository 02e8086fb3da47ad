"""The outputs of every workbook by axe-core, in JupyterLab's light, dark and high-contrast themes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from itertools import combinations
from pathlib import Path

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser
from screen_trial import LARGEST_WORKBOOK, NOTHING_WRONG

from codesign import widgets
from codesign.schemas import FAMILIES

WORKBOOKS = {path.stem for path in (Path(__file__).parent.parent / "workbooks").glob("*.ipynb")}


def luminance(red: float, green: float, blue: float) -> float:
    """By WCAG 2.2, of parts between 0 and 1."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def contrast(one: list[float], other: list[float]) -> float:
    low, high = sorted((luminance(*one), luminance(*other)))
    return (high + 0.05) / (low + 0.05)


def painted(ground: str, tints: Iterable[str], alpha: float) -> list[float]:
    """The colour of a ground under these tints."""
    return reduce(
        lambda under, tint: [low * (1 - alpha) + part * alpha for low, part in zip(under, parts(tint), strict=True)],
        tints,
        parts(ground),
    )


@pytest.mark.parametrize(("theme", "ground"), [("light", "#ffffff"), ("dark", "#212121"), ("dark", "#111111")])
def test_words_can_be_read_under_every_tint_under_all_of_them_and_when_selected(theme: str, ground: str) -> None:
    """axe-core does not see what the CSS Custom Highlight API paints."""
    static = Path(widgets.__file__).parent / "static"
    source = "".join((static / name).read_text(encoding="utf-8") for name in ("families.js", "painter.js"))
    hues = re.findall(r'"?[a-z-]+"?: "(#[0-9a-f]{6})"', source)
    assert len(hues) == len(FAMILIES)
    at = r'\[data-jp-theme-light="false"\] ' if theme == "dark" else "`"
    rule = at + r"::highlight\(\$\{this\.name\}-"
    text, alpha = re.search(rule + r"\$\{family\}\)\{color:(#\w{6});background-color:\$\{hue\}(\w\w);", source).groups()
    chosen = re.search(rule + r"selection\)\{color:(#\w{6});background-color:(#\w{6});", source).groups()
    stacks = [stack for size in range(1, len(hues) + 1) for stack in combinations(hues, size)]
    worst = min(contrast(parts(text), painted(ground, stack, int(alpha, 16) / 255)) for stack in stacks)
    assert worst >= 4.5
    assert contrast(*map(parts, chosen)) >= 4.5


@pytest.mark.parametrize("name", sorted(WORKBOOKS - {LARGEST_WORKBOOK}))
def test_no_output_of_a_workbook_breaks_a_rule_of_accessibility(
    browser: Browser, desk: Desk, axe: str, name: str
) -> None:
    screen = open_notebook(browser, desk, name)
    screen.settled()
    assert screen.violations_by_theme(axe) == NOTHING_WRONG


def test_the_panel_breaks_none_with_a_coding_selected_the_filter_in_use_and_the_popover_open(
    panel: BareScreen, axe: str
) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        panel.page.keyboard.press(key)
    panel.light("Saved")
    panel.page.get_by_label("Show the codings with this code").select_option("skill-gap")
    panel.page.locator("button.cw-coding").click()
    assert panel.violations_by_theme(axe) == NOTHING_WRONG
    for key in ("g", "s", "/"):
        panel.page.keyboard.press(key)
    panel.page.locator(".cw-popover").wait_for()
    assert panel.violations_by_theme(axe) == NOTHING_WRONG
    panel.page.keyboard.type("Rigging")
    panel.page.keyboard.press("Enter")
    panel.page.locator(".cw-families").wait_for()
    assert panel.violations_by_theme(axe) == NOTHING_WRONG


def test_the_list_of_keys_and_the_first_steps_break_none(panel: BareScreen, axe: str) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert panel.violations_by_theme(axe) == NOTHING_WRONG
    panel.page.get_by_role("button", name="Show the first steps again").press("Enter")
    panel.page.locator(".cw-first").wait_for()
    assert panel.violations_by_theme(axe) == NOTHING_WRONG


def test_words_too_pale_would_be_found(panel: BareScreen, axe: str) -> None:
    panel.theme("JupyterLab Light")
    panel.page.locator(".cw-heading").evaluate("one => { one.style.color = '#ddd'; }")
    panel.page.locator(".cw-link, .cw-button").last.evaluate("one => { one.textContent = ''; }")
    found = " ".join(panel.violations(axe))
    assert "color-contrast .cw-heading" in found
