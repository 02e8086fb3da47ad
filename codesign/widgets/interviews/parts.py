"""What a part of the coding panel declares: the acts it does, the questions it answers, what it adds to the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from codesign.widgets.screen import Message

if TYPE_CHECKING:
    from codesign.widgets.interviews.panel import CodingPanel


class Part:
    """One thing the panel can do, made with the panel it belongs to."""

    def __init__(self, panel: CodingPanel) -> None:
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
