"""Cells that do not come in, each with its place, its value, why and what to do; and what they are held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codesign import numbering, schemas, tasks
from codesign.intake.employer_workbooks.answers import Fault, shown
from codesign.intake.employer_workbooks.returned import Line
from codesign.spreadsheets import Cell

_MOST_SHOWN = 200


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


def all_aside(line: Line, fault: Fault, standing: Standing) -> Iterator[Aside]:
    """Yield every cell that was filled in on a line; of a line that was added its words too."""
    cells = dict(line.answers)
    if not line.about:
        cells = {"task": line.statement_at, **cells}
    for asked, (where, cell) in cells.items():
        if not (isinstance(cell.value, str) and not cell.value.strip()):
            yield aside(line, asked, where, cell, fault, standing)


def aside(line: Line, asked: str, where: str, cell: Cell, fault: Fault, standing: Standing) -> Aside:
    """Return one cell that does not come in; a formula without a result is shown as it stands."""
    task = line.about if line.is_task else ""
    number = standing.numbers.of("tasks", task) if task in standing.words else line.number
    value = (shown(cell.value).strip() or cell.formula)[:_MOST_SHOWN]
    return Aside(line.sheet, where, value, fault.why, fault.what_to_do, task, number, asked)
