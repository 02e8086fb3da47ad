"""Competencies against assessments: who shows what where, with no orphan hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

GAP_COLUMNS = ["kind", "id", "sentence"]
FIXED_COLUMNS = ["competency_id", "title", "criteria", "assessed"]


def matrix(
    competencies: pd.DataFrame,
    performance_criteria: pd.DataFrame,
    assessments: pd.DataFrame,
    assessment_criteria: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a competency and one column an assessment, with how many criteria the assessment shows.

    First columns: competency_id, title, criteria (how many it has), assessed (how many of them any assessment
    shows); then one column for each assessment_id, whole numbers. Competencies and assessments that show nothing
    stand there with noughts.
    """
    links = _links(performance_criteria, assessment_criteria)
    names = [str(name) for name in assessments["assessment_id"]]
    rows = [_matrix_row(row, performance_criteria, links, names) for row in competencies.to_dict("records")]
    return pd.DataFrame(rows, columns=[*FIXED_COLUMNS, *names], dtype=object)


def assessment_gaps(
    competencies: pd.DataFrame,
    performance_criteria: pd.DataFrame,
    assessments: pd.DataFrame,
    assessment_criteria: pd.DataFrame,
) -> pd.DataFrame:
    """Return what the matrix leaves open, one row a gap.

    Kinds: competency without criteria, competency without assessment, criterion without assessment, assessment
    without criteria (of these competencies), assessment without workplace evidence. Columns: kind, id, sentence.
    """
    links = _links(performance_criteria, assessment_criteria)
    links = links[links["assessment_id"].isin(assessments["assessment_id"])]
    own = performance_criteria[performance_criteria["competency_id"].isin(competencies["competency_id"])]
    rows = [
        *_competency_gaps(competencies, own, links),
        *_criterion_gaps(own, links),
        *_assessment_gaps(assessments, links[links["competency_id"].isin(competencies["competency_id"])]),
    ]
    return pd.DataFrame(rows, columns=GAP_COLUMNS, dtype=object)


def assessments_in_scope(
    competencies: pd.DataFrame,
    performance_criteria: pd.DataFrame,
    assessments: pd.DataFrame,
    assessment_criteria: pd.DataFrame,
) -> pd.DataFrame:
    """Return the assessments that show one of these competencies, and those that show none of any run.

    An assessment tied to no criterion at all cannot be told to belong elsewhere; it stays and is a gap.
    """
    links = _links(performance_criteria, assessment_criteria)
    here = set(links.loc[links["competency_id"].isin(competencies["competency_id"]), "assessment_id"])
    elsewhere = set(links["assessment_id"]) - here
    return assessments[~assessments["assessment_id"].isin(elsewhere)].reset_index(drop=True)


def _links(performance_criteria: pd.DataFrame, assessment_criteria: pd.DataFrame) -> pd.DataFrame:
    """Return assessment, criterion and competency of every criterion that is assessed."""
    owners = performance_criteria[["criterion_id", "competency_id"]]
    return assessment_criteria[["assessment_id", "criterion_id"]].merge(owners, on="criterion_id")


def _matrix_row(
    row: Mapping[Any, Any], criteria: pd.DataFrame, links: pd.DataFrame, names: Sequence[str]
) -> dict[str, Any]:
    own = links[(links["competency_id"] == row["competency_id"]) & links["assessment_id"].isin(names)]
    shown = own.groupby("assessment_id")["criterion_id"].nunique().to_dict()
    return {
        "competency_id": row["competency_id"],
        "title": row["title"],
        "criteria": int((criteria["competency_id"] == row["competency_id"]).sum()),
        "assessed": int(own["criterion_id"].nunique()),
        **{name: int(shown.get(name, 0)) for name in names},
    }


def _competency_gaps(competencies: pd.DataFrame, own: pd.DataFrame, links: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for row in competencies.to_dict("records"):
        name = f"Competency {row['competency_id']} “{row['title']}”"
        if row["competency_id"] not in set(own["competency_id"]):
            yield _gap("competency without criteria", row["competency_id"], f"{name} has no performance criteria.")
        elif row["competency_id"] not in set(links["competency_id"]):
            yield _gap("competency without assessment", row["competency_id"], f"{name} is not assessed anywhere.")


def _criterion_gaps(own: pd.DataFrame, links: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for row in own[~own["criterion_id"].isin(links["criterion_id"])].to_dict("records"):
        sentence = f"Criterion {row['criterion_id']} “{row['text']}” is not assessed anywhere."
        yield _gap("criterion without assessment", row["criterion_id"], sentence)


def _assessment_gaps(assessments: pd.DataFrame, links: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for row in assessments.to_dict("records"):
        name = f"Assessment {row['assessment_id']} “{row['title']}”"
        if row["assessment_id"] not in set(links["assessment_id"]):
            yield _gap("assessment without criteria", row["assessment_id"], f"{name} shows no criterion.")
        if not row["workplace_evidence"]:
            sentence = f"{name} names no evidence from real work."
            yield _gap("assessment without workplace evidence", row["assessment_id"], sentence)


def _gap(kind: str, name: str, sentence: str) -> dict[str, str]:
    return {"kind": kind, "id": name, "sentence": sentence}
