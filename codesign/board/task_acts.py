"""Acts on tasks: adding, wording, moving, joining, splitting, taking away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from codesign.board.done import BoardError, Done, put
from codesign.board.positions import placed
from codesign.board.task_board import TaskBoard
from codesign.board.words import cardinal, named, ordinal
from codesign.journal.records import Change, new_id

Asked = Mapping[str, Any]
FIRST_DAY: Mapping[bool | None, str] = {
    True: "is expected on the first day",
    False: "is not expected on the first day",
    None: "says nothing of the first day",
}


def add_task(board: TaskBoard, asked: Asked) -> Done:
    """Add a task at a place of a duty, with the passages it is made of."""
    task, duty = new_id("task"), _duty_of(board, asked)
    row = {"duty_id": duty, "label": label_of(asked), "statement": str(asked.get("statement") or "").strip()}
    placing = placing_of(board, [task], duty, asked.get("place"))
    others = [one for one in placing if one.row["task_id"] != task]
    own = next(one for one in placing if one.row["task_id"] == task)
    links = [
        put("task_evidence", task_id=task, coding_id=one)
        for one in board.facts.evidence.together(asked.get("codings") or ())
    ]
    changes = (put("tasks", task_id=task, **row, position=own.row["position"]), *others, *links)
    return Done(changes, f"Added “{row['label']}” to {board.duty_name(duty)}.", f"new task “{row['label']}”")


def word(board: TaskBoard, asked: Asked) -> Done:
    """Word a task's label, its statement, or both."""
    task = board.task(asked["task"])["task_id"]
    row: dict[str, Any] = {}
    if asked.get("label") is not None:
        row["label"] = label_of(asked)
    if asked.get("statement") is not None:
        row["statement"] = str(asked["statement"]).strip()
    number = board.number(task)
    return Done((put("tasks", task_id=task, **row),), f"{number} is worded anew.", f"wording of {number}")


def entry(board: TaskBoard, asked: Asked) -> Done:
    """Say whether a task is expected on the first day."""
    task, value = board.task(asked["task"])["task_id"], asked.get("value")
    words = FIRST_DAY.get(value if isinstance(value, bool) else None, "")
    number = board.number(task)
    change = put("tasks", task_id=task, entry_level=value if isinstance(value, bool) else None)
    return Done((change,), f"{number} {words}.", f"first day of {number}")


def move(board: TaskBoard, asked: Asked) -> Done:
    """Move tasks, in the order they are named, to a place in a duty; `place` counts the cards that stay, from 0."""
    moved = tasks_of(board, asked)
    duty = _duty_of(board, asked)
    changes = placing_of(board, moved, duty, asked.get("place"))
    numbers = named([board.number(one) for one in moved])
    order = at_place(board.chart.of(duty), moved, asked.get("place"))
    where = f"{ordinal(order.index(moved[0]) + 1)} of {cardinal(len(order))} in {board.duty_name(duty)}"
    verb = "is" if len(moved) == 1 else "are"
    return Done(tuple(changes), f"{numbers} {verb} now {where}.", "move of", tuple(moved))


def placing_of(board: TaskBoard, moved: Sequence[str], duty: str, place: object) -> list[Change]:
    """Return the changes that put tasks at a place of a duty: as few rows as it takes."""
    order = at_place(board.chart.of(duty), moved, place)
    positions = {one: board.tasks[one]["position"] or 0 for one in order if one in board.tasks}
    written = placed(order, set(moved), positions)
    return [_placing(board, task, duty, position) for task, position in written.items()]


def _placing(board: TaskBoard, task: str, duty: str, position: int) -> Change:
    is_elsewhere = task in board.tasks and board.tasks[task]["duty_id"] != duty
    return put("tasks", task_id=task, **({"duty_id": duty} if is_elsewhere else {}), position=position)


def at_place(row: Sequence[str], moved: Sequence[str], place: object) -> list[str]:
    """Return a row with some of it at a place, counted among those that stay, from 0; None: at the end."""
    staying = [one for one in row if one not in set(moved)]
    at = len(staying) if place is None else max(0, min(int(str(place)), len(staying)))
    return [*staying[:at], *moved, *staying[at:]]


def tasks_of(board: TaskBoard, asked: Asked) -> list[str]:
    """Return the tasks that an act names, each once."""
    tasks = list(dict.fromkeys(str(board.task(one)["task_id"]) for one in asked["tasks"]))
    if not tasks:
        raise BoardError("No task is chosen. Nothing was changed.")
    return tasks


def _duty_of(board: TaskBoard, asked: Asked) -> str:
    return str(board.duty(asked["duty"])["duty_id"]) if asked.get("duty") else ""


def label_of(asked: Asked) -> str:
    """Return the label that an act gives a task; BoardError for none."""
    label = " ".join(str(asked.get("label") or "").split())
    if not label:
        raise BoardError("A task needs a label: a verb and what it is done to. Nothing was changed.")
    return label
