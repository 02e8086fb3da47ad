"""Job postings of any table as rows of postings: what each says, its day read by the whole column."""

from __future__ import annotations

from collections.abc import Mapping

from codesign import market
from codesign.intake.mapping.layouts import AnswerTable
from codesign.intake.mapping.parts import Choice
from codesign.intake.mapping.rows import Aside

SEPARATOR = "\n\n"
NO_DAY = "no day that is certain: day and month may be either way round, or it is none; write YYYY-MM-DD"


def posting_rows(table: AnswerTable, choices: Mapping[str, Choice]) -> tuple[list[dict[str, str]], list[Aside]]:
    """Return a row of postings for each row of the table, and the days that cannot be told.

    Words of several columns follow each other. Beside our columns a row has its day as it was written, in `said`.
    """
    used = {letter: choice.part for letter, choice in choices.items() if choice.part}
    rows = [_row(row.cells, used) for row in table.rows]
    letter = next((one for one, part in used.items() if part == "posted_on"), "")
    order = market.order_of(row.get("posted_on", "") for row in rows)
    asides = []
    for row, source in zip(rows, table.rows, strict=True):
        row["said"] = row.get("posted_on", "")
        row["posted_on"] = market.day(row["said"], order)
        if row["said"] and not row["posted_on"]:
            asides.append(Aside(source.number, letter, table.heading(letter).words, row["said"], NO_DAY))
    return [row for row in rows if row.get("title") or row.get("text")], asides


def _row(cells: Mapping[str, str], used: Mapping[str, str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for letter, part in used.items():
        if cell := cells.get(letter, ""):
            row[part] = f"{row[part]}{SEPARATOR}{cell}" if part in row else cell
    return row
