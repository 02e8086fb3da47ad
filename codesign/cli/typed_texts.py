"""What the command asks and says when texts that people typed into a proposal in Word come back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from codesign.errors import StudyError
from codesign.phrases import listed

if TYPE_CHECKING:
    from pathlib import Path

    from codesign.study import Study


def take_in(study: Study, path: Path, sector: str, author: str) -> None:
    """Take the texts that people typed into a Word file into its study, and say what became of each.

    Who wrote them, and for which sector where the file does not say, is asked at the terminal unless it is given; where
    nobody can be asked, a StudyError says what to add to the command.
    """
    from codesign.intake.received import Received
    from codesign.workbook import author_texts

    content = Received.read(path).content
    origin = author_texts.origin_of(study, study.root, content)
    of = author_texts.sector_of(study, origin, sector)
    if of is None:
        of = author_texts.sector_of(study, origin, _asked_sector(study, path))
    brought = author_texts.taking_in(study, path.name, content, origin, of or "")
    if brought:
        study.save(brought.changes(author.strip() or _asked_author(path, brought.titles)))
    click.echo(f"{path.name}, for {author_texts.sector_words(brought.sector)}:")
    for sentence in brought.sentences:
        click.echo(f"  {sentence}")


def _asked_sector(study: Study, path: Path) -> str:
    from codesign.coding import sectors
    from codesign.workbook.author_texts import ALL

    names = [*sectors(study.read()), ALL]
    why = (
        f"{path.name} does not say for which sector it was made: an earlier version made it, or a program that saved "
        "it dropped that."
    )
    return _answer(f"{why} Which one is it for: {listed(names, last='or')}", f"{why} Say it: --sector {names[0]}")


def _asked_author(path: Path, titles: Sequence[str]) -> str:
    return _answer(
        f"Who wrote what is new in {path.name} ({'; '.join(titles)})",
        f'Who wrote the texts in {path.name}? Say it: --author "Their name"',
    )


def _answer(question: str, sentence: str) -> str:
    """Return what a person answers at the terminal; where nobody can be asked, refuse with a sentence."""
    if not _is_asked_here():
        raise StudyError(f"{sentence}. Nothing of this file was taken in.")
    return str(click.prompt(question)).strip()


def _is_asked_here() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
