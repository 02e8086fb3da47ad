"""Tables as survey programs and job boards write them: which program, its headings, and the rows that are answers."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import yaml

from codesign import spreadsheets
from codesign.errors import RefusedFile
from codesign.phrases import count_of

PLAIN = "table"
"""What a table is called of which the program is not recognised."""


@dataclass(frozen=True)
class Heading:
    """A column as it stands: its letter, the words above it, and what the program says there of each row, if it does.

    `name` is what the program calls it; `asked` is the question in words, the name where there is none.
    """

    letter: str
    name: str
    asked: str
    of_row: str = ""

    @property
    def words(self) -> str:
        """The question in one line, for people."""
        return " ".join(self.asked.split()) or f"column {self.letter}, without a heading"


@dataclass(frozen=True)
class AnswerRow:
    """A row of answers: its number as a spreadsheet shows it, and its cells by the letter of the column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, letter: str) -> str:
        return self.cells.get(letter, "")


@dataclass(frozen=True)
class AnswerTable:
    """A table as it came: the program it is of, its headings, its rows, and what was left out of these and why."""

    program: str
    headings: tuple[Heading, ...]
    rows: tuple[AnswerRow, ...]
    remarks: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """The checksum of all headings, by which the same survey is told when more of its answers come."""
        headings = [[heading.name, heading.asked] for heading in self.headings]
        return hashlib.sha256(json.dumps(headings, ensure_ascii=False).encode()).hexdigest()

    def of_row(self, part: str) -> list[str]:
        """Return the columns in which the program says this of each row, such as mail."""
        return [heading.letter for heading in self.headings if heading.of_row == part]

    def heading(self, letter: str) -> Heading:
        """Return a column by its letter."""
        return next(heading for heading in self.headings if heading.letter == letter)


