"""The coding panel with the keys alone, in a real JupyterLab."""

from __future__ import annotations

from jupyter_trial import Lab, Screen


def test_an_interview_is_coded_with_keys_alone(panel: Screen, lab: Lab) -> None:
    keys = panel.page.keyboard
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "1"):
        keys.press(key)
    panel.light("Saved")
    for key in ("Control+End", "Control+Shift+ArrowLeft", "Control+Shift+ArrowLeft", "3"):
        keys.press(key)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "Honestly?"), ("hiring-challenge", "would read.")]
    keys.press("k")
    keys.press("Delete")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 1")
    panel.light("Saved")
    assert len(lab.codings()) == 1
    keys.press("Control+z")
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    assert len(lab.codings()) == 2


def test_expanding_goes_from_sentence_to_turn_and_never_into_the_question(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+Home", "g", "s", "s", "1", "t", "2"):
        panel.page.keyboard.press(key)
        panel.page.wait_for_timeout(50)
    panel.page.wait_for_function("document.querySelectorAll('button.cw-coding').length === 2")
    panel.light("Saved")
    found = dict(lab.codings())
    assert found["skill-gap"] == "Honestly? They don't know how to purge a line."
    assert found["can-move"].startswith("Honestly?")
    assert found["can-move"].endswith("check the oxygen.")


def test_no_key_pressed_in_the_panel_changes_the_notebook(panel: Screen) -> None:
    before = panel.cells()
    for key in [*"abcdefghijklmnopqrstuvwxyz0123456789", "Escape", "Escape", "d", "d", "Control+z", "Control+s",
                "Space", "Shift+Enter", "Escape", "ArrowDown", "Delete"]:  # fmt: skip
        panel.page.locator(".cw-text").focus()
        panel.page.keyboard.press(key)
    panel.page.locator(".cw").first.focus()
    for key in [*"abxzm", "Control+z"]:
        panel.page.keyboard.press(key)
    panel.page.wait_for_timeout(300)
    assert panel.cells() == before
    assert panel.dialogs() == 0
    assert panel.errors == []
