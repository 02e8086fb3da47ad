"""Employer workbooks on screen: made, looked over before anything counts, taken in, settled and taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import NOTHING_WRONG, OPEN, write_notebook
from study_trial import filled_study

EMPLOYERS = f"{OPEN.replace('browser', 'trial')}work.employer_workbooks()"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled_study(tmp_path_factory.mktemp("employers")).folder


@pytest.fixture
def screen(browser: Browser, desk: Desk, filled: Path) -> Iterator[BareScreen]:
    shutil.copytree(filled, desk.root / "interview_data" / "trial")
    write_notebook(desk.root, "employers", EMPLOYERS)
    shown = open_notebook(browser, desk, "employers")
    shown.ready(".cw-em")
    yield shown
    assert shown.errors == []


def first_filled(desk: Desk) -> Path:
    """The first workbook that was made, with one answer that is right and one that is not."""
    path = min((desk.root / "outputs" / "trial" / "employer-workbooks").rglob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    line = next(row for row in range(3, 30) if sheet.cell(row, 3).protection.locked is False)
    sheet.cell(line, 3).value, sheet.cell(line, 4).value = 4, "4-5"
    returned = desk.root / "returned.xlsx"
    book.save(returned)
    return returned


def test_workbooks_are_made_looked_over_taken_in_settled_and_taken_back(
    screen: BareScreen, desk: Desk, axe: str
) -> None:
    page = screen.page
    page.get_by_label("in", exact=True).select_option(label="français")
    page.get_by_role("button", name="Make workbooks").click()
    report = page.locator(".cw-em-reports")
    expect(report).to_contain_text("workbooks made, each asking about")
    expect(page.locator(".cw-em-table tbody tr").first).to_contain_text("r-0")
    page.get_by_label("Workbooks that came back").set_input_files(first_filled(desk))
    expect(report).to_contain_text("We read it so. Nothing is changed yet.")
    expect(report).to_contain_text("“4-5” holds two numbers")
    assert screen.violations_by_theme(axe) == NOTHING_WRONG
    assert len(desk.study_of("Bo", name="trial").read()["returned_workbooks"]) == 0
    page.get_by_role("button", name="Take them in").click()
    expect(report).to_contain_text("1 file came in.")
    expect(page.locator(".cw-about")).to_contain_text("1 of")
    waits = page.locator(".cw-em h4")
    expect(waits).to_have_text("Set aside, and waiting for you: 1 cell")
    assert screen.violations_by_theme(axe) == NOTHING_WRONG
    page.get_by_role("button", name="Settled").click()
    expect(waits).to_have_count(0)
    page.get_by_role("button", name="Take the last file back").click()
    expect(page.locator(".cw-about")).to_contain_text("0 of")
    expect(page.locator(".cw-banner")).to_be_hidden()
    assert len(desk.study_of("Bo", name="trial").read()["returned_workbooks"]) == 0


def test_a_file_that_is_none_of_ours_is_refused_before_anything_counts(screen: BareScreen, desk: Desk) -> None:
    page = screen.page
    stranger = desk.root / "stranger.csv"
    stranger.write_text("a,b\n1,2\n")
    page.get_by_label("Workbooks that came back").set_input_files(stranger)
    expect(page.locator(".cw-em-reports")).to_contain_text("It is no workbook that was made here for an employer.")
    expect(page.get_by_role("button", name="Take them in")).to_have_count(0)
    page.get_by_role("button", name="Leave them").click()
    expect(page.locator(".cw-em-reports")).to_be_hidden()
