"""What the rows of a table say once each column has its part: values by respondent, and the cells set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from codesign.intake.mapping import answers
from codesign.intake.mapping.answers import Answer
from codesign.intake.mapping.layouts import AnswerRow, AnswerTable
from codesign.intake.mapping.parts import WHO, YES_OR_NO, Choice
from codesign.intake.mapping.pseudonyms import respondents
from codesign.phrases import count_of

RATED = ("importance", "frequency", "difficulty", "interest")
SLIPS, SHARE_OF_SLIPS = 2, 0.05
"""From so many numbers beyond 1 to 5, and so large a share of all, a column is on another scale: a convention."""
Words = Mapping[str, Mapping[str, str]]
"""By part, what each answer in words means: a number from 1 to 5, or "" for no answer."""
Field = tuple[str, str]
"""A part, and the task it is about or ""."""


@dataclass(frozen=True)
class Aside:
    """A cell that did not come in: its row as a spreadsheet shows it, its column, what stands there, what to do."""

    row: int
    letter: str
    heading: str
    value: str
    to_do: str

    def __str__(self) -> str:
        shown = self.value if len(self.value) < 60 else f"{self.value[:57]}…"
        return f"Row {self.row}, column {self.letter} ({self.heading[:60]}): “{shown}”: {self.to_do}."


@dataclass
class Respondent:
    """One respondent: the rows that are theirs, and what they said, the later of two answers where both are filled."""

    checksum: str
    rows: list[int] = field(default_factory=list)
    values: dict[Field, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What a table says: its respondents in order, the cells set aside, and what a person should know."""

    respondents: Sequence[Respondent]
    asides: Sequence[Aside]
    remarks: Sequence[str]


def read(table: AnswerTable, choices: Mapping[str, Choice], words: Words, salt: str) -> Read:
    """Return what the respondents of a table said, by the part of each column; blanks say nothing."""
    who = [letter for letter, choice in choices.items() if choice.part == WHO]
    used = {letter: choice for letter, choice in choices.items() if choice.part and choice.part != WHO}
    readers = {letter: _reader(choice.part, words) for letter, choice in used.items()}
    highest = {letter: _other_scale(table, letter, choice, words) for letter, choice in used.items()}
    other_scales = {letter: most for letter, most in highest.items() if most}
    readers |= {letter: partial(_unread, most=most) for letter, most in other_scales.items()}
    people: dict[str, Respondent] = {}
    asides: list[Aside] = []
    for row, checksum in respondents(table, who, salt):
        person = people.setdefault(checksum, Respondent(checksum))
        person.rows.append(row.number)
        person.values |= _of_row(row, table, used, readers, asides)
    asides = [one for one in asides if one.letter not in other_scales]
    remarks = [_on_other_scale(table.heading(letter).words, letter, most) for letter, most in other_scales.items()]
    return Read(list(people.values()), asides, [*remarks, *_twice(list(people.values()))])


def _other_scale(table: AnswerTable, letter: str, choice: Choice, words: Words) -> int:
    """Return the highest number of a column whose numbers are of another scale than 1 to 5; 0 where they are of this.

    One number above 5, or one nought, may be a slip of the pen; more are a scale from 0 to 10, of which a 4 is no 4.
    """
    if choice.part not in RATED or words.get(choice.part):
        return 0
    numbers = [int(cell) for row in table.rows if (cell := row[letter].strip()).isdecimal() and len(cell) < 4]
    beyond = [number for number in numbers if not 1 <= number <= 5]
    return max(numbers) if len(beyond) >= SLIPS and len(beyond) >= SHARE_OF_SLIPS * len(numbers) else 0


def _unread(cell: str, most: int) -> Answer:
    return Answer(fault=f"its column goes to {most}") if cell else answers.BLANK


def _on_other_scale(heading: str, letter: str, most: int) -> str:
    return (
        f"Column {letter} ({heading[:60]}) has numbers up to {most}: it is on another scale than 1 to 5, a 4 there "
        "is no 4 here. None of its answers comes in; ask again on 1 to 5, or choose “not used”."
    )


def _reader(part: str, words: Words) -> Callable[[str], Answer]:
    if part in RATED:
        return partial(answers.rate, words=words.get(part, {}))
    plain_readers = {"hours_per_week": answers.hours, "years": answers.years, "employer": answers.as_it_stands}
    return answers.yes_or_no if part in YES_OR_NO else plain_readers.get(part, answers.words)


def _of_row(
    row: AnswerRow,
    table: AnswerTable,
    used: Mapping[str, Choice],
    readers: Mapping[str, Callable[[str], Answer]],
    asides: list[Aside],
) -> dict[Field, Any]:
    """Return what a row says; two columns of one part are joined where they are words."""
    values: dict[Field, Any] = {}
    for letter, choice in used.items():
        cell = row[letter]
        answer = readers[letter](cell)
        if answer.fault:
            asides.append(Aside(row.number, letter, table.heading(letter).words, cell, answer.fault))
        elif answer.value is not None:
            at = (choice.part, choice.task_id)
            both = at in values and isinstance(answer.value, str)
            values[at] = f"{values[at]}; {answer.value}" if both else answer.value
    return values


def _twice(people: Sequence[Respondent]) -> list[str]:
    several = [one for one in people if len(one.rows) > 1]
    shown = [" and ".join(map(str, one.rows)) for one in several[:5]]
    if not several:
        return []
    more = f", and {len(several) - 5} more" if len(several) > 5 else ""
    return [
        f"{count_of(len(several), 'respondent')} answered more than once (rows {'; '.join(shown)}{more}): the later "
        "row stands where both are filled. Where two people share an address, choose “not used” for its column."
    ]


def conflicting(choices: Mapping[str, Choice], several: Mapping[str, bool]) -> Iterator[tuple[Choice, list[str]]]:
    """Yield each part that several columns hold though only one may, with these columns."""
    letters: dict[Choice, list[str]] = {}
    for letter, choice in choices.items():
        if choice.part and not several.get(choice.part):
            letters.setdefault(choice, []).append(letter)
    yield from ((choice, those) for choice, those in letters.items() if len(those) > 1)
