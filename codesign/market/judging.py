"""What people judged of matches, what it teaches, and how often the words are right.

A sentence that was refused for a task is refused wherever it stands. A pair of words (a verb and what it is done to)
that was refused twice or more, and oftener than confirmed, is left out for that task until somebody confirms it. A
sentence in which only the verb is another, once confirmed, makes that verb one of the task's own in this study.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.phrases import count_of

Key = tuple[str, str]
Pair = tuple[str, str]
FEWEST_JUDGED = 5
"""Where not every match is judged, this many have to be before anything is said of how often the words are right."""
LEAST_PRECISION = 0.70
REFUSED_TWICE = 2
_Z = 1.959963984540054


def wilson_interval(right: int, judged: int) -> tuple[float, float]:
    """Return the 95 % score interval of a proportion (Wilson 1927), which holds for small numbers and for 0 and 1.

    The example is 15 of 148, method 3 of Newcombe (1998, table I).

    >>> tuple(round(bound, 4) for bound in wilson_interval(15, 148))
    (0.0624, 0.1605)
    """
    if judged <= 0 or not 0 <= right <= judged:
        raise ValueError(f"{right} of {judged} is no proportion.")
    share, square = right / judged, _Z * _Z
    middle = share + square / (2 * judged)
    half = _Z * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    whole = 1 + square / judged
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of a study: by sentence and task or code, and by the words that a match rests on."""

    of_sentence: Mapping[tuple[str, Key], str]
    pairs: Mapping[tuple[Key, Pair], tuple[int, int]]
    """How often a pair of words was judged right, and how often wrong."""

    @classmethod
    def of(cls, scan_verdicts: pd.DataFrame) -> Verdicts:
        """Return the verdicts in a table; one without a verdict was taken back."""
        rows = [row for row in schemas.records(scan_verdicts) if row["verdict"]]
        counted: Counter[tuple[Key, Pair, str]] = Counter()
        for row in rows:
            counted[(_key(row), (row["verb"], row["thing"]), row["verdict"])] += 1
        pairs = {
            (key, pair): (counted[(key, pair, "right")], counted[(key, pair, "wrong")]) for key, pair, _ in counted
        }
        return cls({(row["sentence_sha256"], _key(row)): str(row["verdict"]) for row in rows}, pairs)

    def confirmed_pairs(self) -> dict[Key, set[Pair]]:
        """Return for each task or code the pairs that were oftener confirmed than refused: words of this study."""
        taught: dict[Key, set[Pair]] = {}
        for (key, pair), (right, wrong) in self.pairs.items():
            if right > wrong:
                taught.setdefault(key, set()).add(pair)
        return taught

    def standing(self, sentence: str, key: Key, pair: Pair) -> tuple[str, str]:
        """Return whether a match counts ("right", "unread") or not ("wrong", "left out"), and why in words."""
        verdict = self.of_sentence.get((sentence, key), "")
        if verdict:
            return verdict, ""
        right, wrong = self.pairs.get((key, pair), (0, 0))
        if wrong >= REFUSED_TWICE and wrong > right:
            judged = count_of(right + wrong, "sentence")
            return "left out", f"Left out: of {judged} that rest on the same words, {wrong} were judged wrong for this."
        return "unread", ""


def _key(row: Mapping[str, Any]) -> Key:
    return (str(row["task_id"]), str(row["code_id"]))


@dataclass(frozen=True)
class Precision:
    """How often the words of a task or code are right: how many of the matches that were judged, and the interval."""

    right: int
    judged: int
    matches: int
    """Different sentences that are matches, judged or not."""

    @property
    def share(self) -> float | None:
        """The share of the judged that is right; None before enough were judged."""
        return self.right / self.judged if self.judged and self.judged >= min(FEWEST_JUDGED, self.matches) else None

    @property
    def is_enough(self) -> bool:
        """Whether a share of postings may be told."""
        return self.share is not None and self.share >= LEAST_PRECISION

    @property
    def why_not(self) -> str:
        """Why no share of postings is told; "" where one is, or where there is no match."""
        if not self.matches or self.is_enough:
            return ""
        if self.share is not None:
            return f"the words do not find it reliably ({self.right} of {self.judged} judged right)"
        if not self.judged:
            return f"not yet judged ({count_of(self.matches, 'sentence')} to read)"
        left = min(FEWEST_JUDGED, self.matches) - self.judged
        return f"not yet judged ({self.judged} of {count_of(self.matches, 'sentence')} read; read {left} more)"

    @property
    def in_words(self) -> str:
        """What was judged, with the interval: 6 of 7 judged right, .86 (.49 to .97)."""
        if self.share is None:
            return self.why_not
        low, high = wilson_interval(self.right, self.judged)
        return f"{self.right} of {self.judged} judged right, {_two(self.share)} ({_two(low)} to {_two(high)})"


def _two(share: float) -> str:
    return f"{share:.2f}".removeprefix("0")


def precision(verdicts: Iterable[tuple[str, str]]) -> Precision:
    """Return the precision of matches given as sentence and verdict ("right", "wrong", or another that is none)."""
    by_sentence = dict(verdicts)
    judged = [verdict for verdict in by_sentence.values() if verdict in {"right", "wrong"}]
    return Precision(judged.count("right"), len(judged), len(by_sentence))
