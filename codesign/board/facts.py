"""What is known of each task: who speaks of it, how it is rated, what is decided; worked out anew only where needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from codesign import coding, schemas, tasks, voices
from codesign.board.evidence import COMES_FROM, Evidence
from codesign.board.rows import Row, Rows
from codesign.tasks import Rule
from codesign.voices import Voices

MANY = 50
"""From so many tasks on their ratings are taken from the whole table rather than row by row."""
OF_TASKS = ("task_evidence", "ratings", "task_decisions")
"""The tables whose rows say something of one task."""


@dataclass(frozen=True)
class Scope:
    """What part of the study is looked at, by which rule and cut-off, in which language, and the `role` of the job."""

    sector: str = ""
    region: str = ""
    cut_off: float = 3.0
    rule: Rule | None = None
    language: str = "en-CA"
    role: str = ""


@dataclass(frozen=True)
class TaskFacts:
    """One task: who is for and against it, its row of `tasks.summary` and its row of `tasks.decisions`."""

    voices: Voices
    summary: Mapping[str, Any]
    decision: Mapping[str, Any]


class Facts:
    """The facts of all tasks of a study; `forget` says which are worked out anew when they are next asked for."""

    def __init__(self, rows: Rows, scope: Scope) -> None:
        self._rows, self.scope = rows, scope
        self._of: dict[str, TaskFacts] = {}
        self._evidence: Evidence | None = None
        self._indexes: dict[str, dict[str, list[Row]]] = {}

    @property
    def evidence(self) -> Evidence:
        """What counts of the interviews."""
        if self._evidence is None:
            self._evidence = Evidence(self._rows.tables(), self.scope.sector, self.scope.region)
        return self._evidence

    def of(self, task: str) -> TaskFacts:
        """Return the facts of one task."""
        if task not in self._of:
            self.prepare([task])
        return self._of[task]

    def prepare(self, asked: Iterable[str]) -> None:
        """Work out the facts of many tasks at once."""
        missing = [one for one in asked if one not in self._of]
        if missing:
            self._of.update(self._computed(missing))

    def linked(self, task: str) -> list[str]:
        """Return the codings that a task is tied to."""
        return [row["coding_id"] for row in self._by_task("task_evidence").get(task, ())]

    def rows_of(self, table: str, task: str) -> Sequence[Row]:
        """Return the rows of a table that are about a task, all of them whatever the sector."""
        return self._by_task(table).get(task, ())

    def ratings(self, task: str) -> list[Row]:
        """Return the ratings of a task by raters of this part of the study."""
        raters = self._raters
        return [row for row in self._by_task("ratings").get(task, ()) if row["rater_id"] in raters]

    def forget(self, changed: Mapping[str, Collection[Mapping[str, Any]]]) -> None:
        """Forget what rests on these rows, by table."""
        if changed.keys() & {*COMES_FROM, "raters"}:
            self._evidence = None
            self._of.clear()
        for table in OF_TASKS:
            if table in changed:
                self._indexes.pop(table, None)
                for row in changed[table]:
                    self._of.pop(row["task_id"], None)

    @property
    def _raters(self) -> set[str]:
        named = (self._rows.of("raters")).values()
        return {row["rater_id"] for row in named if _speaks_for(row["sector"], self.scope.sector)}

    def _by_task(self, table: str) -> dict[str, list[Row]]:
        if table not in self._indexes:
            index: dict[str, list[Row]] = {}
            for row in self._rows.of(table).values():
                index.setdefault(row["task_id"], []).append(row)
            self._indexes[table] = index
        return self._indexes[table]

    def _computed(self, wanted: Sequence[str]) -> dict[str, TaskFacts]:
        of_tasks = self._frame("tasks", ({"task_id": one} for one in wanted))
        links = self._frame(
            "task_evidence", (row for one in wanted for row in self._by_task("task_evidence").get(one, ()))
        )
        ratings = self._ratings_of(wanted)
        decided = self._frame(
            "task_decisions", (r for one in wanted for r in self._by_task("task_decisions").get(one, ()))
        )
        shown = links.merge(self.evidence.codings, on="coding_id", how="inner")
        claims = voices.voices(shown, "task_id")
        counts = coding.task_counts(self.evidence.codings, links, of_tasks)
        scope, summed = self.scope, tasks.summary(ratings, of_tasks)
        rows = tasks.decisions(
            of_tasks,
            ratings,
            decided,
            counts,
            rule=scope.rule,
            cut_off=scope.cut_off,
            sector=scope.sector,
            region=scope.region,
            summarised=summed,
        )
        decisions, summaries = ({row["task_id"]: row for row in schemas.records(one)} for one in (rows, summed))
        return {one: TaskFacts(claims.get(one, Voices()), summaries[one], decisions[one]) for one in wanted}

    def _ratings_of(self, wanted: Sequence[str]) -> pd.DataFrame:
        if len(wanted) < MANY:
            return self._frame("ratings", (row for one in wanted for row in self.ratings(one)))
        table = self._rows.frame("ratings")
        return table[table["task_id"].isin(wanted) & table["rater_id"].isin(self._raters)]

    def _frame(self, table: str, rows: Iterable[Row]) -> pd.DataFrame:
        return schemas.frame(table, rows)


def _speaks_for(named: str, sector: str) -> bool:
    return not sector or sector in [part.strip() for part in named.split(";")]
