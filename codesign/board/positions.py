"""Places in a row, written as whole numbers: a move writes as few rows as it can."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

STEP = 10
"""How far apart new places are, so that others fit between them without moving their neighbours."""


def placed(order: Sequence[str], moved: Collection[str], positions: Mapping[str, int]) -> dict[str, int]:
    """Return the positions to write so that `order` holds; of rows that stay as few as possible.

    `positions` are those there are; rows that are not moved stand in order already, equal ones by their number. Each
    run of moved rows gets the room between its neighbours, and takes neighbours along only where there is too little.
    """
    held: dict[str, int | None] = {one: None if one in moved else positions[one] for one in order}
    written: dict[str, int] = {}
    for start, end in _runs(order, moved):
        first, last = _window(order, held, start, end)
        between = _between(
            held[order[first - 1]] if first else None, held[order[last]] if last < len(order) else None, last - first
        )
        for one, position in zip(order[first:last], between, strict=True):
            held[one] = written[one] = position
    return {one: position for one, position in written.items() if one in moved or positions[one] != position}


def _runs(order: Sequence[str], moved: Collection[str]) -> list[tuple[int, int]]:
    """Return where moved rows stand beside each other: from, to."""
    runs: list[tuple[int, int]] = []
    for place, one in enumerate(order):
        if one not in moved:
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = runs[-1][0], place + 1
        else:
            runs.append((place, place + 1))
    return runs


def _window(order: Sequence[str], held: Mapping[str, int | None], start: int, end: int) -> tuple[int, int]:
    """Return the narrowest part of the row around a run in which its rows fit: from, to."""
    for more in range(len(order) + 1):
        for left in range(max(0, more - (len(order) - end)), min(more, start) + 1):
            first, last = start - left, end + more - left
            if _fits(order, held, first, last):
                return first, last
    return 0, len(order)


def _fits(order: Sequence[str], held: Mapping[str, int | None], first: int, last: int) -> bool:
    if any(held[one] is None for one in (*order[max(first - 1, 0) : first], *order[last : last + 1])):
        return False
    if first == 0 or last == len(order):
        return True
    below, above = held[order[first - 1]], held[order[last]]
    return below is not None and above is not None and above - below > last - first


def _between(below: int | None, above: int | None, many: int) -> list[int]:
    if below is None:
        return [
            (above or 0) - STEP * (many - place) if above is not None else STEP * (place + 1) for place in range(many)
        ]
    if above is None:
        return [below + STEP * (place + 1) for place in range(many)]
    return [below + (above - below) * (place + 1) // (many + 1) for place in range(many)]
