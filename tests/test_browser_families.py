"""The family of a new code: it is asked for by one key, and never taken from the code used last."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import CODEBOOK, OPEN, write_notebook

from codesign import schemas
from codesign.journal import Change

KEYS = [*"1234567890-"]
NAMES = ("Bleed air", "Cap lines", "Drain oil", "Etch plates", "Fit valves", "Grind welds", "Hang pipe", "Ink maps",
         "Join cable", "Keep logs", "Lay mats")  # fmt: skip


def families(desk: Desk) -> dict[str, str]:
    codes = desk.study.read()["codes"]
    return dict(zip(codes["name"], codes["family"], strict=True))


def test_eleven_new_codes_made_one_after_the_other_land_in_the_families_that_were_said(
    panel: BareScreen, desk: Desk
) -> None:
    page = panel.page
    page.locator(".cw-text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("g")
    for name, key in zip(NAMES, KEYS, strict=True):
        page.keyboard.press("s")
        page.keyboard.press("n")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.keyboard.press(key)
    panel.answered()
    panel.light("Saved")
    made = families(desk)
    assert [made[name] for name in NAMES] == list(schemas.FAMILIES)
    assert panel.reached() == []
    assert panel.errors == []


def test_nothing_is_chosen_until_a_key_says_it(panel: BareScreen, desk: Desk) -> None:
    page = panel.page
    panel.drag("A badge", "badge, no")
    page.keyboard.type("Badge doubts")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Which family does “Badge doubts” belong to?", exact=True)).to_be_visible()
    expect(page.locator(".cw-families [role=option]")).to_have_count(11)
    expect(page.locator(".cw-families [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".cw-families")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    panel.light("Saved")
    assert families(desk)["Badge doubts"] == "assessment-idea"


def test_the_name_can_still_be_mended_and_given_up(panel: BareScreen, desk: Desk) -> None:
    page = panel.page
    panel.drag("A badge", "badge, no")
    page.keyboard.type("Badge doubt")
    page.keyboard.press("Enter")
    page.keyboard.type("s")
    expect(page.locator(".cw-families")).to_be_hidden()
    expect(page.locator(".cw-match[aria-selected=true]")).to_contain_text("Create code “Badge doubts”")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".cw-families")).to_be_hidden()
    expect(page.locator(".cw-search")).to_have_value("Badge doubts")
    page.keyboard.press("Escape")
    expect(page.locator(".cw-popover")).to_be_hidden()
    assert "Badge doubts" not in families(desk)


def test_a_code_named_by_the_words_said_asks_too_and_a_click_answers(browser: Browser, desk: Desk) -> None:
    people = desk.root / "interview_data" / "browser" / "participants.csv"
    people.write_text("participant_id,employer,consent\nP-01,Employer 01,named\n", encoding="utf-8")
    desk.study.save([Change("put", "transcripts", {"transcript_id": "INT-01", "participant_id": "P-01"})])
    panel = open_notebook(browser, desk, "panel")
    panel.ready()
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("Escape")
    panel.page.keyboard.press("v")
    panel.page.locator(".cw-families [role=option]", has_text="Credential signal").click()
    panel.light("Saved")
    assert families(desk)["A badge, no"] == "credential-signal"


def test_who_chose_a_family_beforehand_is_not_asked(panel: BareScreen, desk: Desk) -> None:
    page = panel.page
    panel.drag("A badge", "badge, no")
    page.get_by_label("A new code goes into").select_option("tool")
    page.locator(".cw-search").click()
    page.keyboard.type("Badge doubts")
    page.keyboard.press("Enter")
    panel.light("Saved")
    assert families(desk)["Badge doubts"] == "tool"
    panel.drag("Honestly", "Honestly?")
    expect(page.get_by_label("A new code goes into")).to_have_value("")


@pytest.fixture
def codebook(browser: Browser, desk: Desk) -> BareScreen:
    write_notebook(desk.root, "codebook", CODEBOOK)
    screen = open_notebook(browser, desk, "codebook")
    screen.ready("[data-item]")
    return screen


def test_a_new_code_of_the_codebook_asks_too_whichever_code_was_looked_at(codebook: BareScreen, desk: Desk) -> None:
    page = codebook.page
    page.locator("[data-item=standard]").click()
    for name, key in (("Rigging", "5"), ("Paper maps", "-")):
        page.get_by_role("button", name="New code", exact=True).click()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.locator(".cw-families [role=listbox]:focus").wait_for()
        page.keyboard.press(key)
        page.locator("[data-item]").filter(has_text=name).wait_for()
    assert [families(desk)[name] for name in ("Rigging", "Paper maps")] == ["tool", "pathway"]
    assert codebook.errors == []


def test_giving_the_question_up_leads_back_to_the_name(codebook: BareScreen) -> None:
    page = codebook.page
    page.get_by_role("button", name="New code", exact=True).click()
    page.keyboard.type("Rigging")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".cw-families")).to_be_hidden()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


def test_a_code_made_below_another_takes_its_family_unasked(codebook: BareScreen, desk: Desk) -> None:
    page = codebook.page
    page.locator("[data-item=standard]").click()
    page.get_by_role("button", name="New code below").click()
    page.keyboard.type("Gas code")
    page.keyboard.press("Enter")
    page.locator("[data-item]").filter(has_text="Gas code").wait_for()
    assert families(desk)["Gas code"] == "standard"


def test_a_code_typed_into_the_table_is_told_that_its_family_is_missing(browser: Browser, desk: Desk) -> None:
    write_notebook(desk.root, "code_table", f'{OPEN}work.table("codes")')
    screen = open_notebook(browser, desk, "code_table")
    page = screen.page
    page.get_by_role("button", name="Open the table").click()
    page.get_by_role("button", name="Add row").click()
    page.keyboard.type("Rigging")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.locator("td[aria-label^='Family, new row'] .cw-wrong").filter(has_text="Must be filled in.").wait_for()
    assert "Rigging" not in families(desk)
    page.locator("td[aria-label^='Family, new row']").click()
    page.keyboard.type("t")
    page.keyboard.press("Enter")
    screen.light("Saved", ".cw-table")
    assert families(desk)["Rigging"] == "tool"
