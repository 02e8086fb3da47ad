"""Which task a column is about: by a number in its heading, or else by the words of a label or statement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from codesign import numbering, schemas
from codesign.intake.mapping.layouts import plain

NEAR = 0.72
"""Words as like as this are proposed, and asked; a convention. 1 is the very same."""
_WITHIN = re.compile(r"\s([A-Za-z]{1,4}-?\d{1,4})[.:)](?=\s)")
MOST = 0.5
"""A label or statement is what a heading is about where it is so much of it, or of a part of it; else it is asked."""
LEAD = 0.08
"""The next task must be less like than the first by so much, or nothing is proposed."""
_MARKED = re.compile(r"[\[(]\s*([A-Za-z]{1,4}-?\d{1,4}(?:\.\d+)?)\s*[\])]")
_FIRST = re.compile(r"(?:^|[-–:|\[]\s*)([A-Za-z]{1,4}-?\d{1,4})(?=\s*[.:)\]\[]|\s+[-–]|\s+[A-ZÀ-Ý]|$)")


@dataclass(frozen=True)
class Named:
    """A task that a heading names: its identity, whether that is sure, why; and what of the heading is left."""

    task_id: str = ""
    is_sure: bool = False
    why: str = ""
    rest: str = ""


@dataclass(frozen=True)
class NamedTasks:
    """The tasks of a study by number and by words."""

    labels: Mapping[str, str]
    statements: Mapping[str, str]
    numbers: numbering.Numbers
    gone: frozenset[str]

    @classmethod
    def of(cls, tables: schemas.Tables) -> NamedTasks:
        """Return the tasks of a study, and the numbers of tasks that were deleted."""
        rows = schemas.records(tables["tasks"])
        there = {row["task_id"] for row in rows}
        numbers = schemas.records(tables["numbers"])
        gone = {row["number"] for row in numbers if row["numbered"] == "tasks" and row["row"] not in there}
        return cls(
            {row["task_id"]: row["label"] for row in rows},
            {row["task_id"]: row["statement"] for row in rows},
            numbering.numbers(tables),
            frozenset(number.casefold() for number in gone),
        )

    def number(self, task_id: str) -> str:
        """Return what people call a task, such as A1."""
        return self.numbers.of("tasks", task_id)

    def identity(self, number: str) -> str:
        """Return the task of a number; "" where there is none."""
        identity = self.numbers.identity("tasks", number)
        return identity if identity in self.labels else ""

    def called(self, task_id: str) -> str:
        """Return a task in words: A1 Purge a line."""
        return f"{self.number(task_id)} {self.labels.get(task_id) or self.statements.get(task_id, '')}".strip()

    def has_words(self, task_id: str, heading: str) -> bool:
        """Return whether a heading has the statement of a task as it is today, or the label where it has none."""
        today = _spelled(self.statements[task_id] or self.labels[task_id])
        return bool(today) and f" {today} " in f" {_spelled(heading)} "

    def named(self, text: str) -> Named:
        """Return the task a heading is about; asked where number and words do not agree, or words are only near."""
        line = " ".join(text.split())
        candidates = [match for form in (_MARKED, _FIRST, _WITHIN) for match in form.finditer(line)]
        for match in candidates:
            identity = self.identity(match[1])
            if identity:
                return self._by_number(identity, line, match)
        by_words = self._by_words(line)
        moved = next(
            (self._moved[match[1].casefold()] for match in candidates if match[1].casefold() in self._moved), ""
        )
        if moved and by_words.task_id in ("", moved) and not by_words.is_sure:
            was = self.numbers.before["tasks", moved]
            return Named(moved, False, f"{self.called(moved)} was {was}", line)
        gone = next((match[1] for match in candidates if self._is_gone(match[1])), "")
        if gone and not (by_words.task_id and by_words.is_sure):
            why = f"there is no task {gone} any more" if gone.casefold() in self.gone else f"there is no task {gone}"
            return Named(by_words.task_id, False, "; ".join(filter(None, (why, by_words.why))), line)
        return by_words

    def _is_gone(self, number: str) -> bool:
        """Whether this was a task's number, or could be one: it begins as those of this study do."""
        return number.casefold() in self.gone or _beginning(number) in self._beginnings

    @cached_property
    def _moved(self) -> Mapping[str, str]:
        """The tasks that had another number, by that."""
        before = self.numbers.before.items()
        return {was.casefold(): row for (table, row), was in before if table == "tasks" and row in self.labels}

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(_beginning(self.number(one)) for one in self.labels)

    def _by_number(self, identity: str, line: str, match: re.Match[str]) -> Named:
        rest = " ".join((line[: match.start()] + " " + line[match.end() :]).split())
        other = self._by_words(rest)
        if other.task_id and other.task_id != identity and other.is_sure:
            why = f"the number says {self.called(identity)}, the words say {self.called(other.task_id)}"
            return Named(identity, False, why, rest)
        # Of a heading that has only the scale beside the number there is nothing to hold against the task's words.
        return Named(
            identity, True, f"by its number {self.number(identity)}", _without(rest, self._spellings(identity))
        )

    def _by_words(self, line: str) -> Named:
        words = f" {_spelled(line)} "
        whole = {one: max((len(spelling) for spelling in self._spellings(one) if f" {spelling} " in words), default=0)
                 for one in self.labels}  # fmt: skip
        longest = max(whole.values(), default=0)
        exact = [one for one, length in whole.items() if length and length == longest]
        if len(exact) == 1:
            is_sure = longest >= MOST * min(len(part) for part in map(_spelled, _parted(line)) if len(part) >= longest)
            why = "by its words" if is_sure else f"the words of {self.called(exact[0])} are among others"
            return Named(exact[0], is_sure, why, _without(line, self._spellings(exact[0])))
        if len(exact) > 1:
            return Named("", False, f"the words are those of {' and '.join(map(self.number, exact))}", line)
        return self._near(line)

    def _near(self, line: str) -> Named:
        spoken = {_spelled(part) for part in _parted(line) if len(part.split()) > 1}
        likeness = {
            one: max((_likeness(part, spelling) for part in spoken for spelling in self._spellings(one)), default=0.0)
            for one in self.labels
        }
        scores = sorted(((like, one) for one, like in likeness.items()), reverse=True)
        best = scores[0] if scores else (0.0, "")
        if best[0] < NEAR or (len(scores) > 1 and best[0] - scores[1][0] < LEAD):
            return Named(rest=line)
        return Named(best[1], False, f"the words are near {self.called(best[1])}", line)

    def _spellings(self, identity: str) -> list[str]:
        return self._spelled_tasks[identity]

    @cached_property
    def _spelled_tasks(self) -> Mapping[str, list[str]]:
        return {
            one: [spelled for text in (self.statements[one], self.labels[one]) if (spelled := _spelled(text))]
            for one in self.labels
        }


def _spelled(text: str) -> str:
    """Return words alone, in small letters: marks and line ends do not count."""
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", plain(text)))


def _parted(line: str) -> list[str]:
    """Return a heading as a whole, and its parts: question and row of a grid, or what a dash divides."""
    return [line, *re.split(r"[\[\]:–|?]|\s-\s", line)]


def _likeness(one: str, other: str) -> float:
    """Return how like two texts are, from 0 to 1: by letters in order, where the words do not rule it out."""
    ours, theirs = set(one.split()), set(other.split())
    if len(ours & theirs) * 3 < min(len(ours), len(theirs)):
        return 0.0
    matcher, least = SequenceMatcher(None, one, other, autojunk=False), NEAR - LEAD
    is_far = matcher.real_quick_ratio() < least or matcher.quick_ratio() < least
    return 0.0 if is_far else matcher.ratio()


def _without(line: str, spellings: Sequence[str]) -> str:
    """Return what a heading says beside the task: where the scale stands."""
    words = f" {_spelled(line)} "
    for one in spellings:
        words = words.replace(f" {one} ", " ")
    return words.strip()


def _beginning(number: str) -> str:
    return re.sub(r"\d.*", "", number).casefold()
