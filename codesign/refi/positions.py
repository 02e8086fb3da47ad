"""Where a selection stands: programs count characters differently, and a file shows by its words which way it counts.

The standard (REFI-QDA 1.5, section 10.2) counts code points from 0. NVivo counts UTF-16 units with line ends as two,
others count the byte order mark, begin at 1, or name the last character. Each way is tried on a source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, product

import numpy as np
from numpy.typing import NDArray

SHORTEST_NAME = 3
_NAME_WEIGHT = 4
_RETURN, _FEED, _LAST_BMP = 13, 10, 0xFFFF
_BEYOND = 2**60


@dataclass(frozen=True)
class Convention:
    """A way to count: in what units, line ends as how many (0: as they stand), from which number, end in or out."""

    utf16: bool = False
    line_end: int = 0
    first: int = 0
    last_in: bool = False

    def __str__(self) -> str:
        unit = "UTF-16 units" if self.utf16 else "characters"
        lines = {0: "line ends as they stand", 1: "a line end as one", 2: "a line end as two"}[self.line_end]
        start = "from 1 (or with the byte order mark)" if self.first else "from 0"
        return f"{unit}, {lines}, {start}, the end {'included' if self.last_in else 'excluded'}"


@dataclass(frozen=True)
class Mark:
    """A selection as a file has it: two positions, and the words it is said to hold, or how they begin."""

    start: int
    end: int
    words: str = ""


@dataclass(frozen=True)
class Settled:
    """The way of counting that fits best, and where each mark stands in the text with LF line ends, or None.

    `bounds` of `possible` starts and ends fall on the edge of a word; `named` of `with_words` marks hold their words.
    """

    convention: Convention
    places: tuple[tuple[int, int] | None, ...]
    bounds: int
    possible: int
    named: int
    with_words: int


@dataclass(frozen=True)
class _Lines:
    text: str
    codes: NDArray[np.uint32]
    pairs: NDArray[np.bool_]


def conventions() -> list[Convention]:
    """Return every way of counting that is tried, the standard's first."""
    shifts = product((0, 1), (False, True))
    return [Convention(utf16, ends, *shift) for shift in shifts for utf16, ends in product((False, True), (0, 1, 2))]


def settled(raw: str, marks: Sequence[Mark], *, usual: Convention | None = None, lead: int = 0) -> Settled:
    """Return the way of counting in which most marks begin and end at words and hold the words they should.

    `raw` is the text of the source without byte order mark and with its own line ends. Another way than the `usual`
    one has to fit by more than `lead` starts and ends better; the usual one is the standard's where none is given.
    """
    lines = _lines(raw)
    fits = [_held(lines, marks, convention) for convention in conventions()]
    best = max(fits, key=_score)
    as_usual = next(one for one in fits if one.convention == (usual or Convention()))
    return as_usual if _score(as_usual) + lead >= _score(best) else best


def settled_together(sources: Sequence[tuple[str, Sequence[Mark]]]) -> list[Settled]:
    """Return the way of counting of each source of one project, which one program wrote.

    In a source with one or two marks several ways fit equally well: there the way of the other sources is kept.
    """
    alone = [settled(raw, marks) for raw, marks in sources]
    votes = Counter[Convention]()
    for one in alone:
        votes[one.convention] += one.bounds
    usual = max(conventions(), key=lambda convention: votes[convention])
    return [
        one if one.convention == usual else settled(raw, marks, usual=usual, lead=1)
        for one, (raw, marks) in zip(alone, sources, strict=True)
    ]


