"""Where the author boxes of a Word file stand, by whatever of their marks is left.

A box is a content control inside a bookmark. Word keeps both. LibreOffice cuts the control to its first paragraph and
the bookmark into two of one name, the first without an end; others drop one or the other. So a box is all that any of
its marks holds, and what lies between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape

from docx.oxml.ns import qn

from codesign.proposal.boxes import ASKED
from codesign.word.blocks import LONGEST_TITLE, UNWRITTEN
from codesign.word.text import attribute
from codesign.word.xml import Element

SIGNED = re.compile(r"Written by .*\d{4}-\d{2}-\d{2}")
_COPY = re.compile(r"(?<=.)(_Copy_\d+|[_ ]?\d+)$")
_HEADING = re.compile(r"(?i)heading|title|toc")


@dataclass(frozen=True)
class Page:
    """The paragraphs of a body in order, and the place of each."""

    body: Element
    paragraphs: list[Element]
    place: dict[Element, int]

    @classmethod
    def of(cls, body: Element) -> Page:
        """Return the paragraphs of a body."""
        paragraphs = list(body.iter(qn("w:p")))
        return cls(body, paragraphs, {paragraph: at for at, paragraph in enumerate(paragraphs)})

    def around(self, element: Element) -> set[int]:
        """Return the places of the paragraphs in an element, or of the one it stands in."""
        inside = {self.place[paragraph] for paragraph in element.iter(qn("w:p"))}
        return inside or {self.place[one] for one in element.iterancestors(qn("w:p"))}


@dataclass
class Stretch:
    """Places of paragraphs that are one box; `asking` are those where Word shows a prompt."""

    box: str
    at: set[int] = field(default_factory=set)
    controls: int = 0
    asking: set[int] = field(default_factory=set)


def box_stretches(page: Page) -> list[Stretch]:
    """Return each stretch of paragraphs that is a box: its controls, and the bookmarks that overlap or follow them."""
    controls, bookmarks = list(_controls(page)), list(_bookmarks(page))
    bookmarks += _named_by_their_prompt(page, {one.box for one in (*controls, *bookmarks)})
    joined: list[Stretch] = []
    for one in sorted([*bookmarks, *controls], key=lambda stretch: (min(stretch.at, default=0), stretch.controls)):
        last = next((other for other in reversed(joined) if other.box == one.box), None)
        if last is not None and _touch(last, one):
            last.at, last.asking = last.at | one.at, last.asking | one.asking
            last.controls += one.controls
        else:
            joined.append(one)
    return joined


def _touch(first: Stretch, second: Stretch) -> bool:
    """Whether two marks of one box are about one stretch: they share a paragraph, or both are no whole control."""
    if first.at & second.at:
        return True
    follow = bool(first.at and second.at) and min(second.at) - max(first.at) <= 1
    return follow and not (first.controls and second.controls)


def _controls(page: Page) -> Iterator[Stretch]:
    for control in page.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        content = control.find(qn("w:sdtContent"))
        name = str(tag.get(qn("w:val"))) if tag is not None else ""
        if name.startswith("author.") and content is not None:
            places = page.around(content)
            asks = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
            yield Stretch(name.removeprefix("author."), places, 1, places if asks else set())


def _named_by_their_prompt(page: Page, others: Collection[str]) -> Iterator[Stretch]:
    """Yield the boxes that have no mark but a control with their prompt as its title: LibreOffice drops the rest."""
    prompts = {_title(ask.prompt): box for box, ask in ASKED.items()}
    for control in page.body.iter(qn("w:sdt")):
        title = control.find(f"{qn('w:sdtPr')}/{qn('w:alias')}")
        box = prompts.get(str(title.get(qn("w:val")))) if title is not None else None
        places = page.around(control)
        if box and box not in others and places:
            yield Stretch(box, _open_places(page, range(min(places), len(page.paragraphs)), max(places)))


def _title(prompt: str) -> str:
    return unescape(attribute(prompt, LONGEST_TITLE), {"&quot;": '"'})


def _bookmarks(page: Page) -> Iterator[Stretch]:
    starts: dict[str, list[Element]] = {}
    for start in page.body.iter(qn("w:bookmarkStart")):
        starts.setdefault(str(start.get(qn("w:name"))), []).append(start)
    for name, marks in starts.items():
        if name.startswith("author_"):
            yield Stretch(_box(name.removeprefix("author_")), _between(page, marks))


def _box(name: str) -> str:
    """Return the box of a bookmark, which a program may have numbered as a copy."""
    return name if name in ASKED else _COPY.sub("", name)


def _between(page: Page, starts: Sequence[Element]) -> set[int]:
    """Return the places from the first start of a bookmark to its last end; without an end, to where a box must end."""
    numbers = {str(start.get(qn("w:id"))) for start in starts}
    closed = any(str(end.get(qn("w:id"))) in numbers for end in page.body.iter(qn("w:bookmarkEnd")))
    places = sorted(_inside(page, starts, numbers, closed=closed))
    if closed or not places:
        return set(places)
    least = max((min(page.around(start), default=places[0]) for start in starts), default=places[0])
    return _open_places(page, places, least)


def _open_places(page: Page, places: Sequence[int], least: int) -> set[int]:
    """Return the places of a box whose end nothing says: to where it must end, and a prompt alone where that stands."""
    if paragraph_words(page.paragraphs[places[0]]).startswith(UNWRITTEN):
        return {places[0]}
    end = next((at for at in places if at > least and _ends_a_box(page.paragraphs[at])), places[-1] + 1)
    return {at for at in places if at < end}


def _inside(page: Page, starts: Sequence[Element], numbers: set[str], *, closed: bool) -> Iterator[int]:
    """Yield the places from the first of some starts to the last end, or to the next box where there is no end."""
    is_open, waiting = False, len(starts)
    for element in page.body.iter(qn("w:p"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if element.tag == qn("w:p"):
            if is_open and not _closes_beforeparagraph_words(element, numbers):
                yield page.place[element]
        elif element.get(qn("w:id")) in numbers:
            if element.tag == qn("w:bookmarkStart"):
                is_open, waiting = True, waiting - 1
                yield from page.around(element) if _has_words_after(element) else ()
            elif not waiting:
                return
        elif is_open and not closed and not waiting and str(element.get(qn("w:name"))).startswith("author_"):
            return


def _closes_beforeparagraph_words(paragraph: Element, numbers: set[str]) -> bool:
    """Whether a bookmark ends before the first word of a paragraph, where Word puts the end of the one before."""
    for element in paragraph.iter(qn("w:t"), qn("w:bookmarkEnd")):
        if element.tag == qn("w:t"):
            if (element.text or "").strip():
                return False
        elif element.get(qn("w:id")) in numbers:
            return any((words.text or "").strip() for words in paragraph.iter(qn("w:t")))
    return False


def _has_words_after(start: Element) -> bool:
    """Whether words of its paragraph follow the start of a bookmark, or there are none at all."""
    paragraph = next(start.iterancestors(qn("w:p")), None)
    if paragraph is None:
        return True
    order = list(paragraph.iter(qn("w:t"), qn("w:bookmarkStart")))
    after = order[order.index(start) :]
    words = [element for element in order if element.tag == qn("w:t") and (element.text or "").strip()]
    return not words or any(element in after for element in words)


def _ends_a_box(paragraph: Element) -> bool:
    """Whether a paragraph cannot be of the box above it: a heading, a signature, a cell, the start of another mark."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = str(style.get(qn("w:val"))) if style is not None else ""
    return bool(
        _HEADING.search(name)
        or SIGNED.fullmatch(paragraph_words(paragraph).strip())
        or next(paragraph.iterancestors(qn("w:tbl")), None) is not None
        or paragraph.find(f".//{qn('w:bookmarkStart')}") is not None
        or any(parent.tag == qn("w:sdt") for parent in paragraph.iterancestors())
    )


def paragraph_words(paragraph: Element) -> str:
    """Return the words of a paragraph as they stand after all changes that Word keeps track of."""
    signs = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
    wanted = paragraph.iter(qn("w:t"), *signs)
    aside = {qn("w:tabs"), qn("w:pPr"), qn("w:moveFrom"), qn("w:del")}
    inner = (e for e in wanted if not any(a.tag in aside for a in e.iterancestors()))
    return "".join(signs.get(element.tag, element.text or "") for element in inner).strip("\n")
