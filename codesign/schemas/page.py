"""The page docs/tables.md: every table, column and allowed value, straight from the schemas."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from pydantic.fields import FieldInfo

from codesign.schemas.row import Row
from codesign.schemas.tables import ROWS

_INTRODUCTION = """\
# Tables

Made from `codesign/schemas` with `python -m codesign.schemas`; a test holds the two equal.

A table is a `.csv` or `.xlsx` of the same name when it is imported or exported, with these columns in any order. An
empty cell says nothing on import; it never erases. Identifiers are text: a NOC code `00012` keeps its noughts, and an
identifier is never used again. A row that names another (*of*) must find it there. Offsets into a transcript count
Unicode code points from 0, the end excluded.

Where rows come from: **received** tables are files of the study's folder, kept as they came; **decided** ones are what
people save in the workbooks or import, one line of a journal each; **derived** ones are found again from the rest.
"""
_ORIGINS = {"received": "received, kept as `{source}`", "decided": "decided", "derived": "derived"}


def tables_page() -> str:
    """Return docs/tables.md: what a row of each table is, where it comes from, its key, columns and allowed values."""
    contents = [f"[{row.table}](#{row.table})" for row in ROWS]
    return "\n".join([_INTRODUCTION, " · ".join(contents), "", *(_table(row) for row in ROWS)])


def _table(row: type[Row]) -> str:
    lines = [
        f"## {row.table}",
        "",
        f"{(row.__doc__ or '').strip()} *{_ORIGINS[row.origin].format(source=row.source)}; "
        f"key: {', '.join(f'`{name}`' for name in row.key)}.*",
        "",
        "| column | allowed | what it is |",
        "|---|---|---|",
        *(_column(row, name, field) for name, field in row.model_fields.items()),
        "",
    ]
    return "\n".join(lines)


def _column(row: type[Row], name: str, field: FieldInfo) -> str:
    target = f", of {row.references[name]}" if name in row.references else ""
    missing = ", needed" if field.is_required() and not _may_be_empty(field) else ""
    default = "" if field.is_required() or field.default in ("", None) else f"; empty means {field.default}"
    allowed = f"{_allowed(field.annotation, field.metadata)}{target}{missing}{default}"
    return f"| `{name}` | {allowed} | {(field.description or '').replace('<', '&lt;')} |"


def _allowed(annotation: Any, metadata: Iterable[Any]) -> str:
    """Return the values a cell may hold, in words."""
    inner = _without_none(annotation)
    if get_origin(inner) is Literal:
        return ", ".join(f"`{value}`" if value else "empty" for value in get_args(inner))
    limits = [*metadata, *getattr(inner, "__metadata__", ())]
    base = get_args(inner)[0] if hasattr(inner, "__metadata__") else inner
    if any(getattr(limit, "pattern", None) for limit in _all(limits)):
        return "date, YYYY-MM-DD"
    kind = {str: "text", int: "whole number", float: "number", bool: "yes or no"}[base]
    return kind + _bounds(_all(limits))


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _all(limits: Iterable[Any]) -> list[Any]:
    """Return the limits, with those inside a group of limits."""
    return [one for limit in limits for one in (limit, *getattr(limit, "metadata", ()))]


def _bounds(limits: Iterable[Any]) -> str:
    least = next((limit.ge for limit in limits if isinstance(limit, Ge)), None)
    most = next((limit.le for limit in limits if isinstance(limit, Le)), None)
    longest = next((getattr(limit, "max_length", None) for limit in limits if getattr(limit, "max_length", None)), None)
    if longest:
        return f" of at most {longest} characters"
    if least is not None and most is not None:
        return f", {least} to {most}"
    return f", {least} or more" if least is not None else ""


def _may_be_empty(field: FieldInfo) -> bool:
    inner = _without_none(field.annotation)
    if inner is not str:
        return False
    return not any(isinstance(limit, MinLen) or getattr(limit, "min_length", None) for limit in _all(field.metadata))
