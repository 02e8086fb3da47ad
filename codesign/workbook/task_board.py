"""The task board of a study, as workbook 03 shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codesign.widgets import Screen
    from codesign.workbook.session import Session


def task_board(work: Session) -> Screen:
    """Return the board on which a team lists, orders and judges the tasks of the job."""
    from codesign import parameters, widgets
    from codesign.board import ALONG, TAKEN_BACK, Scope
    from codesign.widgets.board import Ways

    chosen = work.parameters
    return widgets.task_board(
        work.reread,
        on_save=work.save,
        person=work.person,
        scope=Scope(chosen.sector, chosen.region, chosen.cut_off, work.rule, chosen.language, parameters.role(chosen)),
        study=work.study.name,
        ways=Ways(
            lambda: work.undo_within(TAKEN_BACK, ALONG),
            lambda: work.redo_within(TAKEN_BACK, ALONG),
            lambda: work.study.acts_within(TAKEN_BACK, ALONG),
        ),
        conflicts=lambda: work.study.conflicts_in("tasks"),
    )
