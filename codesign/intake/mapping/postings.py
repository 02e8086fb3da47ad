"""Job postings of any table as rows of postings: what each says, its day read by the whole column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date

from codesign.intake.mapping.layouts import AnswerTable, rules
from codesign.intake.mapping.parts import Choice
from codesign.intake.mapping.rows import Aside

SEPARATOR = "\n\n"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_PLAIN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ].*)?")
_NAMED = re.compile(
    r"(?:\w+,?\s+)?(?:(\d{1,2})(?:er|st|nd|rd|th)?\.?\s+([^\W\d]+)\.?|([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4}).*"
)


def posting_rows(table: AnswerTable, choices: Mapping[str, Choice]) -> tuple[list[dict[str, str]], list[Aside]]:
    """Return a row of postings for each row of the table, and the days that cannot be told.

    Words of several columns follow each other. A posting without a number gets one that follows from its words, so that
    the same posting has the same in the next file.
    """
    used = {letter: choice.part for letter, choice in choices.items() if choice.part}
    rows = [_row(row.cells, used) for row in table.rows]
    letter = next((one for one, part in used.items() if part == "posted_on"), "")
    day_first = _is_day_first([row.get("posted_on", "") for row in rows])
    asides = []
    for row, source in zip(rows, table.rows, strict=True):
        written = row.pop("posted_on", "")
        day, fault = _day(written, day_first)
        if fault:
            asides.append(Aside(source.number, letter, table.heading(letter).words, written, fault))
        if day:
            row["posted_on"] = day
    filled = [row for row in rows if row]
    return [{"posting_id": _number(row), **row} for row in filled], asides


def _row(cells: Mapping[str, str], used: Mapping[str, str]) -> dict[str, str]:
    row: dict[str, str] = {}
    for letter, part in used.items():
        if cell := cells.get(letter, ""):
            row[part] = f"{row[part]}{SEPARATOR}{cell}" if part in row else cell
    return row


def _number(row: Mapping[str, str]) -> str:
    told_by = [row["url"]] if "url" in row else [row.get(part, "") for part in ("title", "employer", "text")]
    return f"P-{hashlib.blake2b(chr(31).join(told_by).encode(), digest_size=5).hexdigest()}"


# days -------------------------------------------------------------------------------------------------


def _is_day_first(cells: Sequence[str]) -> bool | None:
    """Return whether 03/04/2026 is the third of April, as the other days of the column say; None where none does."""
    pairs = [(int(one[1]), int(one[2])) for cell in cells if (one := _PLAIN.fullmatch(cell))]
    first, second = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    return None if first == second else first


def _day(written: str, day_first: bool | None) -> tuple[str, str]:
    """Return a day as YYYY-MM-DD, or why it cannot be told."""
    if not written:
        return "", ""
    if one := _ISO.fullmatch(written):
        return _dated(one[1], one[2], one[3])
    if one := _PLAIN.fullmatch(written):
        if day_first is None and one[1] != one[2]:
            return "", "nothing in the column says whether the day or the month is first; write YYYY-MM-DD"
        day, month = (one[1], one[2]) if day_first else (one[2], one[1])
        return _dated(one[3] if len(one[3]) == 4 else f"20{one[3]}", month, day)
    if one := _NAMED.fullmatch(written):
        month = _months().get((one[2] or one[3]).casefold()[:4], _months().get((one[2] or one[3]).casefold()[:3], 0))
        return _dated(one[5], str(month), one[1] or one[4])
    return "", "this is no day; write YYYY-MM-DD"


def _dated(year: str, month: str, day: str) -> tuple[str, str]:
    try:
        return date(int(year), int(month), int(day)).isoformat(), ""
    except ValueError:
        return "", "this is no day; write YYYY-MM-DD"


def _months() -> dict[str, int]:
    return {name: place for place, names in enumerate(rules()["months"], 1) for name in names}
