"""What a table editor knows of a table's columns: names, kinds, choices, and how a typed cell becomes a value."""

from __future__ import annotations

import re
import types
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

from codesign import schemas
from codesign.display import label
from codesign.widgets.screen import Row, rows_of

NAMED_BY = ("label", "title", "name", "statement", "text", "who", "body", "employer", "item")
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
    """Return the column's name as words: "Duty" for duty_id, "Id" for the table's own id."""
    if name in TITLES:
        return TITLES[name]
    if name == schemas.TABLES[table].key[0] and name.endswith("_id") and name not in schemas.TABLES[table].references:
        return "Id"
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
        return [{"value": "", "label": ""}, *references(target, tables)]
    for kind in kinds(table, name):
        if get_origin(kind) is Literal:
            return [{"value": value, "label": _choice(name, value)} for value in get_args(kind)]
        if kind is bool:
            return [{"value": "", "label": ""}, {"value": "yes", "label": "yes"}, {"value": "no", "label": "no"}]
    return None


def _choice(name: str, value: str) -> str:
    return schemas.FAMILIES.get(value, value) if name == "family" else value


def references(target: str, tables: schemas.Tables) -> list[Row]:
    """Return the rows of a table one can refer to, each as its id and its name: "A1 Purge and verify line".

    The id of a code says nothing to people, so a code is its name, and two of one name are told apart by their ids.
    """
    rows = rows_of(tables[target])
    uses = Counter(row["name"] for row in rows if target == "codes")
    names = (row["name"] if uses[row.get("name")] == 1 else row_name(target, row) for row in rows)
    return [{"value": schemas.row_id(target, row), "label": name} for row, name in zip(rows, names, strict=True)]


def row_name(table: str, row: Mapping[str, Any]) -> str:
    """Return the row's id with the words that name it; a coding is named by interview and code, never by its words."""
    identity = schemas.row_id(table, row).replace(schemas.KEY_SEPARATOR, " / ").strip(" /")
    if table == "codings":
        return f"{row['transcript_id']} {row['code_id']} ({identity})"
    words = next((str(row[name]) for name in NAMED_BY if row.get(name) and name not in schemas.TABLES[table].key), "")
    short = words if len(words) <= 60 else words[:59].rstrip() + "…"
    return f"{identity} {short}".strip()


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


def next_id(table: str, tables: schemas.Tables, also: Iterable[str] = ()) -> str:
    """Return an id after the last one, in its pattern: A4 after A3, C-02 after C-01; ids named elsewhere stay taken.

    Empty where the ids show no pattern.
    """
    key = schemas.TABLES[table].key[0]
    own = [str(value) for value in tables[table][key]]
    named = [
        str(value)
        for name, row in schemas.TABLES.items()
        for column_name, target in row.references.items()
        if target == table
        for value in tables[name][column_name]
    ]
    numbered = [match for one in own if (match := re.fullmatch(r"(.*?)(\d+)", one))]
    if not numbered:
        return ""
    prefix, width = numbered[-1][1], len(numbered[-1][2])
    taken = [
        int(match[1]) for one in (*own, *named, *also) if (match := re.fullmatch(re.escape(prefix) + r"(\d+)", one))
    ]
    return f"{prefix}{max(taken) + 1:0{width}d}"
