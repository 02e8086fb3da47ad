"""The screen on which a person decides what becomes of codings whose words changed when a text was corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from codesign import codebooks, discretion, schemas, transcripts
from codesign.display import Html, sentence, table
from codesign.journal import Change, Saved
from codesign.transcripts import Anchor, Waiting
from codesign.widgets.screen import (
    POLL_SECONDS,
    Message,
    Refused,
    Row,
    Screen,
    Texts,
    marks_of,
    now,
    rows_of,
    study_key,
)
from codesign.widgets.units import Units

Read = Callable[[], "tuple[schemas.Tables, Texts, Waiting]"]
Place = tuple[Any, ...]
AT_ONCE = 20
AROUND = 160
EXCERPT = 700
NOTHING = "Nothing waits: every coding stands on the words it was put on."
WHY = {
    "exact": "the same words stand there",
    "moved": "the same words stand there",
    "changed": "other words stand there now",
    "unclear": "the same words, but the place is not certain",
    "lost": "nothing stands in their place",
}


class CorrectionReview(Screen):
    """Codings that wait since a text was corrected: their old words beside the words proposed."""

    name = "corrections"

    def __init__(
        self,
        read: Read,
        *,
        on_save: Callable[[list[Change]], Saved],
        on_undo: Callable[[], Saved | None],
        on_redo: Callable[[], Saved | None],
        study: str,
    ) -> None:
        super().__init__()
        self._source, self._on_save = read, on_save
        self._history = {"undo": on_undo, "redo": on_redo}
        self._shown = AT_ONCE
        self._anchored: dict[tuple[Any, ...], Anchor] = {}
        self._read()
        self._study = study_key(self.tables, study)

    def _read(self) -> None:
        tables, texts, self.waiting = self._source()
        self.tables, self.texts = discretion.without_withdrawn(schemas.complete(tables)), dict(texts)
        people = set(self.tables["transcripts"]["transcript_id"])
        here = self.waiting.codings["transcript_id"].isin(people)
        rows = rows_of(self.waiting.codings[here].sort_values(["transcript_id", "start", "end"], kind="stable"))
        self.codings: dict[str, Row] = {row["coding_id"]: row for row in rows}
        turns = self.waiting.turns
        self.turns = {row_id(row): row for row in rows_of(turns[turns["transcript_id"].isin(people)])}
        self.anchors = self._anchors()

    def _anchors(self) -> dict[str, Anchor]:
        """Return where each waiting coding may stand; those whose earlier text is missing are lost."""
        anchors: dict[tuple[Any, ...], Anchor] = {}
        rows = self.codings.values()
        for place in dict.fromkeys((row["transcript_id"], row["text_sha256"]) for row in rows):
            old, new = self.waiting.earlier.get(place, ""), self.texts.get(place[0], "")
            spans = {(row["start"], row["end"]) for row in rows if (row["transcript_id"], row["text_sha256"]) == place}
            missing = [span for span in spans if (place, new, span) not in self._anchored]
            anchored = zip(missing, transcripts.anchors(old, new, missing), strict=True)
            self._anchored |= {(place, new, span): anchor for span, anchor in anchored}
            anchors |= {(place, span): self._anchored[place, new, span] for span in spans}
        return {
            row["coding_id"]: anchors[(row["transcript_id"], row["text_sha256"]), (row["start"], row["end"])]
            for row in rows
        }

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return how much waits, and the first of it."""
        key = f"corrections:{self._study}" if self._study else ""
        return {"key": key, "poll": POLL_SECONDS, "nothing": NOTHING, **self._page()}

    def _page(self) -> Message:
        shown = list(self.codings.values())[: self._shown]
        return {
            "total": len(self.codings),
            "same": sum(anchor.is_certain for anchor in self.anchors.values()),
            "items": [self._item(row) for row in shown],
            "turns": [self._turn(name, row) for name, row in self.turns.items()],
        }

    def _item(self, row: Row) -> Row:
        anchor, text = self.anchors[row["coding_id"]], self.texts.get(row["transcript_id"], "")
        old = self.waiting.earlier.get((row["transcript_id"], row["text_sha256"]), "")[row["start"] : row["end"]]
        new = text[anchor.start : anchor.end]
        before, after = transcripts.difference(old, new)
        why = WHY[anchor.kind] + (
            f" ({anchor.places} places)" if anchor.kind == "unclear" and anchor.places > 1 else ""
        )
        code = self._code_names().get(row["code_id"], "a code")
        return {"id": row["coding_id"], "interview": row["transcript_id"], "code": code,
                "coder": row["coder"], "memo": row["memo"], "kind": anchor.kind, "why": why,
                "old": before or [["(the earlier text is missing)", True]], "new": after if new else [],
                "before": text[max(0, anchor.start - AROUND) : anchor.start].partition(" ")[2],
                "after": text[anchor.end : anchor.end + AROUND].rpartition(" ")[0],
                **self._place(row["transcript_id"], anchor)}  # fmt: skip

    def _code_names(self) -> dict[str, str]:
        return dict(zip(self.tables["codes"]["code_id"], self.tables["codes"]["name"], strict=True))

    def _place(self, transcript: str, anchor: Anchor) -> Row:
        text = self.texts.get(transcript, "")
        units = Units(text)
        return {"start": units.out(anchor.start), "end": units.out(anchor.end), "text": transcripts.sha256_of(text)}

    def _turn(self, name: str, row: Row) -> Row:
        numbers = transcripts.turns_named(row["speaker"])
        place = (row["transcript_id"], row["text_sha256"])
        who = row["participant_id"] or row["role"]
        return {
            "id": name,
            "interview": row["transcript_id"],
            "speaker": row["speaker"],
            "who": who,
            "old": _turn_words(self.waiting.earlier.get(place, ""), numbers),
        }

    def ask(self, message: Message) -> None:
        """Send more of what waits, the words around a place, or where typed words stand."""
        kind = message.get("type")
        if kind == "more":
            self._shown += AT_ONCE
            self.send({"type": "page", **self._page()})
        elif kind in ("look", "find") and str(message.get("coding")) in self.codings:
            transcript = self.codings[str(message["coding"])]["transcript_id"]
            place = self._asked_place(transcript, message) if kind == "look" else self._passage(transcript, message)
            self.send({"type": "excerpt", "id": message["coding"], **self._excerpt(transcript, place)})

    def _asked_place(self, transcript: str, message: Message) -> tuple[int, int] | None:
        return self._points(transcript, message["start"], message["end"])

    def _passage(self, transcript: str, message: Message) -> tuple[int, int] | None:
        text = self.texts.get(transcript, "")
        near = self._points(transcript, message["start"], message["start"])
        passage = transcripts.nearest_quote(text, str(message.get("words", "")), near=near[0] if near else None)
        return passage[:2] if passage else None

    def _points(self, transcript: str, start: Any, end: Any) -> tuple[int, int] | None:
        text = self.texts.get(transcript, "")
        try:
            first, last = (transcripts.utf16_to_code_points(text, int(offset)) for offset in (start, end))
        except ValueError:
            return None
        return first, last

    def _excerpt(self, transcript: str, place: tuple[int, int] | None) -> Message:
        if place is None:
            return {"words": None}
        text = self.texts.get(transcript, "")
        units, first = Units(text), max(0, place[0] - EXCERPT)
        return {
            "words": text[first : place[1] + EXCERPT],
            "from": units.out(first),
            "start": units.out(place[0]),
            "end": units.out(place[1]),
            "text": transcripts.sha256_of(text),
        }

    # what the person does -----------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save one act: passages taken, a coding removed, turns named anew, or the last act taken back."""
        action = str(message.get("action"))
        if action in self._history:
            return self._take_back(action)
        acts = {
            "take": self._take,
            "take_same": self._take_same,
            "remove": self._remove,
            "turns": self._name_turns,
            "remove_turns": self._remove_turns,
        }
        self._read()  # Somebody else may have decided since the page was drawn.
        return acts[action](message)

    def _take(self, message: Message) -> Message:
        places = {str(one["coding"]): one for one in message["places"]}
        there = self._by_place()
        changes = [change for one in places.values() for change in self._taken(one, there)]
        return self._saved(changes, f"{_codings(len(places))} taken over")

    def _taken(self, one: Message, there: dict[Place, Row]) -> list[Change]:
        row = self._waiting(str(one["coding"]))
        transcript = row["transcript_id"]
        text = self.texts.get(transcript, "")
        if one["text"] != transcripts.sha256_of(text):
            raise Refused(f"Not saved: the text of {transcript} was corrected again in the meantime. Look once more.")
        place = self._points(transcript, one["start"], one["end"])
        if place is None or not text[slice(*place)].strip():
            raise Refused("Not saved: choose the words first.")
        return self._at(row, *place, there)

    def _by_place(self) -> dict[Place, Row]:
        """Return the codings that stand, by coder, code and words; an act adds those it places."""
        return {_place(row): row for row in reversed(rows_of(self.tables["codings"]))}

    def _at(self, row: Row, start: int, end: int, there: dict[Place, Row]) -> list[Change]:
        """Return the coding at its new place; where the coder has put the code there already, that one stays."""
        placed = {**row, "start": start, "end": end}
        staying = there.setdefault(_place(placed), placed)
        if staying is not placed:
            return self._joined(row, staying)
        text = self.texts[row["transcript_id"]]
        marks = {"quote_sha256": transcripts.sha256_of(text[start:end]), "text_sha256": transcripts.sha256_of(text)}
        return [Change("put", "codings", {"coding_id": row["coding_id"], "start": start, "end": end, **marks})]

    def _joined(self, row: Row, there: Row) -> list[Change]:
        """Return the changes that leave one of two same codings, with the memo and the tasks of both."""
        there["memo"] = codebooks.both_memos(there["memo"], row, there, self._code_names())
        links = [
            (name, link)
            for name in schemas.OF_CODINGS
            for link in rows_of(self.tables[name][self.tables[name]["coding_id"] == row["coding_id"]])
        ]
        moved = [Change("put", name, {**link, "coding_id": there["coding_id"]}) for name, link in links]
        gone = [Change("delete", name, link) for name, link in links]
        joined = Change("put", "codings", {"coding_id": there["coding_id"], "memo": there["memo"]})
        return [joined, *moved, *gone, Change("delete", "codings", {"coding_id": row["coding_id"]})]

    def _take_same(self, _message: Message) -> Message:
        same, there = [one for one, anchor in self.anchors.items() if anchor.is_certain], self._by_place()
        changes = [
            change
            for one in same
            for change in self._at(self.codings[one], self.anchors[one].start, self.anchors[one].end, there)
        ]
        return self._saved(changes, f"{_codings(len(same))} taken over, on the same words")

    def _remove(self, message: Message) -> Message:
        row = self._waiting(str(message["coding"]))
        return self._saved([Change("delete", "codings", {"coding_id": row["coding_id"]})], "Coding removed")

    def _waiting(self, identity: str) -> Row:
        if identity not in self.codings:
            raise Refused("Not saved: somebody has decided this in the meantime.")
        return self.codings[identity]

    def _name_turns(self, message: Message) -> Message:
        row = self._waiting_turns(message)
        speaker = " ".join(str(message.get("speaker", "")).split())
        text = self.texts.get(row["transcript_id"], "")
        positions = transcripts.turns_named(speaker)
        if not positions or positions[-1] > len(transcripts.speaker_turns(text)):
            raise Refused("Not saved: write “turn 12” or “turns 12-15”, as they are counted in the corrected text.")
        self._refuse_taken(row, positions)
        key = {name: row[name] for name in ("transcript_id", "speaker")}
        gone = [] if speaker == row["speaker"] else [Change("delete", "speakers", key)]
        named = {**row, "speaker": speaker, "text_sha256": transcripts.sha256_of(text)}
        return self._saved([*gone, Change("put", "speakers", named)], f"{speaker} named")

    def _refuse_taken(self, row: Row, positions: range) -> None:
        """Refuse where another row names these turns already: it would be written over unasked."""
        mark = marks_of(self.tables).get(row["transcript_id"], "")
        for other in rows_of(self.tables["speakers"]):
            is_other = other["transcript_id"] == row["transcript_id"] and other["speaker"] != row["speaker"]
            if is_other and transcripts.turns_named(other["speaker"]) == positions:
                raise Refused(_taken_already(other, is_waiting=other["text_sha256"] != mark))

    def _remove_turns(self, message: Message) -> Message:
        row = self._waiting_turns(message)
        key = {name: row[name] for name in ("transcript_id", "speaker")}
        return self._saved([Change("delete", "speakers", key)], "Row removed")

    def _waiting_turns(self, message: Message) -> Row:
        if str(message.get("row")) not in self.turns:
            raise Refused("Not saved: somebody has decided this in the meantime.")
        return self.turns[str(message["row"])]

    def _saved(self, changes: Sequence[Change], words: str) -> Message:
        saved = self._on_save(list(changes))
        self._read()
        return {"at": saved.at or now(), "said": f"{words}. {self._left()}", **self._page()}

    def _left(self) -> str:
        number = len(self.codings) + len(self.turns)
        return f"{number} {'waits' if number == 1 else 'wait'}." if number else "Nothing waits any more."

    def _take_back(self, action: str) -> Message:
        saved = self._history[action]()
        self._read()
        done = {"undo": "Undone", "redo": "Done again"}[action]
        words = f"{done}. {self._left()}" if saved else f"There is nothing to {action}."
        return {"at": saved.at if saved else "", "said": words, **self._page()}

    def refresh(self) -> None:
        """Show what others decided or corrected in the meantime."""
        before = (self.codings, self.anchors, self.turns)
        self._read()
        if before != (self.codings, self.anchors, self.turns):
            self.send({"type": "page", **self._page()})

    # the page without a live workbook ------------------------------------------------------------------

    def static(self) -> Html:
        """Return how much waits in each interview; no words of one."""
        if not self.codings and not self.turns:
            return sentence(NOTHING)
        return table(self._counts(), caption="Waiting since the text was corrected, counted nowhere until decided")

    def _counts(self) -> pd.DataFrame:
        names = sorted({row["transcript_id"] for row in (*self.codings.values(), *self.turns.values())})
        kinds = [(row["transcript_id"], self.anchors[one].kind) for one, row in self.codings.items()]
        columns = {"Same words": ("exact", "moved", "unclear"), "Other words": ("changed",), "Words gone": ("lost",)}
        counted = {
            label: [sum(kind in wanted for one, kind in kinds if one == name) for name in names]
            for label, wanted in columns.items()
        }
        turns = [sum(row["transcript_id"] == name for row in self.turns.values()) for name in names]
        return pd.DataFrame({"Interview": names, **counted, "Rows for turns": turns})


