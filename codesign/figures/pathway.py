"""The routes into and out of the credential, as boxes and arrows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from codesign.figures.canvas import (
    EDGE,
    GREY,
    WIDTH_CM,
    Figure,
    arrow,
    below,
    box,
    canvas_of,
    fitting,
    leading,
    lines,
    pixels,
    plain,
    sentence,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_STATUS_WORDS = {"in place": "in place", "agreed": "agreed", "proposed": "proposed, not yet agreed"}


def pathway(steps: pd.DataFrame, *, title: str) -> Figure:
    """Return the routes into and out of the credential as boxes and arrows from left to right.

    `steps` has step_id, title, kind, leads_to (ids separated by semicolons), status and credit. What is in place or
    agreed is drawn solid, what is proposed dashed, and each box says its status in words. A route that leads back
    to itself is drawn, and the alternative text says so.
    """
    boxes = _steps(steps)
    columns, loops = _columns(boxes)
    top, wide = below(title), _step_wide(columns)
    room = max((_step_deep(step, wide) for step in boxes.values()), default=1.0) + 0.55
    height = top + room * max((len(column) for column in columns), default=1) + (0.9 if loops else EDGE)
    with canvas_of(title, height) as (canvas, axes):
        _draw_pathway(axes, boxes, columns, top, room)
        drawn = pixels(canvas)
    return Figure(drawn, _pathway_alt(title, boxes, loops), WIDTH_CM, height)


@dataclass(frozen=True)
class _Step:
    step_id: str
    title: str
    kind: str
    status: str
    credit: str
    leads_to: tuple[str, ...]

    @property
    def is_firm(self) -> bool:
        return self.status in {"in place", "agreed"}


def _steps(steps: pd.DataFrame) -> dict[str, _Step]:
    known = {str(row["step_id"]) for row in steps.to_dict("records")}
    result = {}
    for row in steps.to_dict("records"):
        onward = tuple(i.strip() for i in str(row["leads_to"] or "").split(";") if i.strip() in known)
        words = {name: plain(row.get(name) or "") for name in ("title", "kind", "status", "credit")}
        result[str(row["step_id"])] = _Step(step_id=str(row["step_id"]), leads_to=onward, **words)
    return result


def _columns(boxes: Mapping[str, _Step]) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """Return the steps by column, each to the right of what leads to it, and the arrows that lead back."""
    back = _arrows_back(boxes)
    rank = dict.fromkeys(boxes, 0)
    for _ in boxes:
        for step in boxes.values():
            for onward in step.leads_to:
                if (step.step_id, onward) not in back:
                    rank[onward] = max(rank[onward], rank[step.step_id] + 1)
    columns: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for step_id, column in rank.items():
        columns[column].append(step_id)
    return columns, back


def _arrows_back(boxes: Mapping[str, _Step]) -> list[tuple[str, str]]:
    """Return the arrows that close a circle, found by walking every route once."""
    back: list[tuple[str, str]] = []
    done: set[str] = set()
    for first in boxes:
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
            for onward in reversed(boxes[step_id].leads_to):
                if onward in route:
                    back.append((step_id, onward))
                elif onward not in done:
                    waiting.append((onward, False))
    return list(dict.fromkeys(back))


_STEP_GAP = 0.9


def _step_wide(columns: list[list[str]]) -> float:
    return min((WIDTH_CM - 2 * EDGE - _STEP_GAP * max(len(columns) - 1, 0)) / max(len(columns), 1), 5.0)


def _step_words(step: _Step, wide: float) -> tuple[list[str], list[str], float]:
    """Return the lines of a box: its title and, smaller, how firm it is; and the size of the title."""
    points = fitting([step.title], (wide - 0.45) / 1.1)
    title = wrapped(step.title, points, wide - 0.45, bold=True, lines=6)
    under = wrapped(" · ".join(filter(None, (step.status, step.credit))), 7, wide - 0.45, lines=6)
    return title, under, points


def _step_deep(step: _Step, wide: float) -> float:
    title, under, points = _step_words(step, wide)
    return len(title) * leading(points) + len(under) * leading(7) + 0.08


def _draw_pathway(axes: Axes, boxes: Mapping[str, _Step], columns: list[list[str]], top: float, room: float) -> None:
    wide = _step_wide(columns)
    tallest = max((len(column) for column in columns), default=0)
    places: dict[str, tuple[float, float]] = {}
    for column, members in enumerate(columns):
        share = room * tallest / max(len(members), 1)
        for row, step_id in enumerate(members):
            places[step_id] = (EDGE + column * (wide + _STEP_GAP), top + share * (row + 0.5))
    for step_id, (left, middle) in places.items():
        _step_box(axes, boxes[step_id], left, middle, wide, room - 0.25)
    for step in boxes.values():
        for onward in step.leads_to:
            solid = step.is_firm and boxes[onward].is_firm
            _route(axes, places[step.step_id], places[onward], wide, room - 0.25, solid=solid)


def _step_box(axes: Axes, step: _Step, left: float, middle: float, wide: float, high: float) -> None:
    fill = "#e6f0f3" if step.kind == "this credential" else "white"
    box(axes, left, middle - high / 2, wide, high, solid=step.is_firm, fill=fill)
    title, under, points = _step_words(step, wide)
    top = middle - _step_deep(step, wide) / 2
    lines(axes, left + 0.22, top, title, points, bold=True)
    lines(axes, left + 0.22, top + len(title) * leading(points) + 0.08, under, 7, colour=GREY)


def _route(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], wide: float, high: float, *, solid: bool
) -> None:
    if end[0] > start[0]:
        arrow(axes, (start[0] + wide, start[1]), end, solid=solid)
        return
    below = high / 2
    arrow(axes, (start[0] + wide / 2, start[1] + below), (end[0] + wide / 2, end[1] + below), solid=solid, bend=-0.5)


def _pathway_alt(title: str, boxes: Mapping[str, _Step], loops: list[tuple[str, str]]) -> str:
    routes = [
        f"{step.title} leads to {boxes[onward].title} ({_STATUS_WORDS.get(_weaker(step, boxes[onward]), 'proposed')})"
        for step in boxes.values()
        for onward in step.leads_to
    ]
    circle = [f"The route from {boxes[a].title} leads back to {boxes[b].title}." for a, b in loops]
    listed = "; ".join(routes) if routes else "; ".join(step.title for step in boxes.values())
    return " ".join([sentence(title), f"{listed}." if listed else "No steps are recorded.", *circle])


def _weaker(one: _Step, other: _Step) -> str:
    order = ("in place", "agreed", "proposed")
    return max((one.status, other.status), key=lambda status: order.index(status) if status in order else 2)
