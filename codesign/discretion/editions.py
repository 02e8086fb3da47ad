"""What an edition may print: the committee reads as far as consent goes, the public less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.discretion.consent import source_label
from codesign.parameters import Parameters

PUBLIC = "public"
FEWEST_PUBLIC = 3
PUBLIC_NOTE = (
    "Public edition: nobody is named beyond the sector, and nothing is quoted where fewer than three employers speak."
)


def edition_note(parameters: Parameters) -> str:
    """Return what readers must know of this edition; empty for the committee's."""
    return PUBLIC_NOTE if _is_public(parameters) else ""


def tells_by_interview(parameters: Parameters) -> bool:
    """Return whether tables may tell of single interviews: with the list of participants, they tell of people."""
    return not _is_public(parameters)


def quotes_anywhere(parameters: Parameters) -> bool:
    """Return whether words may be quoted wherever consent allows; a public edition quotes only what is `cleared`."""
    return not _is_public(parameters)


def named(person: Mapping[Any, Any], parameters: Parameters) -> str:
    """Return how somebody is named in this edition: as far as consent goes, in a public one by the sector at most."""
    return _by_sector(person) if _is_public(parameters) else source_label(person)


def cleared(quoted: pd.DataFrame, section: str, parameters: Parameters) -> pd.DataFrame:
    """Return quoted passages as this edition may print them, by columns `quote` and `source`.

    In a public edition nobody is named beyond the sector, and no quote stands where fewer than three employers speak
    in its section (a value of the column `section`): readers outside the committee could tell who it was.
    """
    if not _is_public(parameters):
        return quoted
    speaking = quoted.groupby(section)["employer"].transform("nunique")
    sources = [_by_sector(row) for row in schemas.records(quoted)]
    return quoted.assign(quote=quoted["quote"].where(speaking >= FEWEST_PUBLIC, ""), source=sources)


def _by_sector(person: Mapping[Any, Any]) -> str:
    return source_label({**person, "consent": ""})


def _is_public(parameters: Parameters) -> bool:
    return parameters.edition == PUBLIC
