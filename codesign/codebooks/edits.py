"""Changes of the codebook, each as the rows of all tables it touches; refused with a sentence where it cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.codebooks.tree import LONGEST_NAME, TEXTS, Row, above_below, below, free_id, named, short_name, taken_ids
from codesign.errors import CodebookError

NO_FAMILY = "knowledge"
"""The family of a code whose own is not known."""
Rows = tuple[tuple[str, Row], ...]


@dataclass(frozen=True)
class Edit:
    """One act: rows to put (key and changed columns) and keys to delete, each with its table, and what was done."""

    words: str
    put: Rows = ()
    delete: Rows = ()
    code_id: str = ""


def edited(tables: schemas.Tables, edit: Edit) -> dict[str, pd.DataFrame]:
    """Return the tables with the edit made."""
    result = dict(tables)
    for name in {table for table, _ in (*edit.put, *edit.delete)}:
        rows = {schemas.row_id(name, row): row for row in schemas.records(result[name])}
        for row in (row for table, row in edit.put if table == name):
            identity = schemas.row_id(name, row)
            rows[identity] = {**rows.get(identity, {}), **row}
        for row in (row for table, row in edit.delete if table == name):
            rows.pop(schemas.row_id(name, row), None)
        result[name] = schemas.frame(name, rows.values())
    return result


def added(
    tables: schemas.Tables,
    name: str,
    *,
    family: str = "",
    parent_id: str = "",
    definition: str = "",
    taken: Iterable[str] = (),
) -> Edit:
    """Return a new code at the top of its family or below a parent; `taken` are ids of codes that were removed."""
    codes = tables["codes"]
    clean = _free_name(name, codes)
    parent = code(parent_id, codes) if parent_id else None
    identity = free_id(clean, taken_ids(tables) | set(taken))
    row = {
        "code_id": identity,
        "name": clean,
        "family": _family(parent["family"] if parent else family),
        "parent_id": parent_id,
        "definition": definition.strip(),
    }
    where = f"below “{parent['name']}”" if parent else f"in {schemas.FAMILIES[row['family']]}"
    return Edit(f"New code “{clean}” {where}", (("codes", row),), code_id=identity)


def renamed(codes: pd.DataFrame, code_id: str, name: str) -> Edit:
    """Return the code with another name; refused where the name is empty, too long or another code's."""
    before = code(code_id, codes)["name"]
    clean = _free_name(name, codes, code_id)
    if clean == before:
        return Edit(f"The name is “{clean}” as before.", code_id=code_id)
    return Edit(f"“{before}” renamed to “{clean}”", (("codes", {"code_id": code_id, "name": clean}),), code_id=code_id)


def described(codes: pd.DataFrame, code_id: str, column: str, words: str) -> Edit:
    """Return the code with another definition, inclusion, exclusion or example."""
    if column not in TEXTS:
        raise ValueError(f"{column} is none of {', '.join(TEXTS)}")
    row = code(code_id, codes)
    if row[column] == words.strip():
        return Edit("Nothing has changed.", code_id=code_id)
    return Edit(
        f"“{row['name']}” described", (("codes", {"code_id": code_id, column: words.strip()}),), code_id=code_id
    )


def moved(codes: pd.DataFrame, code_id: str, *, family: str = "", parent_id: str = "") -> Edit:
    """Return the code at the top of a family, or below a parent in its family; the codes below it come along."""
    row = code(code_id, codes)
    parent = code(parent_id, codes) if parent_id else None
    children = below(code_id, codes)
    if parent_id == code_id or parent_id in children:
        raise CodebookError(_circle_refused(row, parent or row))
    chosen = _family(parent["family"] if parent else family or row["family"])
    if (row["parent_id"], row["family"]) == (parent_id, chosen):
        return Edit(f"“{row['name']}” stands there already.", code_id=code_id)
    put = [{"code_id": code_id, "parent_id": parent_id, "family": chosen}, *_of_family(children, chosen, codes)]
    label = schemas.FAMILIES[chosen]
    where = f"below “{parent['name']}”, in {label}" if parent else f"to the top of {label}"
    along = f"; {counted(len(children), 'code')} below it moved along" if children else ""
    return Edit(f"“{row['name']}” moved {where}{along}", tuple(("codes", one) for one in put), code_id=code_id)


