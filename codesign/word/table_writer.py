"""Tables written as one piece of XML: a cell at a time through python-docx takes minutes for two thousand rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codesign.proposal.blocks import Runs, Table, plain
from codesign.word.styles import Styles
from codesign.word.text import attribute, run_content

_LONG_ROW = 1200
_LETTER, _BREAKABLE, _BESIDE_WORDS = 105, 14, 160
"""Twips of a letter in a cell, letters of a word that may be broken, twips of a cell that hold no words."""
_LOOK = 'w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
_SIDES = ("top", "left", "bottom", "right")
_BOX = 'w:val="single" w:sz="6" w:space="0" w:color="5A6675"'
_NO_BOX = 'w:val="nil"'


@dataclass(frozen=True)
class TableWriter:
    """Writes one table; `runs` writes the runs of a cell, `marked` puts content inside the bookmark of an anchor."""

    block: Table
    width: int
    styles: Styles
    runs: Callable[[Runs], str]
    marked: Callable[[str, str], str]

    def xml(self) -> str:
        """Return the table; raise ValueError where a row has not as many cells as the header."""
        for row in self.block.rows:
            if len(row) != len(self.block.header):
                raise ValueError(f"“{self.block.caption}”: {len(row)} cells under {len(self.block.header)} headings")
        widths = self._widths()
        grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
        rows = self._header(widths) + self._rows(widths)
        return f"<w:tbl>{self._properties()}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def _properties(self) -> str:
        style = self.styles["Proposal Chart" if self.block.chart else "Proposal Table"]
        headings = [words for words in self.block.header if words]
        title = attribute(self.block.caption or " · ".join(headings))
        summary = attribute(self.block.summary or f"Columns: {', '.join(headings)}. {len(self.block.rows)} rows.")
        return (
            f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{self.width}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook {_LOOK}/>'
            f'<w:tblCaption w:val="{title}"/><w:tblDescription w:val="{summary}"/></w:tblPr>'
        )

    # rows ----

    def _header(self, widths: list[int]) -> str:
        style = self.styles["Proposal Chart Heading" if self.block.chart else "Proposal Cell Heading"]
        written = [f"<w:r>{run_content(words)}</w:r>" for words in self.block.header]
        if not self.block.caption:
            written[0] = self.marked(self.block.anchor, written[0])
        cells = "".join(
            self._cell(content, wide, self._paragraph(style, column), heading=True)
            for column, (content, wide) in enumerate(zip(written, widths, strict=True))
        )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _rows(self, widths: list[int]) -> str:
        anchors = (*self.block.row_anchors, *[""] * len(self.block.rows))
        last = len(self.block.rows) - 1
        together = self._is_short()
        return "".join(
            self._row(row, widths, anchors[place], keep=together and place < last)
            for place, row in enumerate(self.block.rows)
        )

    def _is_short(self) -> bool:
        """Return whether the table is short enough to be kept on one page."""
        letters = sum(len(plain(cell)) for row in self.block.rows for cell in row)
        return len(self.block.rows) <= 8 and letters < _LONG_ROW

    def _row(self, row: tuple[Runs, ...], widths: list[int], anchor: str, *, keep: bool) -> str:
        style = self._style()
        cells = []
        for column, (runs, wide) in enumerate(zip(row, widths, strict=True)):
            content = self.marked(anchor, self.runs(runs)) if anchor and not column else self.runs(runs)
            cells.append(self._cell(content, wide, self._paragraph(style, column, keep=keep)))
        whole = sum(len(plain(runs)) for runs in row) < _LONG_ROW
        high = '<w:trHeight w:val="800" w:hRule="atLeast"/>' if self.block.chart else ""
        marks = f"{'<w:cantSplit/>' if whole else ''}{high}"
        return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{''.join(cells)}</w:tr>"

    # cells ----

    def _style(self) -> str:
        if not self.block.chart:
            return self.styles["Proposal Cell"]
        return self.styles["Proposal Chart Cell" if len(self.block.header) <= 7 else "Proposal Chart Small"]

    def _paragraph(self, style: str, column: int, *, keep: bool = False) -> str:
        right = '<w:jc w:val="right"/>' if column in self.block.numeric else ""
        return f'<w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}{right}</w:pPr>'

    def _cell(self, content: str, wide: int, properties: str, *, heading: bool = False) -> str:
        boxed = self._box(has_box=bool(content) and not heading) if self.block.chart else ""
        foot = '<w:vAlign w:val="bottom"/>' if heading else ""
        cell = f'<w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{boxed}{foot}</w:tcPr>'
        return f"<w:tc>{cell}<w:p>{properties}{content}</w:p></w:tc>"

    def _box(self, *, has_box: bool) -> str:
        """Return the card around a chart cell; a cell without a task has none."""
        lines = "".join(f"<w:{side} {_BOX if has_box else _NO_BOX}/>" for side in _SIDES)
        return f"<w:tcBorders>{lines}</w:tcBorders>"

    # widths ----

    def _widths(self) -> list[int]:
        return column_widths(self.block, self.width)


def column_widths(block: Table, width: int) -> list[int]:
    """Return the width of each column of a table that is `width` twips wide."""
    shares = list(block.widths) or [_weight(block, column) for column in range(len(block.header))]
    if len(shares) != len(block.header) or min(shares, default=1) <= 0:
        raise ValueError(f"“{block.caption}”: one width above 0 for each of {len(block.header)} columns")
    widths = [int(width * share / sum(shares)) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def fits(block: Table, width: int) -> bool:
    """Return whether a table of some width, in twips, has room for its words without breaking many of them."""
    longest = [_longest(block, column) for column in range(len(block.header))]
    room = [wide - _BESIDE_WORDS for wide in column_widths(block, width)]
    return all(min(letters, _BREAKABLE) * _LETTER <= wide for letters, wide in zip(longest, room, strict=True))


def _weight(block: Table, column: int) -> float:
    """Return a share for a column whose width was not given: wide enough for its words, within reason."""
    lengths = sorted(len(plain(row[column])) for row in block.rows)
    usual = lengths[int(len(lengths) * 0.9)] if lengths else 0
    return float(max(min(usual, 46), min(_longest(block, column, heading=False), 18), _heading(block, column), 5) + 2)


def _longest(block: Table, column: int, *, heading: bool = True) -> int:
    """Return how many letters the longest word of a column has."""
    words = max((len(word) for row in block.rows for word in plain(row[column]).split()), default=0)
    return max(words, _heading(block, column)) if heading else words


def _heading(block: Table, column: int) -> int:
    return max(map(len, block.header[column].split()), default=0)
