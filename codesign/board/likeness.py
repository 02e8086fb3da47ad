"""Which texts say nearly the same, without holding every one against every other.

Two texts are held against each other only where they share a word among the rarest of one of them: what shares none of
these has too many other words to be alike. Words are stems, so that "purging lines" is "purge a line".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from codesign.board.lexicon import little_words
from codesign.market import stem

NEAR = 0.6
"""Two tasks repeat each other where they share so much of their words: |A and B| / |A or B|, a convention."""
ALIKE = 0.35
"""A passage joins those that it is like by so much: the cosine of their words, a convention."""
FEWEST_SHARED = 2
"""And it shares so many words with them at least."""
MOST_SHARED = 60
"""A word that more texts than this have tells none of them from the others."""
_WORD = re.compile(r"[^\W\d_]{3,}")


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """Return what a text is about: the stems of its words, without those that stand in every text.

    >>> sorted(stems("Purging the lines")) == sorted(stems("Purge a line"))
    True
    """
    words = (word for word in _WORD.findall(text.casefold()) if word not in little_words())
    return frozenset(filter(None, (stem(word) for word in words)))


class Repeats:
    """Which of many texts nearly repeat each other; a text that changes is held against its few candidates only.

    Two texts that share so much share one of the rarest words of each, by an order of words that stays as it was first.
    """

    def __init__(self, near: float = NEAR) -> None:
        self.near = near
        self._texts: dict[str, str] = {}
        self._bags: dict[str, frozenset[str]] = {}
        self._uses: Counter[str] | None = None
        self._having: dict[str, set[str]] = {}
        self._shares: dict[str, dict[str, float]] = {}

    def of(self, texts: Mapping[str, str]) -> dict[str, list[str]]:
        """Return for each text those that nearly repeat it, the likest first; texts with none are not in it."""
        changed = [name for name, text in texts.items() if self._texts.get(name) != text]
        for name in [one for one in self._texts if one not in texts] + changed:
            self._leave(name)
        if self._uses is None and texts:
            self._uses = Counter(word for text in texts.values() for word in stems(text))
        for name in changed:
            self._texts[name], self._bags[name] = texts[name], stems(texts[name])
            self._compare(name)
        return {name: sorted(own, key=lambda one: (-own[one], one)) for name, own in self._shares.items() if own}

    def _leave(self, name: str) -> None:
        self._texts.pop(name, None)
        for word in self._telling(self._bags.pop(name, frozenset())):
            self._having[word].discard(name)
        for other in self._shares.pop(name, {}):
            self._shares[other].pop(name, None)

    def _compare(self, name: str) -> None:
        """Hold a text against those there are that share a telling word with it, and let it be found by its own."""
        bag, telling = self._bags[name], self._telling(self._bags[name])
        least, most = len(bag) * self.near, len(bag) / self.near
        for other in {one for word in telling for one in self._having.get(word, ())}:
            if least <= len(self._bags[other]) <= most:
                share = _jaccard(bag, self._bags[other])
                if share >= self.near:
                    self._shares.setdefault(name, {})[other] = share
                    self._shares.setdefault(other, {})[name] = share
        for word in telling:
            self._having.setdefault(word, set()).add(name)

    def _telling(self, bag: frozenset[str]) -> list[str]:
        """Return the rarest words of a text, so many that whatever repeats it has one of them."""
        uses = self._uses or Counter()
        in_order = sorted(bag, key=lambda word: (uses[word], word))
        return in_order[: len(bag) - math.ceil(len(bag) * self.near) + 1]


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def nearest(text: str, texts: Mapping[str, str], near: float) -> list[str]:
    """Return the texts that nearly repeat one, the likest first."""
    bag = stems(text)
    shares = ((_jaccard(bag, stems(other)), name) for name, other in texts.items())
    return [name for _, name in sorted((-share, name) for share, name in shares if share >= near)]


def groups(texts: Mapping[str, str]) -> list[list[str]]:
    """Return texts that are alike together, the largest group first, then those that are like no other.

    A text joins the group whose words it shares most of, rare words counting more; else it begins one of its own.
    """
    weighed = _weighed(texts)
    clusters: list[_Cluster] = []
    having: dict[str, set[int]] = {}
    for name in sorted(texts, key=lambda one: (-len(weighed[one]), one)):
        place = _likest(weighed[name], clusters, having)
        if place is None:
            place = len(clusters)
            clusters.append(_Cluster())
        clusters[place].add(name, weighed[name])
        for word in weighed[name]:
            having.setdefault(word, set()).add(place)
    order = {name: at for at, name in enumerate(texts)}
    ordered = [sorted(cluster.names, key=order.__getitem__) for cluster in clusters]
    return sorted(ordered, key=lambda group: (-len(group), order[group[0]]))


class _Cluster:
    """Texts that are alike, with what they are about together."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.weights: dict[str, float] = {}
        self.length = 0.0

    def add(self, name: str, weights: Mapping[str, float]) -> None:
        """Take one more text in."""
        self.names.append(name)
        for word, weight in weights.items():
            before = self.weights.get(word, 0.0)
            self.length += (before + weight) ** 2 - before**2
            self.weights[word] = before + weight

    def cosine(self, weights: Mapping[str, float]) -> float:
        """Return how like a text is to these; its weights have the length 1."""
        shared = sum(weight * self.weights.get(word, 0.0) for word, weight in weights.items())
        return shared / math.sqrt(self.length) if self.length else 0.0


def _weighed(texts: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Return the words of each text that others have too, the rarer the heavier, together of length 1."""
    bags = {name: stems(text) for name, text in texts.items()}
    uses = Counter(word for bag in bags.values() for word in bag)
    most = max(MOST_SHARED, len(texts) // 12)
    weighed = {}
    for name, bag in bags.items():
        own = {word: math.log(len(texts) / uses[word]) for word in bag if 1 < uses[word] <= most}
        length = math.sqrt(sum(weight**2 for weight in own.values()))
        weighed[name] = {word: weight / length for word, weight in own.items()} if length else {}
    return weighed


def _likest(weights: Mapping[str, float], clusters: Sequence[_Cluster], having: Mapping[str, set[int]]) -> int | None:
    near = Counter(place for word in weights for place in having.get(word, ()))
    likest = ((clusters[place].cosine(weights), -place) for place, shared in near.items() if shared >= FEWEST_SHARED)
    best = max(likest, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def shared_words(texts: Iterable[str], most: int) -> list[str]:
    """Return the words that most of these texts have, as they are said in one of them."""
    every = list(texts)
    uses = Counter(word for text in every for word in stems(text))
    spoken = {stem(word): word for text in reversed(every) for word in _WORD.findall(text.casefold())}
    common = sorted((-number, word) for word, number in uses.items() if number > 1)
    return [spoken[word] for _, word in common[:most]]
