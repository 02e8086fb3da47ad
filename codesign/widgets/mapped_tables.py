"""The screen on which tables of survey programs and job boards come in: each column is read, or asked, on a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from codesign import display
from codesign.display import Html
from codesign.errors import CodesignError
from codesign.journal import new_id
from codesign.widgets.file_pieces import LARGEST_FILE, MOST_BYTES, FilePieces
from codesign.widgets.screen import Message, Refused, Screen, now, why

GONE = "The file is no longer here. Nothing was changed: choose it again."
INTRODUCED = (
    "Answers of Microsoft Forms, Google Forms, LimeSurvey or Qualtrics, and tables of other programs, come in here: "
    "choose the file, look at what each column is read as, and take it in. Until then nothing is changed."
)
TITLES = {"ratings": "Ratings of tasks", "survey": "Answers of learners", "postings": "Job postings"}
Words = Mapping[str, Mapping[str, str]]


class Report(Protocol):
    """What became of one file."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What came in, and what did not."""


class Table(Protocol):
    """A table that came, on which nobody has decided yet."""

    kind: str

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def parts(self) -> Mapping[str, Any]:
        """What a column can hold, each with a title and whether it is about a task."""

    def mapping(self, chosen: Mapping[str, str], words: Words, /) -> Any:
        """Return how it is read; CodesignError where it cannot be."""


Opened = Callable[[str, bytes, str], Table]
"""Opens a file by name and bytes as one of the kinds; CodesignError where it is not safe to read."""
Tasks = Callable[[], Sequence[tuple[str, str]]]
"""The tasks of the study by number, each with its label."""
OnTake = Callable[[Any, Mapping[str, str], Words], Report]
"""Brings a table in by what was chosen, and reports; CodesignError where nothing came in."""


class MappedTables(Screen):
    """Files chosen or dropped, and a card for each table until it was taken in or set aside."""

    name = "mapped_tables"

    def __init__(self, opened: Opened, *, kinds: Sequence[str], tasks: Tasks, on_take: OnTake, study: str = "") -> None:
        super().__init__()
        self._opened, self._kinds, self._tasks, self._study = opened, tuple(kinds), tasks, study
        self._on_take = on_take
        self._pieces = FilePieces()
        self._waiting: dict[str, Table] = {}

    def static(self) -> Html:
        """Return what this screen is for; no answer of anybody."""
        command = " or ".join(f"workbook import {self._study or 'STUDY'} FILE --as {kind}" for kind in self._kinds)
        return display.sentence(INTRODUCED) + display.sentence(f"Or in a terminal: {command}", note=True)

    def snapshot(self) -> Message:
        """Return the kinds of tables, the limits of files, and the tables that wait."""
        return {
            "key": "",
            "kinds": [[kind, TITLES[kind]] for kind in self._kinds],
            "introduced": INTRODUCED,
            "largest": LARGEST_FILE,
            "most": MOST_BYTES,
            "tables": [self._card(identity) for identity in self._waiting],
        }

    def ask(self, message: Message) -> None:
        """Take a piece of a file, open files that are all there, read a table by other columns, or leave it."""
        kind = message.get("type")
        if kind == "file":
            self._pieces.take(message)
        elif kind == "import":
            self._open(message)
        elif kind == "map":
            self._map(message)
        elif kind == "leave":
            self._waiting.pop(str(message.get("table")), None)

    # files --------------------------------------------------------------------------------------------

    def _open(self, message: Message) -> None:
        files = self._pieces.whole(message.get("sizes", []))
        failed = [] if files else ["Not all of the files arrived; nothing was changed. Choose them again."]
        cards = []
        for name, content in files:
            identity = new_id("table")
            try:
                self._waiting[identity] = self._opened(name, content, str(message.get("kind") or self._kinds[0]))
                cards.append(self._card(identity))
            except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
                self._waiting.pop(identity, None)
                failed.append(f"{name}: {why(error, 'read')}")
        self.send({"type": "opened", "tables": cards, "failed": failed})

    def _map(self, message: Message) -> None:
        identity = str(message.get("table"))
        kind = str(message.get("kind", ""))
        table = self._waiting.get(identity)
        if table is not None and kind in self._kinds:
            table.kind = kind
        self.send({"type": "mapped", **self._card(identity, message)})

    # cards --------------------------------------------------------------------------------------------

    def _card(self, identity: str, message: Message | None = None) -> Message:
        """Return how a table is read by what was chosen; raise its error where it is read for the first time."""
        table = self._waiting.get(identity)
        if table is None:
            return {"table": identity, "sentences": [GONE], "fits": False}
        try:
            reading = table.mapping(*_chosen(message or {}))
        except CodesignError as error:
            if message is None:
                raise
            return {"table": identity, "sentences": str(error).splitlines(), "fits": False}
        return {
            "table": identity,
            "name": table.name,
            "kind": table.kind,
            "parts": [[name, part.title, part.of_task] for name, part in table.parts.items()],
            "tasks": [list(task) for task in self._tasks()] if table.kind == "ratings" else [],
            **_read(reading),
        }

    def change(self, message: Message) -> Message:
        """Take a table in by what was chosen, and say what came in and what did not."""
        identity = str(message.get("table"))
        table = self._waiting.get(identity)
        if message.get("action") != "take_in" or table is None:
            raise Refused(f"Not saved: {GONE}")
        try:
            report = self._on_take(table, *_chosen(message))
        except CodesignError as error:
            raise Refused(f"Not saved: {error}") from error
        del self._waiting[identity]
        return {"at": now(), "table": identity, "name": table.name, "sentences": list(report.sentences)}


def mapped_tables(
    opened: Opened, *, kinds: Sequence[str], tasks: Tasks, on_take: OnTake, study: str = ""
) -> MappedTables:
    """Return the screen on which tables of other programs come in as one of these kinds."""
    return MappedTables(opened, kinds=kinds, tasks=tasks, on_take=on_take, study=study)


def _chosen(message: Message) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    columns, words = dict(message.get("columns") or {}), dict(message.get("words") or {})
    return (
        {str(letter): str(choice) for letter, choice in columns.items()},
        {str(part): {str(one): str(number) for one, number in dict(own).items()} for part, own in words.items()},
    )


def _read(reading: Any) -> Message:
    return {
        "columns": [
            {"letter": one.letter, "heading": one.heading, "example": one.example, "part": one.part, "task": one.task,
             "decided": one.is_decided, "why": one.why}
            for one in reading.columns
        ],
        "words": [
            {"part": one.part, "title": one.title, "confirmed": one.is_confirmed,
             "answers": [list(answer) for answer in one.answers]}
            for one in reading.words
        ],
        "sentences": list(reading.sentences),
        "asides": [str(one) for one in reading.asides[:200]],
        "more": max(0, len(reading.asides) - 200),
        "fits": reading.fits,
    }  # fmt: skip
