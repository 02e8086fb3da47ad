"""Every kind of transcript file as one clean text, with sentences about what was found and changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from codesign.errors import RefusedFile
from codesign.readers import captions
from codesign.readers.characters import clean
from codesign.readers.encodings import decode
from codesign.readers.open_documents import open_document_text
from codesign.readers.rich_text import rich_text
from codesign.readers.safety import ending_of, preflight
from codesign.readers.word_documents import word_text


@dataclass(frozen=True)
class Reading:
    """The text of a received file.

    `text` has LF line ends, no byte order mark and no control characters, and is composed (NFC).
    `encoding` is how the bytes were read; empty for kinds of files that say so themselves.
    `notes` are sentences for the person who added the file. `layout` names how speakers and times stand
    in the text where the kind of file knows; empty otherwise.
    """

    text: str
    encoding: str = ""
    notes: tuple[str, ...] = ()
    layout: str = ""


def _pdf_text(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    # Only when a .pdf comes in: loading its reader takes longer than everything else that reads.
    from codesign.readers.pages import pdf_text

    return pdf_text(name, content)


_DOCUMENTS: Mapping[str, Callable[[str, bytes], tuple[str, tuple[str, ...]]]] = {
    ".docx": word_text,
    ".odt": open_document_text,
    ".rtf": rich_text,
    ".pdf": _pdf_text,
}
_CAPTIONS = (".vtt", ".srt")
TEXT_FORMATS = (*_DOCUMENTS, ".txt", ".md", *_CAPTIONS)
"""Endings of the files that can be read as transcripts."""


def read_document(name: str, content: bytes) -> Reading:
    """Return the text of a transcript file; raise RefusedFile, with the reason, if there is none to be had."""
    preflight(name, content)
    return read_checked_document(name, content)


def read_checked_document(name: str, content: bytes) -> Reading:
    """Return the text of a transcript file that passed `preflight`; RefusedFile where it has no words."""
    reading = _read(name, content)
    if not any(character.isalnum() for character in reading.text):
        reason = _NO_WORDS.get(ending_of(name), "has no words in it. Check that it is the right file.")
        raise RefusedFile(f"{name} {reason}")
    return reading


_NO_CAPTIONS = "has no captions with words in it. Download it again, or ask for the transcript as a Word file."
_NO_WORDS = {
    ".pdf": "has no words in it, perhaps only pictures of pages. Have them recognised (OCR), or ask for the Word file.",
    ".vtt": _NO_CAPTIONS,
    ".srt": _NO_CAPTIONS,
}


def _read(name: str, content: bytes) -> Reading:
    ending = ending_of(name)
    if ending in _DOCUMENTS:
        text, notes = _DOCUMENTS[ending](name, content)
        text, more = clean(text)
        return Reading(text, notes=notes + more)
    if ending not in TEXT_FORMATS:
        raise RefusedFile(f"{name} is not a transcript. Transcripts end in {', '.join(TEXT_FORMATS)}.")
    text, encoding, notes = decode(content)
    text, more = clean(text)
    reading = Reading(text, encoding, notes + more)
    return _captioned(reading) if ending in _CAPTIONS else reading


def _captioned(reading: Reading) -> Reading:
    text, notes = captions.rendered(reading.text)
    return Reading(text, reading.encoding, reading.notes + notes, captions.CAPTION_LAYOUT)
