"""What a screen did, in words, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.journal import Act, Change, Saved
from codesign.widgets.screen import rows_of

Undo = Callable[[str], "Saved | None"]
"""Takes back, or does again, the person's last act that touched a table."""
Acts = Callable[[str], "tuple[Act | None, Act | None]"]
"""Returns what the person's next undo and next redo of a table are about."""
Named = Callable[[str, Mapping[str, Any], Mapping[str, str]], str]
"""Returns what people call a row of a table, by the numbers that rows had where they are gone."""


def no_acts(_table: str) -> tuple[None, None]:
    """Return that there is nothing to take back, for a screen without a journal."""
    return None, None


def in_words(act: Act | None, table: str, named: Named) -> str:
    """Return what was done to a table in an act, such as “change of “Purge line””; empty for none."""
    if act is None:
        return ""
    own = {one.row: one.op for one in act.operations if one.table == table}
    done = [("addition" if (table, row) in act.made else _DONE.get(op, "change")) for row, op in own.items()]
    had = {str(row["row"]): str(row["number"]) for (of, _), row in act.rows.items() if of == "numbers"}
    row = named(table, act.rows[table, next(iter(own))], had) if len(own) == 1 else ""
    others = [one.table for one in act.operations if one.op != "undo" and one.table not in (table, "numbers")]
    return worded(done, row, others)


_DONE = {"put": "change", "delete": "deletion"}


def worded(done: Sequence[str], row: str, others: Sequence[str] = ()) -> str:
    """Return an act in words: what was done to each row, the row's name where it is one, and the tables of others."""
    what = done[0] if len(set(done)) == 1 else "change"
    also = f" with {', '.join(counted_rows(others))}" if others else ""
    return f"{what} of {f'“{row}”' if len(done) == 1 else f'{len(done):,} rows'}{also}"


def counted_rows(tables: Sequence[str]) -> list[str]:
    """Return how many rows of each table, in words: "1 row of ratings"."""
    counts = {name: tables.count(name) for name in sorted(set(tables))}
    return [f"{number} row{'s' * (number > 1)} of {name.replace('_', ' ')}" for name, number in counts.items()]


def reverse(changes: Sequence[Change], tables: schemas.Tables) -> tuple[Change, ...]:
    """Return the changes that bring the tables back to what they are before `changes`."""
    return tuple(_reverse(change, tables) for change in reversed(changes))


def _reverse(change: Change, tables: schemas.Tables) -> Change:
    before = row_of(change.table, change.row, tables)
    if before is not None:
        return Change("put", change.table, before)
    key = schemas.key_fields(change.table, schemas.row_id(change.table, change.row))
    return Change("delete", change.table, key)


def row_of(table: str, row: Mapping[str, Any], tables: schemas.Tables) -> dict[str, Any] | None:
    """Return the row with the same key as it stands now, or None."""
    identity = schemas.row_id(table, row)
    return next((one for one in rows_of(tables[table]) if schemas.row_id(table, one) == identity), None)


def applied(changes: Sequence[Change], tables: schemas.Tables) -> dict[str, pd.DataFrame]:
    """Return the tables with the changes made."""
    result = dict(tables)
    for name in {change.table for change in changes}:
        rows = {schemas.row_id(name, row): row for row in rows_of(result[name])}
        result[name] = schemas.frame(name, laid_over(rows, changes, name).values())
    return result


def laid_over(rows: Mapping[str, dict[str, Any]], changes: Sequence[Change], table: str) -> dict[str, dict[str, Any]]:
    """Return a table's rows by id with the changes made; rows that stay as they are stay the same objects."""
    result = dict(rows)
    for change in (one for one in changes if one.table == table):
        identity = schemas.row_id(table, change.row)
        if change.op == "put":
            result[identity] = {**result.get(identity, {}), **change.row}
        else:
            result.pop(identity, None)
    return result
