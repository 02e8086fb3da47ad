"""Who stands behind a claim and who speaks against it: the one definition of “employers” that everything printed uses.

An employer stands behind a claim whose respondents support it in one passage at least; who only qualifies or
contradicts it does not. Bodies that are no employers (unions, associations, regulators and others) are counted beside
them by their kind, however few they are: what they say against a claim would else be told nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.phrases import BODIES, count_of, listed

EMPLOYER = "employer"
THIN_BELOW = 3
"""A claim with fewer employers behind it is thin: a convention."""
NOBODY_AGAINST = "nobody qualified or contradicted it"

Bodies = Mapping[str, int]
"""How many bodies of each kind."""


@dataclass(frozen=True)
class Voices:
    """How many bodies of each kind support, qualify and contradict one claim, and how many speak of it at all."""

    supports: Bodies = field(default_factory=dict)
    qualifies: Bodies = field(default_factory=dict)
    contradicts: Bodies = field(default_factory=dict)
    speaking: Bodies = field(default_factory=dict)

    @property
    def employers(self) -> int:
        """The employers behind the claim: those who support it."""
        return self.supports.get(EMPLOYER, 0)

    @property
    def against(self) -> int:
        """All who contradict it, whoever they are."""
        return sum(self.contradicts.values())


def voices(evidence: pd.DataFrame, by: str) -> dict[str, Voices]:
    """Return who speaks for and against each value of `by`; a value nobody spoke of is not in it."""
    if evidence.empty:
        return {}
    named = bodies(evidence)[[by, "kind", "polarity", "employer"]].drop_duplicates()
    counted: dict[str, dict[str, dict[str, int]]] = {}
    every = named.assign(polarity="speaking").drop_duplicates()
    sizes = pd.concat([named, every]).groupby([by, "polarity", "kind"], sort=False).size().rename("size").reset_index()
    for value, polarity, kind, size in zip(*(sizes[name] for name in (by, "polarity", "kind", "size")), strict=True):
        counted.setdefault(str(value), {}).setdefault(str(polarity), {})[str(kind)] = int(size)
    return {value: Voices(**by_polarity) for value, by_polarity in counted.items()}


def of_all(evidence: pd.DataFrame) -> Voices:
    """Return who speaks for and against something all of this evidence is about."""
    return voices(evidence.assign(all="all"), "all").get("all", Voices())


def bodies(people: pd.DataFrame) -> pd.DataFrame:
    """Return people or their evidence with a body in `employer`: one that is not recorded stands for itself."""
    return people.assign(employer=people["employer"].where(people["employer"] != "", people["participant_id"]))


def bodies_heard(people: pd.DataFrame) -> dict[str, int]:
    """Return how many bodies of each kind these people speak for."""
    sizes = bodies(people)[["kind", "employer"]].drop_duplicates().groupby("kind", sort=False).size()
    return {str(kind): int(size) for kind, size in sizes.items()}


def is_thin(employers: int) -> bool:
    """Return whether a claim rests on few: fewer than three employers support it."""
    return employers < THIN_BELOW


# in words ----------------------------------------------------------------------------------------------


def in_words(claim: Voices, of: int, *, sector: str = "") -> str:
    """Return who is for and against a claim.

    >>> in_words(Voices({"employer": 2}, {"employer": 1}, {"union": 1}), 4)
    '2 of 4 employers; 1 employer qualifies it and a union contradicts it'
    """
    return f"{support_in_words(claim, of, sector=sector)}; {objections_in_words(claim) or NOBODY_AGAINST}"


def short_words(claim: Voices, of: int, *, sector: str = "") -> str:
    """Return the same where room is short: nothing of objections where there are none."""
    parts = [support_in_words(claim, of, sector=sector), objections_in_words(claim)]
    return "; ".join(part for part in parts if part)


def support_in_words(claim: Voices, of: int, *, sector: str = "") -> str:
    """Return who supports a claim, of how many employers; a sector is named where only its passages count.

    >>> support_in_words(Voices({"employer": 1, "union": 1}), 4, sector="hydrogen")
    'In hydrogen: 1 of 4 employers and a union'
    """
    scope = f"In {sector}: " if sector else ""
    employers = f"{claim.employers} of {count_of(of, EMPLOYER)}"
    others = other_bodies(claim.supports)
    return scope + listed([employers, *others] if claim.employers else [*others, employers])


def objections_in_words(claim: Voices, what: str = "it") -> str:
    """Return who qualifies and who contradicts a claim; empty only where nobody at all does."""
    by_polarity = ((claim.qualifies, "qualifies", "qualify"), (claim.contradicts, "contradicts", "contradict"))
    parts = [
        f"{bodies_in_words(those)} {one if sum(those.values()) == 1 else many} {what}"
        for those, one, many in by_polarity
        if those
    ]
    return (", and " if any(len(those) > 1 for those, _, _ in by_polarity) else " and ").join(parts)


def bodies_in_words(those: Bodies, none: str = "nobody") -> str:
    """Return bodies by their kinds.

    >>> bodies_in_words({"union": 2, "employer": 1, "association": 1})
    '1 employer, 2 unions and an association'
    """
    employers = [count_of(those[EMPLOYER], EMPLOYER)] if those.get(EMPLOYER) else []
    return listed([*employers, *other_bodies(those)], none)


def other_bodies(those: Bodies) -> list[str]:
    """Return the bodies that are no employers, a phrase a kind."""
    return [
        one if those[kind] == 1 else f"{those[kind]} {many}" for kind, (one, many) in BODIES.items() if those.get(kind)
    ]


# as a table --------------------------------------------------------------------------------------------

COUNT_COLUMNS = ["employers", "interviews", "codings", *schemas.POLARITIES, "speaking", "raised"]


def counts(evidence: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return, for each value of `by`, who stands behind it and against it, in numbers and in words.

    Columns: `by`; employers (those who support it); interviews (that speak of it); codings (passages: overlapping words
    are one); supports, qualifies, contradicts and speaking (employers with at least one such passage, of the last any);
    raised (interviews with a passage that supports or qualifies it, whoever says so); others (in words, what bodies say
    that are no employers).
    """
    if evidence.empty:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in (by, *COUNT_COLUMNS, "others")})
    grouped = evidence.groupby(by, sort=False)
    in_favour = evidence[evidence["polarity"] != "contradicts"]
    result = pd.DataFrame(
        {
            "interviews": grouped["transcript_id"].nunique(),
            "codings": _passages(evidence, by),
            "raised": in_favour.groupby(by)["transcript_id"].nunique(),
        }
    )
    claims = voices(evidence, by)
    own = [claims[str(value)] for value in result.index]
    for name in (*schemas.POLARITIES, "speaking"):
        result[name] = [getattr(claim, name).get(EMPLOYER, 0) for claim in own]
    result["employers"] = [claim.employers for claim in own]
    table = result.fillna(0).astype(int).assign(others=[_others(claim) for claim in own])
    return table[[*COUNT_COLUMNS, "others"]].rename_axis(by).reset_index()


