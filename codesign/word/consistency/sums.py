"""Sums: a row of totals beside the rows above it, learners beside intakes and seats, a part beside its whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from codesign.word.consistency.reading import Grid, Pages
from codesign.word.consistency.statements import Statement, quoted

_AMOUNT = re.compile(r"([−-]?)\s?\$?\s?(\d[\d,\u202f]*(?:\.\d+)?)\s?%?")
_NOTHING = {"", "–", "-", "—"}
_PART = re.compile(r"\b(\d+) of (\d+)(?= (?:employers?|interviews?|assessments?|steps?)\b|$|;)")
_KINDS = {"Total revenue": "revenue", "Total cost": "cost", "Total contributions in kind": "contribution"}
_BALANCE = "Balance (revenue less cost)"


def sums(pages: Pages) -> Iterator[Statement]:
    """Yield what is stated as a sum, and what the numbers beside it add up to."""
    for grid in pages.grids:
        if grid.has("Kind", "Item"):
            yield from _budget(grid)
        else:
            yield from _totals(grid)
        if grid.has("Intakes", "Seats", "Learners"):
            yield from _products(grid)
    for passage in pages.passages:
        for part in _PART.finditer(passage.words):
            if int(part.group(1)) > int(part.group(2)):
                about = f"a part and its whole in {quoted(part.group())}"
                yield Statement(about, part.group(1), f"a part of {part.group(1)}", passage.place)
                yield Statement(about, part.group(2), f"a whole of {part.group(2)}", passage.place)


def amount(cell: str) -> float | None:
    """Return a number or an amount of money as it is printed; None where the cell holds neither.

    >>> amount("−$53,170"), amount("12"), amount("–")
    (-53170.0, 12.0, None)
    """
    match = _AMOUNT.fullmatch(cell.strip())
    if match is None:
        return None
    value = float(re.sub(r"[,\u202f]", "", match.group(2)))
    return -value if match.group(1) else value


def _sum(
    about: str, stated: str, added: float, place: str, because: str, *, slack: float = 0.005
) -> Iterator[Statement]:
    value = amount(stated)
    if value is not None and abs(value - added) > slack:
        yield Statement(about, f"{value:g}", quoted(stated), place)
        yield Statement(about, f"{added:g}", f"{added:,.15g}", because)


# rows of totals ----


def _totals(grid: Grid) -> Iterator[Statement]:
    """Yield both sides of a last row called “Total”; columns that hold anything but numbers are passed over.

    In a table that is not ours the last row may be no sum, so that is told and not refused.
    """
    if len(grid.rows) < 3 or not _is_total(grid.rows[-1]) or any(map(_is_total, grid.rows[:-1])):
        return
    last, is_ours = grid.rows[-1], grid.has("Intakes", "Seats", "Learners")
    for column, head in enumerate(grid.heads):
        cells = [row[column] if column < len(row) else "" for row in grid.rows[:-1]]
        values = [amount(cell) for cell in cells]
        is_number = all(value is not None or cell in _NOTHING for cell, value in zip(cells, values, strict=True))
        if column and column < len(last) and is_number and sum(value is not None for value in values) > 1:
            added = sum(value for value in values if value is not None)
            slack = len(values) * 0.5 if "%" in last[column] else 0.005
            stated = amount(last[column])
            if stated is not None and abs(stated - added) > slack:
                about = f"the total under “{head}” {grid.place}"
                sides = _sum(about, last[column], added, "in its last row", "added from the rows above it")
                yield from (replace(side, is_written=not is_ours) for side in sides)


def _is_total(row: tuple[str, ...]) -> bool:
    return bool(row) and row[0].strip().lower() in {"total", "in all", "all"}


def _products(grid: Grid) -> Iterator[Statement]:
    for row in grid.records():
        intakes, seats = amount(row["Intakes"]), amount(row["Seats"])
        if intakes is not None and seats is not None:
            about = f"the learners of {' '.join(filter(None, (row.get('Year', ''), row.get('Sector', ''))))}"
            yield from _sum(about, row["Learners"], intakes * seats, grid.place, "from intakes times seats")


# the budget ----


def _budget(grid: Grid) -> Iterator[Statement]:
    years = [head for head in grid.heads if head not in {"Kind", "Item", "Total"}]
    for head in [*years, *(["Total"] if grid.has("Total") else [])]:
        yield from _column(grid, head)
    for row in grid.records():
        if grid.has("Total") and len(years) > 1:
            about = f"the total of “{row['Item']}” {grid.place}"
            added = sum(amount(row[year]) or 0 for year in years)
            slack = (len(years) + 1) / 2
            yield from _sum(about, row["Total"], added, "in its last column", "added from the years", slack=slack)


def _column(grid: Grid, head: str) -> Iterator[Statement]:
    rows = list(grid.records())
    slack = (len(rows) + 1) / 2  # amounts are printed in whole dollars
    add: Callable[[str], float] = lambda kind: sum(amount(row[head]) or 0 for row in rows if row["Kind"] == kind)  # noqa: E731
    for row in rows:
        about = f"“{row['Item']}” of {head} {grid.place}"
        if row["Item"] in _KINDS:
            added = add(_KINDS[row["Item"]])
            yield from _sum(about, row[head], added, "in its row", "added from the rows above it", slack=slack)
        elif row["Item"] == _BALANCE:
            added = add("revenue") - add("cost")
            yield from _sum(about, row[head], added, "in its row", "from revenue and cost", slack=slack)
