"""Where coders differ, talked over and decided on screen."""

from __future__ import annotations

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import CANARY, OPEN, write_notebook

from codesign.journal import Change

SCREEN = f"{OPEN}work.reconcile()"
DIFFERED = [
    ("Ana", "They don't know how to purge a line.", "skill-gap"),
    ("Ben", "don't know how to purge a line. They mean well.", "skill-gap"),
    ("Ana", "You purge with nitrogen 😀 and check the oxygen.", "job-task"),
    ("Ben", "You purge with nitrogen 😀 and check the oxygen.", "tool"),
    ("Ben", f"A badge, no. {CANARY}", "credential-signal"),
]


def code(desk: Desk) -> None:
    for coder in ("Ana", "Ben"):
        study = desk.study_of(coder, "test")
        text = study.texts()["INT-01"]
        study.save(
            [
                Change(
                    "put",
                    "codings",
                    {
                        "coding_id": f"{coder}-{name}",
                        "transcript_id": "INT-01",
                        "code_id": name,
                        "start": text.index(words),
                        "end": text.index(words) + len(words),
                    },
                )
                for who, words, name in DIFFERED
                if who == coder
            ]
        )


@pytest.fixture
def screen(browser: Browser, desk: Desk) -> BareScreen:
    code(desk)
    write_notebook(desk.root, "reconcile", SCREEN)
    shown = open_notebook(browser, desk, "reconcile")
    shown.page.locator(".cw-rc-form").wait_for()
    return shown


def decided(desk: Desk) -> list[tuple[str, str, str]]:
    table = desk.study.read()["reconciliations"].sort_values("code_id")
    return [tuple(row) for row in table[["code_id", "decision", "reason"]].to_numpy().tolist()]


def test_a_team_decides_amends_the_codebook_and_undoes_both_in_one(screen: BareScreen, desk: Desk) -> None:
    page = screen.page
    page.get_by_role("button", name="Ana, Ben: boundaries").click()
    page.locator("h3", has_text="Skill gap").wait_for()
    assert page.locator(".cw-rc-put dt").all_inner_texts() == ["Ana", "Ben"]
    assert page.locator(".cw-rc-put dd q").all_inner_texts() == [words for _, words, name in DIFFERED[:2]]
    before = desk.study.read()["codes"].set_index("code_id").loc["skill-gap", "definition"]
    page.get_by_text("Amend it in the codebook").click()
    page.get_by_label("Definition").fill("What new people cannot do yet.")
    page.get_by_label("It counts, and begins and ends elsewhere").check()
    page.get_by_label("Where it begins and ends").select_option(label="as Ben has it")
    page.get_by_label("Reason").fill("The last sentence belongs to it.")
    page.get_by_role("button", name="Decide", exact=True).click()
    screen.light("Saved")
    assert decided(desk) == [("skill-gap", "boundaries", "The last sentence belongs to it.")]
    assert desk.study.read()["codes"].set_index("code_id").loc["skill-gap", "definition"].startswith("What new")
    page.locator("h3", has_text="Skill gap").wait_for(state="detached")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Ana, Ben: boundaries").wait_for()
    assert decided(desk) == []
    assert desk.study.read()["codes"].set_index("code_id").loc["skill-gap", "definition"] == before
    assert screen.errors == []


def test_a_passage_put_for_and_against_is_decided_for_one_of_them(screen: BareScreen, desk: Desk) -> None:
    page = screen.page
    other = desk.study_of("Ben", "test")
    place = {name: desk.study.folded().row("codings", "Ana-skill-gap")[name] for name in ("start", "end")}
    other.save([Change("put", "codings", {"coding_id": "Ben-skill-gap", "polarity": "contradicts", **place})])
    page.get_by_role("button", name="Ana, Ben: for or against").click()
    page.get_by_text("supports, qualifies or contradicts, 36 characters").wait_for()
    expect(page.locator(".cw-rc-put dd").first).to_contain_text("supports", use_inner_text=True)
    expect(page.locator(".cw-rc-put dd").last).to_contain_text("contradicts", use_inner_text=True)
    page.get_by_label("It counts here").check()
    page.get_by_role("button", name="Decide", exact=True).click()
    page.locator(".cw-wrong").filter(has_text="Choose how the words bear on the code first.").wait_for()
    page.get_by_label("How it bears on the code").select_option("qualifies")
    page.get_by_role("button", name="Decide", exact=True).click()
    screen.light("Saved")
    assert decided(desk) == [("skill-gap", "keep", "")]
    page.locator(".cw-rl-filter select").first.select_option("decided")
    page.get_by_role("button", name="Ana, Ben: for or against").click()
    page.get_by_text("Decided by Ana: counts; the words qualify the code.").wait_for()
    assert screen.errors == []


