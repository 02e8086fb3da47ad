"""How an employer workbook looks: fonts, tints, widths, what is locked, what a cell takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codesign.spreadsheets.cells import CONTROL, LONGEST

ACCENT, INK, GREY, TINT, BAND, LINE = "0A5C73", "1F2933", "5A6675", "FFF8E1", "E7EFF2", "C5CED6"
LETTER_PAPER = 1
SIZE = 11
_MOST_PROMPT, _MOST_TITLE, _MOST_ERROR = 255, 32, 225
"""Characters that Excel shows of what is said beside a cell."""


class Dress:
    """Writes cells of a sheet in the look of the workbook; each style is made once."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        hair = Side(style="thin", color=LINE)
        self._body, self._bold = (
            Font(name="Calibri", size=SIZE, color=INK),
            Font(name="Calibri", size=SIZE, bold=True, color=INK),
        )
        self._accent = Font(name="Calibri", size=SIZE, bold=True, color=ACCENT)
        self._large = Font(name="Calibri", size=18, bold=True, color=ACCENT)
        self._grey, self._white = (
            Font(name="Calibri", size=10, color=GREY),
            Font(name="Calibri", size=10, bold=True, color="FFFFFF"),
        )
        self._wrap = Alignment(wrap_text=True, vertical="top")
        self._beside = Alignment(wrap_text=True, vertical="center")
        self._middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
        self._flat = Alignment(vertical="center")
        self._hair, self._under = Border(bottom=hair), Border(left=hair, right=hair, top=hair, bottom=hair)
        self._tint, self._band, self._head = (PatternFill("solid", fgColor=one) for one in (TINT, BAND, ACCENT))
        self._open = Protection(locked=False)

    # cells --------------------------------------------------------------------------------------------

    def _cell(self, sheet: Any, line: int, column: int, words: str, font: Any, alignment: Any = None) -> Any:
        cell = sheet.cell(line, column)
        if words:
            cell.value = CONTROL.sub("\ufffd", words)[:LONGEST]
            cell.data_type = "s"  # words that begin with = are no formula
        cell.font, cell.alignment = font, alignment or self._wrap
        return cell

    def marks(self, sheet: Any, line: int, values: Sequence[str], first: int = 1) -> None:
        """Write hidden marks beside each other."""
        for column, value in enumerate(values, start=first):
            if value:
                cell = sheet.cell(line, column)
                cell.value, cell.data_type = value, "s"

    def title(self, sheet: Any, line: int, words: str) -> int:
        """Write the title of a sheet and return the next line."""
        self._cell(sheet, line, 1, words, self._large, self._flat)
        sheet.row_dimensions[line].height = 34
        return line + 1

    def note(self, sheet: Any, line: int, words: str) -> int:
        """Write a short remark over the whole width."""
        self._cell(sheet, line, 1, words, self._grey, self._flat)
        return line + 1

    def heading(self, sheet: Any, line: int, words: str) -> int:
        """Write a heading and return the next line."""
        for column in (1, 2):
            self._cell(sheet, line, column, words if column == 1 else "", self._accent, self._flat).fill = self._band
        sheet.row_dimensions[line].height = 20
        return line + 1

    def paragraph(self, sheet: Any, line: int, heading: str, words: str) -> int:
        """Write a paragraph beside its heading and return the next line."""
        self._cell(sheet, line, 1, heading, self._bold)
        self._cell(sheet, line, 2, words, self._body)
        sheet.row_dimensions[line].height = _height(words, 96) + 5
        return line + 1

    def answer(self, sheet: Any, line: int, heading: str, mark: str, hint: str) -> int:
        """Write a question with room for its answer, and what to write in small letters below."""
        self._cell(sheet, line, 1, heading, self._bold, self._wrap)
        cell = self._cell(sheet, line, 2, "", self._body)
        cell.fill, cell.border, cell.protection = self._tint, self._under, self._open
        self.marks(sheet, line, (mark,), first=3)
        sheet.row_dimensions[line].height = max(20, _height(heading, 30) + 3)
        self._cell(sheet, line + 1, 2, hint, self._grey)
        return line + 2

    def headings(self, sheet: Any, line: int, words: Sequence[str]) -> None:
        """Write the headings of the list."""
        for column, heading in enumerate(words, start=1):
            cell = self._cell(sheet, line, column, heading, self._white, self._wrap)
            cell.fill = self._head
        sheet.row_dimensions[line].height = max(_height(heading, 19) for heading in words) * 0.87 + 6

    def duty(self, sheet: Any, line: int, number: str, title: str, columns: int) -> None:
        """Write a duty as a band over its tasks."""
        for column in range(1, columns + 1):
            words = {1: number, 2: title}.get(column, "")
            self._cell(sheet, line, column, words, self._accent, self._flat).fill = self._band
        sheet.row_dimensions[line].height = 20

    def task(self, sheet: Any, line: int, number: str, words: str, answers: int) -> None:
        """Write a task with room for its answers."""
        self._cell(sheet, line, 1, number, self._bold, self._beside).border = self._hair
        self._cell(sheet, line, 2, words, self._body, self._beside).border = self._hair
        for column in range(3, 3 + answers):
            cell = self._cell(
                sheet, line, column, "", self._body, self._beside if column == 2 + answers else self._middle
            )
            cell.fill, cell.border, cell.protection = self._tint, self._under, self._open
        sheet.row_dimensions[line].height = max(20, _height(words, 56) + 4)

    def room(self, sheet: Any, line: int, words: str, hint: str) -> None:
        """Write a line in which a missing task can be written, and what to write beside it."""
        self._cell(sheet, line, 1, words, self._grey, self._flat)
        cell = self._cell(sheet, line, 2, "", self._body)
        cell.fill, cell.border, cell.protection = self._tint, self._under, self._open
        self._cell(sheet, line, 3, hint, self._grey, self._flat)
        sheet.row_dimensions[line].height = 22

    # sheets -------------------------------------------------------------------------------------------

    def page(self, sheet: Any, *, widths: Sequence[float], landscape: bool) -> None:
        """Set the widths of columns, and a page that is one page wide."""
        from openpyxl.utils import get_column_letter

        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = LETTER_PAPER
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.sheet_view.showGridLines = False
        for side in ("left", "right", "top", "bottom"):
            setattr(sheet.page_margins, side, 0.5)
        sheet.page_margins.bottom, sheet.page_margins.footer = 0.75, 0.35

    def footer(self, sheet: Any, title: str, pages: str) -> None:
        """Say at the foot of each page what it is and which."""
        sheet.oddFooter.left.text = title.replace("&", "&&")[:120]
        sheet.oddFooter.right.text = pages.format(page="&P", pages="&N")
        sheet.oddFooter.left.size = sheet.oddFooter.right.size = 9

    def guarded(self, sheet: Any, *, hidden: Sequence[int]) -> None:
        """Lock every cell that is no answer, without a password, and hide the columns of marks, on paper too."""
        from openpyxl.utils import get_column_letter

        for number in hidden:
            sheet.column_dimensions[get_column_letter(number)].hidden = True
        if hidden:
            sheet.print_area = f"A1:{get_column_letter(min(hidden) - 1)}{sheet.max_row}"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False

    def below(self, column: int, first: int, last: int) -> str:
        """Return the cells of a column from one line to another, such as C3:C70."""
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(column)}{first}:{get_column_letter(column)}{last}"

    def choice(self, sheet: Any, cells: str, choices: Sequence[str], error: str, title: str, prompt: str) -> None:
        """Let cells take only what is in a list, and say so in plain words."""
        from openpyxl.worksheet.datavalidation import DataValidation

        check = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
        check.error, check.errorStyle = error[:_MOST_ERROR], "stop"
        check.errorTitle = title[:_MOST_TITLE] or None
        if prompt:
            check.showInputMessage, check.promptTitle, check.prompt = True, title[:_MOST_TITLE], prompt[:_MOST_PROMPT]
        check.add(cells)
        sheet.add_data_validation(check)


def _height(words: str, width: int) -> float:
    """Return how high a row has to be for words in a column this many characters wide, in points."""
    lines = sum(-(-max(len(part), 1) // width) for part in words.split("\n"))
    return lines * 15.0
