"""Remarks that a person set aside with a reason; each stays so for as long as the wording does."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

SET_ASIDE_COLUMNS = ["reason", "decided_by", "decided_on"]


def wording_sha256(*texts: str) -> str:
    """Return the checksum of a wording: label and statement of a task, or all texts the rules read of a competency."""
    return hashlib.sha256("\n".join(map(str, texts)).encode("utf-8")).hexdigest()


def reasons(overrides: Iterable[Mapping[str, Any]], row: str, sha256: str) -> dict[str, str]:
    """Return why remarks on one wording were set aside, by rule; what was said of an earlier wording is left out.

    Without a checksum, as somebody may have typed it into the table, a reason holds for every wording of the row.
    """
    return {
        str(one["rule"]): str(one["reason"])
        for one in overrides
        if one["row"] == row and one["wording_sha256"] in ("", sha256)
    }


def open_remarks(problems: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """Return the remarks that nobody set aside for the wording as it stands."""
    stands = pd.Series([not one for one in _set_aside(problems, overrides)], problems.index, dtype=bool)
    return problems[stands].reset_index(drop=True)


def remarks_set_aside(problems: pd.DataFrame, overrides: pd.DataFrame) -> pd.DataFrame:
    """Return the remarks that were set aside, with the columns reason, decided_by and decided_on."""
    pairs = zip(problems.to_dict("records"), _set_aside(problems, overrides), strict=True)
    rows = [{**row, **{name: one[name] for name in SET_ASIDE_COLUMNS}} for row, one in pairs if one]
    return pd.DataFrame(rows, columns=[*problems.columns, *SET_ASIDE_COLUMNS], dtype=object)


def _set_aside(problems: pd.DataFrame, overrides: pd.DataFrame) -> list[Mapping[Hashable, Any]]:
    """Return for each remark the row that sets it aside, an empty one where none does."""
    by_remark = {(one["worded"], one["row"], one["rule"]): one for one in overrides.to_dict("records")}
    rows: list[Mapping[Hashable, Any]] = []
    for remark in problems.to_dict("records"):
        one = by_remark.get((remark["worded"], remark["row"], remark["rule"]), {})
        rows.append(one if one and one["wording_sha256"] in ("", remark["wording_sha256"]) else {})
    return rows
