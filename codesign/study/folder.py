"""One study on disk: what was received, what was decided, and what can be found again from both."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from codesign import journal, numbering, parameters, schemas, spreadsheets, transcripts
from codesign.codebooks import CodeHistory
from codesign.errors import ParameterError, Problem, SaveError, StudyDataError, StudyError, why_refused
from codesign.journal import Change, Operation, Saved
from codesign.parameters import Parameters
from codesign.study import code_history as codes_of
from codesign.study import devices, other_wordings, received_tables, saving, taxonomy_files
from codesign.study import person as persons
from codesign.study import texts as text_files
from codesign.study.decided import DecidedTables
from codesign.study.files import write_whole
from codesign.study.settings import read_settings, settings_text
from codesign.study.texts import Texts

if TYPE_CHECKING:
    from codesign.taxonomies import Finder

RECEIVED = tuple(row for row in schemas.ROWS if row.origin == "received")
DECIDED = tuple(row.table for row in schemas.ROWS if row.origin == "decided")
FOLDERS = ("originals", "transcripts", "sources", "journal")


class Study:
    """A study folder and the person who works in it."""

    def __init__(self, folder: Path, *, person: str = "", device: str = "") -> None:
        self.folder = folder
        self.person = person or persons.remembered_person()
        self.device = device or persons.device()
        self._parts: dict[str, tuple[Any, ...]] = {}
        self._journals = journal.FolderReader(folder / "journal")
        self._tables = DecidedTables()

    @classmethod
    def open(cls, folder: Path, *, person: str = "", device: str = "") -> Study:
        """Return the study in a folder; StudyError when there is none."""
        if not (folder / "study.yaml").is_file():
            raise StudyError(f"There is no study in {folder}. Look at the name, or make one: workbook new NAME.")
        return cls(folder, person=person, device=device)

    @classmethod
    def create(cls, folder: Path, skeleton: Path, *, person: str = "", device: str = "") -> Study:
        """Make a study from the skeleton, with its codebook; StudyError when something is already there."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StudyError(f"{folder.name} is already there and was left as it is. Choose another name.")
        is_new = not folder.exists()
        try:
            return cls._made(folder, skeleton, person, device)
        except BaseException as error:
            _clear(folder, is_new)
            if not isinstance(error, OSError):
                raise
            raise SaveError(f"{folder.name} could not be made: {why_refused(error)}. Nothing was changed.") from error

    @classmethod
    def _made(cls, folder: Path, skeleton: Path, person: str, device: str) -> Study:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(skeleton / "participants.csv", folder / "participants.csv")
        study = cls(folder, person=person, device=device)
        rows = spreadsheets.read_rows("codes.csv", (skeleton / "codes.csv").read_bytes())
        study.save([Change("put", "codes", row) for row in rows])
        # Written last: a folder without it is no study, so half of one is never taken for a whole.
        settings = parameters.overlaid(read_settings(skeleton / "study.yaml"), {"study": folder.name})
        write_whole(folder / "study.yaml", settings_text(parameters.checked(settings)).encode())
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
        self.refuse_unknown_codes(chosen)
        write_whole(self.folder / "study.yaml", settings_text(chosen).encode())
        return chosen

    def refuse_unknown_codes(self, chosen: Parameters) -> None:
        """Raise ParameterError where the program has a NOC code, new against study.yaml, that the NOC does not have."""
        for code in set(chosen.program.noc) - set(self.parameters.program.noc):
            sentence = self.unknown_code("NOC 2021", code)
            if sentence:
                raise ParameterError(f"noc: “{code}” {sentence}. Nothing was changed.")

    # reading ------------------------------------------------------------------------------------------

    def read(self) -> dict[str, pd.DataFrame]:
        """Return every table of the study; StudyDataError tells everything that is wrong at once."""
        tables, problems = self._everything()
        wrong = [problem for problem in problems if problem.level == "error"]
        if wrong:
            raise StudyDataError(self._for_people(wrong))
        return {name: table.copy(deep=False) for name, table in tables.items()}

    def state(self) -> object:
        """Return a mark of the study as it stands: the same object for as long as nothing of it has changed."""
        return self._everything()[0]

    def texts(self) -> dict[str, str]:
        """Return the normalised text in use of every transcript by transcript_id."""
        return {name: self._cached(path, _text) for name, path in self._text_paths().items() if path.is_file()}

    def versions(self) -> Texts:
        """Return the texts in use with their marks, and the way to the earlier ones."""
        marks = text_files.marks(self._decided("transcripts")[0])
        return Texts(self.texts(), marks, partial(text_files.version, self.folder, self._read_text))

    def transcript_with(self, sha256: str) -> tuple[str, str] | None:
        """Return the transcript with this text, in use or earlier, and which of its texts that is; None for none."""
        return text_files.transcript_of(self.folder, self._read_text, self._decided("transcripts")[0], sha256)

    def waiting(self) -> transcripts.Waiting:
        """Return what waits for a person since texts were corrected."""
        return text_files.waiting({name: self._decided(name)[0] for name in ("codings", "speakers")}, self.versions())

    def _read_text(self, path: Path) -> str:
        return str(self._cached(path, _text))

    def _text_paths(self) -> dict[str, Path]:
        return text_files.paths(self.folder, self._decided("transcripts")[0])

    def code_history(self) -> CodeHistory:
        """Return what became of the codes, and the tables people decide with all their rows."""
        decided = {name: self._decided(name)[0] for name in DECIDED}
        folded, part = self.folded(), self._parts.get("code history")
        if part is None or part[0] is not folded or part[1] != self.person:
            part = (folded, self.person, codes_of.code_history(folded, decided, self.person))
            self._parts["code history"] = part
        history: CodeHistory = part[2]
        return history

    def other_wordings(self) -> other_wordings.Wordings:
        """Return the groups of phrases that the frameworks in this study have for one thing."""
        read = [self._cached(path, other_wordings.wordings) for path in other_wordings.files(self.folder)]
        return tuple(group for groups in read for group in groups)

    @property
    def occupations(self) -> Finder:
        """What the frameworks of this study say of occupations; read when it is first asked for."""
        rows = schemas.records(self._decided("taxonomies")[0])
        part = self._parts.get("occupations")
        if part is None or part[0] != rows:
            part = (rows, taxonomy_files.finder(self.folder, rows))
            self._parts["occupations"] = part
        finder: Finder = part[1]
        return finder

    def unknown_code(self, framework: str, code: str, title: str = "") -> str:
        """Return in a sentence that a framework of this study has no such code; empty where it has, or is not here."""
        no_file = self._decided("taxonomies")[0].empty
        return "" if no_file or not code else self.occupations.unknown_code(framework, code, title)

    def folded(self) -> journal.Folded:
        """Return what all journals lead to."""
        return self._journal()[0]

    def problems(self) -> list[Problem]:
        """Return everything wrong in received files, journals, transcripts and references; nothing unfinished."""
        every = [
            *self._everything()[1],
            *devices.problems(self.folded().operations, datetime.now(UTC)),
            *self._problems_of_frameworks(),
        ]
        return self._for_people(every)

    def conflicts(self) -> tuple[journal.Conflict, ...]:
        """Return every field two people set without seeing each other's value."""
        conflicts = tuple(one for one in self.folded().conflicts if one.table != "numbers")
        by = numbering.numbers(self._everything()[0]) if conflicts else None
        return tuple(_conflict_in_words(one, by) for one in conflicts) if by else conflicts

    def conflicts_in(self, table: str) -> list[journal.Conflict]:
        """Return the fields of one table's rows that two people set at once."""
        return self.folded().conflicts_in(table)

    def _for_people(self, problems: Sequence[Problem]) -> list[Problem]:
        """Return problems that name rows by their numbers."""
        if not any(numbering.names_made(str(problem)) for problem in problems):
            return list(problems)
        in_words = numbering.numbers(self._everything()[0]).in_words
        return [
            replace(one, row_id=in_words(one.row_id), value=in_words(one.value), allowed=in_words(one.allowed))
            for one in problems
        ]

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

    def _problems_of_frameworks(self) -> list[Problem]:
        rows = schemas.records(self._decided("taxonomies")[0])
        if not rows:
            return []
        alignments, noc = schemas.records(self._decided("alignments")[0]), self.parameters.program.noc
        missing = taxonomy_files.missing(self.folder, rows)
        return missing + taxonomy_files.unknown_codes(alignments, noc, self.unknown_code)

    # saving -------------------------------------------------------------------------------------------

    def save(self, changes: Sequence[Change]) -> Saved:
        """Save changes as one act and return when they are on the disk.

        Raises StudyDataError when a row would break a rule and SaveError when the disk refuses; nothing is
        saved then. Fields that stay as they are are not written; an act that changes nothing writes nothing.
        """
        folded = self.folded()
        state = saving.State(folded, self.versions(), frozenset(self.people()), self.person, self._tables.codings_at)
        ready = saving.completed(changes, state)
        problems = saving.problems(ready, state) + saving.unknown_codes(ready, state, self.unknown_code)
        if problems:
            raise StudyDataError(self._for_people(problems))
        drafts = saving.drafts(ready, folded)
        return self._append(drafts, folded) if drafts else Saved("", f"{datetime.now():%H:%M:%S}", 0)  # noqa: DTZ005

    def undo(self, table: str = "") -> Saved | None:
        """Take back this person's last act, or the last that touched a table; None when there is nothing to take back.

        Of a table nothing is taken back that others rest on by now: StudyDataError names their rows.
        """
        return self._take_back(journal.last_undoable(self.folded(), self.person, table), guarded=bool(table))

    def redo(self, table: str = "") -> Saved | None:
        """Do again what this person last took back, or took back of a table; None when there is nothing."""
        return self._take_back(journal.last_redoable(self.folded(), self.person, table), guarded=bool(table))

    def acts(self, table: str) -> tuple[journal.Act | None, journal.Act | None]:
        """Return what this person's next undo and next redo of a table are about, or None."""
        return journal.last_acts(self.folded(), self.person, table)

    def acts_within(self, tables: Collection[str], along: Collection[str] = ()) -> journal.Within:
        """Return this person's next undo and redo of acts that touch these tables, with those in `along` at most."""
        return journal.acts_within(self.folded(), self.person, tables, along)

    def undo_within(self, tables: Collection[str], along: Collection[str] = ()) -> Saved | None:
        """Take back this person's last act that touched these tables and no others; None when there is nothing.

        Nothing is taken back that somebody changed since, or rests on: StudyDataError names the rows.
        """
        acts = self.acts_within(tables, along)
        self._refuse_built_on(acts.undoes, acts.undo)
        return self._take_back(acts.undo, guarded=True)

    def redo_within(self, tables: Collection[str], along: Collection[str] = ()) -> Saved | None:
        """Do again what this person last took back of these tables; None when there is nothing; see undo_within."""
        acts = self.acts_within(tables, along)
        self._refuse_built_on(acts.redoes, acts.redo)
        return self._take_back(acts.redo, guarded=True)

    def _refuse_built_on(self, act: journal.Act | None, since: str) -> None:
        later = journal.built_on(self.folded(), act, since) if act else ()
        if later:
            raise StudyDataError(
                Problem(one.table, next(iter(one.fields), ""), one.person, "changed it since", one.row) for one in later
            )

    def _take_back(self, group: str, *, guarded: bool) -> Saved | None:
        if not group:
            return None
        folded = self.folded()
        resting = saving.resting_on(group, folded) if guarded else []
        if resting:
            raise StudyDataError(resting)
        return self._append([saving.undoing(group)], folded)

    def _append(self, drafts: list[Operation], folded: journal.Folded) -> Saved:
        name = f"{persons.slug(self.person) or 'someone'}.{persons.slug(self.device)}.jsonl"
        own = journal.Journal(self.folder / "journal" / name, self.person, self.device)
        return own.append(drafts, folded.lamport)

    def people(self) -> list[str]:
        """Return the ids in participants.csv, in order, whatever else is wrong in the study."""
        return list(self._received(schemas.Participant)[0]["participant_id"])

    # parts, read again only when their files changed ---------------------------------------------------

    def _everything(self) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
        """Return all tables and everything wrong with them; not to be changed, only read."""
        folded, damaged = self._journal()
        stamps = [_stamp(path) for path in self._read_files()]
        part = self._parts.get("everything")
        if part is None or part[0] is not folded or part[1] != stamps:
            part = (folded, stamps, self._put_together(damaged))
            self._parts["everything"] = part
        everything: tuple[dict[str, pd.DataFrame], list[Problem]] = part[2]
        return everything

    def _read_files(self) -> list[Path]:
        received = [path for row in RECEIVED for path in received_tables.paths(self.folder, row)]
        return [path for path in [*received, *self._text_paths().values()] if path.exists()]

    def _put_together(self, damaged: list[Problem]) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
        parts, texts = [self._received(row) for row in RECEIVED], self.versions()
        decided = {name: self._decided(name) for name in DECIDED}
        tables = {row.table: table for row, (table, _) in zip(RECEIVED, parts, strict=True)}
        tables |= {name: table for name, (table, _) in decided.items()}
        tables["segments"] = self._segments(tables, texts)
        every = tables | {name: text_files.standing(tables[name], texts)[0] for name in saving.WITH_WORDS}
        problems = [problem for _, wrong in parts for problem in wrong] + damaged
        problems += [problem for _, wrong in decided.values() for problem in wrong]
        problems += text_problems(tables["transcripts"], texts.in_use) + text_files.waiting_problems(tables, texts)
        problems += codes_of.problems(self.folded(), tables)
        return {name: every[name] for name in schemas.TABLES}, problems + _nobodys(tables)

    def _received(self, row: type[schemas.Row]) -> tuple[pd.DataFrame, list[Problem]]:
        paths = received_tables.paths(self.folder, row)
        read = [self._cached(path, lambda source: received_tables.table(row, source)) for path in paths]
        return received_tables.joined(row, read)

    def _journal(self) -> tuple[journal.Folded, list[Problem]]:
        folder = self.folder / "journal"
        state = tuple(_stamp(path) for path in sorted(folder.glob("*.jsonl")))
        part = self._parts.get("journal")
        if part is None or part[0] != state:
            try:
                part = (state, self._followed(part[1][0] if part else journal.fold([])))
            except BaseException:
                # News are told once: whatever stopped us, a person who interrupts included, all is read anew.
                self._journals, self._tables = journal.FolderReader(folder), DecidedTables()
                self._parts.pop("journal", None)
                raise
            self._parts["journal"] = part
        result: tuple[journal.Folded, list[Problem]] = part[1]
        return result

    def _followed(self, before: journal.Folded) -> tuple[journal.Folded, list[Problem]]:
        news = self._journals.news()
        folded = journal.fold(news.operations) if news.is_everything else journal.extended(before, news.operations)
        self._tables.follow(folded)
        return folded, list(news.problems)

    def _decided(self, name: str) -> tuple[pd.DataFrame, list[Problem]]:
        """Return a decided table, and its rows that break a rule: these are left out, and told."""
        self._journal()
        return self._tables.table(name)

    def _segments(self, tables: Mapping[str, pd.DataFrame], texts: Texts) -> pd.DataFrame:
        speakers = tables["speakers"][~text_files.of_other_turns(tables["speakers"], texts.marks)]
        of_transcript = dict(iter(speakers.groupby("transcript_id")))
        parts = [
            self._turns(row, texts.in_use[row["transcript_id"]], of_transcript.get(row["transcript_id"], speakers[:0]))
            for row in schemas.records(tables["transcripts"])
            if row["transcript_id"] in texts.in_use
        ]
        return pd.concat(parts, ignore_index=True) if parts else schemas.empty("segments")

    def _turns(self, transcript: Mapping[str, Any], text: str, own: pd.DataFrame) -> pd.DataFrame:
        signature = (transcripts.sha256_of(text), transcript["participant_id"], schemas.records(own))
        part = self._parts.get(f"turns {transcript['transcript_id']}")
        if part is None or part[0] != signature:
            turns = transcripts.segments(transcript["transcript_id"], text, own)
            theirs = (turns["participant_id"] == "") & (turns["role"] == "respondent")
            turns = turns.assign(participant_id=turns["participant_id"].mask(theirs, transcript["participant_id"]))
            part = (signature, schemas.frame("segments", turns.to_dict("records")))
            self._parts[f"turns {transcript['transcript_id']}"] = part
        turns_found: pd.DataFrame = part[1]
        return turns_found

    def _cached(self, path: Path, read: Any) -> Any:
        stamp = _stamp(path)
        part = self._parts.get(str(path))
        if part is None or part[0] != stamp:
            part = (stamp, read(path))
            self._parts[str(path)] = part
        return part[1]

    @cached_property
    def root(self) -> Path:
        """The project folder that holds interview_data."""
        return find_root(self.folder)


