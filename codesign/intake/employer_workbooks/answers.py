"""What stands in an answer cell: the answer, or why it cannot be taken for one and what to do. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

import yaml

from codesign.intake.employer_workbooks.questions import FLAGS, RATED
from codesign.spreadsheets import Cell

Answer = int | bool | str
LOWEST, HIGHEST = 1, 5
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_BETWEEN = re.compile(r"\d+(?:[.,]\d+)?\s*(?:-|–|—|/|to|or|à|ou|et|and|,|;)\s*\d+(?:[.,]\d+)?")
_ENTER = "enter 1, 2, 3, 4 or 5 in 03, or leave it blank"


@dataclass(frozen=True)
class Fault:
    """Why a cell holds no answer, and what to do."""

    why: str
    what_to_do: str


def answer(asked: str, cell: Cell) -> Answer | Fault | None:
    """Return what a cell answers to what is asked; None for a blank one."""
    if cell.is_error:
        return Fault("holds an error of the spreadsheet", "Ask for the answer itself, and enter it in 03.")
    if cell.value is None:
        return Fault(
            "holds a formula without a result",
            "Open the file in Excel, save it, and bring it in again; or enter the answer in 03.",
        )
    if isinstance(cell.value, str) and not cell.value.strip():
        return None
    if asked in RATED:
        return _rating(cell.value)
    return _flag(cell.value) if asked in FLAGS else shown(cell.value).strip()


def is_sign(asked: str, cell: Cell) -> bool:
    """Return whether yes or no was said by a sign, such as a cross, and not in words."""
    return asked in FLAGS and (isinstance(cell.value, bool) or _plain(shown(cell.value)) in _words()["signs"])


def shown(value: object) -> str:
    """Return a value as it is seen in the cell: whole numbers without a point, days without a time."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _rating(value: object) -> int | Fault:
    if isinstance(value, bool):
        return Fault("is TRUE or FALSE where a number is asked", f"Ask for the number, and {_ENTER}.")
    if isinstance(value, datetime):
        return Fault(
            "is a date: a spreadsheet makes one of what looks like 4-5",
            f"Ask what was typed; {_ENTER}.",
        )
    if isinstance(value, int | float):
        return _whole(float(value))
    words = _plain(str(value))
    if _NUMBER.fullmatch(words):
        return _whole(float(words.replace(",", ".")))
    return _worded(words)


def _whole(number: float) -> int | Fault:
    if number.is_integer() and LOWEST <= number <= HIGHEST:
        return int(number)
    if number.is_integer():
        return Fault("is outside 1 to 5", f"Ask what was meant; {_ENTER}.")
    return Fault("is no whole number", f"Ask which of 1 to 5 was meant; {_ENTER}.")


def _worded(words: str) -> Fault:
    if words in _words()["none"]:
        return Fault("says that there is no answer", "Nothing, where that is meant: a blank says the same.")
    if _BETWEEN.fullmatch(words):
        return Fault("holds two numbers", f"Ask which of them is meant; {_ENTER}.")
    return Fault("is words where a number is asked", f"If the words are plain, {_ENTER}; else ask.")


def _flag(value: object) -> bool | Fault:
    if isinstance(value, bool):
        return value
    words = _plain(shown(value))
    if words in _words()["yes"]:
        return True
    if words in _words()["no"]:
        return False
    if words in _words()["none"]:
        return Fault("says that there is no answer", "Nothing, where that is meant: a blank says the same.")
    return Fault("is neither yes nor no", "Ask which is meant, and enter yes or no in 03, or leave it blank.")


def _plain(words: str) -> str:
    """Return words in small letters with plain spaces, digits and quotes; `４ ` becomes 4."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().replace("’", "'").strip("'\" .").split())


@cache
def _words() -> Mapping[str, frozenset[str]]:
    text = resources.files("codesign").joinpath("rules", "answer_words.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    return {name: frozenset({*map(_plain, read[name]), *read[name]}) for name in ("yes", "no", "none", "signs")}
