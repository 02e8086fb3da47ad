"""The table of contents, written out: Word asks a worrying question when it has to fill one in itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from codesign.word.blocks import CONTENTS_MARK
from codesign.word.layout import host_section, text_width
from codesign.word.styles import NAMESPACES, Styles
from codesign.word.text import run_content
from codesign.word.xml import Element

_HEADING = re.compile(r"(?i)heading [1-9]$")


@dataclass(frozen=True)
class Entry:
    """One heading of the document: its level, number, words and bookmark."""

    level: int
    number: str
    words: str
    bookmark: str


def fill_contents(docx: WordDocument, styles: Styles, ids: Iterator[int], pages: Mapping[str, int] | None) -> None:
    """Write every table of contents from the headings of the finished document.

    `pages` is bookmark to page number; without it the entries are links alone, which is right at any length.
    """
    marks = docx.element.body.xpath(f'.//w:p[w:pPr/w:pStyle/@w:val="{CONTENTS_MARK}"]')
    if not marks:
        return
    entries = headings(docx, ids)
    for mark in marks:
        depth = int(mark.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val")))
        listed = [entry for entry in entries if entry.level <= depth]
        for paragraph in _paragraphs(listed, depth, styles, pages, text_width(host_section(mark))):
            mark.addprevious(parse_xml(paragraph))
        mark.getparent().remove(mark)


def headings(docx: WordDocument, ids: Iterator[int]) -> list[Entry]:
    """Return the headings in order, with the numbers Word will show; each gets a bookmark if it has none."""
    outline = Outline(docx)
    counters = [0] * 9
    found: list[Entry] = []
    names = (f"toc_{number}" for number in count(1))
    for paragraph in docx.element.body.iter(qn("w:p")):
        level = outline.level(paragraph)
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip()
        if level and words and outline.is_listed(paragraph):
            number = _counted(counters, level) if outline.is_numbered(paragraph, level) else ""
            found.append(Entry(level, number, words, _bookmark(paragraph, names, ids)))
    return found


def _counted(counters: list[int], level: int) -> str:
    counters[level - 1] += 1
    counters[level:] = [0] * (9 - level)
    return ".".join(str(max(number, 1)) for number in counters[:level])


def _bookmark(paragraph: Element, names: Iterator[str], ids: Iterator[int]) -> str:
    for start in paragraph.iter(qn("w:bookmarkStart")):
        return str(start.get(qn("w:name")))
    name, number = next(names), next(ids)
    start = parse_xml(f'<w:bookmarkStart {NAMESPACES} w:id="{number}" w:name="{name}"/>')
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(parse_xml(f'<w:bookmarkEnd {NAMESPACES} w:id="{number}"/>'))
    return name


class Outline:
    """Which paragraphs are headings, read from styles and what those are based on."""

    def __init__(self, docx: WordDocument) -> None:
        self._styles = {style.get(qn("w:styleId")): style for style in docx.styles.element.iter(qn("w:style"))}
        self._headings = {key for key, style in self._styles.items() if _HEADING.match(_name(style))}

    def level(self, paragraph: Element) -> int:
        """Return 1 to 9 for a heading, 0 for other paragraphs."""
        found = self._property(paragraph, "w:outlineLvl", "w:val")
        return int(found) + 1 if found is not None and int(found) < 9 else 0

    def is_listed(self, paragraph: Element) -> bool:
        """Return whether a contents list of Word's own would list it: headings of page one are left out."""
        return any(style in self._headings for style in self._style_ids(paragraph))

    def is_numbered(self, paragraph: Element, level: int) -> bool:
        """Return whether Word counts this heading; our template counts the first two levels."""
        numbered = self._property(paragraph, "w:numPr/w:numId", "w:val")
        return level <= 2 and numbered is not None and numbered != "0"

    def _property(self, paragraph: Element, path: str, attribute: str) -> str | None:
        for properties in self._chain(paragraph):
            found = properties.find("/".join(qn(step) for step in path.split("/")))
            if found is not None:
                return str(found.get(qn(attribute)))
        return None

    def _chain(self, paragraph: Element) -> Iterator[Element]:
        properties = paragraph.find(qn("w:pPr"))
        if properties is not None:
            yield properties
        for style_id in self._style_ids(paragraph):
            inner = self._styles[style_id].find(qn("w:pPr"))
            if inner is not None:
                yield inner

    def _style_ids(self, paragraph: Element) -> Iterator[str]:
        """Yield the style of a paragraph and those it is based on."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        for _ in range(12):
            if named is None or named.get(qn("w:val")) not in self._styles:
                return
            yield str(named.get(qn("w:val")))
            named = self._styles[named.get(qn("w:val"))].find(qn("w:basedOn"))


def _name(style: Element) -> str:
    named = style.find(qn("w:name"))
    return "" if named is None else str(named.get(qn("w:val")))


# writing ----


def _paragraphs(
    entries: list[Entry], depth: int, styles: Styles, pages: Mapping[str, int] | None, width: int
) -> Iterator[str]:
    if not entries:
        return
    switches = " \\n" if pages is None else ""
    opening = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}"{switches} \\h \\z </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for place, entry in enumerate(entries):
        properties = f'<w:pStyle w:val="{styles[f"toc {entry.level}"]}"/>{_tabs(width) if pages is not None else ""}'
        yield (
            f"<w:p {NAMESPACES}><w:pPr>{properties}</w:pPr>{opening if not place else ''}{_link(entry, pages)}"
            f"{closing if place + 1 == len(entries) else ''}</w:p>"
        )


def _tabs(width: int) -> str:
    return f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'


def _link(entry: Entry, pages: Mapping[str, int] | None) -> str:
    number = f"<w:r>{run_content(entry.number + chr(9))}</w:r>" if entry.number else ""
    return (
        f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{number}<w:r>{run_content(entry.words)}</w:r>'
        f"{_page(entry, pages) if pages is not None else ''}</w:hyperlink>"
    )


def _page(entry: Entry, pages: Mapping[str, int]) -> str:
    try:
        known = pages[entry.bookmark]
    except KeyError:
        return ""
    return (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {entry.bookmark} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{known}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
