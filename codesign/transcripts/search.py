"""Words found in every interview, and the passages around them that can be coded.

What is looked for stands between spaces: one word, or several that follow each other. Letter case is not held against a
word, nor typographic apostrophes and hyphens; accents are. A `*` at the end of a word stands for any ending.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, TypeAlias

import pandas as pd

from codesign.transcripts.bounds import cuts_character, cuts_letters, sentences, word_bounds

HIT_COLUMNS = ["transcript_id", "turn_start", "turn_end", "start", "end", "marks"]
PASSAGE_COLUMNS = ["transcript_id", "start", "end", "sentence_start", "sentence_end", "marks"]
LONGEST_EXCERPT = 280
Reach = Literal["words", "sentence", "answer"]
Span: TypeAlias = tuple[int, int]

_SAME = [("’", "'"), ("‘", "'"), ("ʼ", "'"), ("\u2010", "-"), ("\u2011", "-"), ("ς", "σ")]
_QUOTE_MARKS = '"“”«»„ \t\n'
_ANY_ENDING = "*"
_SPACE = re.compile(r"\s+")


def find_words(
    texts: Mapping[str, str],
    segments: pd.DataFrame,
    words: str,
    *,
    whole_words: bool = True,
    in_one_sentence: bool = False,
    interviewers: bool = False,
) -> pd.DataFrame:
    """Return every place where the words are said, in the order of interviews and turns.

    `segments` needs transcript_id, start, end and role; only respondents' turns are looked through, unless
    `interviewers`. Several words are a phrase; with `in_one_sentence` they may stand anywhere in a sentence, in any
    order. Columns: transcript_id, turn_start, turn_end, start, end, and marks, the (start, end) of each word found.
    """
    wanted = _wanted(words, whole_words=whole_words)
    if not wanted:
        return pd.DataFrame(columns=HIT_COLUMNS)
    find = _in_sentences if in_one_sentence and len(wanted) > 1 else _phrases
    rows = [
        (transcript, *turn, marks[0][0], max(end for _, end in marks), marks)
        for transcript, turns in _turns(segments, interviewers=interviewers)
        if transcript in texts
        for turn, marks in find(texts[transcript], turns, wanted)
    ]
    return pd.DataFrame(rows, columns=HIT_COLUMNS)


def passages_around(hits: pd.DataFrame, texts: Mapping[str, str], reach: Reach = "sentence") -> pd.DataFrame:
    """Return the passages that hold the hits of `find_words`, each once: whole words, the sentence, or the answer.

    Columns: transcript_id, start, end, sentence_start, sentence_end (of the first hit in it), marks (all in it).
    """
    passages: dict[tuple[str, Span], tuple[Span, list[Span]]] = {}
    for transcript, turn_start, turn_end, start, end, marks in hits[HIT_COLUMNS].itertuples(index=False):
        sentence = _sentence(texts[transcript], (turn_start, turn_end), (start, end))
        whole = _clipped(word_bounds(texts[transcript], start, end), (turn_start, turn_end))
        passage = {"words": whole, "sentence": sentence, "answer": (turn_start, turn_end)}[reach]
        passages.setdefault((transcript, passage), (sentence, []))[1].extend(marks)
    rows = [(one, *passage, *sentence, tuple(marks)) for (one, passage), (sentence, marks) in passages.items()]
    return pd.DataFrame(rows, columns=PASSAGE_COLUMNS)


def excerpt(
    text: str, sentence: Span, marks: Sequence[Span], longest: int = LONGEST_EXCERPT
) -> tuple[list[tuple[str, bool]], int]:
    """Return the sentence of a hit on one line, in pieces that are a hit or not, and how many hits stand elsewhere.

    A long one is cut between words, around the first hit.
    """
    first, last = _cut(text, sentence, marks[0], longest)
    inside = [mark for mark in _apart(marks) if first <= mark[0] and mark[1] <= last]
    edges = [first, *(place for mark in inside for place in mark), last]
    pieces = [_SPACE.sub(" ", text[start:end]) for start, end in pairwise(edges)]
    pieces[0] = f"… {pieces[0].lstrip()}" if first > sentence[0] else pieces[0]
    pieces[-1] = f"{pieces[-1].rstrip()} …" if last < sentence[1] else pieces[-1]
    shown = [(piece, bool(number % 2)) for number, piece in enumerate(pieces) if piece]
    return shown, len(_apart(marks)) - len(inside)


# what is looked for -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Word:
    """One word of a search, in the spellings it may have in a text."""

    spellings: tuple[str, ...]
    any_ending: bool
    is_whole: bool

    def starts(self, folded: str, start: int, end: int) -> Iterator[int]:
        """Give every place between start and end where the word may begin."""
        for spelling in self.spellings:
            place = folded.find(spelling, start, end)
            while place >= 0:
                if not self._cuts(folded, place):
                    yield place
                place = folded.find(spelling, place + 1, end)

    def end(self, folded: str, start: int, end: int) -> int | None:
        """Return where the word ends that begins at `start`; None where it is another word."""
        for spelling in self.spellings:
            if folded.startswith(spelling, start, end):
                place = self._grown(folded, start + len(spelling), end)
                if not self._cuts(folded, place):
                    return place
        return None

    def _grown(self, folded: str, place: int, end: int) -> int:
        while self.any_ending and place < end and cuts_letters(folded, place):
            place += 1
        return place

    def _cuts(self, folded: str, place: int) -> bool:
        return cuts_letters(folded, place) if self.is_whole else cuts_character(folded, place)


def _wanted(words: str, *, whole_words: bool) -> list[_Word]:
    parts = (part for part in words.strip(_QUOTE_MARKS).split() if part.strip(_ANY_ENDING))
    return [_word(part, is_whole=whole_words) for part in parts]


def _word(part: str, *, is_whole: bool) -> _Word:
    stem = part.rstrip(_ANY_ENDING)
    forms = (unicodedata.normalize(form, stem) for form in ("NFC", "NFD"))
    return _Word(tuple(dict.fromkeys(map(_fold, forms))), any_ending=stem != part, is_whole=is_whole)


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    """Return the text in small letters and plain marks, each character where it was."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    for typed, plain in _SAME:
        folded = folded.replace(typed, plain)
    return folded


