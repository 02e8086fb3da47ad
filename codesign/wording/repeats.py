"""Which statements nearly repeat an earlier one, without comparing every two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from codesign.wording.grammar import WORD

NEAR = (4, 5)
"""Two statements are near where they share more than four fifths of the words in either."""


def repeats(texts: Sequence[str]) -> dict[int, list[int]]:
    """Return for the place of each text the places of the earlier ones it nearly repeats.

    Two sets of words share more than four fifths only where they share one of their rarest fifth, so only texts that do
    are compared (Chaudhuri, Ganti and Kaushik 2006 call it prefix filtering). The result is that of comparing all.
    """
    sets = [frozenset(word.lower() for word in WORD.findall(text)) for text in texts]
    frequency = Counter(word for one in sets for word in one)
    first_with: dict[str, list[int]] = {}
    result: dict[int, list[int]] = {}
    for place, one in enumerate(sets):
        rarest = list(_rarest(one, frequency))
        candidates = {earlier for word in rarest for earlier in first_with.get(word, ())}
        near = sorted(earlier for earlier in candidates if _is_near(sets[earlier], one))
        if near:
            result[place] = near
        for word in rarest:
            first_with.setdefault(word, []).append(place)
    return result


def _rarest(words: frozenset[str], frequency: Counter[str]) -> Iterator[str]:
    share, whole = NEAR
    least = len(words) * share // whole + 1
    yield from sorted(words, key=lambda word: (frequency[word], word))[: len(words) - least + 1]


def _is_near(one: frozenset[str], other: frozenset[str]) -> bool:
    share, whole = NEAR
    common = len(one & other)
    return whole * common > share * (len(one) + len(other) - common)
