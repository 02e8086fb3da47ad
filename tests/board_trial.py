"""A task board on a study in a folder, without a browser: acts, and what is there afterwards."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from store_trial import Browser
from study_trial import filled_study

from codesign import board, schemas
from codesign.board import Rows, TaskBoard
from codesign.study import Study
from codesign.widgets.board import BoardScreen
from codesign.workbook.session import Session
from codesign.workbook.task_board import task_board


class Board:
    """A board in memory: what acts come to is taken over at once."""

    def __init__(self, tables: Mapping[str, Any], texts: Mapping[str, str] | None = None, person: str = "Kim") -> None:
        self.own = TaskBoard(Rows(tables), texts or {}, person=person, today="2026-11-29")
        self.before: list[Mapping[str, Any]] = []

    def act(self, action: str, **asked: Any) -> str:
        """Do an act and return what is said of it."""
        done = board.done(self.own, action, asked)
        self.before.append(self.own.rows.tables())
        self.own.apply(done.changes)
        self.writes = len(done.changes)
        return done.sentence

    def undo(self) -> None:
        """Bring back what was there before the last act, as a study that is read again does."""
        self.own.replace(self.before.pop(), self.own.texts)

    def chart(self) -> dict[str, list[str]]:
        """The labels of the tasks under the titles of the duties, in order."""
        chart = self.own.chart
        return {
            self.own.duty_name(duty): [self.own.tasks[one]["label"] for one in chart.of(duty)] for duty in chart.rows
        }

    def numbers(self) -> list[str]:
        """The numbers of the tasks in the order of the chart."""
        chart = self.own.chart
        return [self.own.number(task) for duty in chart.rows for task in chart.of(duty)]

    def id_of(self, label: str) -> str:
        """The identity of a task or duty by its words."""
        rows = [*self.own.tasks.values(), *self.own.duties.values()]
        return next(row.get("task_id", row["duty_id"]) for row in rows if label in (row.get("label"), row.get("title")))

    def view(self) -> dict[str, Any]:
        return copy.deepcopy(board.view(self.own))


def empty_board() -> Board:
    """A board of a study with nothing in it."""
    return Board(schemas.complete({}))


def chart_of_six() -> Board:
    """Two duties of three tasks, made on the board, so that their ids are made by the tool."""
    one = empty_board()
    for title in ("Make it safe", "Run it"):
        one.act("add_duty", title=title)
        for letter in ("first", "second", "third"):
            one.act("add_task", duty=one.id_of(title), label=f"{title}, {letter}", statement="")
    return one


def work(study: Study, person: str = "Kim", **parameters: Any) -> Session:
    """The study as a run with these parameters sees it."""
    own = Study.open(study.folder, person=person, device=person)
    return Session(own, {"study": "trial", **parameters}, study.folder.parent.parent)


def page(study: Study, person: str = "Kim", **parameters: Any) -> Browser:
    """The board of a study before a person."""
    screen = task_board(work(study, person, **parameters))
    assert isinstance(screen, BoardScreen)
    return Browser(screen)


def study_in(folder: Path) -> Study:
    """The study of five people with one duty, one task, three raters."""
    return filled_study(folder)


def some_act(board: TaskBoard, dice: random.Random) -> tuple[str, dict[str, Any]]:
    """An act that can be done on the board as it stands."""
    tasks, duties = list(board.tasks), list(board.duties)
    place = dice.choice((None, 0, 1, 2, 5))
    duty = dice.choice([*duties, ""])
    acts: list[tuple[str, dict[str, Any]]] = [
        ("add_duty", {"title": f"Duty {dice.randrange(99)}", "after": dice.choice([*duties, None])}),
        ("add_task", {"duty": duty, "label": f"Label {dice.randrange(99)}", "place": place}),
    ]
    if duties:
        acts += [
            ("move_duty", {"duty": dice.choice(duties), "place": place}),
            ("drop_duty", {"duty": dice.choice(duties), "keep_tasks": True}),
        ]
    if tasks:
        some = dice.sample(tasks, dice.randint(1, min(3, len(tasks))))
        parts = [{"label": f"Part {dice.randrange(99)}", "statement": "", "codings": []} for _ in range(2)]
        acts += 3 * [("move", {"tasks": some, "duty": duty, "place": place})]
        acts += [("split", {"task": some[0], "parts": parts}), ("word", {"task": some[0], "label": "Other words"})]
        acts += [("merge", {"tasks": some, "into": some[0]})] if len(some) > 1 else [("drop", {"tasks": some})]
    return dice.choice(acts)
