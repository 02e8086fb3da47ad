"""Codes that are gone while codings still have them: named as they were, and brought back by one button."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codesign import codebooks, schemas
from codesign.codebooks import TEXTS, CodeHistory
from codesign.journal import Change
from codesign.widgets.interviews.parts import Panel, Part
from codesign.widgets.screen import Message, Refused, Row, rows_of

NAMED = ("name", "family", *TEXTS)


class GoneCodes(Part):
    """Tells the page which codes of codings are no longer in the codebook, and puts one back."""

    def __init__(self, panel: Panel, history: Callable[[], CodeHistory] | None = None) -> None:
        super().__init__(panel)
        self._history = history
        self._sent: list[Row] = []

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """The acts by name: restore."""
        return {"restore": self._restore}

    def snapshot(self) -> Message:
        """Return the codes that are gone while codings have them."""
        self._sent = [self._code(row) for row in self._gone()]
        return {"gone": self._sent}

    def reread(self) -> None:
        """Send the codes that are gone, where these are others than before."""
        before = self._sent
        if self.snapshot()["gone"] != before:
            self.panel.send({"type": "gone", "gone": self._sent})

    def _gone(self) -> list[Row]:
        named = self.panel.tables["codings"]["code_id"]
        missing = set(named) - set(self.panel.tables["codes"]["code_id"])
        removed = self._history().removed if missing and self._history else schemas.empty("codes")
        return rows_of(removed[removed["code_id"].isin(missing)])

    def _code(self, row: Row) -> Row:
        label = schemas.FAMILIES.get(row["family"], row["family"])
        described = {name: row[name] for name in NAMED}
        return {"id": row["code_id"], **described, "family_name": label, "depth": 0, "hot": None,
                "person": row["person"], "at": row["at"]}  # fmt: skip

    def _restore(self, message: Message) -> Message:
        row = next((row for row in self._gone() if row["code_id"] == str(message.get("code"))), None)
        if row is None:
            raise Refused("Not saved: this code is in the codebook already.")
        edit = codebooks.restored(row, self.panel.tables["codes"])
        saved = self.panel.save(*(Change("put", table, values) for table, values in edit.put))
        answer = self.panel.answer(saved.at, f"{edit.words}; saved {saved.at}")
        return {**answer, **self.snapshot()}
