"""The rows of tables by id, indexed once as long as a table stays the same, and what a page has of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from codesign import schemas
from codesign.journal import Change
from codesign.widgets.history import laid_over
from codesign.widgets.screen import Message, Row

Names = Callable[[Row], str]


class HeldTables:
    """All tables of a study, their rows found by id."""

    def __init__(self, tables: schemas.Tables) -> None:
        self.tables: dict[str, pd.DataFrame] = dict(tables)
        self._rows: dict[str, dict[str, Row]] = {}

    def rows(self, table: str) -> Mapping[str, Row]:
        """Return the rows of a table by id, in order."""
        if table not in self._rows:
            self._rows[table] = {schemas.row_id(table, row): row for row in schemas.records(self.tables[table])}
        return self._rows[table]

    def apply(self, changes: Sequence[Change]) -> None:
        """Make changes; rows that stay as they are stay the same objects."""
        self.tables = dict(self.tables)
        for name in {change.table for change in changes}:
            rows = laid_over(self.rows(name), changes, name)
            self.tables[name] = schemas.frame(name, rows.values())
            # A row that is new has only the columns that were typed; a table has all.
            whole = schemas.columns(name)
            fresh = {one: row for one, row in rows.items() if len(row) < len(whole)}
            filled = schemas.records(schemas.frame(name, fresh.values()))
            self._rows[name] = {**rows, **dict(zip(fresh, filled, strict=True))}

    def replace(self, tables: schemas.Tables) -> None:
        """Take the tables as they were read again; those that hold the same rows stay as they are."""
        changed = {
            name: table
            for name, table in tables.items()
            if name not in self.tables or not table.equals(self.tables[name])
        }
        if changed:
            self.tables = {**self.tables, **changed}
        self._rows = {name: rows for name, rows in self._rows.items() if name not in changed}


class ToldRows:
    """Which rows a page has, in order, so that only news of them travel."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Row, str]] = {}

    def all(self, rows: Mapping[str, tuple[Row, str]]) -> None:
        """Hold that the page gets all of these now, each with its name."""
        self._rows = dict(rows)

    def news(self, rows: Mapping[str, tuple[Row, str]]) -> Message:
        """Return what the page must know to have these: rows that changed or are new, those gone, and their places.

        `after` names for each row that is new, or stands elsewhere now, the one above it; `order` is given instead
        where many rows changed places.
        """
        before, self._rows = self._rows, dict(rows)
        changed = [one for one, row in rows.items() if before.get(one) != row]
        gone = [one for one in before if one not in rows]
        news: Message = {"changed": changed, "gone": gone}
        new = {one for one in changed if one not in before}
        for placed in (new, set(changed)):
            if _without(before, placed, rows) == _without(rows, placed, before):
                above = dict(zip(rows, ("", *rows), strict=False)) if placed else {}
                return {**news, "after": {one: above[one] for one in rows if one in placed}}
        return {**news, "order": list(rows)}


def _without(ids: Iterable[str], left_out: set[str], there: Mapping[str, object]) -> list[str]:
    return [one for one in ids if one in there and one not in left_out]
