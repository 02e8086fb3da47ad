"""The coding panel: an interview's words, the codes, and what was coded, saved coding by coding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from codesign import coding, schemas, transcripts
from codesign.display import Html, sentence, table
from codesign.journal import Change, Saved, new_id
from codesign.widgets.codebook import code_named, codebook, new_code
from codesign.widgets.history import applied, reverse
from codesign.widgets.screen import (
    POLL_SECONDS,
    Message,
    Refresh,
    Refused,
    Row,
    Screen,
    Texts,
    now,
    rows_of,
    study_key,
    tables_of,
    texts_of,
)
from codesign.widgets.units import Units

CONSENT = {
    "named": "may be quoted by name",
    "organisation": "may be quoted with the employer's name",
    "unnamed": "may be quoted unnamed",
    "no-quote": "may not be quoted",
}
DRAWN = ("codes", "transcripts", "participants", "segments")
NO_INTERVIEWS = "No interviews yet. Add Word, text or caption files with “workbook import”, then run this again."
NO_CODES = "No codes yet. Add codes to the codebook, then run this workbook again."


class CodingPanel(Screen):
    """Select words, press a number: one coding, saved before it is called saved."""

    name = "coding_panel"
    shares = ("transcript", "popover", "filters")

    def __init__(self, tables: schemas.Tables, texts: Texts, *, person: str, on_save: Callable[[list[Change]], Saved],
                 refresh: Refresh | None, on_undo: Callable[[], Saved | None] | None,
                 on_redo: Callable[[], Saved | None] | None, hot: Sequence[str], study: str) -> None:  # fmt: skip
        super().__init__()
        self.person, self._on_save, self._refresh = person, on_save, refresh
        self._history = {"undo": on_undo, "redo": on_redo}
        self._hot, self._hot_is_given = tuple(hot), bool(hot)
        self._study = study_key(schemas.complete(tables), study)
        self._acts: list[tuple[Change, ...]] = []
        self._sent_codes: list[Row] = []
        self._open = ""
        self._presence = ""
        self._sent: dict[str, Row] = {}
        self._read(schemas.complete(tables), texts)

    def _read(self, tables: dict[str, pd.DataFrame], texts: Texts) -> None:
        self.tables, self.texts = _without_withdrawn(tables), dict(texts)
        self.codings: dict[str, Row] = {row["coding_id"]: row for row in rows_of(self.tables["codings"])}
        self._units = {name: Units(text) for name, text in self.texts.items()}

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return the person, the codes, the interviews and how far they are; no words yet."""
        interviews = [self._interview(row) for row in rows_of(self.tables["transcripts"])]
        self._sent_codes = self._codebook()
        return {
            "key": f"coding:{self._study}:{self.person}" if self._study else "",
            "person": self.person,
            "codes": self._sent_codes,
            "families": list(schemas.FAMILIES.items()),
            "interviews": interviews,
            "open": self._open or self._first_unfinished(),
            "empty": "" if interviews else NO_INTERVIEWS,
            "poll": POLL_SECONDS if self._refresh else 0,
            **self._progress(),
        }

    def _codebook(self) -> list[Row]:
        """Return the codes; a code keeps its number while the panel is open, and new codes get the free ones."""
        if not self._hot_is_given:
            numbered = sorted((row for row in codebook(self.tables["codes"]) if row["hot"]), key=lambda row: row["hot"])
            new = (row["id"] for row in numbered if row["id"] not in self._hot)
            self._hot = (*self._hot, *new)[:9]
        return codebook(self.tables["codes"], self._hot)

    def _interview(self, row: Row) -> Row:
        return {"id": row["transcript_id"], "about": _joined(self._person(row), ("employer", "sector"))}

    def _person(self, transcript: Row) -> Row:
        people = self.tables["participants"]
        found = rows_of(people[people["participant_id"] == transcript["participant_id"]])
        return found[0] if found else {}

    def _first_unfinished(self) -> str:
        done = coding.progress(self.tables)
        unfinished = done[done["coded"] < done["answers"]]["transcript_id"].tolist()
        return str((unfinished or done["transcript_id"].tolist() or [""])[0])

    def ask(self, message: Message) -> None:
        """Send the words of the interview the person opened, or the counts once the person pauses."""
        if message.get("type") == "count":
            self._count()
        elif message.get("type") == "open" and message.get("transcript") in self.texts:
            self._open = str(message["transcript"])
            self._sent = self._payloads(self._open)
            self.send({"type": "interview", **self._words(self._open), "codings": list(self._sent.values())})

    def _words(self, transcript: str) -> Message:
        rows = self.tables["transcripts"]
        person = self._person(rows_of(rows[rows["transcript_id"] == transcript])[0])
        about = _joined(person, ("employer", "sector", "size", "region", "role"))
        consent = CONSENT.get(person.get("consent", ""), "")
        shown = " · ".join(filter(None, (about, consent)))
        return {"id": transcript, "about": shown, "turns": self._turns(transcript)}

    def _turns(self, transcript: str) -> list[Row]:
        text, units = self.texts[transcript], self._units[transcript]
        segments = self.tables["segments"]
        rows = rows_of(segments[segments["transcript_id"] == transcript].sort_values("start"))
        if not rows and text.strip():
            rows = [{"start": 0, "end": len(text), "speaker": "", "role": "respondent", "time": ""}]
        return [
            {"start": units.out(row["start"]), "end": units.out(row["end"]), "text": text[row["start"] : row["end"]],
             "speaker": row["speaker"], "role": row["role"], "time": row["time"]}
            for row in rows
        ]  # fmt: skip

    def _payloads(self, transcript: str) -> dict[str, Row]:
        units = self._units[transcript]
        return {identity: self._payload(row, units) for identity, row in self.codings.items()
                if row["transcript_id"] == transcript and row["end"] <= units.length}  # fmt: skip

    def _payload(self, row: Row, units: Units) -> Row:
        return {"id": row["coding_id"], "start": units.out(row["start"]), "end": units.out(row["end"]),
                "code": row["code_id"], "coder": row["coder"], "mine": row["coder"] == self.person,
                "polarity": row["polarity"], "memo": row["memo"]}  # fmt: skip

    def _progress(self) -> Message:
        counted = coding.code_counts(coding.attributed(self.tables), self.tables["codes"])
        done = coding.progress(self.tables)
        return {
            "of": coding.heard(self.tables)["interviews"],
            "counts": dict(zip(counted["code_id"], counted["interviews"].tolist(), strict=True)),
            "done": {row["transcript_id"]: {name: row[name] for name in ("coded", "answers")} for row in rows_of(done)},
            "presence": self._presence,
        }

    # what the person does -----------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save one act: a coding put on, changed or removed, or the last act taken back."""
        action = str(message.get("action"))
        if action in self._history:
            return self._take_back(action)
        return {"code": self._code, "create": self._create, "edit": self._edit, "remove": self._remove}[action](message)

    def _code(self, message: Message) -> Message:
        code = str(message["code"])
        if code not in set(self.tables["codes"]["code_id"]):
            raise Refused(f"Not saved: the code “{code}” is no longer in the codebook. Choose another one.")
        row = self._coding(message, code)
        if self._is_there(row):
            return self._answer_with(now(), "This passage already has this code.")
        saved = self._save(Change("put", "codings", row))
        return self._answer_with(saved.at, f"{self._code_name(code)} put on; saved {saved.at}")

    def _create(self, message: Message) -> Message:
        """Save a new code and its first coding as one act; a code of that name is put on as it is."""
        name = " ".join(str(message.get("name", "")).split())
        there = code_named(name, self.tables["codes"])
        if there:
            return self._code({**message, "code": there})
        if message.get("spoken"):
            self._must_be_quotable(str(message["transcript"]))
        code = new_code(name, str(message.get("family", "")), self.tables["codes"])
        coding_row = self._coding(message, code["code_id"])
        saved = self._save(Change("put", "codes", code), Change("put", "codings", coding_row))
        return self._answer_with(saved.at, f"New code {name} put on; saved {saved.at}")

    def _must_be_quotable(self, transcript: str) -> None:
        rows = self.tables["transcripts"]
        consents = [self._person(row).get("consent", "") for row in rows_of(rows[rows["transcript_id"] == transcript])]
        if not all(coding.may_quote(consent) for consent in consents):
            raise Refused(f"Not saved: no consent to quote {transcript} is recorded, and everybody can read the names "
                          "of codes. Press N and name the code in your own words.")  # fmt: skip

    def _coding(self, message: Message, code: str) -> Row:
        transcript = str(message["transcript"])
        start, end = self._passage(transcript, message["start"], message["end"])
        return {"coding_id": new_id("coding"), "transcript_id": transcript, "start": start, "end": end,
                "code_id": code, "coder": self.person, "memo": "",
                "polarity": str(message.get("polarity") or "supports"),
                "quote_sha256": transcripts.sha256_of(self.texts[transcript][start:end])}  # fmt: skip

    def _passage(self, transcript: str, start: Any, end: Any) -> tuple[int, int]:
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

    def _is_there(self, row: Row) -> bool:
        same = ("transcript_id", "start", "end", "code_id", "coder")
        return any(all(other[name] == row[name] for name in same) for other in self.codings.values())

    def _edit(self, message: Message) -> Message:
        row = self._own(message)
        fields: Row = {name: str(message[name]) for name in ("polarity", "memo") if name in message}
        found = schemas.row_problems("codings", {**row, **fields})
        if found:
            raise Refused("Not saved: " + "; ".join(str(problem) for problem in found))
        saved = self._save(Change("put", "codings", {"coding_id": row["coding_id"], **fields}))
        return self._answer_with(saved.at or now())

    def _remove(self, message: Message) -> Message:
        if str(message["coding"]) not in self.codings:
            return self._answer_with(now())
        row = self._own(message)
        saved = self._save(Change("delete", "codings", {"coding_id": row["coding_id"]}))
        said = f"{self._code_name(row['code_id'])} removed; Ctrl and Z brings it back"
        return self._answer_with(saved.at, said)

    def _own(self, message: Message) -> Row:
        row = self.codings.get(str(message["coding"]))
        if row is None:
            raise Refused("Not saved: this coding was removed in the meantime.")
        if row["coder"] != self.person:
            raise Refused(f"Not saved: only {row['coder'] or 'its coder'} can change this coding.")
        return row

    def _save(self, *changes: Change) -> Saved:
        back = tuple(self._back(change) for change in reversed(changes))
        saved = self._on_save(list(changes))
        self._acts.append(back)
        self._apply(*changes)
        return saved

    def _back(self, change: Change) -> Change:
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
                self.codings[identity] = {**self.codings.get(identity, {}), **change.row}
            else:
                self.codings.pop(identity, None)

    def _take_back(self, action: str) -> Message:
        before = dict(self.codings)
        act = self._history[action]
        at = self._by_journal(act) if act and self._refresh else self._by_memory(action)
        if not at:
            return self._answer_with(now(), f"There is nothing to {action}.")
        return self._answer_with(at, self._taken_back(action, before))

    def _by_journal(self, act: Callable[[], Saved | None]) -> str:
        saved = act()
        if saved is None or self._refresh is None:
            return ""
        read = self._refresh()
        self._read(tables_of(read), texts_of(read, self.texts))
        return saved.at

    def _by_memory(self, action: str) -> str:
        """Take back what was done in this panel since it was opened, where nobody gave a way to undo."""
        if action == "redo" or not self._acts:
            return ""
        saved = self._on_save(list(self._acts[-1]))
        self._apply(*self._acts.pop())
        return saved.at

    def _taken_back(self, action: str, before: Mapping[str, Row]) -> str:
        after = self.codings
        changed = [one for one in before.keys() | after.keys() if before.get(one) != after.get(one)]
        places = sorted({str((before.get(one) or after[one])["transcript_id"]) for one in changed})
        done = "Undone" if action == "undo" else "Done again"
        return f"{done} in {', '.join(places)}." if places else f"{done}: your last act was not a coding."

    def _answer_with(self, at: str, said: str = "") -> Message:
        return {"at": at, "said": said, **self._new_codes(), **self._delta()}

    def _new_codes(self) -> Message:
        now = self._codebook()
        if now == self._sent_codes:
            return {}
        self._sent_codes = now
        return {"codes": now}

    def _delta(self) -> Message:
        if self._open not in self.texts:
            return {"transcript": "", "put": [], "removed": []}
        now = self._payloads(self._open)
        put = [row for identity, row in now.items() if self._sent.get(identity) != row]
        removed = [identity for identity in self._sent if identity not in now]
        self._sent = now
        return {"transcript": self._open, "put": put, "removed": removed}

    def _count(self) -> None:
        self.tables = {**self.tables, "codings": schemas.frame("codings", self.codings.values())}
        self.send({"type": "progress", **self._progress()})

    def refresh(self) -> None:
        """Show what team mates coded, and codes or interviews that came in the meantime."""
        if self._refresh is None:
            return
        before, codings = self.tables, dict(self.codings)
        read = self._refresh()
        self._read(tables_of(read), texts_of(read, self.texts))
        if any(not before[name].equals(self.tables[name]) for name in DRAWN):
            self.send({"type": "snapshot", **self.snapshot()})
        elif codings != self.codings:
            self._presence = _presence(codings, self.codings, self.person) or self._presence
            self.send({"type": "codings", **self._delta()})
            self.send({"type": "progress", **self._progress()})

    def _code_name(self, code: str) -> str:
        names = dict(zip(self.tables["codes"]["code_id"], self.tables["codes"]["name"], strict=True))
        return str(names.get(code, code))

    # the page without a live workbook ------------------------------------------------------------------

    def static(self) -> Html:
        """Return how far each interview is and how many say each code; no words of an interview."""
        if self.tables["transcripts"].empty:
            return sentence(NO_INTERVIEWS)
        return self._static_interviews() + self._static_codes()

    def _static_interviews(self) -> Html:
        people = self.tables["participants"][["participant_id", "employer", "sector"]]
        done = coding.progress(self.tables).merge(people, on="participant_id", how="left")
        done = done.assign(share=done["coded"].astype(str) + " of " + done["answers"].astype(str))
        columns = {"transcript_id": "Interview", "employer": "Employer", "sector": "Sector", "share": "Answers coded",
                   "codings": "Codings", "coders": "Coders"}  # fmt: skip
        return table(done, caption="Interviews", columns=columns)

    def _static_codes(self) -> Html:
        progress = self._progress()
        codes = self.tables["codes"]
        said = [f"{progress['counts'].get(code, 0)} of {progress['of']}" for code in codes["code_id"]]
        shown = codes.assign(said=said, family=codes["family"].map(lambda family: schemas.FAMILIES.get(family, family)))
        columns = {"name": "Code", "family": "Family", "said": "Interviews that say it", "definition": "When to use it"}
        return table(shown, caption="Codes", columns=columns, empty=NO_CODES)


