"""The task board of a study, as workbook 03 shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codesign.widgets import Screen
    from codesign.workbook.session import Session


def task_board(work: Session) -> Screen:
    """Return the board on which a team lists, orders and judges the tasks of the job."""
    from codesign import widgets
    from codesign.board import Scope

    chosen = work.parameters
    return widgets.task_board(
        work.reread,
        on_save=work.save,
        person=work.person,
        scope=Scope(chosen.sector, chosen.region, chosen.cut_off),
        study=work.study.name,
    )
