"""Employer workbooks from the command line: made for each rater, and told of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from codesign.phrases import command, count_of

if TYPE_CHECKING:
    from codesign.study import Study


def make(study: Study, folder: Path, sector: str, tag: str) -> None:
    """Make the workbooks and tell where they are, what to look at first, and how they come back."""
    from codesign.intake.employer_workbooks import make_workbooks

    made = make_workbooks(study, folder, sector=sector, tag=tag)
    click.echo(
        f"Made {count_of(len(made.files), 'workbook')} in {folder}, each asking about {count_of(made.tasks, 'task')}:"
    )
    for path in made.files:
        click.echo(f"  {path.name}")
    for sentence in made.sentences:
        click.echo(f"Look: {sentence}")
    click.echo(f"When they come back: {command('import', study.name, 'RETURNED.xlsx')} --preview, then without it.")
