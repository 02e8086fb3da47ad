"""Acts by which tasks become one, become more, or go."""

from __future__ import annotations

from codesign.board.done import BoardError, Done, put, take
from codesign.board.hanging import handed_over, taken_along
from codesign.board.task_acts import Asked, label_of, placing_of, tasks_of
from codesign.board.task_board import TaskBoard
from codesign.board.words import cardinal, named
from codesign.journal.records import Change, new_id
from codesign.phrases import listed


def merge(board: TaskBoard, asked: Asked) -> Done:
    """Join tasks into one: it gets their passages and competencies; what the others were rated stays in the journal."""
    into = board.task(asked["into"])["task_id"]
    others = [one for one in tasks_of(board, asked) if one != into]
    if not others:
        raise BoardError("Choose another task to join with this one. Nothing was changed.")
    row = {name: " ".join(str(asked[name]).split()) for name in ("label", "statement") if asked.get(name)}
    changes, left = handed_over(board, others, into)
    own = [put("tasks", task_id=into, **row)] if row else []
    gone = [take("tasks", task_id=one) for one in others]
    numbers, number = named([board.number(one) for one in others]), board.number(into)
    verb, whose = ("is", "its") if len(others) == 1 else ("are", "their")
    also = f" {_capital(left)} of {numbers} are not taken over; the journal keeps them." if left else ""
    sentence = f"{numbers} {verb} part of {number} now, with {whose} passages.{also}"
    return Done((*own, *changes, *gone), sentence, f"joining of {numbers} with {number}", made=(into,))


def split(board: TaskBoard, asked: Asked) -> Done:
    """Make several tasks of one: the first part stays the task it is, with its ratings; each has the passages named."""
    task, parts = board.task(asked["task"]), asked["parts"]
    if len(parts) < 2:
        raise BoardError("A task is split into two parts at least. Nothing was changed.")
    made = [new_id("task") for _ in parts[1:]]
    duty = task["duty_id"] if task["duty_id"] in board.duties else ""
    place = board.chart.of(duty).index(task["task_id"]) + 1
    positions = {one.row["task_id"]: one.row["position"] for one in placing_of(board, made, duty, place)}
    changes: list[Change] = [put("tasks", task_id=task["task_id"], **_worded(parts[0]))]
    for identity, part in zip(made, parts[1:], strict=True):
        changes.append(put("tasks", task_id=identity, duty_id=duty, **_worded(part), position=positions.pop(identity)))
    changes += [put("tasks", task_id=one, position=position) for one, position in positions.items()]
    changes += _divided(board, task["task_id"], [task["task_id"], *made], parts)
    number = board.number(task["task_id"])
    labels = listed([f"“{_worded(part)['label']}”" for part in parts])
    sentence = f"{number} is {cardinal(len(parts))} tasks now: {labels}. Its ratings stay with the first."
    return Done(tuple(changes), sentence, f"splitting of {number}")


def drop(board: TaskBoard, asked: Asked) -> Done:
    """Take tasks away with everything that hangs on them."""
    tasks = tasks_of(board, asked)
    changes, along = taken_along(board, tasks)
    numbers = named([board.number(one) for one in tasks])
    also = f", with {along}" if along else ""
    verb = "is" if len(tasks) == 1 else "are"
    gone = [take("tasks", task_id=one) for one in tasks]
    return Done(
        (*changes, *gone), f"{numbers} {verb} taken away{also}. Undo brings it back.", f"taking away of {numbers}"
    )


def _divided(board: TaskBoard, task: str, parts: list[str], asked: list[Asked]) -> list[Change]:
    """Return the changes that give each part its passages; what is named for no part stays with the first."""
    before = set(board.facts.linked(task))
    wanted = [set(board.facts.evidence.together(one.get("codings") or ())) & before for one in asked]
    elsewhere = set().union(*wanted[1:])
    wanted[0] |= before - elsewhere
    gone = [take("task_evidence", task_id=task, coding_id=one) for one in sorted(before - wanted[0])]
    new = [
        put("task_evidence", task_id=part, coding_id=one)
        for part, own in zip(parts[1:], wanted[1:], strict=True)
        for one in sorted(own)
    ]
    return [*gone, *new]


def _worded(part: Asked) -> dict[str, str]:
    return {"label": label_of(part), "statement": " ".join(str(part.get("statement") or "").split())}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
