"""Verbs that say the same work, learnt from an occupational framework that has several wordings for one thing.

ESCO gives each skill other labels, O*NET each task an activity in other words. Where two wordings of one thing differ
in the verb alone, their verbs are counted as saying the same of it; a pair that is there often enough joins the field's
synonyms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from codesign.market.wanted import task_acts
from codesign.market.words import field_words

FEWEST_GROUPS = 3
"""In so many things at least two verbs stand for each other before they are taken for synonyms."""
LEAST_SHARE = 0.25
"""And in this share of the things in which the rarer of the two stands."""

VerbPairs = frozenset[tuple[str, str]]


@lru_cache(maxsize=4)
def verbs_that_say_the_same(wordings: tuple[tuple[str, ...], ...]) -> VerbPairs:
    """Return the pairs of verbs, as stems, that stand for each other; each of `wordings` is of one thing."""
    together: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for group in wordings:
        pairs = set(_pairs(group))
        together.update(pairs)
        alone.update({verb for phrase in group for act in task_acts(phrase) for verb in act.verbs})
    often = {
        pair
        for pair, number in together.items()
        if number >= FEWEST_GROUPS and number >= LEAST_SHARE * min(alone[pair[0]], alone[pair[1]])
    }
    return frozenset(often | {(other, one) for one, other in often})


def _pairs(group: Sequence[str]) -> Iterator[tuple[str, str]]:
    light = field_words().light
    acts = [
        (act.verbs[0], {phrase.head for phrase in act.objects})
        for text in dict.fromkeys(group)
        for act in task_acts(text)[:1]
        if len(act.verbs) == 1 and act.verbs[0] not in light
    ]
    for (one, its), (other, theirs) in combinations(acts, 2):
        if one != other and its & theirs:
            yield min(one, other), max(one, other)
