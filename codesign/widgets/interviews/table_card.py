"""The card of a table of another program that came in: a person sees how it is read, and chooses its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from codesign.errors import CodesignError
from codesign.journal import new_id
from codesign.widgets.interviews.parts import Panel
from codesign.widgets.screen import Message, why

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


class Table(Protocol):
    """A table of another program that came, on which nobody has decided yet."""

    @property
    def name(self) -> str:
        """The file's name."""

    def mapping(self, given: Mapping[str, str], /) -> Mapped:
        """Return how it is read by these columns; CodesignError where it cannot be."""

    def take_in(self, columns: Mapping[str, str], /) -> Report:
        """Import it by these columns, and report on it."""


class TableCards:
    """Keeps each table until the person has seen how it is read, and brings it in or not."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self._waiting: dict[str, Table] = {}

    @property
    def asks(self) -> Mapping[str, Callable[[Message], None]]:
        """What a person says to a table: map, by other columns; take, as it is read now; leave."""
        return {"map": self._map, "take": self._take, "leave": self._leave}

    def offered(self, table: Table) -> Message:
        """Return how a table is read, and keep it."""
        identity = new_id("table")
        self._waiting[identity] = table
        return {"table": identity, "name": table.name, **self._read(identity, {})}

    def _read(self, identity: str, columns: Mapping[str, str]) -> Message:
        table = self._waiting.get(identity)
        if table is None:
            return {"sentences": [GONE], "fits": False}
        try:
            return _card(table.mapping(columns))
        except CodesignError as error:
            return {"sentences": str(error).splitlines(), "fits": False}

    def _map(self, message: Message) -> None:
        identity = str(message.get("table"))
        self.panel.send({"type": "mapped", "table": identity, **self._read(identity, _columns(message))})

    def _take(self, message: Message) -> None:
        identity = str(message.get("table"))
        table = self._waiting.get(identity)
        try:
            answer = failed(GONE) if table is None else reported(self.panel, [table.take_in(_columns(message))])
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            answer = failed(f"The table did not come in: {why(error)}")
        if any(report["is_in"] for report in answer["reports"]):
            self._leave(message)
        self.panel.send({"type": "imported", "taken": identity, **answer})

    def _leave(self, message: Message) -> None:
        self._waiting.pop(str(message.get("table")), None)


def reported(panel: Panel, reports: Sequence[Report]) -> Message:
    """Show the panel anew after an import and return the reports on it."""
    panel.refresh()
    rows = [{"name": report.name, "is_in": report.is_in, "sentences": list(report.sentences)} for report in reports]
    return {"reports": rows, "failed": "", "tables": []}


def failed(sentence: str) -> Message:
    """Return what is told where nothing came in."""
    return {"reports": [], "failed": sentence, "tables": []}


def _columns(message: Message) -> dict[str, str]:
    return {str(ours): str(theirs) for ours, theirs in dict(message.get("columns") or {}).items()}


def _card(mapping: Mapped) -> Message:
    return {
        "kind": mapping.kind,
        "headings": list(mapping.columns),
        "chosen": dict(mapping.chosen),
        "sentences": list(mapping.sentences),
        "fits": mapping.fits,
    }