def correction_review(
    read: Read,
    *,
    on_save: Callable[[list[Change]], Saved],
    on_undo: Callable[[], Saved | None],
    on_redo: Callable[[], Saved | None],
    study: str = "",
) -> CorrectionReview:
    """Return the screen on which codings find their words again after a text was corrected.

    `read` returns the tables, the texts in use, and what waits; it is called again after each act. `on_save` gets the
    changes of one act and returns when they are on the disk; `on_undo` and `on_redo` take back and redo the last act.
    """
    return CorrectionReview(read, on_save=on_save, on_undo=on_undo, on_redo=on_redo, study=study)


def row_id(row: Mapping[str, Any]) -> str:
    """Return the id of a row of speakers."""
    return schemas.row_id("speakers", row)


def _place(row: Row) -> Place:
    return tuple(row[name] for name in ("transcript_id", "start", "end", "code_id", "coder"))


def _turn_words(text: str, numbers: range) -> str:
    """Return how these turns begin."""
    turns = transcripts.speaker_turns(text) if text else pd.DataFrame(columns=["position", "start", "end"])
    own = turns[turns["position"].isin(numbers)]
    return " … ".join(text[row["start"] : row["end"]][:80] for row in rows_of(own.head(4)))


def _taken_already(row: Row, *, is_waiting: bool) -> str:
    if is_waiting:
        return f"Not saved: the row “{row['speaker']}” waits too and would be lost. Decide about that one first."
    who = row["participant_id"] or row["role"]
    return (
        f"Not saved: “{row['speaker']}” is said to be {who} already. To keep that, remove this row; to change it, "
        "use “Who speaks” in 01."
    )


def _codings(number: int) -> str:
    return "1 coding" if number == 1 else f"{number} codings"
