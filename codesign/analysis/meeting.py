"""How often two codes meet: on the same words, in the same answer, in the same interview.

Passages are sorted by where they start, so those that one meets stand next after it: pairs are listed from these
runs, and the work grows with the number of meetings, not with the length of the texts or the square of the passages.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from codesign.analysis.stretches import stretches

PAIR_COLUMNS = ["code_id", "other_id", "overlaps", "overlap_jaccard", "answers", "answer_jaccard",
                "interviews", "interview_jaccard"]  # fmt: skip
AT_ONCE = 2_000_000
"""How many meetings are listed at a time, so that memory stays small."""

Numbers = np.ndarray


def co_occurrence(evidence: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return how often two codes meet, each as it was put on, without what stands under codes below it.

    One row a pair that shares an interview, in the order of the codebook. Columns: code_id, other_id; overlaps (how
    often a passage of one overlaps a passage of the other), answers and interviews (how many have both); and for
    each its Jaccard index, both / (one or both): of characters, answers and interviews (Jaccard 1912). A passage
    counts for the answer that most of it stands in.
    """
    names = codes["code_id"].tolist()
    rows = evidence[["code_id", "transcript_id", "segment_id", "start", "end"]]
    rows = rows[rows["code_id"].isin(names)]
    own = rows.assign(code=pd.Index(names).get_indexer(rows["code_id"]))
    overlaps, characters = _on_same_words(own, len(names))
    parts = {
        "overlap": characters,
        "answer": _in_same(own, "segment_id", len(names)),
        "interview": _in_same(own, "transcript_id", len(names)),
    }
    one, other = np.nonzero(np.triu(parts["interview"], 1))
    counts = {f"{name}s": (overlaps if name == "overlap" else part)[one, other] for name, part in parts.items()}
    indices = {f"{name}_jaccard": _jaccard(part)[one, other] for name, part in parts.items()}
    ids = np.array(names, dtype=object)
    return pd.DataFrame({"code_id": ids[one], "other_id": ids[other], **counts, **indices})[PAIR_COLUMNS]


def _on_same_words(own: pd.DataFrame, many: int) -> tuple[Numbers, Numbers]:
    """Return how often passages of two codes overlap, and on how many characters; on the diagonal, of one code."""
    passages = stretches(own, ["transcript_id", "code"])
    line = pd.factorize(passages["transcript_id"])[0] * (passages["end"].max() + 1 if len(passages) else 1)
    order = np.argsort(line + passages["start"].to_numpy(), kind="stable")
    starts, ends = ((line + passages[name].to_numpy())[order] for name in ("start", "end"))
    code = passages["code"].to_numpy()[order]
    times, shared = np.zeros((2, many * many))
    for first, second in _meetings(np.searchsorted(starts, ends, side="left")):
        pair = code[first] * many + code[second]
        times += np.bincount(pair, minlength=many * many)
        shared += np.bincount(pair, np.minimum(ends[first], ends[second]) - starts[second], many * many)
    own_length = np.bincount(code, ends - starts, many)
    return _both_ways(times, many, np.bincount(code, minlength=many)), _both_ways(shared, many, own_length)


def _in_same(own: pd.DataFrame, unit: str, many: int) -> Numbers:
    """Return how many units have both of two codes; on the diagonal, how many have the one."""
    once = np.unique(pd.factorize(own[unit])[0].astype(np.int64) * many + own["code"].to_numpy())
    units, code = np.divmod(once, max(many, 1))
    times = np.zeros(many * many)
    for first, second in _meetings(np.searchsorted(units, units, side="right")):
        times += np.bincount(code[first] * many + code[second], minlength=many * many)
    return _both_ways(times, many, np.bincount(code, minlength=many))


def _meetings(reach: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield pairs of rows in parts: each row with every later one before `reach`."""
    rows = np.arange(len(reach))
    many = reach - rows - 1
    part = np.cumsum(many) // AT_ONCE
    for own in np.split(rows, np.flatnonzero(np.diff(part)) + 1) if len(rows) else []:
        first = np.repeat(own, many[own])
        before = np.repeat(np.cumsum(many[own]) - many[own], many[own])
        yield first, first + 1 + np.arange(len(first)) - before


def _both_ways(pairs: Numbers, many: int, alone: Numbers) -> Numbers:
    square = pairs.reshape(many, many).astype(np.int64)
    return square + square.T + np.diag(alone.astype(np.int64))


def _jaccard(shared: Numbers) -> Numbers:
    """Return both / (one or both) for each pair; 0 where neither is there."""
    alone = np.diag(shared)
    either = alone[:, None] + alone[None, :] - shared
    index: Numbers = np.divide(shared, either, out=np.zeros(shared.shape), where=either > 0)
    return index
