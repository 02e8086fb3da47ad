"""What a column can hold: the parts of ratings, of a learner survey and of postings, and a person's choice of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from codesign.intake.mapping.layouts import rules

WHO = "who"
SCALES = ("importance", "frequency", "difficulty")
YES_OR_NO = ("done_here", "first_day")


@dataclass(frozen=True)
class Part:
    """One thing that a column can hold: how people call it, whether it is about a task, whether several may hold it."""

    name: str
    title: str
    words: tuple[str, ...]
    of_task: bool = False
    several: bool = False


@dataclass(frozen=True)
class Choice:
    """What a column holds: a part, "" for nothing that is used, and the task it is about by its identity."""

    part: str = ""
    task_id: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a column seems to hold, whether that is sure enough not to be asked, and why, in words."""

    choice: Choice
    is_sure: bool
    why: str = ""


@cache
def parts(kind: str) -> Mapping[str, Part]:
    """Return the parts of a kind of table by name, in the order in which they are offered."""
    return {
        name: Part(name, row["title"], tuple(row["words"]), row.get("of_task", False), row.get("several", False))
        for name, row in rules()["kinds"][kind].items()
    }


KINDS = ("ratings", "survey", "postings")
