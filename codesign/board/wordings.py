"""What there is to remark on a task's wording, and which remarks were set aside for this wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from codesign import wording
from codesign.board.rows import Row


@dataclass(frozen=True)
class Remark:
    """What a rule says of a wording, and how serious it is."""

    rule: str
    level: str
    sentence: str


@lru_cache(maxsize=20_000)
def remarks(label: str, statement: str, language: str) -> tuple[Remark, ...]:
    """Return what the rules remark on one wording; worked out once for each."""
    return tuple(Remark(*one) for one in wording.task_remarks(label, statement, language=language))


def set_aside(overrides: Iterable[Row], task: Mapping[str, Any]) -> dict[str, Row]:
    """Return the remarks on a task that were set aside for the wording it has now, by rule."""
    mark = wording.wording_sha256(task["label"], task["statement"])
    return {row["rule"]: row for row in overrides if row["wording_sha256"] in ("", mark)}
