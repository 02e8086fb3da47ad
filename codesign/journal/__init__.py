"""What people decide, kept append-only: one file per person and device, one operation a line."""

from codesign.journal.file import FolderReader, Journal, News, Saved, read_folder
from codesign.journal.fold import Act, Choice, Conflict, Folded, extended, fold, last_acts, last_redoable, last_undoable
from codesign.journal.records import Change, Operation, decode, encode, new_id
from codesign.journal.within import Within, acts_within, built_on

__all__ = [
    "Act",
    "Change",
    "Choice",
    "Conflict",
    "Folded",
    "FolderReader",
    "Journal",
    "News",
    "Operation",
    "Saved",
    "Within",
    "acts_within",
    "built_on",
    "decode",
    "encode",
    "extended",
    "fold",
    "last_acts",
    "last_redoable",
    "last_undoable",
    "new_id",
    "read_folder",
]
