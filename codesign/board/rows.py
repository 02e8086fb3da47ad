"""The rows of a study by id, laid over with what is done on the board; frames are made again only when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.journal.records import Change

Row = dict[str, Any]


class Rows:
    """All tables of a study as rows; rows that stay as they are stay the same objects."""

    def __init__(self, tables: schemas.Tables) -> None:
        self._frames: dict[str, pd.DataFrame] = dict(schemas.complete(tables))
        self._rows: dict[str, dict[str, Row]] = {}
        self._stale: set[str] = set()

    def of(self, table: str) -> Mapping[str, Row]:
        """Return the rows of a table by id, in order."""
        if table not in self._rows:
            self._rows[table] = {schemas.row_id(table, row): row for row in schemas.records(self._frames[table])}
        return self._rows[table]

    def frame(self, table: str) -> pd.DataFrame:
        """Return a table."""
        if table in self._stale:
            self._frames[table] = schemas.frame(table, self._rows[table].values())
            self._stale.discard(table)
        return self._frames[table]

    def tables(self, *names: str) -> dict[str, pd.DataFrame]:
        """Return the tables named, all where none is."""
        return {name: self.frame(name) for name in names or self._frames}

    def apply(self, changes: Sequence[Change]) -> None:
        """Make changes."""
        for change in changes:
            rows = self._own(change.table)
            identity = schemas.row_id(change.table, change.row)
            if change.op == "delete":
                rows.pop(identity, None)
            else:
                rows[identity] = {**(rows.get(identity) or _blank(change.table)), **change.row}

    def replace(self, tables: schemas.Tables) -> set[str]:
        """Take the tables as they were read again and return the names of those that differ."""
        changed = {name for name in tables if name not in self._frames or not tables[name].equals(self.frame(name))}
        for name in changed:
            self._frames[name] = tables[name]
            self._rows.pop(name, None)
            self._stale.discard(name)
        return changed

    def _own(self, table: str) -> dict[str, Row]:
        rows = self._rows[table] = dict(self.of(table)) if table not in self._stale else self._rows[table]
        self._stale.add(table)
        return rows


def _blank(table: str) -> Row:
    """Return the row of a table that has its defaults only."""
    model = schemas.TABLES[table]
    return {name: field.default for name, field in model.model_fields.items() if not field.is_required()}
