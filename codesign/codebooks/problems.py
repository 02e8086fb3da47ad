"""What is wrong with a codebook: two codes of one name, codes in a circle. Nothing of it stops a run."""

from __future__ import annotations

import pandas as pd

from codesign import schemas
from codesign.codebooks.tree import Row, plain_name
from codesign.errors import Problem


def problems(codes: pd.DataFrame) -> list[Problem]:
    """Return a problem for every name that several codes have, and for every circle."""
    return [*map(_one_name, twins(codes)), *map(_one_circle, circles(codes))]


def twins(codes: pd.DataFrame) -> list[list[Row]]:
    """Return the codes that have one name, however it is written, together."""
    by_name: dict[str, list[Row]] = {}
    for row in schemas.records(codes):
        by_name.setdefault(plain_name(row["name"]), []).append(row)
    return [rows for rows in by_name.values() if len(rows) > 1]


def circles(codes: pd.DataFrame) -> list[list[Row]]:
    """Return the codes that stand below each other in a circle, each circle from its first code on upwards."""
    rows = {row["code_id"]: row for row in schemas.records(codes)}
    loops: list[list[Row]] = []
    done: set[str] = set()
    for start in rows:
        line: list[str] = []
        at = start
        while at in rows and at not in done and at not in line:
            line.append(at)
            at = rows[at]["parent_id"]
        if at in line:
            loops.append([rows[one] for one in line[line.index(at) :]])
        done |= set(line)
    return loops


def _one_name(rows: list[Row]) -> Problem:
    ids = ", ".join(row["code_id"] for row in rows)
    sentence = f"is the name of {len(rows)} codes: {ids}. Merge them in 01, under “The codebook”, or rename one"
    return Problem("codes", "name", rows[0]["name"], sentence, level="unfinished")


def _one_circle(rows: list[Row]) -> Problem:
    names = [f"“{row['name']}”" for row in rows]
    line = f"{names[0]} stands below itself" if len(rows) == 1 else f"{' below '.join([*names, names[0]])} is a circle"
    sentence = f"{line}. Nothing is lost. Move one of them in 01, under “The codebook”"
    return Problem("codes", "parent_id", "", sentence, rows[0]["code_id"], level="unfinished")
