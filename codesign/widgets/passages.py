"""The screen on which coded passages are found again, read, and written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pandas as pd

from codesign import analysis, coding, discretion, schemas, transcripts
from codesign.analysis import Filters
from codesign.display import Html, sentence
from codesign.figures import FAMILY_COLOURS
from codesign.widgets.code_list import code_list
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
    tables_of,
    texts_of,
)
from codesign.widgets.units import Units

AT_ONCE = 50
CHOICES = {"interview": "Interview", "sector": "Sector", "region": "Region", "size": "Size", "kind": "Kind of body",
           "coder": "Coder", "polarity": "Bears on the code"}  # fmt: skip
SAME = ("transcript_id", "start", "end", "code_id", "polarity")
COLUMNS = {"interview": "transcript_id"}
NO_CONSENT = "may not be quoted: no consent is recorded"
NOTHING = "Nothing is coded yet. Code an interview above, then come back."
Export = Callable[[Filters, str, bool], str]
"""Writes what the filters find: the ending of the file, and whether only what may be quoted; returns where it is."""


class Passages(Screen):
    """Filters, the passages that fit, each in its answer, and a button that writes them out."""

    name = "passages"

    def __init__(self, tables: schemas.Tables, texts: Texts, *, on_export: Export, refresh: Refresh | None) -> None:
        super().__init__()
        self._on_export, self._refresh = on_export, refresh
        self._read(tables, texts)

    def _read(self, tables: schemas.Tables, texts: Texts) -> None:
        self.tables, self.texts = coding.in_scope(schemas.complete(tables)), dict(texts)
        self.evidence = coding.attributed(self.tables)
        codes = self.tables["codes"]
        self._codes: dict[str, Row] = {row["code_id"]: row for row in rows_of(codes)}

    def snapshot(self) -> Message:
        """Return what one can filter by; no words yet."""
        return {
            "codes": [_choice(code) for code in code_list(self.tables["codes"])],
            "families": [[name, schemas.FAMILIES[name]] for name in self._families()],
            "choices": [
                {"name": name, "label": label, "values": self._values(COLUMNS.get(name, name))}
                for name, label in CHOICES.items()
            ],
            "empty": NOTHING if self.evidence.empty else "",
            "poll": POLL_SECONDS if self._refresh else 0,
        }

    def _families(self) -> list[str]:
        used = {self._codes[code]["family"] for code in set(self.evidence["code_id"]) & set(self._codes)}
        return [name for name in schemas.FAMILIES if name in used]

    def _values(self, column: str) -> list[str]:
        return sorted(set(self.evidence[column]) - {""})

    def ask(self, message: Message) -> None:
        """Send the passages that fit, or the answer around one of them."""
        if message.get("type") == "find":
            self.send(self._page(_filters(message), int(message.get("first", 0)), int(message.get("number", 0))))
        elif message.get("type") == "around":
            rows = rows_of(self.evidence[self.evidence["coding_id"] == message.get("coding")])
            self.send({"type": "around", "id": message.get("coding"), "turns": self._around(rows[0]) if rows else []})

    def _page(self, filters: Filters, first: int, number: int = 0) -> Message:
        retrieved = analysis.retrieved(self.evidence, self.tables["codes"], filters)
        same = _same_marks(rows_of(retrieved))
        rows = [self._passage(rows) for rows in same[first : first + max(AT_ONCE, number)]]
        in_words = analysis.found_in_words(retrieved)
        return {"type": "found", "said": in_words, "total": len(same), "first": first, "rows": rows}

    def _passage(self, marks: list[Row]) -> Row:
        row = marks[0]
        code = self._codes.get(row["code_id"], {"name": row["code_id"], "family": ""})
        text, units = self.texts.get(row["transcript_id"], ""), Units(self.texts.get(row["transcript_id"], ""))
        who = " · ".join(filter(None, (row["employer"], row["sector"], row["role"])))
        coders = ", ".join(mark["coder"] or "someone" for mark in marks)
        memos = [f"{mark['coder'] or 'someone'}: {mark['memo']}" for mark in marks if mark["memo"]]
        return {"id": row["coding_id"], "coders": coders, "memos": memos, "polarity": row["polarity"],
                "interview": row["transcript_id"], "time": row["time"], "who": who, "code": code["name"],
                "words": transcripts.spoken_words(text, row["start"], row["end"]),
                "hue": FAMILY_COLOURS.get(code["family"], FAMILY_COLOURS["delivery"]),
                "consent": discretion.CONSENT_IN_WORDS.get(row["consent"], NO_CONSENT),
                "start": units.out(row["start"]), "end": units.out(row["end"])}  # fmt: skip

    def _around(self, row: Row) -> list[Row]:
        """Return the turns the passage stands in, each as what comes before, the passage, and what comes after."""
        turns = self.tables["segments"][self.tables["segments"]["transcript_id"] == row["transcript_id"]]
        met = (turns["start"] < row["end"]) & (turns["end"] > row["start"])
        asked = turns[(turns["end"] <= row["start"]) & (turns["role"] == "interviewer")].sort_values("start").tail(1)
        text = self.texts.get(row["transcript_id"], "")
        return [_turn(turn, text, row["start"], row["end"]) for turn in rows_of(pd.concat([asked, turns[met]]))]

    def change(self, message: Message) -> Message:
        """Write the passages that fit; the answer says where they are."""
        if message.get("action") != "export":
            raise Refused("Not saved: this screen changes nothing.")
        words = self._on_export(_filters(message), str(message.get("ending")), bool(message.get("quotable")))
        return {"at": now(), "said": words}

    def refresh(self) -> None:
        """Look for what was coded in the meantime; the page asks again for what it shows."""
        before = self.evidence
        if self._refresh is not None:
            read = self._refresh()
            self._read(tables_of(read), texts_of(read, self.texts))
            if not before.equals(self.evidence):
                self.send({"type": "snapshot", **self.snapshot()})

    def static(self) -> Html:
        """Return how much there is to be found; no words of an interview."""
        if self.evidence.empty:
            return sentence(NOTHING)
        return sentence(f"{analysis.found_in_words(self.evidence)} Open this workbook in JupyterLab to read them.")


def passages(tables: schemas.Tables, texts: Texts, *, on_export: Export, refresh: Refresh | None = None) -> Passages:
    """Return the screen on which a team finds coded passages again.

    `on_export` writes what the filters find and returns the sentence that says where; `refresh` reads the study again.
    """
    return Passages(tables, texts, on_export=on_export, refresh=refresh)


def _filters(message: Message) -> Filters:
    """Return the filters of a message; what is no filter is left out."""
    asked: dict[str, Any] = dict(message.get("filters") or {})
    names = {field.name for field in fields(Filters)} - {"with_below"}
    chosen = {name: str(value) for name, value in asked.items() if name in names}
    return Filters(**chosen, with_below=bool(asked.get("with_below", True)))


def _same_marks(rows: list[Row]) -> list[list[Row]]:
    """Return the codings that say the same of the same words together, whoever put them."""
    same: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        same.setdefault(tuple(row[name] for name in SAME), []).append(row)
    return list(same.values())


def _choice(code: Row) -> Row:
    return {"id": code["id"], "name": code["name"], "depth": code["depth"], "family": code["family_name"]}


def _turn(turn: Row, text: str, start: int, end: int) -> Row:
    first, last = (min(max(place, turn["start"]), turn["end"]) for place in (start, end))
    parts = (text[turn["start"] : first], text[first:last], text[last : turn["end"]])
    return {"speaker": turn["speaker"], "role": turn["role"], "parts": parts}
