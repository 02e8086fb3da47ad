"""A table as CSV, for people or for reading back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from codesign.spreadsheets.cells import CONTROL, FORMULA, plain


def csv_bytes(table: pd.DataFrame, *, for_people: bool) -> bytes:
    """Return a table as CSV in UTF-8.

    `for_people` adds a byte order mark, which Excel needs to read accents, and puts an apostrophe before text that a
    spreadsheet would run as a formula (ASVS 1.2.10). Files that we read back have neither: their text is exact.
    """
    shown = _shown_to_people if for_people else _exact
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n" if for_people else "\n")
    writer.writerow([shown(column) for column in table.columns])
    writer.writerows(zip(*([shown(value) for value in table.iloc[:, at]] for at in range(table.shape[1])), strict=True))
    # Once over everything: looking at each cell is a third of the work.
    return CONTROL.sub("\ufffd", text.getvalue()).encode("utf-8-sig" if for_people else "utf-8")


def _exact(value: Any) -> str:
    if isinstance(value, str):
        return value
    cell = plain(value)
    return "" if cell is None else str(cell)


def _shown_to_people(value: Any) -> str:
    if not isinstance(value, str):
        cell = plain(value)
        return _shown_to_people(cell) if isinstance(cell, str) else _exact(cell)
    return f"'{value}" if value.startswith(FORMULA) else value
