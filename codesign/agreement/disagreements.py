"""Where coders differ, passage by passage, and what counts once the team has decided.

Decisions never change a coder's own codings: agreement is measured on those, however much was settled afterwards.
What counts as evidence is `reconciled`, the codings read through the decisions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.agreement.codes import laid_out

KINDS: Mapping[str, str] = {
    "missing": "not everybody put the code",
    "another": "different codes of one family",
    "boundaries": "different boundaries",
    "polarity": "supports, qualifies or contradicts",
}
"""The kinds of disagreement, and how they are told."""
DISAGREEMENT_COLUMNS = ["transcript_id", "start", "end", "code_id", "kind", "coders", "others", "instead", "characters"]
DECISION_COLUMNS = ["reconciliation_id", "decision"]
Row = dict[str, Any]
Runs = tuple[tuple[int, int], ...]


def disagreements(tables: schemas.Tables) -> pd.DataFrame:
    """Return the passages that coders of one interview treat differently, one row a passage and code.

    Columns: transcript_id, start and end (from the first to the last of them), code_id, kind, coders (who put the
    code), others (who coded the interview and did not put it), instead (coder and code, for each code the others put
    there), characters (of respondents that are treated differently). Codings of one code that overlap are one
    passage. A passage all coders gave the code differs in its boundaries, where it does, else in how it bears on the
    code. Only respondents' words.
    """
    speech = laid_out(tables)
    in_text = tables["codings"][["transcript_id", "start", "end", "polarity"]]
    placed = speech.sections.join(in_text.rename(columns={"start": "start_text", "end": "end_text"}))
    coders = {
        name: [speech.coders[at] for at in own.nonzero()[0]]
        for name, own in zip(speech.interviews, speech.coded, strict=True)
    }
    families = dict(zip(tables["codes"]["code_id"], tables["codes"]["family"], strict=True))
    rows = [
        row
        for name, own in placed.groupby("transcript_id", sort=False)
        for row in _of_interview(schemas.records(own), coders[str(name)], families)
    ]
    differences = pd.DataFrame(rows, columns=DISAGREEMENT_COLUMNS, dtype=object)
    return differences.sort_values(["transcript_id", "start", "end", "code_id"], kind="stable", ignore_index=True)


def _of_interview(sections: Sequence[Row], coders: Sequence[str], families: Mapping[str, str]) -> Iterator[Row]:
    nearby = _Nearby(sections)
    for passage in _passages(sections):
        own = _runs(passage)
        others = tuple(coder for coder in coders if coder not in own)
        kind = "missing" if others else _how_they_differ(passage, own)
        if not kind:
            continue
        code = passage[0]["code_id"]
        instead = _instead(nearby, passage, others) if others else ()
        is_another = any(families.get(one, one) == families.get(code) for _, one in instead)
        yield {
            "transcript_id": passage[0]["transcript_id"],
            "start": min(int(row["start_text"]) for row in passage),
            "end": max(int(row["end_text"]) for row in passage),
            "code_id": code,
            "kind": "another" if is_another else kind,
            "coders": tuple(sorted(own)),
            "others": others,
            "instead": instead,
            "characters": _length(passage) - (_shared(list(own.values())) if kind == "boundaries" else 0),
        }


def _passages(sections: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the sections of one code that overlap, whoever put them."""
    ordered = sorted(sections, key=lambda row: (row["code_id"], row["start"], row["end"]))
    passage: list[Row] = []
    reached = 0
    for row in ordered:
        if passage and (row["code_id"] != passage[0]["code_id"] or row["start"] >= reached):
            yield passage
            passage, reached = [], 0
        passage.append(row)
        reached = max(reached, row["end"])
    if passage:
        yield passage


