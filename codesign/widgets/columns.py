"""What a table editor knows of a table's columns: names, kinds, choices, and how a typed cell becomes a value."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

from codesign import schemas
from codesign.display import label
from codesign.widgets.row_names import names_in
from codesign.widgets.screen import Row

LONG = ("statement", "definition", "text", "memo", "comment", "reason", "note", "changed", "said", "conditions",
        "standard", "include", "exclude", "example", "action", "assumption", "when_it_matters",
        "workplace_evidence", "moderation", "retry", "prior_learning")  # fmt: skip
TITLES = {"on_date": "Date", "when_it_matters": "When it matters"}
Choices = Mapping[str, "Sequence[str] | Mapping[str, str]"]


def column(table: str, name: str, tables: schemas.Tables, choices: Choices, *, locked: bool = False) -> Row:
    """Return how the column is shown and edited: title, help, kind, choices, whether it is part of the key."""
    field = schemas.TABLES[table].model_fields[name]
    options = _options(table, name, tables, choices)
    return {
        "name": name,
        "title": column_title(table, name),
        "help": field.description or "",
        "numeric": options is None and bool(kinds(table, name) & {int, float}),
        "long": name in LONG and options is None,
        "key": name in schemas.TABLES[table].key,
        "locked": locked,
        "options": options,
    }


def column_title(table: str, name: str) -> str:
    """Return the column's name as words: "Duty" for duty_id, "No." for the table's own id."""
    if name in TITLES:
        return TITLES[name]
    if name == schemas.TABLES[table].key[0] and name.endswith("_id") and name not in schemas.TABLES[table].references:
        return "No."
    return label(name)


def kinds(table: str, name: str) -> set[Any]:
    """Return the plain types a column holds, None left out."""
    return {part for part in _parts(schemas.TABLES[table].model_fields[name].annotation) if part is not type(None)}


def _parts(annotation: Any) -> Iterable[Any]:
    if get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _parts(part)
    elif hasattr(annotation, "__metadata__"):
        yield from _parts(annotation.__origin__)
    else:
        yield annotation


def _options(table: str, name: str, tables: schemas.Tables, choices: Choices) -> list[Row] | None:
    if name in choices:
        given = choices[name]
        pairs = given.items() if isinstance(given, Mapping) else ((value, value) for value in given)
        return [{"value": "", "label": ""}, *({"value": value, "label": text} for value, text in pairs)]
    target = schemas.TABLES[table].references.get(name)
    if target:
        return [{"value": "", "label": ""}, *names_in(tables).references(target)]
    for kind in kinds(table, name):
        if get_origin(kind) is Literal:
            return [{"value": value, "label": _choice(name, value)} for value in get_args(kind)]
        if kind is bool:
            return [{"value": "", "label": ""}, {"value": "yes", "label": "yes"}, {"value": "no", "label": "no"}]
    return None


def _choice(name: str, value: str) -> str:
    return schemas.FAMILIES.get(value, value) if name == "family" else value


def shown(value: Any) -> Any:
    """Return a cell's value as the screen shows it: yes and no for truth, nothing for what is missing."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def typed(table: str, name: str, text: Any) -> Any:
    """Return the value of a typed cell: numbers and truth where the column wants them, else the text as it stands.

    What does not fit is returned as text, so that the check of the row can say so.
    """
    value = str(text).strip() if text is not None else ""
    wanted = kinds(table, name)
    if value == "" and wanted & {int, float, bool}:
        return schemas.TABLES[table].model_fields[name].get_default()
    if bool in wanted:
        return {"yes": True, "no": False}.get(value.lower(), value)
    if wanted & {int, float}:
        return _number(value, whole=float not in wanted)
    return value


def _number(value: str, *, whole: bool) -> Any:
    plain = re.sub(r"(?<=\d)[\s,\u00a0\u202f](?=\d{3}\b)", "", value)
    try:
        number = float(plain)
    except ValueError:
        return value
    return int(number) if whole and number.is_integer() else number
