"""What a returned workbook comes to in a study: answers that come in, missing tasks that are named, cells set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from codesign import numbering, schemas, tasks
from codesign.intake import employer_marks as marks
from codesign.intake.employer_workbooks.answers import Answer, Fault, answer, is_sign, shown
from codesign.intake.employer_workbooks.questions import ASKED
from codesign.intake.employer_workbooks.returned import Line, Returned
from codesign.phrases import count_of, listed
from codesign.spreadsheets import Cell

_MOST_SHOWN = 200
_MOST_NAMED = 8
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Aside:
    """A cell that does not come in: where it stands, what it holds, why, and what to do."""

    sheet: str
    cell: str
    value: str
    why: str
    what_to_do: str
    task_id: str = ""
    number: str = ""
    asked: str = ""

    def __str__(self) -> str:
        about = ", ".join(filter(None, [self.number, self.asked.replace("_", " ")]))
        place = " ".join(filter(None, [f"sheet “{self.sheet}”" if self.sheet else "", self.cell]))
        return f"{place}{f' ({about})' if about else ''}: “{self.value}” {self.why}. {self.what_to_do}"


@dataclass(frozen=True)
class Judged:
    """What a workbook comes to."""

    ratings: Mapping[str, Mapping[str, Any]]
    """By task what was answered, with the checksum of the wording."""
    proposals: Sequence[tuple[str, str]]
    """Tasks that are missing: the duty they were written under, and their words."""
    asides: Sequence[Aside]
    older: Sequence[str]
    """The tasks whose words have changed since, by number."""
    remarks: Sequence[str] = field(default=())

    @property
    def answers(self) -> dict[tuple[str, str], Any]:
        """Every answer that comes in, by task and what was asked; comments left out."""
        return {
            (task, asked): one
            for task, answers in self.ratings.items()
            for asked, one in answers.items()
            if asked not in ("statement_sha256", "comment")
        }

    @property
    def cells(self) -> int:
        """How many answers come in."""
        return sum(len(answers.keys() - {"statement_sha256"}) for answers in self.ratings.values())


@dataclass(frozen=True)
class Standing:
    """The study as it stands, as far as answers are held against it."""

    words: Mapping[str, str]
    """What a rater reads of each task today."""
    wordings: Mapping[str, str]
    numbers: numbering.Numbers
    duties: frozenset[str]
    ratings: Mapping[str, Mapping[str, Any]]
    """What this rater has answered before, by task."""

    @classmethod
    def of(cls, folded: Any, rater_id: str) -> Standing:
        """Return how a study stands for one rater; `folded` is what its journals lead to."""
        names = ("tasks", "duties", "numbers", "raters")
        tables = {name: folded.table(name) for name in names}
        own = (row for row in schemas.records(folded.table("ratings")) if row["rater_id"] == rater_id)
        return cls(
            {row["task_id"]: tasks.worded(row) for row in schemas.records(tables["tasks"])},
            tasks.wording_marks(tables["tasks"]),
            numbering.numbers(tables),
            frozenset(tables["duties"]["duty_id"]),
            {row["task_id"]: row for row in own},
        )


def judged(returned: Returned, standing: Standing) -> Judged:
    """Return what comes in of a workbook and what does not."""
    placed = _placed(returned.lines, standing)
    ratings: dict[str, dict[str, Any]] = {}
    asides = [*placed.asides]
    signs: list[str] = []
    for task_id, lines in placed.by_task.items():
        answers, wrong = _of_task(task_id, lines, standing, signs)
        asides += wrong
        if answers:
            ratings[task_id] = answers
    proposals, wrong = _proposals(placed.rooms, standing)
    asides += [*wrong, *(Aside(one.sheet, one.cell, one.value, one.why, one.what_to_do) for one in returned.strays)]
    older = [
        standing.numbers.of("tasks", task)
        for task, answers in ratings.items()
        if answers.get("statement_sha256", standing.wordings[task]) != standing.wordings[task]
    ]
    remarks = _remarks(returned, placed, standing, signs)
    return Judged(ratings, proposals, asides, older, remarks)


# which task a line is about ---------------------------------------------------------------------------


@dataclass
class _Placed:
    """Lines by the task they answer, and room for missing tasks in which something stands."""

    by_task: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    rooms: list[Line] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    by_words: list[str] = field(default_factory=list)
    """The lines that were known by their words, as their hidden ids had stayed behind."""
    reworded: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    """Every task of which a line is there, in order."""


def _placed(lines: Sequence[Line], standing: Standing) -> _Placed:
    """Return what each line is about: the task of its hidden id where its words are that task's, else of its words.

    People answer the words they read. A line that was sorted without its hidden id is known by the checksum of them.
    """
    placed, of_words = _Placed(), _tasks_by_wording(lines)
    for line in lines:
        own = tasks.statement_sha256(line.statement) if line.statement else ""
        if line.is_task and own in ("", line.wording):
            placed.by_task[line.about].append(line)
        elif own in of_words:
            placed.by_task[of_words[own]].append(replace(line, about=of_words[own], wording=own))
            placed.by_words.append(str(line.line))
        elif line.is_task:
            _reworded(line, own, placed, standing)
        elif line.is_room:
            placed.rooms.append(line)
        else:
            placed.asides += _all_aside(line, _ADDED if not line.about else _BESIDE, standing)
    placed.seen = [line.about for lines_of in placed.by_task.values() for line in lines_of[:1]]
    return placed


def _tasks_by_wording(lines: Iterable[Line]) -> dict[str, str]:
    """Return the task of each wording that was sent, by its checksum; none where two tasks are worded alike."""
    every: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.is_task and line.wording:
            every[line.wording].add(line.about)
    return {wording: next(iter(those)) for wording, those in every.items() if len(those) == 1}


def _reworded(line: Line, own: str, placed: _Placed, standing: Standing) -> None:
    """Take a line whose words are near its task's as answers to those words, and set any other aside."""
    today = standing.words.get(line.about, "")
    if today and _letters(line.statement) == _letters(today):
        # A .csv in an old encoding may have lost dashes and accents.
        placed.by_task[line.about].append(line)
    elif today and _likeness(line.statement, today) >= _ALIKE:
        placed.by_task[line.about].append(replace(line, wording=own))
        where, number = line.statement_at[0], standing.numbers.of("tasks", line.about)
        placed.reworded.append(f"{where} ({number}): “{line.statement}”")
    elif line.about not in standing.words:
        placed.by_task[line.about].append(line)
    else:
        words = _OTHER_WORDS.format(words=line.statement[:80])
        wrong = Fault(words, "Ask which task was meant; enter the answer in 03, or add the task on the board.")
        placed.asides += [*_all_aside(line, wrong, standing)] or [
            _aside(line, "task", *line.statement_at, Fault(_REPLACED, wrong.what_to_do), standing)
        ]
        placed.by_task[line.about] += []


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