# finding ----------------------------------------------------------------------------------------------


def _turns(segments: pd.DataFrame, *, interviewers: bool) -> Iterator[tuple[str, list[Span]]]:
    """Give each interview's turns to look through, in order."""
    spoken = segments if interviewers else segments[segments["role"] == "respondent"]
    by_interview: dict[str, list[Span]] = {}
    columns = (spoken[name].tolist() for name in ("transcript_id", "start", "end"))
    for transcript, start, end in zip(*columns, strict=True):
        by_interview.setdefault(transcript, []).append((start, end))
    yield from ((transcript, sorted(turns)) for transcript, turns in sorted(by_interview.items()))


def _phrases(text: str, turns: Sequence[Span], wanted: Sequence[_Word]) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """Give the turn and place of each phrase; those that overlap an earlier one are left out."""
    folded = _folded(text)
    for start, end in turns:
        reached = start
        for place in sorted(wanted[0].starts(folded, start, end)):
            last = _phrase_end(folded, place, end, wanted) if place >= reached else None
            if last is not None:
                reached = last
                yield (start, end), ((place, last),)


def _phrase_end(folded: str, start: int, end: int, wanted: Sequence[_Word]) -> int | None:
    place = wanted[0].end(folded, start, end)
    for word in wanted[1:]:
        first = _after_space(folded, place, end) if place is not None else None
        place = word.end(folded, first, end) if first is not None else None
    return place


def _after_space(folded: str, place: int, end: int) -> int | None:
    """Return where the next word begins; None where no space comes first."""
    first = place
    while first < end and folded[first].isspace():
        first += 1
    return first if first > place else None


def _in_sentences(text: str, turns: Sequence[Span], wanted: Sequence[_Word]) -> Iterator[tuple[Span, tuple[Span, ...]]]:
    """Give the turn and places of all words for each sentence that holds them all."""
    folded = _folded(text)
    for start, end in turns:
        places_by_word = [_places(folded, start, end, word) for word in wanted]
        if not all(places_by_word):
            continue
        for first, last in sentences(text, start, end):
            inside = [
                [place for place in places if first <= place[0] and place[1] <= last] for places in places_by_word
            ]
            if all(inside):
                yield (start, end), tuple(sorted({place for places in inside for place in places}))


def _places(folded: str, start: int, end: int, word: _Word) -> list[Span]:
    ends = ((place, word.end(folded, place, end)) for place in word.starts(folded, start, end))
    return [(place, last) for place, last in ends if last is not None]


def _sentence(text: str, turn: Span, hit: Span) -> Span:
    """Return the sentence a hit begins in, or the sentences where it goes on into the next."""
    bounds = _sentences_of(text, *turn)
    first = bisect_right(bounds, (hit[0], turn[1] + 1)) - 1
    last = bisect_right(bounds, (hit[1] - 1, turn[1] + 1)) - 1
    return (bounds[max(first, 0)][0], bounds[max(last, 0)][1]) if bounds else turn


@lru_cache(maxsize=512)
def _sentences_of(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(sentences(text, start, end))


def _clipped(span: Span, turn: Span) -> Span:
    return max(span[0], turn[0]), min(span[1], turn[1])


def _apart(marks: Sequence[Span]) -> list[Span]:
    """Return the hits in order, those that overlap as one."""
    apart = list[Span]()
    for start, end in sorted(marks):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _cut(text: str, sentence: Span, mark: Span, longest: int) -> Span:
    """Return the sentence, or where it is too long the words around the hit."""
    start, end = sentence
    if end - start <= longest:
        return sentence
    room = max(longest - (mark[1] - mark[0]), 0) // 2
    before, after = text.find(" ", max(start, mark[0] - room), mark[0]), text.rfind(" ", mark[1], mark[1] + room)
    first = start if mark[0] - start <= room else (before + 1 or mark[0])
    last = end if end - mark[1] <= room else max(after, mark[1])
    return first, last
