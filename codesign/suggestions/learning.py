"""Learning which code fits a passage, from the words of what was coded and from the codebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, cast

import numpy as np
import pandas as pd

from codesign.suggestions.examples import Flags, checked_codebook, checked_passages, incidence
from codesign.suggestions.features import Features, Vocabulary, likeness
from codesign.suggestions.linear import Linear
from codesign.suggestions.scoring import Floats, contributions, hits, shares

SUGGESTION_COLUMNS = ["code", "name", "score", "terms", "nearest"]
# What the codebook says of a code weighs as much as so many passages coded with it; which of these fits, codings tell.
CODEBOOK_WEIGHTS = (1, 2, 4, 8, 16, 32, 64)
CODEBOOK_WEIGHT_AT_FIRST = 2


def learn(passages: pd.DataFrame, codes: pd.DataFrame, pause: Callable[[], None] = lambda: None) -> Suggester:
    """Return what the team's codings and codebook teach about which code fits a passage.

    Works without any coding, from the codebook alone. A code that was used but is not in the codebook is learned
    from its uses. The same tables give the same suggestions. Raises ValueError where a column is missing.
    `pause` is called again and again amid the work: it may wait, and what it raises ends the learning.
    """
    coded = checked_passages(passages)
    return suggester(coded, checked_codebook(codes, coded), pause)


def suggester(coded: pd.DataFrame, book: pd.DataFrame, pause: Callable[[], None]) -> Suggester:
    """Return what checked passages and a checked codebook teach; see `learn`."""
    texts = [*book["words"], *coded["text"]]
    if not has_word(texts):
        return Suggester(book, coded, incidence(coded["codes"], book["code"]), None, None, None, None)
    vocabulary, counts = Vocabulary.counted(texts)
    return counted_suggester(coded, book, vocabulary, counts, pause)


def counted_suggester(
    coded: pd.DataFrame, book: pd.DataFrame, vocabulary: Vocabulary, counts: Any, pause: Callable[[], None]
) -> Suggester:
    """Return the same where the words of the codebook, then of the passages, are counted in a vocabulary already."""
    from threadpoolctl import threadpool_limits

    pause()
    has, features = incidence(coded["codes"], book["code"]), Features.of(vocabulary, counts)
    vectors = features.weighed(counts)
    own, passages = vectors[: len(book)], vectors[len(book) :]
    with threadpool_limits(1, "blas"):  # these products are small: several threads only wait for each other
        alike = likeness(passages)
        linear = Linear.learned(passages, alike, has, pause)
        blank = Suggester(book, coded, has, features, own, passages, linear)
        return replace(blank, weight=_fitting_weight(blank, alike, pause))


@dataclass(frozen=True, eq=False)
class Suggester:
    """What was learned from codings and codebook; `suggest` says which codes a passage may carry, and why."""

    codes: pd.DataFrame
    passages: pd.DataFrame
    has: Flags
    features: Features | None
    own: Any
    coded: Any
    linear: Linear | None
    weight: int = CODEBOOK_WEIGHT_AT_FIRST

    def suggest(self, text: str, most: int = 5) -> pd.DataFrame:
        """Return the codes that may fit a passage, best first: at most `most`, fewer where nothing speaks for more.

        Columns: code, name, score, terms, nearest. `score` orders the codes and is no probability. `terms` are the
        words and pairs of words of the passage that spoke most for the code. `nearest` is the id of the most similar
        passage that carries the code, None where there is none.
        """
        rows = list(islice(self._reasoned(text), max(most, 0))) if self.features is not None else []
        return pd.DataFrame(rows, columns=SUGGESTION_COLUMNS, dtype=object).astype({"score": float})

    def scores(self, texts: Sequence[str]) -> Floats:
        """Return a row of scores for each text, one a code in the order of `codes`; 0 where nothing speaks for it."""
        if self.features is None or not texts:
            return np.zeros((len(texts), len(self.codes)))
        return self.scored(self.features.vectors(texts))

    def scored(self, vectors: Any) -> Floats:
        """Return the scores of texts that are weighed already."""
        return self._blend(self._learned(vectors), self.by_codebook(vectors))

    def _blend(self, learned: Floats, by_codebook: Floats) -> Floats:
        weight = self._codebook_weight()
        return (1 - weight) * learned + weight * by_codebook

    def by_codebook(self, vectors: Any) -> Floats:
        """Return how much each text resembles what the codebook says of each code, as shares of 1."""
        return shares((vectors @ self.own.T).toarray())

    def _learned(self, vectors: Any) -> Floats:
        if self.linear is None:
            return np.zeros((vectors.shape[0], len(self.codes)))
        return shares(self.linear.odds(vectors) * self.has.any(axis=0))

    def _codebook_weight(self) -> Floats:
        """Return the codebook's share in the score of each code: all at first, less with every use."""
        described = self.codes["words"].str.strip().ne("").to_numpy()
        return np.asarray(described * self.weight / (self.weight + self.has.sum(axis=0)), dtype=float)

    def _reasoned(self, text: str) -> Iterator[tuple[object, object, float, list[str], object]]:
        """Give the suggestions for a text, best first, leaving out codes that no term speaks for."""
        vector = cast(Features, self.features).vectors([text])
        scores = self._blend(self._learned(vector), self.by_codebook(vector))[0]
        for place in np.argsort(-scores, kind="stable").tolist():
            terms = self._terms(text, vector, place) if scores[place] > 0 else []
            if terms:
                code, name = self.codes["code"].iloc[place], self.codes["name"].iloc[place]
                yield code, name, float(scores[place]), terms, self._nearest(vector, place)

    def _terms(self, text: str, vector: Any, place: int) -> list[str]:
        """Return the terms of a text that spoke most for a code, by what each added to its score."""
        weight = float(self._codebook_weight()[place])
        spoken = weight * contributions(vector.multiply(self.own[[place]]).toarray().ravel())
        if self.linear is not None:
            learned = vector.toarray().ravel() * self.linear.weights[:, place]
            spoken = spoken + (1 - weight) * contributions(learned)
        return cast(Features, self.features).strongest(text, spoken)

    def _nearest(self, vector: Any, place: int) -> object:
        """Return the id of the passage with the code that is most like the text, None where none is like it."""
        if self.coded is None or self.passages.empty:
            return None
        alike = (self.coded @ vector.T).toarray().ravel() * self.has[:, place]
        best = int(np.argmax(alike))
        return self.passages["passage_id"].iloc[best] if alike[best] > 0 else None


