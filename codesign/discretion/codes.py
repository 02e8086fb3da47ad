"""Which codes may be counted by group: enough employers behind each, and behind what lies below it untold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

Employers = Mapping[str, set[str]]


def codes_told(own: Mapping[str, Set[str]], lines: Mapping[str, Sequence[str]], small_group: int) -> set[str]:
    """Return the codes whose employers may be counted by group.

    `own` are the employers who support a code itself; `lines` names each code with itself and every code above it,
    the next one first. `small_group` employers or more stand behind a code that is told, and so many, or none, behind
    all that is below it without being told itself: else what is told could be taken from it and leave one of the few.
    Where they are too few, codes below with the fewest employers are left out as well, or the code itself.
    """
    employers, below = _behind(own, lines), _below(lines)
    safe: set[str] = set()
    rest: dict[str, set[str]] = {}
    for code in sorted(lines, key=lambda code: -len(lines[code])):
        parts = sorted(below.get(code, []), key=lambda part: len(employers[part]))
        left = set(own.get(code, ())).union(*(rest.get(part, set()) for part in parts if part not in safe))
        also, more = _left_out([part for part in parts if part in safe], left, rest, small_group)
        is_told = len(employers[code]) >= small_group and not 0 < len(more) < small_group
        rest[code] = more if is_told else left
        safe = (safe - set(also)) | {code} if is_told else safe
    return safe


def _behind(own: Mapping[str, Set[str]], lines: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Return the employers behind each code and the codes below it."""
    employers: dict[str, set[str]] = {code: set() for code in lines}
    for code, line in lines.items():
        for above in line:
            employers[above] |= own.get(code, set())
    return employers


def _below(lines: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the codes that stand next below each code."""
    below: dict[str, list[str]] = {}
    for code, line in lines.items():
        for parent in line[1:2]:
            below.setdefault(parent, []).append(code)
    return below


def _left_out(parts: Sequence[str], left: set[str], rest: Employers, small_group: int) -> tuple[list[str], set[str]]:
    """Return which of the parts that are told must not be, fewest employers first, and who is then not told."""
    also: list[str] = []
    for part in parts:
        if 0 < len(left) < small_group and rest[part] - left:
            also, left = [*also, part], left | rest[part]
    return also, left