def shifted(codes: pd.DataFrame, code_id: str, way: str) -> Edit:
    """Return the code moved one step: "in" below the code before it, "out" beside its parent, "up" or "down" elsewhere.

    Up and down lead below the code before or after its parent, or to the top of the family before or after.
    """
    row = code(code_id, codes)
    parent = next((one for one in schemas.records(codes) if one["code_id"] == row["parent_id"]), None)
    before, _ = above_below(code_id, codes)
    if way == "in":
        return moved(codes, code_id, parent_id=_there(before, "There is no code before it to stand below.")["code_id"])
    if way == "out":
        above = _there(parent, f"“{row['name']}” stands at the top of its family already.")
        return moved(codes, code_id, family=above["family"], parent_id=parent_above(above, codes))
    if parent:
        beside = above_below(parent["code_id"], codes)[0 if way == "up" else 1]
        other = _there(beside, f"There is no code {'before' if way == 'up' else 'after'} “{parent['name']}”.")
        return moved(codes, code_id, parent_id=other["code_id"])
    return moved(codes, code_id, family=_family_beside(row["family"], way))


def removed(tables: schemas.Tables, code_id: str, *, with_codings: bool = False) -> Edit:
    """Return the codebook without a code; the codes below it move up, and what names it goes with it.

    Refused where the code has codings, unless these are to go too.
    """
    codes, codings = tables["codes"], tables["codings"]
    row = code(code_id, codes)
    own = codings[codings["code_id"] == code_id]
    if len(own) and not with_codings:
        raise CodebookError(
            f"“{row['name']}” has {coded(own)}. Merge it into another code, or choose to remove them with it."
        )
    up = [
        ("codes", {"code_id": one["code_id"], "parent_id": parent_above(row, codes)})
        for one in schemas.records(codes)
        if one["parent_id"] == code_id != one["code_id"]
    ]
    put, delete = without(tables, "codes", {code_id})
    also = f" with {coded(own)}" if len(own) else ""
    gone = (("codes", {"code_id": code_id}), *delete)
    return Edit(f"“{row['name']}” removed{also}", settled((*up, *put), gone), gone)


def restored(row: Mapping[str, Any], codes: pd.DataFrame) -> Edit:
    """Return a code that was removed, or that broke a rule, put back as it was as far as it can be.

    A name that is missing becomes the id and one that is too long is cut; an unknown family becomes that of the
    parent, else knowledge; a parent that is gone is left out.
    """
    cells = {name: str(row.get(name) or "").strip() for name in schemas.columns("codes")}
    by_id = {one["code_id"]: one for one in schemas.records(codes)}
    parent = by_id.get(cells["parent_id"], {})
    own = cells["family"] if cells["family"] in schemas.FAMILIES else str(parent.get("family", NO_FAMILY))
    long = f"Full name: {cells['name']}\n\n" if len(cells["name"]) > LONGEST_NAME else ""
    whole = {
        **cells,
        "name": short_name(cells["name"] or cells["code_id"]),
        "family": own,
        "parent_id": cells["parent_id"] if parent else "",
        "definition": f"{long}{cells['definition']}".strip(),
    }
    return Edit(f"“{whole['name']}” brought back", (("codes", whole),), code_id=cells["code_id"])


# parts of edits, also for merging -----------------------------------------------------------------------


def code(code_id: str, codes: pd.DataFrame) -> Row:
    """Return the row of a code; CodebookError where it is no longer there."""
    row = next((row for row in schemas.records(codes) if row["code_id"] == code_id), None)
    if row is None:
        raise CodebookError(f"the code “{code_id}” is no longer in the codebook.")
    return row


def parent_above(row: Mapping[str, Any], codes: pd.DataFrame) -> str:
    """Return the parent of a code as the codes below it may get it: empty where it is gone, or closes a circle."""
    parent = str(row["parent_id"])
    is_circle = parent in (row["code_id"], *below(row["code_id"], codes))
    return "" if is_circle or parent not in set(codes["code_id"]) else parent


