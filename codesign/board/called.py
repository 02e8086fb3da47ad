"""What an act is called that is read from the journal: "move of A2", "3 passages on B1"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codesign.board.task_board import TaskBoard
from codesign.board.words import named
from codesign.journal.fold import Act
from codesign.journal.records import Operation
from codesign.phrases import count_of

PLACE = {"duty_id", "position"}
WORDING = {"label", "statement"}
KINDS = {
    "ratings": "rating of",
    "task_decisions": "decision on",
    "wording_overrides": "remark on",
    "competency_tasks": "competency of",
    "alignments": "framework of",
    "scan_verdicts": "judged sentence of",
}


def called(act: Act | None, board: TaskBoard) -> str:
    """Return what an act on the board is called; empty for none."""
    if act is None:
        return ""
    by_table: dict[str, list[Operation]] = {}
    for one in act.operations:
        if one.op != "undo":
            by_table.setdefault(one.table, []).append(one)
    if by_table.keys() == {"numbers"}:
        return "numbers in order"
    for table, words in (("tasks", _of_tasks), ("duties", _of_duties), ("side_list_items", _of_lines)):
        if table in by_table:
            return words(act, by_table[table], board)
    return _of_rows(act, by_table, board)


def _of_tasks(act: Act, operations: list[Operation], board: TaskBoard) -> str:
    gone = [one.row for one in operations if one.op == "delete"]
    made = [one.row for one in operations if ("tasks", one.row) in act.made]
    if gone:
        return f"taking away of {named([board.number(one) for one in gone])}"
    if made:
        return (
            f"new task “{act.rows['tasks', made[0]].get('label', '')}”" if len(made) == 1 else f"{len(made)} new tasks"
        )
    moved = [one.row for one in operations if "duty_id" in one.fields] or [one.row for one in operations]
    fields = {name for one in operations for name in one.fields}
    what = "move" if fields <= PLACE else "wording" if fields <= WORDING else "change"
    return f"{what} of {named([board.number(one) for one in moved])}"


def _of_duties(act: Act, operations: list[Operation], board: TaskBoard) -> str:
    first = operations[0]
    if ("duties", first.row) in act.made:
        return f"new duty “{act.rows['duties', first.row].get('title', '')}”"
    what = "taking away" if first.op == "delete" else "move" if set(first.fields) <= PLACE else "title"
    return f"{what} of duty {board.number_in('duties', first.row)}"


def _of_lines(act: Act, operations: list[Operation], _board: TaskBoard) -> str:
    first = operations[0]
    text = act.rows["side_list_items", first.row].get("text", "")
    if ("side_list_items", first.row) in act.made:
        return f"new line “{text}”"
    return f"{'taking away' if first.op == 'delete' else 'change'} of “{text}”"


def _of_rows(act: Act, by_table: Mapping[str, list[Operation]], board: TaskBoard) -> str:
    table, operations = next(iter(by_table.items()))
    rows = [act.rows.get((table, one.row), {}) for one in operations]
    numbers = named(list(dict.fromkeys(_number(row, board) for row in rows)))
    if table == "task_evidence":
        where = "off" if operations[0].op == "delete" else "on"
        return f"{count_of(len(operations), 'coding')} {where} {numbers}"
    if table in KINDS:
        return f"{KINDS[table]} {numbers}"
    return "proposal" if table == "task_proposals" else "line of a list"


def _number(row: Mapping[str, Any], board: TaskBoard) -> str:
    return board.number(str(row.get("task_id") or row.get("row") or row.get("aligned") or ""))
