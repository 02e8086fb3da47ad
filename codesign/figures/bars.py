"""Horizontal bars of how many employers said each thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codesign.figures.canvas import (
    ACCENT,
    FAMILY_COLOURS,
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
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LABELS_CM = 6.0


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
    those who said the opposite, employers or not; it is written in words after the count.
    """
    _same_length(labels, counts, contradicts or counts, colours or counts)
    in_words = [
        _in_words(count, of, against) for count, against in zip(counts, contradicts or [0] * len(counts), strict=True)
    ]
    rows = [wrapped(label, 8.5, _LABELS_CM) for label in labels]
    top = below(title)
    height = top + sum(map(_deep, rows)) + 0.1
    with canvas_of(title, height) as (canvas, axes):
        _bars(axes, rows, counts, in_words, _hues(colours, len(rows)), max(of, 1), top)
        drawn = pixels(canvas)
    numbers = "; ".join(f"{plain(label)}: {words}" for label, words in zip(labels, in_words, strict=True))
    return Figure(drawn, sentence(title) + (f" {numbers}." if numbers else " Nothing to show."), WIDTH_CM, height)


def _same_length(*sequences: Sequence[object]) -> None:
    if len({len(sequence) for sequence in sequences}) != 1:
        raise ValueError("labels, counts, colours and contradicts need the same length")


def _in_words(count: int, of: int, against: int) -> str:
    return f"{count} of {of}" + (f"; {against} disagree{'s' if against == 1 else ''}" if against else "")


def _hues(colours: Sequence[str] | None, wanted: int) -> list[str]:
    return [FAMILY_COLOURS.get(colour, colour) for colour in colours] if colours else [ACCENT] * wanted


def _deep(row: list[str]) -> float:
    return max(len(row) * leading(8.5), 0.46) + 0.24


def _bars(
    axes: Axes, rows: list[list[str]], counts: Sequence[int], in_words: list[str], hues: list[str], of: int, top: float
) -> None:
    from matplotlib.patches import Rectangle

    left = _LABELS_CM + 0.2
    longest = WIDTH_CM - left - max((cm(words, 8.5) for words in in_words), default=0) - 0.3
    for row, count, words, hue in zip(rows, counts, in_words, hues, strict=True):
        middle = top + _deep(row) / 2
        lines(axes, _LABELS_CM, middle - len(row) * leading(8.5) / 2, row, 8.5, align="right")
        axes.add_patch(Rectangle((left, middle - 0.22), longest, 0.44, facecolor="#eef1f3", linewidth=0))
        axes.add_patch(Rectangle((left, middle - 0.22), longest * count / of, 0.44, facecolor=hue, linewidth=0))
        lines(axes, left + longest + 0.2, middle - leading(8.5) / 2, [words], 8.5)
        top += _deep(row)
