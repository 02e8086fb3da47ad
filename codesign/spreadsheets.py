"""Tables in and out of spreadsheets: text stays text, nothing becomes a formula, the same bytes each time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
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
EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel files carry no time zone
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def read_rows(name: str, content: bytes) -> list[dict[str, str]]:
    """Return the rows of a .csv, .tsv or .xlsx file, every cell as text, trimmed; empty rows are left out.

    Separator and encoding are found from the file. Raises RefusedFile with the reason where it is no table.
    """
    readers.preflight(name, content)
    lines = _xlsx_lines(name, content) if name.lower().endswith(".xlsx") else _csv_lines(content)
    if not lines:
        return []
    header = [cell.strip() for cell in lines[0]]
    repeated = sorted({column for column in header if column and header.count(column) > 1})
    if repeated:
        raise RefusedFile(f"{name}: the column “{repeated[0]}” stands there twice. Rename one and try again.")
    rows = [dict(zip(header, [cell.strip() for cell in line], strict=False)) for line in lines[1:]]
    return [{column: row.get(column, "") for column in header if column} for row in rows if any(row.values())]


def csv_bytes(table: pd.DataFrame, *, for_people: bool) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, which Excel needs to read accents.

    `for_people` puts an apostrophe before text that a spreadsheet would run as a formula (ASVS 1.2.10); files that
    are read back by us leave it out.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n" if for_people else "\n")
    writer.writerow(table.columns)
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
    sheet.append([_cell(sheet, column, bold=True) for column in table.columns])
    for row in table.itertuples(index=False, name=None):
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Worksheet, value: Any, *, bold: bool = False) -> Any:
    plain = _plain(value)
    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(plain, str):
        cell.value = plain if len(plain) <= LONGEST else plain[: LONGEST - len(CONTINUES)] + CONTINUES
        cell.data_type = "s"
        cell.quotePrefix = plain.startswith(FORMULA)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        cell.value = plain
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, bool | int | float):
        return value
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


def _csv_lines(content: bytes) -> list[list[str]]:
    text, _, _ = readers.decode(content)
    first = text.lstrip("\ufeff").partition("\n")[0]
    separator = max((",", ";", "\t"), key=first.count)
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator))


def _xlsx_lines(name: str, content: bytes) -> list[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise RefusedFile(
            f"{name} cannot be read as a spreadsheet. Open it in Excel and save it again as .xlsx."
        ) from error
    lines = [[_words(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    return [line for line in lines if any(line)]


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _same_bytes(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _undated(name, old.read(name)), zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()


def _undated(name: str, part: bytes) -> bytes:
    return (
        re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)
        if name == "docProps/core.xml"
        else part
    )
