"""Charts and diagrams of the proposal as pictures: one message each, readable in grey, the same bytes each time.

Every picture carries alternative text that says the message and the numbers, so nothing is told by a picture alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

WIDTH_CM = 16.0
DPI = 200
ACCENT = "#0a5c73"
INK = "#1c2733"
GREY = "#5a6675"
HAIRLINE = "#c9d1d8"
FAMILY_COLOURS: Mapping[str, str] = {
    "skill-gap": "#0072b2",
    "can-move": "#117733",
    "hiring-challenge": "#aa4499",
    "job-task": "#b35900",
    "tool": "#5d4a9c",
    "knowledge": "#007a87",
    "standard": "#7a5c00",
    "credential-signal": "#c2185b",
    "delivery": "#44606b",
    "assessment-idea": "#2e6f40",
    "pathway": "#8a4b00",
}
"""The dark hue of each code family, for bars and labels."""

_EDGE = 0.1
_LABELS_CM = 6.0
_STATUS_WORDS = {"in place": "in place", "agreed": "agreed", "proposed": "proposed, not yet agreed"}


@dataclass(frozen=True)
class Figure:
    """A picture (PNG), the alternative text that says its message, and its size on paper in centimetres."""

    png: bytes
    alt: str
    width_cm: float
    height_cm: float


def employer_bars(
    title: str,
    labels: Sequence[str],
    counts: Sequence[int],
    of: int,
    *,
    colours: Sequence[str] | None = None,
    contradicts: Sequence[int] | None = None,
) -> Figure:
    """Return horizontal bars of how many of `of` employers said each thing, the count written beside each bar.

    `title` is the message. `colours` are one per bar, as hex or as the id of a code family. `contradicts` counts
    employers who said the opposite; it is written in words after the count.
    """
    _same_length(labels, counts, contradicts or counts, colours or counts)
    said = [_said(count, of, against) for count, against in zip(counts, contradicts or [0] * len(counts), strict=True)]
    rows = [_wrapped(label, 8.5, _LABELS_CM) for label in labels]
    top = _below(title)
    height = top + sum(map(_deep, rows)) + 0.1
    with _canvas(title, height) as (canvas, axes):
        _bars(axes, rows, counts, said, _hues(colours, len(rows)), max(of, 1), top)
        png = _png(canvas)
    numbers = "; ".join(f"{_plain(label)}: {words}" for label, words in zip(labels, said, strict=True))
    return Figure(png, _sentence(title) + (f" {numbers}." if numbers else " Nothing to show."), WIDTH_CM, height)


def flow(steps: Sequence[tuple[str, int]], *, title: str) -> Figure:
    """Return the flow from first to last step as boxes in a row, each with its count and what it counts."""
    top, high = _below(title), _flow_deep(steps)
    height = top + high + _EDGE
    with _canvas(title, height) as (canvas, axes):
        _flow_boxes(axes, steps, top, high)
        png = _png(canvas)
    words = "; then ".join(f"{count} {_plain(name)}" for name, count in steps)
    return Figure(png, f"{_sentence(title)} {words or 'Nothing to show'}.", WIDTH_CM, height)


def pathway(steps: pd.DataFrame, *, title: str) -> Figure:
    """Return the routes into and out of the credential as boxes and arrows from left to right.

    `steps` has step_id, title, kind, leads_to (ids separated by semicolons), status and credit. What is in place or
    agreed is drawn solid, what is proposed dashed, and each box says its status in words. A route that leads back
    to itself is drawn, and the alternative text says so.
    """
    boxes = _steps(steps)
    columns, loops = _columns(boxes)
    top, wide = _below(title), _step_wide(columns)
    room = max((_step_deep(step, wide) for step in boxes.values()), default=1.0) + 0.55
    height = top + room * max((len(column) for column in columns), default=1) + (0.9 if loops else _EDGE)
    with _canvas(title, height) as (canvas, axes):
        _draw_pathway(axes, boxes, columns, top, room)
        png = _png(canvas)
    return Figure(png, _pathway_alt(title, boxes, loops), WIDTH_CM, height)


# what all pictures share ----


@contextmanager
def _canvas(title: str, height_cm: float) -> Iterator[tuple[Canvas, Axes]]:
    """Yield a figure measured in centimetres from its top left corner, free of the reader's own settings."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"font.family": "DejaVu Sans", "text.parse_math": False})
        canvas = Canvas(figsize=(WIDTH_CM / 2.54, height_cm / 2.54), dpi=DPI, facecolor="white")
        FigureCanvasAgg(canvas)
        axes = canvas.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, WIDTH_CM)
        axes.set_ylim(height_cm, 0)
        axes.axis("off")
        _lines(axes, 0.02, 0.1, _wrapped(title, 9.5, WIDTH_CM - 0.1, bold=True), 9.5, bold=True)
        yield canvas, axes


