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
NOTHING = "Nothing is left for a person to write."


class AuthorEditor(Screen):
    """Prompts with a text area, the words used of those allowed, and the author's name."""

    name = "author_editor"

    def __init__(
        self, boxes: Sequence[Any], *, on_save: Callable[[list[Change]], Saved], sector: str, study: str
    ) -> None:
        super().__init__()
        self._boxes = {row["box"]: row for row in map(_box, boxes)}
        self._on_save, self._sector, self._study = on_save, sector, study

    def snapshot(self) -> Message:
        """Return the boxes."""
        key = f"author:{self._study}:{self._sector}" if self._study else ""
        return {"key": key, "boxes": list(self._boxes.values()), "empty": "" if self._boxes else NOTHING}

    def change(self, message: Message) -> Message:
        """Save one box."""
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
    boxes: Sequence[Any], *, on_save: Callable[[list[Change]], Saved], sector: str = "", study: str = ""
) -> AuthorEditor:
    """Return the editor of author texts.

    `boxes` are author boxes, or tuples of box, prompt, text, author and, if it is not 150, the word limit.
    """
    return AuthorEditor(boxes, on_save=on_save, sector=sector, study=study)


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
