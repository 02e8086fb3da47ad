"""All journals as tables: the latest decision for each field, with what two people decided at once kept apart.

Each field of a row is a multi-value register: an operation replaces exactly the values its author saw (`on`).
Two values that did not see each other both stay and become a choice. The result does not depend on the order in
which files arrive, nor on any clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.journal.layers import Layers
from codesign.journal.records import Operation

Place = tuple[str, str]
"""A row: its table and its id."""


@dataclass(frozen=True)
class Choice:
    """One of the values people gave at once; `value` is None where a person deleted the row."""

    value: Any
    person: str
    at: str


@dataclass(frozen=True)
class Conflict:
    """A field that two people set without seeing each other's value; the first choice is the one in use."""

    table: str
    row: str
    field: str
    choices: tuple[Choice, ...]

    def __str__(self) -> str:
        options = " or ".join(f"“{choice.value}” ({choice.person})" for choice in self.choices)
        if self.field == "*":
            return f"{self.table} {self.row}: one person deleted it while another changed it; it is kept."
        return f"{self.table} {self.row}, {self.field}: {options}? The first is in use; enter one again to decide."


@dataclass
class _RowState:
    heads: dict[str, list[Operation]] = field(default_factory=dict)
    is_deleted: bool = False
    contested: Operation | None = None
    first: Operation | None = None

    def head_ids(self) -> list[str]:
        return sorted({operation.id for heads in self.heads.values() for operation in heads})


@dataclass(frozen=True)
class Folded:
    """The decided tables, the conflicts, and what the next operation builds on.

    `by_id` has the operations, in order. `changed` names the rows that differ from the state this one extends,
    new ones in their order; it is None where everything was folded anew. `is_reordered` says that not all new rows
    stand after those there were.
    """

    by_id: Layers[str, Operation]
    rows: Layers[Place, _RowState]
    undone: frozenset[str]
    last: Operation | None
    changed: tuple[Place, ...] | None = None
    is_reordered: bool = False

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All operations, in order."""
        return tuple(self.by_id.values())

    @property
    def lamport(self) -> int:
        """The highest logical clock."""
        return self.last.lamport if self.last else 0

    def table(self, name: str) -> pd.DataFrame:
        """Return a decided table, rows in the order they were first decided."""
        return schemas.frame(name, self.table_rows(name))

    def table_rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a decided table as mappings, in the order they were first decided."""
        columns = set(schemas.TABLES[name].model_fields)
        return [
            _values(name, row, state, columns)
            for (table, row), state in self.rows.items()
            if table == name and not state.is_deleted
        ]

    def row(self, table: str, row: str) -> dict[str, Any]:
        """Return the fields in use of one row; empty when there is no such row."""
        state = self.rows.get((table, row))
        if state is None or state.is_deleted:
            return {}
        return _values(table, row, state, set(schemas.TABLES[table].model_fields))

    def seen(self, table: str, row: str, names: Iterable[str]) -> dict[str, list[str]]:
        """Return, per field, the operations whose value is in use or on offer now."""
        state = self.rows.get((table, row))
        if state is None:
            return {}
        return {name: [op.id for op in state.heads[name]] for name in names if state.heads.get(name)}

    def seen_row(self, table: str, row: str) -> list[str]:
        """Return every operation that the row rests on now."""
        state = self.rows.get((table, row))
        return state.head_ids() if state else []

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every field that waits for a choice."""
        return tuple(conflict for table, row in self.rows for conflict in self.conflicts_of(table, row))

    def conflicts_in(self, table: str) -> list[Conflict]:
        """Return the fields of one table's rows that wait for a choice."""
        return [one for name, row in self.rows if name == table for one in self.conflicts_of(name, row)]

    def conflicts_of(self, table: str, row: str) -> tuple[Conflict, ...]:
        """Return the fields of one row that wait for a choice."""
        state = self.rows.get((table, row))
        return tuple(_row_conflicts(table, row, state)) if state and not state.is_deleted else ()


def fold(operations: Iterable[Operation]) -> Folded:
    """Return the state all operations lead to; operations seen twice count once."""
    unique = {operation.id: operation for operation in operations}
    ordered = sorted(unique.values(), key=lambda operation: operation.order)
    undone = _undone_groups(ordered)
    rows: dict[Place, _RowState] = {}
    _apply_all(ordered, rows, unique, undone)
    by_id = Layers({operation.id: operation for operation in ordered})
    return Folded(by_id, Layers(rows), frozenset(undone), ordered[-1] if ordered else None)