# a task -----------------------------------------------------------------------------------------------


def _of_task(
    task_id: str, lines: Sequence[Line], standing: Standing, signs: list[str]
) -> tuple[dict[str, Any], list[Aside]]:
    """Return the answers of the lines about one task with the mark of their wording, and what is set aside."""
    right, asides = [], []
    for line in lines:
        fault = _line_fault(line, task_id, standing)
        asides += _all_aside(line, fault, standing) if fault else []
        right += [] if fault else [line]
    if len({tuple(sorted((asked, str(cell.value)) for asked, (_, cell) in one.answers.items())) for one in right}) > 1:
        return {}, [*asides, *(aside for one in right for aside in _all_aside(one, _TWICE, standing))]
    answers: dict[str, Any] = {}
    for asked in ASKED:
        one, wrong = _of_cells(asked, right[:1], standing, signs)
        asides += wrong
        if one is not None:
            answers[asked] = one
    is_marked = bool(standing.ratings.get(task_id, {}).get("statement_sha256"))
    if answers and (answers.keys() - {"comment"} or not is_marked):
        answers["statement_sha256"] = _wording(right[0])
    return answers, asides


def _line_fault(line: Line, task_id: str, standing: Standing) -> Fault | None:
    """Return why nothing of a line can come in, or None."""
    if task_id not in standing.words:
        return Fault(
            "answers a task that is not on the chart any more",
            "Nothing, if the task is gone for good; if it became another one, enter the answer there in 03.",
        )
    before = str(standing.ratings.get(task_id, {}).get("statement_sha256") or "")
    if before == standing.wordings[task_id] != _wording(line):
        return Fault(
            "answers an earlier wording, and an answer of the same rater to today's is there, which stays",
            "Nothing, unless the earlier answer is the right one: then enter it in 03.",
        )
    return None


def _wording(line: Line) -> str:
    return line.wording if _SHA256.fullmatch(line.wording) else tasks.statement_sha256(line.statement)


def _all_aside(line: Line, fault: Fault, standing: Standing) -> Iterator[Aside]:
    cells = dict(line.answers)
    if not line.about:
        cells = {"task": line.statement_at, **cells}
    for asked, (where, cell) in cells.items():
        if not (isinstance(cell.value, str) and not cell.value.strip()):
            yield _aside(line, asked, where, cell, fault, standing)