def _clear(folder: Path, is_new: bool) -> None:
    """Remove half of a study, which would stand in the way of the next try."""
    with suppress(OSError):
        for made in list(folder.iterdir()):
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        if is_new:
            folder.rmdir()


def _conflict_in_words(conflict: journal.Conflict, by: numbering.Numbers) -> journal.Conflict:
    choices = tuple(
        replace(choice, value=by.in_words(choice.value)) if isinstance(choice.value, str) else choice
        for choice in conflict.choices
    )
    return replace(conflict, row=by.in_words(conflict.row), choices=choices)


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
    names = ", ".join(study_names(root)) or "none yet; make one with: workbook new NAME"
    raise StudyError(f"There is no study “{name}”. The studies are: {names}.")


def study_names(root: Path) -> list[str]:
    """Return the names of the studies in interview_data, in order."""
    return sorted(path.parent.name for path in (root / "interview_data").glob("*/study.yaml"))


def _nobodys(tables: schemas.Tables) -> list[Problem]:
    """Return the transcripts in which nobody who answers is a participant: nothing in them would count."""
    people = set(tables["participants"]["participant_id"])
    turns = tables["segments"]
    with_participants = set(turns.loc[turns["participant_id"].isin(people), "transcript_id"])
    words = "nobody who answers is a participant yet, so nothing of it counts: say who speaks in 01, under “Who speaks”"
    return [
        Problem("transcripts", "", "", words, identity, level="unfinished")
        for identity in tables["transcripts"]["transcript_id"]
        if identity not in with_participants
    ]


def text_problems(transcript_table: pd.DataFrame, texts: Mapping[str, str]) -> list[Problem]:
    """Return the transcripts that are missing, or no longer what was imported."""
    problems = []
    for row in schemas.records(transcript_table):
        name = f"transcripts/{text_files.file_name(row['transcript_id'], row['text_file'])}"
        if row["transcript_id"] not in texts:
            problems.append(Problem(name, "", "", "is missing; bring it back from a backup. Its codings are kept"))
        elif row["sha256"] != transcripts.sha256_of(texts[row["transcript_id"]]):
            sentence = (
                "was changed after it was imported, so its codings may point at other words. Bring back the old text; "
                f"originals/{row['original']} is as received"
            )
            problems.append(Problem(name, "", "", sentence))
    return problems


def _text(path: Path) -> str:
    # A byte that is no text any more becomes U+FFFD; the checksum then tells that the file was changed.
    return path.read_bytes().decode("utf-8", errors="replace")


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        state = path.stat()
    except OSError as error:
        raise SaveError(f"{path.name} cannot be reached: {error.strerror}. Is the network drive connected?") from error
    return (path.name, state.st_mtime_ns, state.st_size)
