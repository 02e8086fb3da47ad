"""Remarks that a person set aside with a reason; each stays so for as long as the wording does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

NAMES_A_REMARK = ["worded", "row", "rule", "wording_sha256"]
SET_ASIDE_COLUMNS = ["reason", "decided_by", "decided_on"]


def wording_sha256(*texts: str) -> str:
    """Return the checksum of a wording: label and statement of a task, or all texts the rules read of a competency.

    Spaces at the ends and how many stand between two words make no other wording.
    """
    plain = [" ".join(str(text).split()) for text in texts]
    return hashlib.sha256("\x1f".join(plain).encode("utf-8")).hexdigest()


def reasons(overrides: Iterable[Mapping[str, Any]], row: str, sha256: str) -> dict[str, str]:
    """Return why remarks on one wording were set aside, by rule; what was said of an earlier wording is left out."""
    return {
        str(one["rule"]): str(one["reason"])
        for one in overrides
        if one["row"] == row and one["wording_sha256"] == sha256
    }


def open_remarks(problems: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """Return the remarks that nobody set aside for the wording as it stands."""
    return problems[~_is_set_aside(problems, overrides)].reset_index(drop=True)


def remarks_set_aside(problems: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """Return the remarks that were set aside, with the columns reason, decided_by and decided_on."""
    aside = problems[_is_set_aside(problems, overrides)]
    return aside.merge(overrides[[*NAMES_A_REMARK, *SET_ASIDE_COLUMNS]], on=NAMES_A_REMARK, how="left")


def _is_set_aside(problems: pd.DataFrame, overrides: pd.DataFrame) -> pd.Series:
    named = set(overrides[NAMES_A_REMARK].astype(str).itertuples(index=False, name=None))
    own = problems[NAMES_A_REMARK].astype(str).itertuples(index=False, name=None)
    return pd.Series([one in named for one in own], index=problems.index, dtype=bool)
