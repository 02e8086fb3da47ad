"""Who says so: employers by sector, region, size or kind, with nobody told apart in a group that is too small.

Which groups and which codes are left out, `discretion` says.
"""

from __future__ import annotations

import pandas as pd

from codesign import coding, discretion

ATTRIBUTES = ("sector", "region", "size", "kind")


def code_by_attribute(
    evidence: pd.DataFrame, codes: pd.DataFrame, participants: pd.DataFrame, column: str, small_group: int
) -> pd.DataFrame:
    """Return how many employers of each group of an attribute support each code, or a code below it.

    Columns: code_id, name, family, employers (in all groups), and one for each group that
    `discretion.attribute_groups` tells apart, which also says of how many. A code that is not in `codes_told` has None
    in all groups.
    """
    groups = discretion.groups_told(participants, column, small_group)
    supporting = supporters(evidence, discretion.bodies_of(participants, column), column)
    counted = coding.with_ancestors(supporting, codes).groupby(["counted_as", column])["employer"].nunique()
    cells = counted.unstack(fill_value=0).reindex(index=codes["code_id"], columns=groups, fill_value=0)
    untold = set(codes["code_id"]) - codes_told(supporting, codes, small_group)
    named = codes[["code_id", "name", "family"]].set_index("code_id", drop=False)
    employers = behind(supporting, codes)
    table = named.assign(employers=[len(employers[code]) for code in codes["code_id"]])
    for group in groups:
        table[group] = cells[group].astype(object).where(~cells.index.isin(untold), None)
    return table.reset_index(drop=True)


def codes_told(supporting: pd.DataFrame, codes: pd.DataFrame, small_group: int) -> set[str]:
    """Return the codes, families among them, whose employers may be counted by group; see `discretion.codes_told`.

    `supporting` has code_id and employer.
    """
    whole = with_families(codes)
    lines = coding.with_ancestors(whole[["code_id"]], whole).groupby("code_id", sort=False)["counted_as"].agg(list)
    own = supporting.groupby("code_id")["employer"].agg(set)
    above: dict[str, list[str]] = {str(code): line for code, line in lines.items()}
    return discretion.codes_told({str(code): names for code, names in own.items()}, above, small_group)


def with_families(codes: pd.DataFrame) -> pd.DataFrame:
    """Return code_id and parent_id of the codebook with each family as a code above its top codes."""
    code_ids = set(codes["code_id"])
    above = [
        parent if parent in code_ids else family_id(family)
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


def behind(supporting: pd.DataFrame, codes: pd.DataFrame) -> dict[str, set[str]]:
    """Return the employers behind each code and the codes below it."""
    employers = coding.with_ancestors(supporting, codes).groupby("counted_as")["employer"].agg(set).to_dict()
    return {code: employers.get(code, set()) for code in codes["code_id"]}