def has_word(texts: Sequence[str]) -> bool:
    """Return whether any text has a word as scikit-learn takes words: two letters or digits at least."""
    return any(re.search(r"\b\w\w", text) for text in texts)


def _fitting_weight(suggester: Suggester, alike: Floats, pause: Callable[[], None]) -> int:
    """Return the codebook's weight with which one half of the documents suggests best for the other, and back."""
    documents = suggester.passages["document"].factorize()[0] % 2 == 1
    if suggester.linear is None or not documents.any():
        return CODEBOOK_WEIGHT_AT_FIRST
    halves = [_halved(suggester, alike, out, pause) for out in (documents, ~documents)]
    return max(CODEBOOK_WEIGHTS, key=lambda weight: sum(_quality(*half, weight) for half in halves))


def _halved(
    suggester: Suggester, alike: Floats, out: Flags, pause: Callable[[], None]
) -> tuple[Suggester, Floats, Floats, Flags]:
    """Return what is learned without some passages, its two parts for those passages, and the codes they carry."""
    has = suggester.has[~out]
    linear = Linear.learned(suggester.coded[~out], alike[np.ix_(~out, ~out)], has, pause)
    half = replace(suggester, has=has, linear=linear)
    asked = out & suggester.has.any(axis=1)
    vectors = suggester.coded[asked]
    return half, half._learned(vectors), half.by_codebook(vectors), suggester.has[asked]


def _quality(half: Suggester, learned: Floats, by_codebook: Floats, has: Flags, weight: int) -> float:
    return sum(hits(replace(half, weight=weight)._blend(learned, by_codebook), has)) if len(has) else 0.0
