"""Cells that name several rows of another table, such as the steps that a step of the pathway leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

LISTS: Mapping[tuple[str, str], str] = {("pathway_steps", "leads_to"): "pathway_steps"}
"""The table whose rows a column names, ids with semicolons between them, by table and column."""
SEPARATOR = ";"


def listed_in(cell: object) -> list[str]:
    """Return what a cell names, each once.

    >>> listed_in("S2; S3;; S2")
    ['S2', 'S3']
    """
    return list(dict.fromkeys(part.strip() for part in str(cell or "").split(SEPARATOR) if part.strip()))


def ids_meant(cell: object, names: Mapping[str, str]) -> list[str]:
    """Return the ids a cell means, each once; `names` has the id for each name. What is no name stays as it stands.

    Capitals and spaces do not count, and a name may hold a semicolon.

    >>> ids_meant("badge;  Certificate; Energy; S9", {"Badge": "S1", "Certificate; Energy": "S2"})
    ['S1', 'S2', 'S9']
    """
    ids = {_plain(name): row for name, row in names.items()}
    parts = [part.strip() for part in str(cell or "").split(SEPARATOR)]
    meant: list[str] = []
    while parts:
        whole = (count for count in range(len(parts), 0, -1) if _plain(SEPARATOR.join(parts[:count])) in ids)
        taken = next(whole, 1)
        meant.append(ids.get(_plain(SEPARATOR.join(parts[:taken])), parts[0]))
        parts = parts[taken:]
    return list(dict.fromkeys(filter(None, meant)))


def own_names(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the id for each id, and for each name that only one row has; `rows` are ids with their names."""
    pairs = list(rows)
    uses = Counter(_plain(name) for _, name in pairs)
    return {name: row for row, name in pairs if _plain(name) and uses[_plain(name)] == 1} | {
        row: row for row, _ in pairs
    }


def _plain(name: str) -> str:
    return SEPARATOR.join(" ".join(part.split()) for part in name.split(SEPARATOR)).casefold()
