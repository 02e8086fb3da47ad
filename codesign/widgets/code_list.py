"""The list of codes as screens show it, and codes that are made while coding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from codesign import codebooks, schemas
from codesign.errors import CodebookError
from codesign.widgets.screen import Refused, Row


def code_list(codes: pd.DataFrame, hot: Sequence[str] = ()) -> list[Row]:
    """Return the codes in the order of the screen: by family, children under their parent, with their number key."""
    placed = codebooks.tree(codes)
    numbers = _numbers([row for row, depth in placed if depth == 0], hot)
    return [_code(row, depth, numbers) for row, depth in placed]


def _numbers(top: Sequence[Row], hot: Sequence[str]) -> dict[str, int]:
    """Return the number keys: the codes asked for, else one code of each family, then a second one."""
    if hot:
        return {code: number for number, code in enumerate(hot[:9], start=1)}
    rank: dict[str, int] = {}
    turn: dict[str, int] = {}
    for row in top:
        turn[row["code_id"]] = rank[row["family"]] = rank.get(row["family"], -1) + 1
    chosen = {row["code_id"] for row in sorted(top, key=lambda row: turn[row["code_id"]])[:9]}
    return {row["code_id"]: number for number, row in enumerate((r for r in top if r["code_id"] in chosen), start=1)}


def _code(row: Row, depth: int, numbers: Mapping[str, int]) -> Row:
    columns = ("name", "family", *codebooks.TEXTS)
    family = schemas.FAMILIES.get(row["family"], row["family"])
    shown = {name: row[name] for name in columns}
    return {"id": row["code_id"], "depth": depth, "hot": numbers.get(row["code_id"]), "family_name": family, **shown}


def new_code(name: str, family: str, tables: schemas.Tables) -> Row:
    """Return the row of a new code at the top of its family, with an id nobody has; Refused where it cannot be one."""
    try:
        return codebooks.added(tables, name, family=family).put[0][1]
    except CodebookError as error:
        raise Refused(f"Not saved: {error}") from error
