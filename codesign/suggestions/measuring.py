"""How often suggestions hit, each document in turn left out of what they are learned from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd

from codesign.suggestions.examples import Flags, checked_codebook, checked_passages, incidence
from codesign.suggestions.features import Features, Vocabulary
from codesign.suggestions.learning import counted_suggester, has_word
from codesign.suggestions.scoring import Floats, hits

METHODS = ("ours", "most frequent code", "plain TF-IDF and logistic regression", "name similarity alone")
MEASURES = ["hit@1", "hit@3", "hit@5", "macro-F1"]
LEAST_USES = 5
LEAST_PASSAGES = 10


def leave_one_out(
    passages: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    least: int = LEAST_USES,
    methods: Sequence[str] = METHODS,
    before_each: Callable[[], None] = lambda: None,
    pause: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """Return how often suggestions hit, each document in turn left out of what they are learned from.

    One row for each of `methods`: ours, the most frequent codes, plain TF-IDF with logistic regression, and
    similarity to what the codebook says of a code. hit@k is the share of passages with one of their codes among the
    first k suggested; macro-F1 is the mean over codes of the F1 of the first suggestion. `n` counts the passages
    measured, `codes` the codes with at least `least` uses, `documents` the documents left out. All measures are NaN
    under two documents, and where nothing has a word. `before_each` is called before a document is left out, and
    `pause` again and again: they may wait, and what they raise ends the measuring.
    """
    every = checked_passages(passages)
    measured, book = _measured(every, checked_codebook(codes, every), least)
    documents = measured["document"].drop_duplicates().tolist()
    table = pd.DataFrame(np.nan, index=pd.Index(list(methods), name="method"), columns=MEASURES)
    texts = [*book["words"], *measured["text"]]
    if len(documents) > 1 and has_word(texts):
        pause()
        counted = Vocabulary.counted(texts)
        has = incidence(measured["codes"], book["code"])
        folds = list[list[Floats]]()
        for document in documents:
            before_each()
            folds.append(_fold(measured, book, counted, has, document, methods, pause))
        order = np.concatenate([np.flatnonzero(measured["document"] == document) for document in documents])
        for method, scores in zip(methods, map(np.concatenate, zip(*folds, strict=True)), strict=True):
            table.loc[method] = hits(scores, has[order])
    return table.assign(n=len(measured), codes=len(book), documents=len(documents))


def is_enough(passages: pd.DataFrame, codes: pd.DataFrame) -> bool:
    """Return whether enough is coded to measure: ten passages, in two documents, of codes used five times."""
    every = checked_passages(passages)
    measured, _ = _measured(every, checked_codebook(codes, every), LEAST_USES)
    return len(measured) >= LEAST_PASSAGES and measured["document"].nunique() > 1


def is_measured(measured: pd.DataFrame) -> bool:
    """Return whether what `leave_one_out` gave says something: ten passages at least, in two documents."""
    return bool(measured[MEASURES].notna().all(axis=None) and measured["n"].iloc[0] >= LEAST_PASSAGES)


def hit_sentence(measured: pd.DataFrame) -> str:
    """Return how often ours hit, in words for the team; where too little is coded to tell, that."""
    n = int(measured["n"].iloc[0])
    if not is_measured(measured):
        return (
            "Too little is coded yet to measure suggestions: it takes codes with "
            f"{LEAST_USES} uses, on {LEAST_PASSAGES} passages in two interviews."
        )
    hit = round(float(measured["hit@3"].iloc[0]) * n)
    return (
        f"Right among the first three in {hit} of {n} of your own passages, measured with each interview left out "
        "in turn."
    )


def _measured(passages: pd.DataFrame, book: pd.DataFrame, least: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the passages that carry a code with enough uses, with those codes alone, and the codes."""
    uses = passages["codes"].map(lambda codes: sorted({str(code) for code in codes})).explode().value_counts()
    enough = set(uses[uses >= least].index)
    codes_left = passages["codes"].map(lambda codes: [code for code in codes if str(code) in enough])
    measured = passages.assign(codes=codes_left)[codes_left.map(bool).astype(bool)].reset_index(drop=True)
    return measured, book[book["code"].astype(str).isin(enough)].reset_index(drop=True)


def _fold(
    measured: pd.DataFrame,
    book: pd.DataFrame,
    counted: tuple[Vocabulary, Any],
    has: Flags,
    document: object,
    methods: Sequence[str],
    pause: Callable[[], None],
) -> list[Floats]:
    """Return each method's scores for the passages of one document, learned from the others."""
    out = (measured["document"] == document).to_numpy()
    texts = measured.loc[out, "text"].tolist()
    vocabulary, counts = counted
    learned_from = np.concatenate([np.ones(len(book), dtype=bool), ~out])
    others = measured[~out].reset_index(drop=True)
    ours = counted_suggester(others, book, vocabulary, counts[learned_from], pause)
    vectors = cast(Features, ours.features).weighed(counts[~learned_from])
    scored: Mapping[str, Callable[[], Floats]] = {
        METHODS[0]: lambda: ours.scored(vectors),
        METHODS[1]: lambda: np.tile(has[~out].sum(axis=0).astype(float), (len(texts), 1)),
        METHODS[2]: lambda: _plain(measured.loc[~out, "text"].tolist(), has[~out], texts),
        METHODS[3]: lambda: ours.by_codebook(vectors),
    }
    return [scored[method]() for method in methods]


def _plain(learned_from: list[str], has: Flags, texts: list[str]) -> Floats:
    """Return the scores of scikit-learn's TF-IDF and logistic regression as they come, one model a code."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    scores = np.tile(has.all(axis=0).astype(float), (len(texts), 1))
    if not has_word(learned_from):
        return scores
    words = TfidfVectorizer().fit(learned_from)
    vectors, unseen = words.transform(learned_from), words.transform(texts)
    with threadpool_limits(1, "blas"):  # as in learning: several threads only wait for each other
        for place in np.flatnonzero(has.any(axis=0) & ~has.all(axis=0)):
            scores[:, place] = LogisticRegression().fit(vectors, has[:, place]).predict_proba(unseen)[:, 1]
    return scores
