"""The codebook as the coding panel shows it, and codes that are made while coding."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from codesign import schemas
from codesign.widgets.screen import Refused, Row, rows_of

LONGEST_NAME = 80
LONGEST_ID = 60


def codebook(codes: pd.DataFrame, hot: Sequence[str] = ()) -> list[Row]:
    """Return the codes in the order of the screen: by family, children under their parent, with their number key."""
    rows = {row["code_id"]: row for row in rows_of(codes)}
    families = {family: place for place, family in enumerate(schemas.FAMILIES)}
    order = sorted(rows.values(), key=lambda row: families.get(row["family"], len(families)))
    placed: list[tuple[Row, int]] = []
    for row in order:
        if row["parent_id"] not in rows or row["parent_id"] == row["code_id"]:
            _place(row, 0, order, placed)
    seen = {row["code_id"] for row, _ in placed}
    placed += [(row, 0) for row in order if row["code_id"] not in seen]
    numbers = _numbers([row for row, depth in placed if depth == 0], hot)
    return [_code(row, depth, numbers) for row, depth in placed]


def _place(row: Row, depth: int, order: Sequence[Row], placed: list[tuple[Row, int]]) -> None:
    placed.append((row, depth))
    seen = {other["code_id"] for other, _ in placed}
    for child in order:
        if child["parent_id"] == row["code_id"] and child["code_id"] not in seen:
            _place(child, depth + 1, order, placed)


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
    kept = ("name", "family", "definition", "include", "exclude", "example")
    family = schemas.FAMILIES.get(row["family"], row["family"])
    shown = {name: row[name] for name in kept}
    return {"id": row["code_id"], "depth": depth, "hot": numbers.get(row["code_id"]), "family_name": family, **shown}


def new_code(name: str, family: str, codes: pd.DataFrame) -> Row:
    """Return the row of a new code at the top of its family, with an id nobody has; Refused where it cannot be one."""
    row: Row = {"code_id": _free_id(name, set(codes["code_id"])), "name": name, "family": family}
    if not name:
        raise Refused("Not saved: type a name for the new code first.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"Not saved: the name has {len(name)} characters; a code's name has at most {LONGEST_NAME}.")
    found = schemas.row_problems("codes", row)
    if found:
        raise Refused("Not saved: " + "; ".join(str(problem) for problem in found))
    return row


def code_named(name: str, codes: pd.DataFrame) -> str:
    """Return the id of the code with this name, whatever its capitals; empty where there is none."""
    named = [row["code_id"] for row in rows_of(codes) if row["name"].casefold() == name.casefold()]
    return str(named[0]) if named else ""


def _free_id(name: str, taken: set[str]) -> str:
    wanted = re.sub(r"[\W_]+", "-", name.casefold())[:LONGEST_ID].strip("-") or "code"
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(one for one in numbered if one not in taken)
