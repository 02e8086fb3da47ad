"""Finding passages again in a corrected text: at once where the same words stand there, else as a proposal.

Both texts are cut into words and signs; white space does not count. They are laid beside each other by the words
that stand in both exactly once, then between those again (patience), so the time grows with the length of the text.
A passage is taken over only where its words are the very same and their neighbours leave no doubt which place is
meant. Everything else is a person's to decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import pandas as pd

from codesign.transcripts.bounds import UNSPACED
from codesign.transcripts.layouts import turns

Kind = Literal["exact", "moved", "changed", "unclear", "lost"]
Span = tuple[int, int]
Piece = tuple[str, bool]

NEIGHBOURS = 8
"""How many words and signs on either side say where a passage stands."""
LEAST_NEIGHBOURS = 2
LONG_ENOUGH = 5
"""So many words, signs apart, tell a passage from others without its neighbours."""
LIKE = 0.4
SMALL = 40_000
_ENOUGH_LETTERS = 200

_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+|[^\w\s]")


@dataclass(frozen=True)
class Anchor:
    """Where a passage stands in the corrected text.

    `exact`: the same words at the same place; `moved`: the same words, elsewhere, without doubt; `changed`: other
    words stand in their place; `unclear`: the same words stand there, but not certainly at this place; `lost`: nothing
    stands in their place (start and end are then where they stood). `places` counts where the same words stand.
    """

    kind: Kind
    start: int
    end: int
    places: int = 0

    @property
    def is_certain(self) -> bool:
        """Whether the passage can be taken over without asking."""
        return self.kind in ("exact", "moved")


@dataclass(frozen=True)
class Waiting:
    """What waits for a person since texts were corrected: rows of codings, and rows of speakers that count turns.

    `earlier` has the texts they point into, by transcript_id and text_sha256 as the rows have it.
    """

    codings: pd.DataFrame
    turns: pd.DataFrame
    earlier: Mapping[tuple[str, str], str]


def anchors(old: str, new: str, spans: Iterable[Span]) -> list[Anchor]:
    """Return for each passage of the old text where it stands in the new one."""
    both = _alignment(old, new)
    return [both.anchor(start, end) for start, end in spans]


def same_share(old: str, new: str) -> float:
    """Return the share of words that stand in both texts in the same order: 2 × same / (old + new), signs apart."""
    both = _alignment(old, new)
    total = sum(word[0].isalnum() for word in (*both.old.words, *both.new.words))
    same = sum(place >= 0 and word[0].isalnum() for word, place in zip(both.old.words, both.places, strict=True))
    return 2 * same / total if total else 1.0


def same_turns(old: str, new: str) -> dict[int, int]:
    """Return which turn of the new text is which of the old one, by position from 1.

    A turn is the same where every word that stands in both texts stands in this turn of both, and these are at least
    half of its words. Turns that were divided, joined or written anew are left out.
    """
    both = _alignment(old, new)
    before, after = both.old.turns(), both.new.turns()
    met = Counter((before[at], after[place]) for at, place in enumerate(both.places) if place >= 0)
    olds, news = Counter[int](), Counter[int]()
    for (one, other), count in met.items():
        olds[one] += count
        news[other] += count
    sizes = (Counter(before), Counter(after))
    return {
        one: other
        for (one, other), count in sorted(met.items())
        if one and other and count == olds[one] == news[other] and 2 * count >= max(sizes[0][one], sizes[1][other])
    }


def difference(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, each with whether it stands in the other text too."""
    one, other = _Words(old), _Words(new)
    blocks = SequenceMatcher(None, one.words, other.words, autojunk=False).get_matching_blocks()
    same = [(block.a, block.b, block.size) for block in blocks if block.size]
    first = one.pieces([(start, start + size) for start, _, size in same])
    return first, other.pieces([(start, start + size) for _, start, size in same])


# words ------------------------------------------------------------------------------------------------


