"""What hangs on a task: what goes with it when it is taken away, and what goes over to the task it is joined to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codesign import schemas
from codesign.board.done import put, take
from codesign.board.rows import Row
from codesign.board.task_board import TaskBoard
from codesign.journal.records import Change
from codesign.phrases import count_of, listed

WORDS = {
    "task_evidence": ("tie to a passage", "ties to passages"),
    "ratings": ("rating", "ratings"),
    "task_decisions": ("decision", "decisions"),
    "competency_tasks": ("tie to a competency", "ties to competencies"),
    "alignments": ("link to a framework", "links to frameworks"),
    "wording_overrides": ("remark set aside", "remarks set aside"),
    "task_proposals": ("proposal", "proposals"),
    "scan_verdicts": ("judged sentence of postings", "judged sentences of postings"),
}
"""What rows of these tables are called, one and more."""
MOVED = ("task_evidence", "competency_tasks")
"""The tables whose rows go over to the task that others are joined to."""


def naming(board: TaskBoard, task: str) -> Iterator[tuple[str, Row]]:
    """Yield every row that hangs on a task, with its table."""
    for table in WORDS:
        column = _column(table)
        for row in board.rows.of(table).values():
            if row[column] == task and (table != "wording_overrides" or row["worded"] == "tasks"):
                yield table, row


def taken_along(board: TaskBoard, tasks: Iterable[str]) -> tuple[list[Change], str]:
    """Return the changes by which all that hangs on tasks goes with them, and what that is in words."""
    rows = [one for task in tasks for one in naming(board, task)]
    return [_without(table, row) for table, row in rows], counted([table for table, _ in rows])


def handed_over(board: TaskBoard, tasks: Iterable[str], into: str) -> tuple[list[Change], str]:
    """Return the changes by which evidence and competencies go over to another task, and what does not, in words."""
    there = {table: {row[_other(table)] for of, row in naming(board, into) if of == table} for table in MOVED}
    changes: list[Change] = []
    left: list[str] = []
    for table, row in (one for task in tasks for one in naming(board, task)):
        changes.append(
            _re_tied(table, row, into) if table in ("alignments", "task_proposals") else _without(table, row)
        )
        if table not in MOVED:
            left += [table] if table in ("ratings", "task_decisions", "wording_overrides") else []
        elif row[_other(table)] not in there[table]:
            there[table].add(row[_other(table)])
            changes.append(put(table, **{**row, "task_id": into}))
    return changes, counted(left)


def counted(tables: Iterable[str]) -> str:
    """Return rows of tables in words: "3 ratings and 1 decision"; empty for none."""
    every = list(tables)
    return listed([count_of(every.count(table), *WORDS[table]) for table in WORDS if table in every], "")


def _without(table: str, row: Row) -> Change:
    if table == "task_proposals":
        return put(table, proposal_id=row["proposal_id"], task_id="", outcome="", decided_by="", decided_on="")
    return take(table, **{name: row[name] for name in schemas.TABLES[table].key})


def _re_tied(table: str, row: Row, into: str) -> Change:
    return put(table, **{name: row[name] for name in schemas.TABLES[table].key}, **{_column(table): into})


def _column(table: str) -> str:
    return {"alignments": "aligned", "wording_overrides": "row"}.get(table, "task_id")


def _other(table: str) -> str:
    return "coding_id" if table == "task_evidence" else "competency_id"
