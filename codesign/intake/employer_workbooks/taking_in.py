"""Returned workbooks taken into a study, each in one act, so that one undo takes a file back whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from codesign import schemas
from codesign.errors import RefusedFile
from codesign.intake import employer_marks as marks
from codesign.intake.employer_marks import made_id
from codesign.intake.employer_workbooks.asides import Standing
from codesign.intake.employer_workbooks.judging import Judged, judged
from codesign.intake.employer_workbooks.raters import new_rater
from codesign.intake.employer_workbooks.returned import Returned, read_returned
from codesign.intake.received import Received
from codesign.intake.report import ImportReport
from codesign.intake.study_tables import participant_rows
from codesign.journal import Change
from codesign.languages import LANGUAGES, language
from codesign.phrases import count_of, listed
from codesign.study.files import write_once
from codesign.study.folder import Study

FOLDER = "employer_workbooks"
"""Where returned files are kept, below originals."""
CHECKED = "checked tasks"
_BY_US = "returned workbook "
_MOST_TOLD = 200
_BLANK = (
    "Nothing is filled in. If somebody did fill it in, it was not saved before it was sent: ask for it again. Nothing "
    "was changed."
)
_OTHERWISE = 0.5
"""Where a later file answers more than this share of the same questions otherwise, it may be another person's."""
_LEAST_COMPARED = 10
_NO_ANSWER = ("came in", "holds no answer")
_TWO_PEOPLE = ("came in", "was set aside as a whole")


