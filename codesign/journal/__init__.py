"""What people decide, kept append-only: one file per person and device, one operation a line."""

from codesign.journal.file import Journal, Saved, read_folder
from codesign.journal.fold import Choice, Conflict, Folded, fold, last_redoable, last_undoable
from codesign.journal.records import Change, Operation, decode, encode, new_id

__all__ = [
    "Change",
    "Choice",
    "Conflict",
    "Folded",
    "Journal",
    "Operation",
    "Saved",
    "decode",
    "encode",
    "fold",
    "last_redoable",
    "last_undoable",
    "new_id",
    "read_folder",
]