def _cm(words: str, points: float, *, bold: bool = False) -> float:
    """Return how wide words are on paper."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=points)
    return float(text_to_path.get_text_width_height_descent(words, font, False)[0]) / 72 * 2.54


def _wrapped(words: str, points: float, width_cm: float, *, bold: bool = False, lines: int = 0) -> list[str]:
    """Return words broken into lines that fit; with `lines`, what does not fit ends in an ellipsis."""
    result: list[str] = []
    for word in _plain(words).split():
        longer = f"{result[-1]} {word}" if result else word
        if result and _cm(longer, points, bold=bold) <= width_cm:
            result[-1] = longer
        else:
            result.append(word)
    if lines and len(result) > lines:
        return [*result[: lines - 1], result[lines - 1] + " …"]
    return result or [""]


def _leading(points: float) -> float:
    return points * 1.28 / 72 * 2.54


def _lines(
    axes: Axes,
    left: float,
    top: float,
    lines: Sequence[str],
    points: float,
    *,
    bold: bool = False,
    colour: str = INK,
    align: str = "left",
) -> None:
    """Write lines below each other from `top`."""
    for place, line in enumerate(lines):
        axes.text(
            left,
            top + place * _leading(points) + _leading(points) * 0.78,
            line,
            fontsize=points,
            weight="bold" if bold else "normal",
            color=colour,
            ha=align,
            va="baseline",
        )


def _below(title: str) -> float:
    """Return where the picture starts below its title."""
    return 0.1 + len(_wrapped(title, 9.5, WIDTH_CM - 0.1, bold=True)) * _leading(9.5) + 0.3


def _png(canvas: Canvas) -> bytes:
    written = io.BytesIO()
    canvas.savefig(written, format="png", dpi=DPI, metadata={"Software": None})
    return written.getvalue()


def _plain(words: str) -> str:
    """Return words a picture can hold: no line breaks, no control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(words)).split())


def _sentence(words: str) -> str:
    ended = _plain(words)
    return ended if ended.endswith((".", "?")) else f"{ended}."


def _same_length(*sequences: Sequence[object]) -> None:
    if len({len(sequence) for sequence in sequences}) != 1:
        raise ValueError("labels, counts, colours and contradicts need the same length")


# bars ----


def _said(count: int, of: int, against: int) -> str:
    return f"{count} of {of}" + (f"; {against} disagree{'s' if against == 1 else ''}" if against else "")


def _hues(colours: Sequence[str] | None, wanted: int) -> list[str]:
    return [FAMILY_COLOURS.get(colour, colour) for colour in colours] if colours else [ACCENT] * wanted


def _deep(row: list[str]) -> float:
    return max(len(row) * _leading(8.5), 0.46) + 0.24


def _bars(
    axes: Axes, rows: list[list[str]], counts: Sequence[int], said: list[str], hues: list[str], of: int, top: float
) -> None:
    from matplotlib.patches import Rectangle

    left = _LABELS_CM + 0.2
    longest = WIDTH_CM - left - max((_cm(words, 8.5) for words in said), default=0) - 0.3
    for row, count, words, hue in zip(rows, counts, said, hues, strict=True):
        middle = top + _deep(row) / 2
        _lines(axes, _LABELS_CM, middle - len(row) * _leading(8.5) / 2, row, 8.5, align="right")
        axes.add_patch(Rectangle((left, middle - 0.22), longest, 0.44, facecolor="#eef1f3", linewidth=0))
        axes.add_patch(Rectangle((left, middle - 0.22), longest * count / of, 0.44, facecolor=hue, linewidth=0))
        _lines(axes, left + longest + 0.2, middle - _leading(8.5) / 2, [words], 8.5)
        top += _deep(row)


# flow ----


_FLOW_GAP = 0.55


def _flow_wide(steps: Sequence[tuple[str, int]]) -> float:
    return min((WIDTH_CM - 2 * _EDGE - _FLOW_GAP * max(len(steps) - 1, 0)) / max(len(steps), 1), 4.0)


def _flow_deep(steps: Sequence[tuple[str, int]]) -> float:
    room = _flow_wide(steps) - 0.3
    points = _fitting([name for name, _ in steps], room)
    return 1.25 + max((len(_wrapped(name, points, room)) for name, _ in steps), default=1) * _leading(points)


def _flow_boxes(axes: Axes, steps: Sequence[tuple[str, int]], top: float, high: float) -> None:
    wide = _flow_wide(steps)
    points = _fitting([name for name, _ in steps], wide - 0.3)
    for place, (name, count) in enumerate(steps):
        left = _EDGE + place * (wide + _FLOW_GAP)
        _box(axes, left, top, wide, high, solid=True)
        _lines(axes, left + wide / 2, top + 0.25, [str(count)], 14, bold=True, colour=ACCENT, align="center")
        _lines(axes, left + wide / 2, top + 1.0, _wrapped(name, points, wide - 0.3), points, align="center")
        if place:
            _arrow(axes, (left - _FLOW_GAP, top + high / 2), (left, top + high / 2), solid=True)


