"""Which groups of employers are told apart, by sector, region, size or kind, and which part of a study may be told.

What is left out depends on how many employers there are, never on which group said what, so a gap in a table tells
nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from codesign import schemas
from codesign.discretion.counts import NOT_RECORDED, by_group, withheld


def interviewed(tables: schemas.Tables) -> pd.DataFrame:
    """Return the participants who are heard as respondents: those that “of how many” counts."""
    spoken = tables["segments"].loc[tables["segments"]["role"] == "respondent", "participant_id"]
    people = tables["participants"]
    return people[people["participant_id"].isin(spoken)].reset_index(drop=True)


def bodies_of(participants: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return who stands in the groups: employers, or bodies of every kind; a nameless one stands for itself."""
    own = participants if column == "kind" else participants[participants["kind"] == "employer"]
    called = own.assign(employer=own["employer"].where(own["employer"] != "", own["participant_id"]))
    return called.assign(**{column: called[column].replace("", NOT_RECORDED)})


def attribute_groups(participants: pd.DataFrame, column: str, small_group: int) -> pd.DataFrame:
    """Return the groups of an attribute with how many employers each has, or None where it is not told apart.

    Columns: group, employers. Left out is what `withheld` leaves out of the employers and `by_group` out of the
    participants, and as many more groups as it takes that those left out hold `small_group` employers who are in no
    other. Of `kind`, bodies of every kind are counted.
    """
    bodies = bodies_of(participants, column)
    sizes = {str(name): int(size) for name, size in bodies.groupby(column)["employer"].nunique().items()}
    shown = by_group(participants, column, small_group).dropna()[column]
    ranked = sorted(sizes, key=lambda name: sizes[name])
    too_small = withheld([sizes[name] for name in ranked], small_group)
    hidden = {name for name, out in zip(ranked, too_small, strict=True) if out or name not in set(shown)}
    for name in ranked:
        if hidden and name not in hidden and _alone_in(bodies, column, hidden) < small_group:
            hidden |= {other for other in ranked if sizes[other] == sizes[name]}
    groups = sorted(sizes, key=in_order)
    employers = [None if name in hidden else sizes[name] for name in groups]
    return pd.DataFrame({"group": groups, "employers": pd.Series(employers, dtype=object)})


def groups_told(participants: pd.DataFrame, column: str, small_group: int) -> list[str]:
    """Return the groups of an attribute that are told apart, in their order."""
    return [str(group) for group in attribute_groups(participants, column, small_group).dropna()["group"]]


def may_be_divided(participants: pd.DataFrame, column: str, small_group: int) -> bool:
    """Return whether anything is told by this attribute: whether two groups of it are told apart."""
    return len(groups_told(participants, column, small_group)) > 1


def not_told_apart(participants: pd.DataFrame, chosen: Mapping[str, str], small_group: int) -> dict[str, str]:
    """Return those of the groups chosen, one of each attribute, that are not told apart."""
    return {
        column: group for column, group in chosen.items() if group not in groups_told(participants, column, small_group)
    }


def too_few_in_common(participants: pd.DataFrame, chosen: Mapping[str, str], small_group: int) -> bool:
    """Return whether fewer employers than a group must have are in all the groups chosen; bodies of the kind chosen."""
    return bool(chosen) and len(_in_all(participants, chosen)) < small_group


def may_be_told(participants: pd.DataFrame, chosen: Mapping[str, str], small_group: int) -> bool:
    """Return whether who is in all the groups chosen may be told of where the whole study is told of as well.

    Each group is one that `attribute_groups` tells apart, they have `small_group` employers in common, and so many, or
    none, are left of the study and of each group without those: else taking one from the other would leave the few.
    """
    if not_told_apart(participants, chosen, small_group):
        return False
    within = _in_all(participants, chosen)
    wholes = [_in_all(participants, {}), *(_in_all(participants, {column: own}) for column, own in chosen.items())]
    return len(within) >= small_group and not any(0 < len(whole - within) < small_group for whole in wholes)


def in_order(name: str) -> tuple[float, str]:
    """Return a key for the names of groups that puts 50-199 before 200+, and names without a number last."""
    number = re.match(r"\d+", name)
    return (float(number[0]) if number else float("inf"), name)


def _in_all(participants: pd.DataFrame, chosen: Mapping[str, str]) -> set[str]:
    bodies = bodies_of(participants, "kind" if "kind" in chosen else "sector")
    for column, group in chosen.items():
        bodies = bodies[bodies[column] == group]
    return set(bodies["employer"])


def _alone_in(bodies: pd.DataFrame, column: str, groups: set[str]) -> int:
    """Return how many employers are in these groups and in no other."""
    inside = bodies[column].isin(groups)
    return len(set(bodies.loc[inside, "employer"]) - set(bodies.loc[~inside, "employer"]))
