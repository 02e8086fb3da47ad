"""Near-duplicates are found without comparing every two, and are those that comparing would find."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest

from codesign.wording.repeats import repeats

WORDS = [f"word{number}" for number in range(14)]


def compared(texts: list[str]) -> dict[int, list[int]]:
    """Every two texts held against each other, as the rule says it."""
    sets = [frozenset(text.lower().split()) for text in texts]
    result: dict[int, list[int]] = {}
    for first, second in combinations(range(len(texts)), 2):
        one, other = sets[first], sets[second]
        if one and 5 * len(one & other) > 4 * len(one | other):
            result.setdefault(second, []).append(first)
    return result


@pytest.mark.parametrize("seed", range(20))
def test_the_index_finds_what_comparing_every_two_finds(seed: int) -> None:
    dice = random.Random(seed)
    texts = [" ".join(dice.choices(WORDS, k=dice.randint(0, 12))) for _ in range(150)]
    assert repeats(texts) == compared(texts)
    assert compared(texts) != {}


def test_four_fifths_of_the_words_are_not_yet_near() -> None:
    assert repeats(["a b c d", "a b c d e"]) == {}
    assert repeats(["a b c d e", "a b c d e f"]) == {1: [0]}


def test_five_thousand_statements_take_less_than_a_few_seconds() -> None:
    dice = random.Random(1)
    words = [f"w{number}" for number in range(2000)]
    texts = [" ".join(dice.choices(words, weights=[1 / (n + 1) for n in range(2000)], k=13)) for _ in range(5000)]
    start = time.process_time()
    repeats(texts)
    assert time.process_time() - start < 5
