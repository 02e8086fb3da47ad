"""Lexical search: words weighted by how rare they are, the last one taken as a beginning while somebody types."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from codesign.taxonomies.words import stem, words

MOST_BEGUN = 60
"""So many words of the index a beginning may stand for; more say nothing."""
LEAST_BEGUN = 2
BEGUN = 0.8
"""What a word counts that only begins as it was typed."""
BEGUN_BESIDE = 0.4
"""What it counts where what was typed is a word itself."""


@dataclass(frozen=True)
class Hit:
    """A place of the index with how well it fits, and the stems of the query that stand in it."""

    place: int
    score: float
    stems: frozenset[str]


class Index:
    """Texts by their stems; each text may give a stem another weight, the highest counts."""

    def __init__(self, texts: Iterable[Mapping[str, float]]) -> None:
        """Take of each text its stems with their weights."""
        self._places: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._count = 0
        for place, weights in enumerate(texts):
            self._count += 1
            for one, weight in weights.items():
                self._places[one].append((place, weight))
        self._beginnings: list[str] = sorted(self._places)

    def rarity(self, one: str) -> float:
        """Return how much a stem tells: the logarithm of one in how many texts have it."""
        return math.log(1 + self._count / len(self._places[one])) if one in self._places else 0.0

    def _rarity_of_all(self, some: Sequence[str]) -> float:
        places = sum(len(self._places.get(one, ())) for one in some)
        return math.log(1 + self._count / places) if places else 0.0

    def hits(self, wanted: Sequence[tuple[str, Mapping[str, float]]], *, most: int) -> list[Hit]:
        """Return the places with most of the wanted stems, best first; with each stem comes what may stand for it."""
        scores: dict[int, float] = defaultdict(float)
        stems: dict[int, set[str]] = defaultdict(set)
        for named, alternatives in wanted:
            best: dict[int, float] = {}
            # What only begins so is as rare as all that do: else the rarest of them would come first.
            begun = self._rarity_of_all([one for one, share in alternatives.items() if share < 1])
            for one, share in alternatives.items():
                worth = self.rarity(one) if share == 1 else share * begun
                for place, weight in self._places.get(one, ()):
                    if worth * weight > best.get(place, 0.0):
                        best[place] = worth * weight
            for place, worth in best.items():
                scores[place] += worth
                stems[place].add(named)
        ranked = nsmallest(most, scores, key=lambda place: (-scores[place], place))
        return [Hit(place, scores[place], frozenset(stems[place])) for place in ranked]

    def wanted(self, query: str) -> list[tuple[str, Mapping[str, float]]]:
        """Return the stems of a query; the last word, where no space follows it, may be the beginning of one."""
        typed = words(query)
        whole: list[tuple[str, Mapping[str, float]]] = [(stem(word), {stem(word): 1.0}) for word in typed]
        if typed and not query[-1:].isspace() and len(typed[-1]) >= LEAST_BEGUN:
            whole[-1] = (whole[-1][0], {**self._begun(typed[-1]), **whole[-1][1]})
        return whole

    def _begun(self, word: str) -> dict[str, float]:
        start = bisect_left(self._beginnings, word)
        begun = []
        for one in self._beginnings[start : start + MOST_BEGUN]:
            if not one.startswith(word):
                break
            begun.append(one)
        return dict.fromkeys(begun, BEGUN_BESIDE if stem(word) in self._places else BEGUN)


def highest(*weights: Mapping[str, float]) -> dict[str, float]:
    """Return each stem with its highest weight."""
    result: dict[str, float] = {}
    for some in weights:
        for one, weight in some.items():
            result[one] = max(weight, result.get(one, 0.0))
    return result
