"""Tables as they were received, read from their files: one, and for some a folder with further ones."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from codesign import schemas, spreadsheets
from codesign.errors import Problem, RefusedFile

Read = tuple[pd.DataFrame, list[Problem]]


def paths(folder: Path, row: type[schemas.Row]) -> list[Path]:
    """Return the files that hold rows of a received table, the first file of all before the further ones."""
    further = sorted((folder / row.more).glob("*.csv")) if row.more else []
    return [path for path in (folder / row.source, *further) if path.exists() and not path.name.startswith((".", "~$"))]


def table(row: type[schemas.Row], path: Path) -> Read:
    """Return the good rows of a file, and what is wrong with the others."""
    name = row.source if path.name == Path(row.source).name else f"{row.more}/{path.name}"
    try:
        raw = spreadsheets.read_rows(path.name, path.read_bytes())
    except RefusedFile as error:
        return schemas.empty(row.table), [Problem(name, "", "", str(error))]
    rows = [{column: value for column, value in values.items() if value != ""} for values in raw]
    problems = schemas.table_problems(row.table, rows, where=name, first_line=2)
    good = [row.model_validate(values) for values in rows if not schemas.row_problems(row.table, values)]
    return schemas.frame(row.table, good), problems


def joined(row: type[schemas.Row], read: Sequence[Read]) -> Read:
    """Return the rows of all files; where two people gave out one number apart, the second is called JP-41-2."""
    if not read:
        return schemas.empty(row.table), []
    problems = [problem for _, wrong in read for problem in wrong]
    if len(read) == 1:
        return read[0][0], problems
    every = pd.concat([rows for rows, _ in read], ignore_index=True)
    return every.assign(**{row.key[0]: _apart(every[row.key[0]].tolist())}), problems


def _apart(names: Sequence[str]) -> list[str]:
    given: dict[str, None] = {}
    for name in names:
        further = (f"{name}-{number}" for number in itertools.count(2))
        given[next(one for one in itertools.chain((name,), further) if one not in given)] = None
    return list(given)
