"""Tables that came as .csv or .xlsx, every cell as the text its reader sees."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from itertools import islice
from typing import Any

from codesign import readers
from codesign.errors import RefusedFile
from codesign.spreadsheets.cells import words

Line = tuple[int, list[str]]
"""A row as it stands in a file: its line, counted from 1, and its cells."""
_UNREADABLE = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, SyntaxError, EOFError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
SAMPLE, ROWS_OF_SAMPLE = 200_000, 40
"""As many characters and rows of a .csv are looked at to find what separates its cells."""
_ESCAPED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)")


def read_rows(name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of a .csv or .xlsx file, every cell as text, trimmed; empty rows are left out.

    Separator and encoding are found from the file; of a workbook, the first visible sheet that has cells is read.
    A number that Excel shows with leading zeros keeps them.

    Raises
    ------
    RefusedFile
        where the file is not safe to read, or no table: repeated columns, cells without a column, quotation marks
        that do not close.
    """
    readers.preflight(name, content)
    return read_checked_rows(name, content)


def read_checked_rows(name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of a file that passed `readers.preflight`, as `read_rows` does."""
    if not name.lower().endswith(readers.TABLE_FORMATS):
        raise RefusedFile(f"{name} is not a table. Save it from a spreadsheet as .csv or .xlsx, then try again.")
    lines = _xlsx_lines(name, content) if name.lower().endswith(".xlsx") else _csv_lines(name, content)
    header, *rest = lines or [(1, [])]
    columns = [cell.strip() for cell in header[1]]
    _check_shape(name, columns, rest)
    rows = [dict(zip(columns, (cell.strip() for cell in cells), strict=False)) for _, cells in rest]
    return [{column: row.get(column, "") for column in columns if column} for row in rows if any(row.values())]


def read_lines(name: str, content: bytes) -> tuple[list[Line], int]:
    """Return the filled rows of a table as they stand, headings too, and how many rows between them are empty.

    Each has its row as a spreadsheet shows it, counted from 1: a cell of a .csv that goes over several lines is in one
    row. Nothing is said of headings, so that a table with several rows of them, or with two alike, can be read.
    """
    readers.preflight(name, content)
    if not name.lower().endswith(readers.TABLE_FORMATS):
        raise RefusedFile(f"{name} is not a table. Save it from a spreadsheet as .csv or .xlsx, then try again.")
    lines = _xlsx_lines(name, content) if name.lower().endswith(".xlsx") else _csv_rows(name, content)
    return lines, (lines[-1][0] - len(lines) if lines else 0)


def _check_shape(name: str, columns: list[str], lines: list[Line]) -> None:
    """Refuse a table in which a column stands twice or a filled cell stands under no column."""
    repeated = sorted({column for column in columns if column and columns.count(column) > 1})
    faults = [f"The column “{column}” stands there twice; rename one" for column in repeated]
    named = {place for place, column in enumerate(columns) if column}
    for number, cells in lines:
        stray = [cell.strip() for place, cell in enumerate(cells) if cell.strip() and place not in named]
        if stray:
            faults.append(f"Line {number}: “{stray[0][:40]}” stands under no column; give it a heading or empty it")
    if faults:
        more = f" And {len(faults) - 5} more." if len(faults) > 5 else ""
        raise RefusedFile(f"{name} was not read, and nothing has changed. " + ". ".join(faults[:5]) + f".{more}")


def csv_cells(name: str, content: bytes) -> list[list[str]]:
    """Return the lines of a .csv that hold anything, each cell as it stands; RefusedFile where it is no table."""
    return [cells for _, cells in _csv_lines(name, content)]


def _csv_lines(name: str, content: bytes) -> list[Line]:
    return [(line, cells) for _row, line, cells in _csv_records(name, content)]


def _csv_rows(name: str, content: bytes) -> list[Line]:
    return [(row, cells) for row, _line, cells in _csv_records(name, content)]


def _csv_records(name: str, content: bytes) -> list[tuple[int, int, list[str]]]:
    """Return the filled records of a .csv, each with its place among all of them and with the line it ends in."""
    text = readers.decode(content)[0].lstrip("\ufeff").replace("\0", "\ufffd")
    stated = re.match(r"(?i)sep=(.)\r?\n", text)
    body = text[stated.end() :] if stated else text
    csv.field_size_limit(max(len(body) + 1, 131_072))
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=stated[1] if stated else _separator(body), strict=True)
    records: list[tuple[int, int, list[str]]] = []
    try:
        records.extend(
            (row, reader.line_num, cells) for row, cells in enumerate(reader, 1) if any(cell.strip() for cell in cells)
        )
    except csv.Error as error:
        started = records[-1][1] + 1 if records else 1
        raise RefusedFile(
            f"{name} was not read, and nothing has changed. From line {started} on, a quotation mark opens and does "
            "not close where it should. Mend it in a spreadsheet and save it as .csv again."
        ) from error
    return records


def _separator(text: str) -> str:
    """Return what separates cells: what gives the first rows as many as there are headings, else what is most frequent.

    Headings that are sentences have more commas than there are columns.
    """
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n ").partition("\n")[0])
    return max((",", ";", "\t", "|"), key=lambda sign: (_regularity(text, sign), first.count(sign)))


def _regularity(text: str, sign: str) -> float:
    """Return the share of the first rows that have as many cells as there are headings; 0 where that is one."""
    reader = csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=sign)
    widths = [len(cells) for cells in islice(reader, ROWS_OF_SAMPLE) if any(cell.strip() for cell in cells)]
    # The last row of a sample may be cut.
    rows = widths[1:-1] if len(text) > SAMPLE and len(widths) < ROWS_OF_SAMPLE else widths[1:]
    return sum(width == widths[0] for width in rows) / len(rows) if rows and widths[0] > 1 else 0.0


def _xlsx_lines(name: str, content: bytes) -> list[Line]:
    # Only when an .xlsx comes in: loading what reads it takes a tenth of the start of every command.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return next((lines for lines in map(_sheet_lines, sheets) if lines), [])
    except _UNREADABLE as error:
        raise RefusedFile(
            f"{name} cannot be read as a spreadsheet. Open it in Excel and save it again as .xlsx."
        ) from error


def _sheet_lines(sheet: Any) -> list[Line]:
    # Some programs write a wrong size into the file; Excel ignores it, and so do we.
    sheet.reset_dimensions()
    lines = [(number, [_shown(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), 1)]
    return [(number, cells) for number, cells in lines if any(cells)]


def _shown(cell: Any) -> str:
    """Return a cell as its reader sees it; `00012` may be the number 12 in a format of zeros."""
    shown = _ESCAPED.sub("_", words(cell.value))
    pattern = str(getattr(cell, "number_format", "") or "")
    return shown.zfill(len(pattern)) if re.fullmatch("0{2,}", pattern) and shown.isdigit() else shown
