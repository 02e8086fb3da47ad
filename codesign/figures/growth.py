"""How the codes heard grew from interview to interview, and how they would in other orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from codesign.figures.canvas import (
    ACCENT,
    GREY,
    HAIRLINE,
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

_HIGH_CM = 5.6
_LEFT_CM = 1.1
_MOST_MARKS = 20
_BAND = "#cfe3ea"
_BELOW = "interviews, in the order they were held; shaded: nine in ten other orders"


def growth(curve: pd.DataFrame, *, title: str) -> Figure:
    """Return the growth curve of codes: heard so far after each interview, and the band over other orders.

    `curve` has the columns of `saturation.curve`. The line is the order in which interviews were held, bars below are
    the codes each brought first, and the band holds nine in ten of the orders drawn at random.
    """
    rows = {name: curve[name].astype(float).tolist() for name in ("known_codes", "new_codes", "low", "high")}
    top = below(title) + 0.2
    height = top + _HIGH_CM + 1.1
    with canvas_of(title, height) as (canvas, axes):
        _draw(axes, rows, top)
        drawn = pixels(canvas)
    return Figure(drawn, _alt(curve, title), WIDTH_CM, height)


def _draw(axes: Axes, rows: dict[str, list[float]], top: float) -> None:
    heard, new, low, high = (rows[name] for name in ("known_codes", "new_codes", "low", "high"))
    most, ground = max([*high, *heard, 1.0]), top + _HIGH_CM
    labels = ["codes heard so far", "new in the interview"]
    right = WIDTH_CM - max(cm(words, 8) for words in labels) - 0.4
    across = [_LEFT_CM + (right - _LEFT_CM) * (place + 0.5) / max(len(heard), 1) for place in range(len(heard))]
    deep = [ground - _HIGH_CM * value / most for value in heard]
    _scale(axes, most, right, ground)
    lower, upper = ([ground - _HIGH_CM * value / most for value in part] for part in (low, high))
    axes.fill_between(across, lower, upper, color=_BAND, linewidth=0)
    wide = 0.5 * (right - _LEFT_CM) / max(len(heard), 1)
    axes.bar(across, [-_HIGH_CM * value / most for value in new], width=wide, bottom=ground, color=GREY)
    axes.plot(across, deep, color=ACCENT, linewidth=1.8, marker="o", markersize=3)
    _positions(axes, across, ground)
    if heard:
        _named(axes, right, [deep[-1], min(ground - _HIGH_CM * new[-1] / most, ground - leading(8))], labels)


def _scale(axes: Axes, most: float, right: float, ground: float) -> None:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if most / step <= 6)
    for value in range(0, int(most) + 1, step):
        deep = ground - _HIGH_CM * value / most
        axes.plot([_LEFT_CM, right], [deep, deep], color=HAIRLINE, linewidth=0.6, zorder=0)
        lines(axes, _LEFT_CM - 0.15, deep - leading(8) / 2, [str(value)], 8, colour=GREY, align="right")


def _positions(axes: Axes, across: Sequence[float], ground: float) -> None:
    step = -(-len(across) // _MOST_MARKS) or 1
    for place in range(0, len(across), step):
        lines(axes, across[place], ground + 0.1, [str(place + 1)], 8, colour=GREY, align="center")
    lines(axes, _LEFT_CM, ground + 0.55, [_BELOW], 8, colour=GREY)


def _named(axes: Axes, right: float, deep: Sequence[float], labels: Sequence[str]) -> None:
    """Write what line and bars are beside their ends, one never over the other."""
    first, second = deep[0] - leading(8) / 2, deep[1]
    for top, words, colour in ((first, labels[0], ACCENT), (max(second, first + leading(8)), labels[1], GREY)):
        lines(axes, right + 0.15, top, [words], 8, colour=colour)


def _alt(curve: pd.DataFrame, title: str) -> str:
    if curve.empty:
        return f"{sentence(title)} Nothing to show."
    interviews = "; ".join(
        f"{row['position']}. {plain(row['transcript_id'])}: {row['new_codes']} new, {row['known_codes']} so far "
        f"({row['low']:.0f} to {row['high']:.0f} in other orders)"
        for row in curve.to_dict("records")
    )
    return f"{sentence(title)} {interviews}."
