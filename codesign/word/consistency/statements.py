"""Statements of a document, and which of them disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codesign.word.opened import Finding

RULE = "consistency"
_LONGEST = 90


@dataclass(frozen=True)
class Statement:
    """One thing a document says: what of, which value, in which words, and where.

    `about` is a phrase that a sentence can hold ("the employers interviewed"); two statements about the same must have
    the same value. `is_written` marks what a person wrote in a box: told where it differs, and never refused.
    """

    about: str
    value: str
    says: str
    place: str
    is_written: bool = False


def quoted(words: str) -> str:
    """Return words as a sentence about them shows them: on one line, and not too long."""
    line = " ".join(words.split())
    return f"“{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + '…'}”"


def disagreements(statements: Iterable[Statement]) -> Iterator[Finding]:
    """Yield a finding for each value beside another of the same thing; the one stated most often goes first."""
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(statement.about, []).append(statement)
    for group in groups.values():
        if len({statement.value for statement in group}) > 1:
            yield from _differing(group)


def _differing(group: list[Statement]) -> Iterator[Finding]:
    printed = [statement for statement in group if not statement.is_written] or group
    counted = Counter(statement.value for statement in printed)
    usual = next(one for one in printed if counted[one.value] == max(counted.values()))
    values = {usual.value}
    for statement in [*printed, *group]:
        if statement.value not in values:
            values.add(statement.value)
            yield contradiction(usual, statement)


def contradiction(one: Statement, other: Statement, because: str = "") -> Finding:
    """Return the finding that two statements cannot both be true; a look where a person wrote one of them."""
    return Finding(
        "look" if one.is_written or other.is_written else "error",
        RULE,
        f"Two statements disagree about {one.about}: {one.says} {one.place}, and {other.says} {other.place}{because}.",
    )
