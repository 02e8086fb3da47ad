"""Which task a line of a returned workbook is about: its hidden id's, and where that stayed behind, its words'."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from codesign import tasks
from codesign.intake.employer_workbooks.answers import Fault
from codesign.intake.employer_workbooks.asides import Aside, Standing, all_aside, aside
from codesign.intake.employer_workbooks.returned import Line


@dataclass
class Placed:
    """Lines by the task they answer, and room for missing tasks in which something stands."""

    by_task: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    rooms: list[Line] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    by_words: list[str] = field(default_factory=list)
    """The lines that were known by their words, as their hidden ids had stayed behind."""
    reworded: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    """Every task of which a line is there, in order."""


def placed(lines: Sequence[Line], standing: Standing) -> Placed:
    """Return what each line is about: the task of its hidden id where its words are that task's, else of its words.

    People answer the words they read. A line that was sorted without its hidden id is known by the checksum of them.
    """
    result, of_words = Placed(), _tasks_by_wording(lines)
    for line in lines:
        own = tasks.statement_sha256(line.statement) if line.statement else ""
        if line.is_task and own in ("", line.wording):
            result.by_task[line.about].append(line)
        elif own in of_words:
            result.by_task[of_words[own]].append(replace(line, about=of_words[own], wording=own))
            result.by_words.append(str(line.line))
        elif line.is_task:
            _reworded(line, own, result, standing)
        elif line.is_room:
            result.rooms.append(line)
        else:
            result.asides += all_aside(line, _ADDED if not line.about else _BESIDE, standing)
    result.seen = [line.about for lines_of in result.by_task.values() for line in lines_of[:1]]
    return result


def _tasks_by_wording(lines: Iterable[Line]) -> dict[str, str]:
    """Return the task of each wording that was sent, by its checksum; none where two tasks are worded alike."""
    every: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.is_task and line.wording:
            every[line.wording].add(line.about)
    return {wording: next(iter(those)) for wording, those in every.items() if len(those) == 1}


def _reworded(line: Line, own: str, result: Placed, standing: Standing) -> None:
    """Take a line whose words are near its task's as answers to those words, and set any other aside."""
    today = standing.words.get(line.about, "")
    if today and _letters(line.statement) == _letters(today):
        # A .csv in an old encoding may have lost dashes and accents.
        result.by_task[line.about].append(line)
    elif today and _likeness(line.statement, today) >= _ALIKE:
        result.by_task[line.about].append(replace(line, wording=own))
        where, number = line.statement_at[0], standing.numbers.of("tasks", line.about)
        result.reworded.append(f"{where} ({number}): “{line.statement}”")
    elif line.about not in standing.words:
        result.by_task[line.about].append(line)
    else:
        words = _OTHER_WORDS.format(words=line.statement[:80])
        wrong = Fault(words, "Ask which task was meant; enter the answer in 03, or add the task on the board.")
        result.asides += [*all_aside(line, wrong, standing)] or [
            aside(line, "task", *line.statement_at, Fault(_REPLACED, wrong.what_to_do), standing)
        ]
        result.by_task[line.about] += []


_ALIKE = 0.6
"""From this share of common words on, a changed statement is still that of its task: a convention of ours."""
_OTHER_WORDS = "stands beside other words than its task's, “{words}”"
_REPLACED = "stands in place of the task's own words"
_ADDED = Fault(
    "stands on a line that was added, so it is not plain which task it is about",
    "If it is a missing task, add it on the board in 03.",
)
_BESIDE = Fault("stands on a line that is no task", "If it is about a task, enter it there in 03.")


def _likeness(one: str, other: str) -> float:
    first, second = one.casefold().split(), other.casefold().split()
    same = sum((Counter(first) & Counter(second)).values())
    return same / max(1, min(len(first), len(second))) if same >= len(second) / 2 else 0.0


def _letters(words: str) -> str:
    return re.sub("[^a-z0-9]", "", words.casefold())
