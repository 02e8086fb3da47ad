"""Bringing received files into a study: the original kept, the text written once, a report on both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from codesign import coding, readers, schemas, spreadsheets, transcripts
from codesign.errors import CodesignError, Problem, RefusedFile, StudyDataError
from codesign.journal import Change
from codesign.study.files import write_once, write_whole
from codesign.study.folder import Study

TABLE_FORMATS = (".csv", ".xlsx", ".tsv")
BY_QUOTE = ("transcript_id", "quote", "code_id", "coder")
LEAST_SHARE = 0.05
NAMELESS = "somebody without a name"
_CHANGES = ">>"
# A file's name may be a person's; an id is printed in the proposal, so only plain numbering becomes one.
_ID = re.compile(
    r"((?:[A-Z]{1,4}|(?i:int|interview|entretien|transcript|participant|p|employer|emp))[-_ ]?\d{1,4})(?=\D|$)|\d{1,6}$"
)
_NUMBERED = re.compile(r"[A-Za-z]{1,12}[-_ ]?0*(\d{1,4})")


@dataclass(frozen=True)
class ImportReport:
    """What became of one file: whether it came in, as what, and what a person should know about it."""

    name: str
    is_in: bool
    sentences: tuple[str, ...]
    transcript_id: str = ""

    def __str__(self) -> str:
        first = f"{self.name}: {'came in' if self.is_in else 'was refused'}."
        return "\n".join([first, *(f"  {sentence}" for sentence in self.sentences)])


def import_files(study: Study, paths: Iterable[Path], *, participant_id: str = "") -> list[ImportReport]:
    """Import interviews and tables, one report a file; a file that is refused stops none of the others.

    Tables come in the order in which they refer to each other. `participant_id` says who was interviewed when
    one interview is imported.
    """
    reports = []
    for path in sorted(paths, key=_order):
        try:
            reports.append(_import(study, path, participant_id))
        except CodesignError as error:
            reports.append(ImportReport(path.name, is_in=False, sentences=tuple(str(error).splitlines())))
        except OSError as error:
            reports.append(ImportReport(path.name, is_in=False, sentences=(f"It cannot be opened: {error.strerror}.",)))
    return reports


def _import(study: Study, path: Path, participant_id: str) -> ImportReport:
    content = path.read_bytes()
    readers.preflight(path.name, content)
    if path.suffix.lower() in TABLE_FORMATS:
        return _import_table(study, path.name, content)
    return _import_transcript(study, path.name, content, participant_id)


def _order(path: Path) -> tuple[int, str]:
    names = list(schemas.TABLES)
    table = _table_name(path.name)
    return (names.index(table) if table in names else -1, path.name)


# interviews -------------------------------------------------------------------------------------------


def _import_transcript(study: Study, name: str, content: bytes, participant_id: str) -> ImportReport:
    known = study.folded().table("transcripts")
    original_sha256 = hashlib.sha256(content).hexdigest()
    same = known[known["original_sha256"] == original_sha256]
    if len(same):
        identity = str(same.iloc[0]["transcript_id"])
        return ImportReport(
            name,
            is_in=True,
            sentences=(f"It is already here as {identity}; nothing was changed.",),
            transcript_id=identity,
        )
    reading = readers.read_document(name, content)
    if not reading.text.strip():
        raise RefusedFile("It holds no words. If it is a scan, ask for the text or type it.")
    people = set(study.read()["participants"]["participant_id"])
    identity = _transcript_id(name, set(known["transcript_id"]), people)
    turns, layout = transcripts.speaker_turns(reading.text), transcripts.layout(reading.text)
    write_once(study.folder / "originals" / f"{identity}{Path(name).suffix.lower()}", content)
    write_once(study.folder / "transcripts" / f"{identity}.txt", reading.text.encode())
    speakers = _speakers(identity, turns)
    person, said = _participant(
        study, identity, participant_id, _answering(turns, speakers, changes=_CHANGES in layout)
    )
    record = {
        "transcript_id": identity,
        "participant_id": person,
        "original": f"{identity}{Path(name).suffix.lower()}",
        "original_sha256": original_sha256,
        "sha256": transcripts.sha256_of(reading.text),
        "layout": layout,
    }
    study.save([Change("put", "transcripts", record), *(Change("put", "speakers", row) for row in speakers)])
    return ImportReport(
        name,
        is_in=True,
        transcript_id=identity,
        sentences=(*_found(identity, record, turns, speakers), said, *reading.notes),
    )


def _found(
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


def _transcript_id(name: str, taken: set[str], people: set[str]) -> str:
    """Return the number a file's name begins with as an id, or the next that is nobody's where it has none."""
    numbered = _ID.match(Path(name).stem)
    if numbered is None:
        return f"INT-{max((int(_number(identity) or 0) for identity in taken | people), default=0) + 1:02d}"
    wanted = numbered.group().upper().replace(" ", "-")
    identity, number = wanted, 2
    while identity in taken:
        identity, number = f"{wanted}-{number}", number + 1
    return identity


def _answering(turns: pd.DataFrame, speakers: Sequence[Mapping[str, Any]], *, changes: bool) -> list[str]:
    """Return who gives the answers, without jingles and voices that say next to nothing.

    `changes` tells that a turn without a name is another person's than the one before it.
    """
    names = [row["speaker"] for row in speakers if row["role"] == "respondent"]
    said = (turns["end"] - turns["start"]).groupby(turns["speaker"]).sum()
    most = sum(said[name] for name in names)
    heard = [name or NAMELESS for name in names if said[name] >= LEAST_SHARE * most]
    return [""] if heard == [NAMELESS] and not changes else heard


def _participant(study: Study, identity: str, given: str, answering: Sequence[str]) -> tuple[str, str]:
    """Return who was interviewed and a sentence about it; a row is added where participants.csv has none.

    Where several people answer nobody is assumed: their words would count as one person's, under one consent.
    """
    people = list(study.read()["participants"]["participant_id"])
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
    path = study.folder / "participants.csv"
    rows = spreadsheets.read_rows(path.name, path.read_bytes()) if path.exists() else []
    every = schemas.columns("participants")
    table = pd.DataFrame([*rows, {"participant_id": identity}], columns=every, dtype=object).fillna("")
    write_whole(path, spreadsheets.csv_bytes(table, for_people=False))


# tables -----------------------------------------------------------------------------------------------


def _import_table(study: Study, name: str, content: bytes) -> ImportReport:
    table = _table_name(name)
    rows = spreadsheets.read_rows(name, content)
    if table not in schemas.TABLES:
        raise RefusedFile(f"No table is called “{table}”. Name the file after a table: {', '.join(_importable())}.")
    if schemas.TABLES[table].origin == "received":
        return _keep_received(study, table, name, content, rows)
    changes = _changes(study, table, name, rows)
    saved = study.save(changes)
    rows_of = f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} of {table}"
    told = f"{rows_of}: {saved.changes} new or changed, {len(rows) - saved.changes} as before."
    return ImportReport(name, is_in=True, sentences=(told, *_uncounted(study, changes)))


def _uncounted(study: Study, changes: Sequence[Change]) -> list[str]:
    """Say how many of the codings that came in are of words that count nowhere."""
    ids = {change.row["coding_id"] for change in changes if change.table == "codings"}
    aside = coding.uncounted(study.read()) if ids else schemas.empty("codings")
    aside = aside[aside["coding_id"].isin(ids)]
    where = ", ".join(sorted(set(aside["transcript_id"])))
    said = (
        f"{len(aside)} of them count nowhere: words of an interviewer, or of nobody who is a participant, in {where}."
    )
    return [said] if len(aside) else []


def _keep_received(
    study: Study, table: str, name: str, content: bytes, rows: Sequence[Mapping[str, str]]
) -> ImportReport:
    filled = [{key: value for key, value in row.items() if value != ""} for row in rows]
    problems = schemas.table_problems(table, filled, where=name, first_line=2)
    if problems:
        raise StudyDataError(problems)
    if table == "participants":
        return _add_participants(study, name, filled)
    write_once(study.folder / schemas.TABLES[table].source, content)
    return ImportReport(name, is_in=True, sentences=(f"{len(rows)} rows, kept as {schemas.TABLES[table].source}.",))


def _add_participants(study: Study, name: str, rows: Sequence[Mapping[str, str]]) -> ImportReport:
    """Add people, and fill empty cells of those who are there; StudyDataError where a filled cell would change."""
    path = study.folder / "participants.csv"
    there = spreadsheets.read_rows(path.name, path.read_bytes()) if path.exists() else []
    known = {row["participant_id"]: row for row in there}
    problems = [
        Problem(name, column, value, f"is “{known[row['participant_id']][column]}” in participants.csv. If the new "
                "value is right, change it there", row["participant_id"], line)
        for line, row in enumerate(rows, start=2)
        for column, value in row.items()
        if known.get(row["participant_id"], {}).get(column, "") not in ("", value)
    ]  # fmt: skip
    if problems:
        raise StudyDataError(problems)
    merged = {**known, **{row["participant_id"]: {**known.get(row["participant_id"], {}), **row} for row in rows}}
    table = pd.DataFrame(list(merged.values()), columns=schemas.columns("participants"), dtype=object).fillna("")
    write_whole(path, spreadsheets.csv_bytes(table, for_people=False))
    new = len(merged) - len(known)
    told = f"participants.csv has {len(merged)} people: {new} new, {len(rows) - new} that were there."
    return ImportReport(name, is_in=True, sentences=(told,))


def _changes(study: Study, table: str, name: str, rows: Sequence[Mapping[str, str]]) -> list[Change]:
    problems: list[Problem] = []
    changes: list[Change] = []
    keys = schemas.TABLES[table].key
    for line, row in enumerate(rows, start=2):
        # An empty cell says nothing, but in a key it is a value: the speaker of a text without names is "".
        values: dict[str, Any] = {name: value for name, value in row.items() if value != "" or name in keys}
        if "quote" in values:
            values, wrong = _by_quote(study, table, values, name, line)
            problems += wrong
        problems += schemas.row_problems(table, values, where=name, line=line) if values else []
        changes.append(Change("put", table, values))
    if problems:
        raise StudyDataError(problems)
    return [Change("put", table, _typed(table, change.row)) for change in changes]


def _typed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    full = schemas.TABLES[table].model_validate(dict(values)).model_dump()
    return {name: full[name] for name in values} | {name: full[name] for name in schemas.TABLES[table].key}


def _by_quote(
    study: Study, table: str, values: dict[str, Any], name: str, line: int
) -> tuple[dict[str, Any], list[Problem]]:
    """Replace the words of a coding by where they stand; the id follows from place, code and coder."""
    found, sentence = _place(study.texts().get(values.get("transcript_id", "")), values)
    if found is None:
        return {}, [Problem(name, "quote", values["quote"][:60], sentence, values.get("transcript_id", ""), line)]
    start, end = found
    where = {"start": start, "end": end}
    coder = values.get("coder") or study.person
    identity = coding_id(values["transcript_id"], start, end, values.get("code_id", ""), coder)
    if table == "task_evidence":
        if not study.folded().row("codings", identity):
            said = f"is not coded as {values.get('code_id', '')} by {coder}; bring in the codings first"
            return {}, [Problem(name, "quote", values["quote"][:60], said, values["transcript_id"], line)]
        return {"task_id": values.get("task_id", ""), "coding_id": identity}, []
    kept = {key: value for key, value in values.items() if key != "quote"}
    return {**kept, **where, "coder": coder, "coding_id": values.get("coding_id") or identity}, []


def _place(text: str | None, values: Mapping[str, str]) -> tuple[tuple[int, int] | None, str]:
    if text is None:
        return None, f"is of a transcript that is not in the study: {values.get('transcript_id', '')}"
    exact = transcripts.find_quote(text, values["quote"])
    if len(exact) == 1:
        return (exact[0], exact[0] + len(values["quote"])), ""
    if len(exact) > 1:
        return None, f"stands {len(exact)} times in the transcript; take a few more words"
    near = transcripts.nearest_quote(text, values["quote"])
    if near is not None:
        return (near[0], near[1]), ""
    return None, "does not stand in the transcript; copy the words as they are there"


def coding_id(transcript_id: str, start: int, end: int, code_id: str, coder: str) -> str:
    """Return the id of an imported coding, so that importing the same file again changes nothing."""
    mark = "|".join([transcript_id, str(start), str(end), code_id, coder])
    return f"coding-{hashlib.blake2s(mark.encode(), digest_size=8).hexdigest()}"


def _table_name(name: str) -> str:
    stem = Path(name).stem.lower().strip()
    by_source = {Path(row.source).stem: row.table for row in schemas.ROWS if row.source}
    return by_source.get(stem, stem)


def _importable() -> list[str]:
    return [row.table for row in schemas.ROWS if row.origin != "derived"]
