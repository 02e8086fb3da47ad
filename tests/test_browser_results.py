"""Results on a page show the study as it stands, without running a cell again."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, Locator, expect
from screen_trial import OPEN, TABLES, write_notebook

from codesign.display import Html, sentence
from codesign.journal import Change
from codesign.proposal import Facts
from codesign.workbook.results import RESULTS

PURGE = "They don't know how to purge a line."
MARK = "(one) => { one.isTheSame = true; }"
IS_MARKED = "(one) => one.isTheSame === true"


def task(label: str, identity: str = "A1") -> Change:
    return Change("put", "tasks", {"task_id": identity, "duty_id": "A", "label": label, "position": 1})


def save_as_bo(desk: Desk, *changes: Change) -> None:
    """Save as a team mate on another computer does."""
    desk.study_of("Bo").save(changes)


def shown(browser: Browser, desk: Desk, *cells: str) -> BareScreen:
    write_notebook(desk.root, "results", OPEN, *cells)
    screen = open_notebook(browser, desk, "results")
    screen.settled()
    return screen


def result(screen: BareScreen, title: str) -> Locator:
    return screen.page.get_by_role("region", name=title)


@pytest.fixture
def decisions(browser: Browser, desk: Desk) -> BareScreen:
    """The table of tasks, which decisions follow from them, and what is missing."""
    return shown(browser, desk, TABLES, 'work.result("decisions")', 'work.missing("03")')


def test_what_is_saved_in_a_table_changes_the_results_below_it(decisions: BareScreen) -> None:
    page = decisions.page
    page.locator(".cw-table td[data-row='0'][data-column='2']").click()
    page.keyboard.type("Vent a line")
    page.keyboard.press("Enter")
    result(decisions, "Decisions").get_by_text("Vent a line").wait_for()
    assert decisions.errors == []


def test_what_a_team_mate_saves_changes_every_result_and_the_table(decisions: BareScreen, desk: Desk) -> None:
    save_as_bo(desk, task("Find a leak", "A2"))
    result(decisions, "Decisions").get_by_text("Find a leak").wait_for()
    result(decisions, "Still missing").get_by_text("Nobody has rated: A1, A2.").wait_for()
    decisions.page.locator(".cw-table td", has_text="Find a leak").first.wait_for()


def test_the_old_result_stays_and_says_that_it_looks_until_the_new_one_is_there(
    decisions: BareScreen, desk: Desk
) -> None:
    watch = decisions.notebook.screens[1].watch
    assert watch is not None
    shown_first = result(decisions, "Decisions")
    with watch.drawing:
        save_as_bo(desk, task("Vent a line"))
        shown_first.get_by_role("status").filter(has_text="Looking again …").wait_for()
        expect(shown_first).to_contain_text("Purge line")
    shown_first.get_by_text("Vent a line").wait_for()
    expect(shown_first).not_to_contain_text("Looking again …")


def test_what_was_opened_stays_open_and_what_did_not_change_stays_as_it_is(browser: Browser, desk: Desk) -> None:
    people = desk.study.folder / "participants.csv"
    people.write_text(people.read_text("utf-8").splitlines()[0] + "\nP-01\n", "utf-8")
    screen = shown(browser, desk, 'work.result("divided")')
    fold = result(screen, "Divided").locator("details").nth(1)
    fold.locator("summary").click()
    fold.evaluate(MARK)
    text = desk.study.texts()["INT-01"]
    start = text.index(PURGE)
    place = {"coding_id": "K1", "transcript_id": "INT-01", "start": start, "end": start + len(PURGE)}
    code = desk.study.read()["codes"]["code_id"].iloc[0]
    save_as_bo(
        desk,
        Change("put", "speakers", {"transcript_id": "INT-01", "speaker": "Ana", "participant_id": "P-01"}),
        Change("put", "codings", {**place, "code_id": code, "coder": "Bo", "polarity": "supports"}),
    )
    fold.locator("caption", has_text="Passages by code and interview").wait_for()
    assert fold.get_attribute("open") is not None
    assert fold.evaluate(IS_MARKED)


def test_a_result_that_fails_says_so_beside_the_last_one_and_comes_back_by_itself(
    browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codesign.widgets.result.TRY_AGAIN_SECONDS", 0.1)
    wrong = []

    def counted(facts: Facts) -> Html:
        if wrong:
            raise RuntimeError("no number")
        return sentence(f"There are {len(facts.tables['tasks'])} tasks.")

    monkeypatch.setitem(RESULTS, "decisions", counted)
    screen = shown(browser, desk, 'work.result("decisions")')
    wrong.append(True)
    save_as_bo(desk, task("Find a leak", "A2"))
    screen.page.get_by_role("alert").filter(has_text="Not shown as it stands").wait_for()
    expect(result(screen, "Decisions")).to_contain_text("There are 1 tasks.")
    wrong.clear()
    result(screen, "Decisions").get_by_text("There are 2 tasks.").wait_for()
    expect(screen.page.get_by_role("alert")).to_be_hidden()
    assert screen.errors == []