@dataclass(frozen=True)
class _Arrival:
    """A returned file beside the study it is for."""

    study: Study
    received: Received
    returned: Returned
    sent: Mapping[str, Any]
    judged: Judged
    today: str

    @property
    def who(self) -> str:
        """What the rater is called: the employer's pseudonym, else as the file is."""
        return str(self.sent["employer"] or Path(self.sent["file"]).stem)

    @property
    def earlier(self) -> list[dict[str, Any]]:
        """The files of the same workbook that came before."""
        rows = schemas.records(self.study.folded().table("returned_workbooks"))
        return [row for row in rows if row["workbook_id"] == self.sent["workbook_id"]]

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was filled in."""
        return not (self.judged.ratings or self.judged.proposals or self.judged.asides)

    @property
    def file(self) -> str:
        """The name it is kept under: the pseudonym, and the beginning of its checksum."""
        return f"{Path(self.sent['file']).stem}-{self.received.sha256[:12]}{self.received.ending}"


def import_returned(study: Study, received: Received, *, today: str = "") -> ImportReport:
    """Take a returned workbook in and report on it; RefusedFile tells why nothing of it can come in.

    What is good comes in, what is not is set aside with its cell, its value and what to do. A blank never erases.
    """
    arrival = _arrival(study, received, today)
    again = _again(arrival)
    if again:
        return ImportReport(received.name, is_in=True, sentences=(again,))
    if arrival.is_blank:
        return ImportReport(received.name, is_in=False, sentences=(_BLANK,), verdicts=_NO_ANSWER)
    other, sentences = _somebody_else(arrival), _sentences(arrival)
    write_once(study.folder / "originals" / FOLDER / arrival.file, received.content)
    study.save(_set_aside_whole(arrival) if other else _changes(arrival))
    if other:
        return ImportReport(received.name, is_in=False, sentences=(other,), verdicts=_TWO_PEOPLE)
    return ImportReport(received.name, is_in=True, sentences=tuple(sentences))


def preview_returned(study: Study, received: Received) -> ImportReport:
    """Return the report that taking a returned workbook in would give; nothing is written."""
    arrival = _arrival(study, received, "")
    if again := _again(arrival):
        return ImportReport(received.name, is_in=True, sentences=(again,))
    if arrival.is_blank:
        return ImportReport(received.name, is_in=False, sentences=(_BLANK,), verdicts=_NO_ANSWER)
    if other := _somebody_else(arrival):
        return ImportReport(received.name, is_in=False, sentences=(other,), verdicts=("", "would be set aside whole"))
    return ImportReport(received.name, is_in=True, sentences=tuple(_sentences(arrival)))


def _arrival(study: Study, received: Received, today: str) -> _Arrival:
    returned = read_returned(received.name, received.content)
    sent = _sent(study, returned)
    standing = Standing.of(study.folded(), str(sent["rater_id"]))
    day = today or date.today().isoformat()  # noqa: DTZ011 - the day as people here have it
    return _Arrival(study, received, returned, sent, judged(returned, standing), day)


def _sent(study: Study, returned: Returned) -> Mapping[str, Any]:
    """Return the record of the workbook that came back; RefusedFile where this study made none like it."""
    identity = returned.workbook_id
    row = study.folded().row("employer_workbooks", identity)
    if row:
        return schemas.records(schemas.frame("employer_workbooks", [{**row, "workbook_id": identity}]))[0]
    other = returned.about.get("study", "")
    if other and other != study.name:
        raise RefusedFile(
            f"It was made for another study, “{other}”, and not for “{study.name}”. Bring it in there. Nothing was "
            "changed."
        )
    raise RefusedFile(
        "This study has no record of making this workbook: a colleague made it whose journal is not here yet, or the "
        "making was taken back. Make the workbooks again from the same chart, then bring it in. Nothing was changed."
    )


def _again(arrival: _Arrival) -> str:
    """Return what to say of a file that is here already; empty for a new one."""
    same = next((row for row in arrival.earlier if row["file_sha256"] == arrival.received.sha256), None)
    if same is None or (same["outcome"] == "set aside" and not _somebody_else(arrival)):
        return ""
    what = {
        "in use": "It is already here",
        "replaced": "It is here already, and a later file of the same workbook took its place",
        "set aside": "It is here already, and set aside, as somebody else filled in the same workbook",
    }[same["outcome"]]
    return f"{what}; nothing was changed."


def _somebody_else(arrival: _Arrival) -> str:
    """Return what to say where another person filled in the same workbook before; empty where that is not so."""
    before = next((row for row in arrival.earlier if row["outcome"] == "in use"), None)
    if before is None:
        return ""
    own, other = arrival.returned.filled_in_by, str(before["filled_in_by"])
    roles = f"by “{other or 'nobody named'}” and by “{own or 'nobody named'}”"
    if own and other and _plain(own) != _plain(other):
        why = f"Two people filled in the workbook of {arrival.who}, {roles}"
    elif differing := _differing(arrival, before):
        why = (
            f"Two files of the workbook of {arrival.who}, filled in {roles}, answer {differing} questions "
            "otherwise, so they may be two people's"
        )
    else:
        return ""
    return (
        f"{why}. The first one, kept as {before['file']}, is in; this one is kept and set aside whole, as which is to "
        "count is not ours to guess. If both are to count, add the second person to the raters in 03, make workbooks "
        "again, and enter these answers there. If this one is to count, undo the first in 03, and bring it in again."
    )


def _differing(arrival: _Arrival, before: Mapping[str, Any]) -> str:
    """Return how many of the questions that both files answer are answered otherwise; empty where these are few."""
    path = arrival.study.folder / "originals" / FOLDER / str(before["file"])
    if not path.is_file():
        return ""
    standing = Standing.of(arrival.study.folded(), "")
    first = judged(read_returned(path.name, path.read_bytes()), standing).answers
    second = judged(arrival.returned, standing).answers
    both = [place for place in first if place in second]
    differing = sum(first[place] != second[place] for place in both)
    is_many = len(both) >= _LEAST_COMPARED and differing > _OTHERWISE * len(both)
    return f"{differing} of {len(both)}" if is_many else ""


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


# what is saved ----------------------------------------------------------------------------------------


def _changes(arrival: _Arrival) -> list[Change]:
    sent = arrival.sent
    changes = [Change("put", "raters", row) for row in _rater(arrival)]
    changes += [
        Change("put", "ratings", {"rater_id": sent["rater_id"], "task_id": task, **answers})
        for task, answers in arrival.judged.ratings.items()
    ]
    changes += [Change("put", "task_proposals", row) for row in _proposed(arrival)]
    changes += [
        Change("put", "returned_workbooks", {**_key(row), "outcome": "replaced"})
        for row in arrival.earlier
        if row["outcome"] == "in use"
    ]
    changes.append(Change("put", "returned_workbooks", _returned_row(arrival, "in use")))
    changes += [Change("put", "set_aside_answers", row) for row in _aside_rows(arrival)]
    return changes + [Change("put", "commitments", row) for row in _committed(arrival)]


def _set_aside_whole(arrival: _Arrival) -> list[Change]:
    return [Change("put", "returned_workbooks", _returned_row(arrival, "set aside"))]


def _key(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("workbook_id", "file_sha256")}


def _rater(arrival: _Arrival) -> list[dict[str, Any]]:
    """Return the row of a rater who was none yet."""
    sent, folded = arrival.sent, arrival.study.folded()
    if not arrival.judged.ratings or folded.row("raters", str(sent["rater_id"])):
        return []
    # Their file alone: to read the whole study again for each of forty files takes as long as all the rest.
    people = schemas.frame("participants", participant_rows(arrival.study))
    return [new_rater(people, str(sent["rater_id"]), str(sent["employer"]), str(sent["sector"]))]


def _proposed(arrival: _Arrival) -> list[dict[str, Any]]:
    sent = arrival.sent
    return [
        {
            "proposal_id": made_id("proposal", sent["workbook_id"], duty, words.casefold()),
            "text": words,
            "came_from": "employer",
            "named": arrival.who,
            "duty_id": duty,
        }
        for duty, words in arrival.judged.proposals
    ]


def _returned_row(arrival: _Arrival, outcome: str) -> dict[str, Any]:
    counts = outcome == "in use"
    return {
        "workbook_id": arrival.sent["workbook_id"],
        "file_sha256": arrival.received.sha256,
        "file": arrival.file,
        "returned_on": arrival.today,
        "filled_in_by": arrival.returned.filled_in_by[:_MOST_TOLD],
        "quotes": _consent(arrival.returned.quotes),
        "outcome": outcome,
        "tasks": len(arrival.judged.ratings) if counts else 0,
        "answers": arrival.judged.cells if counts else 0,
        "older": len(arrival.judged.older) if counts else 0,
        "remarks": "\n".join(arrival.judged.remarks),
    }


def _consent(words: str) -> str:
    """Return how comments may be quoted by what was chosen, in any language; not at all where that is not plain."""
    for consent, choice in marks.CONSENTS.items():
        if _plain(words) in {_plain(language(tag).gettext(choice)) for tag in LANGUAGES}:
            return consent
    return marks.UNSAID


def _aside_rows(arrival: _Arrival) -> list[dict[str, Any]]:
    identity, sha256 = str(arrival.sent["workbook_id"]), arrival.received.sha256
    return [
        {
            "aside_id": made_id("aside", identity, sha256, one.sheet, one.cell, one.why),
            "workbook_id": identity,
            "file_sha256": sha256,
            "sheet": one.sheet,
            "cell": one.cell,
            "task_id": one.task_id,
            "asked": one.asked,
            "value": one.value,
            "why": one.why,
            "what_to_do": one.what_to_do,
        }
        for one in arrival.judged.asides
    ]


def _committed(arrival: _Arrival) -> list[dict[str, Any]]:
    """Return the rung of the ladder an employer stands on by rating tasks; what a person recorded of it stays."""
    employer, folded = str(arrival.sent["employer"]), arrival.study.folded()
    there = folded.row("commitments", schemas.row_id("commitments", {"employer": employer, "rung": CHECKED}))
    if not employer or not arrival.judged.cells or (there and not str(there.get("note", "")).startswith(_BY_US)):
        return []
    note = f"{_BY_US}{arrival.sent['file']}: {len(arrival.judged.ratings)} of {arrival.sent['tasks']} tasks"
    return [{"employer": employer, "rung": CHECKED, "recorded_on": arrival.today, "note": note}]


# what is told -----------------------------------------------------------------------------------------


def _sentences(arrival: _Arrival) -> list[str]:
    own, sent = arrival.judged, arrival.sent
    by = f", filled in by “{arrival.returned.filled_in_by}”" if arrival.returned.filled_in_by else ""
    first = (
        f"{arrival.who}{by}: {count_of(own.cells, 'answer')} to {len(own.ratings)} of "
        f"{count_of(int(sent['tasks']), 'task')}."
    )
    sentences = [first]
    if any(row["outcome"] == "in use" for row in arrival.earlier):
        sentences.append(
            "It takes the place of an earlier file of the same workbook, which is kept; blanks erase nothing."
        )
    if own.proposals:
        sentences.append(f"{count_of(len(own.proposals), 'missing task')} named; they wait on the board in 03.")
    if own.older:
        many = "wording has" if len(own.older) == 1 else "wordings have"
        sentences.append(
            f"It was made from an earlier chart: {len(own.older)} {many} changed since ({listed(own.older)})."
        )
    sentences += [*_other_name(arrival), *own.remarks]
    if own.asides:
        sentences.append(f"Set aside ({len(own.asides)}), while everything else is in:")
        sentences += [f"  {one}" for one in own.asides]
    return sentences


def _other_name(arrival: _Arrival) -> list[str]:
    """Return what to say of a file that is called as another rater's workbook is."""
    stem = Path(arrival.received.name).stem.casefold()
    rows = schemas.records(arrival.study.folded().table("employer_workbooks"))
    stems = {Path(row["file"]).stem: row["employer"] or Path(row["file"]).stem for row in rows}
    called = [name for name in stems if stem == name or re.match(rf"{re.escape(name)}[^0-9a-z]", stem)]
    own = Path(str(arrival.sent["file"])).stem
    if not called or own in called:
        return []
    longest = max(called, key=len)
    return [f"The file is called as that of {stems[longest]} is; by its hidden ids it is that of {arrival.who}."]
