"""A person's own keys in the coding panel, and the place they left, remembered for them on this computer."""

from __future__ import annotations

import json

from jupyter_trial import Lab, Screen, open_notebook, until


def reopened(panel: Screen, lab: Lab) -> Screen:
    """The same notebook after it was closed and JupyterLab's workbook stopped."""
    lab.stop_kernels()
    again = open_notebook(panel.page.context.browser, lab, "panel")
    again.ready()
    return again


def preferences(lab: Lab) -> dict[str, object]:
    return json.loads((lab.home / "preferences-ana.json").read_text())


def left_at(lab: Lab) -> list[dict[str, float]]:
    """Where Ana was last in each study."""
    return [value for name, value in preferences(lab).items() if name.startswith("place")]


def change_key(panel: Screen, command: str, key: str) -> str:
    panel.page.locator(f"[data-change='{command}']").press("Enter")
    panel.page.keyboard.press(key)
    return panel.page.locator(".cw-key-said").inner_text()


def test_a_key_is_changed_shown_everywhere_and_kept_after_a_restart(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert change_key(panel, "uncoded", "z") == "Z now: next answer without a coding."
    panel.page.keyboard.press("Escape")
    panel.page.get_by_role("button", name="Next uncoded answer Z").wait_for()
    again = reopened(panel, lab)
    again.page.get_by_role("button", name="Next uncoded answer Z").wait_for()
    again.page.locator(".cw-text").focus()
    for key in ("Control+End", "z", "s", "1"):
        again.page.keyboard.press(key)
    again.light("Saved")
    assert lab.codings() == [("skill-gap", "Honestly?")]
    again.page.close()


def test_a_key_in_use_or_of_the_browser_is_refused_with_the_reason(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert change_key(panel, "uncoded", "j").startswith("J is the key to next coding. Change that one first")
    panel.page.keyboard.press("Control+w")
    assert "belongs to the browser" in panel.page.locator(".cw-key-said").inner_text()
    panel.page.keyboard.press("Escape")
    assert panel.page.locator(".cw-key-said").inner_text() == "Nothing was changed."
    assert change_key(panel, "redo", "Control+u").startswith("Ctrl and U now")
    panel.page.get_by_role("button", name="Back to the usual keys").press("Enter")
    panel.page.wait_for_function("!document.querySelector('.cw-help').innerText.includes('U\\n')")
    assert until(lambda: preferences(lab)["keys"], {}.__eq__) == {}


def test_codes_take_nine_other_keys_one_after_the_other(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert change_key(panel, "apply", "c").startswith("Press the new key for code 2")
    for key in "bdehlor":
        panel.page.keyboard.press(key)
    panel.page.keyboard.press("j")
    assert "J is the key to next coding" in panel.page.locator(".cw-key-said").inner_text()
    panel.page.keyboard.press("i")
    panel.page.keyboard.press("Escape")
    for key in ("Control+Home", "g", "s", "b"):
        panel.page.keyboard.press(key)
    panel.light("Saved")
    assert lab.codings() == [("can-move", "Honestly?")]
    assert panel.page.locator(".cw-code .cw-key").all_inner_texts() == list("CBDEHLORI")


def test_single_keys_can_be_switched_off_and_then_work_with_alt(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    panel.page.get_by_label("Keys without Ctrl work").press("Space")
    panel.page.keyboard.press("Escape")
    for key in ("Control+Home", "g", "s", "1"):
        panel.page.keyboard.press(key)
    panel.page.wait_for_timeout(300)
    assert panel.page.locator("button.cw-coding").count() == 0
    for key in ("Alt+g", "Alt+s", "Alt+1"):
        panel.page.keyboard.press(key)
    panel.light("Saved")
    assert lab.codings() == [("skill-gap", "Honestly?")]
    assert preferences(lab)["single_keys"] is False


def test_the_panel_opens_again_where_the_person_left(panel: Screen, lab: Lab) -> None:
    panel.page.locator(".cw-text").focus()
    for key in ("Control+End", "Control+ArrowLeft"):
        panel.page.keyboard.press(key)
    until(lambda: left_at(lab), lambda places: any(place["focus"] > 0 for place in places))
    panel.page.close()
    again = reopened(panel, lab)
    again.page.locator(".cw-text").focus()
    for key in ("s", "1"):
        again.page.keyboard.press(key)
    again.light("Saved")
    (coding,) = lab.codings()
    assert coding[1].endswith("that I would read.")
    assert '"focus"' not in "".join(path.read_text() for path in (lab.study.folder / "journal").glob("*.jsonl"))
    again.page.close()
