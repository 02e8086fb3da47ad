"""Learning which code fits a passage, from the words of what was coded and from the codebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, cast

import numpy as np
import pandas as pd

from codesign.suggestions.passages import Flags, checked_codebook, checked_passages, incidence
from codesign.suggestions.scoring import Floats, contributions, hits, shares

SUGGESTION_COLUMNS = ["code", "name", "score", "terms", "nearest"]
TERMS = 3
# What the codebook says of a code weighs as much as so many passages coded with it; which of these fits, codings tell.
CODEBOOK_WEIGHTS = (1, 2, 4, 8, 16, 32, 64)
CODEBOOK_WEIGHT_AT_FIRST = 2
# The inverse of the penalty on large weights in the logistic regression.
LOOSENESS = 2.0


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
    has = incidence(coded["codes"], book["code"])
    texts, own_words = coded["text"].tolist(), book["words"].tolist()
    features = _Features.of([*own_words, *texts])
    if features is None:
        return Suggester(book, coded, has, None, None, None, None)
    vectors = features.vectors(texts) if texts else None
    blank = Suggester(book, coded, has, features, features.vectors(own_words), vectors, _linear(vectors, has, pause))
    return replace(blank, weight=_fitting_weight(blank, pause))


@dataclass(frozen=True, eq=False)
class Suggester:
    """What was learned from codings and codebook; `suggest` says which codes a passage may carry, and why."""

    codes: pd.DataFrame
    passages: pd.DataFrame
    has: Flags
    features: _Features | None
    own: Any
    coded: Any
    linear: _Linear | None
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
        vectors = self.features.vectors(texts)
        return self._blend(self._learned(vectors), self._by_codebook(vectors))

    def codebook_scores(self, texts: Sequence[str]) -> Floats:
        """Return how much each text resembles what the codebook says of each code, as shares of 1."""
        if self.features is None or not texts:
            return np.zeros((len(texts), len(self.codes)))
        return self._by_codebook(self.features.vectors(texts))

    def _blend(self, learned: Floats, by_codebook: Floats) -> Floats:
        weight = self._codebook_weight()
        return (1 - weight) * learned + weight * by_codebook

    def _by_codebook(self, vectors: Any) -> Floats:
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
        vector = cast(_Features, self.features).vectors([text])
        scores = self._blend(self._learned(vector), self._by_codebook(vector))[0]
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
        return cast(_Features, self.features).strongest(text, spoken)

    def _nearest(self, vector: Any, place: int) -> object:
        """Return the id of the passage with the code that is most like the text, None where none is like it."""
        if self.coded is None:
            return None
        likeness = (self.coded @ vector.T).toarray().ravel() * self.has[:, place]
        best = int(np.argmax(likeness))
        return self.passages["passage_id"].iloc[best] if likeness[best] > 0 else None


@dataclass(frozen=True, eq=False)
class _Features:
    """A text as weighted words and pairs of words, and as pieces of words, which hold where endings differ."""

    words: Any
    pieces: Any

    @classmethod
    def of(cls, texts: list[str]) -> _Features | None:
        """Learn how telling each term is; None where no text has a word."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        if not has_word(texts):
            return None
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
        return cls(words.fit(texts), pieces.fit(texts))

    def vectors(self, texts: Sequence[str]) -> Any:
        """Return a sparse row for each text: its words and pairs first, then its pieces; each row has length 1."""
        from scipy.sparse import hstack
        from sklearn.preprocessing import normalize

        return normalize(hstack([self.words.transform(texts), self.pieces.transform(texts)], format="csr"))

    def strongest(self, text: str, spoken: Floats) -> list[str]:
        """Return the words and pairs of a text that spoke most; a piece speaks for the words of the text it is in."""
        analyse, vocabulary = self.words.build_analyzer(), self.words.vocabulary_
        totals = {term: spoken[vocabulary[term]] if term in vocabulary else 0.0 for term in analyse(text)}
        for piece, carriers in self._carriers(totals).items():
            for word in carriers:
                totals[word] += spoken[len(vocabulary) + piece] / len(carriers)
        ranked = sorted(totals, key=lambda term: -totals[term])
        return [term for term in ranked[:TERMS] if totals[term] > 1e-9]

    def _carriers(self, terms: Mapping[str, float]) -> dict[int, list[str]]:
        """Return the single words that hold each known piece."""
        analyse, carriers = self.pieces.build_analyzer(), dict[int, list[str]]()
        for word in (term for term in terms if " " not in term):
            for piece in sorted(set(analyse(word)) & self.pieces.vocabulary_.keys()):
                carriers.setdefault(self.pieces.vocabulary_[piece], []).append(word)
        return carriers


@dataclass(frozen=True, eq=False)
class _Linear:
    """A logistic regression for each code against all other passages."""

    weights: Floats
    constants: Floats

    def odds(self, vectors: Any) -> Floats:
        """Return the odds each model gives its code, a row for each vector."""
        return np.asarray(np.exp(vectors @ self.weights + self.constants), dtype=float)


def _linear(vectors: Any, has: Flags, pause: Callable[[], None]) -> _Linear | None:
    """Return the linear models of all codes; None where nothing is coded."""
    if vectors is None or not has.any():
        return None
    weights, constants = np.zeros((vectors.shape[1], has.shape[1])), np.zeros(has.shape[1])
    for place in np.flatnonzero(has.any(axis=0)):
        pause()
        weights[:, place], constants[place] = _line(vectors, has[:, place])
    return _Linear(weights, constants)


def _line(vectors: Any, has: Flags) -> tuple[Floats, float]:
    """Return one code's weights and constant: the passages' mean where all carry it, so that nothing tells apart."""
    from sklearn.linear_model import LogisticRegression

    if has.all():
        return np.asarray(vectors.mean(axis=0)).ravel(), 0.0
    model = LogisticRegression(C=LOOSENESS, class_weight="balanced", solver="liblinear", tol=0.01).fit(vectors, has)
    return np.asarray(model.coef_[0], dtype=float), float(model.intercept_[0])


def has_word(texts: Sequence[str]) -> bool:
    """Return whether any text has a word as scikit-learn takes words: two letters or digits at least."""
    return any(re.search(r"\b\w\w", text) for text in texts)


def _fitting_weight(suggester: Suggester, pause: Callable[[], None]) -> int:
    """Return the codebook's weight with which one half of the documents suggests best for the other, and back."""
    documents = suggester.passages["document"].factorize()[0] % 2 == 1
    if suggester.linear is None or not documents.any():
        return CODEBOOK_WEIGHT_AT_FIRST
    halves = [_halved(suggester, out, pause) for out in (documents, ~documents)]
    return max(CODEBOOK_WEIGHTS, key=lambda weight: sum(_quality(*half, weight) for half in halves))


def _halved(suggester: Suggester, out: Flags, pause: Callable[[], None]) -> tuple[Suggester, Floats, Floats, Flags]:
    """Return what is learned without some passages, its two parts for those passages, and the codes they carry."""
    has = suggester.has[~out]
    half = replace(suggester, has=has, linear=_linear(suggester.coded[~out], has, pause))
    asked = out & suggester.has.any(axis=1)
    vectors = suggester.coded[asked]
    return half, half._learned(vectors), half._by_codebook(vectors), suggester.has[asked]


def _quality(half: Suggester, learned: Floats, by_codebook: Floats, has: Flags, weight: int) -> float:
    return sum(hits(replace(half, weight=weight)._blend(learned, by_codebook), has)) if len(has) else 0.0
