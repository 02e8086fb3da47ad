"""Answers of learners as rows of survey_responses: by pseudonym, several options of one answer apart."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from codesign.intake.mapping import answers
from codesign.intake.mapping.parts import parts
from codesign.intake.mapping.rows import Read

COUNTED = ("delivery", "barrier", "pays", "situation")
"""Parts of which each option is counted."""


def response_rows(read: Read, sectors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row of survey_responses for each learner who answered anything that is used.

    `sectors` has the sectors of the study by their plain words.
    """
    answering = [one for one in read.respondents if one.values]
    rows: list[dict[str, Any]] = [
        {"response_id": _named(one.checksum), **{part: value for (part, _task), value in one.values.items()}}
        for one in answering
    ]
    for part in ("sector", *COUNTED):
        filled = [row for row in rows if row.get(part)]
        cells = [row[part] for row in filled]
        chosen = answers.sectors(cells, sectors) if part == "sector" else map("; ".join, answers.options(cells))
        for row, words in zip(filled, chosen, strict=True):
            row[part] = words
    return rows


def counted(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return for people how the answers to each question would be counted, the most frequent first."""
    return [sentence for part in ("interest", *COUNTED) if (sentence := _counts(part, rows))]


def _counts(part: str, rows: Sequence[Mapping[str, Any]]) -> str:
    cells = [str(row[part]) for row in rows if row.get(part)]
    counts = Counter(option for cell in cells for option in cell.split("; "))
    shown = ", ".join(f"“{option[:50]}” {count}" for option, count in counts.most_common(5))
    more = f", and {len(counts) - 5} more" if len(counts) > 5 else ""
    return f"{parts('survey')[part].title}: {shown}{more}." if counts else ""


def _named(checksum: str) -> str:
    return f"L-{base64.b32encode(bytes.fromhex(checksum)[:5]).decode()}"
