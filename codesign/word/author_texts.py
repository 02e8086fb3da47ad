"""What people typed into the author boxes of a Word file, read back so that a rebuilt proposal keeps it.

A box is a content control inside a bookmark. Word keeps both. LibreOffice cuts the control to its first paragraph and
the bookmark into two of one name, the first without an end; others drop one or the other. So a box is all that any of
its marks holds, and what lies between them.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import docx as word_files
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from codesign.errors import RefusedFile
from codesign.proposal.boxes import ASKED
from codesign.word.blocks import UNWRITTEN
from codesign.word.text import cleaned
from codesign.word.xml import Element

_LIMIT = re.compile(r" At most \d+ words\.")
_COPY = re.compile(r"(?<=.)(_Copy_\d+|[_ ]?\d+)$")
_SIGNED = re.compile(r"Written by .*\d{4}-\d{2}-\d{2}")
_HEADING = re.compile(r"(?i)heading|title|toc")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def author_texts(docx: bytes) -> dict[str, str]:
    """Return box to text for every author box somebody has written in; paragraphs are kept apart by an empty line.

    Raises
    ------
    RefusedFile
        where the file is not a Word document that can be read.
    """
    every = {box: [words for words in texts if words] for box, texts in box_texts(docx).items()}
    return {box: texts[-1] for box, texts in every.items() if texts}


def box_texts(docx: bytes) -> dict[str, tuple[str, ...]]:
    """Return what stands in each author box of a Word file, wherever the box stands; empty where nobody has written.

    Raises
    ------
    RefusedFile
        where the file is not a Word document that can be read.
    """
    try:
        body = word_files.Document(io.BytesIO(docx)).element.body
    except (zipfile.BadZipFile, KeyError, ValueError, PackageNotFoundError, etree.XMLSyntaxError) as error:
        raise RefusedFile(
            "This Word file cannot be opened, so nothing was read from it and nothing has changed. "
            "Open it in Word, save it as “Word Document (.docx)”, then try again."
        ) from error
    page = _Page.of(body)
    stretches = _stretches(page)
    texts: dict[str, list[str]] = {}
    for one in stretches:
        of_others = {at for other in stretches if other.box != one.box and other.controls for at in other.at}
        own = [(_words(page.paragraphs[at]), at in one.asking) for at in sorted(one.at - of_others)]
        texts.setdefault(one.box, []).append(_typed(one.box, own))
    return {box: tuple(dict.fromkeys(every)) for box, every in texts.items()}


def box_mark(box: str, text: str) -> str:
    """Return a checksum of a box's text as it can be told again after programs saved it: spaces, unseen signs aside."""
    words = _typed(box, ((stretch, False) for stretch in cleaned(text)[0].split("\n\n")))
    words = unicodedata.normalize("NFC", words).translate(_UNSEEN)
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return hashlib.sha256("\n".join(filter(None, lines)).encode()).hexdigest()[:16]


# where the boxes stand ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Page:
    """The paragraphs of a body in order, and the place of each."""

    body: Element
    paragraphs: list[Element]
    place: dict[Element, int]

    @classmethod
    def of(cls, body: Element) -> _Page:
        paragraphs = list(body.iter(qn("w:p")))
        return cls(body, paragraphs, {paragraph: at for at, paragraph in enumerate(paragraphs)})

    def around(self, element: Element) -> set[int]:
        """Return the places of the paragraphs in an element, or of the one it stands in."""
        inside = {self.place[paragraph] for paragraph in element.iter(qn("w:p"))}
        return inside or {self.place[one] for one in element.iterancestors(qn("w:p"))}


@dataclass
class _Stretch:
    """Places of paragraphs that are one box; `asking` are those where Word shows a prompt."""

    box: str
    at: set[int] = field(default_factory=set)
    controls: int = 0
    asking: set[int] = field(default_factory=set)


def _stretches(page: _Page) -> list[_Stretch]:
    """Return each stretch of paragraphs that is a box: its controls, and the bookmarks that overlap or follow them."""
    controls, bookmarks = list(_controls(page)), list(_bookmarks(page))
    joined: list[_Stretch] = []
    for one in sorted([*bookmarks, *controls], key=lambda stretch: (min(stretch.at, default=0), stretch.controls)):
        last = next((other for other in reversed(joined) if other.box == one.box), None)
        if last is not None and _touch(last, one):
            last.at, last.asking = last.at | one.at, last.asking | one.asking
            last.controls += one.controls
        else:
            joined.append(one)
    return joined


