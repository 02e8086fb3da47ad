"""What `workbook import --taxonomy` does: files of frameworks come in, and how many did is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codesign.phrases import count_of

if TYPE_CHECKING:
    from codesign.intake import ImportReport
    from codesign.study import Study


def take_in_taxonomies(study: Study, files: Sequence[Path], version: str, tell: Callable[[ImportReport], None]) -> None:
    """Bring in files, or folders of files, and exit with 1 where one was refused or none was there."""
    from codesign.intake.taxonomies import import_taxonomies

    reports = import_taxonomies(study, files, version=version, tell=tell)
    refused = sum(not report.is_in for report in reports)
    click.echo(f"{len(reports) - refused} of {count_of(len(reports), 'file')} came in.")
    if not refused and reports:
        click.echo("Next: open workbook 03, search an occupation and link it.")
        return
    raise click.exceptions.Exit(1)
