"""The screen on which people write the texts of the proposal."""

from __future__ import annotations

import re

import pytest
from store_trial import Browser, Store

from codesign import widgets
from codesign.journal import Change


def test_an_author_text_is_saved_with_its_author_and_day(store: Store) -> None:
    browser = Browser(widgets.author_editor([("need", "Need: say why", "", "")], on_save=store.save))
    answer = browser.change(action="write", box="need", text=" Because. ", author="Ana")
    row = store.saved[0][0].row
    assert (row["box"], row["sector"], row["text"], row["author"]) == ("need", "", "Because.", "Ana")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["written_on"])
    assert answer["box"]["text"] == "Because."
    assert browser.change("m2", action="write", box="gone", text="x", author="")["type"] == "refused"


def two_texts(store: Store) -> list[dict[str, object]]:
    """The choices of a store, as a study would tell them."""
    texts = {row.box: row for row in store.tables["author_texts"].itertuples()}
    return [
        {
            "choice": row.choice_id,
            "box": row.box,
            "title": "Need",
            "sector": row.sector,
            "ours": {"text": texts[row.box].text, "author": texts[row.box].author, "written_on": ""},
            "other": {"text": row.text, "author": row.author, "written_on": "2026-03-02", "file": row.file},
        }
        for row in store.tables["text_choices"].itertuples()
    ]


@pytest.fixture
def choosing(store: Store) -> Browser:
    """The screen of a study with two texts for a box."""
    other = {"choice_id": "choice-1", "box": "need", "text": "Bo's.", "author": "Bo", "file": "copy.docx"}
    store.save([
        Change("put", "author_texts", {"box": "need", "sector": "", "text": "Ana's.", "author": "Ana"}),
        Change("put", "text_choices", other),
    ])  # fmt: skip
    boxes = [("need", "Need: say why", "Ana's.", "Ana")]
    return Browser(widgets.author_editor(boxes, on_save=store.save, choices=lambda: two_texts(store)))


@pytest.mark.parametrize(
    ("which", "text", "author"),
    [("ours", "Ana's.", "Ana"), ("other", "Bo's.", "Bo"), ("both", "Ana's.\n\nBo's.", "Ana and Bo")],
)
def test_of_two_texts_a_person_chooses_one_or_both(
    which: str, text: str, author: str, store: Store, choosing: Browser
) -> None:
    assert [one["other"]["text"] for one in choosing.last("snapshot")["choices"]] == ["Bo's."]
    answer = choosing.change(action="choose", choice="choice-1", which=which)
    row = store.tables["author_texts"].iloc[0]
    assert (row["text"], row["author"], len(store.tables["text_choices"])) == (text, author, 0)
    assert (answer["box"]["text"], answer["choices"]) == (text, [])


def test_nobody_chooses_over_a_text_they_have_not_seen(store: Store, choosing: Browser) -> None:
    store.save([Change("put", "author_texts", {"box": "need", "sector": "", "text": "Ana's, again."})])
    assert choosing.change(action="choose", choice="choice-1", which="other")["type"] == "refused"
    assert (store.tables["author_texts"].iloc[0]["text"], len(store.tables["text_choices"])) == ("Ana's, again.", 1)
