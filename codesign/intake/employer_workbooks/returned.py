"""A workbook as it came back, read by its hidden marks: what was answered where, and what stands there beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from codesign.errors import RefusedFile
from codesign.intake import employer_marks as marks
from codesign.intake.employer_workbooks.answers import shown
from codesign.intake.employer_workbooks.questions import ASKED, scales
from codesign.languages import LANGUAGES, language
from codesign.spreadsheets import Cell, Sheet, address, csv_cells, merged_places, read_sheets

ARROW = "←"
"""What our own hints begin with, which stand beside room for a missing task."""
_MOST_SHOWN = 200


@dataclass(frozen=True)
class Stray:
    """A cell, or several, that is no answer to what was asked."""

    sheet: str
    cell: str
    value: str
    why: str
    what_to_do: str


@dataclass(frozen=True)
class Line:
    """A line of the list of tasks: what it is about, as its marks say, and what was answered."""

    sheet: str
    line: int
    about: str
    wording: str
    workbook_id: str
    number: str
    statement: str
    statement_at: tuple[str, Cell]
    answers: Mapping[str, tuple[str, Cell]]
    """What was filled in, by what was asked: the cell's name and what it holds."""
    merged: frozenset[str] = frozenset()
    """The cells that show nothing, as another one was drawn over them."""
    is_hidden: bool = False

    @property
    def is_task(self) -> bool:
        """Whether it is about a task that was asked about."""
        return bool(self.about) and not self.about.startswith((marks.NEW, marks.OURS))

    @property
    def is_room(self) -> bool:
        """Whether it is room for a missing task."""
        return self.about.startswith(marks.NEW)


@dataclass(frozen=True)
class Returned:
    """A returned workbook: its lines, what its first sheet says, its strays, and what is unusual about it."""

    name: str
    lines: Sequence[Line]
    about: Mapping[str, str]
    filled_in_by: str = ""
    quotes: str = ""
    strays: Sequence[Stray] = ()
    remarks: Sequence[str] = field(default=())

    @cached_property
    def workbook_id(self) -> str:
        """Which workbook it is, as its lines say; RefusedFile where they say two or none."""
        named = Counter(line.workbook_id for line in self.lines if line.workbook_id)
        named.update([self.about["workbook"]] if "workbook" in self.about else [])
        if len(named) > 1:
            raise RefusedFile(
                f"{self.name} holds lines of {len(named)} workbooks, so it is not plain whose answers they are. Ask "
                "for each workbook as a file of its own. Nothing was changed."
            )
        if not named:
            raise RefusedFile(
                f"{self.name} looks like an employer workbook, and the hidden columns by which its lines are known "
                "again are gone. Ask for the file as it was sent, filled in. Nothing was changed."
            )
        return next(iter(named))


def read_returned(name: str, content: bytes) -> Returned:
    """Return a returned workbook; RefusedFile where it cannot be read."""
    every = _csv_sheet(name, content) if name.lower().endswith(".csv") else read_sheets(name, content)
    lists = [sheet for sheet in every if _marked(sheet, marks.TASK)]
    lines = [line for sheet in lists for line in _lines(sheet)]
    about = {mark.removeprefix(f"{marks.MARK}meta:"): value for sheet in every for mark, value in _about(sheet)}
    first = {mark: value for sheet in every for mark, value in _first(sheet)}
    return Returned(
        name,
        lines,
        about,
        first.get(marks.FILLED_IN_BY, ""),
        first.get(marks.QUOTES, ""),
        [stray for sheet in every for stray in _strays(sheet, is_list=sheet in lists)],
        _remarks(lists, lines),
    )


def _csv_sheet(name: str, content: bytes) -> list[Sheet]:
    cells = {
        (line, column): Cell(words)
        for line, filled in enumerate(csv_cells(name, content), start=1)
        for column, words in enumerate(filled, start=1)
        if words.strip()
    }
    return [Sheet("", cells=cells)]


def _text(sheet: Sheet, line: int, column: int) -> str:
    cell = sheet.cells.get((line, column))
    return shown(cell.value).strip() if cell else ""


def _marked(sheet: Sheet, mark: str) -> tuple[int, int] | None:
    return next((place for place, cell in sheet.cells.items() if cell.value == mark), None)


# the list of tasks ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Columns:
    """Where the columns of a list stand: by the headings that people read, else by their marks."""

    lines: frozenset[int]
    """The lines of marks and of headings."""
    by_mark: Mapping[str, int]
    strange: Sequence[int]
    were_moved: bool


def _columns(sheet: Sheet) -> _Columns:
    place = _marked(sheet, marks.TASK)
    line = place[0] if place else 0
    marked = {shown(cell.value): column for (at, column), cell in sheet.cells.items() if at == line}
    ours = {mark: column for mark, column in marked.items() if mark.startswith(marks.MARK)}
    headings = next(
        (at for (at, column), cell in sheet.cells.items() if cell.value == marks.HEADINGS and column == place[1]), 0
    ) if place else 0  # fmt: skip
    read = {**ours, **_by_heading(sheet, headings)}
    strange = sorted({column for _, column in sheet.cells} - set(read.values()))
    return _Columns(frozenset({line, headings}), read, strange, read != ours)