class _Words:
    """A text as words and signs, with where each stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
        self.words = [word for word, _, _ in tokens]
        self.starts = [start for _, start, _ in tokens]
        self.ends = [end for _, _, end in tokens]
        self.line = "\n" + "".join(f"{word}\n" for word in self.words)
        self.line_starts = self._line_starts()
        self._edged = ["", *self.words, ""]
        self._places: dict[tuple[str, ...], list[int]] = {}

    def _line_starts(self) -> list[int]:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word) + 1
        return starts

    def met(self, start: int, end: int) -> tuple[int, int]:
        """Return the words a stretch of the text meets: the first, and the one after the last."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def places(self, wanted: Sequence[str]) -> list[int]:
        """Return every place where these words follow each other, as the number of the first."""
        key = tuple(wanted)
        if key not in self._places:
            self._places[key] = self._search(key)
        return self._places[key]

    def beside(self, places: Iterable[int], size: int, edges: tuple[str, str]) -> list[int]:
        """Return those of the places that have one of these words before or after them; "" is the end of the text."""
        words, (before, after) = self._edged, edges
        return [at for at in places if words[at] == before or words[at + size + 1] == after]

    def edges(self, at: int, size: int) -> tuple[str, str]:
        """Return the words before and after a place."""
        return self._edged[at], self._edged[at + size + 1]

    def _search(self, wanted: Sequence[str]) -> list[int]:
        line = "\n" + "".join(f"{word}\n" for word in wanted)
        places, at = [], self.line.find(line)
        while at >= 0:
            places.append(bisect_left(self.line_starts, at))
            at = self.line.find(line, at + 1)
        return places

    def turns(self) -> list[int]:
        """Return for each word the position of its speaker turn, 0 for names and times between turns."""
        positions = [0] * len(self.words)
        for position, turn in enumerate(turns(self.text), start=1):
            first, last = self.met(turn.start, turn.end)
            positions[first:last] = [position] * (last - first)
        return positions

    def pieces(self, same: Sequence[Span]) -> list[Piece]:
        """Return the text cut where runs of words begin and end that stand in the other text too."""
        cuts: list[tuple[int, bool]] = []
        for first, last in same:
            cuts += [(self.starts[first], True), (self.ends[last - 1], False)]
        edges = [(0, False), *cuts]
        ends = [*(at for at, _ in cuts), len(self.text)]
        parts = ((self.text[at:end], is_same) for (at, is_same), end in zip(edges, ends, strict=True))
        return [(part, is_same or not part.strip()) for part, is_same in parts if part]


# laying one text beside the other ---------------------------------------------------------------------


class _Alignment:
    """Two texts beside each other: for each word of the old one its place in the new one, or -1."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = _Words(old), _Words(new)
        self.places = _places(self.old.words, self.new.words)
        self.before = _last_known(self.places)
        self.after = _last_known(self.places[::-1])[::-1]

    def anchor(self, start: int, end: int) -> Anchor:
        """Return where the passage stands in the new text."""
        first, last = self.old.met(start, end)
        if not 0 <= start < end <= len(self.old.text) or first >= last:
            return Anchor("lost", 0, 0)
        words = self.old.words[first:last]
        there = self.new.places(words)
        place = self._certain(first, last, there)
        if place is not None:
            return self._taken_over(start, end, first, last, place, len(there))
        proposed = self._proposed(first, last)
        if there:
            best = max(there, key=lambda at: (self._neighbours(first, at, len(words)), at == proposed[0]))
            return Anchor("unclear", *self._span(best, best + len(words)), len(there))
        return self._changed(words, proposed)

    def _taken_over(self, start: int, end: int, first: int, last: int, place: int, places: int) -> Anchor:
        """Return the passage at its place; where it begins or ends within a word, it does so there too."""
        stop = place + last - first - 1
        passage = (
            self.new.starts[place] + max(0, start - self.old.starts[first]),
            self.new.ends[stop] - max(0, self.old.ends[last - 1] - end),
        )
        return Anchor("exact" if passage == (start, end) else "moved", *passage, places)

    def _certain(self, first: int, last: int, there: Sequence[int]) -> int | None:
        """Return the place that is meant without doubt, or None."""
        size = last - first
        here = self.old.places(self.old.words[first:last]) if there else []
        if len(here) == len(there) == 1 and _count_of_words(self.old.words[first:last]) >= LONG_ENOUGH:
            return there[0]
        place = self.places[first]
        if place < 0 or any(self.places[at] != place + at - first for at in range(first, last)):
            return None
        score = self._neighbours(first, place, size)
        if score < LEAST_NEIGHBOURS:
            return None
        if not self._has_rival(first, place, size, score):
            return place
        # Where the neighbours are all the same too, the third stays the third, if none came or went anywhere.
        are_one_by_one = [self.places[at] for at in here] == list(there)
        return place if are_one_by_one and score == 2 * NEIGHBOURS else None

    def _has_rival(self, first: int, place: int, size: int, score: int) -> bool:
        """Whether the same words stand elsewhere, in either text, among as many of the same neighbours."""
        words = self.old.words[first : first + size]
        there = self.new.beside(self.new.places(words), size, self.old.edges(first, size))
        here = self.old.beside(self.old.places(words), size, self.new.edges(place, size))
        return any(self._neighbours(first, at, size) >= score for at in there if at != place) or any(
            self._neighbours(at, place, size) >= score for at in here if at != first
        )

    def _neighbours(self, first: int, place: int, size: int) -> int:
        """Return how many words next to the passage are the same, before and after it together."""
        return self._run(first - 1, place - 1, -1) + self._run(first + size, place + size, 1)

    def _run(self, one: int, other: int, step: int) -> int:
        old, new = self.old.words, self.new.words
        for count in range(NEIGHBOURS):
            is_end, is_other_end = not 0 <= one < len(old), not 0 <= other < len(new)
            if is_end and is_other_end:
                return NEIGHBOURS
            if is_end or is_other_end or old[one] != new[other]:
                return count
            one, other = one + step, other + step
        return NEIGHBOURS

    def _proposed(self, first: int, last: int) -> tuple[int, int]:
        """Return the words of the new text between those that stand around the passage in both."""
        start, end = self.places[first], self.places[last - 1]
        if start < 0:
            start = self.before[first] + 1
        if end < 0:
            end = self.after[last - 1] - 1 if self.after[last - 1] >= 0 else len(self.new.words) - 1
        return start, end + 1

    def _changed(self, words: Sequence[str], proposed: tuple[int, int]) -> Anchor:
        start, end = proposed
        if start < end and _likeness(words, self.new.words[start:end]) >= LIKE:
            return Anchor("changed", *self._span(start, end))
        at = self.new.starts[start] if start < len(self.new.starts) else len(self.new.text)
        return Anchor("lost", at, at)

    def _span(self, first: int, last: int) -> Span:
        return self.new.starts[first], self.new.ends[last - 1]


@lru_cache(maxsize=8)
def _alignment(old: str, new: str) -> _Alignment:
    return _Alignment(old, new)


def _last_known(places: Sequence[int]) -> list[int]:
    """Return for each word the place of the last one, up to it, that has one; -1 where there is none."""
    filled, last = [], -1
    for place in places:
        last = place if place >= 0 else last
        filled.append(last)
    return filled


def _count_of_words(words: Sequence[str]) -> int:
    """Return how many of them are words; “that's” is one."""
    return sum(word[0].isalnum() and before not in ("'", "’") for before, word in pairwise(("", *words)))


