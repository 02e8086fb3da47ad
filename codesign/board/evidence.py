"""What interviews say of the tasks, read once for as long as nobody codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from codesign import coding, evidence, schemas

FAMILIES = ("job-task", "tool", "knowledge", "standard", "skill-gap")
"""The families whose passages lie beside the board."""
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
        """Every passage in the order of interviews, with its code's name and family."""
        rows = schemas.records(evidence.passages(self.codings))
        return [{**row, "code": self._name(row), "family": self._family(row)} for row in rows]

    @cached_property
    def passage_of(self) -> Mapping[str, dict[str, Any]]:
        """The passage that each coding belongs to."""
        return {str(one): row for row in self.passages for one in _ids(row)}

    @cached_property
    def beside(self) -> list[dict[str, Any]]:
        """The passages that lie beside the board."""
        return [row for row in self.passages if row["family"] in FAMILIES]

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


def _ids(row: Mapping[str, Any]) -> tuple[str, ...]:
    ids: tuple[str, ...] = row["coding_ids"]
    return ids
