"""What all pictures share: a page measured in centimetres, words that fit on it, boxes and arrows."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

EDGE = 0.1


@dataclass(frozen=True)
class Figure:
    """A picture (PNG), the alternative text that says its message, and its size on paper in centimetres."""

    png: bytes
    alt: str
    width_cm: float
    height_cm: float


@contextmanager
def canvas_of(title: str, height_cm: float) -> Iterator[tuple[Canvas, Axes]]:
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
        lines(axes, 0.02, 0.1, wrapped(title, 9.5, WIDTH_CM - 0.1, bold=True), 9.5, bold=True)
        yield canvas, axes


def cm(words: str, points: float, *, bold: bool = False) -> float:
    """Return how wide words are on paper."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=points)
    return float(text_to_path.get_text_width_height_descent(words, font, False)[0]) / 72 * 2.54


def wrapped(words: str, points: float, width_cm: float, *, bold: bool = False, lines: int = 0) -> list[str]:
    """Return words broken into lines that fit; with `lines`, what does not fit ends in an ellipsis."""
    result: list[str] = []
    for word in plain(words).split():
        longer = f"{result[-1]} {word}" if result else word
        if result and cm(longer, points, bold=bold) <= width_cm:
            result[-1] = longer
        else:
            result.append(word)
    if lines and len(result) > lines:
        return [*result[: lines - 1], result[lines - 1] + " …"]
    return result or [""]


def leading(points: float) -> float:
    """Return how far lines of text are apart, in centimetres."""
    return points * 1.28 / 72 * 2.54


def lines(
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
            top + place * leading(points) + leading(points) * 0.78,
            line,
            fontsize=points,
            weight="bold" if bold else "normal",
            color=colour,
            ha=align,
            va="baseline",
        )


def below(title: str) -> float:
    """Return where the picture starts below its title."""
    return 0.1 + len(wrapped(title, 9.5, WIDTH_CM - 0.1, bold=True)) * leading(9.5) + 0.3


def pixels(canvas: Canvas) -> bytes:
    """Return the picture as PNG, the same bytes each time."""
    written = io.BytesIO()
    canvas.savefig(written, format="png", dpi=DPI, metadata={"Software": None})
    return written.getvalue()


def plain(words: str) -> str:
    """Return words a picture can hold: no line breaks, no control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(words)).split())


def sentence(words: str) -> str:
    """Return words that end as a sentence does."""
    ended = plain(words)
    return ended if ended.endswith((".", "?")) else f"{ended}."


def fitting(names: Sequence[str], width_cm: float) -> float:
    """Return the largest size at which the longest word still fits."""
    words = [word for name in names for word in plain(name).split()]
    widest = max((cm(word, 8) for word in words), default=0)
    return min(8.0, max(8.0 * width_cm / widest, 5.5)) if widest else 8.0


def box(axes: Axes, left: float, top: float, wide: float, high: float, *, solid: bool, fill: str = "white") -> None:
    """Draw a box with round corners; dashed where it is not solid."""
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


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], *, solid: bool, bend: float = 0) -> None:
    """Draw an arrow; dashed where it is not solid."""
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


def curve(axes: Axes, pieces: Sequence[Sequence[tuple[float, float]]], *, solid: bool) -> None:
    """Draw a line of curves that follow each other, each of two ends and the two points that bend it."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points = [pieces[0][0], *(point for piece in pieces for point in piece[1:])]
    codes = [Path.MOVETO, *[Path.CURVE4] * (len(points) - 1)]
    dashes = "solid" if solid else (0, (4, 3))
    axes.add_patch(
        PathPatch(Path(points, codes), fill=False, edgecolor=GREY, linewidth=1.1, linestyle=dashes, capstyle="butt")
    )


def arrow_head(axes: Axes, tip: tuple[float, float]) -> None:
    """Draw the head of an arrow that comes from the left."""
    from matplotlib.patches import Polygon

    back, half = tip[0] - 0.24, 0.09
    axes.add_patch(
        Polygon([tip, (back, tip[1] - half), (back, tip[1] + half)], closed=True, facecolor=GREY, linewidth=0)
    )
