"""The family of a new code: it is asked for by one key, and never taken from the code used last."""

from __future__ import annotations

from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect

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
