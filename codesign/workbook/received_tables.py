"""Tables of survey programs and job boards, as the screens of workbooks 02 and 03 take them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codesign import numbering, schemas
from codesign.intake.mapping import MappedTable
from codesign.intake.received import Received

if TYPE_CHECKING:
    from codesign.widgets import Screen
    from codesign.workbook.session import Session

KINDS = {"02": ("survey", "postings"), "03": ("ratings",)}
"""What comes in on the screen of each workbook."""


def received_tables(work: Session, number: str) -> Screen:
    """Return the screen on which tables of other programs come in; ValueError for a workbook that has none."""
    from codesign import widgets

    if number not in KINDS:
        raise ValueError(f"Workbook {number} takes no tables of other programs in. These do: {', '.join(KINDS)}.")

    def opened(name: str, content: bytes, kind: str) -> MappedTable:
        return MappedTable(work.study, Received.opened(name, content), kind)

    return widgets.mapped_tables(
        opened, kinds=KINDS[number], tasks=lambda: _tasks(work), on_take=work.take_table, study=work.study.name
    )


def _tasks(work: Session) -> list[tuple[str, str]]:
    """Return the tasks as people call them, in the order of their numbers."""
    everything = work.everything
    numbers = numbering.numbers(everything)
    rows = schemas.records(everything["tasks"])
    named = [(numbers.of("tasks", row["task_id"]), row["label"] or row["statement"]) for row in rows]
    return sorted(named, key=lambda task: (len(task[0]), task[0]))
