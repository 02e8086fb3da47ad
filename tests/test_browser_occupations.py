"""An occupation searched, linked and held beside the board, with keys alone and by mouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import frameworks_trial
import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import NOTHING_WRONG, OPEN, write_notebook
from study_trial import empty_study, puts

from codesign.intake.taxonomies import import_taxonomies

CELL = f"{OPEN.replace('browser', 'trial')}work.occupations()"
TASKS = ".cw-oc-task"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with one task and one file of each framework."""
    folder = tmp_path_factory.mktemp("occupations")
    study = empty_study(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODESIGN_HOME", str(folder / "home"))
        import_taxonomies(study, [frameworks_trial.write_files(folder / "files")])
    task = {"task_id": "A1", "duty_id": "A", "label": "Install heat pumps", "statement": "", "position": 1}
    study.save(puts({"duties": [{"duty_id": "A", "title": "Fit heat pumps", "position": 1}], "tasks": [task]}))
    return study.folder


@pytest.fixture
def screen(browser: Browser, desk: Desk, filled: Path) -> Iterator[BareScreen]:
    shutil.copytree(filled, desk.root / "interview_data" / "trial")
    write_notebook(desk.root, "occupations", CELL)
    screen = open_notebook(browser, desk, "occupations")
    screen.ready(".cw-oc-result")
    yield screen
    assert screen.errors == []


def saved(screen: BareScreen) -> None:
    screen.answered()
    expect(screen.page.locator(".cw-light")).to_contain_text("Saved")


def test_an_occupation_is_searched_linked_and_its_tasks_decided_with_keys_alone(
    screen: BareScreen, desk: Desk, axe: str
) -> None:
    page, keys = screen.page, screen.page.keyboard
    expect(page.locator(".cw-oc-search h4")).to_have_text("By its titles, duties and tasks this study looks like")
    page.locator("[data-at='field']").focus()
    keys.type("geotherm")
    expect(page.locator(".cw-oc-result").first).to_contain_text("Also called “geothermal fitter”")
    keys.press("ArrowDown")
    keys.press("Enter")
    saved(screen)
    expect(page.locator(".cw-oc-tasks h4")).to_have_text("Tasks of 72990 Heat pump fitters")
    expect(page.locator(".cw-oc-tasks > .cw-oc-note")).to_have_text("3 tasks, 1 may be covered, 2 may be missing")
    assert screen.violations_by_theme(axe) == NOTHING_WRONG
    page.locator(f"{TASKS}[data-state='missing'] button").first.focus()
    keys.press("Enter")
    saved(screen)
    expect(page.locator(f"{TASKS}[data-state='proposed']")).to_contain_text("where it waits")
    page.locator(f"{TASKS}[data-state='missing'] button", has_text="Not part").focus()
    keys.press("Enter")
    keys.type("the office does it")
    keys.press("Enter")
    expect(page.locator(f"{TASKS}[data-state='left']")).to_contain_text("the office does it")
    saved(screen)
    tables = desk.study_of("Bo", name="trial").read()
    assert list(tables["alignments"][["framework", "code", "version"]].iloc[0]) == ["NOC 2021", "72990", "2021 v1.0"]
    assert list(tables["task_proposals"][["came_from", "named", "duty_id"]].iloc[0]) == [
        "occupation", "NOC 72990, OaSIS", "A",
    ]  # fmt: skip
    page.locator(".cw-oc-linked button").first.focus()
    keys.press("Control+z")
    expect(page.locator(f"{TASKS}[data-state='left']")).to_have_count(0)
    keys.press("Control+z")
    expect(page.locator(f"{TASKS}[data-state='proposed']")).to_have_count(0)
    keys.press("Control+z")
    expect(page.locator(".cw-oc-tasks")).to_be_hidden()
    keys.press("Control+y")
    expect(page.locator(".cw-oc-tasks")).to_be_visible()
    assert screen.reached() == []


def test_files_are_brought_in_on_the_page_and_each_is_reported(screen: BareScreen) -> None:
    page = screen.page
    page.locator("input[type='file']").set_input_files(
        [
            {"name": "again.csv", "mimeType": "text/csv", "buffer": frameworks_trial.NOC.encode()},
            {"name": "names.csv", "mimeType": "text/csv", "buffer": b"Name,Colour\nAda,red\n"},
        ]
    )
    expect(page.locator(".cw-oc-reports")).to_contain_text("1 of 2 files came in.")
    expect(page.locator(".cw-oc-reports")).to_contain_text("nothing was changed")
    expect(page.locator(".cw-oc-reports")).to_contain_text("It is no file of a framework")
