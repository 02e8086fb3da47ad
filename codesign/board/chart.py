"""Duties and tasks in the order they stand in on the chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from codesign.numbering import Numbers

NO_DUTY = ""
"""Stands for the row of tasks that are under no duty."""


@dataclass(frozen=True)
class Chart:
    """The duties in order, and under each its tasks in order; those under none stand under NO_DUTY."""

    duties: tuple[str, ...]
    tasks: Mapping[str, tuple[str, ...]]

    def of(self, duty: str) -> tuple[str, ...]:
        """Return the tasks of a duty in order."""
        return self.tasks.get(duty, ())

    @property
    def rows(self) -> tuple[str, ...]:
        """The duties in order, with NO_DUTY at the end where there are tasks under none."""
        return (*self.duties, NO_DUTY) if self.of(NO_DUTY) else self.duties


def chart_of(duties: Mapping[str, Any], tasks: Mapping[str, Any], numbers: Numbers) -> Chart:
    """Return the chart of these rows by id: by position, and by number where positions are equal."""
    under: dict[str, list[Mapping[str, Any]]] = {}
    for row in tasks.values():
        under.setdefault(row["duty_id"] if row["duty_id"] in duties else NO_DUTY, []).append(row)
    return Chart(
        _in_order(duties.values(), "duties", "duty_id", numbers),
        {duty: _in_order(rows, "tasks", "task_id", numbers) for duty, rows in under.items()},
    )


def _in_order(rows: Iterable[Mapping[str, Any]], table: str, key: str, numbers: Numbers) -> tuple[str, ...]:
    placed = sorted((row["position"] or 0, _as_counted(numbers.of(table, row[key])), row[key]) for row in rows)
    return tuple(identity for _, _, identity in placed)


def _as_counted(number: str) -> tuple[str, int, str]:
    """Return what a number is sorted by: A2 comes before A10."""
    parts = re.fullmatch(r"(\D*)(\d{1,9})(.*)", number)
    return (parts[1], int(parts[2]), parts[3]) if parts else (number, 0, "")
