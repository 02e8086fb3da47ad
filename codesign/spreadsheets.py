"""Tables in and out of spreadsheets: text stays text, nothing becomes a formula, the same bytes each time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, time
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from codesign import readers
from codesign.errors import RefusedFile

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
LONGEST = 32_767
CONTINUES = " (continues; see the .csv)"
Line = tuple[int, list[str]]
"""A row as it stands in a file: its line, counted from 1, and its cells."""
_UNREADABLE = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, SyntaxError, EOFError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel files carry no time zone
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def read_rows(name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of a .csv or .xlsx file, every cell as text, trimmed; empty rows are left out.

    Separator and encoding are found from the file; of a workbook, the first visible sheet that has cells is read.
    A number that Excel shows with leading zeros keeps them.

    Raises
    ------
    RefusedFile
        where the file is no table: repeated columns, cells without a column, quotation marks that do not close.
    """
    readers.preflight(name, content)
    if not name.lower().endswith((".csv", ".xlsx")):
        raise RefusedFile(f"{name} is not a table. Save it from a spreadsheet as .csv or .xlsx, then try again.")
    lines = _xlsx_lines(name, content) if name.lower().endswith(".xlsx") else _csv_lines(name, content)
    header, *rest = lines or [(1, [])]
    columns = [cell.strip() for cell in header[1]]
    _check_shape(name, columns, rest)
    rows = [dict(zip(columns, (cell.strip() for cell in cells), strict=False)) for _, cells in rest]
    return [{column: row.get(column, "") for column in columns if column} for row in rows if any(row.values())]


def _check_shape(name: str, columns: list[str], lines: list[Line]) -> None:
    """Refuse a table in which a column stands twice or a filled cell stands under no column."""
    repeated = sorted({column for column in columns if column and columns.count(column) > 1})
    faults = [f"the column “{column}” stands there twice; rename one" for column in repeated]
    named = {place for place, column in enumerate(columns) if column}
    for number, cells in lines:
        stray = [cell.strip() for place, cell in enumerate(cells) if cell.strip() and place not in named]
        if stray:
            faults.append(f"line {number}: “{stray[0][:40]}” stands under no column; give it a heading or empty it")
    if faults:
        more = f" And {len(faults) - 5} more." if len(faults) > 5 else ""
        raise RefusedFile(f"{name} was not read, and nothing has changed. " + ". ".join(faults[:5]) + f".{more}")


def csv_bytes(table: pd.DataFrame, *, for_people: bool) -> bytes:
    """Return a table as CSV in UTF-8.

    `for_people` adds a byte order mark, which Excel needs to read accents, and puts an apostrophe before text that a
    spreadsheet would run as a formula (ASVS 1.2.10). Files that we read back have neither: their text is exact.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n" if for_people else "\n")
    writer.writerow([_csv_cell(column, for_people=for_people) for column in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow([_csv_cell(value, for_people=for_people) for value in row])
    return text.getvalue().encode("utf-8-sig" if for_people else "utf-8")


def workbook_bytes(tables: Mapping[str, pd.DataFrame]) -> bytes:
    """Return the tables as one .xlsx, a sheet a table, text never a formula, the same bytes for the same tables."""
    book = Workbook(write_only=True)
    book.properties.creator = "Co-design Workbook"
    book.properties.created = book.properties.modified = EPOCH
    for name, table in tables.items():
        _sheet(book.create_sheet(name[:31]), table)
    if not tables:
        book.create_sheet("nothing")
    raw = io.BytesIO()
    book.save(raw)
    return _same_bytes(raw.getvalue())


def _sheet(sheet: Any, table: pd.DataFrame) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, start=1):
        longest = max([len(str(column)), *(len(str(value)) for value in table[column].head(200))], default=8)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, 8), 60)
    styles = {starts: _text_style(sheet, is_formula=starts) for starts in (False, True)}
    sheet.append([_cell(sheet, column, styles, bold=True) for column in table.columns])
    for row in table.itertuples(index=False, name=None):
        sheet.append([_cell(sheet, value, styles) for value in row])


def _text_style(sheet: Worksheet, *, is_formula: bool) -> Any:
    """Return the style of text, made once a sheet: making it for each cell is most of the work."""
    cell = WriteOnlyCell(sheet, value=None)
    cell.quotePrefix = is_formula
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell._style


def _cell(sheet: Worksheet, value: Any, styles: Mapping[bool, Any], *, bold: bool = False) -> Any:
    plain = _plain(value)
    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(plain, str):
        cell.value = plain if len(plain) <= LONGEST else plain[: LONGEST - len(CONTINUES)] + CONTINUES
        cell.data_type = "s"
        cell._style = copy(styles[plain.startswith(FORMULA)]) if bold else styles[plain.startswith(FORMULA)]
    else:
        cell.value = plain
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return _words(value)
    if hasattr(value, "item"):
        return value.item()
    words = "; ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return _CONTROL.sub("\ufffd", words)


def _csv_cell(value: Any, *, for_people: bool) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    words = str(plain)
    return f"'{words}" if for_people and isinstance(plain, str) and words.startswith(FORMULA) else words


# reading ----


def _csv_lines(name: str, content: bytes) -> list[Line]:
    text = readers.decode(content)[0].lstrip("\ufeff").replace("\0", "\ufffd")
    told = re.match(r"(?i)sep=(.)\r?\n", text)
    body = text[told.end() :] if told else text
    csv.field_size_limit(max(len(body) + 1, 131_072))
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=told[1] if told else _separator(body), strict=True)
    lines: list[Line] = []
    try:
        lines.extend((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
    except csv.Error as error:
        started = lines[-1][0] + 1 if lines else 1
        raise RefusedFile(
            f"{name} was not read, and nothing has changed. From line {started} on, a quotation mark opens and does "
            "not close where it should. Mend it in a spreadsheet and save it as .csv again."
        ) from error
    return lines


def _separator(text: str) -> str:
    """Return what separates the headings: what stands between quotation marks does not count."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n ").partition("\n")[0])
    return max((",", ";", "\t", "|"), key=first.count)


def _xlsx_lines(name: str, content: bytes) -> list[Line]:
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
    words = _words(cell.value)
    pattern = str(getattr(cell, "number_format", "") or "")
    return words.zfill(len(pattern)) if re.fullmatch("0{2,}", pattern) and words.isdigit() else words


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _same_bytes(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            new.writestr(entry, _undated(name, old.read(name)), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _undated(name: str, part: bytes) -> bytes:
    return (
        re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)
        if name == "docProps/core.xml"
        else part
    )
