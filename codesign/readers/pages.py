"""PDF files as text, by pypdf, with the lines of a page joined into paragraphs again."""

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from codesign.errors import RefusedFile

# pypdf tells of every oddity of a file; a person is told once, in a sentence.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_DAMAGED: tuple[type[Exception], ...] = (PyPdfError, ValueError, LookupError, TypeError, AttributeError)
_DAMAGED += (ArithmeticError, RecursionError, NotImplementedError, zlib.error, struct.error, EOFError)
# A line that begins like a new speaker, time or list item never continues the one above it.
_NEW = re.compile(
    r"\s*(?:[•\-–—*▪]\s|>>|\d+[.)]\s|\W{0,3}\d{1,2}:\d{2}"
    r"|[^\W\d_][\w.'’ -]{0,40}(?:\s?:|\s?[\[(]\d|\s{2,}\d))"
)
_LONG = 0.75


def pdf_text(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a .pdf file, and a sentence asking to compare it."""
    try:
        pages = _pages(name, content)
    except _DAMAGED as problem:
        raise RefusedFile(
            f"{name} is damaged, so it was not read. Ask for the Word file, or for a new PDF."
        ) from problem
    text = "\n".join(paragraph for page in pages for paragraph in _paragraphs(page))
    note = "Lines of the PDF were joined into paragraphs; compare a page or two with the original."
    return text, (note,)


def _pages(name: str, content: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not _opens(reader):
        raise RefusedFile(f"{name} is protected by a password. Save it without the password, or ask for the Word file.")
    return [page.extract_text() for page in reader.pages]


def _opens(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except DependencyError:
        return False


def _paragraphs(page: str) -> Iterator[str]:
    lines = [line.rstrip() for line in page.splitlines()]
    longest = max((len(line) for line in lines), default=0)
    paragraph = ""
    for line in lines:
        if paragraph and (not line.strip() or _NEW.match(line)):
            yield paragraph
            paragraph = ""
        paragraph = _joined(paragraph, line.strip())
        if len(line) < longest * _LONG:
            yield from [paragraph] if paragraph else []
            paragraph = ""
    if paragraph:
        yield paragraph


def _joined(paragraph: str, line: str) -> str:
    if not paragraph:
        return line
    return paragraph + line if paragraph.endswith("-") else f"{paragraph} {line}"