def test_a_passage_is_decided_by_keys_alone_and_the_notebook_stays(screen: BareScreen, desk: Desk) -> None:
    page = screen.page
    page.locator(".cw-rl-item").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.matches('h3.cw-rc-code')")
    name = page.locator("h3.cw-rc-code").inner_text()
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Not said here")
    page.keyboard.press("Control+Enter")
    screen.light("Saved")
    assert [row[1:] for row in decided(desk)] == [("remove", "Not said here")]
    page.wait_for_function("name => document.querySelector('h3.cw-rc-code')?.textContent !== name", arg=name)
    page.keyboard.press("Control+z")
    page.locator(".cw-about").filter(has_text="4 to decide, 0 decided").wait_for()
    assert decided(desk) == []
    assert screen.reached() == []


def test_what_is_decided_is_shown_again_and_changed(screen: BareScreen, desk: Desk) -> None:
    page = screen.page
    page.get_by_role("button", name="Ben, not Ana").filter(has_text="nitrogen").click()
    page.locator("h3", has_text="Tool or equipment").wait_for()
    page.get_by_label("It counts as another code").check()
    page.get_by_label("The other code").select_option(label="Job task")
    page.get_by_role("button", name="Decide", exact=True).click()
    page.locator(".cw-about").filter(has_text="2 to decide, 2 decided").wait_for()
    page.locator(".cw-rl-filter select").first.select_option(label="Decided")
    page.get_by_role("button", name="Ben, not Ana").click()
    page.locator(".cw-rc-decided").filter(has_text="Decided by Ana: counts as Job task.").wait_for()
    page.get_by_role("button", name="Take the decision back").click()
    page.locator(".cw-about").filter(has_text="4 to decide, 0 decided").wait_for()
    assert decided(desk) == []


def test_words_of_an_interview_are_words(screen: BareScreen, desk: Desk) -> None:
    page = screen.page
    page.get_by_role("button", name="Ben, not Ana").filter(has_text="badge").click()
    page.locator("mark", has_text="<img src=x").wait_for()
    assert page.evaluate("window.pwned") is None
    expect(page.locator(".cw-reconcile img")).to_have_count(0)


def test_what_a_team_mate_does_leaves_a_decision_being_written_and_the_focus_in_the_list(
    screen: BareScreen, desk: Desk
) -> None:
    page, ben = screen.page, desk.study_of("Ben", "test")
    page.get_by_role("button", name="Ana, Ben: boundaries").click()
    page.locator("h3", has_text="Skill gap").wait_for()
    page.get_by_text("Amend it in the codebook").click()
    page.get_by_label("Definition").fill("What new people cannot do yet.")
    page.get_by_label("It does not count here").check()
    page.get_by_label("Reason").focus()
    page.keyboard.type("We talked")
    ben.save([Change("put", "codes", {"code_id": "bo-code", "name": "Bo code", "family": "tool"})])
    page.locator(".cw-rc-form option", has_text="Bo code").wait_for(state="attached")
    page.keyboard.type(" for an hour")
    expect(page.get_by_label("Reason")).to_have_value("We talked for an hour")
    expect(page.get_by_label("Definition")).to_have_value("What new people cannot do yet.")
    expect(page.get_by_label("It does not count here")).to_be_checked()
    page.locator(".cw-rl-item").nth(1).focus()
    focused = page.evaluate("document.activeElement.dataset.id")
    at = desk.study.texts()["INT-01"].index("Honestly")
    ben.save(
        [
            Change(
                "put",
                "codings",
                {"coding_id": "Ben-new", "transcript_id": "INT-01", "code_id": "bo-code", "start": at, "end": at + 9},
            )
        ]
    )
    page.locator(".cw-about").filter(has_text="5 to decide").wait_for()
    assert page.evaluate("document.activeElement.dataset.id") == focused
    ben.save(
        [
            Change("delete", "codings", {"coding_id": "Ben-skill-gap"}),
            Change("delete", "codings", {"coding_id": "Ana-skill-gap"}),
        ]
    )
    page.locator(".cw-rc-changed").filter(has_text="A team mate changed this passage").wait_for()
    expect(page.get_by_label("Reason")).to_have_value("We talked for an hour")
    assert screen.errors == []