def _touch(first: _Stretch, second: _Stretch) -> bool:
    """Whether two marks of one box are about one stretch: they share a paragraph, or both are no whole control."""
    if first.at & second.at:
        return True
    follow = bool(first.at and second.at) and min(second.at) - max(first.at) <= 1
    return follow and not (first.controls and second.controls)


def _controls(page: _Page) -> Iterator[_Stretch]:
    for control in page.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        content = control.find(qn("w:sdtContent"))
        name = str(tag.get(qn("w:val"))) if tag is not None else ""
        if name.startswith("author.") and content is not None:
            places = page.around(content)
            asks = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
            yield _Stretch(name.removeprefix("author."), places, 1, places if asks else set())


def _bookmarks(page: _Page) -> Iterator[_Stretch]:
    starts: dict[str, list[Element]] = {}
    for start in page.body.iter(qn("w:bookmarkStart")):
        starts.setdefault(str(start.get(qn("w:name"))), []).append(start)
    for name, marks in starts.items():
        if name.startswith("author_"):
            yield _Stretch(_box(name.removeprefix("author_")), _between(page, marks))


def _box(name: str) -> str:
    """Return the box of a bookmark, which a program may have numbered as a copy."""
    return name if name in ASKED else _COPY.sub("", name)


def _between(page: _Page, starts: Sequence[Element]) -> set[int]:
    """Return the places from the first start of a bookmark to its last end; without an end, to where a box must end."""
    numbers = {str(start.get(qn("w:id"))) for start in starts}
    closed = any(str(end.get(qn("w:id"))) in numbers for end in page.body.iter(qn("w:bookmarkEnd")))
    places = sorted(_inside(page, starts, numbers, closed=closed))
    if closed or not places:
        return set(places)
    if _words(page.paragraphs[places[0]]).startswith(UNWRITTEN):
        return {places[0]}
    least = max((min(page.around(start), default=places[0]) for start in starts), default=places[0])
    end = next((at for at in places if at > least and _ends_a_box(page.paragraphs[at])), places[-1] + 1)
    return {at for at in places if at < end}


def _inside(page: _Page, starts: Sequence[Element], numbers: set[str], *, closed: bool) -> Iterator[int]:
    """Yield the places from the first of some starts to the last end, or to the next box where there is no end."""
    is_open, waiting = False, len(starts)
    for element in page.body.iter(qn("w:p"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if element.tag == qn("w:p"):
            if is_open and not _closes_before_words(element, numbers):
                yield page.place[element]
        elif element.get(qn("w:id")) in numbers:
            if element.tag == qn("w:bookmarkStart"):
                is_open, waiting = True, waiting - 1
                yield from page.around(element) if _has_words_after(element) else ()
            elif not waiting:
                return
        elif is_open and not closed and not waiting and str(element.get(qn("w:name"))).startswith("author_"):
            return


def _closes_before_words(paragraph: Element, numbers: set[str]) -> bool:
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
        or _SIGNED.fullmatch(_words(paragraph).strip())
        or next(paragraph.iterancestors(qn("w:tbl")), None) is not None
        or paragraph.find(f".//{qn('w:bookmarkStart')}") is not None
        or any(parent.tag == qn("w:sdt") for parent in paragraph.iterancestors())
    )


# words ----------------------------------------------------------------------------------------------------


def _typed(box: str, paragraphs: Iterable[tuple[str, bool]]) -> str:
    """Return the words of paragraphs without the prompt of the box, and without who signed it."""
    every = [words if words.startswith(UNWRITTEN) or not asks else "" for words, asks in paragraphs]
    if len(every) > 1 and _SIGNED.fullmatch(every[-1].strip()):
        every.pop()
    words = [_without_prompt(box, stretch) for stretch in every]
    return "\n\n".join(stretch for stretch in words if stretch.strip()).strip()


def _words(paragraph: Element) -> str:
    signs = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
    wanted = paragraph.iter(qn("w:t"), *signs)
    aside = {qn("w:tabs"), qn("w:pPr"), qn("w:moveFrom"), qn("w:del")}
    inner = (e for e in wanted if not any(a.tag in aside for a in e.iterancestors()))
    return "".join(signs.get(element.tag, element.text or "") for element in inner).strip("\n")


def _without_prompt(box: str, words: str) -> str:
    """Return what was typed around the prompt; a text that only begins like a prompt is a text."""
    if not words.startswith(UNWRITTEN):
        return words
    asked = _LIMIT.search(words)
    if asked:
        return words[asked.end() :].strip()
    if box not in ASKED:
        return ""
    rest = words.removeprefix(UNWRITTEN).strip()
    prompt = ASKED[box].prompt
    return rest.removeprefix(prompt).strip() if rest.startswith(prompt) else words if rest else ""
