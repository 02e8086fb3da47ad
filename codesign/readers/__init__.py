"""Read received files into clean text: bytes in, text out; nothing is written and nothing in a file is run."""

from codesign.readers.captions import CAPTION_LAYOUT
from codesign.readers.characters import clean
from codesign.readers.documents import TEXT_FORMATS, Reading, read_document
from codesign.readers.encodings import decode
from codesign.readers.safety import ACCEPTED, preflight

__all__ = ["ACCEPTED", "CAPTION_LAYOUT", "TEXT_FORMATS", "Reading", "clean", "decode", "preflight", "read_document"]