def line_feeds(raw: str) -> str:
    """Return the text the places of `settled` point into."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def kept_places(
    text: str, places: Sequence[tuple[int, int] | None], clean: Callable[[str], str]
) -> list[tuple[int, int] | None]:
    """Return the places in the cleaned text; None where cleaning leaves nothing of them."""
    offsets = sorted({0, len(text), *(offset for place in places if place for offset in place)})
    pieces = [clean(text[start:end]) for start, end in pairwise(offsets)]
    moved, length = {0: 0}, 0
    for offset, piece in zip(offsets[1:], pieces, strict=True):
        length += len(piece)
        moved[offset] = length
    if "".join(pieces) != clean(text):
        moved = {offset: len(clean(text[:offset])) for offset in offsets}
    shifted = [(moved[place[0]], moved[place[1]]) if place else None for place in places]
    return [place if place and place[0] < place[1] else None for place in shifted]


def moved_places(text: str, other: str, places: Sequence[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """Return the places in another text that has the same characters with other white space between them."""
    before = list(accumulate((not character.isspace() for character in text), initial=0))
    at = [place for place, character in enumerate(other) if not character.isspace()]

    def moved(place: tuple[int, int] | None) -> tuple[int, int] | None:
        first, last = (before[offset] for offset in place) if place else (0, 0)
        return (at[first], at[last - 1] + 1) if first < last else None

    return [moved(place) for place in places]


def _score(fit: Settled) -> int:
    # A shift must earn its place: one mark that ends in a space is no sign of another way to count.
    return _NAME_WEIGHT * fit.named + fit.bounds - fit.convention.first - fit.convention.last_in


def _lines(raw: str) -> _Lines:
    codes = np.frombuffer(raw.encode("utf-32-le", errors="surrogatepass"), dtype="<u4")
    pair = (codes[:-1] == _RETURN) & (codes[1:] == _FEED)
    stays = ~np.append(pair, False)[: len(codes)]
    pairs = np.insert(pair, 0, False)[: len(codes)]
    text = line_feeds(raw)
    return _Lines(text, codes[stays].astype(np.uint32), pairs[stays])


def _held(lines: _Lines, marks: Sequence[Mark], convention: Convention) -> Settled:
    places = _places(_reached(lines, convention), marks, convention)
    text = lines.text
    bounds = sum(_starts_word(text, place[0]) + _ends_word(text, place[1]) for place in places if place)
    telling = [
        (mark, place) for mark, place in zip(marks, places, strict=True) if len(_even(mark.words)) >= SHORTEST_NAME
    ]
    named = sum(holds(text, place, mark.words) for mark, place in telling if place)
    return Settled(convention, places, bounds, 2 * len(marks), named, len(telling))


def _reached(lines: _Lines, convention: Convention) -> NDArray[np.int64]:
    """Return the position, in this way of counting, of each character and of the end."""
    widths = np.ones(len(lines.codes), dtype=np.int64)
    if convention.utf16:
        widths[lines.codes > _LAST_BMP] = 2
    is_end = np.isin(lines.codes, (_RETURN, _FEED))
    widths[is_end] = convention.line_end or 1
    if not convention.line_end:
        widths[lines.pairs] = 2
    return np.concatenate([[0], np.cumsum(widths)]) + convention.first


def _places(
    reached: NDArray[np.int64], marks: Sequence[Mark], convention: Convention
) -> tuple[tuple[int, int] | None, ...]:
    """Return where each mark stands; None for one outside the text or without length."""
    starts = np.array([_bounded(mark.start) for mark in marks], dtype=np.int64)
    ends = np.array([_bounded(mark.end + convention.last_in) for mark in marks], dtype=np.int64)
    inside = (reached[0] <= starts) & (starts < ends) & (ends <= reached[-1])
    first, last = (np.searchsorted(reached, at, side="right") - 1 for at in (starts, ends))
    rows = zip((inside & (first < last)).tolist(), first.tolist(), last.tolist(), strict=True)
    return tuple((start, end) if is_there else None for is_there, start, end in rows)


def _bounded(position: int) -> int:
    return max(-1, min(position, _BEYOND))


def holds(text: str, place: tuple[int, int], words: str) -> bool:
    """Whether the passage has these words, or begins with them where they are only its beginning."""
    wanted = _even(words)
    there = _even(text[place[0] : place[1]])
    return bool(wanted) and (there == wanted or (len(wanted) >= SHORTEST_NAME and there.startswith(wanted)))


def _even(words: str) -> str:
    return "".join(words.rstrip(" .…").split())


def _starts_word(text: str, start: int) -> bool:
    return not text[start].isspace() and not (start > 0 and text[start - 1].isalnum() and text[start].isalnum())


def _ends_word(text: str, end: int) -> bool:
    inside = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not text[end - 1].isspace() and not inside
