"""Coding with the mouse and in words, in a real JupyterLab."""

from __future__ import annotations

from jupyter_trial import CANARY, Lab, Screen


def test_words_selected_with_the_mouse_and_a_number_are_a_coding_that_survives_a_restart(
    panel: Screen, lab: Lab
) -> None:
    panel.drag("don't know", "purge a line")
    panel.page.locator(".cw-popover").wait_for()
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "don't know how to purge a line")]
    panel.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    panel.run_all()
    panel.light("Ready")
    button = panel.page.locator("button.cw-coding")
    button.wait_for()
    assert "don't know how to purge a line" in button.inner_text()
    assert panel.errors == []


def test_a_selection_takes_whole_words(panel: Screen, lab: Lab) -> None:
    panel.drag("nitro", "the oxy")
    panel.page.keyboard.press("2")
    panel.light("Saved")
    assert lab.codings() == [("can-move", "nitrogen 😀 and check the oxygen")]


def test_a_code_is_found_by_name_and_polarity_chosen(panel: Screen, lab: Lab) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.get_by_label("contradicts").check()
    panel.page.locator(".cw-search").click()
    panel.page.keyboard.type("credent")
    panel.page.keyboard.press("Enter")
    panel.light("Saved")
    assert lab.study.read()["codings"][["code_id", "polarity"]].values.tolist() == [
        ["credential-signal", "contradicts"]
    ]


def test_a_code_is_made_from_the_typed_words_and_one_undo_takes_it_back_with_its_coding(
    panel: Screen, lab: Lab
) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("n")
    panel.page.get_by_label("New codes go into").select_option("tool")
    panel.page.locator(".cw-search").click()
    panel.page.keyboard.type("Badge doubts")
    assert "Create code “Badge doubts”" in panel.page.locator(".cw-match[aria-selected=true]").inner_text()
    panel.page.keyboard.press("Enter")
    panel.light("Saved")
    assert lab.codings() == [("badge-doubts", "A badge, no")]
    assert lab.study.read()["codes"].set_index("code_id").loc["badge-doubts", "family"] == "tool"
    panel.page.get_by_role("button", name="Badge doubts").first.wait_for()
    panel.page.keyboard.press("Control+z")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 0")
    assert "badge-doubts" not in set(lab.study.read()["codes"]["code_id"])
    assert panel.errors == []


def test_in_vivo_says_why_words_without_consent_do_not_name_a_code(panel: Screen, lab: Lab) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("v")
    panel.page.locator(".cw-banner").filter(has_text="no consent to quote INT-01").wait_for()
    assert lab.codings() == []


def test_what_an_employer_said_never_becomes_markup(panel: Screen) -> None:
    panel.drag(CANARY, "If somebody")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    assert panel.page.evaluate("window.pwned === undefined")
    assert panel.page.locator(".cw img").count() == 0
    assert CANARY in panel.page.locator(".cw-text").inner_text()


def test_a_memo_is_written_and_kept(panel: Screen, lab: Lab) -> None:
    panel.drag("A badge", "badge, no")
    panel.page.keyboard.press("1")
    panel.light("Saved")
    panel.page.keyboard.press("m")
    panel.page.keyboard.type("Ask again: 1 / x")
    panel.page.keyboard.press("Escape")
    panel.page.wait_for_function("document.querySelector('.cw-coding').innerText.includes('memo')")
    assert lab.study.read()["codings"]["memo"].tolist() == ["Ask again: 1 / x"]
