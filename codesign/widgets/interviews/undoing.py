"""Undo and redo in the coding panel: by the journal where there is one, else by what was done since it was opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codesign.journal import Saved
from codesign.widgets.interviews.parts import Panel, Part
from codesign.widgets.screen import Message, Row

Undo = Callable[[], "Saved | None"]


class Undoing(Part):
    """Takes back and redoes the person's last act, in whichever interview it was."""

    def __init__(self, panel: Panel, on_undo: Undo | None = None, on_redo: Undo | None = None) -> None:
        super().__init__(panel)
        self._ways = {"undo": on_undo, "redo": on_redo}

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """The acts by name: undo and redo."""
        return {"undo": self._take_back, "redo": self._take_back}

    def _take_back(self, message: Message) -> Message:
        action = str(message["action"])
        before = dict(self.panel.codings)
        way = self._ways[action]
        at = self._by_journal(way) if way and self.panel.can_read_again else self._by_memory(action)
        if not at:
            return self.panel.answer("", f"There is nothing to {action}.")
        return self.panel.answer(at, _sentence(action, before, self.panel.codings))

    def _by_journal(self, way: Undo) -> str:
        saved = way()
        if saved is None:
            return ""
        self.panel.read_again()
        return saved.at

    def _by_memory(self, action: str) -> str:
        saved = self.panel.save_back() if action == "undo" else None
        return saved.at if saved else ""


def _sentence(action: str, before: Mapping[str, Row], after: Mapping[str, Row]) -> str:
    changed = [one for one in before.keys() | after.keys() if before.get(one) != after.get(one)]
    places = sorted({str((before.get(one) or after[one])["transcript_id"]) for one in changed})
    done = "Undone" if action == "undo" else "Done again"
    return f"{done} in {', '.join(places)}." if places else f"{done}: your last act was not a coding."
