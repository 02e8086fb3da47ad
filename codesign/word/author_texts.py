"""What people typed into the author boxes of a Word file, read back so that a rebuilt proposal keeps it."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable

import docx as word_files
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from codesign.errors import RefusedFile
from codesign.proposal.boxes import ASKED
from codesign.word.blocks import UNWRITTEN
from codesign.word.box_places import SIGNED, Page, box_stretches, paragraph_words
from codesign.word.text import cleaned

_LIMIT = re.compile(r" At most \d+ words\.")
_UNSEEN = {**dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")), 0x2011: "-"}


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
    page = page_of(docx)
    stretches = box_stretches(page)
    texts: dict[str, list[str]] = {}
    for one in stretches:
        of_others = {at for other in stretches if other.box != one.box and other.controls for at in other.at}
        own = [(paragraph_words(page.paragraphs[at]), at in one.asking) for at in sorted(one.at - of_others)]
        texts.setdefault(one.box, []).append(typed_words(one.box, own))
    return {box: tuple(dict.fromkeys(every)) for box, every in texts.items()}


def page_of(docx: bytes) -> Page:
    """Return the paragraphs of a Word file; RefusedFile where it cannot be opened."""
    try:
        return Page.of(word_files.Document(io.BytesIO(docx)).element.body)
    except (zipfile.BadZipFile, KeyError, ValueError, PackageNotFoundError, etree.XMLSyntaxError) as error:
        raise RefusedFile(
            "This Word file cannot be opened, so nothing was read from it and nothing has changed. "
            "Open it in Word, save it as “Word Document (.docx)”, then try again."
        ) from error


def box_mark(box: str, text: str) -> str:
    """Return a checksum of a box's text that is the same again when it is read back from a Word file."""
    words, before = text.replace("\r\n", "\n"), None
    while words != before:
        stretches = (cleaned(stretch)[0].strip("\n") for stretch in words.split("\n\n") if stretch.strip())
        words, before = typed_words(box, ((stretch, False) for stretch in stretches)), words
    return words_mark(words)


def words_mark(words: str) -> str:
    """Return a checksum of words alone: LibreOffice drops line breaks of a content control, others change spaces."""
    seen = unicodedata.normalize("NFC", words).translate(_UNSEEN)
    return hashlib.sha256("".join(seen.split()).encode()).hexdigest()[:16]


# words ----------------------------------------------------------------------------------------------------


def typed_words(box: str, paragraphs: Iterable[tuple[str, bool]]) -> str:
    """Return the words of paragraphs without the prompt of the box, and without who signed it."""
    every = [words if words.startswith(UNWRITTEN) or not asks else "" for words, asks in paragraphs]
    if len(every) > 1 and SIGNED.fullmatch(every[-1].strip()):
        every.pop()
    words = [_without_prompt(box, stretch) for stretch in every]
    return "\n\n".join(stretch for stretch in words if stretch.strip()).strip()


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
