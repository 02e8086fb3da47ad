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
    wide = _step_wide(columns)
    places, bottom = _places(boxes, columns, below(title))
    height = bottom + (0.9 if loops else EDGE)
    with canvas_of(title, height) as (canvas, axes):
        _draw_pathway(axes, boxes, places, wide)
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
    step_ids = {str(row["step_id"]) for row in steps.to_dict("records")}
    result = {}
    for row in steps.to_dict("records"):
        onward = tuple(i.strip() for i in str(row["leads_to"] or "").split(";") if i.strip() in step_ids)
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
_ROW_GAP = 0.25


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


@dataclass(frozen=True)
class _Place:
    left: float
    middle: float
    high: float


def _places(boxes: Mapping[str, _Step], columns: list[list[str]], top: float) -> tuple[dict[str, _Place], float]:
    """Return where each box stands, as high as its words, and where the tallest column ends; the others spread out."""
    wide = _step_wide(columns)
    high = {step_id: _step_deep(step, wide) + 0.3 for step_id, step in boxes.items()}
    needed = [sum(high[step_id] + _ROW_GAP for step_id in column) for column in columns]
    tallest = max(needed, default=1.55)
    places: dict[str, _Place] = {}
    for column, members in enumerate(columns):
        spare = (tallest - needed[column]) / max(len(members), 1)
        reached = top
        for step_id in members:
            room = high[step_id] + _ROW_GAP + spare
            places[step_id] = _Place(EDGE + column * (wide + _STEP_GAP), reached + room / 2, high[step_id])
            reached += room
    return places, top + tallest


def _draw_pathway(axes: Axes, boxes: Mapping[str, _Step], places: Mapping[str, _Place], wide: float) -> None:
    for step_id, place in places.items():
        _step_box(axes, boxes[step_id], place, wide)
    for step in boxes.values():
        for onward in step.leads_to:
            solid = step.is_firm and boxes[onward].is_firm
            _route(axes, places[step.step_id], places[onward], wide, solid=solid)


def _step_box(axes: Axes, step: _Step, place: _Place, wide: float) -> None:
    fill = "#e6f0f3" if step.kind == "this credential" else "white"
    box(axes, place.left, place.middle - place.high / 2, wide, place.high, solid=step.is_firm, fill=fill)
    title, under, points = _step_words(step, wide)
    top = place.middle - _step_deep(step, wide) / 2
    lines(axes, place.left + 0.22, top, title, points, bold=True)
    lines(axes, place.left + 0.22, top + len(title) * leading(points) + 0.08, under, 7, colour=GREY)


def _route(axes: Axes, start: _Place, end: _Place, wide: float, *, solid: bool) -> None:
    if end.left > start.left:
        arrow(axes, (start.left + wide, start.middle), (end.left, end.middle), solid=solid)
        return
    tail, head = ((place.left + wide / 2, place.middle + place.high / 2) for place in (start, end))
    arrow(axes, tail, head, solid=solid, bend=-0.5)


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
