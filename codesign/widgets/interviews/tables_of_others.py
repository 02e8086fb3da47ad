"""Tables of other programs among the files brought in: a person sees how one is read, and chooses its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from codesign.errors import CodesignError
from codesign.journal import new_id
from codesign.widgets.interviews.parts import Panel
from codesign.widgets.screen import Message, why

ENDINGS = (".csv", ".xlsx")
GONE = "The file is no longer here. Nothing was changed: choose it again."


class Report(Protocol):
    """What became of one file."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def is_in(self) -> bool:
        """Whether it came in."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was found, or why it was refused."""


class OnImport(Protocol):
    """Takes files into the study, a table by the columns given, and reports on each."""

    def __call__(
        self, received: Sequence[tuple[str, bytes]], columns: Mapping[str, str] | None = None, /
    ) -> Sequence[Report]:
        """Return a report on each of the files, given by name and content."""


class Mapped(Protocol):
    """How a table of another program is read: its headings, and which of them is which of our columns."""

    @property
    def kind(self) -> str:
        """Coded passages, “codings”, or a “codebook”."""

    @property
    def columns(self) -> Sequence[str]:
        """The headings of the file."""

    @property
    def chosen(self) -> Mapping[str, str]:
        """For each of our columns the heading, or ""."""

    @property
    def sentences(self) -> Sequence[str]:
        """The first rows as they would come in, or why none would."""

    @property
    def fits(self) -> bool:
        """Whether anything would come in."""


OnTable = Callable[[str, bytes, Mapping[str, str]], Mapped | None]


class TablesOfOthers:
    """Keeps each table until the person has seen how it is read, and brings it in or not."""

    def __init__(self, panel: Panel, on_import: OnImport | None, on_table: OnTable | None) -> None:
        self.panel, self._import, self._map = panel, on_import, on_table
        self._kept: dict[str, tuple[str, bytes]] = {}

    @property
    def endings(self) -> Sequence[str]:
        """The endings of files that may be tables; none where nobody says how one is read."""
        return ENDINGS if self._map else ()

    @property
    def asks(self) -> Mapping[str, Callable[[Message], None]]:
        """What a person says to a table: map, by other columns; take, as it is read now; leave."""
        return {"map": self._mapped, "take": self._take, "leave": self._leave}

    def is_one(self, name: str, content: bytes) -> bool:
        """Whether a file is a table of another program that can be read; the import refuses one that cannot."""
        try:
            return bool(self._map and self._map(name, content, {}))
        except CodesignError:
            return False

    def offered(self, name: str, content: bytes) -> Message:
        """Return how a table is read, and keep it."""
        identity = new_id("table")
        self._kept[identity] = (name, content)
        return {"table": identity, "name": name, **self._read(identity, {})}

    def _read(self, identity: str, columns: Mapping[str, str]) -> Message:
        kept = self._kept.get(identity)
        try:
            found = self._map(*kept, columns) if self._map and kept else None
        except CodesignError as error:
            return {"sentences": str(error).splitlines(), "fits": False}
        return _told(found) if found else {"sentences": [GONE], "fits": False}

    def _mapped(self, message: Message) -> None:
        identity = str(message.get("table"))
        self.panel.send({"type": "mapped", "table": identity, **self._read(identity, _columns(message))})

    def _take(self, message: Message) -> None:
        identity = str(message.get("table"))
        kept = self._kept.get(identity)
        try:
            if self._import is None or kept is None:
                told = failed(GONE)
            else:
                told = reported(self.panel, self._import, [kept], _columns(message))
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            told = failed(f"The table did not come in: {why(error)}")
        if any(one["is_in"] for one in told["reports"]):
            self._leave(message)
        self.panel.send({"type": "imported", "taken": identity, **told})

    def _leave(self, message: Message) -> None:
        self._kept.pop(str(message.get("table")), None)


def reported(
    panel: Panel,
    on_import: OnImport,
    files: Sequence[tuple[str, bytes]],
    columns: Mapping[str, str] | None = None,
) -> Message:
    """Bring files in, show the panel anew and return the reports on them."""
    reports = on_import(files, columns) if files else ()
    panel.refresh()
    rows = [{"name": one.name, "is_in": one.is_in, "sentences": list(one.sentences)} for one in reports]
    return {"reports": rows, "failed": "", "tables": []}


def failed(sentence: str) -> Message:
    """Return what is told where nothing came in."""
    return {"reports": [], "failed": sentence, "tables": []}


def _columns(message: Message) -> dict[str, str]:
    return {str(ours): str(theirs) for ours, theirs in dict(message.get("columns") or {}).items()}


def _told(found: Mapped) -> Message:
    return {"kind": found.kind, "headings": list(found.columns), "chosen": dict(found.chosen),
            "sentences": list(found.sentences), "fits": found.fits}  # fmt: skip