def _likeness(words: Sequence[str], others: Sequence[str]) -> float:
    one, other = " ".join(words), " ".join(others)
    if len(other) > 4 * len(one) + 40:
        return 0.0
    if max(len(one), len(other)) <= _ENOUGH_LETTERS:
        return SequenceMatcher(None, one, other, autojunk=False).ratio()
    return SequenceMatcher(None, words, others, autojunk=False).ratio()


def _places(old: Sequence[str], new: Sequence[str]) -> list[int]:
    places = [-1] * len(old)
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            places[a] = c
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            places[b] = d
        if a == b or c == d:
            continue
        pairs = list(_rising(_once_in_both(old, new, a, b, c, d)))
        if not pairs:
            pairs = _by_longest_runs(old, new, a, b, c, d)
            waiting_between: list[tuple[int, int, int, int]] = []
        else:
            edges = [(a - 1, c - 1), *pairs, (b, d)]
            waiting_between = [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(edges)]
        for at, place in pairs:
            places[at] = place
        waiting += waiting_between
    return places


def _once_in_both(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Return the places of words that stand exactly once in each stretch, in the order of the old text."""
    counts = Counter(old[a:b])
    others = Counter(new[c:d])
    there = {word: at for at, word in enumerate(new[c:d], start=c) if others[word] == 1}
    return [(at, there[old[at]]) for at in range(a, b) if counts[old[at]] == 1 and old[at] in there]


def _rising(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return the longest part of the pairs whose places rise in both texts."""
    lasts: list[int] = []
    chosen: list[int] = []
    earlier: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(lasts, place)
        earlier.append(chosen[length - 1] if length else -1)
        lasts[length : length + 1] = [place]
        chosen[length : length + 1] = [number]
    run: list[tuple[int, int]] = []
    number = chosen[-1] if chosen else -1
    while number >= 0:
        run.append(pairs[number])
        number = earlier[number]
    return reversed(run)


def _by_longest_runs(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Return the pairs of a stretch without words that stand once; none where it repeats itself too often to tell."""
    counts, others = Counter(old[a:b]), Counter(new[c:d])
    if sum(count * others[word] for word, count in counts.items()) > SMALL:
        return []
    blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
    return [(a + one + step, c + other + step) for one, other, size in blocks for step in range(size)]
