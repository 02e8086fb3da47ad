"""Read received files into clean text: bytes in, text out; nothing is written and nothing in a file is run."""

from codesign.readers.captions import CAPTION_LAYOUT
from codesign.readers.characters import clean
from codesign.readers.documents import TEXT_FORMATS, Reading, read_checked_document, read_document
from codesign.readers.encodings import decode
from codesign.readers.markup import xml_root
from codesign.readers.safety import ACCEPTED, PROJECT_FORMATS, TABLE_FORMATS, preflight

__all__ = [
    "ACCEPTED",
    "CAPTION_LAYOUT",
    "PROJECT_FORMATS",
    "TABLE_FORMATS",
    "TEXT_FORMATS",
    "Reading",
    "clean",
    "decode",
    "preflight",
    "read_checked_document",
    "read_document",
    "xml_root",
]
