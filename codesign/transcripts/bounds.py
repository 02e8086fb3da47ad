"""Stretches of a text: whole words, sentences and paragraphs, and offsets as a browser counts them."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from codesign.transcripts.layouts import paragraph_bounds, trimmed, turns

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""The scripts written without spaces, as a range of a pattern: a run of letters is no word, so letters stand alone."""

_WORD = re.compile(r"\w")
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_JOINERS = "'’\u2011-"
_NO_SPACE = re.compile(r"\S")
_ZERO_WIDTH_JOINER = "\u200d"
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

_SENTENCE_END = re.compile(r"(?:[.!?]+|…)[\"”’')\]»]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“«])(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|Inc|Ltd|Co|Corp|Jr|Sr|Mt|Ft|Gen|Rep|Sen|M|Mme|Mlle|Me|[A-Z])\.$"
)


def word_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the selection grown to whole words and without space at its ends; empty if it is only space."""
    start, end = sorted((_within(text, start), _within(text, end)))
    start, end = trimmed(text, start, end)
    if start == end:
        return start, start
    while start > 0 and _is_inside_word(text, start):
        start -= 1
    while end < len(text) and _is_inside_word(text, end):
        end += 1
    return start, end


def paragraph_at(text: str, position: int) -> tuple[int, int]:
    """Return the paragraph around a position, never beyond the speaker turn it is in; empty between paragraphs."""
    position = _within(text, position)
    start, end = _around(paragraph_bounds(text), position)
    if start == end:
        return start, end
    turn_start, turn_end = _around([(turn.start, turn.end) for turn in turns(text)], position)
    return (start, end) if turn_start == turn_end else (max(start, turn_start), min(end, turn_end))


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Return the sentence around a position, within its paragraph; empty between paragraphs."""
    start, end = paragraph_at(text, position)
    bounds = _sentences(text, start, end)
    later = [bound for bound in bounds if bound[0] < bound[1] and position < bound[1]]
    return later[0] if later else (bounds[-1] if start < end else (start, start))


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a stretch of text, such as a speaker's turn, in order; none goes beyond a paragraph."""
    bounds = paragraph_bounds(text)
    met = takewhile(lambda bound: bound[0] < end, bounds[max(0, bisect_right(bounds, (start, len(text) + 1)) - 1) :])
    stretches = [one for first, last in met for one in _sentences(text, max(start, first), min(end, last))]
    return [(first, last) for first, last in stretches if first < last]


def cuts_letters(text: str, place: int) -> bool:
    """Whether dividing the text before this place would cut a run of letters, or a drawn character, in two."""
    if not 0 < place < len(text):
        return False
    if cuts_character(text, place):
        return True
    return not _is_unspaced(text, place) and bool(_WORD.match(_base(text, place)) and _WORD.match(text[place]))


def cuts_character(text: str, place: int) -> bool:
    """Whether what stands before this place and what follows are drawn as one: a letter and its accent, an emoji."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return not before.isspace() and (_clings(after) or before == _ZERO_WIDTH_JOINER)


def utf16_to_code_points(text: str, offset: int) -> int:
    """Return the code point offset of an offset in UTF-16 units, as JavaScript counts; ValueError outside the text.

    An offset between the halves of one character becomes the offset before it.
    """
    if not 0 <= offset <= code_points_to_utf16(text, len(text)):
        raise ValueError(f"offset {offset} is outside the text")
    before = offset
    for seen, astral in enumerate(_ASTRAL.finditer(text)):
        if astral.start() + seen >= offset:
            return offset - seen
        before = max(astral.start(), offset - seen - 1)
    return before


def code_points_to_utf16(text: str, offset: int) -> int:
    """Return the offset in UTF-16 units, as JavaScript counts, of a code point offset; ValueError outside the text."""
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} is outside the text")
    return offset + len(_ASTRAL.findall(text, 0, offset))


def _within(text: str, position: int) -> int:
    return max(0, min(len(text), position))


def _around(bounds: Sequence[tuple[int, int]], position: int) -> tuple[int, int]:
    place = bisect_right(bounds, (position, len(bounds) and bounds[-1][1] + 1)) - 1
    if place >= 0 and bounds[place][0] <= position <= bounds[place][1]:
        return bounds[place]
    return position, position


def _is_inside_word(text: str, place: int) -> bool:
    """Whether the text cannot be divided before this place without cutting a word or a drawn character."""
    if text[place - 1].isspace():
        return False
    return cuts_letters(text, place) or (not _is_unspaced(text, place) and _is_joined(text, place))


def _is_unspaced(text: str, place: int) -> bool:
    return bool(_IS_UNSPACED.match(text[place - 1]) or _IS_UNSPACED.match(text[place]))


def _base(text: str, place: int) -> str:
    """Return the character that accents before this place stand on."""
    while place > 1 and _clings(text[place - 1]):
        place -= 1
    return text[place - 1]


def _clings(character: str) -> bool:
    """Accents, variation selectors, joiners and skin tones belong to the character before them."""
    tone = "\U0001f3fb" <= character <= "\U0001f3ff"
    return tone or character == _ZERO_WIDTH_JOINER or unicodedata.category(character).startswith("M")


def _is_joined(text: str, place: int) -> bool:
    """Tell an apostrophe or hyphen with letters on both sides, as in don't and lock-out."""
    middle = place if text[place] in _JOINERS else place - 1
    if text[middle] not in _JOINERS or not 0 < middle < len(text) - 1:
        return False
    return bool(_WORD.match(_base(text, middle)) and _WORD.match(text[middle + 1]))


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph; some may be empty."""
    ends = [mark.end() for mark in _SENTENCE_END.finditer(text, start, end) if _ends_sentence(text, start, mark)]
    return [trimmed(text, first, last) for first, last in zip([start, *ends], [*ends, end], strict=True)]


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    following = _next_word(text, mark.end()) if "\n" in text[mark.end() : mark.end() + 2] else ""
    following = following or text[mark.end() + 1 : mark.end() + 2]
    return not following.islower() and not _ABBREVIATION.search(text[max(start, mark.end() - 12) : mark.end()])


def _next_word(text: str, place: int) -> str:
    """Return the first character from a place on that is no space."""
    match = _NO_SPACE.search(text, place)
    return match[0] if match else ""
