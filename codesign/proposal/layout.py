"""Short words for building blocks, so that a section reads as what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codesign.proposal.blocks import Heading, Paragraph, Run, Runs, Table

MOST_LINKS = 6
"""Links to passages in one cell; what is more is one link to all of them."""

Words = str | Run | Sequence["str | Run"]


def runs(words: Words) -> Runs:
    """Return text, a run, or several of them, as runs."""
    parts: Sequence[str | Run] = [words] if isinstance(words, str | Run) else words
    return tuple(part if isinstance(part, Run) else Run(str(part)) for part in parts)


def para(*parts: str | Run, style: str = "body", anchor: str = "") -> Paragraph:
    """Return a paragraph of the parts."""
    return Paragraph(runs(parts), style, anchor)


def bullets(items: Iterable[Words]) -> list[Paragraph]:
    """Return one bullet an item."""
    return [Paragraph(runs(item), "bullet") for item in items]


def link(words: str, anchor: str) -> Run:
    """Return words that lead to another place of the document."""
    return Run(words, anchor=anchor)


def bold(words: str) -> Run:
    """Return words in bold."""
    return Run(words, bold=True)


def heading(words: str, level: int = 2, anchor: str = "") -> Heading:
    """Return a heading; level 2 unless told."""
    return Heading(words, level, anchor)


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Words]],
    *,
    widths: Sequence[float] = (),
    numeric: Sequence[int] = (),
    anchor: str = "",
    summary: str = "",
    chart: bool = False,
    row_anchors: Sequence[str] = (),
) -> Table:
    """Return a table whose cells are words."""
    cells = tuple(tuple(runs(cell) for cell in row) for row in rows)
    return Table(
        caption,
        tuple(header),
        cells,
        tuple(widths),
        tuple(numeric),
        anchor,
        summary or caption,
        chart,
        tuple(row_anchors),
    )


def evidence_links(ids: Iterable[str]) -> list[str | Run]:
    """Return the ids as links into the register, with commas between."""
    parts: list[str | Run] = []
    for identity in dict.fromkeys(ids):
        parts += [", ", link(identity, f"ev_{identity}")] if parts else [link(identity, f"ev_{identity}")]
    return parts


def shown(value: object, digits: int = 1) -> str:
    """Return a number with its digits, or a dash where there is none."""
    if value is None or value != value or value == "":
        return "–"
    return f"{float(value):.{digits}f}" if isinstance(value, float) else str(value)


def sentence(words: str, *, capital: bool = False) -> str:
    """Return the words with a full stop at the end, and a capital at the start where asked; empty stays empty."""
    words = words.strip()
    words = words[:1].upper() + words[1:] if capital else words
    return words if not words or words.endswith((".", "!", "?")) else words + "."


def money(amount: float) -> str:
    """Return dollars with separators, a minus sign before what is owed."""
    return f"−${-amount:,.0f}" if amount < 0 else f"${amount:,.0f}"
