"""Undo and redo on a screen that changes a few tables: of the acts on any of them the last one of this person."""

from __future__ import annotations

from collections.abc import Mapping

from codesign.errors import StudyDataError
from codesign.widgets.history import Acts, Undo
from codesign.widgets.screen import Refused, now


class LatestAct:
    """What a screen did last on its tables; `what` says of each table what is taken back, such as “a verdict”."""

    def __init__(self, what: Mapping[str, str], undo: Undo | None, redo: Undo | None, acts: Acts) -> None:
        self._what, self._ways, self._acts = what, {"undo": undo, "redo": redo}, acts
        self._taken_back: list[str] = []

    def did(self) -> None:
        """Take notice of a new act: what was taken back before it cannot be done again."""
        self._taken_back.clear()

    def takes(self, action: str) -> bool:
        """Return whether an action is one of undo and redo."""
        return action in self._ways

    def take(self, action: str) -> tuple[str, str]:
        """Undo or redo, and return when it was saved and what to say; the time is empty where there was nothing to do.

        Refused where a team mate changed the same meanwhile.
        """
        table = self._latest() if action == "undo" else next(iter(self._taken_back[-1:]), "")
        way = self._ways[action] if table else None
        try:
            saved = way(table) if way else None
        except StudyDataError as error:
            raise Refused(f"Not saved: a team mate changed {self._what[table]} meanwhile.") from error
        if saved is None:
            return "", f"There is nothing to {action}."
        self._taken_back = [*self._taken_back, table] if action == "undo" else self._taken_back[:-1]
        done = "Undone" if action == "undo" else "Done again"
        return saved.at or now(), f"{done}: {self._what[table]}."

    def _latest(self) -> str:
        """Return the table of these that this person changed last; empty for none."""
        acts = {table: self._acts(table)[0] for table in self._what}
        last = {table: act.operations[-1].lamport for table, act in acts.items() if act is not None}
        return max(last, key=last.__getitem__, default="")
