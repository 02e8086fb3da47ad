"""The screen on which people write the texts of the proposal."""

from __future__ import annotations

import re

from store_trial import Browser, Store

from codesign import widgets


def test_an_author_text_is_saved_with_its_author_and_day(store: Store) -> None:
    browser = Browser(widgets.author_editor([("need", "Need: say why", "", "")], on_save=store.save))
    answer = browser.change(action="write", box="need", text=" Because. ", author="Ana")
    row = store.saved[0][0].row
    assert (row["box"], row["sector"], row["text"], row["author"]) == ("need", "", "Because.", "Ana")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["written_on"])
    assert answer["box"]["text"] == "Because."
    assert browser.change("m2", action="write", box="gone", text="x", author="")["type"] == "refused"