def with_counts(table: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table with what was counted for them, by the first column; 0 where nothing was."""
    joined = table.merge(counted, on=table.columns[0], how="left")
    numbers = {name: joined[name].fillna(0).astype(int) for name in COUNT_COLUMNS}
    return joined.assign(**numbers, others=joined["others"].fillna(""))


def _others(claim: Voices) -> str:
    """Return what bodies other than employers say: "a union supports it; an association contradicts it"."""
    parts = []
    for verb, plural in (("supports", "support"), ("qualifies", "qualify"), ("contradicts", "contradict")):
        those = {kind: count for kind, count in getattr(claim, verb).items() if kind != EMPLOYER}
        if those:
            parts.append(f"{bodies_in_words(those)} {verb if sum(those.values()) == 1 else plural} it")
    return "; ".join(parts)


def _passages(evidence: pd.DataFrame, by: str) -> pd.Series[Any]:
    """Return how many passages each value of `by` has: overlapping codings of one interview are one."""
    rows = evidence[[by, "transcript_id", "start", "end"]].astype({"start": int, "end": int})
    rows = rows.sort_values([by, "transcript_id", "start", "end"], kind="stable")
    reached = rows.groupby([by, "transcript_id"])["end"].cummax()
    before = reached.groupby([rows[by], rows["transcript_id"]]).shift()
    return (before.isna() | (rows["start"] >= before)).groupby(rows[by]).sum()
