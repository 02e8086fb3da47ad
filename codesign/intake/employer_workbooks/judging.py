"""What a returned workbook comes to in a study: answers that come in, missing tasks that are named, cells set aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from codesign import numbering, schemas, tasks
from codesign.intake import employer_marks as marks
from codesign.intake.employer_workbooks.answers import Answer, Fault, answer, shown
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
    by_task: dict[str, list[Line]] = defaultdict(list)
    for line in returned.lines:
        if line.is_task:
            by_task[line.about].append(line)
    ratings: dict[str, dict[str, Any]] = {}
    asides: list[Aside] = []
    for task_id, lines in by_task.items():
        answers, wrong = _of_task(task_id, lines, standing)
        asides += wrong
        if answers:
            ratings[task_id] = answers
    proposals, wrong = _proposals(returned.lines, standing)
    asides += [*wrong, *(Aside(one.sheet, one.cell, one.value, one.why, one.what_to_do) for one in returned.strays)]
    older = [
        standing.numbers.of("tasks", task)
        for task, answers in ratings.items()
        if answers.get("statement_sha256", standing.wordings[task]) != standing.wordings[task]
    ]
    return Judged(ratings, proposals, asides, older, _remarks(returned, by_task, standing))


# a task -----------------------------------------------------------------------------------------------


def _of_task(task_id: str, lines: Sequence[Line], standing: Standing) -> tuple[dict[str, Any], list[Aside]]:
    """Return the answers of the lines about one task with the mark of their wording, and what is set aside."""
    right, asides = [], []
    for line in lines:
        fault = _line_fault(line, task_id, standing)
        asides += _all_aside(line, fault, standing) if fault else []
        right += [] if fault else [line]
    answers: dict[str, Any] = {}
    for asked in ASKED:
        one, wrong = _of_cells(asked, right, standing)
        asides += wrong
        if one is not None:
            answers[asked] = one
    if answers.keys() - {"comment"}:
        answers["statement_sha256"] = _wording(right[0])
    elif answers and not standing.ratings.get(task_id, {}).get("statement_sha256"):
        answers["statement_sha256"] = _wording(right[0])
    return answers, asides


def _line_fault(line: Line, task_id: str, standing: Standing) -> Fault | None:
    """Return why nothing of a line can come in, or None."""
    if not line.answers:
        return None
    if task_id not in standing.words:
        return Fault(
            "answers a task that is not on the chart any more",
            "Nothing, if the task is gone for good; if it became another one, enter the answer there in 03.",
        )
    if _is_of_other_words(line, standing.words[task_id]):
        return Fault(
            f"stands beside other words than the task's, “{line.statement[:60]}”: lines were sorted in part, or the "
            "words changed",
            "Ask which task was meant, and enter the answer in 03.",
        )
    before = str(standing.ratings.get(task_id, {}).get("statement_sha256") or "")
    today = standing.wordings[task_id]
    if before == today != _wording(line):
        return Fault(
            "answers an earlier wording, and an answer of the same rater to today's is there, which stays",
            "Nothing, unless the earlier answer is the right one: then enter it in 03.",
        )
    return None


def _is_of_other_words(line: Line, today: str) -> bool:
    if not line.statement or not line.wording or tasks.statement_sha256(line.statement) == line.wording:
        return False
    # A .csv in an old encoding may have lost dashes and accents.
    return tasks.statement_sha256(today) != line.wording or _letters(line.statement) != _letters(today)


def _letters(words: str) -> str:
    return re.sub("[^a-z0-9]", "", words.casefold())


def _wording(line: Line) -> str:
    return line.wording if _SHA256.fullmatch(line.wording) else tasks.statement_sha256(line.statement)


def _all_aside(line: Line, fault: Fault, standing: Standing) -> Iterator[Aside]:
    for asked, (where, cell) in line.answers.items():
        if not (isinstance(cell.value, str) and not cell.value.strip()):
            yield _aside(line, asked, where, cell, fault, standing)


def _of_cells(asked: str, lines: Iterable[Line], standing: Standing) -> tuple[Answer | None, list[Aside]]:
    """Return the one answer that the lines of a task give to one question, and the cells that are set aside."""
    good: list[tuple[Line, Answer]] = []
    asides = []
    for line in lines:
        if asked not in line.answers:
            continue
        where, cell = line.answers[asked]
        one = _MERGED if where in line.merged else answer(asked, cell)
        if isinstance(one, Fault):
            asides.append(_aside(line, asked, where, cell, one, standing))
        elif one is not None:
            good.append((line, one))
    if len({one for _, one in good}) > 1:
        return None, [*asides, *(_aside(line, asked, *line.answers[asked], _TWICE, standing) for line, _ in good)]
    return (good[0][1] if good else None), asides


_MERGED = Fault(
    "stands in cells that were merged, so it is not plain which of them it answers",
    "Ask for the answer of each, and enter them in 03.",
)
_TWICE = Fault(
    "is one of two answers to the same question, on two lines of this task",
    "Ask which of them holds, and enter it in 03.",
)


def _aside(line: Line, asked: str, where: str, cell: Cell, fault: Fault, standing: Standing) -> Aside:
    task = line.about if line.is_task else ""
    number = standing.numbers.of("tasks", task) if task in standing.words else line.number
    value = (shown(cell.value).strip() or cell.formula)[:_MOST_SHOWN]
    return Aside(line.sheet, where, value, fault.why, fault.what_to_do, task, number, asked)


# tasks that are missing -------------------------------------------------------------------------------


def _proposals(lines: Iterable[Line], standing: Standing) -> tuple[list[tuple[str, str]], list[Aside]]:
    """Return the missing tasks that were written down, each with its duty, and answers beside them."""
    proposals: dict[tuple[str, str], None] = {}
    asides = []
    for line in (line for line in lines if line.is_room):
        duty = line.about.removeprefix(marks.NEW)
        for asked, (where, cell) in line.answers.items():
            one = answer("comment", cell)
            if isinstance(one, Fault):
                asides.append(_aside(line, "missing task", where, cell, one, standing))
            elif one is not None and asked == "statement":
                proposals[duty if duty in standing.duties else "", " ".join(str(one).split())] = None
            elif one is not None:
                asides.append(_aside(line, asked, where, cell, _BESIDE_NEW, standing))
    return list(proposals), asides


_BESIDE_NEW = Fault(
    "stands beside a task that is not on the chart yet",
    "Once the board has the task, enter the answer in 03.",
)


# what is unusual --------------------------------------------------------------------------------------


def _remarks(returned: Returned, by_task: Mapping[str, Sequence[Line]], standing: Standing) -> list[str]:
    remarks = [*returned.remarks]
    asked = returned.about.get("asked", "").split()
    seen = [line.about for line in returned.lines if line.is_task]
    gone = [task for task in asked if task not in by_task]
    if gone:
        remarks.append(f"{_lines_of(gone, standing)} not in the file any more: the lines were deleted.")
    if [task for task in asked if task in by_task] != list(dict.fromkeys(seen)) and asked:
        remarks.append("The lines stand in another order than they were sent in; each was matched by its hidden id.")
    left = [task for task in by_task if task not in standing.words]
    if left:
        remarks.append(f"{count_of(len(left), 'task')} asked about {_is(left)} not on the chart any more.")
    return remarks


def _lines_of(gone: Sequence[str], standing: Standing) -> str:
    named = [standing.numbers.of("tasks", task) for task in gone if task in standing.words]
    names = f" ({listed(named[:_MOST_NAMED])}{' and others' if len(named) > _MOST_NAMED else ''})" if named else ""
    return f"{count_of(len(gone), 'task')}{names} that {'was' if len(gone) == 1 else 'were'} asked about {_is(gone)}"


def _is(those: Sequence[object]) -> str:
    return "is" if len(those) == 1 else "are"
