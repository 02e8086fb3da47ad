"""The flow from the first step to the last, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codesign.figures.canvas import (
    ACCENT,
    EDGE,
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

_FLOW_GAP = 0.55


def flow(steps: Sequence[tuple[str, int]], *, title: str) -> Figure:
    """Return the flow from first to last step as boxes in a row, each with its count and what it counts."""
    top, high = below(title), _flow_deep(steps)
    height = top + high + EDGE
    with canvas_of(title, height) as (canvas, axes):
        _flow_boxes(axes, steps, top, high)
        drawn = pixels(canvas)
    words = "; then ".join(f"{count} {plain(name)}" for name, count in steps)
    return Figure(drawn, f"{sentence(title)} {words or 'Nothing to show'}.", WIDTH_CM, height)


def _flow_wide(steps: Sequence[tuple[str, int]]) -> float:
    return min((WIDTH_CM - 2 * EDGE - _FLOW_GAP * max(len(steps) - 1, 0)) / max(len(steps), 1), 4.0)


def _flow_deep(steps: Sequence[tuple[str, int]]) -> float:
    room = _flow_wide(steps) - 0.3
    points = fitting([name for name, _ in steps], room)
    return 1.25 + max((len(wrapped(name, points, room)) for name, _ in steps), default=1) * leading(points)


def _flow_boxes(axes: Axes, steps: Sequence[tuple[str, int]], top: float, high: float) -> None:
    wide = _flow_wide(steps)
    points = fitting([name for name, _ in steps], wide - 0.3)
    for place, (name, count) in enumerate(steps):
        left = EDGE + place * (wide + _FLOW_GAP)
        box(axes, left, top, wide, high, solid=True)
        lines(axes, left + wide / 2, top + 0.25, [str(count)], 14, bold=True, colour=ACCENT, align="center")
        lines(axes, left + wide / 2, top + 1.0, wrapped(name, points, wide - 0.3), points, align="center")
        if place:
            arrow(axes, (left - _FLOW_GAP, top + high / 2), (left, top + high / 2), solid=True)
