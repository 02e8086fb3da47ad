"""What an empty panel offers: bringing in interviews by a file chooser, and the codebook a new study begins with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from codesign.errors import CodesignError
from codesign.journal import Change
from codesign.readers import PROJECT_FORMATS, TABLE_FORMATS, TEXT_FORMATS
from codesign.widgets.file_pieces import LARGEST_FILE, MOST_BYTES, FilePieces
from codesign.widgets.interviews.parts import Panel, Part
from codesign.widgets.interviews.table_card import Report, Table, TableCards, failed, reported
from codesign.widgets.screen import Message, Refused, why


class Arrived(Protocol):
    """What became of files that came together."""

    @property
    def reports(self) -> Sequence[Report]:
        """A report on each file that was decided."""

    @property
    def tables(self) -> Sequence[Table]:
        """The tables of other programs, which wait for a choice of their columns."""


OnImport = Callable[[Sequence[tuple[str, bytes]]], Arrived]
StarterCodes = Callable[[], Sequence[Change]]


class Starting(Part):
    """Takes files from the page piece by piece and has them imported; brings in the starter codebook."""

    def __init__(
        self,
        panel: Panel,
        on_import: OnImport | None = None,
        starter: StarterCodes | None = None,
        study: str = "",
    ) -> None:
        super().__init__(panel)
        self._import, self._starter, self._study = on_import, starter, study
        self._pieces = FilePieces()
        self.tables = TableCards(panel)

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """The acts by name: starter."""
        return {"starter": self._bring_codes}

    @property
    def asks(self) -> Mapping[str, Callable[[Message], None]]:
        """What this part takes: a piece of a file, the end of the files, what a person says to a table among them, and
        a look for files put in elsewhere.
        """
        return {"file": self._pieces.take, "import": self._bring_in, "look": self._look, **self.tables.asks}

    def snapshot(self) -> Message:
        """Return what can be brought in from here, and the command that does it elsewhere."""
        can_import = bool(self._import) and self.panel.can_read_again
        files = [*TEXT_FORMATS, *PROJECT_FORMATS, *TABLE_FORMATS]
        return {"starting": {"files": files if can_import else [], "largest": LARGEST_FILE,
                             "most": MOST_BYTES, "command": f"workbook import {self._study or 'STUDY'} FILES",
                             "looks": self.panel.can_read_again, "codes": bool(self._starter)}}  # fmt: skip

    # interviews ---------------------------------------------------------------------------------------

    def _bring_in(self, message: Message) -> None:
        self.panel.send({"type": "imported", **self._imported(self._pieces.whole(message.get("sizes", [])))})

    def _imported(self, files: Sequence[tuple[str, bytes]]) -> Message:
        if self._import is None or not files:
            return failed("Not all of the files arrived; nothing was changed. Choose them again.")
        try:
            arrived = self._import(files)
            answer = reported(self.panel, arrived.reports)
            return {**answer, "tables": [self.tables.offered(table) for table in arrived.tables]}
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            return failed(f"The files did not all come in: {why(error)}")

    def _look(self, _message: Message) -> None:
        try:
            self.panel.refresh()
        except (CodesignError, OSError) as error:
            self.panel.send({"type": "looked", "said": f"Not shown: {why(error, 'read')}"})
            return
        is_empty = self.panel.tables["transcripts"].empty
        self.panel.send({"type": "looked", "said": "No interview is there yet." if is_empty else ""})

    # codes --------------------------------------------------------------------------------------------

    def _bring_codes(self, _message: Message) -> Message:
        there = set(self.panel.tables["codes"]["code_id"])
        wanted = self._starter() if self._starter else ()
        changes = [change for change in wanted if change.row["code_id"] not in there]
        if not changes:
            raise Refused("Not saved: these codes are in the codebook already.")
        saved = self.panel.save(*changes)
        counted = "1 code" if len(changes) == 1 else f"{len(changes)} codes"
        return self.panel.answer(saved.at, f"{counted} came in; saved {saved.at}")
