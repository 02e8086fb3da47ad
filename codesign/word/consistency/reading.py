"""What a reader sees of a finished proposal, in one pass: paragraphs with their section, and tables by their headings.

Words in quotation marks are somebody's own and state nothing for the document, so they are left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from codesign.word.opened import Opened
from codesign.word.xml import Element, qn, val

MARK = "a_"
_SIGNS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_WRITTEN = {qn("w:t"), *_SIGNS}
_HOLDERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")}
_SPOKEN = re.compile(r"“[^”]*”")
_OF_PEOPLE = {"Why", "What they said", "What changed, or why not", "Figure", "Assumption", "Definition", "Action"}
"""Columns that hold what people wrote: what stands there is their own statement."""
_SECTIONS_OF_PEOPLE = {"a_sec_use_case", "a_sec_statements"}
_OURS = ("(T1)", "(E1)")
"""Claims of page one that are counted and not written: of tasks, and of commitments."""
_JUDGEMENT = re.compile(r"(?:High|Moderate|Low|Very low|\S+) confidence\b.*:")
_OFF = {"0", "false", "off"}


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading or the words for a picture, as a reader meets it.

    `words` are without quotations; `own` also without what is bold, which in a finding is what the team wrote.
    `anchors` are the bookmarks in it; `is_written` says that a person wrote it, `box` into which author box; `level`
    is that of a heading.
    """

    words: str
    place: str
    anchors: tuple[str, ...] = ()
    own: str = ""
    level: int = 0
    is_written: bool = False
    box: str = ""

    def marks(self, kind: str) -> bool:
        """Return whether one of our bookmarks of this kind stands in it, such as that of a finding."""
        return any(anchor.startswith(f"{MARK}{kind}_") for anchor in self.anchors)


