"""Putting codes on passages, changing and removing codings; each act is saved before it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codesign import codebooks, discretion, schemas
from codesign.journal import Change
from codesign.widgets.code_list import new_code
from codesign.widgets.interviews.parts import Part
from codesign.widgets.screen import Message, Refused, Row, now, rows_of


class CodingActs(Part):
    """What a person does to single codings."""

    @property
    def acts(self) -> Mapping[str, Callable[[Message], Message]]:
        """The acts by name: code, create, edit and remove."""
        return {"code": self._code, "create": self._create, "edit": self._edit, "remove": self._remove}

    def _code(self, message: Message) -> Message:
        code = str(message["code"])
        if code not in set(self.panel.tables["codes"]["code_id"]):
            raise Refused(f"Not saved: the code “{code}” is no longer in the codebook. Choose another one.")
        row = self._coding(message, code)
        if self.panel.codings.has_at(row):
            return self.panel.answer("", "This passage already has this code.")
        saved = self.panel.save(Change("put", "codings", row))
        return self.panel.answer(saved.at, f"{self.panel.code_name(code)} put on; saved {saved.at}")

    def _create(self, message: Message) -> Message:
        """Save a new code and its first coding as one act; a code of that name is put on as it is."""
        name = " ".join(str(message.get("name", "")).split())
        codes = self.panel.tables["codes"]
        there = codebooks.named(name, codes)
        if there:
            return self._code({**message, "code": there})
        if message.get("spoken"):
            self._must_be_quotable(message)
        code = new_code(name, str(message.get("family", "")), self.panel.tables)
        row = self._coding(message, code["code_id"])
        saved = self.panel.save(Change("put", "codes", code), Change("put", "codings", row))
        return self.panel.answer(saved.at, f"New code {name} put on; saved {saved.at}")

    def _must_be_quotable(self, message: Message) -> None:
        transcript = str(message["transcript"])
        speakers = self._speakers(transcript, *self.panel.passage(transcript, message["start"], message["end"]))
        if not all(discretion.may_quote(self.panel.person_of(row).get("consent", "")) for row in speakers):
            raise Refused(
                f"Not saved: no consent to quote {transcript} here is recorded, and everybody can read the "
                "names of codes. Press N and name the code in your own words."
            )

    def _speakers(self, transcript: str, start: int, end: int) -> list[Row]:
        """Return who answers in these words; where no turn does, whose interview it is."""
        met = self.panel.turns_met(transcript, start, end)
        rows = self.panel.tables["transcripts"]
        own = rows[rows["transcript_id"] == transcript]
        return rows_of(met[met["role"] == "respondent"]) or rows_of(own)

    def _coding(self, message: Message, code: str) -> Row:
        transcript = str(message["transcript"])
        start, end = self.panel.passage(transcript, message["start"], message["end"])
        return self.panel.new_coding(transcript, start, end, code, str(message.get("polarity") or "supports"))

    def _edit(self, message: Message) -> Message:
        row = self._own(message)
        fields: Row = {name: str(message[name]) for name in ("polarity", "memo") if name in message}
        problems = schemas.row_problems("codings", {**row, **fields})
        if problems:
            raise Refused("Not saved: " + "; ".join(str(problem) for problem in problems))
        saved = self.panel.save(Change("put", "codings", {"coding_id": row["coding_id"], **fields}))
        return self.panel.answer(saved.at or now())

    def _remove(self, message: Message) -> Message:
        if str(message["coding"]) not in self.panel.codings:
            return self.panel.answer("")
        row = self._own(message)
        saved = self.panel.save(Change("delete", "codings", {"coding_id": row["coding_id"]}))
        return self.panel.answer(saved.at, f"{self.panel.code_name(row['code_id'])} removed; Ctrl and Z brings it back")

    def _own(self, message: Message) -> Row:
        row = self.panel.codings.get(str(message["coding"]))
        if row is None:
            raise Refused("Not saved: this coding was removed in the meantime.")
        if row["coder"] != self.panel.person:
            raise Refused(f"Not saved: only {row['coder'] or 'its coder'} can change this coding.")
        return row
