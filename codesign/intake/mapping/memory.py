"""What was chosen for a table before: kept in the study, so that the next export of the same survey is not asked."""

from __future__ import annotations

from collections.abc import Mapping

from codesign import schemas
from codesign.intake.mapping.layouts import AnswerTable, plain
from codesign.intake.mapping.parts import Choice
from codesign.journal import Change

SIGN = " = "
TELLING = 3
"""Words a heading has at least that means the same in another table."""
Words = dict[str, dict[str, str]]


def remembered(tables: schemas.Tables, table: AnswerTable, kind: str) -> tuple[dict[str, Choice], Words]:
    """Return what each column of such a table held when it was last taken in, and what answers in words meant."""
    choices: dict[str, Choice] = {}
    words: Words = {}
    for row in schemas.records(tables["column_mappings"]):
        if row["kind"] == kind and row["headings_sha256"] == table.sha256:
            choices[row["letter"]] = Choice(row["part"], row["task_id"])
            words.setdefault(row["part"], {}).update(_meanings(row["answers"]))
    return choices, {part: meanings for part, meanings in words.items() if meanings}


def by_heading(tables: schemas.Tables, kind: str) -> dict[str, Choice]:
    """Return what columns with the same words above them held in all tables before, by these words.

    So a survey that got one more question is asked about that one only. A heading of a word or two, such as “Comment”,
    may mean something else in the next table.
    """
    held: dict[str, set[Choice]] = {}
    for row in schemas.records(tables["column_mappings"]):
        if row["kind"] == kind and len(row["heading"].split()) >= TELLING:
            held.setdefault(plain(row["heading"]), set()).add(Choice(row["part"], row["task_id"]))
    return {heading: choices.pop() for heading, choices in held.items() if len(choices) == 1}


def _meanings(lines: str) -> dict[str, str]:
    pairs = (line.rpartition(SIGN.rstrip()) for line in lines.splitlines())
    return {plain(answer): number.strip() for answer, _sign, number in pairs if answer}


def as_changes(
    table: AnswerTable, kind: str, choices: Mapping[str, Choice], words: Mapping[str, Mapping[str, str]]
) -> list[Change]:
    """Return the changes that keep what was chosen."""
    return [
        Change(
            "put",
            "column_mappings",
            {
                "kind": kind,
                "headings_sha256": table.sha256,
                "letter": letter,
                "heading": table.heading(letter).words,
                "part": choice.part,
                "task_id": choice.task_id,
                "answers": "\n".join(
                    f"{answer}{SIGN}{number}" for answer, number in sorted(words.get(choice.part, {}).items())
                ),
            },
        )
        for letter, choice in choices.items()
    ]
