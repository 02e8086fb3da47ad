"""What on the board can be taken back and done again, in words, and why it sometimes cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codesign.board import TaskBoard, called
from codesign.board.words import named
from codesign.errors import StudyDataError
from codesign.journal import Act, Saved, Within

DONE = {"undo": "Undone", "redo": "Done again"}


@dataclass(frozen=True)
class Ways:
    """How the acts of the board are taken back and done again, and which is next."""

    undo: Callable[[], Saved | None]
    redo: Callable[[], Saved | None]
    acts: Callable[[], Within]


class TakingBack:
    """The next undo and redo of this person on the board; what was done here keeps the name it had."""

    def __init__(self, ways: Ways | None) -> None:
        self._ways = ways
        self._names: dict[str, str] = {}
        self.words = {"undo": "", "redo": ""}

    def did(self, saved: Saved, name: str) -> None:
        """Take notice of an act that was saved."""
        if self._ways is not None and saved.changes:
            self._names[saved.group] = name
            self.words = {"undo": name, "redo": ""}

    def look(self, board: TaskBoard) -> None:
        """Look up in the journal what is next."""
        if self._ways is not None:
            acts = self._ways.acts()
            self.words = {"undo": self._name(acts.undoes, board), "redo": self._name(acts.redoes, board)}

    def take(self, action: str) -> Saved | None:
        """Take the last act back, or do it again; None where there is nothing to."""
        if self._ways is None:
            return None
        return self._ways.undo() if action == "undo" else self._ways.redo()

    def refusal(self, action: str, error: StudyDataError, board: TaskBoard) -> str:
        """Return why an act is not taken back: who changed what meanwhile."""
        what = self.words[action] or "the last act"
        numbers = sorted({board.number(problem.row_id) for problem in error.problems if problem.where == "tasks"})
        changed = [problem for problem in error.problems if problem.allowed == "changed it since"]
        if changed:
            who = " and ".join(sorted({problem.value for problem in changed} - {""})) or "Somebody"
            why = f"{who} changed {named(numbers) if numbers else 'it'} since"
        else:
            why = f"{named(numbers) if numbers else 'Something'} {'rests' if len(numbers) < 2 else 'rest'} on it by now"
        return f"Not {DONE[action].lower()}: {what}. {why}. Nothing was changed."

    def _name(self, act: Act | None, board: TaskBoard) -> str:
        group = act.operations[0].group if act else ""
        return self._names.get(group) or called(act, board)
