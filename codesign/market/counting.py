"""Postings read: every match with the sentence it stands in, and how many postings mention each task and code."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.market.judging import Precision, Verdicts, precision
from codesign.market.matching import Found, looked_through
from codesign.market.wanted import Wanted, wanted
from codesign.phrases import count_of

MATCH_COLUMNS = ["posting_id", "task_id", "code_id", "terms", "passage", "marks", "sentence_sha256", "verb", "thing",
                 "standing", "why", "is_near"]  # fmt: skip
COUNT_COLUMNS = ["task_id", "code_id", "label", "postings", "of", "judged", "right", "precision", "sentence"]
COUNTS = ("right", "unread")
"""The standings of matches that count."""


def posting_matches(
    postings: pd.DataFrame,
    tasks: pd.DataFrame,
    codes: pd.DataFrame,
    scan_verdicts: pd.DataFrame | None = None,
    *,
    verb_pairs: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Return every sentence of a posting that says a task is done or names what a code is about.

    See `matching.hit` for when it does, and `judging` for what verdicts do. Columns: posting_id, task_id or code_id
    (the other is empty), terms (the words it rests on, as they stand), passage (the sentence), marks (where those words
    stand in it), sentence_sha256, verb and thing (without endings), standing (right, wrong, unread, left out), why (in
    words, where left out), is_near (only the verb is another; such a match counts only once it was confirmed).
    """
    verdicts = Verdicts.of(schemas.empty("scan_verdicts") if scan_verdicts is None else scan_verdicts)
    looked = looked_through(tuple(wanted(tasks, codes, verb_pairs)))
    own_pairs = verdicts.confirmed_pairs()
    rows = [
        _match_row(str(posting["posting_id"]), one, verdicts, own_pairs)
        for posting in schemas.records(postings)
        for one in looked.in_posting(f"{posting['title']}\n{posting['text']}")
    ]
    return pd.DataFrame(rows, columns=MATCH_COLUMNS, dtype=object)


def counted(matches: pd.DataFrame) -> pd.DataFrame:
    """Return the matches that count: those with verb and thing that nobody refused."""
    return matches[matches["standing"].isin(COUNTS) & ~matches["is_near"].astype(bool)]


def posting_counts(
    matches: pd.DataFrame, postings: pd.DataFrame, tasks: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """Return for every task and matched code how many postings mention it, none included.

    No number stands where it is unknown how often the words are right, or they are so too rarely. Columns: task_id or
    code_id, label, postings (missing where not told), of (all postings), judged, right, precision, sentence.
    """
    of = int(postings["posting_id"].nunique())
    here = matches[matches["posting_id"].isin(postings["posting_id"])]
    numbers = counted(here).groupby(["task_id", "code_id"])["posting_id"].nunique().to_dict()
    judged = precisions(here)
    rows = [_count_row(one, int(numbers.get(one.key, 0)), of, judged) for one in wanted(tasks, codes)]
    return pd.DataFrame(rows, columns=COUNT_COLUMNS, dtype=object)


def precisions(matches: pd.DataFrame) -> dict[tuple[str, str], Precision]:
    """Return the precision of each task and code that has a match; sentences that are only near are no matches."""
    whole = matches[~matches["is_near"].astype(bool) & (matches["standing"] != "left out")]
    return {
        (str(task), str(code)): precision(zip(rows["sentence_sha256"], rows["standing"], strict=True))
        for (task, code), rows in whole.groupby(["task_id", "code_id"])
    }


def _count_row(one: Wanted, number: int, of: int, judged: Mapping[tuple[str, str], Precision]) -> dict[str, Any]:
    own = judged.get(one.key, Precision(0, 0, 0))
    is_told = one.can_be_found and not own.why_not
    return {
        "task_id": one.task_id,
        "code_id": one.code_id,
        "label": one.label,
        "postings": number if is_told else None,
        "of": of,
        "judged": own.judged,
        "right": own.right,
        "precision": own.share,
        "sentence": _sentence(one, number, of, own),
    }


def _sentence(one: Wanted, number: int, of: int, own: Precision) -> str:
    if not one.can_be_found:
        return f"“{one.label}”: its words are too general to look for"
    if own.why_not:
        return f"“{one.label}”: {own.why_not}"
    said_of = f"{number} of {count_of(of, 'posting')} mention “{one.label}”"
    return f"{said_of}; {own.in_words}" if own.matches else said_of


def _match_row(
    posting_id: str, one: Found, verdicts: Verdicts, own_pairs: Mapping[tuple[str, str], set[tuple[str, str]]]
) -> dict[str, Any]:
    standing, why = verdicts.standing(one.sha256, one.key, one.pair)
    return {
        "posting_id": posting_id,
        "task_id": one.key[0],
        "code_id": one.key[1],
        "terms": ", ".join(dict.fromkeys(one.sentence[start:end] for start, end in one.marks)),
        "passage": one.sentence,
        "marks": one.marks,
        "sentence_sha256": one.sha256,
        "verb": one.pair[0],
        "thing": one.pair[1],
        "standing": standing,
        "why": why,
        "is_near": one.is_near and one.pair not in own_pairs.get(one.key, ()),
    }


def same_sentence(matches: pd.DataFrame) -> Sequence[dict[str, Any]]:
    """Return the matches with each sentence once for each task and code, and in how many postings it stands."""
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in schemas.records(matches):
        own = rows.setdefault((row["sentence_sha256"], row["task_id"], row["code_id"]), {**row, "in": 0})
        own["in"] += 1
    return list(rows.values())
