"""What stands on page one and for each finding, chosen by mouse and with keys alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import NOTHING_WRONG, OPEN, write_notebook
from study_trial import filled_study, puts

from codesign.journal import Change
from codesign.study import Study

CHOICE = f"{OPEN.replace('browser', 'trial')}work.evidence_choice()"
FINDING = "[data-finding='F1']"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of five interviews and two findings; one who may be quoted contradicts."""
    study = filled_study(tmp_path_factory.mktemp("choice"))
    finding = {"finding_id": "F2", "question": "credential", "statement": "A badge would not hurt.", "position": 2}
    study.save(puts({"findings": [finding], "finding_codes": [{"finding_id": "F2", "code_id": "skill-gap"}]}))
    study.save([Change("put", "codings", {"coding_id": "c4-skill-gap-Kim", "polarity": "contradicts"})])
    return study.folder


@pytest.fixture
def choice(browser: Browser, desk: Desk, filled: Path) -> Iterator[BareScreen]:
    shutil.copytree(filled, desk.root / "interview_data" / "trial")
    write_notebook(desk.root, "choice", CHOICE)
    screen = open_notebook(browser, desk, "choice")
    screen.ready(FINDING)
    yield screen
    assert screen.errors == []


def saved(screen: BareScreen) -> None:
    screen.answered()
    expect(screen.page.locator(".cw-light")).to_contain_text("Saved")


def chosen(desk: Desk, table: str) -> list[str]:
    return list(desk.study_of("Bo", name="trial").read()[table].iloc[:, -3 if table == "chosen_claims" else 1])


def test_passages_are_chosen_by_mouse_and_a_refusal_puts_the_mark_back(
    choice: BareScreen, desk: Desk, axe: str
) -> None:
    page = choice.page
    page.get_by_role("button", name="Choose passages of F1").click()
    boxes = page.locator(f"{FINDING} fieldset input")
    expect(boxes).to_have_count(2)
    assert choice.violations_by_theme(axe) == NOTHING_WRONG
    boxes.first.uncheck()
    saved(choice)
    expect(page.locator(FINDING)).to_contain_text("1 passage, chosen by the team")
    boxes.last.click()
    page.locator(".cw-banner").filter(has_text="what speaks against a finding stands beside it").wait_for()
    expect(boxes.last).to_be_checked()
    assert chosen(desk, "chosen_quotes") == ["c4-skill-gap-Kim"]


def test_page_one_and_passages_are_chosen_with_keys_alone_and_undone(choice: BareScreen, desk: Desk) -> None:
    page, keys = choice.page, choice.page.keyboard
    page.locator(f"{FINDING} .cw-ch-page input").focus()
    keys.press("Space")
    saved(choice)
    assert chosen(desk, "chosen_claims") == ["F2"]
    keys.press("ArrowRight")
    page.locator(f"{FINDING} fieldset").wait_for()
    keys.press("ArrowDown")
    keys.press("Space")
    choice.answered()
    expect(page.locator(FINDING)).to_contain_text("1 passage, chosen by the team")
    assert page.evaluate("document.activeElement.dataset.at") == "stand F1 c1-skill-gap-Kim"
    keys.press("Control+z")
    expect(page.locator(FINDING)).to_contain_text("2 passages, proposed")
    keys.press("Control+z")
    expect(page.locator(f"{FINDING} .cw-ch-page input")).to_be_checked()
    keys.press("Control+y")
    expect(page.locator(f"{FINDING} .cw-ch-page input")).not_to_be_checked()
    assert choice.reached() == []


def test_what_a_team_mate_chose_comes_while_the_focus_stays(choice: BareScreen, desk: Desk) -> None:
    mark = choice.page.locator("[data-finding='F2'] .cw-ch-page input")
    mark.focus()
    bo: Study = desk.study_of("Bo", name="trial")
    bo.save([Change("put", "chosen_claims", {"finding_id": "F1", "sector": "", "position": 1})])
    expect(mark).not_to_be_checked()
    expect(mark).to_be_focused()
