"""What a task is worded as, what there is to remark on it, and which remarks were set aside for this wording."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from codesign import schemas, transcripts, wording
from codesign.board.rows import Row

AT_ONCE = 60
"""So many wordings are looked at together, since each is held against all of them."""
MOST_KEPT = 20_000
REPEATS = "D1"
"""The rule about tasks that say nearly the same, which the board sees by itself."""


@dataclass(frozen=True)
class Remark:
    """What a rule says of a wording, and how serious it is."""

    rule: str
    level: str
    sentence: str


_looked_at: OrderedDict[tuple[str, str], tuple[Remark, ...]] = OrderedDict()


def mark_of(label: str, statement: str) -> str:
    """Return the checksum of a wording, by which a remark that was set aside lapses when it changes."""
    return transcripts.sha256_of(f"{label}\n{statement}")


def remarks(label: str, statement: str) -> tuple[Remark, ...]:
    """Return what the rules remark on one wording."""
    look_at([(label, statement)])
    return _looked_at[label, statement]


def look_at(worded: Iterable[tuple[str, str]]) -> None:
    """Look at many wordings together, each once."""
    new = [one for one in dict.fromkeys(worded) if one not in _looked_at]
    for first in range(0, len(new), AT_ONCE):
        _look_at(new[first : first + AT_ONCE])
    while len(_looked_at) > max(MOST_KEPT, len(new)):
        _looked_at.popitem(last=False)


def set_aside(overrides: Iterable[Row], task: Mapping[str, Any]) -> dict[str, Row]:
    """Return the remarks on a task that were set aside for the wording it has now, by rule."""
    mark = mark_of(task["label"], task["statement"])
    return {row["rule"]: row for row in overrides if row["wording_sha256"] in ("", mark)}


def _look_at(worded: list[tuple[str, str]]) -> None:
    rows = [
        {"task_id": str(at), "label": label, "statement": statement} for at, (label, statement) in enumerate(worded)
    ]
    by_row: dict[str, list[Remark]] = {}
    for row in schemas.records(wording.task_problems(schemas.frame("tasks", rows))):
        if row["rule"] != REPEATS:
            by_row.setdefault(row["task_id"], []).append(Remark(row["rule"], row["level"], row["sentence"]))
    for at, one in enumerate(worded):
        _looked_at[one] = tuple(by_row.get(str(at), ()))
