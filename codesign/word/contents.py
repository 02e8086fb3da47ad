"""The table of contents, written out: Word asks a worrying question when it has to fill one in itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from codesign.word.blocks import CONTENTS_MARK
from codesign.word.layout import host_section, text_width
from codesign.word.outline import Outline
from codesign.word.styles import NAMESPACES, Styles
from codesign.word.text import run_content
from codesign.word.xml import Element


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
    entries: list[Entry] = []
    names = (f"toc_{number}" for number in count(1))
    for paragraph in docx.element.body.iter(qn("w:p")):
        level = outline.level(paragraph)
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip()
        if level and words and outline.is_listed(paragraph):
            number = _counted(counters, level) if outline.is_numbered(paragraph, level) else ""
            entries.append(Entry(level, number, words, _bookmark(paragraph, names, ids)))
    return entries


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
        page = pages[entry.bookmark]
    except KeyError:
        return ""
    return (
        '<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {entry.bookmark} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{page}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
