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
    arrow_head,
    below,
    box,
    canvas_of,
    curve,
    fitting,
    leading,
    lines,
    pixels,
    plain,
    sentence,
    wrapped,
)
from codesign.figures.routes import Layout, Piece, Place, Route, back_arrows, laid_out

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
    layout = _drawn_to(boxes, below(title))
    loops = back_arrows({step.step_id: step.leads_to for step in boxes.values()})
    height = layout.bottom + EDGE
    with canvas_of(title, height) as (canvas, axes):
        _draw_pathway(axes, boxes, layout)
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
        parts = dict.fromkeys(part.strip() for part in str(row["leads_to"] or "").split(";"))
        onward = tuple(part for part in parts if part in step_ids)
        words = {name: plain(row.get(name) or "") for name in ("title", "kind", "status", "credit")}
        result[str(row["step_id"])] = _Step(step_id=str(row["step_id"]), leads_to=onward, **words)
    return result


def _step_words(step: _Step, wide: float) -> tuple[list[str], list[str], float]:
    """Return the lines of a box: its title and, smaller, how firm it is; and the size of the title."""
    points = fitting([step.title], (wide - 0.45) / 1.15)
    title = wrapped(step.title, points, wide - 0.45, bold=True, lines=6)
    under = wrapped(" · ".join(filter(None, (step.status, step.credit))), 7, wide - 0.45, lines=6)
    return title, under, points


def _step_deep(step: _Step, wide: float) -> float:
    title, under, points = _step_words(step, wide)
    return len(title) * leading(points) + len(under) * leading(7) + 0.08


def _drawn_to(boxes: Mapping[str, _Step], top: float) -> Layout:
    firm = [step.step_id for step in boxes.values() if step.is_firm]
    leads = {step.step_id: step.leads_to for step in boxes.values()}
    return laid_out(
        leads,
        firm,
        lambda wide: {step_id: _step_deep(step, wide) + 0.3 for step_id, step in boxes.items()},
        left=EDGE,
        right=WIDTH_CM - EDGE,
        top=top,
    )


def _draw_pathway(axes: Axes, boxes: Mapping[str, _Step], layout: Layout) -> None:
    for step_id, place in layout.places.items():
        _step_box(axes, boxes[step_id], place)
    drawn: set[tuple[Piece, bool]] = set()
    for route in layout.routes:
        for run in _runs(route, drawn):
            curve(axes, run, solid=route.solid)
        arrow_head(axes, route.pieces[-1][-1])


def _runs(route: Route, drawn: set[tuple[Piece, bool]]) -> list[list[Piece]]:
    """Return what of a route is not drawn yet: dashes drawn twice over each other would look solid."""
    runs: list[list[Piece]] = [[]]
    for piece in route.pieces:
        if (piece, route.solid) in drawn:
            runs.append([])
        else:
            runs[-1].append(piece)
            drawn.add((piece, route.solid))
    return [run for run in runs if run]


def _step_box(axes: Axes, step: _Step, place: Place) -> None:
    fill = "#e6f0f3" if step.kind == "this credential" else "white"
    box(axes, place.left, place.top, place.wide, place.high, solid=step.is_firm, fill=fill)
    title, under, points = _step_words(step, place.wide)
    top = place.middle - _step_deep(step, place.wide) / 2
    lines(axes, place.left + 0.22, top, title, points, bold=True)
    lines(axes, place.left + 0.22, top + len(title) * leading(points) + 0.08, under, 7, colour=GREY)


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
