"""Tasks by how important and how hard to learn they are: one mark a task, with its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codesign.figures.canvas import (
    ACCENT,
    GREY,
    HAIRLINE,
    INK,
    WIDTH_CM,
    Figure,
    below,
    canvas_of,
    cm,
    leading,
    lines,
    pixels,
    plain,
    sentence,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HIGH_CM = 10.5
LEFT_CM = 1.3
POINTS = 7.5
MARK_CM = 0.13
KEY = (("train", "trained"), ("overtrain", "trained and refreshed"), ("no train", "not trained"))
MARKERS = {"train": ("o", ACCENT), "overtrain": ("^", ACCENT), "no train": ("o", "white")}

Area = tuple[float, float, float, float]
"""Left, top, right and bottom in centimetres."""


@dataclass(frozen=True)
class RatedTask:
    """A task with its mean importance and difficulty, from 1 to 5, and what was decided."""

    number: str
    importance: float
    difficulty: float
    outcome: str


def rated_tasks(title: str, tasks: Sequence[RatedTask], cut_off: float) -> Figure:
    """Return tasks as marks, importance to the right and difficulty upwards, with lines at the cut-off.

    `title` is the message. Numbers are written beside their marks as long as there is room; the alternative text has
    all of them.
    """
    top = below(title) + 0.1
    height = top + HIGH_CM + 1.6
    field = (LEFT_CM, top, WIDTH_CM - 0.3, top + HIGH_CM)
    with canvas_of(title, height) as (canvas, axes):
        _frame(axes, field, cut_off)
        _marks(axes, field, tasks)
        _key(axes, height - 0.55)
        drawn = pixels(canvas)
    numbers = "; ".join(
        f"{plain(one.number)}: importance {one.importance:.1f}, difficulty {one.difficulty:.1f}" for one in tasks
    )
    return Figure(drawn, sentence(title) + (f" {numbers}." if numbers else " Nothing to show."), WIDTH_CM, height)


def _at(field: Area, importance: float, difficulty: float) -> tuple[float, float]:
    """Return the place of two means; half a point of room is left around the scale."""
    left, top, right, bottom = field
    return (
        left + (importance - 0.75) / 4.5 * (right - left),
        bottom - (difficulty - 0.75) / 4.5 * (bottom - top),
    )


def _frame(axes: Axes, field: Area, cut_off: float) -> None:
    left, top, right, bottom = field
    axes.plot([left, left, right], [top, bottom, bottom], color=GREY, linewidth=0.8)
    for value in range(1, 6):
        across, up = _at(field, value, value)
        lines(axes, across, bottom + 0.05, [str(value)], POINTS, colour=GREY, align="center")
        lines(axes, left - 0.15, up - leading(POINTS) / 2, [str(value)], POINTS, colour=GREY, align="right")
    across, up = _at(field, cut_off, cut_off)
    axes.plot([across, across], [top, bottom], color=HAIRLINE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    axes.plot([left, right], [up, up], color=HAIRLINE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    lines(axes, right, bottom + 0.4, ["more important →"], POINTS, colour=GREY, align="right")
    lines(axes, left + 0.12, top, ["↑ harder to learn"], POINTS, colour=GREY)
    lines(axes, across + 0.1, bottom - leading(POINTS) - 0.05, [f"cut-off {cut_off:g}"], 6.5, colour=GREY)


def _marks(axes: Axes, field: Area, tasks: Sequence[RatedTask]) -> None:
    places = [_at(field, one.importance, one.difficulty) for one in tasks]
    taken: list[Area] = [(x - MARK_CM, y - MARK_CM, x + MARK_CM, y + MARK_CM) for x, y in places]
    for one, (x, y) in zip(tasks, places, strict=True):
        marker, fill = MARKERS.get(one.outcome, ("o", "white"))
        axes.plot([x], [y], marker=marker, markersize=5, markerfacecolor=fill, markeredgecolor=ACCENT, linewidth=0)
    for one, (x, y) in zip(tasks, places, strict=True):
        room = next((area for area in _rooms(one.number, x, y) if _is_free(area, taken, field)), None)
        if room is not None:
            taken.append(room)
            lines(axes, (room[0] + room[2]) / 2, room[1], [one.number], POINTS, colour=INK, align="center")


def _rooms(number: str, x: float, y: float) -> Iterator[Area]:
    """Yield where the number of a mark can stand, the best place first."""
    wide, high = cm(number, POINTS) + 0.04, leading(POINTS)
    for away in (0.18, 0.42):
        for across, up in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
            middle = x + across * (away + wide / 2), y + up * (away + high / 2)
            yield middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2


def _is_free(area: Area, taken: Sequence[Area], field: Area) -> bool:
    left, top, right, bottom = area
    is_inside = left > field[0] and right < field[2] + 0.2 and top > field[1] and bottom < field[3]
    return is_inside and not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken
    )


def _key(axes: Axes, top: float) -> None:
    across = LEFT_CM
    for outcome, words in KEY:
        marker, fill = MARKERS[outcome]
        axes.plot([across], [top + leading(POINTS) / 2], marker=marker, markersize=5, markerfacecolor=fill,
                  markeredgecolor=ACCENT, linewidth=0)  # fmt: skip
        lines(axes, across + 0.2, top, [words], POINTS, colour=GREY)
        across += cm(words, POINTS) + 0.8
