"""The decided tables, every row held against the rules; after an act only the rows it touched are looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from codesign import journal, schemas
from codesign.errors import Problem
from codesign.journal import Folded

SPOT = ("transcript_id", "start", "end", "code_id", "coder", "text_sha256")
"""What makes two codings one: the same words of the same text, the same code, the same coder."""
Spot = tuple[str, ...]
Row = dict[str, Any]


@dataclass
class _Table:
    """One table: its rows as decided, in order, None for one that was deleted, and what is wrong with them."""

    rows: dict[str, Row | None] = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    shown: tuple[pd.DataFrame, list[Problem]] | None = None

    def put(self, table: str, identity: str, row: Row) -> None:
        problems = tuple(_left_out(problem) for problem in schemas.row_problems(table, row)) if row else ()
        self.rows[identity] = row if row and not problems else None
        self.problems.pop(identity, None)
        if problems:
            self.problems[identity] = problems
        self.shown = None


class DecidedTables:
    """Follows what the journals lead to; tables are to be read, not changed."""

    def __init__(self) -> None:
        self._folded = journal.fold([])
        self._tables: dict[str, _Table] = {}
        self._spots: dict[Spot, dict[str, None]] = {}

    def follow(self, folded: Folded) -> None:
        """Take over a state: of one that extends the last, the rows that changed."""
        if folded is self._folded:
            return
        if folded.changed is None:
            self._tables, self._spots = {}, {}
        self._folded = folded
        for table, identity in folded.rows if folded.changed is None else folded.changed:
            self._put(table, identity)
        if folded.is_reordered:
            self._put_in_order({table for table, _ in folded.changed or ()})

    def table(self, name: str) -> tuple[pd.DataFrame, list[Problem]]:
        """Return a table, and a problem for each cell that keeps a row out of it."""
        table = self._tables.setdefault(name, _Table())
        if table.shown is None:
            problems = [problem for identity in table.rows for problem in table.problems.get(identity, ())]
            table.shown = schemas.frame(name, filter(None, table.rows.values())), problems
        return table.shown

    def codings_at(self, spot: Spot) -> Sequence[str]:
        """Return the codings of the same words with the same code by the same coder."""
        return list(self._spots.get(spot, ()))

    def _put(self, name: str, identity: str) -> None:
        table = self._tables.setdefault(name, _Table())
        if name == "codings":
            self._leave_spot(identity, table.rows.get(identity))
        table.put(name, identity, self._folded.row(name, identity))
        row = table.rows[identity]
        if name == "codings" and row is not None:
            self._spots.setdefault(spot_of(row), {})[identity] = None

    def _put_in_order(self, names: set[str]) -> None:
        """Let rows stand where they stand when all are read; rows whose making was taken back leave."""
        for name in names:
            self._tables[name].rows, before = {}, self._tables[name].rows
            self._tables[name].rows.update((row, before[row]) for table, row in self._folded.rows if table == name)

    def _leave_spot(self, identity: str, row: Mapping[str, Any] | None) -> None:
        if row is None:
            return
        there = self._spots[spot_of(row)]
        there.pop(identity, None)
        if not there:
            del self._spots[spot_of(row)]


def spot_of(row: Mapping[str, Any]) -> Spot:
    """Return what makes a coding the same as another."""
    return tuple(str(row.get(name, "")) for name in SPOT)


def _left_out(problem: Problem) -> Problem:
    return replace(problem, allowed=f"{problem.allowed}; the row is left out until then", level="unfinished")
