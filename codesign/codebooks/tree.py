"""Codes by family and under each other, and when two names are the same name.

Nothing here trusts a codebook to be a tree: it may hold a circle, or a code below one that is gone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from codesign import schemas

Row = dict[str, Any]
LONGEST_NAME = 80
LONGEST_ID = 60
TEXTS = ("definition", "include", "exclude", "example")
"""The columns of a code that say what it means."""


def tree(codes: pd.DataFrame) -> list[tuple[Row, int]]:
    """Return every code once, with its depth: by family, children under their parent.

    A code whose parent is not there stands at the top; a circle is opened at its first code.
    """
    rows = sorted(schemas.records(codes), key=_family_place)
    code_ids = {row["code_id"] for row in rows}
    children = _children(rows)
    seen: set[str] = set()
    tops = [row for row in rows if row["parent_id"] not in code_ids]
    parts = [_branch(row, children, seen) for row in [*tops, *rows] if row["code_id"] not in seen]
    parts = sorted((part for part in parts if part), key=lambda part: _family_place(part[0][0]))
    return [placed for part in parts for placed in part]


def below(code_id: str, codes: pd.DataFrame) -> list[str]:
    """Return the ids of all codes below one, nearest first; the code itself is not among them, also in a circle."""
    children = _children(schemas.records(codes))
    code_ids: dict[str, None] = {}
    waiting = [code_id]
    while waiting:
        new = dict.fromkeys(row["code_id"] for one in waiting for row in children[one])
        waiting = [one for one in new if one != code_id and one not in code_ids]
        code_ids |= dict.fromkeys(waiting)
    return list(code_ids)


def above_below(code_id: str, codes: pd.DataFrame) -> tuple[Row | None, Row | None]:
    """Return the codes that stand before and after one under the same parent or family; None where there is none."""
    placed = [row for row, _ in tree(codes)]
    own = next(row for row in placed if row["code_id"] == code_id)
    code_ids = {row["code_id"] for row in placed}
    same = [row for row in placed if _place(row, code_ids) == _place(own, code_ids)]
    at = same.index(own)
    return (same[at - 1] if at else None, same[at + 1] if at + 1 < len(same) else None)


def plain_name(name: str) -> str:
    """Return a name as two people would call it the same: capitals, spaces, hyphens and underscores do not count.

    >>> plain_name("  Lock-out  TAG_out ")
    'lock out tag out'
    """
    even = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[-_\u2010-\u2015]", " ", even).split()) or even.strip()


def named(name: str, codes: pd.DataFrame) -> str:
    """Return the id of the first code with this name, however it is written; empty where there is none."""
    wanted = plain_name(name)
    ids = (row["code_id"] for row in schemas.records(codes) if plain_name(row["name"]) == wanted)
    return str(next(ids, ""))


def short_name(name: str) -> str:
    """Return a name cut to what a code's name may have; cut ones end with an ellipsis."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def taken_ids(tables: schemas.Tables) -> set[str]:
    """Return every id of a code that is there or is named anywhere, so that none is given twice."""
    own = set(tables["codes"]["code_id"])
    for name, model in schemas.TABLES.items():
        for column, target in model.references.items():
            if target == "codes" and name in tables:
                own |= set(tables[name][column])
    return {str(one) for one in own if one}


def free_id(name: str, taken: Collection[str]) -> str:
    """Return an id made of the name's letters that is not taken.

    >>> free_id("Lock-out, tag-out", {"lock-out-tag-out"})
    'lock-out-tag-out-2'
    """
    wanted = re.sub(r"[\W_]+", "-", name.casefold())[:LONGEST_ID].strip("-") or "code"
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(one for one in numbered if one not in taken)


def _children(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    children: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        children[row["parent_id"]].append(row)
    return children


def _branch(top: Row, children: defaultdict[str, list[Row]], seen: set[str]) -> list[tuple[Row, int]]:
    # Without recursion: a hierarchy may be deeper than Python goes.
    placed: list[tuple[Row, int]] = []
    waiting = [(top, 0)]
    while waiting:
        row, depth = waiting.pop()
        if row["code_id"] in seen:
            continue
        seen.add(row["code_id"])
        placed.append((row, depth))
        waiting += [(child, depth + 1) for child in reversed(children[row["code_id"]])]
    return placed


def _family_place(row: Row) -> int:
    families = list(schemas.FAMILIES)
    return families.index(row["family"]) if row["family"] in families else len(families)


def _place(row: Row, code_ids: Collection[str]) -> tuple[str, str]:
    is_below = row["parent_id"] in code_ids
    return (row["parent_id"], "") if is_below else ("", row["family"])
