"""Passages as stretches of words: whatever overlaps is one, by however many coders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from codesign import coding


def stretches(evidence: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the stretches of words under each value of `by`: codings that overlap are one, those that touch are two.

    `by` must hold transcript_id, since places in two interviews have nothing to do with each other. Columns: those of
    `by`, start, end; in the order of `by` as met, then of start. Work grows with n log n codings, not with the text.
    """
    starts, ends = (evidence[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    group = evidence.groupby(list(by), sort=False).ngroup().to_numpy()
    order = np.lexsort((starts, group))
    group, starts, ends = group[order], starts[order], ends[order]
    # All groups on one line, far enough apart that none reaches into the next.
    apart = group * (ends.max(initial=0) + 1)
    reached = np.maximum.accumulate(ends + apart)
    first = np.flatnonzero(np.concatenate(([True], (starts + apart)[1:] >= reached[:-1])) if len(order) else [])
    last = np.maximum.reduceat(ends, first) if len(order) else ends
    return evidence.iloc[order[first]][list(by)].assign(start=starts[first], end=last).reset_index(drop=True)


def code_by_interview(
    evidence: pd.DataFrame, codes: pd.DataFrame, transcripts: pd.DataFrame, *, with_below: bool = True
) -> pd.DataFrame:
    """Return how many passages of each code each interview has.

    Columns: code_id, name, family, one for each transcript_id, and passages (their sum). Rows and columns stand in
    the order of the codebook and of `transcripts`. A code counts what stands under the codes below it, unless
    `with_below` is False; words under two of them are one passage.
    """
    places = evidence[["code_id", "transcript_id", "start", "end"]]
    counted = coding.with_ancestors(places, codes) if with_below else places.assign(counted_as=places["code_id"])
    passages = stretches(counted, ["counted_as", "transcript_id"])
    table = passages.groupby(["counted_as", "transcript_id"]).size().unstack(fill_value=0)
    interviews = [str(name) for name in transcripts["transcript_id"]]
    counts = table.reindex(index=codes["code_id"], columns=interviews, fill_value=0).astype(int).reset_index(drop=True)
    named = codes[["code_id", "name", "family"]].reset_index(drop=True)
    return pd.concat([named, counts], axis=1).assign(passages=counts.sum(axis=1))
