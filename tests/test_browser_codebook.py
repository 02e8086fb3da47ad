"""The codebook screen: walked and changed by keyboard, merged, split, brought back, undone."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import CODEBOOK, write_notebook

from codesign import schemas
from codesign.journal import Change
from codesign.study import Study

ITEM = ".cw-cb-item"


@pytest.fixture
def codebook(browser: Browser, desk: Desk) -> BareScreen:
    """The codebook of the small study, with two codings of two people on one passage and one more."""
    write_notebook(desk.root, "codebook", CODEBOOK)
    desk.study.save([coded("c1", "skill-gap", 40), coded("c2", "tool", 70), coded("c3", "skill-gap", 100)])
    bo(desk).save([coded("c4", "skill-gap", 40)])
    screen = open_notebook(browser, desk, "codebook")
    screen.ready(ITEM)
    return screen


def bo(desk: Desk) -> Study:
    return desk.study_of("Bo")


def coded(identity: str, code: str, start: int) -> Change:
    return Change(
        "put",
        "codings",
        {"coding_id": identity, "transcript_id": "INT-01", "start": start, "end": start + 20, "code_id": code},
    )


def codes(desk: Desk) -> dict[str, dict[str, str]]:
    return {row["code_id"]: row for row in schemas.records(desk.study.read()["codes"])}


def coded_as(desk: Desk) -> dict[str, str]:
    return dict(desk.study.read()["codings"][["coding_id", "code_id"]].values)


def at(screen: BareScreen) -> str:
    """Return the name of what has the focus."""
    return str(screen.page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id"))


def test_the_tree_is_walked_and_a_code_moved_renamed_and_undone_by_keyboard_alone(
    codebook: BareScreen, desk: Desk
) -> None:
    page, keys = codebook.page, codebook.page.keyboard
    page.locator(f'{ITEM}[tabindex="0"]').focus()
    keys.type("t")
    keys.press("ArrowDown")
    assert at(codebook).startswith("Tool or equipment, 1 of 1 employer, 1 coding")
    keys.press("Control+ArrowUp")
    codebook.light("Saved")
    assert codes(desk)["tool"]["family"] == "job-task"
    keys.press("Control+ArrowRight")
    page.locator(f'{ITEM}[aria-level="3"]').filter(has_text="Tool").wait_for()
    assert codes(desk)["tool"]["parent_id"] == "job-task"
    keys.press("Enter")
    keys.press("Control+a")
    keys.type("Gear")
    keys.press("Tab")
    page.locator(ITEM).filter(has_text="Gear").wait_for()
    for name in ("Gear", "Tool or equipment"):
        assert codes(desk)["tool"]["name"] == name
        keys.press("Control+z")
        page.locator(ITEM).filter(has_text="Tool or equipment").first.wait_for()
    page.locator(f'{ITEM}[aria-level="3"]').wait_for(state="detached")
    assert (codebook.errors, codebook.reached()) == ([], [])


def test_a_field_is_saved_on_leaving_it_and_words_being_typed_are_undone_as_everywhere(
    codebook: BareScreen,
    desk: Desk,
) -> None:
    page = codebook.page
    page.locator(ITEM).filter(has_text="Knowledge").nth(1).click()
    box = page.get_by_label("Definition", exact=True)
    box.fill("What one knows.")
    page.keyboard.press("Control+z")
    assert codes(desk)["knowledge"]["definition"] != "What one knows."
    box.fill("What one has to know.")
    page.get_by_label("When to use it", exact=True).click()
    codebook.light("Saved")
    assert codes(desk)["knowledge"]["definition"] == "What one has to know."
    page.get_by_text("What became of this code").click()
    page.locator(".cw-cb-events").filter(has_text="Definition changed").wait_for()


def test_a_name_another_code_has_is_refused_beside_the_field_and_leads_to_merging(
    codebook: BareScreen, desk: Desk
) -> None:
    page = codebook.page
    page.locator(ITEM).filter(has_text="Skill gap").nth(1).click()
    page.get_by_label("Name", exact=True).fill("TOOL OR  equipment")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Merge into “Tool or equipment”…").click()
    page.get_by_text("3 codings of 2 coders get “Tool or equipment”").wait_for()
    page.get_by_role("button", name="Merge", exact=True).click()
    codebook.light("Saved")
    assert set(coded_as(desk).values()) == {"tool"}
    assert "skill-gap" not in codes(desk)
    page.get_by_role("button", name="Undo: “Skill gap” merged into “Tool or equipment”").click()
    page.locator(ITEM).filter(has_text="Skill gap").nth(1).wait_for()
    assert coded_as(desk) == {"c1": "skill-gap", "c2": "tool", "c3": "skill-gap", "c4": "skill-gap"}


def test_the_button_beside_a_refused_name_stays_under_the_pointer_while_it_is_pressed(codebook: BareScreen) -> None:
    page = codebook.page
    page.locator(ITEM).filter(has_text="Skill gap").nth(1).click()
    page.get_by_label("Name", exact=True).fill("TOOL OR  equipment")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Merge into “Tool or equipment”…").hover()
    page.mouse.down()
    codebook.answered()
    page.mouse.up()
    page.get_by_text("3 codings of 2 coders get “Tool or equipment”").wait_for()


def test_a_name_that_was_refused_is_asked_for_again_by_enter(codebook: BareScreen, desk: Desk) -> None:
    page = codebook.page
    page.locator(ITEM).filter(has_text="Skill gap").nth(1).click()
    page.get_by_label("Name", exact=True).fill("Tool or equipment")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Merge into “Tool or equipment”…").wait_for()
    desk.study.save([Change("put", "codes", {"code_id": "tool", "name": "Machine"})])
    page.locator(ITEM).filter(has_text="Machine").wait_for()
    page.get_by_label("Name", exact=True).press("Enter")
    codebook.light("Saved")
    assert codes(desk)["skill-gap"]["name"] == "Tool or equipment"


def test_chosen_passages_are_split_off_and_a_code_is_removed_only_with_its_codings(
    codebook: BareScreen, desk: Desk
) -> None:
    page = codebook.page
    page.locator(ITEM).filter(has_text="Skill gap").nth(1).click()
    page.get_by_role("button", name="Split…").click()
    page.get_by_label("Coder").select_option("=Bo")
    page.get_by_role("button", name="Choose all shown").click()
    page.get_by_label("Name of the new code").fill("Purging")
    page.get_by_role("button", name="Split", exact=True).click()
    page.locator(ITEM).filter(has_text="Purging").wait_for()
    assert coded_as(desk) == {"c1": "skill-gap", "c2": "tool", "c3": "skill-gap", "c4": "purging"}
    page.get_by_role("button", name="Remove…").click()
    remove = page.get_by_role("button", name="Remove", exact=True)
    page.get_by_label("Remove its 1 coding too").wait_for()
    expect(remove).to_be_disabled()
    page.get_by_label("Remove its 1 coding too").check()
    remove.click()
    page.locator(ITEM).filter(has_text="Purging").wait_for(state="detached")
    assert sorted(coded_as(desk)) == ["c1", "c2", "c3"]


def test_a_code_taken_back_while_a_team_mate_uses_it_is_told_and_one_button_brings_it_back(
    codebook: BareScreen,
    desk: Desk,
) -> None:
    page = codebook.page
    page.get_by_role("button", name="New code", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Rigging")
    page.keyboard.press("Enter")
    page.keyboard.press("5")
    page.locator(ITEM).filter(has_text="Rigging").wait_for()
    bo(desk).save([coded("c5", "rigging", 40)])
    page.keyboard.press("Control+z")
    page.locator(".cw-cb-note").filter(has_text="Code “Rigging” was removed by Ana").wait_for()
    page.get_by_role("button", name="Bring back “Rigging”").click()
    page.locator(ITEM).filter(has_text="Rigging").wait_for()
    page.locator(".cw-cb-note").wait_for(state="detached")
    assert (codes(desk)["rigging"]["name"], codebook.errors) == ("Rigging", [])


def test_in_a_narrow_window_the_code_takes_the_place_of_the_tree_and_back(browser: Browser, desk: Desk) -> None:
    write_notebook(desk.root, "codebook", CODEBOOK)
    screen = open_notebook(browser, desk, "codebook", width=700)
    screen.ready(ITEM)
    page = screen.page
    page.locator(ITEM).filter(has_text="Knowledge").nth(1).click()
    page.get_by_label("Definition", exact=True).wait_for()
    expect(page.locator(".cw-cb-tree")).to_be_hidden()
    page.get_by_role("button", name="Back to the codes").click()
    assert at(screen).startswith("Knowledge, ")


def test_the_coding_panel_names_a_code_that_is_gone_and_brings_it_back(browser: Browser, desk: Desk) -> None:
    desk.study.save([Change("put", "codes", {"code_id": "rigging", "name": "Rigging", "family": "tool"})])
    bo(desk).save([coded("c1", "rigging", 40)])
    desk.study.undo()
    screen = open_notebook(browser, desk, "panel")
    screen.ready()
    page = screen.page
    page.locator(".cw-coding").filter(has_text="Rigging (removed by Ana)").wait_for()
    page.get_by_role("button", name="Bring back “Rigging”").click()
    page.locator(".cw-code").filter(has_text="Rigging").wait_for()
    expect(page.locator(".cw-gone")).to_be_hidden()
    expect(page.locator(".cw-coding").filter(has_text="removed by")).to_have_count(0)
    assert screen.errors == []


def test_a_refused_name_stays_as_it_was_typed_while_other_changes_come(codebook: BareScreen, desk: Desk) -> None:
    page = codebook.page
    page.locator(ITEM).filter(has_text="Skill gap").nth(1).click()
    page.get_by_label("Name", exact=True).fill("TOOL OR equipment")
    page.keyboard.press("Enter")
    page.locator(".cw-cb-form .cw-wrong").filter(has_text="Merge into").wait_for()
    page.get_by_label("Definition", exact=True).fill("What is not known yet.")
    page.get_by_label("When not", exact=True).click()
    codebook.light("Saved")
    page.locator(".cw-cb-tree").click(position={"x": 2, "y": 2})
    bo(desk).save([Change("put", "codes", {"code_id": "bo-code", "name": "Bo code", "family": "tool"})])
    page.locator(ITEM).filter(has_text="Bo code").wait_for()
    expect(page.get_by_label("Name", exact=True)).to_have_value("TOOL OR equipment")
    assert page.get_by_role("button", name="Merge into “Tool or equipment”…").is_visible()
    page.get_by_label("Name", exact=True).fill("Skills missing")
    page.keyboard.press("Enter")
    page.locator(ITEM).filter(has_text="Skills missing").wait_for()
    expect(page.locator(".cw-cb-form [aria-invalid]")).to_have_count(0)
    assert codebook.errors == []


def test_an_act_waits_for_what_it_touches_and_is_sent_once(codebook: BareScreen, desk: Desk) -> None:
    page = codebook.page
    page.locator(ITEM).filter(has_text="Skill gap").nth(1).click()
    page.get_by_role("button", name="Merge into…").click()
    codebook.answered()
    is_disabled = page.locator(".cw-cb-sheet select").evaluate(
        """select => { select.value = "tool"; select.dispatchEvent(new Event("change"));
        return select.form.querySelector("[type=submit]").disabled; }"""
    )
    assert is_disabled
    page.get_by_text("3 codings of 2 coders get “Tool or equipment”").wait_for()
    expect(page.get_by_role("button", name="Merge", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="New code", exact=True).click()
    page.locator(".cw-cb-sheet").get_by_label("Name", exact=True).fill("Rigging")
    page.locator(".cw-cb-sheet").get_by_label("Family and place").select_option("Tool or equipment: at the top")
    page.locator(".cw-cb-sheet").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    page.locator(ITEM).filter(has_text="Rigging").wait_for()
    codebook.answered()
    expect(page.locator(".cw-codebook .cw-banner")).to_be_hidden()
    assert codebook.errors == []


def test_splitting_shows_two_hundred_passages_and_more_when_asked(codebook: BareScreen, desk: Desk) -> None:
    bo(desk).save([coded(f"k{number}", "knowledge", number) for number in range(205)])
    page, rows = codebook.page, codebook.page.locator(".cw-cb-passages li")
    page.locator(ITEM).filter(has_text="205 codings").or_(page.locator(f'{ITEM}[aria-label*="205 codings"]')).wait_for()
    page.locator(ITEM).filter(has_text="Knowledge").nth(1).click()
    page.get_by_role("button", name="Split…").click()
    rows.first.wait_for()
    expect(rows).to_have_count(200)
    page.get_by_role("button", name="Show 5 more").click()
    expect(rows).to_have_count(205)
    assert page.evaluate(
        "document.activeElement.closest('li') === document.querySelectorAll('.cw-cb-passages li')[200]"
    )
    page.get_by_role("button", name="Choose all shown").click()
    page.get_by_text("205 of 205 passages chosen.").wait_for()
