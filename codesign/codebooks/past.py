"""What became of the codes: who changed what when, and which codes are gone."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from codesign import schemas

EVENTS = ["code_id", "at", "person", "words"]
REMOVED = [*schemas.columns("codes"), "person", "at", "words"]


def _nothing(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in columns})


@dataclass(frozen=True)
class CodeHistory:
    """The past of a codebook.

    `events`, the latest first: code_id, at (date and time), person, words ("Renamed from “Purging”"). `removed`: codes
    that are gone or left out, as they last were, with the person, when, and words that say how. `conflicts`: sentences
    for the fields two people set at once, by code_id. `undo` and `redo` say what this person's next undo and redo do.
    `whole` are the tables people decide with all their rows, also those that wait and count nowhere.
    """

    events: pd.DataFrame = field(default_factory=lambda: _nothing(EVENTS))
    removed: pd.DataFrame = field(default_factory=lambda: _nothing(REMOVED))
    conflicts: dict[str, list[str]] = field(default_factory=dict)
    undo: str = ""
    redo: str = ""
    whole: schemas.Tables = field(default_factory=dict)
