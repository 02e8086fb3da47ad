"""The cells of an .xlsx as they stand: values, formulas, dates, merged and hidden ones."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from codesign.errors import RefusedFile
from codesign.spreadsheets import address, merged_places, read_sheets
from codesign.spreadsheets.grid import place


def saved(book: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_part(content: bytes, before: str, after: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before.encode(), after.encode()))
    return written.getvalue()


def value_of(typed: Any) -> Any:
    """What is read of a cell into which something was typed."""
    book = openpyxl.Workbook()
    book.active["A1"] = typed
    return read_sheets("a.xlsx", saved(book))[0].cells[1, 1].value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (4, 4.0),
        (4.5, 4.5),
        ("four", "four"),
        (" 4 ", " 4 "),
        (True, True),
        ("a & <b>\nc", "a & <b>\nc"),
        (date(2026, 5, 4), datetime(2026, 5, 4)),  # noqa: DTZ001 - as a spreadsheet has it
        ("été", "été"),
    ],
)
def test_a_cell_is_read_as_it_was_typed(typed: Any, value: Any):
    assert value_of(typed) == value


def test_runs_of_several_fonts_are_one_text():
    assert value_of(CellRichText("lock ", TextBlock(InlineFont(b=True), "out"))) == "lock out"


def test_a_formula_is_told_with_its_result_and_without():
    book = openpyxl.Workbook()
    book.active["A1"] = "=2+2"
    content = saved(book)
    (without,) = read_sheets("a.xlsx", content)[0].cells.values()
    (result,) = read_sheets("a.xlsx", with_part(content, "<v></v>", "<v>4</v>"))[0].cells.values()
    assert (without.value, without.formula) == (None, "=2+2")
    assert (result.value, result.formula) == (4.0, "=2+2")


def test_an_error_is_told():
    book = openpyxl.Workbook()
    book.active["A1"] = "#N/A"
    (cell,) = read_sheets("a.xlsx", saved(book))[0].cells.values()
    assert cell.is_error


def test_merged_cells_hidden_lines_and_hidden_sheets_are_told():
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("More")
    first["A1"] = 1
    first.merge_cells("A1:B2")
    first.row_dimensions[3].hidden = True
    first["A3"] = 2
    second.sheet_state = "veryHidden"
    sheets = read_sheets("a.xlsx", saved(book))
    assert [(sheet.title, sheet.is_hidden) for sheet in sheets] == [("Sheet", False), ("More", True)]
    assert sheets[0].merged == ("A1:B2",)
    assert sheets[0].hidden_lines == {3}
    assert list(merged_places("A1:B2")) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_places_have_the_names_people_read():
    for named in ("A1", "Z9", "AA10", "XFD1048576"):
        assert address(*place(named)) == named
    with pytest.raises(ValueError, match="is no cell"):
        place("12")


def test_what_is_no_workbook_is_refused_in_words():
    with pytest.raises(RefusedFile, match="cannot be read as a spreadsheet"):
        read_sheets("a.xlsx", b"PK")