def without(tables: schemas.Tables, target: str, gone: Collection[str]) -> tuple[Rows, Rows]:
    """Return the rows to put and the keys to delete so that nothing names these rows of a table any more.

    A cell that may be empty is emptied; a row that cannot be without it goes, and so does what names that row. A
    decision for a code that is gone decides nothing any more and goes too, so that the difference is open again.
    """
    put: list[tuple[str, Row]] = []
    delete: list[tuple[str, Row]] = []
    for table, column in naming(target):
        if table == "codes":
            continue
        rows = schemas.records(tables[table][tables[table][column].isin(list(gone))])
        if column not in schemas.TABLES[table].key and not schemas.TABLES[table].model_fields[column].is_required():
            hollow = [row for row in rows if decides_nothing(table, {**row, column: ""})]
            put += [(table, {**key_of(table, row), column: ""}) for row in rows if row not in hollow]
            delete += [(table, key_of(table, row)) for row in hollow]
            continue
        delete += [(table, key_of(table, row)) for row in rows]
        also = without(tables, table, {schemas.row_id(table, row) for row in rows}) if rows else ((), ())
        put, delete = [*put, *also[0]], [*delete, *also[1]]
    return tuple(put), tuple(delete)


def decides_nothing(table: str, row: Mapping[str, Any]) -> bool:
    """Whether a row decides that something counts as another code, and names none or the code itself."""
    is_for_another = table == "reconciliations" and row["decision"] == "other code"
    return is_for_another and row["other_code_id"] in ("", row["code_id"])


def settled(put: Iterable[tuple[str, Row]], delete: Iterable[tuple[str, Row]]) -> Rows:
    """Return the rows to put without those that are to be deleted: a row put and deleted in one act would stay."""
    gone = {(table, schemas.row_id(table, row)) for table, row in delete}
    return tuple((table, row) for table, row in put if (table, schemas.row_id(table, row)) not in gone)


def naming(target: str) -> list[tuple[str, str]]:
    """Return the columns that name rows of a table, as table and column, of the tables people decide."""
    return [
        (name, column)
        for name, model in schemas.TABLES.items()
        if model.origin == "decided"
        for column, named_table in model.references.items()
        if named_table == target
    ]


def key_of(table: str, row: Mapping[str, Any]) -> Row:
    """Return the key columns of a row."""
    return {name: row[name] for name in schemas.TABLES[table].key}


def coded(codings: pd.DataFrame) -> str:
    """Return how many codings there are, and of how many coders, in words."""
    return f"{counted(len(codings), 'coding')} of {counted(codings['coder'].nunique(), 'coder')}"


def counted(number: int, thing: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {thing if number == 1 else thing + 's'}"


def _there(row: Row | None, why_not: str) -> Row:
    if row is None:
        raise CodebookError(why_not)
    return row


def _family_beside(family: str, way: str) -> str:
    families = list(schemas.FAMILIES)
    at = (families.index(family) if family in families else 0) + (-1 if way == "up" else 1)
    if not 0 <= at < len(families):
        raise CodebookError(f"There is no family {'before' if way == 'up' else 'after'} this one.")
    return families[at]


def _of_family(ids: Iterable[str], family: str, codes: pd.DataFrame) -> list[Row]:
    before = dict(zip(codes["code_id"], codes["family"], strict=True))
    return [{"code_id": one, "family": family} for one in ids if before[one] != family]


def _free_name(name: str, codes: pd.DataFrame, own: str = "") -> str:
    clean = " ".join(name.split())
    if not clean:
        raise CodebookError(
            "a code needs a name. Type one; the code keeps its old name until then."
            if own
            else "type a name for the new code first."
        )
    if len(clean) > LONGEST_NAME:
        raise CodebookError(
            f"the name has {len(clean)} characters; a code's name has at most {LONGEST_NAME}. "
            "Put the rest into the definition."
        )
    there = named(clean, codes[codes["code_id"] != own])
    if there:
        other = code(there, codes)
        way = "Merge the two, or choose another name." if own else "Use that one, or choose another name."
        family = schemas.FAMILIES.get(other["family"], other["family"])
        raise CodebookError(f"“{other['name']}” in {family} has this name already. {way}")
    return clean


def _family(family: str) -> str:
    if not family:
        raise CodebookError(f"choose the family the code belongs to: {', '.join(schemas.FAMILIES.values())}.")
    if family not in schemas.FAMILIES:
        raise CodebookError(f"“{family}” is no family. Choose one of: {', '.join(schemas.FAMILIES.values())}.")
    return family


def _circle_refused(row: Mapping[str, Any], parent: Mapping[str, Any]) -> str:
    if row["code_id"] == parent["code_id"]:
        return f"“{row['name']}” cannot stand below itself. Choose another code, or the top of a family."
    return (
        f"“{row['name']}” cannot stand below “{parent['name']}”, which stands below it: that would be a circle. "
        f"Move “{parent['name']}” somewhere else first."
    )
