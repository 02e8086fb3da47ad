"""Words of the board: places, lists of cards, what something is called."""

from __future__ import annotations

from collections.abc import Sequence

from codesign.phrases import listed

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CARDINALS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOST_NAMED = 4


def ordinal(place: int) -> str:
    """Return a place counted from 1 in words.

    >>> ordinal(2), ordinal(21), ordinal(112)
    ('second', '21st', '112th')
    """
    if place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def cardinal(number: int) -> str:
    """Return a number in words where it is a small one."""
    return _CARDINALS[number] if number < len(_CARDINALS) else f"{number:,}"


def named(numbers: Sequence[str], thing: str = "task") -> str:
    """Return cards by their numbers: "A1", "A1 and B2", "12 tasks" where they are many."""
    return listed(numbers) if len(numbers) <= _MOST_NAMED else f"{len(numbers)} {thing}s"
