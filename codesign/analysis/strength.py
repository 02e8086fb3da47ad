"""How strong the evidence is, in words: “9 of 12 employers, 3 of 3 sectors, 2 qualify, 1 contradicts”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import coding, discretion, voices
from codesign.analysis import groups

QUESTIONS: Mapping[str, str] = {
    "skill gaps": "skill-gap",
    "who can move": "can-move",
    "hiring challenges": "hiring-challenge",
}
"""The three questions of the method to employers, each with the code family that answers it."""

STRENGTH_COLUMNS = ["question", "code_id", "name", "employers", "of", "sectors", "of_sectors", "qualifies",
                    "contradicts", "others", "strength"]  # fmt: skip


def strength(evidence: pd.DataFrame, codes: pd.DataFrame, participants: pd.DataFrame, small_group: int) -> pd.DataFrame:
    """Return how many employers stand behind each of the three questions, and behind each code that answers it.

    Columns: question; code_id and name (empty for the question as a whole); employers who support, `of` how many;
    sectors in which somebody supports, of_sectors told apart (both None where the code is not counted by group or
    fewer than two sectors are told apart); employers who qualify and contradict;
    others, what bodies say that are no employers, in words; strength, the same as a phrase.
    A question's codes follow it, those with most employers first; codes nobody used are left out.
    """
    whole = groups.with_families(codes)
    counts = _counts(evidence, whole).join(_sectors(evidence, codes, participants, small_group))
    of = discretion.bodies_of(participants, "sector")["employer"].nunique()
    names = dict(zip(codes["code_id"], codes["name"], strict=True))
    numbers = counts.rename(columns={"supports": "employers"}).to_dict("index")
    rows = [
        {
            "question": question,
            "name": names.get(code, ""),
            "code_id": code if code in names else "",
            "of": of,
            **{str(name): number for name, number in numbers[code].items()},
        }
        for question, family in QUESTIONS.items()
        for code in _ranked(groups.family_id(family), whole, counts)
    ]
    table = pd.DataFrame(rows, columns=STRENGTH_COLUMNS[:-1], dtype=object)
    return table.assign(strength=[in_words(row) for row in table.to_dict("records")])


def in_words(row: Mapping[Any, Any]) -> str:
    """Return a row of `strength` as a phrase.

    >>> sectors = {"sectors": 3, "of_sectors": 3}
    >>> in_words({"employers": 9, "of": 12, **sectors, "qualifies": 2, "contradicts": 1, "others": ""})
    '9 of 12 employers, 3 of 3 sectors, 2 qualify, 1 contradicts'
    """
    parts = [f"{row['employers']} of {row['of']} employer{'s' if row['of'] != 1 else ''}"]
    if row["sectors"] is not None:
        parts.append(f"{row['sectors']} of {row['of_sectors']} sectors")
    for name, verb in (("qualifies", "qualify"), ("contradicts", "contradict")):
        if row[name]:
            parts.append(f"{row[name]} {name if row[name] == 1 else verb}")
    return "; ".join(part for part in (", ".join(parts), row["others"]) if part)


def _counts(evidence: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Return supports, qualifies and contradicts by code, the families among them."""
    places = evidence[["code_id", "transcript_id", "start", "end", "participant_id", "employer", "kind", "polarity"]]
    counted = voices.counts(coding.with_ancestors(places, whole), "counted_as").set_index("counted_as")
    numbers = counted[[*coding.POLARITIES]].reindex(whole["code_id"], fill_value=0).astype(int)
    return numbers.assign(others=counted["others"].reindex(whole["code_id"], fill_value=""))


def _sectors(evidence: pd.DataFrame, codes: pd.DataFrame, participants: pd.DataFrame, small_group: int) -> pd.DataFrame:
    """Return by code in how many of the sectors told apart somebody supports it, where that may be told."""
    shown_sectors = discretion.groups_told(participants, "sector", small_group)
    supporting = groups.supporters(evidence, discretion.bodies_of(participants, "sector"), "sector")
    whole = groups.with_families(codes)
    within = coding.with_ancestors(supporting[supporting["sector"].isin(shown_sectors)], whole)
    sectors = within.groupby("counted_as")["sector"].nunique().reindex(whole["code_id"], fill_value=0).astype(object)
    are_told = discretion.may_be_divided(participants, "sector", small_group)
    may_be_told = sectors.index.isin(groups.codes_told(supporting, codes, small_group)) & are_told
    of = pd.Series(len(shown_sectors), index=sectors.index, dtype=object)
    return pd.DataFrame({"sectors": sectors.where(may_be_told, None), "of_sectors": of.where(may_be_told, None)})


def _ranked(family: str, whole: pd.DataFrame, counts: pd.DataFrame) -> list[str]:
    """Return the family and, below it, its codes that somebody used, those with most employers first.

    Where one code stands above all others of its family, it is the family, and is not told twice.
    """
    lines = coding.with_ancestors(whole[["code_id"]], whole).groupby("code_id", sort=False)["counted_as"].agg(list)
    top = [code for code, line in lines.items() if line[1:] == [family]]
    same = {family, *(top if len(top) == 1 else [])}
    supports, used = counts["supports"].to_dict(), set(counts.index[counts.astype(bool).any(axis=1)])
    own = [code for code, line in lines.items() if family in line and code not in same and code in used]
    ranked = sorted(map(str, own), key=lambda code: -supports[code])
    return [family, *ranked] if family in lines else []
