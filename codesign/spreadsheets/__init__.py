"""Tables in and out of spreadsheets: text stays text, nothing becomes a formula, the same bytes each time."""

from codesign.spreadsheets.cells import CONTINUES, FORMULA, LONGEST
from codesign.spreadsheets.grid import Cell, Sheet, address, merged_places, read_sheets
from codesign.spreadsheets.reading import csv_cells, read_checked_rows, read_lines, read_rows
from codesign.spreadsheets.sheets import workbook_bytes
from codesign.spreadsheets.writing import csv_bytes

__all__ = [
    "CONTINUES",
    "FORMULA",
    "LONGEST",
    "Cell",
    "Sheet",
    "address",
    "csv_bytes",
    "csv_cells",
    "merged_places",
    "read_checked_rows",
    "read_lines",
    "read_rows",
    "read_sheets",
    "workbook_bytes",
]
