"""Acts that tie passages to tasks, and the first draft of a whole board from the codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from codesign.board.done import BoardError, Done, put, take
from codesign.board.positions import STEP
from codesign.board.rows import Row
from codesign.board.task_acts import Asked
from codesign.board.task_board import TaskBoard
from codesign.journal.records import Change, new_id
from codesign.phrases import count_of, listed

ROOT = "job-task"
"""The family whose codes are tasks."""


def link(board: TaskBoard, asked: Asked) -> Done:
    """Tie passages to a task."""
    task = str(board.task(asked["task"])["task_id"])
    chosen = list(asked.get("codings") or ())
    there = set(board.facts.linked(task))
    new = [one for one in board.facts.evidence.together(chosen) if one not in there and one in board.rows.of("codings")]
    number, count = board.number(task), count_of(len(chosen), "passage")
    changes = tuple(put("task_evidence", task_id=task, coding_id=one) for one in new)
    return Done(changes, f"{count} {'is' if len(chosen) == 1 else 'are'} on {number}.", f"{count} on {number}")


def unlink(board: TaskBoard, asked: Asked) -> Done:
    """Take passages off a task."""
    task = str(board.task(asked["task"])["task_id"])
    chosen = list(asked.get("codings") or ())
    there = set(board.facts.linked(task))
    gone = [one for one in board.facts.evidence.together(chosen) if one in there]
    number, count = board.number(task), count_of(len(chosen), "passage")
    changes = tuple(take("task_evidence", task_id=task, coding_id=one) for one in gone)
    return Done(
        changes, f"{count} {'is' if len(chosen) == 1 else 'are'} no longer on {number}.", f"{count} off {number}"
    )


def make_all(board: TaskBoard, _asked: Asked) -> Done:
    """Make a task of each code below Job task that has passages, under a duty for the code above it.

    A code right below Job task makes a task without a duty. A code that has a task of its name gets no second one: its
    passages go to that one.
    """
    codes, passages = board.rows.of("codes"), board.facts.evidence.codings_of_code
    draft = _Draft(board)
    for code in makeable(board):
        draft.add(code, codes[code["parent_id"]], passages[code["code_id"]])
    if not draft.changes:
        raise BoardError(
            "There is nothing to make tasks of: no code below Job task has passages that are on no task. Make codes "
            "below Job task in 01, or choose passages here. Nothing was changed."
        )
    return Done(tuple(draft.changes), draft.sentence, "tasks of all codes")


def makeable(board: TaskBoard) -> list[Row]:
    """Return the codes below Job task that have passages which are on no task."""
    codes, passages = board.rows.of("codes"), board.facts.evidence.codings_of_code
    on_tasks = {row["coding_id"] for row in board.rows.of("task_evidence").values() if row["task_id"] in board.tasks}
    below = (one for one in codes.values() if one["family"] == ROOT and one["parent_id"] in codes)
    return [one for one in below if not on_tasks.issuperset(passages.get(one["code_id"], ()))]


class _Draft:
    """The first draft of a board: what is there by name, and what is added to it."""

    def __init__(self, board: TaskBoard) -> None:
        self.changes: list[Change] = []
        self.made = {"duties": 0, "tasks": 0, "passages": 0}
        self._duties = {row["title"].casefold(): one for one, row in board.duties.items()}
        self._tasks = {row["label"].casefold(): one for one, row in board.tasks.items()}
        self._linked: dict[str, set[str]] = {}
        for row in board.rows.of("task_evidence").values():
            self._linked.setdefault(row["task_id"], set()).add(row["coding_id"])
        self._last = {"": _last(board.tasks[one] for one in board.chart.of(""))}
        self._last |= {duty: _last(board.tasks[one] for one in board.chart.of(duty)) for duty in board.duties}
        self._last_duty = _last(board.duties.values())

    def add(self, code: Mapping[str, Any], above: Mapping[str, Any], codings: list[str]) -> None:
        """Add the task of one code."""
        task = self._tasks.get(code["name"].casefold()) or self._task(code, above)
        new = [one for one in codings if one not in self._linked.get(task, set())]
        self.changes += [put("task_evidence", task_id=task, coding_id=one) for one in new]
        self._linked.setdefault(task, set()).update(new)
        self.made["passages"] += len(new)

    @property
    def sentence(self) -> str:
        """What was made, in words."""
        parts = [
            count_of(self.made["tasks"], "task"),
            *([count_of(self.made["duties"], "duty", "duties")] if self.made["duties"] else []),
            f"{count_of(self.made['passages'], 'coding')} on them",
        ]
        return f"Made {listed(parts)}. Word them as one says them at work; one undo takes all of it back."

    def _task(self, code: Mapping[str, Any], above: Mapping[str, Any]) -> str:
        duty, task = self._duty(above), new_id("task")
        self._last[duty] = self._last.get(duty, 0) + STEP
        self.changes.append(put("tasks", task_id=task, duty_id=duty, label=code["name"], position=self._last[duty]))
        self._tasks[code["name"].casefold()] = task
        self.made["tasks"] += 1
        return task

    def _duty(self, above: Mapping[str, Any]) -> str:
        if not above["parent_id"]:
            return ""
        title = above["name"]
        if title.casefold() not in self._duties:
            self._duties[title.casefold()] = duty = new_id("duty")
            self._last_duty += STEP
            self.changes.append(put("duties", duty_id=duty, title=title, position=self._last_duty))
            self.made["duties"] += 1
        return self._duties[title.casefold()]


def _last(rows: Iterable[Mapping[str, Any]]) -> int:
    return max((row["position"] or 0 for row in rows), default=0)