def _of_cells(
    asked: str, lines: Iterable[Line], standing: Standing, signs: list[str]
) -> tuple[Answer | None, list[Aside]]:
    """Return the answer that the line of a task gives to one question, or the cell that is set aside."""
    for line in lines:
        if asked in line.answers:
            where, cell = line.answers[asked]
            one = _MERGED if where in line.merged else answer(asked, cell)
            if isinstance(one, Fault):
                return None, [_aside(line, asked, where, cell, one, standing)]
            signs += [f"{where} “{shown(cell.value).strip()}”"] if is_sign(asked, cell) else []
            return one, []
    return None, []


_MERGED = Fault(
    "covers this cell, as cells were merged: it counts for the first of them only",
    "Ask for the answer here, and enter it in 03.",
)
_TWICE = Fault(
    "stands on one of two lines of the same task, which answer it in two ways",
    "Ask which line holds, and enter its answers in 03.",
)


def _aside(line: Line, asked: str, where: str, cell: Cell, fault: Fault, standing: Standing) -> Aside:
    task = line.about if line.is_task else ""
    number = standing.numbers.of("tasks", task) if task in standing.words else line.number
    value = (shown(cell.value).strip() or cell.formula)[:_MOST_SHOWN]
    return Aside(line.sheet, where, value, fault.why, fault.what_to_do, task, number, asked)


# tasks that are missing -------------------------------------------------------------------------------


def _proposals(rooms: Iterable[Line], standing: Standing) -> tuple[list[tuple[str, str]], list[Aside]]:
    """Return the missing tasks that were written down, each with its duty, and what stands beside them."""
    proposals: dict[tuple[str, str], None] = {}
    asides: list[Aside] = []
    for line in rooms:
        duty = line.about.removeprefix(marks.NEW)
        where, cell = line.statement_at
        one = answer("comment", cell)
        if isinstance(one, Fault):
            asides.append(_aside(line, "missing task", where, cell, one, standing))
        elif one is not None:
            proposals[duty if duty in standing.duties else "", str(one)] = None
        for asked, (at, beside) in line.answers.items():
            if not (isinstance(beside.value, str) and not beside.value.strip()):
                asides.append(_aside(line, asked, at, beside, _BESIDE_NEW, standing))
    return list(proposals), asides


_BESIDE_NEW = Fault(
    "stands beside a task that is not on the chart yet",
    "Once the board has the task, enter the answer in 03.",
)


# what is unusual --------------------------------------------------------------------------------------


def _remarks(returned: Returned, placed: _Placed, standing: Standing, signs: Sequence[str]) -> list[str]:
    remarks = [*returned.remarks]
    asked, seen = returned.about.get("asked", "").split(), placed.seen
    gone = [task for task in asked if task not in placed.by_task]
    if gone:
        remarks.append(f"{_lines_of(gone, standing)} not in the file any more: the lines were deleted.")
    if placed.by_words:
        remarks.append(
            f"{count_of(len(placed.by_words), 'line')} had lost the hidden id, as only a part of the columns was sorted; "
            "each was known by the words of its task."
        )
    elif asked and [task for task in asked if task in seen] != [task for task in seen if task in asked]:
        remarks.append("The lines stand in another order than they were sent in; each was matched by its hidden id.")
    if placed.reworded:
        remarks.append(
            f"Somebody changed the words of a task: {'; '.join(placed.reworded)}. The answers are in, as answers to "
            "those words; look whether the task on the board should say so."
        )
    left = [task for task in placed.by_task if task not in standing.words]
    if left:
        remarks.append(f"{count_of(len(left), 'task')} asked about {_is(left)} not on the chart any more.")
    if signs:
        remarks.append(f"Taken for yes or no, though not said in words: {', '.join(signs)}.")
    several = [line.statement_at[0] for line in placed.rooms if _SEVERAL.search(line.statement)]
    if several:
        remarks.append(f"More than one missing task may stand in {listed(several)}: part them on the board.")
    return remarks


_SEVERAL = re.compile(r"\n|;|\s/\s")


def _lines_of(gone: Sequence[str], standing: Standing) -> str:
    named = [standing.numbers.of("tasks", task) for task in gone if task in standing.words]
    names = f" ({listed(named[:_MOST_NAMED])}{' and others' if len(named) > _MOST_NAMED else ''})" if named else ""
    return f"{count_of(len(gone), 'task')}{names} that {'was' if len(gone) == 1 else 'were'} asked about {_is(gone)}"


def _is(those: Sequence[object]) -> str:
    return "is" if len(those) == 1 else "are"