def _by_heading(sheet: Sheet, line: int) -> dict[str, int]:
    """Return the columns whose headings say what is asked there: people answer what they read."""
    asked: dict[str, list[int]] = {}
    for (at, column), cell in sheet.cells.items():
        mark = marks_of_headings().get(shown(cell.value).partition("\n")[0].strip().casefold()) if at == line else None
        if mark:
            asked.setdefault(mark, []).append(column)
    return {mark: columns[0] for mark, columns in asked.items() if len(columns) == 1}


@cache
def marks_of_headings() -> Mapping[str, str]:
    """Return the mark of each heading of a rating, in every language."""
    titles = {
        name: str(one["title"]) for part in scales().values() if isinstance(part, dict) for name, one in part.items()
    }
    titles["comment"] = "Comment"
    return {
        language(tag).gettext(title).casefold(): marks.column_mark(name)
        for tag in LANGUAGES
        for name, title in titles.items()
    }


def _lines(sheet: Sheet) -> Iterator[Line]:
    columns = _columns(sheet)
    covered = _covered(sheet, columns)
    ours = set(columns.by_mark.values())
    for line in sorted({line for line, column in sheet.cells if column in ours} - columns.lines):
        yield _line(sheet, line, columns, covered)


def _covered(sheet: Sheet, columns: _Columns) -> dict[tuple[int, int], Cell]:
    """Return the cells over which another one was drawn when cells were merged, with what that one holds."""
    asked = {columns.by_mark.get(marks.column_mark(one)) for one in ASKED}
    covered: dict[tuple[int, int], Cell] = {}
    for area in sheet.merged:
        first, *others = merged_places(area)
        if first in sheet.cells:
            covered |= {place: sheet.cells[first] for place in others if place[1] in asked}
    return covered


def _line(sheet: Sheet, line: int, columns: _Columns, covered: Mapping[tuple[int, int], Cell]) -> Line:
    def text(mark: str) -> str:
        return _text(sheet, line, columns.by_mark[mark]) if mark in columns.by_mark else ""

    answers = {}
    for asked in (*ASKED, "statement"):
        place = (line, columns.by_mark.get(marks.column_mark(asked), 0))
        cell = sheet.cells.get(place) or covered.get(place)
        if cell and not shown(cell.value).startswith(ARROW):
            answers[asked] = (address(*place), cell)
    statement_at = answers.pop("statement", ("", Cell("")))
    return Line(
        sheet=sheet.title,
        line=line,
        about=text(marks.TASK),
        wording=text(marks.WORDING),
        workbook_id=text(marks.WORKBOOK),
        number=text(marks.NUMBER),
        statement=text(marks.STATEMENT),
        statement_at=statement_at,
        answers=answers,
        merged=frozenset(address(*place) for place in covered if place[0] == line),
        is_hidden=line in sheet.hidden_lines,
    )


# beside the list --------------------------------------------------------------------------------------


def _about(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for (line, column), cell in sheet.cells.items():
        if isinstance(cell.value, str) and cell.value.startswith(f"{marks.MARK}meta:"):
            yield cell.value, _text(sheet, line, column + 1)


def _first(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield what was answered about the rater: what stands between a question and its mark."""
    for mark in (marks.FILLED_IN_BY, marks.QUOTES):
        place = _marked(sheet, mark)
        if place:
            left = sorted(column for line, column in sheet.cells if line == place[0] and column < place[1])
            if len(left) > 1:
                yield mark, _text(sheet, place[0], left[-1])


def _strays(sheet: Sheet, *, is_list: bool) -> Iterator[Stray]:
    if is_list:
        yield from _in_strange_columns(sheet, _columns(sheet))
    elif sheet.cells and not any(str(cell.value).startswith(marks.MARK) for cell in sheet.cells.values()):
        places = sorted(sheet.cells)
        words = " · ".join(filter(None, (_text(sheet, *place) for place in places[:12])))
        yield Stray(
            sheet.title,
            f"{address(*places[0])}:{address(*places[-1])}" if len(places) > 1 else address(*places[0]),
            words[:_MOST_SHOWN],
            f"stands on the sheet “{sheet.title}”, which is none of ours",
            "Read it in the file, and enter in 03 what belongs there.",
        )


def _in_strange_columns(sheet: Sheet, columns: _Columns) -> Iterator[Stray]:
    for column in columns.strange:
        title = next((_text(sheet, line, column) for line in sorted(columns.lines, reverse=True)), "")
        for line in sorted(line for line, at in sheet.cells if at == column):
            if line not in columns.lines or not title:
                yield Stray(
                    sheet.title,
                    address(line, column),
                    _text(sheet, line, column)[:_MOST_SHOWN],
                    f"stands in a column that was added{f', “{title}”' if title else ''}",
                    "If it is a remark on the task, enter it in 03 as the comment.",
                )


def _remarks(lists: Sequence[Sheet], lines: Sequence[Line]) -> list[str]:
    remarks = []
    if any(_columns(sheet).were_moved for sheet in lists):
        remarks.append("Columns were moved; each was read as what its heading asks.")
    hidden = [line for line in lines if line.is_hidden and line.answers]
    if hidden:
        remarks.append(f"Answers on hidden lines were read too: {', '.join(str(line.line) for line in hidden[:5])}.")
    if len(lists) > 1:
        names = ", ".join(f"“{sheet.title}”" for sheet in lists)
        remarks.append(
            f"The list of tasks is there {len(lists)} times ({names}); where two say different, neither is in."
        )
    return remarks
