"""What an act on the board comes to: the changes to save, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from codesign.errors import CodesignError
from codesign.journal.records import Change


class BoardError(CodesignError):
    """An act on the board that is not done, with the reason and what to do."""


@dataclass(frozen=True)
class Done:
    """An act: its changes, the sentence that tells it, and what an undo of it is called: "wording of A2".

    Tasks in `about` stand at the end of what it is called, by the numbers that they have after the act. `made` are the
    duties and tasks that come of it.
    """

    changes: tuple[Change, ...]
    sentence: str
    called: str
    about: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


def put(table: str, **row: object) -> Change:
    """Return the change that writes these columns of a row."""
    return Change("put", table, row)


def take(table: str, **key: object) -> Change:
    """Return the change that takes a row away."""
    return Change("delete", table, key)