def _fitting(names: Sequence[str], width_cm: float) -> float:
    """Return the largest size at which the longest word still fits."""
    words = [word for name in names for word in _plain(name).split()]
    widest = max((_cm(word, 8) for word in words), default=0)
    return min(8.0, max(8.0 * width_cm / widest, 5.5)) if widest else 8.0


def _box(axes: Axes, left: float, top: float, wide: float, high: float, *, solid: bool, fill: str = "white") -> None:
    from matplotlib.patches import FancyBboxPatch

    axes.add_patch(
        FancyBboxPatch(
            (left + 0.08, top + 0.08),
            wide - 0.16,
            high - 0.16,
            boxstyle="round,pad=0.08,rounding_size=0.12",
            facecolor=fill,
            edgecolor=ACCENT,
            linewidth=1.2 if solid else 1.0,
            linestyle="solid" if solid else (0, (4, 3)),
        )
    )


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], *, solid: bool, bend: float = 0) -> None:
    from matplotlib.patches import FancyArrowPatch

    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=8,
            shrinkA=1,
            shrinkB=1,
            color=GREY,
            linewidth=1.1,
            linestyle="solid" if solid else (0, (4, 3)),
            connectionstyle=f"arc3,rad={bend}",
        )
    )


# pathway ----


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
        words = {name: _plain(row.get(name) or "") for name in ("title", "kind", "status", "credit")}
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
    return min((WIDTH_CM - 2 * _EDGE - _STEP_GAP * max(len(columns) - 1, 0)) / max(len(columns), 1), 5.0)


def _step_words(step: _Step, wide: float) -> tuple[list[str], list[str], float]:
    """Return the lines of a box: its title and, smaller, how firm it is; and the size of the title."""
    points = _fitting([step.title], (wide - 0.45) / 1.1)
    title = _wrapped(step.title, points, wide - 0.45, bold=True, lines=6)
    under = _wrapped(" · ".join(filter(None, (step.status, step.credit))), 7, wide - 0.45, lines=6)
    return title, under, points


def _step_deep(step: _Step, wide: float) -> float:
    title, under, points = _step_words(step, wide)
    return len(title) * _leading(points) + len(under) * _leading(7) + 0.08


def _draw_pathway(axes: Axes, boxes: Mapping[str, _Step], columns: list[list[str]], top: float, room: float) -> None:
    wide = _step_wide(columns)
    tallest = max((len(column) for column in columns), default=0)
    places: dict[str, tuple[float, float]] = {}
    for column, members in enumerate(columns):
        share = room * tallest / max(len(members), 1)
        for row, step_id in enumerate(members):
            places[step_id] = (_EDGE + column * (wide + _STEP_GAP), top + share * (row + 0.5))
    for step_id, (left, middle) in places.items():
        _step_box(axes, boxes[step_id], left, middle, wide, room - 0.25)
    for step in boxes.values():
        for onward in step.leads_to:
            solid = step.is_firm and boxes[onward].is_firm
            _route(axes, places[step.step_id], places[onward], wide, room - 0.25, solid=solid)


def _step_box(axes: Axes, step: _Step, left: float, middle: float, wide: float, high: float) -> None:
    fill = "#e6f0f3" if step.kind == "this credential" else "white"
    _box(axes, left, middle - high / 2, wide, high, solid=step.is_firm, fill=fill)
    title, under, points = _step_words(step, wide)
    top = middle - _step_deep(step, wide) / 2
    _lines(axes, left + 0.22, top, title, points, bold=True)
    _lines(axes, left + 0.22, top + len(title) * _leading(points) + 0.08, under, 7, colour=GREY)


def _route(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], wide: float, high: float, *, solid: bool
) -> None:
    if end[0] > start[0]:
        _arrow(axes, (start[0] + wide, start[1]), end, solid=solid)
        return
    below = high / 2
    _arrow(axes, (start[0] + wide / 2, start[1] + below), (end[0] + wide / 2, end[1] + below), solid=solid, bend=-0.5)


def _pathway_alt(title: str, boxes: Mapping[str, _Step], loops: list[tuple[str, str]]) -> str:
    routes = [
        f"{step.title} leads to {boxes[onward].title} ({_STATUS_WORDS.get(_weaker(step, boxes[onward]), 'proposed')})"
        for step in boxes.values()
        for onward in step.leads_to
    ]
    circle = [f"The route from {boxes[a].title} leads back to {boxes[b].title}." for a, b in loops]
    listed = "; ".join(routes) if routes else "; ".join(step.title for step in boxes.values())
    return " ".join([_sentence(title), f"{listed}." if listed else "No steps are recorded.", *circle])


def _weaker(one: _Step, other: _Step) -> str:
    order = ("in place", "agreed", "proposed")
    return max((one.status, other.status), key=lambda status: order.index(status) if status in order else 2)