def _values(table: str, row: str, state: _RowState, columns: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = schemas.key_fields(table, row)
    for name, heads in state.heads.items():
        if name in columns:
            values[name] = heads[-1].fields[name]
    return values


def extended(folded: Folded, operations: Iterable[Operation]) -> Folded:
    """Return the state with more operations: the same as folding all, and quick where few rows are touched."""
    unknown = {operation.id: operation for operation in operations if operation.id not in folded.by_id}
    new = sorted(unknown.values(), key=lambda operation: operation.order)
    if not new:
        return folded
    follows = folded.last is None or new[0].order > folded.last.order
    if not follows or any(operation.op == "undo" for operation in new):
        return _refolded(folded, new, follows=follows)
    by_id = folded.by_id.laid_over({operation.id: operation for operation in new})
    places = {_place(operation) for operation in new}
    rows = {place: _copied(folded.rows[place]) for place in places if place in folded.rows}
    _apply_all(new, rows, by_id, folded.undone)
    return Folded(by_id, folded.rows.laid_over(rows), folded.undone, new[-1], tuple(rows))


def _refolded(folded: Folded, new: Sequence[Operation], *, follows: bool) -> Folded:
    """Return the state with operations among those there were: the rows they touch are folded anew, the others stay."""
    ordered = [*folded.by_id.values(), *new]
    if not follows:
        ordered.sort(key=lambda operation: operation.order)
    undone = frozenset(_undone_groups(ordered)) if any(op.op == "undo" for op in new) else folded.undone
    turned = undone ^ folded.undone
    touched = {_place(operation) for operation in ordered if operation.group in turned} | {_place(op) for op in new}
    by_id = Layers({operation.id: operation for operation in ordered})
    rows: dict[Place, _RowState] = {}
    _apply_all((operation for operation in ordered if _place(operation) in touched), rows, by_id, undone)
    changed = tuple(place for place in touched if place in rows or place in folded.rows)
    return Folded(by_id, Layers(_in_order(folded.rows, rows, touched)), undone, ordered[-1], changed, is_reordered=True)


def _in_order(before: Mapping[Place, _RowState], rows: Mapping[Place, _RowState], touched: Collection[Place]) -> Any:
    """Return the rows with those that were folded anew, in the order they were first decided."""
    if all(place in before and _first(before[place]) == _first(state) for place, state in rows.items()):
        staying = ((place, rows.get(place, state)) for place, state in before.items())
        return {place: state for place, state in staying if place not in touched or place in rows}
    every = {place: state for place, state in before.items() if place not in touched} | dict(rows)
    return dict(sorted(every.items(), key=lambda entry: _first(entry[1])))


def _place(operation: Operation) -> Place:
    return operation.table, operation.row


def _first(state: _RowState) -> tuple[int, str, str, int]:
    return state.first.order if state.first else (0, "", "", 0)


def _copied(state: _RowState) -> _RowState:
    heads = {name: list(operations) for name, operations in state.heads.items()}
    return _RowState(heads, state.is_deleted, state.contested, state.first)


def last_undoable(folded: Folded, person: str, table: str = "") -> str:
    """Return the group this person's next undo takes back, or an empty string; of a table, if one is given."""
    done, _ = _stacks(folded, person, table)
    return done[-1] if done else ""


def last_redoable(folded: Folded, person: str, table: str = "") -> str:
    """Return the undo this person's next redo takes back, or an empty string; of a table, if one is given."""
    _, taken_back = _stacks(folded, person, table)
    return taken_back[-1][1] if taken_back else ""


@dataclass(frozen=True)
class Act:
    """What a person did in one act: its operations, each row as it is or last was, and the rows that it made."""

    operations: tuple[Operation, ...]
    rows: Mapping[Place, Mapping[str, Any]]
    made: frozenset[Place]


def last_acts(folded: Folded, person: str, table: str) -> tuple[Act | None, Act | None]:
    """Return what this person's next undo and next redo of a table are about, or None."""
    done, taken_back = _stacks(folded, person, table)
    undo, redo = (done[-1] if done else ""), (taken_back[-1][0] if taken_back else "")
    of_group: dict[str, list[Operation]] = {undo: [], redo: []}
    for operation in folded.operations:
        if operation.group in of_group:
            of_group[operation.group].append(operation)
    first, second = (act_of(folded, of_group[group]) if group else None for group in (undo, redo))
    return first, second


def act_of(folded: Folded, operations: Sequence[Operation]) -> Act:
    """Return an act by its operations, each row as it is or last was."""
    rows: dict[Place, dict[str, Any]] = {}
    for operation in filter(_is_of_a_table, operations):
        place = _place(operation)
        rows[place] = {**rows.get(place, {}), **operation.fields}
    for (table, row), fields in rows.items():
        columns, state = set(schemas.TABLES[table].model_fields), folded.rows.get((table, row))
        own = _values(table, row, state, columns) if state else schemas.key_fields(table, row)
        rows[table, row] = {**fields, **own}
    made = {_place(one) for one in operations if one.op == "put" and not any(one.on.values())}
    if made:
        made -= _there_before(folded, made, min(one.order for one in operations))
    return Act(tuple(operations), rows, frozenset(made & rows.keys()))


def _there_before(folded: Folded, places: Collection[Place], order: tuple[int, str, str, int]) -> set[Place]:
    """Return which rows somebody had put before; a column that was empty till then makes no row."""
    return {
        _place(one)
        for one in folded.operations
        if one.order < order and one.op == "put" and one.group not in folded.undone and _place(one) in places
    }


def _stacks(folded: Folded, person: str, table: str) -> tuple[list[str], list[tuple[str, str]]]:
    done: list[str] = []
    taken_back: list[tuple[str, str]] = []
    last = ""
    touching: set[str] = set()
    for operation in folded.operations:
        if operation.person != person or operation.group == last:
            continue
        if table and operation.table != table and operation.target not in touching:
            continue
        last = operation.group
        touching.add(last)
        if operation.op != "undo":
            done.append(operation.group)
            taken_back = []
        elif operation.target in done:
            done.remove(operation.target)
            taken_back.append((operation.target, operation.group))
        else:
            redone = [pair for pair in taken_back if pair[1] == operation.target]
            taken_back = [pair for pair in taken_back if pair not in redone]
            done += [pair[0] for pair in redone]
    return done, taken_back


def _undone_groups(ordered: list[Operation]) -> set[str]:
    undone: set[str] = set()
    for operation in reversed(ordered):
        if operation.op == "undo" and operation.group not in undone:
            undone.add(operation.target)
    return undone


def _apply_all(
    ordered: Iterable[Operation],
    rows: dict[Place, _RowState],
    by_id: Mapping[str, Operation],
    undone: Collection[str],
) -> None:
    for operation in ordered:
        if operation.op != "undo" and operation.group not in undone and _is_of_a_table(operation):
            _apply(operation, rows.setdefault(_place(operation), _RowState(first=operation)), by_id, undone)


def _is_of_a_table(operation: Operation) -> bool:
    row = schemas.TABLES.get(operation.table)
    return row is not None and operation.row.count(schemas.KEY_SEPARATOR) == len(row.key) - 1


def _apply(operation: Operation, state: _RowState, by_id: Mapping[str, Operation], undone: Collection[str]) -> None:
    if operation.op == "delete":
        unseen = set(state.head_ids()) - _replaced(operation, "*", by_id, undone)
        state.is_deleted = not unseen
        state.contested = operation if unseen else None
        return
    state.is_deleted = False
    for name in operation.fields:
        replaced = _replaced(operation, name, by_id, undone)
        state.heads[name] = [op for op in state.heads.get(name, []) if op.id not in replaced] + [operation]


def _replaced(operation: Operation, name: str, by_id: Mapping[str, Operation], undone: Collection[str]) -> set[str]:
    """Return the operations whose value this one replaces; through an undone one, what that had replaced."""
    replaced: set[str] = set()
    waiting = list(operation.on.get(name, []))
    while waiting:
        identity = waiting.pop()
        if identity in replaced:
            continue
        replaced.add(identity)
        earlier = by_id.get(identity)
        if earlier is not None and earlier.group in undone:
            waiting += earlier.on.get(name, []) if name != "*" else [i for ids in earlier.on.values() for i in ids]
    return replaced


def _row_conflicts(table: str, row: str, state: _RowState) -> Iterable[Conflict]:
    if state.contested is not None:
        yield Conflict(table, row, "*", (Choice(None, state.contested.person, state.contested.at),))
    for name, heads in state.heads.items():
        values = {str(op.fields[name]) for op in heads}
        if len(values) > 1:
            yield Conflict(table, row, name, tuple(Choice(op.fields[name], op.person, op.at) for op in reversed(heads)))
