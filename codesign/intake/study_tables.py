"""Tables that come in from spreadsheets: every row held against the rules, words found in their transcript."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from codesign import codebooks, coding, schemas, spreadsheets, transcripts
from codesign.errors import Problem, RefusedFile, SaveError, StudyDataError
from codesign.intake.received import Received
from codesign.journal import Change
from codesign.phrases import count_of
from codesign.study.files import write_once, write_whole
from codesign.study.folder import Study

Values = dict[str, Any]


def import_table(study: Study, received: Received) -> list[str]:
    """Take the rows of a table into the study and return what a person should know about it.

    An empty cell never erases anything, and rows that are there already are as before. Raises RefusedFile,
    StudyDataError with file and line of everything that is wrong, or SaveError; nothing came in then.
    """
    name, table, rows = received.name, received.table, received.rows
    if table not in schemas.TABLES or schemas.TABLES[table].origin == "derived":
        raise RefusedFile(_no_table(table, received.headings))
    if table == "codes":  # The description of an exported codebook says its other columns again, for other programs.
        rows = [{key: row[key] for key in row if key != "description" or "definition" not in row} for row in rows]
    if schemas.TABLES[table].origin == "received":
        return _keep_received(study, received)
    changes, lines = _changes(study, table, name, rows)
    saved = _saved(study, changes, name, lines)
    counted = f"{count_of(len(rows), 'row')} of {table}: {saved} new or changed, {len(rows) - saved} as before."
    return [counted, *_uncounted(study, changes), *_twins(study, changes)]


def _twins(study: Study, changes: Sequence[Change]) -> list[str]:
    """Say which of the codes that came in have a name that another code has too."""
    ids = {change.row["code_id"] for change in changes if change.table == "codes"}
    twins = codebooks.twins(study.read()["codes"]) if ids else []
    return [
        f"{len(rows)} codes are called “{rows[0]['name']}”; each is kept: {', '.join(row['code_id'] for row in rows)}. "
        "Merge them in 01, under “The codebook”, or rename one."
        for rows in twins
        if ids & {row["code_id"] for row in rows}
    ]


def _no_table(table: str, headings: Sequence[str]) -> str:
    return (
        f"No table is called “{table}”. Its columns are {', '.join(headings)}. If it holds coded passages or codes of "
        "another program, say which column is which: --columns quote=Content,code=Tag, or --columns name=Tag. "
        f"Otherwise name the file after a table: {', '.join(_importable())}."
    )


def _importable() -> list[str]:
    return [row.table for row in schemas.ROWS if row.origin != "derived"]


def _saved(study: Study, changes: Sequence[Change], name: str, lines: Mapping[str, int]) -> int:
    """Save and return how many rows changed; what is wrong is told with the line it stands in."""
    try:
        return study.save(changes).changes
    except StudyDataError as error:
        raise StudyDataError(
            replace(problem, where=name, line=lines.get(problem.row_id, 0)) for problem in error.problems
        ) from error


def _uncounted(study: Study, changes: Sequence[Change]) -> list[str]:
    """Say how many of the codings that came in are of words that count nowhere."""
    ids = {change.row["coding_id"] for change in changes if change.table == "codings"}
    aside = coding.uncounted(study.read()) if ids else schemas.empty("codings")
    aside = aside[aside["coding_id"].isin(ids)]
    where = ", ".join(sorted(set(aside["transcript_id"])))
    counts = "counts" if len(aside) == 1 else "count"
    words = "words of an interviewer, or of nobody who is a participant"
    return [f"{len(aside)} of them {counts} nowhere: {words}, in {where}."] if len(aside) else []


# received tables --------------------------------------------------------------------------------------


def _keep_received(study: Study, received: Received) -> list[str]:
    name, table, rows = received.name, received.table, received.rows
    filled = [{key: value for key, value in row.items() if value != ""} for row in rows]
    problems = schemas.table_problems(table, filled, where=name, first_line=2)
    if problems:
        raise StudyDataError(problems)
    if table == "participants":
        return _add_participants(study, name, filled)
    source = schemas.TABLES[table].source
    as_csv = spreadsheets.csv_bytes(pd.DataFrame(rows, dtype=object), for_people=False)
    _write_source(study, source, received.content if received.ending == ".csv" else as_csv)
    return [f"{len(rows)} rows, kept as {source}."]


def _write_source(study: Study, source: str, content: bytes) -> None:
    try:
        write_once(study.folder / source, content)
    except SaveError as error:
        raise SaveError(
            f"{source} is there with other rows, and received files are never changed. To put it in its place, move "
            "the old file out of the study's folder first."
        ) from error


def _add_participants(study: Study, name: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Add people, and fill empty cells of those who are there; StudyDataError where a filled cell would change."""
    there = {row["participant_id"]: row for row in participant_rows(study)}
    problems = [
        Problem(
            name,
            column,
            value,
            f"is “{there[row['participant_id']][column]}” in participants.csv. If the new "
            "value is right, change it there",
            row["participant_id"],
            line,
        )
        for line, row in enumerate(rows, start=2)
        for column, value in row.items()
        if there.get(row["participant_id"], {}).get(column, "") not in ("", value)
    ]
    if problems:
        raise StudyDataError(problems)
    merged = {**there, **{row["participant_id"]: {**there.get(row["participant_id"], {}), **row} for row in rows}}
    write_participants(study, list(merged.values()))
    new = len(merged) - len(there)
    return [f"participants.csv has {len(merged)} people: {new} new, {len(rows) - new} that were there."]