@cache
def rules() -> Mapping[str, Any]:
    """Return what is written of programs, headings and answers in rules/answer_tables.yaml."""
    text = resources.files("codesign").joinpath("rules", "answer_tables.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def plain(words: str) -> str:
    """Return words in small letters with single spaces, without marks around them.

    >>> plain("  Very  Important. "), plain("N’importe")
    ('very important', "n'importe")
    """
    return " ".join(words.replace("’", "'").replace("_x000D_", " ").casefold().split()).strip(" .:*!")


def letter_of(place: int) -> str:
    """Return the column at a place counted from 0 as a spreadsheet calls it.

    >>> letter_of(0), letter_of(27)
    ('A', 'AB')
    """
    above, here = divmod(place, 26)
    return (letter_of(above - 1) if above else "") + chr(ord("A") + here)


def answer_table(name: str, content: bytes) -> AnswerTable:
    """Return a table with its program recognised; RefusedFile where the file is none, or has no answer."""
    lines, empty = spreadsheets.read_lines(name, content)
    if not lines:
        raise RefusedFile(f"{name} is empty. Nothing was changed.")
    width = max(len(cells) for _row, cells in lines)
    names = [cell.strip() for cell in [*lines[0][1], *([""] * (width - len(lines[0][1])))]]
    heads = _rows_of_headings(lines)
    program = "Qualtrics" if heads == 3 else _program(names)
    heads = 2 if program == "Qualtrics" and heads == 1 and _is_in_words(lines) else heads
    questions = [cell.strip() for cell in lines[1][1]] if heads > 1 else names
    headings = _headings(names, questions, program)
    rows = [AnswerRow(row, _by_letter(cells)) for row, cells in lines[heads:]]
    table = AnswerTable(program, _without_empty(headings, rows), tuple(rows), _said_of(headings, empty))
    return _answers_only(name, table)


def _by_letter(cells: Sequence[str]) -> dict[str, str]:
    return {letter_of(place): cell.strip() for place, cell in enumerate(cells) if cell.strip()}


def _rows_of_headings(lines: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return 3 where Qualtrics wrote names, questions and ImportIds, else 1."""
    third = [cell for cell in lines[2][1] if cell.strip()] if len(lines) > 2 else []
    return 3 if third and all(cell.lstrip().startswith('{"ImportId"') for cell in third) else 1


def _is_in_words(lines: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether a second row of headings follows: it calls the days of a start a start, and not by a date."""
    second = [plain(cell) for cell in lines[1][1]] if len(lines) > 1 else []
    return bool({"start date", "recorded date", "end date", "response id"} & set(second))


def _program(names: Sequence[str]) -> str:
    there = {plain(name) for name in names}
    fitting = (one["name"] for one in rules()["programs"] if all(there & set(needed) for needed in one["needs"]))
    return str(next(fitting, PLAIN))


def _headings(names: Sequence[str], questions: Sequence[str], program: str) -> list[Heading]:
    of_rows = {word: part for part, words in rules()["of_rows"].items() for word in words}
    asked = [*questions, *([""] * (len(names) - len(questions)))]
    if program == "Microsoft Forms":
        asked = [_without_count(name, set(names)) for name in asked]
    return [
        Heading(letter_of(place), name, words or name, of_rows.get(plain(name), "") if program != PLAIN else _who(name))
        for place, (name, words) in enumerate(zip(names, asked, strict=False))
    ]


def _without_count(name: str, names: set[str]) -> str:
    """Return a heading without the figure by which Microsoft Forms tells two that are alike."""
    return name[:-1] if name[-1:] in "23456789" and name[:-1] in names else name


def _who(name: str) -> str:
    """Return whether a heading of no program we know asks who answers: of such tables nothing else is certain."""
    of_rows = rules()["of_rows"]
    return next((part for part in ("mail", "id", "name", "sent") if plain(name) in of_rows[part]), "")


def _without_empty(headings: Sequence[Heading], rows: Sequence[AnswerRow]) -> tuple[Heading, ...]:
    filled = {letter for row in rows for letter in row.cells}
    return tuple(heading for heading in headings if heading.name or heading.letter in filled)


def _said_of(headings: Sequence[Heading], empty: int) -> tuple[str, ...]:
    remarks = [f"{count_of(empty, 'row')} {'is' if empty == 1 else 'are'} empty."] if empty else []
    counts = Counter(heading.words for heading in headings if heading.name)
    for words, count in counts.items():
        if count > 1:
            letters = ", ".join(heading.letter for heading in headings if heading.words == words)
            remarks.append(f"{count} columns are called “{words[:60]}”: {letters}. Each is asked for by its letter.")
    return tuple(remarks)


# rows that are no answers ------------------------------------------------------------------------------


def _answers_only(name: str, table: AnswerTable) -> AnswerTable:
    """Leave out what the program or a name calls a preview or a test, and say so."""
    states = [*table.of_row("status"), *table.of_row("channel")] if table.program == "Qualtrics" else []
    names = [*table.of_row("mail"), *table.of_row("name")]
    previews = [row for row in table.rows if any(plain(row[one]) in rules()["previews"] for one in states)]
    aside = {row.number for row in previews}
    trials = [row for row in table.rows if row.number not in aside and any(_is_trial(row[one]) for one in names)]
    aside |= {row.number for row in trials}
    rows = tuple(row for row in table.rows if row.number not in aside)
    if not rows:
        raise RefusedFile(f"{name} has no row of answers below its headings. Nothing was changed.")
    partial = _unfinished(rows, table)
    remarks = [
        *table.remarks,
        *_rows_left(previews, "a preview of the survey", "previews of the survey"),
        *_rows_left(trials, "called a test", "called tests"),
    ]
    if partial:
        answered = "1 row was" if len(partial) == 1 else f"{len(partial)} rows were"
        remarks.append(f"{answered} answered in part; what is answered comes in.")
    return AnswerTable(table.program, table.headings, rows, tuple(remarks))


def _rows_left(rows: Sequence[AnswerRow], one: str, many: str) -> list[str]:
    if not rows:
        return []
    numbers = ", ".join(str(row.number) for row in rows[:8]) + (" …" if len(rows) > 8 else "")
    first = f"Row {numbers} is {one}" if len(rows) == 1 else f"{len(rows)} rows are {many} ({numbers})"
    return [f"{first} and stays out."]


def _is_trial(name: str) -> bool:
    return bool(name) and (plain(name) in rules()["trials"] or re.match(r"(?i)test(ing)?@", name) is not None)


def _unfinished(rows: Sequence[AnswerRow], table: AnswerTable) -> list[AnswerRow]:
    finished, sent = table.of_row("finished"), table.of_row("sent")
    ends = table.program == "LimeSurvey" and bool(sent)
    return [
        row
        for row in rows
        if any(plain(row[one]) in rules()["unfinished"] for one in finished)
        or (ends and not any(row[one] for one in sent))
    ]
