"""The screen of employer workbooks: made, taken in when they come back, and what waits in them settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import pandas as pd

from codesign import display
from codesign.display import Html
from codesign.errors import StudyDataError
from codesign.journal import Change, Saved
from codesign.phrases import count_of
from codesign.widgets.history import Undo
from codesign.widgets.screen import BUFFERS, POLL_SECONDS, Message, Refused, Screen, now, why

NOTHING = "No workbook was made yet. Make one for each rater, send them, and take in what comes back."
CAME_BACK = {"employer": "Employer", "made": "Made", "came_back": "Came back", "by": "Filled in by", "tasks": "Tasks",
             "reworded": "Reworded since", "waits": "Set aside"}  # fmt: skip
SET_ASIDE = {"place": "Where", "about": "About", "value": "What stands there", "why": "Why", "what_to_do": "What to do"}
PRIVATE = ("comment", "missing task", "task")
"""What is asked where people write sentences, which a page that is kept does not show."""
MOST_BYTES = 100_000_000
"""Bytes of all files chosen at once: they wait in memory until they are taken in."""
_TABLE = "returned_workbooks"
_ASIDE = "set_aside_answers"


@dataclass(frozen=True)
class SentWorkbook:
    """A workbook that was made, and what came back of it, in words."""

    employer: str
    made: str
    came_back: str
    by: str
    tasks: str
    reworded: str
    waits: str


@dataclass(frozen=True)
class WaitingCell:
    """A cell that was set aside and waits for a person."""

    aside_id: str
    place: str
    about: str
    asked: str
    value: str
    why: str
    what_to_do: str


@dataclass(frozen=True)
class Overview:
    """What was made, what came back, what waits, and for whom workbooks can be made."""

    workbooks: Sequence[SentWorkbook]
    waiting: Sequence[WaitingCell]
    sectors: Sequence[str]
    languages: Mapping[str, str]

    @property
    def about(self) -> str:
        """How many came back and how much waits, in a few words."""
        back = sum(bool(one.came_back) for one in self.workbooks)
        waits = f" · {count_of(len(self.waiting), 'cell')} set aside" if self.waiting else ""
        return f"{back} of {count_of(len(self.workbooks), 'workbook')} came back{waits}" if self.workbooks else ""


class Report(Protocol):
    """What became, or would become, of a file."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def is_in(self) -> bool: ...  # noqa: D102
    @property
    def sentences(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def verdicts(self) -> tuple[str, str]: ...  # noqa: D102


Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Ways:
    """What the screen can do: read how things stand, make workbooks, look files over, take them in, save, take back."""

    read: Callable[[], Overview]
    make: Callable[[str, str], Sequence[str]]
    preview: Callable[[Files], Sequence[Report]]
    take_in: Callable[[Files], Sequence[Report]]
    on_save: Callable[[list[Change]], Saved]
    on_undo: Undo


class EmployerWorkbooks(Screen):
    """Making, taking in with a preview, and the list of cells that wait."""

    name = "employer_workbooks"

    def __init__(self, ways: Ways, study: str) -> None:
        super().__init__()
        self._ways, self._study = ways, study
        self._overview = ways.read()
        self._files: dict[int, tuple[str, bytearray]] = {}

    def snapshot(self) -> Message:
        """Return what was made, what came back and what waits."""
        key = f"employers:{self._study}" if self._study else ""
        return {"key": key, "poll": POLL_SECONDS, "most": MOST_BYTES, **self._shown()}

    def _shown(self) -> Message:
        own = self._overview
        return {
            "about": own.about,
            "empty": "" if own.workbooks else NOTHING,
            "headings": list(CAME_BACK.values()),
            "workbooks": [list(asdict(one).values()) for one in own.workbooks],
            "waiting": [asdict(one) for one in own.waiting],
            "sectors": list(own.sectors),
            "languages": list(own.languages.items()),
        }

    def refresh(self) -> None:
        """Show what others made, took in or settled."""
        before = self._shown()
        self._overview = self._ways.read()
        if self._shown() != before:
            self.send({"type": "rows", **self._shown()})

    # questions ----------------------------------------------------------------------------------------

    def ask(self, message: Message) -> None:
        """Make workbooks, take a piece of a file, look the files over, or forget them."""
        kind = message.get("type")
        if kind == "make":
            self._make(str(message.get("sector", "")), str(message.get("language", "")))
        elif kind == "file":
            self._piece(message)
        elif kind == "look_over":
            self._look_over(message.get("sizes", []))
        elif kind == "forget":
            self._files.clear()

    def _make(self, sector: str, language: str) -> None:
        try:
            sentences, is_made = list(self._ways.make(sector, language)), True
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            sentences, is_made = why(error).splitlines(), False
        self._overview = self._ways.read()
        self.send({"type": "made", "sentences": sentences, "ok": is_made, **self._shown()})

    def _piece(self, message: Message) -> None:
        number = int(message.get("number", 0))
        if number == 0 and message.get("is_first"):
            self._files.clear()
        content = self._files.setdefault(number, (str(message.get("name")), bytearray()))[1]
        for piece in message.get(BUFFERS, ()):
            content += piece
        if sum(len(one) for _name, one in self._files.values()) > MOST_BYTES:
            self._files.clear()

    @property
    def _held(self) -> list[tuple[str, bytes]]:
        return [(name, bytes(content)) for name, content in self._files.values()]

    def _look_over(self, sizes: Sequence[int]) -> None:
        if not self._files or [len(content) for _name, content in self._held] != list(sizes):
            self._files.clear()
            self.send(_failed("Not all of the files arrived; nothing was changed. Choose them again."))
            return
        try:
            reports = self._ways.preview(self._held)
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            self.send(_failed(f"The files could not be looked over: {why(error, 'read')}"))
            return
        shown, fits = [_as_message(one) for one in reports], any(report.is_in for report in reports)
        self.send({"type": "looked_over", "reports": shown, "fits": fits, "failure": ""})

    # acts ---------------------------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Take the files in that were looked over, settle a cell, or take the last file back."""
        action = message.get("action")
        if action == "take_in":
            return self._take_in()
        if action == "settle":
            return self._settle(str(message.get("cell")), str(message.get("outcome")))
        if action == "undo":
            return self._take_back()
        raise Refused("Not saved: this screen does not know that act.")

    def _take_in(self) -> Message:
        if not self._files:
            raise Refused("Not saved: the files are no longer here. Choose them again.")
        reports = self._ways.take_in(self._held)
        self._files.clear()
        count = sum(report.is_in for report in reports)
        return self._done(now(), f"{count_of(count, 'file')} came in.", [_as_message(one) for one in reports])

    def _settle(self, cell: str, outcome: str) -> Message:
        if cell not in {one.aside_id for one in self._overview.waiting}:
            raise Refused("Not saved: this was settled or taken back meanwhile.")
        saved = self._ways.on_save([Change("put", _ASIDE, {"aside_id": cell, "outcome": outcome})])
        return self._done(saved.at, "Settled." if outcome == "settled" else "Left out.")

    def _take_back(self) -> Message:
        try:
            saved = self._undone()
        except StudyDataError as error:
            raise Refused("Not saved: something that came in with that file was changed or used meanwhile.") from error
        if saved is None:
            return self._done("", "You took no file in that could be taken back.")
        return self._done(saved.at, "The last file was taken back, with everything that came in with it.")

    def _undone(self) -> Saved | None:
        """Take the last file back; what this person settled of its cells since goes first."""
        while True:
            try:
                return self._ways.on_undo(_TABLE)
            except StudyDataError as error:
                rests_on = {problem.where for problem in error.problems}
                if rests_on != {_ASIDE} or self._ways.on_undo(_ASIDE) is None:
                    raise

    def _done(self, at: str, words: str, reports: Sequence[Message] = ()) -> Message:
        self._overview = self._ways.read()
        return {"at": at, "said": words, "reports": list(reports), **self._shown()}

    # where no browser is ------------------------------------------------------------------------------

    def static(self) -> Html:
        """Return what came back and what waits; no sentence of an employer."""
        own = self._overview
        back = pd.DataFrame([asdict(one) for one in own.workbooks], columns=list(CAME_BACK), dtype=object)
        cells = [
            {**asdict(one), "value": "" if one.asked in PRIVATE else one.value, "why": _plain(one)}
            for one in own.waiting
        ]
        aside = pd.DataFrame(cells, columns=list(SET_ASIDE), dtype=object)
        shown = display.table(back, columns=CAME_BACK, caption="What came back", empty=NOTHING)
        if not own.waiting:
            return shown
        return shown + display.table(aside, columns=SET_ASIDE, caption="Cells that were set aside", empty="")


def _plain(cell: WaitingCell) -> str:
    """Return why a cell was set aside without the words that stand there."""
    return cell.why.partition("“")[0].rstrip(", ") if cell.asked in PRIVATE else cell.why


def _as_message(report: Report) -> Message:
    return {"name": report.name, "fits": report.is_in, "verdict": report.verdicts[not report.is_in],
            "sentences": list(report.sentences)}  # fmt: skip


def _failed(sentence: str) -> dict[str, Any]:
    return {"type": "looked_over", "reports": [], "fits": False, "failure": sentence}


def employer_workbooks(ways: Ways, *, study: str = "") -> EmployerWorkbooks:
    """Return the screen on which workbooks for employers are made and taken in."""
    return EmployerWorkbooks(ways, study)
