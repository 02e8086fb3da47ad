"""Journal files on disk: a line is reported as saved only after it was written whole and reached the disk."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from codesign.errors import Problem, SaveError, StudyError, why_refused
from codesign.journal.records import VERSION, Operation, decode, encode, new_id

LOCK_SECONDS = 5.0
TAIL_BYTES = 1 << 16
Draft = Operation
"""An operation whose place (id, sequence, clock) is filled in when it is written."""


@dataclass(frozen=True)
class Saved:
    """The answer to a save: the group to undo, the time for the save light, and how many rows changed."""

    group: str
    at: str
    changes: int


@dataclass(frozen=True)
class JournalText:
    """What a journal file holds: its operations, every line that could not be read, and where to read on."""

    operations: tuple[Operation, ...] = ()
    problems: tuple[Problem, ...] = ()
    checksum: str = ""
    lines: int = 0
    whole_bytes: int = 0


@dataclass(frozen=True)
class _End:
    """Where a journal file ends: its last whole line, the bytes up to there, and what follows them."""

    last: Operation | None
    checksum: str
    whole_bytes: int
    torn: bytes


class Journal:
    """The journal of one person on one device; nobody else writes this file."""

    def __init__(
        self, path: Path, person: str, device: str, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path, self.person, self.device, self._now = path, person, device, now

    def append(self, drafts: Sequence[Draft], lamport: int) -> Saved:
        """Write the operations of one act and return when they are on the disk.

        `lamport` is the highest logical clock seen in any journal. Raises SaveError when anything went
        wrong; the file is then as it was.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                return self._append(drafts, lamport)
        except Timeout as error:
            raise SaveError(
                "Not saved: another window of yours is still saving. Wait a moment and try again; nothing is lost."
            ) from error
        except OSError as error:
            raise SaveError(_why_not_saved(self.path, error)) from error

    def _append(self, drafts: Sequence[Draft], lamport: int) -> Saved:
        end = _end(self.path)
        _set_aside(self.path, end)
        at = self._now()
        group = new_id()
        clock = max(lamport, end.last.lamport if end.last else 0)
        placed = [
            replace(
                draft,
                id=new_id(),
                group=group,
                person=self.person,
                device=self.device,
                seq=(end.last.seq if end.last else 0) + number,
                at=at.isoformat(timespec="seconds"),
                lamport=clock + number,
            )
            for number, draft in enumerate(drafts, start=1)
        ]
        _write(self.path, _lines(placed, end.checksum), end.whole_bytes)
        return Saved(group, at.astimezone().strftime("%H:%M:%S"), len(placed))

    @property
    def _lock(self) -> FileLock:
        # Keeps two workbooks of one person apart on one computer; across computers nobody shares a file.
        name = hashlib.sha256(str(self.path.absolute()).encode()).hexdigest()[:16]
        return FileLock(Path(tempfile.gettempdir()) / f"codesign-{name}.lock", timeout=LOCK_SECONDS)


@dataclass(frozen=True)
class News:
    """What came into a folder of journals since it was last looked at, and every line that cannot be read.

    `is_everything` says that these are all operations there are: at the first look, and after something was replaced
    or taken away.
    """

    operations: tuple[Operation, ...]
    problems: tuple[Problem, ...]
    is_everything: bool


@dataclass
class _Followed:
    """A journal file as far as it was read."""

    stamp: tuple[int, int] = (0, 0)
    end: JournalText = JournalText()
    operations: list[Operation] = field(default_factory=list)


class FolderReader:
    """Reads a folder of journals again and again: of a file that grew, only what is new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _Followed] = {}

    def read(self) -> tuple[list[Operation], list[Problem]]:
        """Return every operation in the folder's journals, each once, and every line that could not be read."""
        problems = self.news().problems
        return list({operation.id: operation for operation in self._operations()}.values()), list(problems)

    def news(self) -> News:
        """Return what came since the last look; at the first look, everything."""
        before, self._files = self._files, {}
        paths = sorted(self._folder.glob("*.jsonl"))
        files = {path.name: before.get(path.name, _Followed()) for path in paths}
        new = [self._look(path, files[path.name]) for path in paths]
        # Set only now: after a look that failed, the next one has to tell everything.
        self._files = files
        problems = tuple(problem for file in files.values() for problem in file.end.problems)
        if not before or before.keys() - files.keys() or any(part is None for part in new):
            return News(tuple(self._operations()), problems, is_everything=True)
        return News(tuple(op for part in new for op in part or ()), problems, is_everything=False)

    def _operations(self) -> Iterator[Operation]:
        return (operation for file in self._files.values() for operation in file.operations)

    def _look(self, path: Path, file: _Followed) -> Sequence[Operation] | None:
        """Follow a file to its end and return what is new, or None where it is not the file it was."""
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        if file.stamp == stamp:
            return ()
        was_read = file.stamp != (0, 0)
        text = _read_on(path, file.end) if was_read else None
        file.stamp = stamp
        if text is not None:
            file.end = text
            file.operations.extend(text.operations)
            return text.operations
        file.end = read_text(path.read_bytes(), f"journal/{path.name}")
        file.operations = list(file.end.operations)
        return None if was_read else file.operations


