"""Corrected interviews: decided by keyboard alone, and the panel shows the corrected text."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_trial import BareScreen, Desk, open_notebook
from playwright.sync_api import Browser, expect
from screen_trial import INTERVIEW, OPEN, THEMES, write_notebook

from codesign.intake import import_files
from codesign.intake.corrections import import_correction
from codesign.journal import Change
from codesign.study import Study

CELL = f"{OPEN}work.correction_review()".replace("browser", "corrected")
PANEL = "work.coding_panel()"
FIXED = (
    INTERVIEW.replace("how to purge a line", "how to purge lines")
    .replace("Honestly?", "Honestly, 😀?")
    .replace("that I would read", "I would read that")
)
CODED = {"one": "know how to purge a line", "two": "check the oxygen", "three": "that I would read"}


@pytest.fixture
def study(desk: Desk) -> Study:
    """A study in which three passages are coded."""
    folder = desk.root / "interview_data" / "corrected"
    made = Study.create(folder, desk.root / "templates" / "study", person="Ana", device="other")
    source = desk.root / "as transcribed" / "INT-01.txt"
    source.parent.mkdir(exist_ok=True)
    source.write_text(INTERVIEW, encoding="utf-8")
    import_files(made, [source])
    text = made.texts()["INT-01"]
    made.save(
        [
            Change(
                "put",
                "codings",
                {
                    "coding_id": name,
                    "transcript_id": "INT-01",
                    "start": text.index(words),
                    "end": text.index(words) + len(words),
                    "code_id": "skill-gap",
                },
            )
            for name, words in CODED.items()
        ]
    )
    return made


def corrected(study: Study, text: str = FIXED) -> None:
    path = Path(study.root) / "fixed.txt"
    path.write_text(text, encoding="utf-8")
    assert import_correction(study, "INT-01", path).is_in


def words(study: Study) -> dict[str, str]:
    rows = study.read()["codings"].to_dict("records")
    return {row["coding_id"]: study.texts()["INT-01"][row["start"] : row["end"]] for row in rows}


@pytest.fixture
def review(browser: Browser, desk: Desk, study: Study) -> BareScreen:
    corrected(study)
    write_notebook(desk.root, "corrected", CELL)
    screen = open_notebook(browser, desk, "corrected")
    screen.page.locator("[data-coding]").first.wait_for()
    return screen


def test_what_waits_is_taken_chosen_and_removed_by_keyboard_alone(review: BareScreen, study: Study) -> None:
    page = review.page
    assert words(study) == {"two": "check the oxygen"}
    page.locator("[data-coding=one] button").first.focus()
    page.keyboard.press("t")
    page.wait_for_function("document.querySelectorAll('[data-coding]').length === 1")
    assert words(study)["one"] == "know how to purge lines"
    assert page.evaluate("document.activeElement.closest('[data-coding]').dataset.coding") == "three"
    page.keyboard.press("c")
    page.locator(".cw-co-words mark").wait_for()
    page.get_by_label("Find words in the interview").fill("showed me they did it")
    page.keyboard.press("Enter")
    page.locator(".cw-co-words mark").filter(has_text="showed me they did it").wait_for()
    page.get_by_role("button", name="End a word later").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take these words").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Nothing waits: every coding stands").wait_for()
    assert words(study)["three"] == "showed me they did it three"
    page.locator(".cw-corrections").focus()
    page.keyboard.press("Control+z")
    page.locator("[data-coding=three]").wait_for()
    page.locator("[data-coding=three] button").first.focus()
    page.keyboard.press("Delete")
    page.get_by_text("Nothing waits: every coding stands").wait_for()
    assert set(study.folded().table("codings")["coding_id"]) == {"one", "two"}
    assert (review.reached(), review.errors) == ([], [])


def test_a_selection_with_the_mouse_chooses_the_words(review: BareScreen, study: Study) -> None:
    page = review.page
    page.locator("[data-coding=three]").get_by_role("button", name="Choose other words").click()
    page.locator(".cw-co-words mark").wait_for()
    page.evaluate(
        """() => { const node = document.querySelector('.cw-co-words').lastChild;
        const range = document.createRange(); range.setStart(node, 0); range.setEnd(node, 1);
        const first = document.querySelector('.cw-co-words').firstChild;
        const at = first.data.indexOf('did it three'); range.setStart(first, at); range.setEnd(first, at + 12);
        document.getSelection().removeAllRanges(); document.getSelection().addRange(range);
        document.querySelector('.cw-co-words').dispatchEvent(new PointerEvent('pointerup', { bubbles: true })); }"""
    )
    page.locator(".cw-co-words mark").filter(has_text="did it three").wait_for()
    page.get_by_role("button", name="Take these words").click()
    page.wait_for_function("document.querySelectorAll('[data-coding]').length === 1")
    assert words(study)["three"] == "did it three"


@pytest.mark.parametrize("theme", THEMES)
def test_the_screen_of_corrections_breaks_no_rule_of_accessibility(review: BareScreen, axe: str, theme: str) -> None:
    review.theme(theme)
    review.page.locator("[data-coding=one]").get_by_role("button", name="Choose other words").click()
    review.page.locator(".cw-co-words mark").wait_for()
    assert review.violations(axe) == []


def test_an_open_panel_never_puts_a_code_on_other_words_when_the_text_is_corrected(
    browser: Browser, desk: Desk, study: Study
) -> None:
    write_notebook(desk.root, "corrected-panel", CELL, PANEL)
    screen = open_notebook(browser, desk, "corrected-panel")
    screen.ready()
    screen.drag("check the", "oxygen")
    corrected(study)
    screen.page.keyboard.press("2")
    screen.page.locator("[data-coding]").first.wait_for()
    screen.page.locator(".cw-panel").scroll_into_view_if_needed()  # A panel that cannot be seen does not look.
    screen.page.locator(".cw-panel .cw-words").filter(has_text="how to purge lines").wait_for()
    new = {one: said for one, said in words(study).items() if one not in CODED}
    assert set(new.values()) <= {"check the oxygen", "the oxygen"}
    assert words(study)["two"] == "check the oxygen"


def test_what_a_team_mate_decides_leaves_the_chooser_open_and_the_letters_in_its_field(
    review: BareScreen, desk: Desk
) -> None:
    page, bo = review.page, desk.study_of("Bo", name="corrected")
    page.locator("[data-coding=three]").get_by_role("button", name="Choose other words").click()
    page.locator(".cw-co-words mark").wait_for()
    find = page.get_by_label("Find words in the interview")
    find.focus()
    page.keyboard.type("sho")
    bo.save([Change("delete", "codings", {"coding_id": "one"})])
    page.locator("[data-coding=one]").wait_for(state="detached")
    page.keyboard.type("wed t")
    expect(find).to_have_value("showed t")
    bo.save([Change("delete", "codings", {"coding_id": "three"})])
    page.get_by_text("Nothing waits: every coding stands").wait_for()
    assert page.evaluate("document.activeElement.className") == "cw cw-corrections"
    assert review.errors == []


def test_what_is_typed_for_turns_stays_while_a_team_mate_decides(browser: Browser, desk: Desk, study: Study) -> None:
    study.save([Change("put", "speakers", {"transcript_id": "INT-01", "speaker": "turn 2", "role": "respondent"})])
    corrected(study, FIXED.replace("They mean well.", "\n\nInterviewer: Well?\n\nAna: They mean well."))
    write_notebook(desk.root, "corrected", CELL)
    screen = open_notebook(browser, desk, "corrected")
    turns = screen.page.get_by_label("Turns of the corrected text for respondent")
    turns.fill("turns ")
    desk.study_of("Bo", name="corrected").save([Change("delete", "codings", {"coding_id": "one"})])
    screen.page.locator("[data-coding=one]").wait_for(state="detached")
    screen.page.keyboard.type("2-4")
    expect(turns).to_have_value("turns 2-4")
    screen.page.keyboard.press("Enter")
    turns.wait_for(state="detached")
    assert "turns 2-4" in set(study.read()["speakers"]["speaker"])
