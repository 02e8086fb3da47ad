"""Codings as evidence: who said it, and how many employers.

Counts are of employers and interviews, never of highlights alone. Interviewer speech never counts. Codings that
support, qualify and contradict are kept apart. A passage coded by two coders counts once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from codesign import agreement, discretion, schemas, transcripts, voices

PERSON_COLUMNS = ["participant_id", "employer", "sector", "region", "size", "role", "consent", "kind", "interviewed_on"]
POLARITIES = schemas.POLARITIES
SECTOR_TABLES = tuple(
    name
    for name, row in schemas.TABLES.items()
    if row.origin == "decided" and "sector" in row.model_fields and name != "raters"
)
"""Tables people decide whose rows are for one sector, or for all; a rater may speak for several."""


def in_scope(tables: schemas.Tables, sector: str = "", region: str = "") -> dict[str, pd.DataFrame]:
    """Return the tables with the evidence, raters, postings and texts of one sector and region only.

    Empty means all. Withdrawn participants leave with their words. Tasks and competencies stay: what drops out
    is shown by `tasks.decisions` and `competencies.in_scope`.
    """
    scoped = dict(tables)
    people = tables["participants"]
    scoped["participants"] = discretion.taking_part(people[_matches(people, sector, region)])
    keep = set(scoped["participants"]["participant_id"])
    scoped["segments"] = _of_people(tables["segments"], keep, people)
    transcripts = set(scoped["segments"]["transcript_id"])
    for name in (name for name in schemas.OF_INTERVIEWS if name != "segments"):
        scoped[name] = tables[name][tables[name]["transcript_id"].isin(transcripts)]
    scoped["raters"] = tables["raters"][
        tables["raters"]["sector"].map(lambda named: _names_sector(named, sector)).astype(bool)
    ]
    scoped["ratings"] = tables["ratings"][tables["ratings"]["rater_id"].isin(scoped["raters"]["rater_id"])]
    scoped["postings"] = tables["postings"][_matches(tables["postings"], sector, region)]
    learners = tables["survey_responses"]
    scoped["survey_responses"] = learners[
        learners["sector"].map(lambda named: _names_sector(named, sector)).astype(bool)
    ]
    for name in SECTOR_TABLES:
        scoped[name] = _for_sector(name, tables[name], sector)
    scoped["pathway_steps"] = _without_dead_ends(scoped["pathway_steps"], tables["pathway_steps"])
    return {name: table.reset_index(drop=True) for name, table in scoped.items()}


def attributed(tables: schemas.Tables) -> pd.DataFrame:
    """Return every coding of respondent speech that counts, with who said it.

    Columns of codings, plus segment_id, speaker, time and those of participants. A coding belongs to the
    respondent turn it overlaps most; codings of interviewer speech alone are left out. `start` and `end` go no
    further than that person speaks without a break, so that nobody's words stand under another's consent. Where
    coders differed and the team decided, what counts is the decision (see `agreement.reconciled`).
    """
    return _attributed(agreement.reconciled(tables["codings"], tables["reconciliations"]), tables)


def _attributed(codings: pd.DataFrame, tables: schemas.Tables) -> pd.DataFrame:
    placed = codings.assign(segment_id=_turns(codings, tables["segments"]))
    spoken = _speeches(tables["segments"])
    in_turns = placed.dropna(subset=["segment_id"]).merge(spoken, on="segment_id", how="inner")
    within = in_turns.assign(
        start=np.maximum(in_turns["start"].astype(int), in_turns.pop("speech_start").astype(int)).astype(object),
        end=np.minimum(in_turns["end"].astype(int), in_turns.pop("speech_end").astype(int)).astype(object),
    )
    people = tables["participants"][PERSON_COLUMNS]
    return within.merge(people, on="participant_id", how="inner").reset_index(drop=True)


def uncounted(tables: schemas.Tables) -> pd.DataFrame:
    """Return the codings that count nowhere: of interviewer speech, or of a speaker who is no participant."""
    counted = set(_attributed(tables["codings"], tables)["coding_id"])
    return tables["codings"][~tables["codings"]["coding_id"].isin(counted)].reset_index(drop=True)


def sectors(tables: schemas.Tables) -> list[str]:
    """Return the sectors that people of a study speak for, by name."""
    return sorted(set(tables["participants"]["sector"]) - {""})


def heard(tables: schemas.Tables) -> dict[str, int]:
    """Return how many employers and interviews the study has: the n beside every count."""
    spoken = tables["segments"][tables["segments"]["role"] == "respondent"]
    met = discretion.interviewed(tables)
    return {
        "employers": voices.bodies_heard(met).get(voices.EMPLOYER, 0),
        "interviews": int(spoken["transcript_id"].nunique()),
        "participants": len(met),
    }


def with_ancestors(evidence: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence with each row repeated for every code above its own, in column `counted_as`."""
    parents = dict(zip(codes["code_id"], codes["parent_id"], strict=True))
    lines = [(code, above) for code in parents for above in _line(code, parents)]
    above = pd.DataFrame(lines, columns=["code_id", "counted_as"], dtype=object)
    return evidence.merge(above, on="code_id", how="inner")


