"""REFI-QDA: codebooks (.qdc) and projects (.qdpx) as NVivo, ATLAS.ti, MAXQDA and QualCoder exchange them.

Bytes in, rows out, and back. Written as the standard says (version 1.5, schemas 1.0); read as programs really write.
"""

from codesign.refi.notes import CodeNote, code_description, code_note, coding_note, coding_text
from codesign.refi.writing import codebook_bytes, project_bytes

__all__ = [
    "CodeNote",
    "code_description",
    "code_note",
    "codebook_bytes",
    "coding_note",
    "coding_text",
    "project_bytes",
]
