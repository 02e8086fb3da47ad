"""The coding panel itself: what it holds, what the page gets, and the one way to save."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from codesign import coding, discretion, schemas, transcripts
from codesign.display import Html, sentence
from codesign.journal import Change, Saved, new_id
from codesign.widgets.code_list import code_list
from codesign.widgets.history import applied, reverse
from codesign.widgets.interviews import payloads, static
from codesign.widgets.interviews.held import HeldCodings
from codesign.widgets.interviews.parts import Part
from codesign.widgets.screen import (
    POLL_SECONDS,
    Message,
    Refresh,
    Refused,
    Row,
    Screen,
    Texts,
    rows_of,
    study_key,
    tables_of,
    texts_of,
)
from codesign.widgets.units import Units

DRAWN = ("codes", "transcripts", "participants", "segments")
NO_INTERVIEWS = "No interviews yet. Add Word, text or caption files with “workbook import”, then run this again."
NOTHING_YET = "No interviews yet. The next step: add Word, text, PDF or caption files."


class CodingPanel(Screen):
    """Select words, press a number: one coding, saved before it is called saved."""

    name = "coding_panel"

    def __init__(
        self,
        tables: schemas.Tables,
        texts: Texts,
        *,
        person: str,
        on_save: Callable[[list[Change]], Saved],
        refresh: Refresh | None,
        hot: Sequence[str],
        study: str,
        parts: Sequence[Callable[[CodingPanel], Part]],
    ) -> None:
        super().__init__()
        self.person, self._on_save, self._refresh = person, on_save, refresh
        self._hot, self._hot_is_given = tuple(hot), bool(hot)
        self._study = study_key(schemas.complete(tables), study)
        self._back: list[tuple[Change, ...]] = []
        self._sent_codes: list[Row] = []
        self._codes_told: pd.DataFrame | None = None
        self._sent: dict[str, Row] = {}
        self._units: dict[str, Units] = {}
        self._presence = ""
        self.open = ""
        self._read(schemas.complete(tables), texts)
        self._parts = [make(self) for make in parts]

    def _read(self, tables: dict[str, pd.DataFrame], texts: Texts) -> None:
        self.tables = discretion.without_withdrawn(tables)
        rows = rows_of(self.tables["transcripts"])
        here = {row["transcript_id"] for row in rows}
        self.texts = {name: text for name, text in texts.items() if name in here}
        self.open = self.open if self.open in here else ""
        self.codings = HeldCodings(rows_of(self.tables["codings"]))
        self._units = {name: self._units_of(name, text) for name, text in self.texts.items()}
        self._marks = {row["transcript_id"]: row["sha256"] if row["text_file"] else "" for row in rows}

    def _units_of(self, name: str, text: str) -> Units:
        units = self._units.get(name)
        return units if units is not None and units.text == text else Units(text)

    # what parts ask -----------------------------------------------------------------------------------

    @property
    def can_read_again(self) -> bool:
        """Whether the study can be read again while the panel is open."""
        return self._refresh is not None

    def read_again(self) -> None:
        """Read tables and texts afresh, where there is a way to; the turns are drawn anew where they are others."""
        before = self.tables["segments"]
        self._reread()
        if not before.equals(self.tables["segments"]):
            self.send({"type": "snapshot", **self.snapshot()})

    def _reread(self) -> None:
        if self._refresh is None:
            return
        read = self._refresh()
        self._read(tables_of(read), texts_of(read, self.texts))
        for part in self._parts:
            part.reread()

    def units(self, transcript: str) -> Units:
        """Return the offsets of an interview as the page counts them."""
        return self._units[transcript]

    def person_of(self, row: Row) -> Row:
        """Return the participant of an interview or a turn; empty where it names none."""
        people = self.tables["participants"]
        rows = rows_of(people[people["participant_id"] == row["participant_id"]])
        return rows[0] if rows else {}

    def turns_met(self, transcript: str, start: int, end: int) -> pd.DataFrame:
        """Return the turns a passage meets; offsets in code points."""
        turns = self.tables["segments"]
        return turns[(turns["transcript_id"] == transcript) & (turns["start"] < end) & (turns["end"] > start)]

    def code_name(self, code: str) -> str:
        """Return the name of a code; its id where it is gone."""
        names = dict(zip(self.tables["codes"]["code_id"], self.tables["codes"]["name"], strict=True))
        return str(names.get(code, code))

    def passage(self, transcript: str, start: Any, end: Any) -> tuple[int, int]:
        """Return a passage given in the page's offsets, in code points and without the space around it."""
        text = self.texts.get(transcript)
        if text is None:
            raise Refused(f"Not saved: the interview {transcript} is no longer in the study.")
        try:
            first, last = (transcripts.utf16_to_code_points(text, int(offset)) for offset in (start, end))
        except ValueError as error:
            raise Refused(f"Not saved: the words of {transcript} have changed. Run this workbook again.") from error
        words = text[first:last]
        if not words.strip():
            raise Refused("Not saved: select words first, not only space.")
        return first + len(words) - len(words.lstrip()), last - len(words) + len(words.rstrip())

    def new_coding(self, transcript: str, start: int, end: int, code: str, polarity: str = "supports") -> Row:
        """Return a coding of this person's that was not there before; offsets in code points."""
        return {"coding_id": new_id("coding"), "transcript_id": transcript, "start": start, "end": end,
                "code_id": code, "coder": self.person, "memo": "", "polarity": polarity,
                "quote_sha256": transcripts.sha256_of(self.texts[transcript][start:end]),
                "text_sha256": self._marks.get(transcript, "")}  # fmt: skip

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return the person, the codes, the interviews and how far they are; no words yet."""
        rows = rows_of(self.tables["transcripts"])
        self._sent_codes = self._codebook()
        start = {
            "key": f"coding:{self._study}:{self.person}" if self._study else "",
            "person": self.person,
            "codes": self._sent_codes,
            "families": list(schemas.FAMILIES.items()),
            "interviews": [payloads.interview(row, self.person_of(row)) for row in rows],
            "open": self.open or self._first_unfinished(),
            "empty": "" if rows else NOTHING_YET,
            "poll": POLL_SECONDS if self._refresh else 0,
            **self._progress(),
        }
        return start | {name: value for part in self._parts for name, value in part.snapshot().items()}

    def _codebook(self) -> list[Row]:
        """Return the codes; a code keeps its number while the panel is open, and new codes get the free ones."""
        if not self._hot_is_given:
            numbered = sorted(
                (row for row in code_list(self.tables["codes"]) if row["hot"]), key=lambda row: row["hot"]
            )
            new = (row["id"] for row in numbered if row["id"] not in self._hot)
            self._hot = (*self._hot, *new)[:9]
        return code_list(self.tables["codes"], self._hot)

    def _first_unfinished(self) -> str:
        done = coding.progress(self.tables)
        unfinished = done[done["coded"] < done["answers"]]["transcript_id"].tolist()
        return str((unfinished or done["transcript_id"].tolist() or [""])[0])

    def _progress(self) -> Message:
        return {**payloads.progress(self.tables), "presence": self._presence}

    def ask(self, message: Message) -> None:
        """Send the words of the interview the person opened, the counts, or what a part answers."""
        kind = str(message.get("type"))
        asked = {"open": self._show, "count": self._count}
        asked |= {name: answer for part in self._parts for name, answer in part.asks.items()}
        if kind in asked:
            asked[kind](message)

    def _show(self, message: Message) -> None:
        transcript = str(message.get("transcript"))
        if transcript in self.texts:
            self.open = transcript
            self._sent = self._payloads(self.codings)
            self.codings.touched()
            self.send({"type": "interview", **self._words(transcript), "codings": list(self._sent.values())})

    def _words(self, transcript: str) -> Message:
        rows = self.tables["transcripts"]
        person = self.person_of(rows_of(rows[rows["transcript_id"] == transcript])[0])
        turns = payloads.turns(transcript, self.texts[transcript], self.units(transcript), self.tables["segments"])
        mark = self._marks.get(transcript, "")
        return {"id": transcript, "about": payloads.about(person), "turns": turns, "text": mark}

    def _payloads(self, identities: Iterable[str]) -> dict[str, Row]:
        """Return those of the named codings that stand in the open interview."""
        units, rows = self._units[self.open], ((name, self.codings.get(name)) for name in identities)
        return {
            name: payloads.payload(row, units, self.person)
            for name, row in rows
            if row and row["transcript_id"] == self.open and row["end"] <= units.length
        }

    def _count(self, _message: Message) -> None:
        started = time.monotonic()
        self.tables = {**self.tables, "codings": schemas.frame("codings", self.codings.values())}
        counted = self._progress()
        self.send({"type": "progress", **counted, "took": round(1000 * (time.monotonic() - started))})

    # what the person does -----------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save one act, by the part that declares it."""
        for part in self._parts:
            part.acting()
        transcript, mark = str(message.get("transcript")), message.get("text")
        if "start" in message and mark is not None and mark != self._marks.get(transcript, ""):
            raise Refused(f"Not saved: the text of {transcript} was corrected in the meantime. Select the words again.")
        acts = {name: act for part in self._parts for name, act in part.acts.items()}
        return acts[str(message.get("action"))](message)

    def save(self, *changes: Change) -> Saved:
        """Save changes as one act, taken back by one undo, and return when they are on the disk."""
        back = tuple(self._reverse(change) for change in reversed(changes))
        saved = self._on_save(list(changes))
        self._back.append(back)
        self._apply(*changes)
        return saved

    def save_back(self) -> Saved | None:
        """Take back the last act saved in this panel; None where there is none."""
        if not self._back:
            return None
        saved = self._on_save(list(self._back[-1]))
        self._apply(*self._back.pop())
        return saved

    def _reverse(self, change: Change) -> Change:
        if change.table != "codings":
            return reverse([change], self.tables)[0]
        identity = str(change.row["coding_id"])
        before = self.codings.get(identity)
        return Change("put", "codings", before) if before else Change("delete", "codings", {"coding_id": identity})

    def _apply(self, *changes: Change) -> None:
        for change in changes:
            if change.table != "codings":
                self.tables = applied([change], self.tables)
                continue
            identity = str(change.row["coding_id"])
            if change.op == "put":
                self.codings.put(identity, change.row)
            else:
                self.codings.remove(identity)

    def answer(self, at: str, words: str = "") -> Message:
        """Return the answer to an act: when it was saved, what to say, and what changed in the open interview."""
        return {"at": at, "said": words, **self._new_codes(), **self._delta()}

    def _new_codes(self) -> Message:
        if self._codes_told is self.tables["codes"]:
            return {}
        self._codes_told, before, self._sent_codes = self.tables["codes"], self._sent_codes, self._codebook()
        return {"codes": self._sent_codes} if self._sent_codes != before else {}

    def _delta(self) -> Message:
        """Return what changed in the open interview: after an act only what it touched is looked at."""
        if self.open not in self.texts:
            return {"transcript": "", "put": [], "removed": []}
        touched = self.codings.touched()
        asked = self.codings.keys() | self._sent.keys() if touched is None else touched
        now = self._payloads(asked)
        put = {identity: row for identity, row in now.items() if self._sent.get(identity) != row}
        removed = [identity for identity in asked if identity in self._sent and identity not in now]
        self._sent.update(put)
        for identity in removed:
            del self._sent[identity]
        return {"transcript": self.open, "put": list(put.values()), "removed": removed}

    def refresh(self) -> None:
        """Show what team mates coded, and codes or interviews that came in the meantime."""
        if self._refresh is None:
            return
        before, codings = self.tables, self.codings
        self._reread()
        is_same = dict(codings) == dict(self.codings)
        # Those held know what the page has; read anew, the next act would have to look at all of them.
        self.codings = codings if is_same else self.codings
        if any(not before[name].equals(self.tables[name]) for name in DRAWN):
            self.send({"type": "snapshot", **self.snapshot()})
        elif not is_same:
            self._presence = payloads.presence(codings, self.codings, self.person) or self._presence
            self.send({"type": "codings", **self._delta()})
            self.send({"type": "progress", **self._progress()})

    # the page without a live workbook ------------------------------------------------------------------

    def static(self) -> Html:
        """Return how far each interview is and how many say each code; no words of an interview."""
        if self.tables["transcripts"].empty:
            return sentence(NO_INTERVIEWS)
        return static.interviews(self.tables) + static.codes(self.tables, self._progress())