@dataclass(frozen=True)
class Grid:
    """A table: its headings, its rows as the words of their cells, its caption and where it stands."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    place: str

    def has(self, *heads: str) -> bool:
        """Return whether every one of these headings stands above it."""
        return set(heads) <= set(self.heads)

    def cells(self, head: str) -> list[str]:
        """Return the column below a heading; nothing where there is none or a row is short."""
        if head not in self.heads:
            return []
        column = self.heads.index(head)
        return [row[column] if column < len(row) else "" for row in self.rows]

    def records(self) -> Iterator[dict[str, str]]:
        """Yield each row by heading."""
        for row in self.rows:
            yield dict(zip(self.heads, row, strict=False))


@dataclass(frozen=True)
class Pages:
    """Everything a reader sees, in order."""

    passages: list[Passage] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def grids_with(self, *heads: str) -> list[Grid]:
        """Return the tables below these headings."""
        return [grid for grid in self.grids if grid.has(*heads)]


def read(opened: Opened) -> Pages:
    """Return what a reader sees of a document; each element of it is looked at once."""
    reader = _Reader(opened)
    reader.body(opened.body)
    for part, tree in opened.texts():
        edge = part.removeprefix("word/")[:6]
        if edge in {"header", "footer"}:
            place = f"at the {'head' if edge == 'header' else 'foot'} of the pages"
            reader.pages.passages.extend(Passage(_words(line), place) for line in tree.iter(qn("w:p")) if _words(line))
    return reader.pages


class _Reader:
    def __init__(self, opened: Opened) -> None:
        self.pages = Pages()
        self._opened = opened
        self._levels: dict[str, int] = {}
        self._section = self._last = self._table_name = ""
        self._is_of_people = False

    def body(self, holder: Element, *, is_written: bool = False, box: str = "") -> None:
        """Read the paragraphs and tables of a body, a content control or a cell of layout, in order."""
        for element in holder:
            if element.tag == qn("w:p"):
                self._paragraph(element, is_written=is_written or bool(box), box=box)
            elif element.tag == qn("w:tbl"):
                self._table(element, is_written=is_written or bool(box))
            elif element.tag in _HOLDERS:
                self.body(element, is_written=is_written, box=box or _box(element))

    def _paragraph(self, paragraph: Element, *, is_written: bool, box: str) -> None:
        words = _words(paragraph)
        level = self._level(paragraph) if words else 0
        self._section = words if level else self._section
        self._last = words or self._last
        place = (
            f"in {self._table_name}{self._within()}"
            if self._table_name
            else self._within().replace(" of ", "in ", 1).strip()
        )
        if words:
            marks = tuple(str(mark.get(qn("w:name"))) for mark in paragraph.iter(qn("w:bookmarkStart")))
            shown = _without_quotations(words)
            if level:
                self._is_of_people = not _SECTIONS_OF_PEOPLE.isdisjoint(marks) or (self._is_of_people and level > 2)
            of_people = self._is_of_people and not shown.startswith("Rests on.")
            by_people = is_written or of_people or _JUDGEMENT.match(shown) is not None
            self.pages.passages.append(Passage(shown, place, marks, _own(paragraph), level, by_people, box))
        for picture in paragraph.iter(qn("wp:docPr")):
            self.pages.passages.append(Passage(str(picture.get("descr") or ""), f"in the words for a picture {place}"))

    def _level(self, paragraph: Element) -> int:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None or properties.find(qn("w:outlineLvl")) is not None:
            return self._opened.level(paragraph)
        style = val(properties.find(qn("w:pStyle")))
        if style not in self._levels:
            self._levels[style] = self._opened.level(paragraph)
        return self._levels[style]

    def _table(self, table: Element, *, is_written: bool) -> None:
        rows = [_inside(row, qn("w:tc")) for row in _inside(table, qn("w:tr"))]
        if not rows:
            return
        caption, before = self._last if self._last.startswith("Table ") else "", self._table_name
        number = re.match(r"Table \d+", caption)
        self._last, self._table_name = "", number.group() if number else "a table"
        read_rows = [tuple(map(_cell, row)) for row in rows]
        if not is_written:
            place = f"in {self._table_name}{self._within()}"
            self.pages.grids.append(Grid(read_rows[0], tuple(read_rows[1:]), caption, place))
        for row, words in zip(rows, read_rows, strict=True):
            claimed = "" if words[-2:-1] and words[-2].endswith(_OURS) else "Claim"
            for head, cell in zip(read_rows[0] + ("",) * len(row), row, strict=False):
                self.body(cell, is_written=is_written or head in _OF_PEOPLE or head == claimed)
        self._last, self._table_name = "", before

    def _within(self) -> str:
        return f" of “{self._section}”" if self._section else " before the first heading"


def _inside(holder: Element, tag: str) -> list[Element]:
    """Return the rows of a table or the cells of a row, those in content controls too, and none of a table inside."""
    inner: list[Element] = []
    for element in holder:
        inner += [element] if element.tag == tag else _inside(element, tag) if element.tag in _HOLDERS else []
    return inner


def _box(control: Element) -> str:
    tag = val(control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}"))
    return tag if tag.startswith("author.") else ""


def _words(element: Element) -> str:
    parts = (_SIGNS.get(str(one.tag)) or one.text or "" for one in element.iter(*_WRITTEN) if not _is_tab_stop(one))
    lines = "".join(parts).replace("\u00a0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _is_tab_stop(element: Element) -> bool:
    holder = element.getparent()
    return holder is not None and holder.tag == qn("w:tabs")


def _cell(cell: Element) -> str:
    return _without_quotations("\n".join(filter(None, (_words(line) for line in cell.iter(qn("w:p"))))))


def _own(paragraph: Element) -> str:
    plain = (run for run in paragraph.iter(qn("w:r")) if not _is_bold(run))
    return _without_quotations(" ".join("".join(_words_of_run(run) for run in plain).split()))


def _words_of_run(run: Element) -> str:
    return "".join(_SIGNS.get(str(one.tag)) or one.text or "" for one in run.iter(*_WRITTEN))


def _is_bold(run: Element) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and val(bold) not in _OFF


def _without_quotations(words: str) -> str:
    return _SPOKEN.sub("“…”", words)
