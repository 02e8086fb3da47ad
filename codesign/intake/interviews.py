"""Interviews brought into a study: the original kept, the text written once, a report on both."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from codesign import parameters, transcripts
from codesign.errors import RefusedFile
from codesign.intake.received import Received
from codesign.intake.report import ImportReport
from codesign.intake.study_tables import participant_rows, write_participants
from codesign.journal import Change
from codesign.study.files import write_once
from codesign.study.folder import Study
from codesign.study.person import slug

LEAST_SHARE = 0.05
NAMELESS = "somebody without a name"
_CHANGES = ">>"
# A file's name may be a person's; an id is printed in the proposal, so only plain numbering becomes one.
_ID = re.compile(
    r"((?:[A-Z]{1,4}|(?i:int|interview|entretien|transcript|participant|p|employer|emp))[-_ ]?\d{1,4})(?=\D|$)|\d{1,6}$"
)
_NUMBERED = re.compile(r"[A-Za-z]{1,12}[-_ ]?0*(\d{1,4})")


# interviews -------------------------------------------------------------------------------------------


def import_interview(study: Study, received: Received, participant_id: str) -> ImportReport:
    """Keep an interview as it came, write its text once, and report what was found in it.

    `participant_id` says who was interviewed, "" where nobody said it. RefusedFile tells why it did not come in.
    """
    there = study.folded().table("transcripts")
    same, which = _already_here(study, there, received)
    if same:
        return ImportReport(received.name, is_in=True, sentences=(which,), transcript_id=same)
    reading = received.reading
    if not reading.text.strip():
        raise RefusedFile("It holds no words. If it is a scan, ask for the text or type it.")
    people = study.people()
    if participant_id and participant_id not in people:
        near = parameters.nearest(participant_id, people)
        raise RefusedFile(f"Nobody in participants.csv is “{participant_id}”.{near}")
    identity = _transcript_id(received.name, _taken(study, there, received.content), people)
    turns, layout = transcripts.speaker_turns(reading.text), transcripts.layout(reading.text)
    original = f"{identity}{received.ending}"
    write_once(study.folder / "originals" / original, received.content)
    write_once(study.folder / "transcripts" / f"{identity}.txt", reading.text.encode())
    speakers = _speakers(identity, turns)
    answering = _answering(turns, speakers, changes=_CHANGES in layout)
    person, interviewed = _participant(study, identity, participant_id, answering)
    record = {
        "transcript_id": identity,
        "participant_id": person,
        "original": original,
        "original_sha256": received.sha256,
        "sha256": transcripts.sha256_of(reading.text),
        "layout": layout,
    }
    study.save([Change("put", "transcripts", record), *(Change("put", "speakers", row) for row in speakers)])
    sentences = (*_recognised(identity, record, turns, speakers), interviewed, *reading.notes)
    return ImportReport(received.name, is_in=True, sentences=sentences, transcript_id=identity)


def _already_here(study: Study, there: pd.DataFrame, received: Received) -> tuple[str, str]:
    """Return the transcript that was made of this very file and a sentence about it; "" twice for a new file."""
    same = there.loc[there["original_sha256"] == received.sha256, "transcript_id"]
    if len(same):
        return str(same.iloc[0]), f"It is already here as {same.iloc[0]}; nothing was changed."
    earlier = _earlier(study, there, received.content)
    if earlier:
        return earlier, (
            f"It is an earlier file of {earlier}, whose text was corrected since; nothing was changed. To go back to "
            f"it: workbook import STUDY --correct {earlier} FILE."
        )
    return "", ""


def _recognised(
    identity: str, record: Mapping[str, Any], turns: pd.DataFrame, speakers: Sequence[Mapping[str, Any]]
) -> list[str]:
    names = [row["speaker"] or "no name" for row in speakers]
    asking = [row["speaker"] or "no name" for row in speakers if row["role"] == "interviewer"]
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    return [
        f"Transcript {identity}: {len(turns)} turns, layout {record['layout']}, speakers {shown}.",
        f"Interviewer: {', '.join(asking)}; these words never count."
        if asking
        else "No interviewer was recognised. Say who asks in 01, under “Who speaks”.",
    ]


def _speakers(identity: str, turns: pd.DataFrame) -> list[dict[str, Any]]:
    asking = transcripts.guess_interviewers(turns)
    return [
        {"transcript_id": identity, "speaker": speaker, "role": "interviewer" if speaker in asking else "respondent"}
        for speaker in dict.fromkeys(turns["speaker"])
    ]


def _earlier(study: Study, there: pd.DataFrame, content: bytes) -> str:
    """Return the transcript that had this file before its text was corrected; "" for none."""
    corrected = there.loc[there["text_file"] != "", "transcript_id"]
    files = ((one, path) for one in corrected for path in (study.folder / "originals").glob(f"{one}.*"))
    return next((str(one) for one, path in files if path.is_file() and path.read_bytes() == content), "")


def _taken(study: Study, there: pd.DataFrame, content: bytes) -> set[str]:
    """Return the ids that are used, or were: a file that was left by an import that failed may come in again."""
    files = (study.folder / "originals").glob("*")
    others = {path.stem for path in files if path.is_file() and path.read_bytes() != content}
    return others | set(there["transcript_id"])


def _transcript_id(name: str, taken: set[str], people: Collection[str]) -> str:
    """Return the number a file's name begins with as an id, or the next that is nobody's where it has none."""
    numbered = _ID.match(Path(name).stem)
    if numbered is None:
        return f"INT-{max((int(_number(identity) or 0) for identity in {*taken, *people}), default=0) + 1:02d}"
    wanted = numbered.group().upper().replace(" ", "-")
    wanted = wanted if slug(wanted) == wanted.lower().replace("_", "-") else f"{wanted}-X"  # COM1 is no file on Windows
    identity, number = wanted, 2
    while identity in taken:
        identity, number = f"{wanted}-{number}", number + 1
    return identity


def _answering(turns: pd.DataFrame, speakers: Sequence[Mapping[str, Any]], *, changes: bool) -> list[str]:
    """Return who gives the answers, without jingles and voices that say next to nothing.

    `changes` tells that a turn without a name is another person's than the one before it.
    """
    names = [row["speaker"] for row in speakers if row["role"] == "respondent"]
    lengths = (turns["end"] - turns["start"]).groupby(turns["speaker"]).sum()
    every = sum(lengths[name] for name in names)
    heard = [name or NAMELESS for name in names if lengths[name] >= LEAST_SHARE * every]
    return [""] if heard == [NAMELESS] and not changes else heard


def _participant(study: Study, identity: str, given: str, answering: Sequence[str]) -> tuple[str, str]:
    """Return who was interviewed and a sentence about it; a row is added where participants.csv has none.

    Where several people answer nobody is assumed: their words would count as one person's, under one consent.
    """
    people = study.people()
    if given:
        return given, f"Interviewed: {given}."
    same = [person for person in people if person == identity]
    same = same or [person for person in people if _number(person) == _number(identity) != ""]
    if len(same) == 1:
        return same[0], (
            f"Interviewed: {same[0]}, by its number; change it in the table of transcripts if that is wrong."
        )
    if len(answering) > 1 or answering == [NAMELESS]:
        return "", _whose_words(answering)
    _add_participant(study, identity)
    return identity, (
        f"Interviewed: {identity}, added to participants.csv. Fill in employer, sector, region, size, role, "
        "date and consent there; until then nothing of it is quoted."
    )


def _whose_words(answering: Sequence[str]) -> str:
    if answering == [NAMELESS]:
        return (
            "The text marks where the speaker changes, but not who speaks. Write who answers into participants.csv; "
            "in 01, under “Who speaks”, add a row for each answer: the speaker is “turn 12” or “turns 12-15”, with the "
            "participant; until then none of it counts."
        )
    shown = ", ".join(answering[:4]) + (f" and {len(answering) - 4} more" if len(answering) > 4 else "")
    return (
        f"Several people answer: {shown}. Write each of them into participants.csv, and in 01, under “Who speaks”, "
        "give each speaker a participant; until then none of it counts."
    )


def _number(identity: str) -> str:
    """Return the number of an id such as P-07; "" for a name that only happens to end in digits."""
    numbered = _NUMBERED.fullmatch(identity)
    return numbered.group(1) if numbered else ""


def _add_participant(study: Study, identity: str) -> None:
    write_participants(study, [*participant_rows(study), {"participant_id": identity}])
