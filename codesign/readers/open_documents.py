"""OpenDocument texts (.odt) as text, by the same rules as Word documents."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException

from odf.opendocument import load

from codesign.errors import RefusedFile
from codesign.readers.characters import count_of

_PARAGRAPHS = {"p", "h"}
_LEFT_OUT = {"tracked-changes", "annotation", "annotation-end", "note", "title", "desc"}
_LEFT_OUT |= {"variable-decls", "sequence-decls"}
_SIGNS = {"tab": "\t", "line-break": "\n"}


def open_document_text(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of an .odt file, and sentences about what was left out of it."""
    try:
        document = load(io.BytesIO(content))
    except (SAXException, KeyError, ValueError) as problem:
        raise RefusedFile(f"{name} is damaged inside, so it was not read. Save a new copy and add that.") from problem
    everything = list(_everything(document.text))
    counts: Counter[str] = Counter(_kind(element) for element in everything)
    notes = [text for element in everything if _kind(element) == "note-body" for text in _paragraphs(element)]
    return "\n\n".join([*_paragraphs(document.text), *notes]), tuple(_sentences(counts, len(notes)))


def _sentences(counts: Counter[str], notes: int) -> Iterator[str]:
    left_out = [count_of(counts["annotation"], "comment"), count_of(counts["deletion"], "deleted passage")]
    present = [phrase for phrase in left_out if not phrase.startswith("0 ")]
    if present:
        yield f"{' and '.join(present)} left out."
    if notes:
        yield f"{count_of(notes, 'footnote')} placed after the text."


def _everything(element: Any) -> Iterator[Any]:
    for child in element.childNodes:
        yield child
        yield from _everything(child)


def _kind(element: Any) -> str:
    return str(element.qname[1]) if element.nodeType == element.ELEMENT_NODE else ""


def _paragraphs(block: Any) -> Iterator[str]:
    for child in block.childNodes:
        kind = _kind(child)
        if kind in _PARAGRAPHS:
            yield from _filled(["".join(_words(child))])
            yield from (text for box in _boxes(child) for text in _paragraphs(box))
        elif kind == "table-row":
            yield from _filled(["\t".join(_cell(cell) for cell in child.childNodes).rstrip("\t")])
        elif kind and kind not in _LEFT_OUT:
            yield from _paragraphs(child)


def _filled(texts: list[str]) -> Iterator[str]:
    return (text.strip("\n") for text in texts if text.strip())


def _cell(cell: Any) -> str:
    return "\n".join(_paragraphs(cell))


def _boxes(paragraph: Any) -> Iterator[Any]:
    return (element for element in _everything(paragraph) if _kind(element) == "text-box")


def _words(element: Any) -> Iterator[str]:
    for child in element.childNodes:
        kind = _kind(child)
        if not kind:
            yield str(getattr(child, "data", ""))
        elif kind == "s":
            yield " " * int(child.getAttribute("c") or 1)
        elif kind in _SIGNS:
            yield _SIGNS[kind]
        elif kind not in _LEFT_OUT and kind != "text-box":
            yield from _words(child)
