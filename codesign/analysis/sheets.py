"""All tables of the analysis as people read them: names for headings, no words of interviews, small groups left out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from codesign import coding, discretion, schemas
from codesign.analysis.groups import ATTRIBUTES, code_by_attribute
from codesign.analysis.meeting import co_occurrence
from codesign.analysis.strength import strength
from codesign.analysis.stretches import code_by_interview
from codesign.parameters import Parameters

NOT_TOLD = "–"
"""Stands where a number is not told."""

SAMPLE = "SAMPLE: everything in it is fictional"
HEADINGS = {"name": "Code", "family": "Family", "employers": "Employers", "question": "Question",
            "strength": "Evidence", "passages": "Passages"}  # fmt: skip
STRENGTH_HEADINGS = {"employers": "Employers", "of": "Of", "sectors": "Sectors", "of_sectors": "Of sectors",
                     "qualifies": "Qualify", "contradicts": "Contradict", "others": "Other bodies"}  # fmt: skip
PAIR_HEADINGS = {"code_id": "Code", "other_id": "And code", "overlaps": "Overlaps",
                 "overlap_jaccard": "Jaccard, characters", "answers": "Answers", "answer_jaccard": "Jaccard, answers",
                 "interviews": "Interviews", "interview_jaccard": "Jaccard, interviews"}  # fmt: skip


def sheets(
    tables: schemas.Tables, parameters: Parameters, *, whole: schemas.Tables | None = None
) -> dict[str, pd.DataFrame]:
    """Return every table of the analysis by its name; a public edition has none by interview.

    Names: about, strength, by_interview, by_sector and so on where groups may be told apart, together. Where a run on
    one sector or region has fewer employers than a group must have, there is only about; and with `whole`, the tables
    of the study whatever the run, also where the same of the whole study would then give a smaller group away.
    """
    evidence, codes, met = coding.attributed(tables), tables["codes"], discretion.interviewed(tables)
    small = parameters.small_group
    may_leave = whole is None or discretion.may_leave_the_team(whole, parameters)
    if discretion.is_too_small(met, parameters) or not may_leave:
        return {"about": about(parameters, ["anything"])}
    columns = [column for column in ATTRIBUTES if discretion.may_be_divided(met, column, small)]
    by_name = {"strength": strength_sheet(strength(evidence, codes, met, small))}
    if discretion.tells_by_interview(parameters):
        by_name["by_interview"] = used_only(code_by_interview(evidence, codes, tables["transcripts"]), "passages")
    by_name |= {f"by_{column}": by_attribute_sheet(evidence, codes, met, column, small) for column in columns}
    by_name["together"] = pairs_sheet(co_occurrence(evidence, codes), codes)
    filled = {name: table for name, table in by_name.items() if len(table)}
    return {"about": about(parameters, [f"by {column}" for column in ATTRIBUTES if column not in columns]), **filled}


def by_attribute_sheet(
    evidence: pd.DataFrame, codes: pd.DataFrame, participants: pd.DataFrame, column: str, small_group: int
) -> pd.DataFrame:
    """Return `code_by_attribute` as people read it: each heading says of how many employers its group is.

    Only codes somebody supports; no column of a group where none may be told apart.
    """
    groups = discretion.attribute_groups(participants, column, small_group).dropna()
    counted = code_by_attribute(evidence, codes, participants, column, small_group)
    headings = {row["group"]: f"{row['group']} (of {row['employers']})" for row in schemas.records(groups)}
    shown = counted.assign(**{name: counted[name].where(counted[name].notna(), NOT_TOLD) for name in headings})
    return used_only(shown.rename(columns=headings), "employers")


def strength_sheet(strengths: pd.DataFrame) -> pd.DataFrame:
    """Return `strength` as people read it: in words, and as numbers to sort by.

    The question as a whole stands in the place of a code.
    """
    named = strengths.assign(name=strengths["name"].where(strengths["name"] != "", "all codes"))
    numbers = named[[*STRENGTH_HEADINGS]].astype(object)
    shown = named[["question", "name", "strength"]].join(numbers.where(numbers.notna(), NOT_TOLD))
    return shown.rename(columns={**HEADINGS, **STRENGTH_HEADINGS})


def pairs_sheet(pairs: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return `co_occurrence` as people read it: those that overlap most first, indices to two decimals."""
    names = dict(zip(codes["code_id"], codes["name"], strict=True))
    ordered = pairs.sort_values(["overlaps", "overlap_jaccard", "answers"], ascending=False, kind="stable")
    named = ordered.assign(**{name: ordered[name].map(names) for name in ("code_id", "other_id")})
    return named.round(2).rename(columns=PAIR_HEADINGS).reset_index(drop=True)


def used_only(counted: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the rows of codes that somebody used, those with most first, with headings for people."""
    used = counted[counted[column] > 0].sort_values(column, ascending=False, kind="stable").drop(columns="code_id")
    return (
        used.assign(family=used["family"].replace(dict(schemas.FAMILIES)))
        .rename(columns=HEADINGS)
        .reset_index(drop=True)
    )


def about(parameters: Parameters, left_out: Sequence[str]) -> pd.DataFrame:
    """Return what a reader of the tables must know, as a table of its own."""
    scope = [part for part in (parameters.sector, parameters.region) if part]
    mark = f" ({SAMPLE})" if parameters.sample else ""
    lines = {
        "Study": f"{parameters.study}{mark}",
        "Scope": ", ".join(scope) or "all sectors and regions",
        "Counted": "words of respondents only; passages that overlap are one; a code counts the codes below it, except "
                   "where two codes meet",
        "Small groups": f"Groups of fewer than {parameters.small_group} employers are not told apart, and neither is "
                        f"what would give them away: {NOT_TOLD} or left out",
        "Not told at all": ", ".join(left_out) or "nothing",
        "How": "docs/methods.md says how each number is made and what it does not say",
    }  # fmt: skip
    return pd.DataFrame({"About": list(lines), "": list(lines.values())})
