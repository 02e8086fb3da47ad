"""Where the boxes and arrows of a pathway stand, so that no arrow passes through a box.

Steps stand in columns, each to the right of what leads to it. An arrow that goes past a column runs through a lane
between its boxes, and from column to column through the gap, where no box stands. More columns than the page holds go
on below, and arrows run back to the left in the channel between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import ceil
from typing import NamedTuple

GAP = 0.9
TURN = 0.6
ROW_GAP = 0.25
LANE = 0.24
MOST_COLUMNS = 5
WIDEST = 5.0
SWEEPS = 6

Point = tuple[float, float]
Piece = tuple[Point, Point, Point, Point]
"""A curve with its two ends and the two points that draw it; a straight line lies on all four."""
Arrow = tuple[str, str]


class Lane(NamedTuple):
    """Room between the boxes of a column for the arrows to one step; those of one kind and direction share it."""

    end: str
    solid: bool
    back: bool


Item = str | Lane
Stop = tuple[int, Item]
"""What an arrow meets: a column, and the box or lane in it."""


@dataclass(frozen=True)
class Place:
    """Where a box stands, in centimetres from the top left."""

    left: float
    top: float
    wide: float
    high: float

    @property
    def right(self) -> float:
        """Return where it ends at the right."""
        return self.left + self.wide

    @property
    def middle(self) -> float:
        """Return the height of its middle, where arrows come and go."""
        return self.top + self.high / 2


@dataclass(frozen=True)
class Route:
    """The way of one arrow, from the right side of a box to the left side of another."""

    start: str
    end: str
    solid: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Layout:
    """Where everything stands, and how far down it reaches."""

    places: Mapping[str, Place]
    routes: Sequence[Route]
    bottom: float


@dataclass
class _Room:
    """Columns with their boxes and lanes in order, and how they lie on the page."""

    columns: list[list[Item]]
    paths: dict[Arrow, list[Stop]]
    firm: set[str]
    bands: list[range]
    wide: float
    first_left: float
    at: dict[Stop, float] = field(default_factory=dict)
    channels: dict[tuple[int, Lane], float] = field(default_factory=dict)

    def band(self, column: int) -> int:
        """Return which row of columns a column stands in."""
        return next(number for number, band in enumerate(self.bands) if column in band)

    def left(self, column: int) -> float:
        """Return where a column begins."""
        return self.first_left + (column - self.bands[self.band(column)].start) * (self.wide + GAP)


def back_arrows(leads: Mapping[str, Sequence[str]]) -> list[Arrow]:
    """Return the arrows that close a circle, found by walking every route once."""
    back: list[Arrow] = []
    done: set[str] = set()
    for first in leads:
        route: list[str] = []
        waiting = [(first, False)]
        while waiting:
            step_id, leaving = waiting.pop()
            if leaving:
                route.pop()
                done.add(step_id)
                continue
            if step_id in done:
                continue
            route.append(step_id)
            waiting.append((step_id, True))
            for onward in reversed(leads[step_id]):
                if onward in route:
                    back.append((step_id, onward))
                elif onward not in done:
                    waiting.append((onward, False))
    return list(dict.fromkeys(back))


def laid_out(
    leads: Mapping[str, Sequence[str]],
    firm: Iterable[str],
    heights: Callable[[float], Mapping[str, float]],
    *,
    left: float,
    right: float,
    top: float,
) -> Layout:
    """Return where boxes and arrows stand between `left` and `right`, from `top` down.

    `leads` says where each step leads, only to steps that are there; an arrow between two `firm` steps is solid.
    `heights` says how high each box is where boxes have a given width.
    """
    if not leads:
        return Layout({}, [], top)
    room = _room(leads, set(firm), left, right)
    _order(room)
    high = heights(room.wide)
    bottom = _stack(room, high, top)
    places = {
        item: Place(room.left(column), room.at[column, item] - high[item] / 2, room.wide, high[item])
        for column, items in enumerate(room.columns)
        for item in items
        if isinstance(item, str)
    }
    routes = [
        Route(start, end, {start, end} <= room.firm, tuple(_pieces(room, path)))
        for (start, end), path in room.paths.items()
    ]
    return Layout({step_id: places[step_id] for step_id in leads}, routes, bottom)


# columns, lanes and their order ------------------------------------------------------------------------


def _room(leads: Mapping[str, Sequence[str]], firm: set[str], left: float, right: float) -> _Room:
    back = set(back_arrows(leads))
    rank = _ranks(leads, back)
    columns: list[list[Item]] = [[] for _ in range(max(rank.values()) + 1)]
    for step_id, column in rank.items():
        columns[column].append(step_id)
    paths = {
        (start, end): _path(start, end, rank, back=(start, end) in back, solid={start, end} <= firm)
        for start in leads
        for end in leads[start]
    }
    for path in paths.values():
        for column, item in path[1:-1]:
            if item not in columns[column]:
                columns[column].append(item)
    bands = _bands(len(columns))
    margin = TURN if back or len(bands) > 1 else 0.0
    most = len(bands[0])
    wide = min((right - left - 2 * margin - GAP * (most - 1)) / most, WIDEST)
    return _Room(columns, paths, firm, bands, wide, left + margin)


def _ranks(leads: Mapping[str, Sequence[str]], back: set[Arrow]) -> dict[str, int]:
    rank = dict.fromkeys(leads, 0)
    for _ in leads:
        for start, onward in leads.items():
            for end in onward:
                if (start, end) not in back:
                    rank[end] = max(rank[end], rank[start] + 1)
    return rank


def _path(start: str, end: str, rank: Mapping[str, int], *, back: bool, solid: bool) -> list[Stop]:
    lane = Lane(end, solid, back)
    passed = range(rank[start], rank[end] - 1, -1) if back else range(rank[start] + 1, rank[end])
    return [(rank[start], start), *((column, lane) for column in passed), (rank[end], end)]


def _bands(columns: int) -> list[range]:
    """Return the columns in rows of as many as the page holds, each about as long as the others."""
    rows = ceil(columns / MOST_COLUMNS)
    each = ceil(columns / rows)
    return [range(start, min(start + each, columns)) for start in range(0, columns, each)]


def _order(room: _Room) -> None:
    """Put what is tied to each other at the same height, so that few arrows cross; as typed where that is as good."""
    tied = _ties(room)
    best, fewest = [list(items) for items in room.columns], _crossings(room)
    for sweep in range(SWEEPS):
        numbers = range(len(room.columns))
        for column in numbers if sweep % 2 == 0 else reversed(numbers):
            beside = column - 1 if sweep % 2 == 0 else column + 1
            room.columns[column] = _sorted(room, column, beside, tied)
        crossed = _crossings(room)
        if crossed < fewest:
            best, fewest = [list(items) for items in room.columns], crossed
    room.columns[:] = best


def _ties(room: _Room) -> dict[Stop, list[Stop]]:
    """Return what each box and lane is tied to by an arrow."""
    tied: dict[Stop, list[Stop]] = {}
    for path in room.paths.values():
        for one, other in pairwise(path):
            tied.setdefault(one, []).append(other)
            tied.setdefault(other, []).append(one)
    return tied


def _sorted(room: _Room, column: int, beside: int, tied: Mapping[Stop, list[Stop]]) -> list[Item]:
    places = {
        (number, item): (index + 0.5) / len(room.columns[number])
        for number in (column, beside)
        if 0 <= number < len(room.columns)
        for index, item in enumerate(room.columns[number])
    }

    def wanted(item: Item) -> float:
        heights = [places[stop] for stop in tied.get((column, item), []) if stop in places]
        return sum(heights) / len(heights) if heights else places[column, item]

    return sorted(room.columns[column], key=wanted)


def _crossings(room: _Room) -> int:
    """Return how often arrows cross between neighbouring columns."""
    places = {(column, item): at for column, items in enumerate(room.columns) for at, item in enumerate(items)}
    ties = dict.fromkeys(
        (min(one, other, key=_column), max(one, other, key=_column))
        for path in room.paths.values()
        for one, other in pairwise(path)
        if one[0] != other[0]
    )
    crossed = 0
    by_gap: dict[int, list[tuple[int, int]]] = {}
    for one, other in ties:
        beside = by_gap.setdefault(one[0], [])
        mine = (places[one], places[other])
        crossed += sum((mine[0] - a) * (mine[1] - b) < 0 for a, b in beside)
        beside.append(mine)
    return crossed


def _column(stop: Stop) -> int:
    return stop[0]


# heights -----------------------------------------------------------------------------------------------


def _stack(room: _Room, high: Mapping[str, float], top: float) -> float:
    """Fill in the height of everything, row of columns by row, and return how far down it reaches."""
    reached = top
    for number, band in enumerate(room.bands):
        needed = {column: sum(_deep(item, high) for item in room.columns[column]) for column in band}
        tallest = max(needed.values())
        for column in band:
            _stack_column(room, column, high, reached, tallest - needed[column])
        _straighten(room, band, high, (reached, reached + tallest))
        reached = _channels(room, number, reached + tallest)
    return reached


def _deep(item: Item, high: Mapping[str, float]) -> float:
    return high[item] + ROW_GAP if isinstance(item, str) else LANE


def _stack_column(room: _Room, column: int, high: Mapping[str, float], top: float, spare: float) -> None:
    """Stand the boxes and lanes of a column below each other; the boxes share the room that is left."""
    items = room.columns[column]
    each = spare / sum(isinstance(item, str) for item in items)
    for item in items:
        deep = _deep(item, high) + (each if isinstance(item, str) else 0)
        room.at[column, item] = top + deep / 2
        top += deep


def _straighten(room: _Room, band: range, high: Mapping[str, float], limits: tuple[float, float]) -> None:
    """Move everything towards the height of what it is tied to, so that arrows run level, the order kept."""
    tied = _ties(room)
    for sweep in range(SWEEPS):
        for column in band if sweep % 2 == 0 else reversed(band):
            beside = column - 1 if sweep % 2 == 0 else column + 1
            items = room.columns[column]
            wanted = []
            for item in items:
                heights = [room.at[stop] for stop in tied.get((column, item), []) if stop[0] == beside in band]
                wanted.append(sum(heights) / len(heights) if heights else room.at[column, item])
            placed = _apart(wanted, [_deep(item, high) for item in items], limits)
            room.at.update({(column, item): place for item, place in zip(items, placed, strict=True)})


def _apart(wanted: Sequence[float], deep: Sequence[float], limits: tuple[float, float]) -> list[float]:
    """Return heights as near as possible to those wanted, in order, each with its room, within the limits."""
    above = [0.0, *accumulate(deep)]
    groups: list[tuple[float, int]] = []
    for want, before, own in zip(wanted, above, deep, strict=False):
        group = (want - before - own / 2, 1)
        while groups and groups[-1][0] > group[0]:
            mean, count = groups.pop()
            group = ((mean * count + group[0] * group[1]) / (count + group[1]), count + group[1])
        groups.append(group)
    tops = [top for top, count in groups for _ in range(count)]
    least, most = limits[0], limits[1] - above[-1]
    return [min(max(top, least), most) + before + own / 2 for top, before, own in zip(tops, above, deep, strict=False)]


def _channels(room: _Room, number: int, top: float) -> float:
    """Give each lane that goes on in the next row of columns its height below this one."""
    reached = top
    for path in room.paths.values():
        for one, other in pairwise(path):
            if {room.band(one[0]), room.band(other[0])} == {number, number + 1}:
                lane = (number, _lane(room, path, one, other))
                if lane not in room.channels:
                    room.channels[lane] = reached + LANE
                    reached += LANE
    return reached + (2 * LANE if reached > top else 0)


def _lane(room: _Room, path: Sequence[Stop], one: Stop, other: Stop) -> Lane:
    """Return the lane that leads over from one stop to the next, also where both are boxes."""
    lane = next((item for _, item in (one, other) if isinstance(item, Lane)), None)
    start, end = str(path[0][1]), str(path[-1][1])
    return lane or Lane(end, {start, end} <= room.firm, False)


# arrows ------------------------------------------------------------------------------------------------


def _pieces(room: _Room, path: Sequence[Stop]) -> Iterator[Piece]:
    for place, (one, other) in enumerate(pairwise(path)):
        if place:
            yield _line(_entry(room, one), _exit(room, one))
        yield from _between(room, path, one, other)


def _between(room: _Room, path: Sequence[Stop], one: Stop, other: Stop) -> Iterator[Piece]:
    start, end = _exit(room, one), _entry(room, other)
    bands = room.band(one[0]), room.band(other[0])
    if bands[0] != bands[1]:
        height = room.channels[min(bands), _lane(room, path, one, other)]
        leaves = 1 if start[0] > room.left(one[0]) else -1
        there = (start[0], height), (end[0], height)
        yield _turn(start, there[0], leaves)
        yield _line(*there)
        yield _turn(there[1], end, -leaves)
    elif one[0] == other[0]:
        yield _turn(start, end, 1 if isinstance(other[1], Lane) else -1)
    else:
        half = (end[0] - start[0]) / 2
        yield start, (start[0] + half, start[1]), (end[0] - half, end[1]), end


def _entry(room: _Room, stop: Stop) -> Point:
    return _side(room, stop, at_right=isinstance(stop[1], Lane) and stop[1].back)


def _exit(room: _Room, stop: Stop) -> Point:
    return _side(room, stop, at_right=not (isinstance(stop[1], Lane) and stop[1].back))


def _side(room: _Room, stop: Stop, *, at_right: bool) -> Point:
    return room.left(stop[0]) + (room.wide if at_right else 0), room.at[stop]


def _turn(start: Point, end: Point, way: int) -> Piece:
    """Return the curve that leaves to one side and comes back from it: `way` is 1 to the right, -1 to the left."""
    return start, (start[0] + way * TURN, start[1]), (end[0] + way * TURN, end[1]), end


def _line(start: Point, end: Point) -> Piece:
    return start, start, end, end