def _read_on(path: Path, before: JournalText) -> JournalText | None:
    """Return the text after what was read, or None where that is not certain to be the same file."""
    if before.problems or not before.lines or path.stat().st_size <= before.whole_bytes:
        return None
    with path.open("rb") as file:
        file.seek(before.whole_bytes)
        text = read_text(file.read(), f"journal/{path.name}", before)
    return None if text.problems else text


def read_folder(folder: Path) -> tuple[list[Operation], list[Problem]]:
    """Return every operation in the folder's journals, each once, and every line that could not be read."""
    return FolderReader(folder).read()


def read_text(content: bytes, name: str, before: JournalText | None = None) -> JournalText:
    """Return the operations of a journal's bytes; a cut last line is torn, a bad line elsewhere is a problem.

    `before` is what stands in the file before these bytes; its operations and problems are not told again.
    """
    before = before or JournalText()
    whole, newline, torn = content.rpartition(b"\n")
    lines = whole.split(b"\n") if newline else []
    operations: list[Operation] = []
    problems: list[Problem] = []
    last = before.checksum
    for number, line in enumerate(lines, start=before.lines + 1):
        try:
            operation, checksum, previous = decode(line)
        except (ValueError, KeyError, TypeError):
            problems.append(_damaged(name, number))
            continue
        _refuse_newer(name, operation)
        if previous != last and not (problems and problems[-1].line == number - 1):
            problems.append(_after_a_gap(name, number))
        operations.append(operation)
        last = checksum
    if torn:
        problems.append(_torn(name, before.lines + len(lines) + 1))
    size = before.whole_bytes + len(content) - len(torn)
    return JournalText(tuple(operations), tuple(problems), last, before.lines + len(lines), size)


def _refuse_newer(name: str, operation: Operation) -> None:
    if operation.version > VERSION:
        raise StudyError(
            f"{name} was written by a newer version of the workbook. Nothing was changed; update this one."
        )


def _after_a_gap(name: str, number: int) -> Problem:
    return Problem(name, "", "", "follows a line that is missing; what is here was read", "", number, "unfinished")


def _torn(name: str, number: int) -> Problem:
    sentence = (
        "was cut off while it was being written; the lines before it were read and it was never reported as saved"
    )
    return Problem(name, "", "", sentence, "", number, "unfinished")


def _end(path: Path) -> _End:
    """Return the end of a journal, reading no more of it than needed."""
    size = path.stat().st_size if path.exists() else 0
    if size == 0:
        return _End(None, "", 0, b"")
    with path.open("rb") as file:
        file.seek(max(0, size - TAIL_BYTES))
        tail = file.read()
    whole, _, torn = tail.rpartition(b"\n")
    last: Operation | None
    try:
        last, checksum, _ = decode(whole.rpartition(b"\n")[2])
    except (ValueError, KeyError, TypeError):
        text = read_text(path.read_bytes(), path.name)
        last, checksum = (text.operations[-1] if text.operations else None), text.checksum
        torn = path.read_bytes().rpartition(b"\n")[2]
    return _End(last, checksum, size - len(torn), torn)


def _damaged(name: str, number: int) -> Problem:
    return Problem(
        name,
        "",
        "",
        "is damaged and was left out; the other lines were read and nothing was written over "
        "it. Bring the file back from a backup or the folder's version history",
        "",
        number,
        "unfinished",
    )


def _lines(operations: Iterable[Operation], previous: str) -> bytes:
    lines: list[bytes] = []
    for operation in operations:
        line, previous = encode(operation, previous)
        lines.append(line)
    return b"".join(lines)


def _set_aside(path: Path, end: _End) -> None:
    """Keep a torn tail beside the journal and cut it off, so that the next line starts on its own."""
    if not end.torn:
        return
    aside = path.with_name(f"{path.name}.torn-{hashlib.sha256(end.torn).hexdigest()[:8]}")
    aside.write_bytes(end.torn)
    os.truncate(path, end.whole_bytes)


def _write(path: Path, block: bytes, size: int) -> None:
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o664)
    try:
        try:
            written = os.write(descriptor, block)
            if written != len(block):
                raise OSError(28, f"only {written} of {len(block)} bytes were written")
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why_not_saved(path: Path, error: OSError) -> str:
    return (
        f"Not saved: {why_refused(error)} ({path.parent.name}/{path.name}). What was saved before is safe. "
        "Put it right and do it again."
    )
