"""What an answer means: a whole number from 1 to 5, yes or no, a number, a day, options; or why it is set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from codesign.intake.mapping.layouts import plain, rules

ONE_TO_FIVE = "write one whole number from 1 to 5"
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\(?([1-5])\)?(?:[.,]0+)?")
_WITH_WORDS = re.compile(r"\(?([1-5])\)?\s*(?:[-–—=:.)]\s*|\s)(?=[^\W\d_])(.+)", re.DOTALL)
_HOURS = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?|heures?)?\.?(?:\s*(?:/|per|a|par)\s*(?:week|semaine))?"
)


@dataclass(frozen=True)
class Answer:
    """What a cell says: a value, or nothing and why; `fault` says what to do about a cell that is set aside."""

    value: Any = None
    fault: str = ""


BLANK = Answer()


def scale_of(part: str) -> list[list[list[str]]]:
    """Return the scales in words that answers to this part may be of, five anchors each, least first."""
    anchors = rules()["anchors"]
    return [*anchors.get(part, []), *anchors["any"]]


def says_nothing(cell: str) -> bool:
    """Whether a cell says that there is no answer, such as “n/a”."""
    return plain(cell) in _no_answers() or cell.casefold().strip() in _no_answers()


@cache
def _no_answers() -> frozenset[str]:
    return frozenset(str(one) for one in rules()["no_answer"])


def rate(cell: str, words: Mapping[str, str]) -> Answer:
    """Return an answer on a scale; `words` says which number each answer in words has.

    >>> rate("4,0", {}).value, rate("(2) rarely", {}).value, rate("Very important", {"very important": "5"}).value
    (4, 2, 5)
    >>> rate("4-5", {}).fault
    'write one whole number from 1 to 5'
    """
    if not cell:
        return BLANK
    if plain(cell) in words:
        return Answer(int(words[plain(cell)])) if words[plain(cell)] else Answer(fault="it was said to be no answer")
    if number := _NUMBER.fullmatch(cell.strip()):
        return Answer(int(number[1]))
    if (beside := _WITH_WORDS.fullmatch(cell.strip())) and not re.search(r"\d", beside[2]):
        return Answer(int(beside[1]))
    if says_nothing(cell):
        return Answer(fault="it says that there is no answer; nothing needs to be done")
    in_words = is_in_words(cell)
    return Answer(fault=f"say which number these words mean, or {ONE_TO_FIVE}" if in_words else ONE_TO_FIVE)


def is_in_words(cell: str) -> bool:
    """Whether an answer on a scale is in words and has no number that could be meant.

    >>> is_in_words("Very important"), is_in_words("4-5"), is_in_words("AO04"), is_in_words("5 = critical")
    (True, False, True, False)
    """
    return bool(re.fullmatch(r"a[o0]?\d{1,2}", plain(cell))) or not re.search(r"\d", cell)


def words_in(cells: Iterable[str]) -> dict[str, int]:
    """Return the answers in words among these cells, those that say there is none left out, with how often each is."""
    counts = Counter(" ".join(cell.split()) for cell in cells if cell and is_in_words(cell) and not says_nothing(cell))
    return dict(counts.most_common())


def meanings(part: str, answers: Sequence[str]) -> dict[str, str]:
    """Return the number each answer in words seems to have, "" where that is not certain; a person confirms it.

    Certain is what all scales agree on that hold every answer which is in any scale.

    >>> meanings("importance", ["Important", "Very important"]), meanings("importance", ["Very important"])
    ({'Important': '4', 'Very important': '5'}, {'Very important': ''})
    """
    wanted = {answer: plain(answer) for answer in answers}
    scales = [{words: str(place) for place, anchor in enumerate(scale, 1) for words in anchor}
              for scale in scale_of(part)]  # fmt: skip
    usual = {words for words in wanted.values() if any(words in scale for scale in scales)}
    whole = [scale for scale in scales if usual <= scale.keys()]
    return {answer: _agreed(words, whole) for answer, words in wanted.items()}


def _agreed(words: str, scales: Sequence[Mapping[str, str]]) -> str:
    numbers = {scale[words] for scale in scales if words in scale}
    return numbers.pop() if len(numbers) == 1 else ""


def yes_or_no(cell: str) -> Answer:
    """Return yes or no, in English or French, or a mark."""
    if not cell:
        return BLANK
    if plain(cell) in rules()["yes"]:
        return Answer(value=True)
    if plain(cell) in rules()["no"]:
        return Answer(value=False)
    if says_nothing(cell):
        return Answer(fault="it says that there is no answer; nothing needs to be done")
    return Answer(fault="write yes or no")


def hours(cell: str) -> Answer:
    """Return a number of hours; a range is none.

    >>> hours("7,5").value, hours("10 hours a week").value, hours("5-10").fault
    (7.5, 10.0, 'write one number of hours a week, such as 8')
    """
    return _number(cell, "write one number of hours a week, such as 8", most=168)


def years(cell: str) -> Answer:
    """Return a number of years."""
    return _number(re.sub(r"(?i)\s*(years?|yrs?|ans?|années?)\.?$", "", cell), "write one number of years", most=70)


def _number(cell: str, fault: str, *, most: float) -> Answer:
    if not cell:
        return BLANK
    number = _HOURS.fullmatch(cell.strip().lower())
    value = float(number[1].replace(",", ".")) if number else None
    return Answer(value) if value is not None and value <= most else Answer(fault=fault)


def words(cell: str) -> Answer:
    """Return words as they stand, without addresses of e-mail in them, which are kept nowhere."""
    return Answer(_MAIL.sub("[e-mail address]", cell)) if cell else BLANK


def as_it_stands(cell: str) -> Answer:
    """Return words that are stored nowhere as they stand, such as the name of an employer who gets a pseudonym."""
    return Answer(cell) if cell else BLANK


# several options in one cell ---------------------------------------------------------------------------


def options(cells: Sequence[str]) -> list[list[str]]:
    """Return the options each cell of a column chose.

    Options are separated by semicolons where any cell has one. A comma separates where both sides are seen apart in
    other answers: words that only ever stand together are one option.

    >>> options(["Online", "Online, Evenings", "Evenings", "Tools, scripts and more"])[1:]
    [['Online', 'Evenings'], ['Evenings'], ['Tools, scripts and more']]
    """
    if any(";" in cell for cell in cells):
        return [_each(cell.split(";")) for cell in cells]
    parted = [_each(re.split(r",\s*(?![^(]*\))", cell)) for cell in cells]
    tied = _tied(parted)
    return [_joined(parts, tied) for parts in parted]


def sectors(cells: Sequence[str], there: Mapping[str, str]) -> list[str]:
    """Return the sectors of each cell with semicolons between them, spelled as in the study where it has them.

    `there` has the study's sectors by their plain words; a comma between two of these always separates.

    >>> sectors(["Hydrogen, retrofit", "Oil, gas"], {"hydrogen": "hydrogen", "retrofit": "Retrofit"})
    ['hydrogen; Retrofit', 'Oil, gas']
    """
    return [
        "; ".join(there.get(plain(one), one) for one in _of_study(cell, there) or chosen)
        for cell, chosen in zip(cells, options(cells), strict=True)
    ]


def _of_study(cell: str, there: Mapping[str, str]) -> list[str]:
    parts = _each(re.split("[,;]", cell))
    return parts if all(plain(part) in there for part in parts) else []


def _each(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (" ".join(part.split()) for part in parts))))


def _tied(parted: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """Return the pairs of parts of which neither is seen without the other beside it."""
    uses = Counter(part for parts in parted for part in parts)
    pairs = Counter(pair for parts in parted for pair in pairwise(parts))
    return {pair for pair, count in pairs.items() if uses[pair[0]] == count == uses[pair[1]]}


def _joined(parts: Sequence[str], tied: set[tuple[str, str]]) -> list[str]:
    joined: list[str] = []
    for place, part in enumerate(parts):
        if place and (parts[place - 1], part) in tied:
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined
