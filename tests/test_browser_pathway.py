"""The pathway filled in on screen, where a step is named by its title, and nothing is chosen for a person."""

from __future__ import annotations

from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, Locator
from screen_trial import OPEN, write_notebook

from codesign.journal import Change

STEPS = [
    {"step_id": "pathwaystep-0000000000000001", "title": "Trade ticket", "kind": "prior learning"},
    {"step_id": "pathwaystep-0000000000000002", "title": "Badge; level one", "kind": "this credential"},
    {"step_id": "pathwaystep-0000000000000003", "title": "Lead hand", "kind": "job"},
]


def opened(browser: Browser, desk: Desk, table: str) -> BareScreen:
    """The table of the small study on a page of its own."""
    write_notebook(desk.root, "one_table", f'{OPEN}work.table("{table}")')
    screen = open_notebook(browser, desk, "one_table")
    screen.ready(".cw-table .cw-grid th")
    return screen


def cell(screen: BareScreen, column: str, row: str) -> Locator:
    return screen.page.locator(f".cw-table td[aria-label^='{column}, {row}']")


def test_steps_are_named_by_title_and_saved_as_steps(browser: Browser, desk: Desk) -> None:
    desk.study.save([Change("put", "pathway_steps", row) for row in STEPS])
    screen = opened(browser, desk, "pathway_steps")
    page = screen.page
    cell(screen, "Leads to", "P-1").click()
    page.keyboard.type("lead hand; Badge; Level one")
    offered = page.locator(".cw-table datalist option").evaluate_all("all => all.map((one) => one.value)")
    assert offered == ["lead hand; Badge; Trade ticket", "lead hand; Badge; Badge; level one"]
    page.keyboard.press("Tab")
    screen.light("Saved", ".cw-table")
    cell(screen, "Leads to", "P-1").filter(has_text="Lead hand; Badge; level one").wait_for()
    assert desk.study.read()["pathway_steps"]["leads_to"][0] == f"{STEPS[2]['step_id']}; {STEPS[1]['step_id']}"


def test_a_title_of_no_step_stays_with_its_sentence_until_it_is_put_right(browser: Browser, desk: Desk) -> None:
    desk.study.save([Change("put", "pathway_steps", row) for row in STEPS])
    screen = opened(browser, desk, "pathway_steps")
    page = screen.page
    cell(screen, "Leads to", "P-1").click()
    page.keyboard.type("Degree")
    page.keyboard.press("Tab")
    wrong = cell(screen, "Leads to", "P-1").locator(".cw-wrong")
    wrong.filter(has_text="“Degree” is not a step. Steps: Trade ticket; Badge; level one; Lead hand.").wait_for()
    cell(screen, "Leads to", "P-1").click()
    page.keyboard.press("Enter")
    assert page.locator(".cw-table td input").input_value() == "Degree"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Lead hand")
    page.keyboard.press("Enter")
    screen.light("Saved", ".cw-table")
    wrong.wait_for(state="detached")
    assert desk.study.read()["pathway_steps"]["leads_to"].tolist() == [STEPS[2]["step_id"], "", ""]


def test_looking_at_a_choice_chooses_nothing(browser: Browser, desk: Desk) -> None:
    screen = opened(browser, desk, "pathway_steps")
    page = screen.page
    page.get_by_role("button", name="Add row").click()
    page.keyboard.type("Lead hand")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    kind = page.locator(".cw-table td select")
    assert kind.evaluate("(one) => one.selectedOptions[0].textContent") == "(choose)"
    page.keyboard.press("Tab")
    cell(screen, "Kind", "new row").locator(".cw-wrong").wait_for()
    assert len(desk.study.read()["pathway_steps"]) == 0
