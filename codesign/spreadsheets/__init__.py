"""Tables in and out of spreadsheets: text stays text, nothing becomes a formula, the same bytes each time."""

from codesign.spreadsheets.cells import CONTINUES, FORMULA, LONGEST
from codesign.spreadsheets.reading import read_checked_rows, read_lines, read_rows
from codesign.spreadsheets.sheets import workbook_bytes
from codesign.spreadsheets.writing import csv_bytes

__all__ = [
    "CONTINUES",
    "FORMULA",
    "LONGEST",
    "csv_bytes",
    "read_checked_rows",
    "read_lines",
    "read_rows",
    "workbook_bytes",
]