def _runs(passage: Sequence[Row]) -> dict[str, Runs]:
    """Return where each coder put the code, sections that touch or overlap as one."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for row in sorted(passage, key=lambda row: (row["start"], row["end"])):
        own = runs.setdefault(str(row["coder"]), [])
        start, end = int(row["start"]), int(row["end"])
        if own and start <= own[-1][1]:
            own[-1] = (own[-1][0], max(own[-1][1], end))
        else:
            own.append((start, end))
    return {coder: tuple(own) for coder, own in runs.items()}


def _how_they_differ(passage: Sequence[Row], own: Mapping[str, Runs]) -> str:
    """Return how coders who all put the code differ; empty where they do not."""
    if len(set(own.values())) > 1:
        return "boundaries"
    borne = {coder: {row["polarity"] for row in passage if row["coder"] == coder} for coder in own}
    return "polarity" if len(set(map(frozenset, borne.values()))) > 1 else ""


class _Nearby:
    """The sections of an interview by where they begin: those at a place are found without going through all."""

    def __init__(self, sections: Sequence[Row]) -> None:
        self.sections = sorted(sections, key=lambda row: row["start"])
        self.starts = [row["start"] for row in self.sections]
        self.longest = max(row["end"] - row["start"] for row in sections)

    def at(self, start: int, end: int) -> list[Row]:
        """Return the sections that share a character with the place."""
        first, last = bisect_left(self.starts, start - self.longest), bisect_left(self.starts, end)
        return [row for row in self.sections[first:last] if row["end"] > start]


def _instead(nearby: _Nearby, passage: Sequence[Row], others: Sequence[str]) -> tuple[tuple[str, str], ...]:
    there = nearby.at(min(row["start"] for row in passage), max(row["end"] for row in passage))
    return tuple(sorted({(str(row["coder"]), str(row["code_id"])) for row in there if row["coder"] in others}))


def _length(passage: Sequence[Row]) -> int:
    return int(max(row["end"] for row in passage) - min(row["start"] for row in passage))


def _shared(runs: Sequence[Runs]) -> int:
    """Return the length that every coder put the code on."""
    edges = sorted({edge for own in runs for run in own for edge in run})
    return sum(end - start for start, end in pairwise(edges) if all(_holds(own, start, end) for own in runs))


def _holds(runs: Runs, start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in runs)


# decisions ----------------------------------------------------------------------------------------------


def with_decisions(differences: pd.DataFrame, reconciliations: pd.DataFrame) -> pd.DataFrame:
    """Return the disagreements with reconciliation_id and decision; both are empty where nothing is decided.

    A decision holds for a disagreement about its code within its words; where somebody coded more since, it is open
    again. Deciding for another code also settles what was differed about that code at these words.
    """
    decided: dict[str, list[Row]] = defaultdict(list)
    for one in schemas.records(reconciliations):
        decided[one["transcript_id"]].append(one)
    rows = [_decision(row, decided.get(row["transcript_id"], [])) for row in schemas.records(differences)]
    named = pd.DataFrame(rows, columns=DECISION_COLUMNS, index=differences.index, dtype=object)
    return pd.concat([differences, named], axis=1)


def _decision(row: Row, decided: Sequence[Row]) -> tuple[str, str]:
    own = [one for one in decided if _settles(one, row)]
    own.sort(key=lambda one: (one["code_id"] != row["code_id"], one["start"] - one["end"], one["reconciliation_id"]))
    return (own[0]["reconciliation_id"], own[0]["decision"]) if own else ("", "")


def _settles(one: Row, row: Row) -> bool:
    if one["decision"] == "other code" and one["other_code_id"] in ("", one["code_id"]):
        return False
    if one["code_id"] == row["code_id"]:
        return bool(one["start"] <= row["start"] and row["end"] <= one["end"])
    is_other = one["decision"] == "other code" and one["other_code_id"] == row["code_id"]
    return bool(is_other and one["start"] < row["end"] and row["start"] < one["end"])


def reconciled(codings: pd.DataFrame, reconciliations: pd.DataFrame) -> pd.DataFrame:
    """Return the codings as the team decided they count; a coding without a decision counts as it is.

    A decision holds for the codings of its code that lie within its words: removed ones are left out, those decided
    for another code have that code, those with agreed boundaries begin and end there, and those with an agreed
    polarity bear on the code that way. Where two decisions hold, the one on the longer passage does. Ids stay, so that
    tasks keep their evidence.
    """
    if reconciliations.empty:
        return codings
    place = ["coding_id", "transcript_id", "code_id", "start", "end"]
    both = codings[place].merge(reconciliations, on=["transcript_id", "code_id"], suffixes=("", "_decided"))
    holds = (both["start_decided"] <= both["start"]) & (both["end"] <= both["end_decided"])
    both = both[holds.astype(bool)].assign(length=lambda table: table["start_decided"] - table["end_decided"])
    ordered = both.sort_values(["length", "reconciliation_id"], kind="stable")
    return _decided(codings, ordered.drop_duplicates("coding_id").set_index("coding_id"))


def _decided(codings: pd.DataFrame, in_force: pd.DataFrame) -> pd.DataFrame:
    decision = codings["coding_id"].map(in_force["decision"])
    changed = codings.copy()
    for kinds, column, name in _COUNTS_AS:
        new = codings["coding_id"].map(in_force[name])
        is_given = decision.isin(kinds) & new.notna() & (new != "")
        changed[column] = codings[column].where(~is_given, new).astype(object)
    return changed[decision != "remove"].reset_index(drop=True)


_COUNTS_AS = (
    (("other code",), "code_id", "other_code_id"),
    (("boundaries",), "start", "agreed_start"),
    (("boundaries",), "end", "agreed_end"),
    (("keep", "boundaries", "other code"), "polarity", "agreed_polarity"),
)
"""The decisions that change what counts, the column of codings they change, and the one of decisions it comes from."""
