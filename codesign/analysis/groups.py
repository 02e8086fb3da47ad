"""Who says so: employers by sector, region, size or kind, with nobody told apart in a group that is too small.

Which groups and which codes are left out depends on how many employers there are, never on which group said what, so
a gap in a table tells nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from codesign import coding, schemas

ATTRIBUTES = ("sector", "region", "size", "kind")
NOT_RECORDED = "not recorded"
Employers = Mapping[str, set[str]]


def interviewed(tables: schemas.Tables) -> pd.DataFrame:
    """Return the participants who are heard as respondents: those that “of how many” counts."""
    spoken = tables["segments"].loc[tables["segments"]["role"] == "respondent", "participant_id"]
    people = tables["participants"]
    return people[people["participant_id"].isin(spoken)].reset_index(drop=True)


def attribute_groups(participants: pd.DataFrame, column: str, small_group: int) -> pd.DataFrame:
    """Return the groups of an attribute with how many employers each has, or None where it is not told apart.

    Columns: group, employers. Left out is what `coding.withheld` leaves out of the employers and `coding.by_group`
    out of the participants, and as many more groups as it takes that those left out hold `small_group` employers
    who are in no other. Of `kind`, bodies of every kind are counted.
    """
    bodies = bodies_of(participants, column)
    sizes = {str(name): int(size) for name, size in bodies.groupby(column)["employer"].nunique().items()}
    shown = coding.by_group(participants, column, small_group).dropna()[column]
    ranked = sorted(sizes, key=lambda name: sizes[name])
    too_small = coding.withheld([sizes[name] for name in ranked], small_group)
    hidden = {name for name, out in zip(ranked, too_small, strict=True) if out or name not in set(shown)}
    for name in ranked:
        if hidden and name not in hidden and _alone_in(bodies, column, hidden) < small_group:
            hidden |= {other for other in ranked if sizes[other] == sizes[name]}
    groups = sorted(sizes, key=in_order)
    told = [None if name in hidden else sizes[name] for name in groups]
    return pd.DataFrame({"group": groups, "employers": pd.Series(told, dtype=object)})


def employers_in_all(participants: pd.DataFrame, chosen: Mapping[str, str]) -> int:
    """Return how many employers are in all the groups chosen, one of each attribute; bodies of the kind chosen."""
    return len(_in_all(participants, chosen))


def may_be_told(participants: pd.DataFrame, chosen: Mapping[str, str], small_group: int) -> bool:
    """Return whether who is in all the groups chosen may be told of where the whole study is told of as well.

    Each group is one that `attribute_groups` tells apart, they have `small_group` employers in common, and so many, or
    none, are left of the study and of each group without those: else taking one from the other would leave the few.
    """
    if any(group not in _told(participants, column, small_group) for column, group in chosen.items()):
        return False
    within = _in_all(participants, chosen)
    wholes = [_in_all(participants, {}), *(_in_all(participants, {column: own}) for column, own in chosen.items())]
    return len(within) >= small_group and not any(0 < len(whole - within) < small_group for whole in wholes)


def code_by_attribute(
    evidence: pd.DataFrame, codes: pd.DataFrame, participants: pd.DataFrame, column: str, small_group: int
) -> pd.DataFrame:
    """Return how many employers of each group of an attribute support each code, or a code below it.

    Columns: code_id, name, family, employers (in all groups), and one for each group that `attribute_groups` tells
    apart, which also says of how many. A code that is not in `broken_down` has None in all groups.
    """
    groups = attribute_groups(participants, column, small_group).dropna()["group"].tolist()
    said = supporters(evidence, bodies_of(participants, column), column)
    counted = coding.with_ancestors(said, codes).groupby(["counted_as", column])["employer"].nunique()
    cells = counted.unstack(fill_value=0).reindex(index=codes["code_id"], columns=groups, fill_value=0)
    untold = set(codes["code_id"]) - broken_down(said, codes, small_group)
    named = codes[["code_id", "name", "family"]].set_index("code_id", drop=False)
    employers = behind(said, codes)
    table = named.assign(employers=[len(employers[code]) for code in codes["code_id"]])
    for group in groups:
        table[group] = cells[group].astype(object).where(~cells.index.isin(untold), None)
    return table.reset_index(drop=True)


def broken_down(said: pd.DataFrame, codes: pd.DataFrame, small_group: int) -> set[str]:
    """Return the codes whose employers may be counted by group; `said` has code_id and employer.

    `small_group` employers or more stand behind such a code, and so many, or none, behind all that is below it
    without being counted by group itself: else what is told could be taken from it and leave one of the few. Where
    they are too few, codes below with the fewest employers are left out as well, or the code itself.
    """
    whole = with_families(codes)
    employers, own = behind(said, whole), said.groupby("code_id")["employer"].agg(set).to_dict()
    below = whole.groupby("parent_id")["code_id"].agg(list).to_dict()
    told: set[str] = set()
    rest: dict[str, set[str]] = {}
    depth = coding.with_ancestors(whole[["code_id"]], whole).groupby("code_id").size()
    for code in sorted(employers, key=lambda code: -depth[code]):
        parts = sorted(below.get(code, []), key=lambda part: len(employers[part]))
        left = own.get(code, set()).union(*(rest.get(part, set()) for part in parts if part not in told))
        also, more = _left_out([part for part in parts if part in told], left, rest, small_group)
        is_told = len(employers[code]) >= small_group and not 0 < len(more) < small_group
        rest[code] = more if is_told else left
        told = (told - set(also)) | {code} if is_told else told
    return told


def with_families(codes: pd.DataFrame) -> pd.DataFrame:
    """Return code_id and parent_id of the codebook with each family as a code above its top codes."""
    known = set(codes["code_id"])
    above = [
        parent if parent in known else family_id(family)
        for parent, family in zip(codes["parent_id"], codes["family"], strict=True)
    ]
    families = [family_id(family) for family in codes["family"].unique()]
    own = pd.DataFrame({"code_id": [*codes["code_id"], *families], "parent_id": [*above, *[""] * len(families)]})
    return own.astype(object)


def family_id(family: str) -> str:
    """Return how a family is called among the codes; no code can have this id."""
    return f"family: {family}"


def supporters(evidence: pd.DataFrame, bodies: pd.DataFrame, column: str = "") -> pd.DataFrame:
    """Return which employer supports which code: code_id, employer, and `column` of the person who said so."""
    own = evidence.loc[evidence["polarity"] == "supports", ["code_id", "participant_id"]].drop_duplicates()
    named = bodies[["participant_id", "employer", *filter(None, [column])]]
    return own.merge(named, on="participant_id", how="inner").drop(columns="participant_id")


def behind(said: pd.DataFrame, codes: pd.DataFrame) -> dict[str, set[str]]:
    """Return the employers behind each code and the codes below it."""
    found = coding.with_ancestors(said, codes).groupby("counted_as")["employer"].agg(set).to_dict()
    return {code: found.get(code, set()) for code in codes["code_id"]}


def _left_out(parts: Sequence[str], left: set[str], rest: Employers, small_group: int) -> tuple[list[str], set[str]]:
    """Return which of the parts that are told must not be, fewest employers first, and who is then not told."""
    also: list[str] = []
    for part in parts:
        if 0 < len(left) < small_group and rest[part] - left:
            also, left = [*also, part], left | rest[part]
    return also, left


def bodies_of(participants: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return who stands in the groups: employers, or bodies of every kind; a nameless one stands for itself."""
    own = participants if column == "kind" else participants[participants["kind"] == "employer"]
    named = own.assign(employer=own["employer"].where(own["employer"] != "", own["participant_id"]))
    return named.assign(**{column: named[column].replace("", NOT_RECORDED)})


def _told(participants: pd.DataFrame, column: str, small_group: int) -> set[str]:
    return set(attribute_groups(participants, column, small_group).dropna()["group"])


def _in_all(participants: pd.DataFrame, chosen: Mapping[str, str]) -> set[str]:
    bodies = bodies_of(participants, "kind" if "kind" in chosen else "sector")
    for column, group in chosen.items():
        bodies = bodies[bodies[column] == group]
    return set(bodies["employer"])


def _alone_in(bodies: pd.DataFrame, column: str, groups: set[str]) -> int:
    """Return how many employers are in these groups and in no other."""
    inside = bodies[column].isin(groups)
    return len(set(bodies.loc[inside, "employer"]) - set(bodies.loc[~inside, "employer"]))


def in_order(name: str) -> tuple[float, str]:
    """Return a key for the names of groups that puts 50-199 before 200+, and names without a number last."""
    number = re.match(r"\d+", name)
    return (float(number[0]) if number else float("inf"), name)
