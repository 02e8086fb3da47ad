"""Rows laid over a table that the study keeps as a file: more of them, or more in their cells, and nothing erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from codesign import schemas, spreadsheets
from codesign.errors import StudyDataError
from codesign.intake.received import Received
from codesign.phrases import count_of
from codesign.study.files import write_whole
from codesign.study.folder import Study


def laid_over(study: Study, table: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Write rows into a received table beside those it has, and return how many are new, changed and as before.

    A row that is there takes what is filled; an empty cell erases nothing. StudyDataError where a row breaks a rule;
    nothing was written then.
    """
    path = study.folder / schemas.TABLES[table].source
    key = schemas.TABLES[table].key[0]
    there = {row[key]: dict(row) for row in (Received.read(path).rows if path.exists() else ())}
    problems = [problem for row in rows for problem in schemas.row_problems(table, row)]
    if problems:
        raise StudyDataError(problems)
    merged, new, changed = dict(there), 0, 0
    for row in rows:
        filled = {name: _text(value) for name, value in row.items() if value not in (None, "")}
        before = merged.get(filled[key])
        merged[filled[key]] = {**(before or {}), **filled}
        new += before is None
        changed += before is not None and merged[filled[key]] != before
    columns = list(dict.fromkeys([*schemas.columns(table), *(name for row in there.values() for name in row)]))
    frame = pd.DataFrame(list(merged.values()), columns=columns, dtype=object).fillna("")
    if new or changed:
        write_whole(path, spreadsheets.csv_bytes(frame, for_people=False))
    as_before = len(rows) - new - changed
    return f"{new} new, {changed} changed, {as_before} as before; {count_of(len(merged), 'row')} in {path.name}."


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
