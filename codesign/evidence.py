"""From a competency down to the words an employer said, and back up again.

A passage is what stands behind a claim: codings of one code on overlapping words of one interview, by however many
coders, are one passage. Every passage has an id that the proposal prints, E-001 and on, in the order of interviews.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from codesign import coding, discretion, schemas, transcripts, voices
from codesign.parameters import written_for
from codesign.phrases import count_of

MOST_WORDS = 40
MOST_QUOTES = 2
PASSAGE_COLUMNS = [
    "evidence_id",
    "transcript_id",
    "start",
    "end",
    "code_id",
    "polarity",
    "coders",
    "coding_ids",
    "participant_id",
    "employer",
    "sector",
    "kind",
    "consent",
    "role",
    "time",
]
SAME = ["transcript_id", "participant_id", "code_id", "polarity"]
LEVELS = ("very low", "low", "moderate", "high")


def passages(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return one row a passage, in the order of interviews.

    Columns: evidence_id, transcript_id, start, end, code_id, polarity, coders and coding_ids (tuples), and who
    said it: participant_id, employer, sector, kind, consent, role, time.
    """
    rows = schemas.records(evidence.sort_values([*SAME, "start", "end"], kind="stable"))
    table = pd.DataFrame(_joined(rows), columns=PASSAGE_COLUMNS[1:], dtype=object)
    table = table.sort_values(
        ["transcript_id", "start", "end", "code_id", "polarity"], kind="stable", ignore_index=True
    )
    return table.assign(evidence_id=[f"E-{number:03d}" for number in range(1, len(table) + 1)])[PASSAGE_COLUMNS]


