"""Ratings of a survey as changes of a study: raters by pseudonym, their ratings, and tasks they say are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from codesign import schemas
from codesign.intake.mapping import answers
from codesign.intake.mapping.layouts import plain
from codesign.intake.mapping.pseudonyms import checksum, pseudonym
from codesign.intake.mapping.rows import Read, Respondent
from codesign.journal import Change
from codesign.phrases import count_of

OF_RATER = ("employer", "sector", "region", "size", "role", "years")
OF_TASK = ("importance", "frequency", "difficulty", "done_here", "first_day", "comment")


@dataclass(frozen=True)
class Taken:
    """What would be saved, how many answers of how many people these are, and what a person should know."""

    changes: Sequence[Change]
    answers: int
    people: int
    remarks: Sequence[str]


def as_changes(read: Read, tables: schemas.Tables, salt: str, wordings: Mapping[str, str]) -> Taken:
    """Return what the respondents said as changes; what is there already is no change, and blanks erase nothing.

    `wordings` has, by task, the checksum of the wording that was rated, where it is certain.
    """
    sectors = [one.values["sector", ""] for one in read.respondents if ("sector", "") in one.values]
    study = _Study(tables, salt, sectors, wordings)
    answering = [one for one in read.respondents if any(task or part == "proposal" for part, task in one.values)]
    changes = [change for one in answering for change in study.of(one)]
    silent = len(read.respondents) - len(answering)
    remarks = [f"{count_of(silent, 'respondent')} rated no task and stays out."] if silent else []
    rated = sum(bool(task) for one in answering for _part, task in one.values)
    return Taken(changes, rated, len(answering), [*remarks, *study.remarks()])


def sectors_of(tables: schemas.Tables) -> dict[str, str]:
    """Return the sectors of a study as they are spelled there, by their plain words."""
    return {plain(name): str(name) for name in tables["participants"]["sector"] if name}


class _Study:
    """The raters and ratings a study has, and what is new beside them."""

    def __init__(self, tables: schemas.Tables, salt: str, sectors: Sequence[str], wordings: Mapping[str, str]) -> None:
        self.wordings = wordings
        self.salt = salt
        self.raters = {row["rater_id"]: row for row in schemas.records(tables["raters"])}
        self.ratings = {(row["rater_id"], row["task_id"]): row for row in schemas.records(tables["ratings"])}
        self.proposals = set(tables["task_proposals"]["proposal_id"])
        people = schemas.records(tables["participants"])
        self.employers = {plain(row["employer"]): str(row["employer"]) for row in (*people, *self.raters.values())}
        self.sectors = dict(zip(sectors, answers.sectors(sectors, sectors_of(tables)), strict=True))
        self.renamed: set[str] = set()
        self.changed = 0
        self.otherwise: list[str] = []

    def of(self, person: Respondent) -> list[Change]:
        """Return the changes of one respondent."""
        rater = f"rater-{person.checksum}"
        details = self._details(rater, person.values)
        by_task: dict[str, dict[str, Any]] = {}
        for (part, task), value in person.values.items():
            if task:
                by_task.setdefault(task, {})[part] = value
        return [
            Change("put", "raters", {"rater_id": rater, **details}),
            *(self._rating(rater, task, values) for task, values in by_task.items()),
            *self._missing(rater, person.values, details.get("employer", "")),
        ]

    def _details(self, rater: str, values: Mapping[tuple[str, str], Any]) -> dict[str, Any]:
        """Return what is new of a rater: a cell that is filled stays, since somebody may have put it right."""
        there = self.raters.get(rater, {})
        own = {part: values[part, ""] for part in OF_RATER if (part, "") in values}
        if "employer" in own:
            own["employer"] = self._employer(own["employer"])
        if "sector" in own:
            own["sector"] = self.sectors[own["sector"]]
        return {part: value for part, value in own.items() if there.get(part) in (None, "")}

    def _employer(self, name: str) -> str:
        if plain(name) in self.employers:
            return self.employers[plain(name)]
        self.renamed.add(plain(name))
        return pseudonym(self.salt, name)

    def _rating(self, rater: str, task: str, values: Mapping[str, Any]) -> Change:
        there = self.ratings.get((rater, task), {})
        self.changed += sum(there.get(part) not in (None, "", value) for part, value in values.items())
        mark = {"statement_sha256": self.wordings[task]} if task in self.wordings else {}
        return Change("put", "ratings", {"rater_id": rater, "task_id": task, **values, **mark})

    def _missing(self, rater: str, values: Mapping[tuple[str, str], Any], employer: str) -> list[Change]:
        text = values.get(("proposal", ""), "")
        identity = f"taskproposal-{checksum(self.salt, rater, text)}"
        if not text or identity in self.proposals:
            return []
        row = {"proposal_id": identity, "text": text, "came_from": "employer", "named": employer}
        return [Change("put", "task_proposals", row)]

    def remarks(self) -> list[str]:
        """Return what a person should know of names and of answers that changed."""
        remarks = []
        if self.renamed:
            number = len(self.renamed)
            remarks.append(
                f"{count_of(number, 'employer')} {'is' if number == 1 else 'are'} no pseudonym of this study and "
                f"{'gets' if number == 1 else 'get'} one; under “Who rates” you can call an employer as in "
                "participants.csv, and that stays."
            )
        if self.changed:
            remarks.append(f"Answers that came earlier and are others now: {self.changed}.")
        return remarks
