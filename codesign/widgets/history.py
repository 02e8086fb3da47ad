"""Taking back what a screen saved: the rows as they were before, kept while the workbook is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.journal import Change
from codesign.widgets.screen import rows_of


@dataclass(frozen=True)
class Act:
    """What was done, in a few words, and the changes that take it back."""

    words: str
    back: tuple[Change, ...]


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
        for change in (one for one in changes if one.table == name):
            identity = schemas.row_id(name, change.row)
            if change.op == "put":
                rows[identity] = {**rows.get(identity, {}), **change.row}
            else:
                rows.pop(identity, None)
        result[name] = schemas.frame(name, rows.values())
    return result
