"""A text as weighted terms: counted once, and weighed by how telling each term is among the texts learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from codesign.suggestions.scoring import Floats

TERMS = 3
_LITTLE = """
a about after all also am an and any are as at be because been before being but by can could did do does doing down
for from get got had has have he her here him his how if in into is it its just like me more most my no not of off
on one or other our out over she should so some such than that the their them then there these they this those
through to too up us very was we well were what when where which while who will with would you your
"""
LITTLE_WORDS = frozenset(_LITTLE.split())
"""English words that tell nobody why a code is suggested; they count as all words do, and are only not shown."""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words and pairs of words of some texts, and their pieces of words, which hold where endings differ."""

    words: Any
    pieces: Any

    @classmethod
    def counted(cls, texts: Sequence[str]) -> tuple[Vocabulary, Any]:
        """Return the terms of some texts, and the texts counted in them; see `counts`."""
        from scipy.sparse import hstack
        from sklearn.feature_extraction.text import CountVectorizer

        words = CountVectorizer(ngram_range=(1, 2), dtype=np.float64)
        pieces = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5), dtype=np.float64)
        return cls(words, pieces), _damped(hstack([each.fit_transform(texts) for each in (words, pieces)], "csr"))

    def counts(self, texts: Sequence[str]) -> Any:
        """Return a sparse row for each text: 1 + ln(frequency) of its words and pairs first, then of its pieces."""
        from scipy.sparse import hstack

        return _damped(hstack([each.transform(texts) for each in (self.words, self.pieces)], "csr"))


def _damped(counts: Any) -> Any:
    counts.data = 1 + np.log(counts.data)
    return counts


@dataclass(frozen=True, eq=False)
class Features:
    """The terms of a vocabulary with how telling each is; 0 for a term that none of the texts learned from has."""

    vocabulary: Vocabulary
    telling: Floats

    @classmethod
    def of(cls, vocabulary: Vocabulary, counts: Any) -> Features:
        """Learn from counted texts how telling each term is: ln((1 + texts) / (1 + texts with it)) + 1."""
        having = np.bincount(counts.indices, minlength=counts.shape[1])
        telling = np.log((1 + counts.shape[0]) / (1 + having)) + 1
        return cls(vocabulary, np.where(having > 0, telling, 0.0))

    def vectors(self, texts: Sequence[str]) -> Any:
        """Return a sparse row of length 1 for each text, half of it words and pairs of words, half pieces."""
        return self.weighed(self.vocabulary.counts(texts))

    def weighed(self, counts: Any) -> Any:
        """Return the same of texts that are counted already."""
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        part = 2 * rows + (counts.indices >= len(self.vocabulary.words.vocabulary_))
        values = counts.data * self.telling[counts.indices]
        squares = np.bincount(part, values**2, minlength=2 * counts.shape[0]).reshape(-1, 2)
        lengths = np.sqrt(squares * np.maximum((squares > 0).sum(axis=1, keepdims=True), 1))
        weighed = counts.copy()
        weighed.data = values / np.where(lengths > 0, lengths, 1).ravel()[part]
        return weighed

    def strongest(self, text: str, spoken: Floats) -> list[str]:
        """Return the words and pairs of a text that spoke most; a piece speaks for the words of the text it is in.

        Those that begin or end with one of `LITTLE_WORDS` are left out, unless no other spoke.
        """
        analyse, columns = self.vocabulary.words.build_analyzer(), self.vocabulary.words.vocabulary_
        totals = {term: spoken[columns[term]] if term in columns else 0.0 for term in analyse(text)}
        for piece, carriers in self._carriers(totals).items():
            for word in carriers:
                totals[word] += spoken[len(columns) + piece] / len(carriers)
        spoke = [term for term in sorted(totals, key=lambda term: -totals[term]) if totals[term] > 1e-9]
        telling = [term for term in spoke if LITTLE_WORDS.isdisjoint((term.split()[0], term.split()[-1]))]
        return (telling or spoke)[:TERMS]

    def _carriers(self, terms: Mapping[str, float]) -> dict[int, list[str]]:
        """Return the single words that hold each known piece."""
        pieces, carriers = self.vocabulary.pieces, dict[int, list[str]]()
        analyse = pieces.build_analyzer()
        for word in (term for term in terms if " " not in term):
            for piece in sorted(set(analyse(word)) & pieces.vocabulary_.keys()):
                carriers.setdefault(pieces.vocabulary_[piece], []).append(word)
        return carriers


def likeness(vectors: Any) -> Floats:
    """Return the cosine of each row with each other; terms of many rows are multiplied densely, which is faster."""
    often = np.bincount(vectors.indices, minlength=vectors.shape[1]) * OFTEN > vectors.shape[0]
    seldom, common = vectors[:, ~often], vectors[:, often].toarray()
    return np.asarray((seldom @ seldom.T).toarray() + common @ common.T, dtype=float)


OFTEN = 20
"""A term that more than one in so many passages has counts as one of many rows."""
