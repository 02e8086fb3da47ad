"""What the page gets of the study: interviews, words, codings and how far they are; offsets in UTF-16 units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from codesign import coding, discretion, schemas
from codesign.widgets.screen import Message, Row, now, rows_of
from codesign.widgets.units import Units


def interview(row: Row, person: Row) -> Row:
    """Return an interview as the list of interviews shows it."""
    return {"id": row["transcript_id"], "about": _joined(person, ("employer", "sector"))}


def about(person: Row) -> str:
    """Return who was interviewed, and how they may be quoted."""
    consent = discretion.CONSENT_IN_WORDS.get(person.get("consent", ""), "")
    return " · ".join(filter(None, (_joined(person, ("employer", "sector", "size", "region", "role")), consent)))


def turns(transcript: str, text: str, units: Units, segments: pd.DataFrame) -> list[Row]:
    """Return the turns of an interview with their words; one turn where it has none."""
    rows = rows_of(segments[segments["transcript_id"] == transcript].sort_values("start"))
    if not rows and text.strip():
        rows = [{"start": 0, "end": len(text), "speaker": "", "role": "respondent", "time": ""}]
    return [
        {"start": units.out(row["start"]), "end": units.out(row["end"]), "text": text[row["start"] : row["end"]],
         "speaker": row["speaker"], "role": row["role"], "time": row["time"]}
        for row in rows
    ]  # fmt: skip


def payload(row: Row, units: Units, person: str) -> Row:
    """Return a coding as the page has it."""
    return {"id": row["coding_id"], "start": units.out(row["start"]), "end": units.out(row["end"]),
            "code": row["code_id"], "coder": row["coder"], "mine": row["coder"] == person,
            "polarity": row["polarity"], "memo": row["memo"]}  # fmt: skip


def progress(tables: schemas.Tables) -> Message:
    """Return how many interviews say each code, and how many answers of each interview are coded."""
    counted = coding.code_counts(coding.attributed(tables), tables["codes"])
    done = coding.progress(tables)
    return {
        "of": coding.heard(tables)["interviews"],
        "counts": dict(zip(counted["code_id"], counted["interviews"].tolist(), strict=True)),
        "done": {row["transcript_id"]: {name: row[name] for name in ("coded", "answers")} for row in rows_of(done)},
    }


def presence(before: Mapping[str, Row], after: Mapping[str, Row], person: str) -> str:
    """Return who else coded in the meantime, and how much; empty where nobody did."""
    new = [row["coder"] for identity, row in after.items() if identity not in before and row["coder"] != person]
    return f"{' and '.join(sorted(set(new)))} coded {len(new)} at {now()}" if new else ""


def _joined(row: Row, names: Sequence[str]) -> str:
    return " · ".join(str(row[name]) for name in names if row.get(name))
