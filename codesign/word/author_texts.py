"""What people typed into the author boxes of a Word file, read back so that a rebuilt proposal keeps it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

import docx as word_files
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from codesign.errors import RefusedFile
from codesign.word.blocks import UNWRITTEN
from codesign.word.xml import Element

_LIMIT = re.compile(r" At most \d+ words\.")


def author_texts(docx: bytes) -> dict[str, str]:
    """Return box to text for every author box somebody has written in; paragraphs are kept apart by an empty line.

    The content control counts first; where a program dropped it, as LibreOffice does, the bookmark around it.

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
    texts = dict(_between_bookmarks(body))
    texts.update(_controls(body))
    return {box: words for box, words in texts.items() if words}


def _controls(body: Element) -> Iterator[tuple[str, str]]:
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        content = control.find(qn("w:sdtContent"))
        name = str(tag.get(qn("w:val"))) if tag is not None else ""
        if name.startswith("author.") and content is not None:
            asked = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
            yield name.removeprefix("author."), "" if asked else _typed(content.iter(qn("w:p")))


def _between_bookmarks(body: Element) -> Iterator[tuple[str, str]]:
    for start in body.iter(qn("w:bookmarkStart")):
        name = str(start.get(qn("w:name")))
        if name.startswith("author_"):
            yield name.removeprefix("author_"), _typed(_inside(body, str(start.get(qn("w:id")))))


def _inside(body: Element, number: str) -> Iterator[Element]:
    """Yield the paragraphs between the start and the end of a bookmark, or that hold either."""
    inside = False
    for element in body.iter(qn("w:p"), qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        same = element.get(qn("w:id")) == number
        if element.tag == qn("w:bookmarkStart") and same:
            inside = True
            yield from (parent for parent in element.iterancestors() if parent.tag == qn("w:p"))
        elif element.tag == qn("w:bookmarkEnd") and same:
            return
        elif element.tag == qn("w:p") and inside:
            yield element


def _typed(paragraphs: Iterable[Element]) -> str:
    """Return the words of paragraphs without the prompt of the box."""
    words = [_without_prompt(_words(paragraph)) for paragraph in dict.fromkeys(paragraphs)]
    return "\n\n".join(stretch for stretch in words if stretch.strip()).strip()


def _words(paragraph: Element) -> str:
    signs = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
    wanted = paragraph.iter(qn("w:t"), *signs)
    inner = (e for e in wanted if not any(a.tag in {qn("w:tabs"), qn("w:pPr")} for a in e.iterancestors()))
    return "".join(signs.get(element.tag, element.text or "") for element in inner).strip("\n")


def _without_prompt(words: str) -> str:
    if not words.startswith(UNWRITTEN):
        return words
    asked = _LIMIT.search(words)
    return words[asked.end() :].strip() if asked else ""
