"""What a part of the coding panel declares: the acts it does, the questions it answers, what it adds to the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pandas as pd

from codesign.journal import Change, Saved
from codesign.widgets.interviews.held import HeldCodings
from codesign.widgets.screen import Message, Row
from codesign.widgets.units import Units


class Panel(Protocol):
    """What a part may ask of the panel it belongs to; `panel.CodingPanel` says what each does."""

    person: str
    tables: dict[str, pd.DataFrame]
    texts: dict[str, str]
    codings: HeldCodings
    open: str

    @property
    def can_read_again(self) -> bool:
        """Whether the study can be read again while the panel is open."""

    def read_again(self) -> None:
        """Read tables and texts afresh."""

    def refresh(self) -> None:
        """Show what team mates coded."""

    def units(self, transcript: str) -> Units:
        """Return the offsets of an interview as the page counts them."""

    def person_of(self, row: Row) -> Row:
        """Return the participant of an interview or a turn."""

    def turns_met(self, transcript: str, start: int, end: int) -> pd.DataFrame:
        """Return the turns a passage meets."""

    def code_name(self, code: str) -> str:
        """Return the name of a code."""

    def passage(self, transcript: str, start: Any, end: Any) -> tuple[int, int]:
        """Return a passage given in the page's offsets, in code points."""

    def new_coding(self, transcript: str, start: int, end: int, code: str, polarity: str = "supports") -> Row:
        """Return a coding of this person's that was not there before."""

    def save(self, *changes: Change) -> Saved:
        """Save changes as one act."""

    def save_back(self) -> Saved | None:
        """Take back the last act saved in this panel."""

    def answer(self, at: str, words: str = "") -> Message:
        """Return the answer to an act."""

    def send(self, message: Message) -> None:
        """Send a message to the browser."""


class Part:
    """One thing the panel can do, made with the panel it belongs to."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """What this part does, by the action of a change; each returns `panel.answer`, or raises Refused."""
        return {}

    @property
    def asks(self) -> Mapping[str, Callable[[Message], None]]:
        """What this part answers, by the type of the message; the answer goes out by `panel.send`."""
        return {}

    def snapshot(self) -> Message:
        """Return what the page needs of this part before anything is opened."""
        return {}

    def acting(self) -> None:
        """Take notice that the person does something, before it is done."""

    def reread(self) -> None:
        """Take notice that tables and texts were read again."""
