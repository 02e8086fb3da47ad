"""Rows for every table people fill in, made from its rules alone, and what a row adds to a study."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.study import Study

Row = dict[str, Any]
NUMBERED_BY_US = {"numbers"}
"""Tables in which the workbook itself may write a row beside a person's."""


def has_own_id(table: str) -> bool:
    """Whether the workbook gives the rows of a table their ids."""
    key = schemas.TABLES[table].key
    return len(key) == 1 and key[0].endswith("_id") and key[0] not in schemas.TABLES[table].references


def new_rows(table: str, columns: list[Row], taken: list[Row], who: str) -> Iterator[Row]:
    """Yield rows that are right and not there yet, by column: what a person would type or choose in each cell."""
    asked = [column for column in columns if not (has_own_id(table) and column["name"] == schemas.TABLES[table].key[0])]
    choices = [list(_values(table, column, who)) for column in asked]
    key = schemas.TABLES[table].key
    there = {tuple(str(row.get(name, "")) for name in key) for row in taken}
    varied = [at for at, column in enumerate(asked) if column["name"] in key] or list(range(len(asked)))
    for number, chosen in enumerate(itertools.product(*(choices[at] for at in varied))):
        row = {column["name"]: options[number % len(options)] for column, options in zip(asked, choices, strict=True)}
        if not has_own_id(table):
            row |= {asked[at]["name"]: value for at, value in zip(varied, chosen, strict=True)}
        if has_own_id(table) or tuple(str(row.get(name, "")) for name in key) not in there:
            yield row


def _values(table: str, column: Row, who: str) -> Iterator[Any]:
    name = column["name"]
    if column["options"]:
        yield from (option["value"] for option in column["options"] if option["value"] not in ("", None))
        return
    if column["several"]:
        yield from (option["label"] for option in column["several"])
        return
    for number in range(1, 8):
        if column["numeric"]:
            yield _number(table, name, number)
        elif name.endswith("_on") or name == "on_date":
            yield f"2026-11-{number:02}"
        else:
            yield f"{who} {number}"


def _number(table: str, name: str, number: int) -> Any:
    """Return a number within the bounds of a column."""
    right = (one for one in (number, number / 10) if not _problem(table, name, one))
    return next(right)


def _problem(table: str, name: str, value: Any) -> bool:
    return any(problem.column == name for problem in schemas.row_problems(table, {name: value}))


def study_rows(study: Study) -> dict[str, list[Row]]:
    """Return every table people decide, by name."""
    tables = study.read()
    return {name: schemas.records(tables[name]) for name, row in schemas.TABLES.items() if row.origin == "decided"}


def differences(before: Mapping[str, list[Row]], after: Mapping[str, list[Row]]) -> dict[str, dict[str, list[Row]]]:
    """Return by table the rows that are new, gone or changed; tables that are as they were are left out."""
    changed = {}
    for name in after.keys() - NUMBERED_BY_US:
        old, new = ({schemas.row_id(name, row): row for row in rows[name]} for rows in (before, after))
        parts = {
            "new": [new[one] for one in new if one not in old],
            "gone": [old[one] for one in old if one not in new],
            "changed": [new[one] for one in new if one in old and new[one] != old[one]],
        }
        if any(parts.values()):
            changed[name] = parts
    return changed


def as_typed(row: Mapping[Any, Any], columns: list[Row]) -> Row:
    """Return the cells of a saved row as they are typed."""
    return {column["name"]: _named(column, _shown(row[column["name"]])) for column in columns}


def _named(column: Row, value: Any) -> Any:
    """Return a cell that holds several rows with their names."""
    names = {option["value"]: option["label"] for option in column["several"] or ()}
    return "; ".join(names.get(one, one) for one in value.split("; ")) if names and value else value


def _shown(value: Any) -> Any:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return int(value) if isinstance(value, float) and value.is_integer() else value
