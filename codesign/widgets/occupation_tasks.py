"""The tasks of a linked occupation as a checklist of what may be missing on the board, and what is decided of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from codesign import numbering, schemas
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.widgets.screen import Message, Refused, Row, rows_of

if TYPE_CHECKING:
    from codesign.taxonomies import Library, Near, OccupationTask

ACTS = ("propose", "cover", "leave_out", "take_back")
COVERED, ALIKE, MISSING, PROPOSED, LEFT = "covered", "alike", "missing", "proposed", "left"
IN_WORDS = {
    COVERED: "covered",
    ALIKE: "may be covered",
    MISSING: "may be missing",
    PROPOSED: "proposed",
    LEFT: "not part of this job",
}


@dataclass(frozen=True)
class Ours:
    """A task of the board as people call it."""

    identity: str
    number: str
    label: str
    duty: str

    @property
    def in_words(self) -> str:
        """Its number and label."""
        return f"{self.number} {self.label}"


@dataclass(frozen=True)
class Checklist:
    """The tasks of an occupation, the nearest of ours to each, and what was decided about each."""

    title: str
    tasks: Sequence[OccupationTask]
    ours: Mapping[str, Ours]
    near: Mapping[str, Near]
    answers: Mapping[tuple[str, str, str], Row]
    proposals: Mapping[str, Row]

    def shown(self) -> Message:
        """Return the checklist as the page shows it."""
        rows = [self._row(one) for one in self.tasks]
        return {"title": self.title, "about": self.about(), "rows": rows}

    def about(self) -> str:
        """Return how many tasks there are, and how each kind stands."""
        states = Counter(self._state(one)[0] for one in self.tasks)
        if not self.tasks:
            return "its files name no tasks"
        return ", ".join(
            [
                count_of(len(self.tasks), "task"),
                *(f"{states[one]} {words}" for one, words in IN_WORDS.items() if states[one]),
            ]
        )

    def _row(self, one: OccupationTask) -> Row:
        state, sentence = self._state(one)
        near = self.near.get(one.identity)
        nearest_one = self.ours.get(near.task_id) if near else None
        return {
            "id": one.identity,
            "text": one.text,
            "kind": _kind(one),
            "state": state,
            "status": sentence,
            "answered": self._answer(one) is not None,
            "nearest": nearest_one.in_words if nearest_one else "",
        }

    def _answer(self, one: OccupationTask) -> Row | None:
        return self.answers.get((one.framework, one.code, one.identity))

    def _state(self, one: OccupationTask) -> tuple[str, str]:
        answer, near = self._answer(one), self.near.get(one.identity)
        if answer is not None and (answer["answer"] != "covered" or answer["task_id"] in self.ours):
            return self._answered(one, answer)
        own = self.ours.get(near.task_id) if near else None
        if near is None or own is None:
            return MISSING, "May be missing: no task of the board is like it."
        words = f"both say {', '.join(near.words)}"
        if near.covers:
            return ALIKE, f"May be covered by {own.in_words} ({words})."
        return MISSING, f"May be missing. Nearest is {own.in_words} ({words})."

    def _answered(self, one: OccupationTask, answer: Row) -> tuple[str, str]:
        by = f", says {answer['decided_by']}" if answer["decided_by"] else ""
        if answer["answer"] == "covered":
            return COVERED, f"Covered by {self.ours[answer['task_id']].in_words}{by}."
        if answer["answer"] == "proposed":
            return self._proposed(one)
        return LEFT, f"Not part of this job{by}: {answer['reason']}"

    def _proposed(self, one: OccupationTask) -> tuple[str, str]:
        proposal = self.proposals.get(proposal_id(one))
        outcome = proposal["outcome"] if proposal else "left out"
        own = self.ours.get(proposal["task_id"]) if proposal else None
        if proposal and not outcome:
            return PROPOSED, "Proposed to the board, where it waits."
        if outcome == "left out":
            reason = f": {proposal['reason']}" if proposal and proposal["reason"] else "."
            return LEFT, f"Proposed, and left out on the board{reason}"
        return COVERED, f"Proposed, and {outcome}: {own.in_words}." if own else f"Proposed, and {outcome}."

    # deciding -----------------------------------------------------------------------------------------

    def decided(self, action: str, message: Message, person: str) -> tuple[list[Change], str]:
        """Return what an act changes, and in a sentence what was done; Refused where it cannot be."""
        one = next((task for task in self.tasks if task.identity == message.get("task")), None)
        if one is None:
            raise Refused("Not saved: this task is not in the framework any more.")
        if action == "take_back":
            return self._taken_back(one), "It is open again."
        if action == "propose":
            return [*self._proposal(one), self._put(one, person, answer="proposed")], "It is proposed to the board."
        if action == "cover":
            near = self.near.get(one.identity)
            if near is None or near.task_id not in self.ours:
                raise Refused("Not saved: the task of the board was changed or taken away meanwhile.")
            own = self.ours[near.task_id]
            return [self._put(one, person, answer="covered", task_id=own.identity)], f"{own.number} covers it."
        reason = str(message.get("reason", "")).strip()
        if not reason:
            raise Refused("Not saved: say in a few words why it is not part of this job.")
        return [self._put(one, person, answer="not part of this job", reason=reason)], "It is not part of this job."

    def _put(self, one: OccupationTask, person: str, **values: str) -> Change:
        row = {
            "framework": one.framework,
            "code": one.code,
            "task": one.identity,
            "text": one.text,
            "task_id": "",
            "reason": "",
            "decided_by": person,
            "decided_on": date.today().isoformat(),  # noqa: DTZ011
        }
        return Change("put", "occupation_answers", {**row, **values})

    def _proposal(self, one: OccupationTask) -> list[Change]:
        """Return the proposal, under the duty of the nearest task; none where somebody proposed it before."""
        near = self.near.get(one.identity)
        own = self.ours.get(near.task_id) if near else None
        row = {
            "proposal_id": proposal_id(one),
            "text": one.text,
            "came_from": "occupation",
            "named": one.named,
            "duty_id": own.duty if own else "",
        }
        return [] if proposal_id(one) in self.proposals else [Change("put", "task_proposals", row)]

    def _taken_back(self, one: OccupationTask) -> list[Change]:
        answer = self._answer(one)
        if answer is None:
            return []
        proposal = self.proposals.get(proposal_id(one))
        waits = answer["answer"] == "proposed" and proposal is not None and not proposal["outcome"]
        key = {"framework": one.framework, "code": one.code, "task": one.identity}
        gone = [Change("delete", "task_proposals", {"proposal_id": proposal_id(one)})] if waits else []
        return [Change("delete", "occupation_answers", key), *gone]


def checklist(library: Library, tables: schemas.Tables, framework: str, code: str) -> Checklist:
    """Return the tasks of an occupation beside those of the study."""
    from codesign.taxonomies import nearest

    ours, tasks = _ours(tables), library.tasks(framework, code)
    texts = {row["task_id"]: (row["label"], row["statement"]) for row in rows_of(tables["tasks"])}
    occupation = library.occupation(framework, code)
    return Checklist(
        f"{code} {occupation.title if occupation else ''}".strip(),
        tasks,
        ours,
        nearest(tasks, texts),
        {(row["framework"], row["code"], row["task"]): row for row in rows_of(tables["occupation_answers"])},
        {row["proposal_id"]: row for row in rows_of(tables["task_proposals"])},
    )


def _ours(tables: schemas.Tables) -> dict[str, Ours]:
    numbers = numbering.numbers(tables)
    return {
        row["task_id"]: Ours(row["task_id"], numbers.of("tasks", row["task_id"]), row["label"], row["duty_id"])
        for row in rows_of(tables["tasks"])
    }


def alignment_id(framework: str, code: str, sector: str) -> str:
    """Return the id of a link: two people who link the same occupation make one row."""
    return f"alignment-{_mark(framework, code, sector)}"


def proposal_id(one: OccupationTask) -> str:
    """Return the id of the proposal of an occupation's task, so that it is proposed once."""
    return f"proposal-{_mark(one.framework, one.code, one.identity)}"


def _mark(*parts: str) -> str:
    return hashlib.blake2s("|".join(parts).encode(), digest_size=8).hexdigest()


def _kind(one: OccupationTask) -> str:
    parts: list[Any] = [one.kind, one.named]
    if one.importance is not None:
        parts.insert(1, f"importance {one.importance:.1f} of 5")
    if one.relevance is not None:
        parts.insert(1, f"done by {one.relevance:.0f} %")
    return " · ".join(filter(None, parts))