def ancestors(code_id: str, codes: pd.DataFrame) -> list[str]:
    """Return the code itself and every code above it; a circle ends where it closes."""
    return _line(code_id, dict(zip(codes["code_id"], codes["parent_id"], strict=True)))


def code_counts(evidence: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return the codebook with its counts; a code counts what stands under the codes below it too.

    Columns: code_id, name, family, parent_id and those of `voices.counts`.
    """
    counted = voices.counts(with_ancestors(evidence, codes), "counted_as").rename(columns={"counted_as": "code_id"})
    return voices.with_counts(codes[["code_id", "name", "family", "parent_id"]], counted)


def task_counts(evidence: pd.DataFrame, task_evidence: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return for every task who raised it: task_id and the columns of `voices.counts`; 0 where nobody did."""
    shown = task_evidence.merge(evidence, on="coding_id", how="inner")
    return voices.with_counts(tasks[["task_id"]], voices.counts(shown, "task_id"))


def finding_evidence(
    evidence: pd.DataFrame, findings: pd.DataFrame, finding_codes: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """Return the evidence of each finding: finding_id and the columns of `attributed`, one row a passage.

    A finding that speaks of one sector rests on what people of that sector said, whatever the run.
    """
    of_sector = findings[["finding_id", "sector"]].rename(columns={"sector": "finding_sector"})
    shown = finding_codes.merge(of_sector, on="finding_id").merge(
        with_ancestors(evidence, codes), left_on="code_id", right_on="counted_as", suffixes=("_named", "")
    )
    within = shown[(shown["finding_sector"] == "") | (shown["finding_sector"] == shown["sector"])]
    own = within.drop(columns=["code_id_named", "counted_as", "finding_sector"])
    return own.drop_duplicates(["finding_id", "coding_id"])


def finding_counts(
    evidence: pd.DataFrame, findings: pd.DataFrame, finding_codes: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """Return for every finding the columns of `voices.counts` beside finding_id; 0 where nothing bears on it."""
    counted = voices.counts(finding_evidence(evidence, findings, finding_codes, codes), "finding_id")
    return voices.with_counts(findings[["finding_id"]], counted)


def progress(tables: schemas.Tables) -> pd.DataFrame:
    """Return how far each interview is coded.

    Columns: transcript_id, participant_id, answers (respondent turns, however short), coded (those with at least one
    coding), codings, coders.
    """
    turns = tables["segments"][tables["segments"]["role"] == "respondent"]
    codings = tables["codings"]
    placed = codings.assign(segment_id=_turns(codings, tables["segments"])).dropna(subset=["segment_id"])
    table = tables["transcripts"][["transcript_id", "participant_id"]]
    sizes = {
        "answers": turns.groupby("transcript_id").size(),
        "coded": placed.groupby("transcript_id")["segment_id"].nunique(),
        "codings": codings.groupby("transcript_id").size(),
        "coders": codings.groupby("transcript_id")["coder"].nunique(),
    }
    return table.assign(
        **{name: table["transcript_id"].map(size).fillna(0).astype(int) for name, size in sizes.items()}
    )


def passage_labels(tables: schemas.Tables, texts: Mapping[str, str], most: int = 90) -> dict[str, str]:
    """Return a line for each coding to choose it by, in the order of interviews: interview, words, code.

    It holds words of interviews, so it may be shown on a live screen and nowhere else.
    """
    names = dict(zip(tables["codes"]["code_id"], tables["codes"]["name"], strict=True))
    labels: dict[str, str] = {}
    for row in tables["codings"].sort_values(["transcript_id", "start", "end"], kind="stable").to_dict("records"):
        words = transcripts.spoken_words(texts.get(row["transcript_id"], ""), row["start"], row["end"])
        short = words if len(words) <= most else words[: most - 1].rstrip() + "…"
        code = names.get(row["code_id"], row["code_id"])
        labels[row["coding_id"]] = f"{row['transcript_id']} “{short}” {code}, {row['coder']}"
    return labels


def _turns(codings: pd.DataFrame, segments: pd.DataFrame) -> pd.Series[Any]:
    """Return, for each coding, the respondent turn it overlaps most; missing where it meets none."""
    turns = pd.Series(None, index=codings.index, dtype=object)
    spoken = dict(list(segments[segments["role"] == "respondent"].groupby("transcript_id")))
    for transcript, own in codings.groupby("transcript_id"):
        if transcript in spoken:
            turns.loc[own.index] = _overlapped(own, spoken[transcript])
    return turns


def _overlapped(codings: pd.DataFrame, turns: pd.DataFrame) -> list[str | None]:
    starts, ends = turns["start"].to_numpy(dtype=int), turns["end"].to_numpy(dtype=int)
    first, last = codings["start"].to_numpy(dtype=int)[:, None], codings["end"].to_numpy(dtype=int)[:, None]
    overlap = np.minimum(ends, last) - np.maximum(starts, first)
    best, ids = overlap.argmax(axis=1), turns["segment_id"].tolist()
    return [ids[turn] if most > 0 else None for turn, most in zip(best, overlap.max(axis=1), strict=True)]


def _speeches(segments: pd.DataFrame) -> pd.DataFrame:
    """Return where each turn's speech begins and ends: the turns of one person with nobody's between them."""
    turns = segments.sort_values(["transcript_id", "position"], kind="stable")
    who = ["transcript_id", "speaker", "participant_id", "role"]
    follows = (turns[who] == turns[who].shift()).all(axis=1) & (turns["position"].diff() == 1)
    speech = (~follows).cumsum()
    return turns[["segment_id", "participant_id", "speaker", "time"]].assign(
        speech_start=turns["start"].astype(int).groupby(speech).transform("min"),
        speech_end=turns["end"].astype(int).groupby(speech).transform("max"),
    )


def _line(code_id: str, parents: Mapping[str, str]) -> list[str]:
    line: list[str] = []
    while code_id and code_id in parents and code_id not in line:
        line.append(code_id)
        code_id = parents[code_id]
    return line


def _matches(table: pd.DataFrame, sector: str, region: str) -> pd.Series:
    match = pd.Series(True, index=table.index)
    if sector:
        match &= table["sector"] == sector
    if region:
        match &= table["region"] == region
    return match


def _names_sector(named: str, sector: str) -> bool:
    return not sector or sector in [part.strip() for part in str(named).split(";")]


def _of_people(segments: pd.DataFrame, keep: set[str], people: pd.DataFrame) -> pd.DataFrame:
    """Keep the turns of the people in scope and the interviewers' turns of the same interviews."""
    strangers = ~segments["participant_id"].isin(people["participant_id"])
    theirs = segments["participant_id"].isin(keep)
    transcripts = set(segments.loc[theirs, "transcript_id"])
    return segments[theirs | (strangers & segments["transcript_id"].isin(transcripts))]


def _without_dead_ends(steps: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Drop from `leads_to` the steps that belong to other sectors; a step that exists nowhere stays, as a mistake.

    A step may have been typed by its title: whatever reads the table finds the id.
    """
    names = schemas.own_names(zip(every["step_id"], every["title"], strict=True))
    left_out = set(every["step_id"]) - set(steps["step_id"])
    leads_to = [
        "; ".join(step for step in schemas.ids_meant(cell, names) if step not in left_out) for cell in steps["leads_to"]
    ]
    return steps.assign(leads_to=pd.Series(leads_to, index=steps.index, dtype=object))


def _for_sector(name: str, table: pd.DataFrame, sector: str) -> pd.DataFrame:
    if name in ("author_texts", "task_decisions") and not sector:
        return table[table["sector"] == ""]
    if not sector:
        return table
    rows = table[table["sector"].isin(["", sector])]
    own = [column for column in schemas.TABLES[name].key if column != "sector"]
    if len(own) == len(schemas.TABLES[name].key):
        return rows
    return rows.sort_values("sector", kind="stable").drop_duplicates(own, keep="last").sort_index()
