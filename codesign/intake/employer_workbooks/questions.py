"""What one employer workbook asks: the tasks of a sector under their duties, with the marks that tell them again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import yaml

from codesign import coding, numbering, parameters, proposal, schemas, tasks
from codesign.intake import employer_marks as marks
from codesign.study.folder import Study

MOST_TASKS = 60
"""So many tasks a person rates with care in one sitting: a convention of ours, about half an hour."""
SECONDS_A_TASK = 25
RATED = tasks.SCALES
FLAGS = ("done_here", "first_day")
ASKED = (*RATED, *FLAGS, "comment")
"""What is asked of each task, by the columns of the table of ratings."""


@dataclass(frozen=True)
class AskedTask:
    """A task as a rater reads it: its number, its words, and what tells both again."""

    task_id: str
    number: str
    words: str

    @property
    def sha256(self) -> str:
        """The checksum of the words."""
        return tasks.statement_sha256(self.words)


@dataclass(frozen=True)
class AskedDuty:
    """A duty with its tasks in the order of the chart; without an id for tasks that stand under none."""

    duty_id: str
    number: str
    title: str
    tasks: Sequence[AskedTask]


@dataclass(frozen=True)
class Chart:
    """The tasks of one sector, or of all, that employers are asked about."""

    sector: str
    duties: Sequence[AskedDuty]

    @cached_property
    def tasks(self) -> Sequence[AskedTask]:
        """Every task in the order of the chart."""
        return tuple(task for duty in self.duties for task in duty.tasks)

    @cached_property
    def sha256(self) -> str:
        """The checksum of the tasks as they are worded and ordered: the version of the chart."""
        marks = [f"{duty.duty_id} {task.task_id} {task.sha256}" for duty in self.duties for task in duty.tasks]
        return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def chart(study: Study, sector: str) -> Chart:
    """Return the tasks of the study's chart; of a sector those that its interviews, raters or decisions speak for."""
    everything = study.read()
    own = _tasks_of(everything, study, sector) if sector else set(everything["tasks"]["task_id"])
    numbers = numbering.numbers(everything)
    rows = sorted(schemas.records(everything["tasks"]), key=lambda row: row["position"] or 0)
    duties = sorted(schemas.records(everything["duties"]), key=lambda row: row["position"] or 0)
    named = {duty["duty_id"] for duty in duties}
    below: dict[str, list[AskedTask]] = {}
    for row in rows:
        if row["task_id"] in own:
            duty = row["duty_id"] if row["duty_id"] in named else ""
            asked = AskedTask(row["task_id"], numbers.of("tasks", row["task_id"]), tasks.worded(row))
            below.setdefault(duty, []).append(asked)
    asked_duties = [
        AskedDuty(duty["duty_id"], numbers.of("duties", duty["duty_id"]), duty["title"], tuple(below[duty["duty_id"]]))
        for duty in duties
        if duty["duty_id"] in below
    ]
    stray = [AskedDuty("", "", "", tuple(below[""]))] if "" in below else []
    return Chart(sector, (*asked_duties, *stray))


def _tasks_of(everything: schemas.Tables, study: Study, sector: str) -> set[str]:
    chosen = parameters.checked(parameters.overlaid(study.settings, {"sector": sector}))
    facts = proposal.Facts(coding.in_scope(everything, sector, ""), study.texts(), chosen)
    return set(facts.in_chart["task_id"])


@cache
def scales() -> Mapping[str, Any]:
    """Return what is asked of each task in English words: titles, questions and the anchors of the scales."""
    text = resources.files("codesign").joinpath("rules", "rating_scales.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def words() -> list[str]:
    """Return every word of the scales and of the answers to choose from: what a catalogue has beside the code's own."""
    asked = [*scales()["scales"].values(), *scales()["flags"].values()]
    titles = [one[part] for one in asked for part in ("title", "question")]
    anchors = [anchor for one in asked for anchor in one.get("anchors", ())]
    return list(dict.fromkeys([*titles, *anchors, *marks.CONSENTS.values(), marks.YES, marks.NO]))
