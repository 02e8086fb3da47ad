"""The author editor: what only a person can write, box by box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from codesign import display
from codesign.display import Html
from codesign.journal import Change, Saved
from codesign.widgets.screen import Message, Refused, Row, Screen

WORD_LIMIT = 150
Choices = Callable[[], Sequence[Row]]
"""Returns the boxes with two texts as they are now."""
NOTHING = "Nothing is left for a person to write."


class AuthorEditor(Screen):
    """Prompts with a text area, the words used of those allowed, and the author's name."""

    name = "author_editor"

    def __init__(
        self,
        boxes: Sequence[Any],
        *,
        on_save: Callable[[list[Change]], Saved],
        sector: str,
        study: str,
        choices: Choices,
    ) -> None:
        super().__init__()
        self._boxes = {row["box"]: row for row in map(_box, boxes)}
        self._on_save, self._sector, self._study, self._choices = on_save, sector, study, choices
        self._shown: dict[str, Row] = {}

    def snapshot(self) -> Message:
        """Return the boxes, and the boxes with two texts that wait for a choice."""
        key = f"author:{self._study}:{self._sector}" if self._study else ""
        boxes = list(self._boxes.values())
        return {"key": key, "boxes": boxes, "choices": self._offered(), "empty": "" if boxes else NOTHING}

    def _offered(self) -> list[Row]:
        choices = list(self._choices())
        self._shown = {choice["choice"]: choice for choice in choices}
        return choices

    def change(self, message: Message) -> Message:
        """Save one box, or what was chosen of two texts."""
        return self._chosen(message) if message.get("action") == "choose" else self._written(message)

    def _chosen(self, message: Message) -> Message:
        shown = self._shown.get(str(message["choice"]), {})
        choice = next((one for one in self._choices() if one["choice"] == shown.get("choice")), None)
        if choice is None or choice["ours"] != shown["ours"]:
            raise Refused(
                "Not saved: the study changed meanwhile. Run this cell again to see the texts as they are now."
            )
        written = _chosen_text(choice, str(message["which"]))
        key = {"box": choice["box"], "sector": choice["sector"]}
        put = [Change("put", "author_texts", {**key, **written})] if written else []
        saved = self._on_save([*put, Change("delete", "text_choices", {"choice_id": choice["choice"]})])
        box = self._boxes.get(choice["box"])
        if box and written and choice["sector"] == self._sector:
            box = {**box, "text": written["text"], "author": written["author"]}
            self._boxes[choice["box"]] = box
        return {"at": saved.at, "box": box, "choices": self._offered(), "said": f"{choice['title']}: chosen"}

    def _written(self, message: Message) -> Message:
        box = self._boxes.get(str(message.get("box")))
        if box is None:
            raise Refused("Not saved: this box is no longer part of the proposal.")
        written = {"text": str(message["text"]).strip(), "author": str(message["author"]).strip()}
        key = {"box": box["box"], "sector": self._sector}
        saved = self._on_save([Change("put", "author_texts", {**key, **written, "written_on": _today()})])
        self._boxes[box["box"]] = {**box, **written}
        return {"at": saved.at, "box": self._boxes[box["box"]], "said": f"{_title(box)} saved"}

    def static(self) -> Html:
        """Return which boxes are written and by whom."""
        rows = [{"title": _title(box), "state": _state(box), "author": box["author"]} for box in self._boxes.values()]
        columns = {"title": "What to write", "state": "State", "author": "Author"}
        frame = pd.DataFrame(rows, columns=list(columns))
        return display.table(frame, caption="What only a person can write", columns=columns, empty=NOTHING)


def author_editor(
    boxes: Sequence[Any],
    *,
    on_save: Callable[[list[Change]], Saved],
    sector: str = "",
    study: str = "",
    choices: Choices = tuple,
) -> AuthorEditor:
    """Return the editor of author texts.

    `boxes` are author boxes, or tuples of box, prompt, text, author and, if it is not 150, the word limit. `choices`
    returns the boxes with two texts: choice, box, title, sector; `ours` and `other` with text, author and written_on.
    """
    return AuthorEditor(boxes, on_save=on_save, sector=sector, study=study, choices=choices)


def _chosen_text(choice: Row, which: str) -> Row:
    """Return what to write for a choice: nothing for the study's own, the other, or one after the other."""
    ours, other = choice["ours"], choice["other"]
    if which == "ours":
        return {}
    if which == "other":
        return {name: other[name] for name in ("text", "author", "written_on")}
    if which != "both":
        raise Refused("Not saved: choose one of the texts, or both.")
    texts, authors = ([one[name] for one in (ours, other) if one[name]] for name in ("text", "author"))
    return {"text": "\n\n".join(texts), "author": " and ".join(dict.fromkeys(authors)), "written_on": _today()}


def _box(box: Any) -> Row:
    if isinstance(box, tuple):
        key, prompt, text, author, *limit = box
        return {
            "box": key,
            "prompt": prompt,
            "text": text,
            "author": author,
            "limit": limit[0] if limit else WORD_LIMIT,
        }
    return {"box": box.box, "prompt": box.prompt, "text": box.text, "author": box.author, "limit": box.word_limit}


def _title(box: Row) -> str:
    title, colon, _rest = str(box["prompt"]).partition(":")
    return title if colon and len(title) < 80 else str(box["prompt"])


def _state(box: Row) -> str:
    count = len(str(box["text"]).split())
    return f"{count} of {box['limit']} words" if count else "Not yet written"


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011  the day on the wall of the person who writes
