"""Sentences of job postings are judged by keys and by mouse, and what they teach is seen at once."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import NOTHING_WRONG, OPEN, write_notebook

from codesign.journal import Change

CALIBRATE = "[data-group='tasks A1']"
POSTINGS = """posting_id,title,posted_on,text
J-1,Technician,2026-03-04,You calibrate gas detectors every week. Weld brackets on skids.
J-2,Technician,2026-04-04,Calibration of gas detectors and meters. Weld brackets for pipe.
J-3,Operator,2026-05-04,Check gas detectors before each shift.
"""


@pytest.fixture
def scan(browser: Browser, desk: Desk) -> BareScreen:
    study = desk.study_of("Bo")
    (study.folder / "sources").mkdir(exist_ok=True)
    (study.folder / "sources" / "job_postings.csv").write_text(POSTINGS, encoding="utf-8")
    label = "Calibrate gas detectors"
    study.save([Change("put", "tasks", {"task_id": "A1", "duty_id": "A", "label": label, "position": 1})])
    write_notebook(desk.root, "scan", f"{OPEN}work.scan()")
    screen = open_notebook(browser, desk, "scan")
    screen.ready(CALIBRATE)
    return screen


def verdicts(desk: Desk) -> list[str]:
    return sorted(desk.study_of("Bo").read()["scan_verdicts"]["verdict"])


def test_sentences_are_judged_with_keys_and_the_share_is_told_when_all_are(
    scan: BareScreen, desk: Desk, axe: str
) -> None:
    keys, group = scan.page.keyboard, scan.page.locator(CALIBRATE)
    expect(group).to_contain_text("not yet judged (2 sentences to read)")
    expect(group.locator("mark").first).to_have_text("calibrate")
    assert scan.violations_by_theme(axe) == NOTHING_WRONG
    group.get_by_role("button", name="Right").first.focus()
    keys.press("y")
    keys.press("y")
    expect(group).to_contain_text("2 of 3 postings")
    expect(group).to_contain_text("2 of 2 judged right, 1.00")
    scan.answered()
    assert verdicts(desk) == ["right", "right"]
    keys.press("Control+z")
    expect(group).to_contain_text("not yet judged (1 of 2 sentences read; read 1 more)")
    assert scan.errors == []


def test_what_two_postings_ask_for_and_no_task_says_becomes_a_task_that_waits_on_the_board(
    scan: BareScreen, desk: Desk
) -> None:
    page = scan.page
    page.get_by_role("button", name="Compare with the interviews").click()
    page.get_by_role("button", name="Make a task of Weld brackets").click()
    expect(page.locator(".cw-sc-side")).to_contain_text(["waits on the board", ""])
    scan.answered()
    proposal = desk.study_of("Bo").read()["task_proposals"].iloc[0]
    assert (proposal["text"], proposal["came_from"], proposal["named"]) == (
        "Weld brackets",
        "posting",
        "2 of 3 postings",
    )
