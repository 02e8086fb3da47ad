"""What people agreed to: whether their words may be quoted, how they are named, and who has left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.phrases import BODIES

QUOTABLE = ("named", "organisation", "unnamed")
NAMED = ("named", "organisation")
WITHDRAWN = "withdrawn"
CONSENT_IN_WORDS: Mapping[str, str] = {
    "named": "may be quoted by name",
    "organisation": "may be quoted with the employer's name",
    "unnamed": "may be quoted unnamed",
    "no-quote": "may not be quoted",
}
"""What a person agreed to, as coders read it beside the interview."""


def may_quote(consent: str) -> bool:
    """Return whether words given with this consent may be printed; missing consent means no."""
    return consent in QUOTABLE


def source_label(person: Mapping[Any, Any]) -> str:
    """Return how a quoted person is named: as far as the consent goes, never further.

    `organisation` and `named` show the employer's pseudonym and role, and of a body that is no employer what it is;
    `unnamed` the sector only.
    """
    employer, role, kind, sector = (str(person[name]) for name in ("employer", "role", "kind", "sector"))
    body = BODIES[kind][0] if kind in BODIES else "an employer"
    if person["consent"] in NAMED:
        who = f"{employer} ({body})" if employer and kind in BODIES else employer
        label = ", ".join(part for part in (who, role) if part)
        if label:
            return label
    return f"{body}, {sector}" if sector else body


def taking_part(participants: pd.DataFrame) -> pd.DataFrame:
    """Return the participants who have not withdrawn."""
    return participants[participants["consent"] != WITHDRAWN]


def unquotable(participants: pd.DataFrame) -> pd.DataFrame:
    """Return the participants whose words count and are never printed."""
    return participants[~participants["consent"].isin(QUOTABLE)]


def without_withdrawn(tables: schemas.Tables) -> dict[str, pd.DataFrame]:
    """Return the tables without the interviews in which somebody speaks who withdrew, each of them whole."""
    people, remaining = tables["participants"], dict(tables)
    left = people.loc[people["consent"] == WITHDRAWN, "participant_id"]
    theirs = [tables[name][tables[name]["participant_id"].isin(left)] for name in ("transcripts", "segments")]
    away = {identity for table in theirs for identity in table["transcript_id"]}
    for name in schemas.OF_INTERVIEWS:
        remaining[name] = tables[name][~tables[name]["transcript_id"].isin(away)].reset_index(drop=True)
    return remaining
