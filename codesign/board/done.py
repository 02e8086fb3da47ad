"""What an act on the board comes to: the changes to save, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from codesign.errors import CodesignError
from codesign.journal import Change


class BoardError(CodesignError):
    """An act on the board that is not done, with the reason and what to do."""


@dataclass(frozen=True)
class Done:
    """An act: its changes, the sentence that tells it, and what an undo of it is called: "move of A2"."""

    changes: tuple[Change, ...]
    sentence: str
    called: str


def put(table: str, **row: object) -> Change:
    """Return the change that writes these columns of a row."""
    return Change("put", table, row)


def take(table: str, **key: object) -> Change:
    """Return the change that takes a row away."""
    return Change("delete", table, key)
