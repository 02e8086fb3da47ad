"""Every act on the board by the name under which the page asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codesign.board import task_acts
from codesign.board.done import BoardError, Done
from codesign.board.task_board import TaskBoard

Act = Callable[[TaskBoard, Mapping[str, Any]], Done]
ACTIONS: Mapping[str, Act] = {
    "add_task": task_acts.add_task,
    "word": task_acts.word,
    "entry": task_acts.entry,
    "move": task_acts.move,
}


def done(board: TaskBoard, action: str, asked: Mapping[str, Any]) -> Done:
    """Return what an act comes to, with the numbers that rows get; BoardError where it cannot be done."""
    if action not in ACTIONS:
        raise BoardError(f"The board knows no act “{action}”. Nothing was changed.")
    result = ACTIONS[action](board, asked)
    return Done(tuple(board.numbered(result.changes)), result.sentence, result.called)
