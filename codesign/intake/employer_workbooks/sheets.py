"""An employer workbook as .xlsx: made once with openpyxl, then one copy a rater, the same bytes for the same rater."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from codesign.intake import employer_marks as marks
from codesign.intake.employer_workbooks.dress import Dress
from codesign.intake.employer_workbooks.letter import NAME, Letter, letter
from codesign.intake.employer_workbooks.questions import ASKED, RATED, AskedDuty, AskedTask, Chart, scales
from codesign.languages import Language
from codesign.parameters import Parameters

WORKBOOK = "{{workbook}}"
RATER = "{{rater}}"
FORMAT = "1"
ROOM_AT_THE_END = 5
"""Rows for missing tasks that fit under no duty."""
ANCHORED = " · "
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day in place of the clock, so that bytes stay the same
_COLUMNS = (marks.NUMBER, marks.STATEMENT, *map(marks.column_mark, ASKED), marks.TASK, marks.WORDING, marks.WORKBOOK)
_WIDTHS = (9, 58, 17, 17, 17, 12, 14, 40, 8, 8, 8)
_FIRST_HIDDEN = len(_COLUMNS) - 2
_HEADINGS = 2


class Pattern:
    """The workbook of a chart in a language, ready to be made out to one rater after the other."""

    def __init__(self, study: str, chart: Chart, chosen: Parameters, language: Language) -> None:
        book = _Book(study, chart, chosen, language).made()
        written = io.BytesIO()
        book.save(written)
        with zipfile.ZipFile(written) as archive:
            names = sorted(archive.namelist(), key=lambda name: not name.startswith("["))
            self._parts = {name: archive.read(name) for name in names}

    def made_out_to(self, *, workbook_id: str, rater_id: str, employer: str) -> bytes:
        """Return the workbook of one rater."""
        filled = {NAME: employer, WORKBOOK: workbook_id, RATER: rater_id}
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for name, part in self._parts.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.create_system = 0
                archive.writestr(entry, _filled(name, part, filled), zipfile.ZIP_DEFLATED, 4)
        return written.getvalue()


def _filled(name: str, part: bytes, filled: Mapping[str, str]) -> bytes:
    if name == "docProps/core.xml":
        # openpyxl writes the clock into it, whatever day it was given.
        return _without_clock(part)
    if not name.startswith(("xl/worksheets/", "xl/sharedStrings")):
        return part
    for place, words in filled.items():
        part = part.replace(place.encode(), escape(words).encode())
    return part


def _without_clock(part: bytes) -> bytes:
    from codesign.readers import xml_root

    root = xml_root(part)
    for day in root.iter("{http://purl.org/dc/terms/}modified", "{http://purl.org/dc/terms/}created"):
        day.text = f"{_EPOCH.isoformat()}Z"
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class _Book:
    """The sheets being written."""

    def __init__(self, study: str, chart: Chart, chosen: Parameters, language: Language) -> None:
        # Only when workbooks are made: loading what writes them takes a tenth of the start of every command.
        from openpyxl import Workbook

        self.study, self.chart, self.chosen, self.language = study, chart, chosen, language
        self.book, self.dress = Workbook(), Dress()
        self._ = language.gettext

    def made(self) -> Any:
        """Return the whole workbook."""
        words = letter(self.chart, self.chosen, self.language)
        first, list_, meta = self.book.active, self.book.create_sheet(), self.book.create_sheet(marks.META)
        self._first(first, words)
        self._list(list_, words)
        self._meta(meta)
        self._properties(words)
        return self.book

    def _word(self, asked: Mapping[str, Any], part: str) -> str:
        """Return the title or question of a scale in this language."""
        words = str(asked[part])
        return self._(words)

    def _properties(self, words: Letter) -> None:
        properties = self.book.properties
        properties.title, properties.language = words.title, self.language.tag
        properties.creator = self.chosen.program.institution or self._("[to be filled in]")
        properties.created = properties.modified = _EPOCH

    # the first sheet ----------------------------------------------------------------------------------

    def _first(self, sheet: Any, words: Letter) -> None:
        _, dress = self._, self.dress
        sheet.title = _("Please read first")
        dress.page(sheet, widths=(30, 96, 8), landscape=False)
        line = 1
        if self.chosen.sample:
            line = dress.note(sheet, line, _("SAMPLE: this workbook was made from an invented study."))
        line = dress.title(sheet, line, words.title)
        for heading, paragraph in words.paragraphs:
            line = dress.paragraph(sheet, line, heading, paragraph)
        line = self._about(sheet, line + 1)
        line = dress.heading(sheet, line + 1, _("What the numbers mean"))
        for scale in scales()["scales"].values():
            anchors = [f"{number} {_(anchor)}" for number, anchor in enumerate(scale["anchors"], start=1)]
            line = dress.paragraph(
                sheet, line, self._word(scale, "title"), f"{self._word(scale, 'question')}\n{ANCHORED.join(anchors)}"
            )
        dress.guarded(sheet, hidden=(3,))

    def _about(self, sheet: Any, line: int) -> int:
        _, dress = self._, self.dress
        line = dress.heading(sheet, line, _("About you"))
        line = dress.answer(
            sheet,
            line,
            _("Filled in by (your role)"),
            marks.FILLED_IN_BY,
            _("Such as site supervisor; please do not write your name."),
        )
        choices = [_(words) for words in marks.CONSENTS.values()]
        at = line
        line = dress.answer(
            sheet,
            line,
            _("May we quote your comments?"),
            marks.QUOTES,
            _("Choose one; while it is blank, we quote nothing."),
        )
        dress.choice(sheet, f"B{at}", choices, _("Choose one of the answers in the list."), "", "")
        return line

    # the sheet of tasks -------------------------------------------------------------------------------

    def _list(self, sheet: Any, words: Letter) -> None:
        _, dress = self._, self.dress
        sheet.title = _("Tasks")
        dress.page(sheet, widths=_WIDTHS, landscape=True)
        dress.marks(sheet, 1, _COLUMNS)
        sheet.row_dimensions[1].hidden = True
        dress.headings(sheet, _HEADINGS, self._headings())
        dress.marks(sheet, _HEADINGS, (marks.HEADINGS,), first=_FIRST_HIDDEN)
        sheet.freeze_panes = f"C{_HEADINGS + 1}"
        sheet.print_title_rows = f"{_HEADINGS}:{_HEADINGS}"
        dress.footer(sheet, words.title, _("Page {page} of {pages}"))
        line = _HEADINGS + 1
        for duty in self.chart.duties:
            line = self._duty(sheet, line, duty)
        line = self._end(sheet, line)
        self._checks(sheet, line - 1)
        dress.guarded(sheet, hidden=range(_FIRST_HIDDEN, len(_COLUMNS) + 1))

    def _headings(self) -> list[str]:
        _ = self._
        rated = [
            "\n".join(
                [
                    self._word(scale, "title"),
                    *(f"{n} {_(anchor)}" for n, anchor in enumerate(scale["anchors"], start=1)),
                ]
            )
            for scale in scales()["scales"].values()
        ]
        flags = [f"{_(flag['title'])}\n{_(marks.YES)} / {_(marks.NO)}" for flag in scales()["flags"].values()]
        return [_("No."), _("Task"), *rated, *flags, _("Comment")]

    def _duty(self, sheet: Any, line: int, duty: AskedDuty) -> int:
        _ = self._
        self._band(sheet, line, duty.number, duty.title or _("Other tasks"))
        line += 1
        for task in duty.tasks:
            self._task(sheet, line, task)
            line += 1
        return self._room(sheet, line, duty.duty_id) if duty.duty_id else line

    def _band(self, sheet: Any, line: int, number: str, words: str) -> None:
        self.dress.duty(sheet, line, number, words, len(ASKED) + 2)
        self.dress.marks(sheet, line, (f"{marks.OURS}duty",), first=_FIRST_HIDDEN)

    def _task(self, sheet: Any, line: int, task: AskedTask) -> None:
        self.dress.task(sheet, line, task.number, task.words, len(ASKED))
        self.dress.marks(sheet, line, (task.task_id, task.sha256, WORKBOOK), first=_FIRST_HIDDEN)

    def _room(self, sheet: Any, line: int, duty_id: str) -> int:
        self.dress.room(sheet, line, self._("Missing?"), self._("← A task that is missing here, in your own words"))
        self.dress.marks(sheet, line, (f"{marks.NEW}{duty_id}", "", WORKBOOK), first=_FIRST_HIDDEN)
        return line + 1

    def _end(self, sheet: Any, line: int) -> int:
        self._band(sheet, line, "", self._("Tasks that are missing and fit under none of these"))
        line += 1
        for _place in range(ROOM_AT_THE_END):
            line = self._room(sheet, line, "")
        return line

    def _checks(self, sheet: Any, last: int) -> None:
        _, first = self._, _HEADINGS + 1
        for place, scale in enumerate((scales()["scales"][name] for name in RATED), start=3):
            anchors = [f"{number} {_(anchor)}" for number, anchor in enumerate(scale["anchors"], start=1)]
            error = _("Only 1, 2, 3, 4 or 5, or blank if you cannot judge.")
            cells, title = self.dress.below(place, first, last), self._word(scale, "title")
            self.dress.choice(sheet, cells, list("12345"), error, title, "\n".join(anchors))
        for place, flag in enumerate(scales()["flags"].values(), start=3 + len(RATED)):
            error = _("Only yes or no, or blank if you cannot judge.")
            cells, title = self.dress.below(place, first, last), self._word(flag, "title")
            self.dress.choice(sheet, cells, [_(marks.YES), _(marks.NO)], error, title, self._word(flag, "question"))

    # what is never seen -------------------------------------------------------------------------------

    def _meta(self, sheet: Any) -> None:
        rows = {
            "format": FORMAT, "study": self.study, "workbook": WORKBOOK, "rater": RATER, "employer": NAME,
            "sector": self.chart.sector, "language": self.language.tag, "chart": self.chart.sha256,
            "asked": " ".join(task.task_id for task in self.chart.tasks),
        }  # fmt: skip
        for line, (name, value) in enumerate(rows.items(), start=1):
            self.dress.marks(sheet, line, (f"{marks.MARK}meta:{name}", value))
        sheet.sheet_state = "veryHidden"
        self.dress.guarded(sheet, hidden=())
