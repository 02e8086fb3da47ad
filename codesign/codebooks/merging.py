"""Two codes made one, and one made two: whose codings, findings and other rows go where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from codesign import schemas
from codesign.codebooks.edits import (
    Edit,
    Rows,
    added,
    code,
    coded,
    decides_nothing,
    key_of,
    naming,
    parent_above,
    settled,
)
from codesign.codebooks.tree import TEXTS, Row, below
from codesign.errors import CodebookError

PLACE = ("transcript_id", "start", "end", "coder", "text_sha256")


@dataclass(frozen=True)
class Preview:
    """What an act will touch: codings and their coders, codings that join others, findings, codes below, other rows.

    `texts` are the words of the code that the other one does not have, by column.
    """

    codings: int
    coders: int
    joined: int
    findings: int
    below: int
    others: Mapping[str, int]
    texts: Mapping[str, str] = field(default_factory=dict)


def merge_preview(tables: schemas.Tables, code_id: str, into: str) -> Preview:
    """Return what merging a code into another will touch."""
    preview = removal_preview(tables, code_id)
    target = code(into, tables["codes"])
    _, joined = _codings(tables, code_id, target)
    rows = [row for row in schemas.records(tables["codes"]) if row["code_id"] == code_id]
    texts = {name: words for row in rows for name, words in _lost(row, target).items()}
    return Preview(preview.codings, preview.coders, len(joined), preview.findings, preview.below, preview.others, texts)


def removal_preview(tables: schemas.Tables, code_id: str) -> Preview:
    """Return what names a code: its codings, findings, the codes right below it, and rows of other tables."""
    own = tables["codings"][tables["codings"]["code_id"] == code_id]
    findings = tables["finding_codes"]
    children = [row for row in schemas.records(tables["codes"]) if row["parent_id"] == code_id != row["code_id"]]
    others = {
        table: int((tables[table][_naming_codes(table)] == code_id).any(axis=1).sum())
        for table, _ in naming("codes")
        if table not in ("codes", "codings", "finding_codes")
    }
    return Preview(
        len(own),
        own["coder"].nunique(),
        0,
        int((findings["code_id"] == code_id).sum()),
        len(children),
        {name: number for name, number in others.items() if number},
    )


def _naming_codes(table: str) -> list[str]:
    return [column for name, column in naming("codes") if name == table]


def merged(tables: schemas.Tables, code_id: str, into: str, *, texts: Collection[str] = TEXTS) -> Edit:
    """Return one code merged into another: whatever named the first names the second, and the first is gone.

    Codings stay their coders'; where a coder has both codes on the same passage they become one coding, with both
    memos. The codes below move along. `texts` names the columns whose words are joined to the other code's. A code
    that was removed already may be merged too: what still names it follows, the codes below it as well.
    """
    codes = tables["codes"]
    target = code(into, codes)
    if code_id == into:
        raise CodebookError(f"“{target['name']}” cannot be merged into itself. Choose another code.")
    own = tables["codings"][tables["codings"]["code_id"] == code_id]
    gone = next((row for row in schemas.records(codes) if row["code_id"] == code_id), None)
    rows, joined = _codings(tables, code_id, target)
    put: list[tuple[str, Row]] = [("codings", row) for row in rows]
    delete: list[tuple[str, Row]] = [("codings", {"coding_id": one}) for one in joined]
    for table, ids in (("codings", joined), ("codes", {code_id: into})):
        more, less = _renamed(tables, table, ids)
        put, delete = [*put, *more], [*delete, *less]
    put += [("codes", row) for row in _codes(gone or _without_words(code_id, target), target, codes, texts)]
    delete += [("codes", {"code_id": code_id})] if gone else []
    name = gone["name"] if gone else code_id
    moved = f": {coded(own)}" if len(own) else ""
    return Edit(f"“{name}” merged into “{target['name']}”{moved}", settled(put, delete), tuple(delete), into)


def split(
    tables: schemas.Tables,
    code_id: str,
    name: str,
    codings: Iterable[str],
    *,
    definition: str = "",
    taken: Iterable[str] = (),
) -> Edit:
    """Return a new code beside one, with some of its codings; they stay their coders'. Findings stay with the old one.

    `codings` are coding ids; those that are no longer of the code are left out.
    """
    row = code(code_id, tables["codes"])
    own = tables["codings"][tables["codings"]["code_id"] == code_id]
    chosen = own[own["coding_id"].isin(list(codings))]
    new = added(
        tables,
        name,
        family=row["family"],
        parent_id=parent_above(row, tables["codes"]),
        definition=definition,
        taken=taken,
    )
    if chosen.empty:
        raise CodebookError(f"choose at least one passage of “{row['name']}” for the new code.")
    moved = tuple(("codings", {"coding_id": one, "code_id": new.code_id}) for one in chosen["coding_id"])
    made = new.put[0][1]["name"]
    return Edit(f"“{made}” split from “{row['name']}” with {coded(chosen)}", (*new.put, *moved), code_id=new.code_id)


# codings ------------------------------------------------------------------------------------------------


def _codings(tables: schemas.Tables, code_id: str, target: Row) -> tuple[list[Row], dict[str, str]]:
    """Return the codings to put, and for each coding that goes the one it joins."""
    names = dict(zip(tables["codes"]["code_id"], tables["codes"]["name"], strict=True))
    there: dict[tuple[Any, ...], Row] = {}
    put: dict[str, Row] = {}
    joined: dict[str, str] = {}
    for row in _rows_of(tables["codings"], target["code_id"]):
        there.setdefault(_place(row), row)
    for row in _rows_of(tables["codings"], code_id):
        staying = there.setdefault(_place(row), row)
        if staying is row:
            put[row["coding_id"]] = {"coding_id": row["coding_id"], "code_id": target["code_id"]}
            continue
        memo = both_memos(str(put.get(staying["coding_id"], staying).get("memo", staying["memo"])), row, staying, names)
        joined[row["coding_id"]] = staying["coding_id"]
        if memo != staying["memo"]:
            put[staying["coding_id"]] = {
                **put.get(staying["coding_id"], {"coding_id": staying["coding_id"]}),
                "memo": memo,
            }
    return list(put.values()), joined


def _rows_of(codings: pd.DataFrame, code_id: str) -> list[Row]:
    return schemas.records(codings[codings["code_id"] == code_id])


def _place(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in PLACE)


def both_memos(memo: str, row: Row, staying: Row, names: Mapping[str, str]) -> str:
    """Return the memos of two codings that become one; another polarity is kept as words, so that it is not lost.

    `memo` is what the coding that is kept has by now, `row` the one that joins it.
    """
    other = f"As “{names.get(row['code_id'], row['code_id'])}”: {row['polarity']}."
    parts = [row["memo"], other if row["polarity"] != staying["polarity"] else ""]
    return "\n".join(filter(None, (memo, *(part for part in parts if part not in memo))))


def _renamed(tables: schemas.Tables, target: str, ids: Mapping[str, str]) -> tuple[Rows, Rows]:
    """Return what to put and delete so that rows naming the old ids name the new ones; a row that is there stays.

    A decision for another code that has become its own code goes: the difference is open again.
    """
    put: list[tuple[str, Row]] = []
    delete: list[tuple[str, Row]] = []
    for table, column in naming(target):
        if table in ("codes", "codings"):
            continue
        rows = schemas.records(tables[table])
        there = {schemas.row_id(table, row) for row in rows}
        for row in (row for row in rows if row[column] in ids):
            renamed = {**row, column: ids[row[column]]}
            identity = schemas.row_id(table, renamed)
            if decides_nothing(table, renamed):
                delete.append((table, key_of(table, row)))
            elif column not in schemas.TABLES[table].key:
                put.append((table, {**key_of(table, row), column: renamed[column]}))
            else:
                delete.append((table, key_of(table, row)))
                put += [] if identity in there else [(table, renamed)]
                there.add(identity)
    return tuple(put), tuple(delete)


# codes --------------------------------------------------------------------------------------------------


def _codes(gone: Row, target: Row, codes: pd.DataFrame, texts: Collection[str]) -> list[Row]:
    """Return what changes in the codebook: the target's place and words, and the codes that come below it."""
    own: Row = {"code_id": target["code_id"]}
    under = below(gone["code_id"], codes)
    if target["code_id"] in under:
        own["parent_id"] = parent_above(gone, codes)
        own["family"] = gone["family"] if own["parent_id"] else target["family"]
    own |= {name: f"{target[name]}\n\n{words}".strip() for name, words in _lost(gone, target).items() if name in texts}
    family = str(own.get("family", target["family"]))
    rows = {row["code_id"]: row for row in schemas.records(codes)}
    moved = [_follows(rows[one], gone, target, family) for one in under if one != target["code_id"]]
    return [row for row in (own, *moved) if len(row) > 1]


def _without_words(code_id: str, target: Row) -> Row:
    """Return what stands for a code that was removed already, so that the codes below it follow as they would."""
    return {"code_id": code_id, "parent_id": "", "family": target["family"], **dict.fromkeys(TEXTS, "")}


def _follows(row: Row, gone: Row, target: Row, family: str) -> Row:
    changed: Row = {"code_id": row["code_id"]}
    if row["parent_id"] == gone["code_id"]:
        changed["parent_id"] = target["code_id"]
    if row["family"] != family:
        changed["family"] = family
    return changed


def _lost(gone: Row, target: Row) -> dict[str, str]:
    return {name: gone[name] for name in TEXTS if gone[name] and gone[name] not in target[name]}
