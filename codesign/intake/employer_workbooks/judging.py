"""What a returned workbook comes to in a study: answers that come in, missing tasks that are named, cells set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from codesign import tasks
from codesign.intake import employer_marks as marks
from codesign.intake.employer_workbooks.answers import Answer, Fault, answer, is_sign, shown
from codesign.intake.employer_workbooks.asides import Aside, Standing, all_aside, aside
from codesign.intake.employer_workbooks.placing import Placed, placed
from codesign.intake.employer_workbooks.questions import ASKED
from codesign.intake.employer_workbooks.returned import Line, Returned
from codesign.phrases import count_of, listed

_MOST_NAMED = 8
_SHA256 = re.compile("[0-9a-f]{64}")


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


def judged(returned: Returned, standing: Standing) -> Judged:
    """Return what comes in of a workbook and what does not."""
    lines_placed = placed(returned.lines, standing)
    ratings: dict[str, dict[str, Any]] = {}
    asides = [*lines_placed.asides]
    signs: list[str] = []
    for task_id, lines in lines_placed.by_task.items():
        answers, wrong = _of_task(task_id, lines, standing, signs)
        asides += wrong
        if answers:
            ratings[task_id] = answers
    proposals, wrong = _proposals(lines_placed.rooms, standing)
    asides += [*wrong, *(Aside(one.sheet, one.cell, one.value, one.why, one.what_to_do) for one in returned.strays)]
    older = [
        standing.numbers.of("tasks", task)
        for task, answers in ratings.items()
        if answers.get("statement_sha256", standing.wordings[task]) != standing.wordings[task]
    ]
    remarks = _remarks(returned, lines_placed, standing, signs)
    return Judged(ratings, proposals, asides, older, remarks)


# a task -----------------------------------------------------------------------------------------------


def _of_task(
    task_id: str, lines: Sequence[Line], standing: Standing, signs: list[str]
) -> tuple[dict[str, Any], list[Aside]]:
    """Return the answers of the lines about one task with the mark of their wording, and what is set aside."""
    right: list[Line] = []
    asides: list[Aside] = []
    for line in lines:
        fault = _line_fault(line, task_id, standing)
        asides += all_aside(line, fault, standing) if fault else []
        right += [line] if line.answers and not fault else []
    if len({tuple(sorted((asked, str(cell.value)) for asked, (_, cell) in one.answers.items())) for one in right}) > 1:
        return {}, [*asides, *(cell for one in right for cell in all_aside(one, _TWICE, standing))]
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


def _of_cells(
    asked: str, lines: Iterable[Line], standing: Standing, signs: list[str]
) -> tuple[Answer | None, list[Aside]]:
    """Return the answer that the line of a task gives to one question, or the cell that is set aside."""
    for line in lines:
        if asked in line.answers:
            where, cell = line.answers[asked]
            one = _MERGED if where in line.merged else answer(asked, cell)
            if isinstance(one, Fault):
                return None, [aside(line, asked, where, cell, one, standing)]
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
            asides.append(aside(line, "missing task", where, cell, one, standing))
        elif one is not None:
            proposals[duty if duty in standing.duties else "", str(one)] = None
        for asked, (at, beside) in line.answers.items():
            if not (isinstance(beside.value, str) and not beside.value.strip()):
                asides.append(aside(line, asked, at, beside, _BESIDE_NEW, standing))
    return list(proposals), asides


_BESIDE_NEW = Fault(
    "stands beside a task that is not on the chart yet",
    "Once the board has the task, enter the answer in 03.",
)


# what is unusual --------------------------------------------------------------------------------------


def _remarks(returned: Returned, where: Placed, standing: Standing, signs: Sequence[str]) -> list[str]:
    remarks = [*returned.remarks]
    asked, seen = returned.about.get("asked", "").split(), where.seen
    gone = [task for task in asked if task not in where.by_task]
    if gone:
        remarks.append(f"{_lines_of(gone, standing)} not in the file any more: the lines were deleted.")
    if where.by_words:
        remarks.append(
            f"{count_of(len(where.by_words), 'line')} had lost the hidden id, as only a part of the columns was "
            "sorted; each was known by the words of its task."
        )
    elif asked and [task for task in asked if task in seen] != [task for task in seen if task in asked]:
        remarks.append("The lines stand in another order than they were sent in; each was matched by its hidden id.")
    if where.reworded:
        remarks.append(
            f"Somebody changed the words of a task: {'; '.join(where.reworded)}. The answers are in, as answers to "
            "those words; look whether the task on the board should say so."
        )
    left = [task for task in where.by_task if task not in standing.words]
    if left:
        remarks.append(f"{count_of(len(left), 'task')} asked about {_is(left)} not on the chart any more.")
    if signs:
        remarks.append(f"Taken for yes or no, though not said in words: {', '.join(signs)}.")
    several = [line.statement_at[0] for line in where.rooms if _SEVERAL.search(line.statement)]
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
