"""What a screen calls a row: its number and the words that name it, never an identity that was made by the tool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from codesign import numbering, schemas
from codesign.numbering import Numbers
from codesign.widgets.screen import Row, rows_of

NAMED_BY = ("label", "title", "name", "statement", "text", "who", "body", "employer", "item")
LONGEST = 60


class RowNames:
    """The names of all rows of a study, as its tables stand."""

    def __init__(self, tables: schemas.Tables) -> None:
        self.tables = tables

    @cached_property
    def numbers(self) -> Numbers:
        """The number of every row."""
        return numbering.numbers(self.tables)

    def of(self, table: str, row: Mapping[str, Any]) -> str:
        """Return what people call a row: "A1 Purge and verify line", the number alone where there are no words.

        A row that ties others together is called by them: "C-01 / A1". A coding is called by its interview and code,
        never by its words.
        """
        key = schemas.TABLES[table].key
        if table == "codes":
            return self._code(str(row["code_id"]))
        if table == "codings":
            return f"{row['transcript_id']}, {self._code(str(row['code_id']))}"
        number = " / ".join(filter(None, (self._part(table, column, str(row[column])) for column in key)))
        words = next((str(row[name]) for name in NAMED_BY if row.get(name) and name not in key), "")
        short = words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
        return f"{number} {short}".strip()

    def references(self, target: str) -> list[Row]:
        """Return the rows of a table one can refer to, each as its identity and what people call it.

        Two codes of one name are told apart by their ids.
        """
        rows = rows_of(self.tables[target])
        names = [self.of(target, row) for row in rows]
        uses = Counter(names)
        return [
            {"value": identity, "label": name if uses[name] == 1 or target != "codes" else f"{name} ({identity})"}
            for identity, name in ((schemas.row_id(target, row), name) for row, name in zip(rows, names, strict=True))
        ]

    def number(self, table: str, row: Mapping[str, Any]) -> str:
        """Return the number of a row, with the one it had before it was moved."""
        return self.numbers.in_full(table, str(row[schemas.TABLES[table].key[0]]))

    def _part(self, table: str, column: str, value: str) -> str:
        target = schemas.TABLES[table].references.get(column, table)
        if target == "codings":
            return self._coding(value)
        if target == "codes":
            return self._code(value)
        return self.numbers.of(target, value)

    def _code(self, code_id: str) -> str:
        return self._codes.get(code_id, code_id)

    def _coding(self, coding_id: str) -> str:
        return self._codings.get(coding_id, "a passage that is gone")

    @cached_property
    def _codes(self) -> dict[str, str]:
        codes = self.tables["codes"]
        return dict(zip(codes["code_id"], codes["name"], strict=True))

    @cached_property
    def _codings(self) -> dict[str, str]:
        codings = self.tables["codings"]
        places = zip(codings["coding_id"], codings["transcript_id"], codings["code_id"], strict=True)
        return {coding: f"{transcript}, {self._code(code)}" for coding, transcript, code in places}


_latest: list[RowNames] = []


def names_in(tables: schemas.Tables) -> RowNames:
    """Return the names of the rows of these tables, made once for as long as they are the same."""
    if not _latest or _latest[0].tables is not tables:
        _latest[:] = [RowNames(tables)]
    return _latest[0]
