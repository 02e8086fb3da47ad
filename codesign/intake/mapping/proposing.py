"""What each column seems to hold: by its heading alone, never by a guess from its cells."""

from __future__ import annotations

import re

from codesign.intake.mapping.layouts import PLAIN, AnswerTable, Heading, plain
from codesign.intake.mapping.named_tasks import NamedTasks
from codesign.intake.mapping.parts import WHO, YES_OR_NO, Choice, Part, Proposal, parts

NOT_USED = Choice()
_ROW_PARTS = {"mail": WHO, "id": WHO, "name": WHO}


def proposals(table: AnswerTable, kind: str, tasks: NamedTasks) -> dict[str, Proposal]:
    """Return what each column seems to hold, by its letter; of two that say the same neither is sure."""
    each = {heading.letter: _proposed(heading, table, kind, tasks) for heading in table.headings}
    counts: dict[Choice, list[str]] = {}
    for letter, one in each.items():
        if one.is_sure and one.choice.part and not parts(kind)[one.choice.part].several and one.choice.part != WHO:
            counts.setdefault(one.choice, []).append(letter)
    for choice, letters in counts.items():
        if len(letters) > 1:
            why = f"columns {' and '.join(letters)} say the same; choose one"
            each |= {letter: Proposal(choice, is_sure=False, why=why) for letter in letters}
    return each


def _proposed(heading: Heading, table: AnswerTable, kind: str, tasks: NamedTasks) -> Proposal:
    if kind == "postings":
        return _by_whole_heading(heading, kind)
    if heading.of_row:
        part = _ROW_PARTS.get(heading.of_row, "")
        why = "tells respondents apart" if part else "what the program says of the row"
        return Proposal(Choice(part), is_sure=True, why=why)
    return _rating(heading, tasks) if kind == "ratings" else _by_words(heading, table, kind)


def _rating(heading: Heading, tasks: NamedTasks) -> Proposal:
    text = heading.asked if heading.asked == heading.name else f"{heading.asked} [{heading.name}]"
    named = tasks.named(text)
    of_task = {name: part for name, part in parts("ratings").items() if part.of_task}
    others = {name: part for name, part in parts("ratings").items() if not part.of_task}
    if not named.task_id and not named.why:
        return _of_rater(heading, others)
    scales = [name for name, part in of_task.items() if _says(named.rest, part)]
    # “Comment on the importance” asks for a comment, and “how often do you do it” for a frequency.
    scales = ["comment"] if "comment" in scales else scales
    scales = [one for one in scales if one not in YES_OR_NO] or scales
    if len(scales) == 1:
        return Proposal(Choice(scales[0], named.task_id), named.is_sure and bool(named.task_id), named.why)
    asked = "it does not say which scale" if not scales else "it names more than one scale"
    return Proposal(Choice("", named.task_id), is_sure=False, why="; ".join(filter(None, (named.why, asked))))


def _of_rater(heading: Heading, others: dict[str, Part]) -> Proposal:
    exact = [name for name, part in others.items() if plain(heading.asked) in part.words]
    if len(exact) == 1:
        return Proposal(Choice(exact[0]), is_sure=True, why="by its heading")
    near = [name for name, part in others.items() if _says(heading.asked, part)]
    return Proposal(Choice(near[0]), is_sure=False, why="by a word of its heading") if len(near) == 1 else _nothing()


def _by_whole_heading(heading: Heading, kind: str) -> Proposal:
    exact = [name for name, part in parts(kind).items() if plain(heading.name) in part.words]
    if len(exact) == 1:
        return Proposal(Choice(exact[0]), is_sure=True, why="by its heading")
    near = [name for name, part in parts(kind).items() if _says(heading.name, part)]
    return Proposal(Choice(near[0]), is_sure=False, why="by a word of its heading") if len(near) == 1 else _nothing()


def _by_words(heading: Heading, table: AnswerTable, kind: str) -> Proposal:
    own = [name for name in parts(kind) if plain(heading.name).replace(" ", "_") == name]
    if own:
        return Proposal(Choice(own[0]), is_sure=True, why="by its heading")
    exact = [name for name, part in parts(kind).items() if plain(heading.asked) in part.words]
    if len(exact) == 1:
        return Proposal(Choice(exact[0]), is_sure=table.program != PLAIN, why="by its heading")
    near = [name for name, part in parts(kind).items() if _says(heading.asked, part)]
    return Proposal(Choice(near[0]), is_sure=False, why="by a word of its heading") if len(near) == 1 else _nothing()


def _nothing() -> Proposal:
    return Proposal(NOT_USED, is_sure=False)


def _says(text: str, part: Part) -> bool:
    words = f" {_spelled(text)} "
    return any(f" {_spelled(one)} " in words for one in part.words)


def _spelled(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", plain(text)))
