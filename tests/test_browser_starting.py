"""A study without interviews and codes: each empty place has the button for the next step."""

from __future__ import annotations

import random

from page_trial import Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import INTERVIEW, PANEL, write_notebook

from codesign.journal import Change
from codesign.study import Study

EMPTY = PANEL.replace("browser", "empty")
MARKS = 'Where,What they said,Theme\nINT-01,"A badge, no",Badges\n'


def empty_study(desk: Desk) -> Study:
    """A study with neither interviews nor codes, and a notebook with its panel."""
    folder = desk.root / "interview_data" / "empty"
    study = Study.create(folder, desk.root / "templates" / "study", person="Ana", device="test")
    study.save([Change("delete", "codes", {"code_id": one}) for one in study.read()["codes"]["code_id"]])
    write_notebook(desk.root, "empty", EMPTY)
    return study


def test_an_empty_study_gets_its_interviews_and_its_first_code_by_buttons(
    browser: Browser, desk: Desk, axe: str
) -> None:
    study = empty_study(desk)
    screen = open_notebook(browser, desk, "empty")
    page = screen.page
    button = page.locator(".cw-panel").get_by_role("button", name="Add interviews…")
    with page.expect_file_chooser() as chooser:
        button.click()
    # More than one piece, and more than nothing wrong with it: the report tells that it is no Word file.
    broken = random.Random(1).randbytes(2_500_000)
    chooser.value.set_files(
        [
            {"name": "INT-01.txt", "mimeType": "text/plain", "buffer": INTERVIEW.encode()},
            {"name": "broken.docx", "mimeType": "", "buffer": broken},
        ]
    )
    reports = page.locator(".cw-reports")
    expect(reports).to_contain_text("1 file came in, 1 refused.", timeout=30_000)
    expect(reports).to_contain_text("Transcript INT-01")
    assert screen.violations(axe) == []
    page.get_by_role("button", name="Close this report").click()
    screen.ready()
    with page.expect_file_chooser() as chooser:
        page.locator(".cw-interviews").get_by_role("button", name="Add interviews…").click()
    chooser.value.set_files([{"name": "INT-02.txt", "mimeType": "text/plain", "buffer": INTERVIEW.encode() + b" Yes."}])
    expect(reports).to_contain_text("1 file came in.", timeout=30_000)
    expect(page.locator(".cw-interview")).to_have_count(2)
    page.get_by_role("button", name="Close this report").click()
    page.get_by_role("button", name="Bring in the starter codebook").click()
    expect(page.locator(".cw-code")).to_have_count(11)
    page.locator(".cw-text").focus()
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Make the first code").click()
    page.keyboard.type("Winter work")
    page.keyboard.press("Enter")
    page.get_by_text("Which family does “Winter work” belong to?").first.wait_for()
    page.keyboard.press("1")
    screen.light("Saved")
    expect(page.locator(".cw-code")).to_have_count(1)
    assert list(study.read()["codes"]["name"]) == ["Winter work"]
    assert list(study.read()["codings"]["code_id"]) == ["winter-work"]
    assert screen.errors == []


def test_a_table_of_coded_passages_comes_in_by_columns_chosen_on_the_screen(
    browser: Browser, desk: Desk, axe: str
) -> None:
    study = empty_study(desk)
    screen = open_notebook(browser, desk, "empty")
    page = screen.page
    with page.expect_file_chooser() as chooser:
        page.locator(".cw-panel").get_by_role("button", name="Add interviews…").click()
    chooser.value.set_files(
        [
            {"name": "INT-01.txt", "mimeType": "text/plain", "buffer": INTERVIEW.encode()},
            {"name": "marks.csv", "mimeType": "text/csv", "buffer": MARKS.encode()},
        ]
    )
    card = page.get_by_role("region", name="How marks.csv is read")
    page.wait_for_function("document.activeElement.classList.contains('cw-table-card')", timeout=30_000)
    expect(card).to_contain_text("Choose the column of the codes")
    expect(card.get_by_role("button", name="Bring in")).to_be_disabled()
    holds = card.get_by_role("combobox", name="What the file holds")
    holds.select_option("a codebook")
    expect(card).to_contain_text("Choose the column with the names of the codes.")
    holds.select_option("coded passages")
    for ours, heading in (("Interview", "Where"), ("Words", "What they said"), ("Code", "Theme")):
        card.get_by_role("combobox", name=ours, exact=True).select_option(heading)
    expect(card).to_contain_text("Badges, by Ana: “A badge, no”")
    assert screen.violations(axe) == []
    assert study.read()["codings"].empty
    card.get_by_role("button", name="Bring in").click()
    reports = page.get_by_role("region", name="What became of the files")
    expect(reports).to_contain_text("marks.csv: came in", timeout=30_000)
    expect(card).to_have_count(0)
    expect(page.locator("button.cw-coding")).to_have_count(1)
    page.get_by_role("button", name="Close this report").click()
    page.keyboard.press("Control+z")
    expect(page.locator("button.cw-coding")).to_have_count(0)
    assert study.read()["codings"].empty
    assert screen.errors == []
