"""Frameworks in a study that say one thing in several ways: ESCO's other labels of a skill, O*NET's activities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from codesign import spreadsheets
from codesign.errors import RefusedFile
from codesign.readers import TABLE_FORMATS

FOLDER = "sources/taxonomies"
_LABELS = ("preferredlabel", "altlabels")
_ACTIVITIES = ("task", "dwa title")

Wordings = tuple[tuple[str, ...], ...]


def files(folder: Path) -> list[Path]:
    """Return the files of frameworks that came into a study, in order."""
    return sorted(path for path in (folder / FOLDER).glob("*") if path.suffix.lower() in TABLE_FORMATS)


def wordings(path: Path) -> Wordings:
    """Return the groups of phrases that say one thing in a file; none where it is of another kind or unreadable."""
    try:
        rows = spreadsheets.read_rows(path.name, path.read_bytes())
    except (RefusedFile, OSError):
        return ()
    return tuple(group for row in rows if len(group := tuple(_group(row))) > 1)


def _group(row: Mapping[str, str]) -> Iterator[str]:
    cells = {heading.strip().casefold(): cell for heading, cell in row.items()}
    for names in (_LABELS, _ACTIVITIES):
        if all(name in cells for name in names):
            yield from (line.strip() for name in names for line in cells[name].splitlines() if line.strip())
