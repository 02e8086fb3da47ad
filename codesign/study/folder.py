"""One study on disk: what was received, what was decided, and what can be found again from both."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from codesign import journal, parameters, schemas, spreadsheets, transcripts
from codesign.errors import Problem, RefusedFile, SaveError, StudyDataError, StudyError
from codesign.journal import Change, Operation, Saved
from codesign.parameters import Parameters
from codesign.study import person as persons
from codesign.study.files import write_whole
from codesign.study.settings import read_settings, settings_text

RECEIVED = tuple(row for row in schemas.ROWS if row.origin == "received")
DECIDED = tuple(row.table for row in schemas.ROWS if row.origin == "decided")
FOLDERS = ("originals", "transcripts", "sources", "journal")


class Study:
    """A study folder and the person who works in it."""

    def __init__(self, folder: Path, *, person: str = "", device: str = "") -> None:
        self.folder = folder
        self.person = person or persons.remembered_person()
        self.device = device or persons.device()
        self._parts: dict[str, tuple[Any, Any]] = {}

    @classmethod
    def open(cls, folder: Path, *, person: str = "", device: str = "") -> Study:
        """Return the study in a folder; StudyError when there is none."""
        if not (folder / "study.yaml").is_file():
            raise StudyError(f"There is no study in {folder}. Look at the name, or make one: workbook new NAME.")
        return cls(folder, person=person, device=device)

    @classmethod
    def create(cls, folder: Path, skeleton: Path, *, person: str = "", device: str = "") -> Study:
        """Make a study from the skeleton, with its codebook; StudyError when the folder is already there."""
        if folder.exists() and any(folder.iterdir()):
            raise StudyError(f"{folder.name} is already there and was left as it is. Choose another name.")
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(skeleton / "participants.csv", folder / "participants.csv")
        settings = parameters.overlaid(read_settings(skeleton / "study.yaml"), {"study": folder.name})
        write_whole(folder / "study.yaml", settings_text(parameters.checked(settings)).encode())
        study = cls(folder, person=person, device=device)
        rows = spreadsheets.read_rows("codes.csv", (skeleton / "codes.csv").read_bytes())
        study.save([Change("put", "codes", row) for row in rows])
        return study

    @property
    def name(self) -> str:
        """The study's name: that of its folder."""
        return self.folder.name

    @property
    def settings(self) -> dict[str, Any]:
        """study.yaml as it stands."""
        return read_settings(self.folder / "study.yaml")

    @property
    def parameters(self) -> Parameters:
        """The study's own parameters, checked."""
        return parameters.checked(self.settings)

    def save_settings(self, changes: Mapping[str, Any]) -> Parameters:
        """Write changed parameters to study.yaml and return them; ParameterError when one is not allowed."""
        chosen = parameters.checked(parameters.overlaid(self.settings, changes))
        write_whole(self.folder / "study.yaml", settings_text(chosen).encode())
        return chosen

    # reading ------------------------------------------------------------------------------------------

    def read(self) -> dict[str, pd.DataFrame]:
        """Return every table of the study; StudyDataError tells everything that is wrong at once."""
        wrong = [problem for problem in self.problems() if problem.level == "error"]
        if wrong:
            raise StudyDataError(wrong)
        return self._tables()

    def texts(self) -> dict[str, str]:
        """Return the normalised text of every transcript by transcript_id."""
        return {path.stem: self._cached(path, _text) for path in sorted((self.folder / "transcripts").glob("*.txt"))}

    def folded(self) -> journal.Folded:
        """Return what all journals lead to."""
        return self._journal()[0]

    def problems(self) -> list[Problem]:
        """Return everything wrong in received files, journals, transcripts and references; nothing unfinished."""
        tables = self._tables()
        found = [problem for row in RECEIVED for problem in self._received(row)[1]]
        found += self._journal()[1]
        found += self._text_problems(tables)
        found += [Problem(**{**vars(problem), "level": "unfinished"}) for problem in schemas.reference_problems(tables)]
        found += _nobodys(tables)
        return found

    def conflicts(self) -> tuple[journal.Conflict, ...]:
        """Return every field two people set without seeing each other's value."""
        return self.folded().conflicts

    def inputs(self) -> dict[str, str]:
        """Return the sha256 of every file a run reads, by path within the study, in order."""
        files = [
            self.folder / "study.yaml",
            self.folder / "participants.csv",
            *(path for name in FOLDERS for path in (self.folder / name).rglob("*")),
        ]
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(files)
            if path.is_file() and not path.name.startswith((".", "~$"))
        }

    # saving -------------------------------------------------------------------------------------------

    def save(self, changes: Sequence[Change]) -> Saved:
        """Save changes as one act and return when they are on the disk.

        Raises StudyDataError when a row would break a rule and SaveError when the disk refuses; nothing is
        saved then. Fields that stay as they are are not written; an act that changes nothing writes nothing.
        """
        folded = self.folded()
        changes = [self._completed(change) for change in changes]
        problems = self._save_problems(changes, folded)
        if problems:
            raise StudyDataError(problems)
        drafts = [draft for change in changes if (draft := _draft(change, folded)) is not None]
        if not drafts:
            return Saved("", "", 0)
        return self._append(drafts, folded)

    def undo(self) -> Saved | None:
        """Take back this person's last act; None when there is nothing to take back."""
        return self._take_back(journal.last_undoable(self.folded(), self.person))

    def redo(self) -> Saved | None:
        """Do again what this person last took back; None when there is nothing."""
        return self._take_back(journal.last_redoable(self.folded(), self.person))

    def _take_back(self, group: str) -> Saved | None:
        return self._append([_operation("undo", target=group)], self.folded()) if group else None

    def _append(self, drafts: list[Operation], folded: journal.Folded) -> Saved:
        name = f"{persons.slug(self.person) or 'someone'}.{persons.slug(self.device)}.jsonl"
        own = journal.Journal(self.folder / "journal" / name, self.person, self.device)
        return own.append(drafts, folded.lamport)

    def _completed(self, change: Change) -> Change:
        """Fill in what a coding needs: who coded, and the checksum of the passage."""
        row = dict(change.row)
        if change.op == "put" and change.table == "codings" and {"transcript_id", "start", "end"} <= row.keys():
            text = self.texts().get(str(row["transcript_id"]), "")
            passage = text[int(row["start"]) : int(row["end"])]
            row = {"coder": self.person, **row, "quote_sha256": transcripts.sha256_of(passage)}
        return Change(change.op, change.table, row)

    def _save_problems(self, changes: Sequence[Change], folded: journal.Folded) -> list[Problem]:
        problems: list[Problem] = []
        coming = {(change.table, schemas.row_id(change.table, change.row)) for change in changes if change.op == "put"}
        known = {(table, row) for (table, row), state in folded.rows.items() if not state.is_deleted} | coming
        people = set(self._received(schemas.Participant)[0]["participant_id"])
        for change in changes:
            if change.op == "put":
                merged = {**folded.row(change.table, schemas.row_id(change.table, change.row)), **change.row}
                problems += schemas.row_problems(change.table, merged)
                problems += _missing_references(change.table, merged, known, people)
                problems += self._outside_text(change.table, merged)
        return problems

    def _outside_text(self, table: str, row: Mapping[str, Any]) -> list[Problem]:
        if table != "codings":
            return []
        length = len(self.texts().get(str(row.get("transcript_id")), ""))
        start, end = row.get("start"), row.get("end")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length:
            return []
        return [
            Problem(
                "codings",
                "start, end",
                f"{start} to {end}",
                f"is not a passage of {row.get('transcript_id')}, which has {length} characters",
                str(row.get("coding_id", "")),
            )
        ]

    # parts, read again only when their files changed ---------------------------------------------------

    def _tables(self) -> dict[str, pd.DataFrame]:
        tables = {row.table: self._received(row)[0] for row in RECEIVED}
        tables |= {name: self._decided(name) for name in DECIDED}
        tables["segments"] = self._segments(tables)
        return {name: tables[name] for name in schemas.TABLES}

    def _received(self, row: type[schemas.Row]) -> tuple[pd.DataFrame, list[Problem]]:
        path = self.folder / row.source
        if not path.exists():
            return schemas.empty(row.table), []
        result: tuple[pd.DataFrame, list[Problem]] = self._cached(path, lambda found: _received_table(row, found))
        return result

    def _journal(self) -> tuple[journal.Folded, list[Problem]]:
        folder = self.folder / "journal"
        state = tuple((path.name, *_stamp(path)) for path in sorted(folder.glob("*.jsonl")))
        kept = self._parts.get("journal")
        if kept is None or kept[0] != state:
            operations, problems = journal.read_folder(folder)
            kept = (state, (journal.fold(operations), problems))
            self._parts["journal"] = kept
        result: tuple[journal.Folded, list[Problem]] = kept[1]
        return result

    def _decided(self, name: str) -> pd.DataFrame:
        folded = self.folded()
        kept = self._parts.get(f"decided {name}")
        if kept is None or kept[0] is not folded:
            kept = (folded, folded.table(name))
            self._parts[f"decided {name}"] = kept
        return kept[1].copy()

    def _segments(self, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        texts = self.texts()
        parts = [
            self._turns(row, texts[row["transcript_id"]], tables["speakers"])
            for _, row in tables["transcripts"].iterrows()
            if row["transcript_id"] in texts
        ]
        return pd.concat(parts, ignore_index=True) if parts else schemas.empty("segments")

    def _turns(self, transcript: pd.Series, text: str, speakers: pd.DataFrame) -> pd.DataFrame:
        own = speakers[speakers["transcript_id"] == transcript["transcript_id"]]
        signature = (transcripts.sha256_of(text), transcript["participant_id"], own.to_csv())
        kept = self._parts.get(f"turns {transcript['transcript_id']}")
        if kept is None or kept[0] != signature:
            turns = transcripts.segments(transcript["transcript_id"], text, own)
            theirs = (turns["participant_id"] == "") & (turns["role"] == "respondent")
            turns = turns.assign(participant_id=turns["participant_id"].mask(theirs, transcript["participant_id"]))
            kept = (signature, schemas.frame("segments", turns.to_dict("records")))
            self._parts[f"turns {transcript['transcript_id']}"] = kept
        return kept[1]

    def _text_problems(self, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
        texts = self.texts()
        problems = []
        for _, row in tables["transcripts"].iterrows():
            name = f"transcripts/{row['transcript_id']}.txt"
            if row["transcript_id"] not in texts:
                problems.append(Problem(name, "", "", "is missing; bring it back from a backup. Its codings are kept"))
            elif row["sha256"] != transcripts.sha256_of(texts[row["transcript_id"]]):
                problems.append(
                    Problem(
                        name,
                        "",
                        "",
                        "was changed after it was imported, so its codings may point at "
                        f"other words. Bring back the old text; originals/{row['original']} is as received",
                    )
                )
        return problems

    def _cached(self, path: Path, read: Any) -> Any:
        stamp = _stamp(path)
        kept = self._parts.get(str(path))
        if kept is None or kept[0] != stamp:
            kept = (stamp, read(path))
            self._parts[str(path)] = kept
        return kept[1]

    @cached_property
    def root(self) -> Path:
        """The project folder that holds interview_data."""
        return find_root(self.folder)


def find_root(start: Path) -> Path:
    """Return the project folder: the nearest one above `start` that holds interview_data and workbooks."""
    for folder in (start.absolute(), *start.absolute().parents, *Path(__file__).absolute().parents):
        if (folder / "interview_data").is_dir() and (folder / "workbooks").is_dir():
            return folder
    raise StudyError(
        "The folders interview_data and workbooks were not found. Open the workbook from the project folder."
    )


def find_study(name: str, root: Path) -> Path:
    """Return the folder of a study given by name or path; StudyError names those there are."""
    named = Path(name)
    for folder in (root / "interview_data" / name, named):
        if name and (folder / "study.yaml").is_file():
            return folder
    known = ", ".join(study_names(root)) or "none yet; make one with: workbook new NAME"
    raise StudyError(f"There is no study “{name}”. The studies are: {known}.")


def study_names(root: Path) -> list[str]:
    """Return the names of the studies in interview_data, in order."""
    return sorted(path.parent.name for path in (root / "interview_data").glob("*/study.yaml"))


def _received_table(row: type[schemas.Row], path: Path) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        raw = spreadsheets.read_rows(path.name, path.read_bytes())
    except RefusedFile as error:
        return schemas.empty(row.table), [Problem(row.source, "", "", str(error))]
    rows = [{name: value for name, value in values.items() if value != ""} for values in raw]
    problems = schemas.table_problems(row.table, rows, where=row.source, first_line=2)
    good = [row.model_validate(values) for values in rows if not schemas.row_problems(row.table, values)]
    return schemas.frame(row.table, good), problems


def _nobodys(tables: schemas.Tables) -> list[Problem]:
    """Return the transcripts in which nobody who answers is a participant: nothing in them would count."""
    people = set(tables["participants"]["participant_id"])
    turns = tables["segments"]
    known = set(turns.loc[turns["participant_id"].isin(people), "transcript_id"])
    words = "nobody who answers is a participant yet, so nothing of it counts: say who speaks in 01, under “Who speaks”"
    return [
        Problem("transcripts", "", "", words, identity, level="unfinished")
        for identity in tables["transcripts"]["transcript_id"]
        if identity not in known
    ]


def _draft(change: Change, folded: journal.Folded) -> Operation | None:
    identity = schemas.row_id(change.table, change.row)
    current = folded.row(change.table, identity)
    if change.op == "delete":
        on = {"*": folded.seen_row(change.table, identity)}
        return _operation("delete", change.table, identity, on=on) if current else None
    typed = schemas.TABLES[change.table].model_validate({**current, **change.row}).model_dump()
    contested = {conflict.field for conflict in folded.conflicts_of(change.table, identity)}
    fields = {
        name: typed[name]
        for name in change.row
        if name not in schemas.TABLES[change.table].key
        and (name not in current or typed[name] != current[name] or name in contested)
    }
    if current and not fields:
        return None
    return _operation("put", change.table, identity, fields, folded.seen(change.table, identity, fields))


def _operation(
    op: Any,
    table: str = "",
    row: str = "",
    fields: Mapping[str, Any] | None = None,
    on: Mapping[str, list[str]] | None = None,
    target: str = "",
) -> Operation:
    return Operation("", "", 0, 0, "", "", "", op, table, row, fields or {}, on or {}, target)


def _missing_references(
    table: str, row: Mapping[str, Any], known: set[tuple[str, str]], people: Iterable[str]
) -> list[Problem]:
    problems = []
    for column, target in schemas.TABLES[table].references.items():
        value = str(row.get(column) or "")
        there = value in people if target == "participants" else (target, value) in known
        if value and not there and target != "segments":
            problems.append(Problem(table, column, value, f"is not in {target}", schemas.row_id(table, row)))
    return problems


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise StudyError(
            f"transcripts/{path.name} is no longer the text that was imported: byte {error.start} cannot be "
            "read. Bring it back from a backup; the original is in originals."
        ) from error


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError as error:
        raise SaveError(f"{path.name} cannot be reached: {error.strerror}. Is the network drive connected?") from error
    return (state.st_mtime_ns, state.st_size)