def participant_rows(study: Study) -> Sequence[Mapping[str, str]]:
    """Return the rows of participants.csv as they stand, with the columns the workbook does not know."""
    path = study.folder / "participants.csv"
    return Received.read(path).rows if path.exists() else ()


def write_participants(study: Study, rows: Sequence[Mapping[str, str]]) -> None:
    """Write participants.csv with these rows; columns the workbook does not know are kept."""
    columns = list(dict.fromkeys([*schemas.columns("participants"), *(name for row in rows for name in row)]))
    table = pd.DataFrame(list(rows), columns=columns, dtype=object).fillna("")
    write_whole(study.folder / "participants.csv", spreadsheets.csv_bytes(table, for_people=False))


# decided tables ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """A row of a file: where it stands, and what it says."""

    table: str
    name: str
    line: int
    values: Values

    def problem(self, column: str, value: str, allowed: str) -> Problem:
        return Problem(self.name, column, value, allowed, str(self.values.get("transcript_id", "")), self.line)


def _changes(
    study: Study, table: str, name: str, rows: Sequence[Mapping[str, str]]
) -> tuple[list[Change], dict[str, int]]:
    """Return the rows as changes, and the line of each by its id; StudyDataError tells everything that is wrong."""
    key, folded, coded = schemas.TABLES[table].key, study.folded(), _coded(study)
    changes: list[Change] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for line, cells in enumerate(rows, start=2):
        # An empty cell says nothing, but in a key it is a value: the speaker of a text without names is "".
        row = _Row(table, name, line, {column: cell for column, cell in cells.items() if cell != "" or column in key})
        values, wrong = _by_quote(study, row, coded) if "quote" in row.values else (row.values, [])
        identity = schemas.row_id(table, values)
        whole = {**folded.row(table, identity), **values}
        wrong += schemas.row_problems(table, whole, where=name, line=line) if values else []
        wrong += _repeated(row, identity, lines) if values else []
        problems += wrong
        lines.setdefault(identity, line)
        changes += [] if wrong else [Change("put", table, _typed(table, values, whole))]
    if problems:
        raise StudyDataError(problems)
    return changes, lines


def _repeated(row: _Row, identity: str, lines: Mapping[str, int]) -> list[Problem]:
    if identity not in lines:
        return []
    allowed = f"stands in line {lines[identity]} too; each row needs its own"
    return [Problem(row.name, ", ".join(schemas.TABLES[row.table].key), identity, allowed, "", row.line)]


def _typed(table: str, values: Mapping[str, Any], whole: Mapping[str, Any]) -> Values:
    full = schemas.TABLES[table].model_validate(dict(whole)).model_dump()
    return {name: full[name] for name in [*values, *schemas.TABLES[table].key]}


# words in a transcript --------------------------------------------------------------------------------


Place = tuple[str, int, int, str, str]


def _coded(study: Study) -> dict[Place, str]:
    """Return the codings by transcript, start, end, code and coder."""
    marks = study.versions().marks
    rows = schemas.records(study.folded().table("codings"))
    return {
        (row["transcript_id"], row["start"], row["end"], row["code_id"], row["coder"]): row["coding_id"]
        for row in rows
        if row["text_sha256"] == marks.get(row["transcript_id"], "")
    }


def _by_quote(study: Study, row: _Row, coded: Mapping[Place, str]) -> tuple[Values, list[Problem]]:
    """Replace the words of a coding by where they stand; the id follows from place, code and coder."""
    values, quote = row.values, row.values["quote"]
    transcript, code = values.get("transcript_id", ""), values.get("code_id", "")
    place, why_none = _place(study.texts().get(transcript), transcript, quote)
    if place is None:
        return {}, [row.problem("quote", quote[:60], why_none)]
    coder = values.get("coder") or study.person
    identity = coded.get((transcript, *place, code, coder))
    if row.table == "task_evidence":
        if identity is None:
            allowed = f"is not coded as {code} by {coder}; bring in the codings first"
            return {}, [row.problem("quote", quote[:60], allowed)]
        return {"task_id": values.get("task_id", ""), "coding_id": identity}, []
    identity = (
        values.get("coding_id")
        or identity
        or coding_id(transcript, *place, code, coder, study.versions().marks.get(transcript, ""))
    )
    others = {column: value for column, value in values.items() if column != "quote"}
    return {**others, "start": place[0], "end": place[1], "coder": coder, "coding_id": identity}, []


def _place(text: str | None, transcript: str, quote: str) -> tuple[tuple[int, int] | None, str]:
    """Return where the words stand in the text, or a sentence that says why that is not known."""
    if text is None:
        return None, f"is of a transcript that is not in the study: {transcript}"
    exact = transcripts.find_quote(text, quote)
    if len(exact) > 1:
        return None, f"stands {len(exact)} times in the transcript; take a few more words"
    first, last = (transcripts.nearest_quote(text, quote, near=near) for near in (0, len(text)))
    if first is None or last is None:
        return None, "does not stand in the transcript; copy the words as they are there"
    if first[:2] != last[:2]:
        return None, "stands more than once in the transcript; take a few more words"
    return (first[0], first[1]), ""


def coding_id(transcript_id: str, start: int, end: int, code_id: str, coder: str, text_sha256: str = "") -> str:
    """Return the id of an imported coding, so that importing the same file again changes nothing."""
    text = [text_sha256] if text_sha256 else []
    mark = "|".join([transcript_id, str(start), str(end), code_id, coder, *text])
    return f"coding-{hashlib.blake2s(mark.encode(), digest_size=8).hexdigest()}"