def _joined(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Join overlapping codings of one person's words with one code and polarity; rows come in order."""
    joined: list[dict[str, Any]] = []
    for row in rows:
        last = joined[-1] if joined else {}
        if last and row["start"] < last["end"] and all(row[name] == last[name] for name in SAME):
            last["end"] = max(last["end"], row["end"])
            last["coders"] = tuple(sorted({*last["coders"], row["coder"]}))
            last["coding_ids"] = (*last["coding_ids"], row["coding_id"])
        else:
            cells = {name: row[name] for name in PASSAGE_COLUMNS if name in row}
            joined.append({**cells, "coders": (row["coder"],), "coding_ids": (row["coding_id"],)})
    return joined


def quoted(table: pd.DataFrame, texts: Mapping[str, str], section: str = "") -> pd.DataFrame:
    """Return the passages with columns `quote` and `source`: the words where consent allows, and how to name them.

    At most 40 words a quote and two quotes an employer in each value of the column `section` (all passages
    when it is empty). A passage that may not be quoted has an empty quote and still counts.
    """
    used: dict[tuple[object, object], int] = {}
    quotes: list[str] = []
    for row in schemas.records(table):
        key = (row[section] if section else "", row["employer"] or row["participant_id"])
        allowed = discretion.may_quote(str(row["consent"])) and used.get(key, 0) < MOST_QUOTES
        used[key] = used.get(key, 0) + int(allowed)
        text = texts.get(str(row["transcript_id"]), "")
        quotes.append(shortened(transcripts.spoken_words(text, row["start"], row["end"])) if allowed else "")
    return table.assign(quote=quotes, source=[discretion.source_label(row) for row in schemas.records(table)])


def shortened(words: str, most: int = MOST_WORDS) -> str:
    """Return the words on one line, cut after `most` words with an ellipsis."""
    parts = words.split()
    return " ".join(parts) if len(parts) <= most else " ".join(parts[:most]) + " …"


def uses(tables: schemas.Tables, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return what each coding is used for: coding_id, used_in ("finding" or "task"), used_id."""
    findings = coding.finding_evidence(evidence, tables["findings"], tables["finding_codes"], tables["codes"])
    tasks = tables["task_evidence"][tables["task_evidence"]["coding_id"].isin(evidence["coding_id"])]
    return pd.concat(
        [
            pd.DataFrame({"coding_id": findings["coding_id"], "used_in": "finding", "used_id": findings["finding_id"]}),
            pd.DataFrame({"coding_id": tasks["coding_id"], "used_in": "task", "used_id": tasks["task_id"]}),
        ],
        ignore_index=True,
    )


def used_passages(tables: schemas.Tables, evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the passages that stand behind a finding or a task, one row a use: passages plus used_in, used_id."""
    table = passages(evidence)
    exploded = table.assign(coding_id=table["coding_ids"]).explode("coding_id")
    joined = exploded.merge(uses(tables, evidence), on="coding_id", how="inner")
    return joined.drop(columns="coding_id").drop_duplicates(["evidence_id", "used_in", "used_id"], ignore_index=True)


def trace(tables: schemas.Tables, texts: Mapping[str, str]) -> pd.DataFrame:
    """Return the whole line from competency to quote, one row a passage; nothing is left out for lack of evidence.

    Columns: competency_id, task_id, evidence_id, transcript_id, participant_id, employer, polarity, code_id, quote,
    source. A competency without a task, or a task without a passage, has one row with the rest empty.
    """
    used = used_passages(tables, coding.attributed(tables))
    shown = quoted(used[used["used_in"] == "task"], texts, "used_id")
    pairs = tables["competencies"][["competency_id"]].merge(tables["competency_tasks"], on="competency_id", how="left")
    line = pairs.merge(shown, left_on="task_id", right_on="used_id", how="left")
    columns = [
        "competency_id",
        "task_id",
        "evidence_id",
        "transcript_id",
        "participant_id",
        "employer",
        "polarity",
        "code_id",
        "quote",
        "source",
    ]
    shown = line[columns].astype(object)
    return shown.where(shown.notna(), "").reset_index(drop=True)


def trace_back(tables: schemas.Tables, coding_id: str) -> pd.DataFrame:
    """Return everything that rests on one coding: kind (finding, task, competency, assessment), id, title."""
    tasks = set(tables["task_evidence"].loc[tables["task_evidence"]["coding_id"] == coding_id, "task_id"])
    evidence = coding.attributed(tables)
    own = evidence[evidence["coding_id"] == coding_id]
    resting = coding.finding_evidence(own, tables["findings"], tables["finding_codes"], tables["codes"])
    findings = set(resting["finding_id"])
    competencies = set(_linked(tables["competency_tasks"], "task_id", tasks, "competency_id"))
    criteria = set(_linked(tables["performance_criteria"], "competency_id", competencies, "criterion_id"))
    assessments = set(_linked(tables["assessment_criteria"], "criterion_id", criteria, "assessment_id"))
    parts = [
        _named(tables["findings"], "finding", findings, "statement"),
        _named(tables["tasks"], "task", tasks, "label"),
        _named(tables["competencies"], "competency", competencies, "title"),
        _named(tables["assessments"], "assessment", assessments, "title"),
    ]
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class Confidence:
    """How far a finding can be trusted: the level in force, what a person entered, and why it was capped.

    `written_for` says for what wider part of the study than the run level and reason were written.
    """

    level: str
    entered: str
    reason: str
    judged_by: str
    written_for: str = ""


def confidence(finding: Mapping[Any, Any], employers: int, *, sector: str = "", region: str = "") -> Confidence:
    """Return the confidence of a finding, after GRADE-CERQual, adapted: interviews stand in place of studies.

    A person enters it; the tool never raises it. It caps at low where one employer or none supports the finding,
    and at moderate under three, unless a reason is written (Lewin et al. 2018, adequacy of data). In a run on one
    `sector` or `region`, a reason written for all does not lift the cap, and level and reason say for what they were
    written.
    """
    entered = finding["confidence"]
    most = "low" if employers <= 1 else "moderate" if voices.is_thin(employers) else "high"
    wider = written_for(finding["sector"], sector, region)
    if not entered:
        return Confidence("not yet judged", "", finding["reason"], "", wider if finding["reason"] else "")
    argued = bool(finding["reason"]) and not wider
    if LEVELS.index(entered) > LEVELS.index(most) and not argued:
        few = count_of(employers, "employer supports", "employers support") if employers else "no employer supports"
        capped = f"Entered as {entered} for the whole study; here {'only ' if employers else ''}{few} it"
        return Confidence(most, entered, capped, finding["judged_by"])
    return Confidence(entered, entered, finding["reason"], finding["judged_by"], wider)


def _linked(table: pd.DataFrame, column: str, values: set[str], wanted: str) -> list[str]:
    return [str(value) for value in table.loc[table[column].isin(values), wanted]]


def _named(table: pd.DataFrame, kind: str, ids: set[str], title: str) -> pd.DataFrame:
    key = table.columns[0]
    rows = table[table[key].isin(ids)]
    return pd.DataFrame({"kind": kind, "id": rows[key], "title": rows[title]})
