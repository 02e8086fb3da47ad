"""What interviews say of the tasks, read once for as long as nobody codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from codesign import coding, evidence, schemas

FAMILIES = ("job-task", "tool", "knowledge", "standard", "skill-gap")
"""The families whose passages lie beside the board."""
SPOT = ("transcript_id", "start", "end", "participant_id", "polarity")
"""What makes passages of several codes the same words."""
COMES_FROM = ("participants", "transcripts", "segments", "speakers", "codes", "codings", "reconciliations")


class Evidence:
    """The passages that count in this sector and region, and who said them."""

    def __init__(self, tables: schemas.Tables, sector: str = "", region: str = "") -> None:
        scoped = coding.in_scope(tables, sector, region)
        self.heard = coding.heard(scoped)["employers"]
        self.codings = coding.attributed(scoped)
        self._codes = {row["code_id"]: row for row in schemas.records(tables["codes"])}

    @cached_property
    def passages(self) -> list[dict[str, Any]]:
        """Every passage in the order of interviews, with the name and family of its code, and `codes`, their ids."""
        rows = schemas.records(evidence.passages(self.codings))
        named = ({"code": self._name(row), "codes": (row["code_id"],), "family": self._family(row)} for row in rows)
        return [{**row, **own} for row, own in zip(rows, named, strict=True)]

    @cached_property
    def passage_of(self) -> Mapping[str, dict[str, Any]]:
        """The passage that each coding belongs to; the same words under several codes are one."""
        return {str(one): row for row in [*self.passages, *self.beside] for one in _ids(row)}

    @cached_property
    def by_code(self) -> list[dict[str, Any]]:
        """The passages that lie beside the board, one for each code of the same words."""
        return [row for row in self.passages if row["family"] in FAMILIES]

    @cached_property
    def codings_of_code(self) -> dict[str, list[str]]:
        """The codings of each code that lie beside the board."""
        by_code: dict[str, list[str]] = {}
        for row in self.by_code:
            by_code.setdefault(row["code_id"], []).extend(row["coding_ids"])
        return by_code

    @cached_property
    def beside(self) -> list[dict[str, Any]]:
        """The passages that lie beside the board, each once."""
        same: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for row in self.by_code:
            same.setdefault(tuple(row[name] for name in SPOT), []).append(row)
        return [_as_one(rows) for rows in same.values()]

    def together(self, coding_ids: Iterable[str]) -> list[str]:
        """Return codings with all others that are the same passage, each once."""
        every = (one for coding_id in coding_ids for one in self._same(coding_id))
        return list(dict.fromkeys(every))

    def _same(self, coding_id: str) -> tuple[str, ...]:
        return _ids(self.passage_of[coding_id]) if coding_id in self.passage_of else (coding_id,)

    def _name(self, row: Mapping[str, Any]) -> str:
        return str(self._codes.get(str(row["code_id"]), {}).get("name", row["code_id"]))

    def _family(self, row: Mapping[str, Any]) -> str:
        return str(self._codes.get(str(row["code_id"]), {}).get("family", ""))


def _as_one(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the same words under several codes as one passage, under the first of their families."""
    if len(rows) == 1:
        return rows[0]
    in_order = sorted(rows, key=lambda row: FAMILIES.index(row["family"]))
    codings = tuple(one for row in in_order for one in row["coding_ids"])
    codes = tuple(row["code_id"] for row in in_order)
    return {**in_order[0], "coding_ids": codings, "codes": codes, "code": ", ".join(row["code"] for row in in_order)}


def _ids(row: Mapping[str, Any]) -> tuple[str, ...]:
    ids: tuple[str, ...] = row["coding_ids"]
    return ids