def coding_panel(tables: schemas.Tables, texts: Texts, *, person: str, on_save: Callable[[list[Change]], Saved],
                 refresh: Refresh | None = None, on_undo: Callable[[], Saved | None] | None = None,
                 on_redo: Callable[[], Saved | None] | None = None, hot: Sequence[str] = (), study: str = ""
                 ) -> CodingPanel:  # fmt: skip
    """Return the panel in which a person codes interviews.

    `on_save` gets the changes of one act and returns when they are on the disk; `refresh` reads tables and texts again,
    for team mates' codings and after an undo; `on_undo` and `on_redo` take back and redo the person's last act. `hot`
    names up to nine codes for the keys 1 to 9; without it the first codes of each family have them. `study` names the
    place in the browser where changes wait that could not be saved.
    """
    return CodingPanel(tables, texts, person=person, on_save=on_save, refresh=refresh, on_undo=on_undo, on_redo=on_redo,
                       hot=hot, study=study)  # fmt: skip


def _without_withdrawn(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    people = tables["participants"]
    gone = set(people.loc[people["consent"] == "withdrawn", "participant_id"])
    kept = tables["transcripts"][~tables["transcripts"]["participant_id"].isin(gone)].reset_index(drop=True)
    here = set(kept["transcript_id"])
    others = {name: tables[name][tables[name]["transcript_id"].isin(here)].reset_index(drop=True)
              for name in ("codings", "segments", "speakers")}  # fmt: skip
    return {**tables, "transcripts": kept, **others}


def _presence(before: Mapping[str, Row], after: Mapping[str, Row], person: str) -> str:
    new = [row["coder"] for identity, row in after.items() if identity not in before and row["coder"] != person]
    return f"{' and '.join(sorted(set(new)))} coded {len(new)} at {now()}" if new else ""


def _joined(row: Row, names: Sequence[str]) -> str:
    return " · ".join(str(row[name]) for name in names if row.get(name))
