"""Every act on the board by the name under which the page asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codesign.board import duty_acts, evidence_acts, joining_acts, judging_acts, list_acts, proposal_acts, task_acts
from codesign.board.done import BoardError, Done
from codesign.board.task_board import NUMBERED, TaskBoard
from codesign.board.words import named

Act = Callable[[TaskBoard, Mapping[str, Any]], Done]
ACTIONS: Mapping[str, Act] = {
    "add_duty": duty_acts.add_duty,
    "word_duty": duty_acts.word_duty,
    "move_duty": duty_acts.move_duty,
    "drop_duty": duty_acts.drop_duty,
    "number_anew": duty_acts.number_anew,
    "add_task": task_acts.add_task,
    "word": task_acts.word,
    "entry": task_acts.entry,
    "move": task_acts.move,
    "merge": joining_acts.merge,
    "split": joining_acts.split,
    "drop": joining_acts.drop,
    "link": evidence_acts.link,
    "unlink": evidence_acts.unlink,
    "make_all": evidence_acts.make_all,
    "decide": judging_acts.decide,
    "set_aside": judging_acts.set_aside,
    "rate": judging_acts.rate,
    "list_add": list_acts.list_add,
    "list_word": list_acts.list_word,
    "list_move": list_acts.list_move,
    "list_drop": list_acts.list_drop,
    "list_link": list_acts.list_link,
    "propose": proposal_acts.propose,
}


def done(board: TaskBoard, action: str, asked: Mapping[str, Any]) -> Done:
    """Return what an act comes to, with the numbers that rows get; BoardError where it cannot be done."""
    if action not in ACTIONS:
        raise BoardError(f"The board knows no act “{action}”. Nothing was changed.")
    result = ACTIONS[action](board, asked)
    changes = board.numbered(result.changes)
    made = result.made or _made(board, result)
    now = {one.row["row"]: one.row["number"] for one in changes if one.table == "numbers"}
    numbers = named([now.get(task) or board.number(task) for task in result.about])
    name = f"{result.called} {numbers}" if result.about else result.called
    return Done(tuple(changes), result.sentence, name, result.about, made)


def _made(board: TaskBoard, result: Done) -> tuple[str, ...]:
    """Return the duties and tasks that an act adds."""
    rows = ((one.table, one.row) for one in result.changes if one.op == "put" and one.table in NUMBERED)
    ids = (str(row["task_id" if table == "tasks" else "duty_id"]) for table, row in rows)
    return tuple(one for one in ids if one not in board.tasks and one not in board.duties)
