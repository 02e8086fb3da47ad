"""A proposal as a Word file: the template filled in, the blocks written, the contents listed."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import count

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from codesign.proposal.blocks import Document
from codesign.word.blocks import Writer, labels
from codesign.word.contents import fill_contents
from codesign.word.layout import place, placed_blocks
from codesign.word.origin import mark_origin
from codesign.word.package import describe, saved, speak, tidy
from codesign.word.styles import Styles
from codesign.word.template import filled
from codesign.word.text import anchors, bookmarks

PageNumbers = Callable[[bytes], dict[str, int]]


def render(document: Document, template: bytes, *, page_numbers: PageNumbers | None = None) -> bytes:
    """Return the proposal as a .docx made from a template; the same input gives the same bytes.

    `page_numbers` takes a .docx and returns the page of each bookmark; with it the contents list shows pages, without
    it links alone. The sections front, contents and appendix_… carry no heading numbers. A link without words reads
    as its target: “Table 4”. Links to what this template leaves out become plain words.

    Raises
    ------
    TemplateError
        where the template cannot be filled: every reason, with the words of its paragraph.
    """
    if page_numbers is None:
        return _rendered(document, template, None)
    # The draft shows a number everywhere, so that its contents list is as long as the real one.
    draft = _rendered(document, template, defaultdict(int))
    if not lists_contents(draft):
        return draft
    pages = page_numbers(draft)
    return _rendered(document, template, pages or None)


def lists_contents(docx: bytes) -> bool:
    """Return whether a Word file has a table of contents: only then do its pages have to be counted."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return b" TOC " in archive.read("word/document.xml")


def _rendered(document: Document, template: bytes, pages: Mapping[str, int] | None) -> bytes:
    docx = filled(template, document)
    blocks = placed_blocks(document, docx)
    styles = Styles(docx.part)
    ids = _free_ids(docx)
    writer = Writer(docx.part, styles, bookmarks(document), set(anchors(blocks)), labels(blocks), ids)
    place(document, docx, writer)
    fill_contents(docx, styles, ids, pages)
    _number_drawings(docx)
    describe(docx, document)
    mark_origin(docx, document)
    speak(docx, document.language)
    tidy(docx)
    return saved(docx)


def _free_ids(docx: WordDocument) -> Iterator[int]:
    """Count on from the bookmarks the template has."""
    taken = [int(start.get(qn("w:id"), "0")) for start in docx.element.body.iter(qn("w:bookmarkStart"))]
    return count(max(taken, default=0) + 1)


def _number_drawings(docx: WordDocument) -> None:
    for number, drawing in enumerate(docx.element.body.iter(qn("wp:docPr")), 1):
        drawing.set("id", str(number))
