"""Codings found again: by code, family, interview, group of employers, coder, polarity, memo, and what meets what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from codesign import coding, voices
from codesign.analysis.stretches import stretches
from codesign.phrases import count_of

LONGEST = 1 << 40
"""Longer than any interview."""


@dataclass(frozen=True)
class Filters:
    """What to look for; empty means everything. `also` and `but_not` are codes on some of the same words."""

    code: str = ""
    with_below: bool = True
    family: str = ""
    interview: str = ""
    sector: str = ""
    region: str = ""
    size: str = ""
    kind: str = ""
    coder: str = ""
    polarity: str = ""
    memo: str = ""
    also: str = ""
    but_not: str = ""


def retrieved(evidence: pd.DataFrame, codes: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Return the codings that fit all filters, in the order of interviews; the columns of `evidence`.

    With `with_below` a code stands for the codes below it too, and so do `also` and `but_not`. `memo` is found
    whatever its capitals.
    """
    same = {"transcript_id": filters.interview, "sector": filters.sector, "region": filters.region,
            "size": filters.size, "kind": filters.kind, "coder": filters.coder,
            "polarity": filters.polarity}  # fmt: skip
    fits = pd.Series(True, index=evidence.index)
    for column, value in same.items():
        fits &= (evidence[column] == value) if value else True
    if filters.code:
        fits &= evidence["code_id"].isin(_line_of(filters.code, codes, with_below=filters.with_below))
    if filters.family:
        fits &= evidence["code_id"].isin(codes.loc[codes["family"] == filters.family, "code_id"])
    if filters.memo:
        fits &= evidence["memo"].str.casefold().str.contains(filters.memo.casefold(), regex=False)
    for code, wanted in ((filters.also, True), (filters.but_not, False)):
        if code:
            fits &= _meets(evidence, _line_of(code, codes, with_below=True)) == wanted
    return evidence[fits].sort_values(["transcript_id", "start", "end", "code_id"], kind="stable", ignore_index=True)


def found_in_words(codings: pd.DataFrame) -> str:
    """Return how much was found in words: "31 codings on 25 passages, in 9 interviews, by 8 employers; 2 qualify."."""
    if codings.empty:
        return "Nothing fits."
    passages = len(stretches(codings, ["transcript_id"]))
    speaking = voices.of_all(codings).speaking
    parts = [
        f"{count_of(len(codings), 'coding')} on {count_of(passages, 'passage')}",
        f"in {count_of(codings['transcript_id'].nunique(), 'interview')}",
        f"by {voices.bodies_in_words(speaking)}",
    ]
    bears = []
    for polarity, verb in (("qualifies", "qualify"), ("contradicts", "contradict")):
        many = int((codings["polarity"] == polarity).sum())
        bears += [f"{many} {polarity if many == 1 else verb}"] if many else []
    return "; ".join(", ".join(part) for part in (parts, bears) if part) + "."


def _line_of(code: str, codes: pd.DataFrame, *, with_below: bool) -> set[str]:
    if not with_below:
        return {code}
    return {code, *(one for one in codes["code_id"] if code in coding.ancestors(one, codes))}


def _meets(evidence: pd.DataFrame, codes: set[str]) -> pd.Series[bool]:
    """Return whether each coding shares words with a coding of these codes, by whomever."""
    marked = stretches(evidence[evidence["code_id"].isin(codes)], ["transcript_id"])
    interviews = pd.Index(evidence["transcript_id"].unique())
    starts, ends = _on_one_line(evidence, interviews)
    first, last = (np.sort(places) for places in _on_one_line(marked, interviews))
    # Stretches do not overlap, so the first that ends after a coding begins is the only one it need be held against.
    follows = np.searchsorted(last, starts, side="right")
    begins = np.append(first, np.iinfo(np.int64).max)[follows]
    return pd.Series(begins < ends, index=evidence.index)


def _on_one_line(rows: pd.DataFrame, interviews: pd.Index[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return starts and ends with all interviews one after the other."""
    apart = interviews.get_indexer(pd.Index(rows["transcript_id"])).astype(np.int64) * LONGEST
    return apart + rows["start"].to_numpy(dtype=np.int64), apart + rows["end"].to_numpy(dtype=np.int64)
