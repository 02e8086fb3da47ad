"""A person's own keys in the coding panel."""

from __future__ import annotations

import json

from page_trial import BareScreen, Desk
from playwright.sync_api import expect
from screen_trial import until


def preferences(desk: Desk) -> dict[str, object]:
    return json.loads((desk.home / "preferences-ana.json").read_text())


def change_key(panel: BareScreen, command: str, key: str) -> str:
    panel.page.locator(f"[data-change='{command}']").press("Enter")
    panel.page.keyboard.press(key)
    return panel.page.locator(".cw-key-said").inner_text()


def test_a_key_in_use_or_of_the_browser_is_refused_with_the_reason(panel: BareScreen, desk: Desk) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert change_key(panel, "uncoded", "j").startswith("J is the key to next coding. Change that one first")
    panel.page.keyboard.press("Control+w")
    expect(panel.page.locator(".cw-key-said")).to_contain_text("belongs to the browser", use_inner_text=True)
    panel.page.keyboard.press("Escape")
    assert panel.page.locator(".cw-key-said").inner_text() == "Nothing was changed."
    assert change_key(panel, "redo", "Control+u").startswith("Ctrl and U now")
    panel.page.get_by_role("button", name="Back to the usual keys").press("Enter")
    panel.page.wait_for_function("!document.querySelector('.cw-help').innerText.includes('U\\n')")
    assert until(lambda: preferences(desk)["keys"], {}.__eq__) == {}


def test_codes_take_nine_other_keys_one_after_the_other(panel: BareScreen, desk: Desk) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    assert change_key(panel, "apply", "c").startswith("Press the new key for code 2")
    for key in "bdehlor":
        panel.page.keyboard.press(key)
    panel.page.keyboard.press("j")
    expect(panel.page.locator(".cw-key-said")).to_contain_text("J is the key to next coding", use_inner_text=True)
    panel.page.keyboard.press("i")
    panel.page.keyboard.press("Escape")
    for key in ("Control+Home", "g", "s", "b"):
        panel.page.keyboard.press(key)
    panel.light("Saved")
    assert desk.codings() == [("can-move", "Honestly?")]
    assert panel.page.locator(".cw-code .cw-key").all_inner_texts() == list("CBDEHLORI")


def test_single_keys_can_be_switched_off_and_then_work_with_alt(panel: BareScreen, desk: Desk) -> None:
    panel.page.locator(".cw-text").focus()
    panel.page.keyboard.press("?")
    panel.page.get_by_label("Keys without Ctrl work").press("Space")
    panel.page.keyboard.press("Escape")
    for key in ("Control+Home", "g", "s", "1"):
        panel.page.keyboard.press(key)
    panel.answered()
    expect(panel.page.locator("button.cw-coding")).to_have_count(0)
    for key in ("Alt+g", "Alt+s", "Alt+1"):
        panel.page.keyboard.press(key)
    panel.light("Saved")
    assert desk.codings() == [("skill-gap", "Honestly?")]
    assert preferences(desk)["single_keys"] is False
