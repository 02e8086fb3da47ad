"""REFI-QDA: codebooks (.qdc) and projects (.qdpx) as NVivo, ATLAS.ti, MAXQDA and QualCoder exchange them.

Bytes in, rows out, and back. Written as the standard says (version 1.5, schemas 1.0); read as programs really write.
"""

from codesign.refi.notes import CodeNote, code_description, code_note, coding_note, coding_text
from codesign.refi.positions import (
    Convention,
    Mark,
    Settled,
    conventions,
    holds,
    kept_places,
    line_feeds,
    moved_places,
    settled,
    settled_together,
)
from codesign.refi.reading import (
    ReadCode,
    ReadCoding,
    ReadProject,
    ReadSelection,
    ReadSource,
    read_codebook,
    read_project,
)
from codesign.refi.writing import codebook_bytes, guid, project_bytes

__all__ = [
    "CodeNote",
    "Convention",
    "Mark",
    "ReadCode",
    "ReadCoding",
    "ReadProject",
    "ReadSelection",
    "ReadSource",
    "Settled",
    "code_description",
    "code_note",
    "codebook_bytes",
    "coding_note",
    "coding_text",
    "conventions",
    "guid",
    "holds",
    "kept_places",
    "line_feeds",
    "moved_places",
    "project_bytes",
    "read_codebook",
    "read_project",
    "settled",
    "settled_together",
]
