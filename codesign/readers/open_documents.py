"""OpenDocument texts (.odt) as text, by the same rules as Word documents.

Read with lxml instead of odfpy, which prints a part it cannot read, and with it the interview, to the screen.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from codesign.errors import RefusedFile
from codesign.phrases import count_of
from codesign.readers.markup import xml_root
from codesign.readers.safety import DAMAGED

_PARAGRAPHS = {"p", "h"}
_LEFT_OUT = {"tracked-changes", "annotation", "annotation-end", "note", "title", "desc"}
_LEFT_OUT |= {"variable-decls", "sequence-decls"}
_SIGNS = {"tab": "\t", "line-break": "\n"}
_LAYOUT_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000


def open_document_text(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of an .odt file, and sentences about what was left out of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _document(xml_root(archive.read("content.xml")))
    except (etree.XMLSyntaxError, LookupError, *DAMAGED) as problem:
        raise RefusedFile(f"{name} is damaged inside, so it was not read. Save a new copy and add that.") from problem


def _document(root: etree._Element) -> tuple[str, tuple[str, ...]]:
    counts: Counter[str] = Counter(_kind(element) for element in root.iter(etree.Element))
    notes = [text for note in root.iter("{*}note-body") for text in _paragraphs(note)]
    bodies = root.iterfind("./{*}body/{*}text")
    texts = [text for body in bodies for text in _paragraphs(body)]
    return "\n\n".join([*texts, *notes]), tuple(_sentences(counts, len(notes)))


def _sentences(counts: Counter[str], notes: int) -> Iterator[str]:
    left_out = [count_of(counts["annotation"], "comment"), count_of(counts["deletion"], "deleted passage")]
    present = [phrase for phrase in left_out if not phrase.startswith("0 ")]
    if present:
        yield f"{' and '.join(present)} left out."
    if notes:
        yield f"{count_of(notes, 'footnote')} placed after the text."


def _kind(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _paragraphs(block: etree._Element) -> Iterator[str]:
    for child in block:
        kind = _kind(child)
        if kind in _PARAGRAPHS:
            yield from _filled("".join(_words(child)))
            yield from (text for box in _boxes(child) for text in _paragraphs(box))
        elif kind == "table-row":
            yield from _filled("\t".join("\n".join(_paragraphs(cell)) for cell in child).rstrip("\t"))
        elif kind and kind not in _LEFT_OUT:
            yield from _paragraphs(child)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Return the text boxes that hang on this paragraph, not those on a paragraph inside one of them."""
    boxes = paragraph.iter("{*}text-box")
    return (box for box in boxes if next(box.iterancestors("{*}p", "{*}h")) is paragraph)


def _filled(text: str) -> Iterator[str]:
    if text.strip():
        yield text.strip("\n")


def _words(element: etree._Element) -> Iterator[str]:
    yield _LAYOUT_SPACE.sub(" ", element.text or "")
    for child in element:
        kind = _kind(child)
        if kind == "s":
            yield " " * min(_MOST_SPACES, _count(child))
        elif kind in _SIGNS:
            yield _SIGNS[kind]
        elif kind and kind not in _LEFT_OUT and kind != "text-box":
            yield from _words(child)
        yield _LAYOUT_SPACE.sub(" ", child.tail or "")


def _count(space: etree._Element) -> int:
    return next((int(value) for key, value in space.items() if str(key).endswith("}c")), 1)
