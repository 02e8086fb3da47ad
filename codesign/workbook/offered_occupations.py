"""The occupations a study can be linked to, as the screen in workbook 03 offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codesign.widgets import Screen
    from codesign.widgets.occupations import OfferedOccupations
    from codesign.workbook.session import Session


def occupations(work: Session) -> Screen:
    """Return the screen on which occupations are searched and linked, their tasks beside those of the board."""
    from codesign import widgets

    return widgets.occupations(
        lambda: offered(work),
        on_save=work.save,
        on_import=work.import_taxonomies,
        study=work.study.name,
        on_undo=work.undo,
        on_redo=work.redo,
        acts=work.acts,
    )


def offered(work: Session) -> OfferedOccupations:
    """Return what can be searched, and what of the study it is held against."""
    from codesign.widgets.occupations import OfferedOccupations

    program, sector = work.parameters.program, work.parameters.sector
    titles = [
        program.sector_roles.get(sector, "") or program.role,
        program.sector_titles.get(sector, "") or program.title,
    ]
    return OfferedOccupations(work.study.occupations, work.everything, tuple(filter(None, titles)), sector, work.person)
