"""What a cell offers to choose from: rows of other tables by their names, and values the study uses already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, TypeVar

from codesign import codebooks, numbering, schemas
from codesign.phrases import listed
from codesign.schemas import LISTS
from codesign.widgets import columns as column_kinds
from codesign.widgets.columns import Choices
from codesign.widgets.row_names import RowNames
from codesign.widgets.screen import Row, rows_of

ROWS_CALLED = {"pathway_steps": "step"}
"""The word for a row that a cell names."""
MOST_NAMED = 8
DELIVERIES = ("in person", "hybrid", "online", "at work")
FRAMEWORKS = ("NOC 2021", "CIP 2021", "OaSIS", "ESCO", "O*NET", "Skills for Success")
PROGRAM = {"program": "The program"}
ALIGNED = ("tasks", "competencies")


def column(
    table: str, name: str, tables: schemas.Tables, choices: Choices, names: RowNames, *, locked: bool = False
) -> Row:
    """Return how a column is shown and edited, with what it offers.

    `several` are the rows of which a cell names several, with semicolons between them, None elsewhere; `suggested` is
    what is offered beside whatever else may be typed.
    """
    target = LISTS.get((table, name))
    own = {name: _CHOICES[table, name](names)} if (table, name) in _CHOICES else {}
    shown = column_kinds.column(table, name, tables, {**own, **choices}, locked=locked)
    if own:
        shown["options"] = [option for option in shown["options"] if option["value"]]
    if target:
        labels = _labels(target, names)
        rows = {**labels, **_gone(table, name, target, names)}
        several = [{"value": row, "label": label} for row, label in rows.items()]
        return {**shown, "several": several, "suggested": list(labels.values())}
    suggested = [] if shown["options"] is not None else list(_suggested(table, name, tables))
    return {**shown, "several": None, "suggested": suggested}


def meant(table: str, name: str, value: Any, names: RowNames) -> Any:
    """Return what a typed cell means: the ids of the rows that it names, as they are saved."""
    target = LISTS.get((table, name))
    if target:
        return "; ".join(schemas.ids_meant(value, _ids(target, names)))
    if (table, name) in _CHOICES and value:
        by_label = {label: row for row, label in _CHOICES[table, name](names).items()}
        rows = schemas.ids_meant(value, by_label)
        return rows[0] if len(rows) == 1 else value
    return value


def completed(table: str, row: Row, names: RowNames) -> Row:
    """Return a new row with what follows from its other cells.

    A code below another one is of that one's family; its id is made of its name, as the codebook makes it.
    """
    if table != "codes":
        return row
    codes = names.tables["codes"]
    above = codes.loc[codes["code_id"] == row.get("parent_id"), "family"].tolist()
    whole = {**row, "family": above[0]} if above and not row.get("family") else row
    if row.get("name") and numbering.is_made(table, str(row["code_id"])):
        whole = {**whole, "code_id": codebooks.free_id(str(row["name"]), _codes_taken(names))}
    return whole


def problems(table: str, row: Mapping[str, Any], names: RowNames) -> dict[str, str]:
    """Return what is wrong with cells that were typed: with what they name, and with a code that is there already."""
    wrong = lost(table, row, names)
    if table == "codes" and row.get("name") and (other := _other_code(row, names)):
        wrong["name"] = f"“{other}” is a code already. Choose another name, or merge the two in the codebook."
    return wrong


def lost(table: str, row: Mapping[str, Any], names: RowNames) -> dict[str, str]:
    """Return for each cell of a row that names what is not there a sentence with what there is."""
    wrong: dict[str, str] = {}
    for (owner, name), target in LISTS.items():
        if owner == table and (strangers := _strangers(row.get(name), target, names)):
            called = {**dict(zip(strangers, strangers, strict=True)), **_gone(table, name, target, names)}
            words = [called[one] for one in strangers]
            wrong[name] = _not_there(words, ROWS_CALLED[target], list(_labels(target, names).values()))
    for (owner, name), choices in _CHOICES.items():
        value = str(row.get(name) or "")
        if owner == table and value and value not in choices(names):
            wrong[name] = f"“{value}” is neither the program nor a task or competency. Choose one of the list."
    return wrong


def in_words(table: str, name: str, value: Any, names: RowNames) -> Any:
    """Return a cell with the names of the rows in it, as a page without a live workbook shows it."""
    target = LISTS.get((table, name))
    if target:
        labels = _labels(target, names)
        return "; ".join(labels.get(row, row) for row in schemas.ids_meant(value, _ids(target, names)))
    return _CHOICES[table, name](names).get(value, value) if (table, name) in _CHOICES else value


def naming(table: str, identity: str, names: RowNames) -> Iterator[tuple[str, Row]]:
    """Yield the other rows that name a row of this table in a list or a choice, each with its own table."""
    for (owner, name), target in LISTS.items():
        for row in rows_of(names.tables[owner]) if target == table else ():
            is_other = (owner, schemas.row_id(owner, row)) != (table, identity)
            if is_other and identity in schemas.ids_meant(row[name], _ids(target, names)):
                yield owner, row
    if table in ALIGNED:
        yield from (("alignments", row) for row in rows_of(names.tables["alignments"]) if row["aligned"] == identity)


_Made = TypeVar("_Made")
_NUMBERED = ("pathway_steps", "duties", "tasks", "competencies", "numbers")
"""The tables that say what steps, tasks and competencies are called."""


def _while_the_same(*tables: str) -> Callable[[Callable[..., _Made]], Callable[..., _Made]]:
    """Decorate what is made of the names of rows, its last argument: made once as long as these tables are the same."""

    def decorated(make: Callable[..., _Made]) -> Callable[..., _Made]:
        latest: dict[tuple[Any, ...], tuple[list[Any], _Made]] = {}

        @wraps(make)
        def made(*given: Any) -> _Made:
            frames = [given[-1].tables.get(name) for name in tables]
            before = latest.get(given[:-1])
            if before is None or any(one is not other for one, other in zip(frames, before[0], strict=True)):
                before = latest[given[:-1]] = (frames, make(*given))
            return before[1]

        return made

    return decorated


# rows by their names -----------------------------------------------------------------------------------


@_while_the_same(*_NUMBERED)
def _labels(target: str, names: RowNames) -> dict[str, str]:
    """Return the words for each row one can name: its title alone, with its number where two have the same one."""
    rows = rows_of(names.tables[target])
    key = schemas.TABLES[target].key[0]
    alone = set(schemas.own_names((row[key], row["title"]) for row in rows))
    return {row[key]: row["title"] if row["title"] in alone else names.of(target, row) for row in rows}


@_while_the_same(*_NUMBERED)
def _ids(target: str, names: RowNames) -> dict[str, str]:
    """Return the id for everything a row can be called: its title, its number, both, or its id."""
    rows = rows_of(names.tables[target])
    key = schemas.TABLES[target].key[0]
    by_number = {names.numbers.of(target, row[key]): row[key] for row in rows}
    in_full = {names.of(target, row): row[key] for row in rows}
    return {**by_number, **in_full, **schemas.own_names((row[key], row["title"]) for row in rows)}


def _gone(table: str, name: str, target: str, names: RowNames) -> dict[str, str]:
    """Return the words for rows that cells name and that were deleted meanwhile: nobody should read their ids."""
    named = {one for cell in names.tables[table][name] for one in schemas.listed_in(cell)}
    lost = sorted(one for one in named - _labels(target, names).keys() if numbering.is_made(target, one))
    return dict.fromkeys(lost, f"a {ROWS_CALLED[target]} that is gone")


def _other_code(row: Mapping[str, Any], names: RowNames) -> str:
    """Return the name of another code that is called the same, empty where there is none."""
    codes = names.tables["codes"]
    others = codes[codes["code_id"] != row["code_id"]]
    same = codebooks.named(str(row["name"]), others)
    return str(others.loc[others["code_id"] == same, "name"].iloc[0]) if same else ""


@_while_the_same(*schemas.TABLES)
def _codes_taken(names: RowNames) -> frozenset[str]:
    return frozenset(codebooks.taken_ids(names.tables))


def _strangers(cell: Any, target: str, names: RowNames) -> list[str]:
    return [one for one in schemas.ids_meant(cell, _ids(target, names)) if one not in _labels(target, names)]


def _not_there(strangers: list[str], called: str, there: list[str]) -> str:
    quoted = listed([f"“{one}”" for one in strangers])
    verb = f"is not a {called}" if len(strangers) == 1 else f"are not {called}s"
    if not there:
        return f"{quoted} {verb}, and there is none yet."
    more = f" and {len(there) - MOST_NAMED} more" if len(there) > MOST_NAMED else ""
    return f"{quoted} {verb}. {called.capitalize()}s: {'; '.join(there[:MOST_NAMED])}{more}."


@_while_the_same(*_NUMBERED)
def _aligned(names: RowNames) -> dict[str, str]:
    rows = {option["value"]: option["label"] for table in ALIGNED for option in names.references(table)}
    return {**PROGRAM, **rows}


_CHOICES: Mapping[tuple[str, str], Callable[[RowNames], dict[str, str]]] = {("alignments", "aligned"): _aligned}
"""Columns that name the program or a row of one of several tables."""


# values the study uses already -------------------------------------------------------------------------


def _suggested(table: str, name: str, tables: schemas.Tables) -> Iterable[str]:
    """Return what may stand in a column, where more may be typed: as people wrote it elsewhere in the study."""
    usual = _USUAL.get(name, ())
    cells = [cell for owner, other in _ALIKE.get(name, ()) for cell in tables[owner][other]]
    cells += tables[table][name].tolist() if name in _OWN else []
    used = {part for cell in cells for part in (schemas.listed_in(cell) if name == "sector" else [str(cell or "")])}
    return [*usual, *sorted(used - {"", *usual})]


_USUAL: Mapping[str, tuple[str, ...]] = {"delivery": DELIVERIES, "framework": FRAMEWORKS}
_ALIKE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sector": (("participants", "sector"), ("postings", "sector"), ("raters", "sector")),
    "employer": (("participants", "employer"), ("raters", "employer")),
    "year": (("enrolments", "year"), ("budget_lines", "year")),
    "role": (("participants", "role"), ("raters", "role")),
    "decided_by": (("task_decisions", "decided_by"), ("competencies", "decided_by"), ("findings", "judged_by")),
    "judged_by": (("findings", "judged_by"), ("task_decisions", "decided_by")),
}
"""Columns elsewhere that hold the same kind of value, by the name of a column."""
_OWN = ("body", "owner", "publisher", "assessor", "setting", "location", "delivery", "framework", "version")
"""Columns in which the same words come again and again."""
