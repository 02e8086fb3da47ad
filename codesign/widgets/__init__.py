"""Screens for the workbooks: live in JupyterLab, an escaped table everywhere else; data and a callback in."""

from codesign.widgets.author import author_editor
from codesign.widgets.board import task_board
from codesign.widgets.codebook_screen import codebook_screen
from codesign.widgets.corrections import correction_review
from codesign.widgets.editor import table_editor
from codesign.widgets.employer_workbooks import employer_workbooks
from codesign.widgets.evidence_choice import evidence_choice
from codesign.widgets.form import parameter_form, person_field
from codesign.widgets.interviews import coding_panel
from codesign.widgets.mapped_tables import mapped_tables
from codesign.widgets.occupations import occupations
from codesign.widgets.passages import passages
from codesign.widgets.rating import rating_grid
from codesign.widgets.reconcile import reconcile
from codesign.widgets.running import run_button
from codesign.widgets.scan import scan
from codesign.widgets.screen import Screen

__all__ = [
    "Screen",
    "author_editor",
    "codebook_screen",
    "coding_panel",
    "correction_review",
    "employer_workbooks",
    "evidence_choice",
    "mapped_tables",
    "occupations",
    "parameter_form",
    "passages",
    "person_field",
    "rating_grid",
    "reconcile",
    "run_button",
    "scan",
    "table_editor",
    "task_board",
]
