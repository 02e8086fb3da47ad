"""The screen on which a team talks over where its coders differ, and decides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import islice, takewhile
from typing import Any

import pandas as pd

from codesign import agreement, coding, display, schemas
from codesign.display import Html
from codesign.journal import Change, Saved, new_id
from codesign.widgets.code_list import code_list
from codesign.widgets.history import applied, reverse, row_of
from codesign.widgets.screen import (
    POLL_SECONDS,
    Message,
    Refresh,
    Refused,
    Row,
    Screen,
    Texts,
    marks_of,
    rows_of,
    study_key,
    tables_of,
    texts_of,
)

AMENDABLE = ("definition", "include", "exclude", "example")
READ = ("codings", "reconciliations", "codes", "segments", "participants")
SNIPPET = 70
NOTHING = "Nothing to talk over: no interview was coded by two people, or they coded alike."


class Reconcile(Screen):
    """Passages that coders treat differently: what each put, and what the team decides."""

    name = "reconcile"

    def __init__(
        self,
        tables: schemas.Tables,
        texts: Texts,
        *,
        person: str,
        on_save: Callable[[list[Change]], Saved],
        refresh: Refresh | None,
        on_undo: Callable[[], Saved | None] | None,
        on_redo: Callable[[], Saved | None] | None,
        study: str,
    ) -> None:
        super().__init__()
        self.person, self._on_save, self._refresh = person, on_save, refresh
        self._history = {"undo": on_undo, "redo": on_redo}
        self._study = study_key(schemas.complete(tables), study)
        self._acts: list[tuple[Change, ...]] = []
        self._sent: dict[str, Row] = {}
        self._sent_codes: list[Row] = []
        self._read(schemas.complete(tables), texts)

    def _read(self, tables: Mapping[str, pd.DataFrame], texts: Texts) -> None:
        self.tables, self.texts = coding.in_scope(tables), dict(texts)
        self._differences = agreement.disagreements(self.tables)
        turns = self.tables["segments"]
        self._turns = {
            str(name): schemas.records(own.sort_values("start")) for name, own in turns.groupby("transcript_id")
        }
        self._short = {_identity(row): self._snippet(row) for row in schemas.records(self._differences)}
        self._decisions()

    def _decisions(self) -> None:
        """Look again at what is decided; where coders differ stays, since no decision changes a coding."""
        differences = agreement.with_decisions(self._differences, self.tables["reconciliations"])
        self.differences: dict[str, Row] = {_identity(row): row for row in schemas.records(differences)}

    def _snippet(self, row: Row) -> Row:
        words = self._words(row["transcript_id"], row["start"], row["end"])
        cut = words if len(words) <= SNIPPET else words[: SNIPPET - 1].rstrip() + "…"
        return {"words": cut, "time": self._spoken(row)[0]["time"]}

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return the codes and every disagreement with a few of its words."""
        self._sent, self._sent_codes = self._items(), code_list(self.tables["codes"])
        return {
            "key": f"reconcile:{self._study}:{self.person}" if self._study else "",
            "poll": POLL_SECONDS if self._refresh else 0,
            "empty": "" if self._sent else NOTHING,
            "kinds": list(agreement.KINDS.items()),
            "polarities": list(coding.POLARITIES),
            "codes": self._sent_codes,
            "items": list(self._sent.values()),
        }

    def _items(self) -> dict[str, Row]:
        return {identity: self._item(identity, row) for identity, row in self.differences.items()}

    def _item(self, identity: str, row: Row) -> Row:
        columns = ("kind", "coders", "others", "instead", "characters", "decision")
        return {
            "id": identity,
            "transcript": row["transcript_id"],
            "code": row["code_id"],
            "position": row["start"],
            **self._short[identity],
            **{name: row[name] for name in columns},
        }

    def _spoken(self, row: Row) -> list[Row]:
        """Return the respondents' turns that a passage touches."""
        turns = self._turns[row["transcript_id"]]
        first = bisect_right(turns, row["start"], key=lambda turn: turn["end"])
        touched = takewhile(lambda turn: turn["start"] < row["end"], islice(turns, first, None))
        return [turn for turn in touched if turn["role"] == "respondent"]

    def _words(self, transcript: str, start: int, end: int) -> str:
        place = {"transcript_id": transcript, "start": start, "end": end}
        parts = [
            self.texts[transcript][max(start, turn["start"]) : min(end, turn["end"])] for turn in self._spoken(place)
        ]
        return " ".join(" ".join(parts).split())

    def ask(self, message: Message) -> None:
        """Send one disagreement with its words and what each coder put there."""
        row = self.differences.get(str(message.get("item")))
        if message.get("type") == "open" and row:
            self.send({"type": "item", **self._whole(row)})

    def _whole(self, row: Row) -> Message:
        decided = row_of("reconciliations", row, self.tables) if row["reconciliation_id"] else None
        return {
            **self._item(_identity(row), row),
            "about": self._about(row),
            "turns": self._passage(row),
            "put": [self._put(row, coder) for coder in (*row["coders"], *row["others"])],
            "spans": [
                {"label": label, "words": self._words(row["transcript_id"], *span)} for label, span in self._spans(row)
            ],
            "decided": {**decided, "span": self._span_of(row, decided)} if decided else None,
        }

    def _about(self, row: Row) -> str:
        people = self.tables["participants"]
        person = rows_of(people[people["participant_id"] == self._spoken(row)[0]["participant_id"]])
        facts = [str(person[0][name]) for name in ("employer", "sector", "role")] if person else []
        return " · ".join(filter(None, facts))

    def _passage(self, row: Row) -> list[Row]:
        """Return the turns from the first to the last word, each in three parts: before, differed about, after."""
        text = self.texts[row["transcript_id"]]
        touched = self._spoken(row)
        first, last = touched[0]["start"], touched[-1]["end"]
        shown = [turn for turn in self._turns[row["transcript_id"]] if first <= turn["start"] and turn["end"] <= last]
        return [{"speaker": turn["speaker"], "role": turn["role"], "parts": _parts(text, turn, row)} for turn in shown]

    def _put(self, row: Row, coder: str) -> Row:
        """Return what one coder put on the passage: the code with its words, and any other code there."""
        own = self.tables["codings"]
        there = own[
            (own["transcript_id"] == row["transcript_id"])
            & (own["coder"] == coder)
            & (own["start"] < row["end"])
            & (own["end"] > row["start"])
        ]
        codings = [
            {
                "code": one["code_id"],
                "words": self._words(one["transcript_id"], one["start"], one["end"]),
                "polarity": one["polarity"],
                "memo": one["memo"],
            }
            for one in schemas.records(there.sort_values(["start", "end"]))
        ]
        return {"coder": coder, "codings": [one for one in codings if one["words"]]}

    def _spans(self, row: Row) -> list[tuple[str, tuple[int, int]]]:
        """Return where the passage could begin and end: as each coder has it, what all have, all of it, the answer."""
        each = self._own_spans(row)
        spans = [(f"as {coder} has it", span) for coder, span in each.items()]
        common = (max(start for start, _ in each.values()), min(end for _, end in each.values()))
        if common[0] < common[1]:
            spans.append(("only what all of them have", common))
        answer = self._spoken(row)
        spans.append(("everything one of them has", (row["start"], row["end"])))
        spans.append(("the whole answer", (answer[0]["start"], answer[-1]["end"])))
        first = {span: label for label, span in reversed(spans)}
        return [(label, span) for label, span in spans if first[span] == label]

    def _own_spans(self, row: Row) -> dict[str, tuple[int, int]]:
        own = self.tables["codings"]
        here = own[
            (own["transcript_id"] == row["transcript_id"])
            & (own["code_id"] == row["code_id"])
            & (own["start"] >= row["start"])
            & (own["end"] <= row["end"])
        ]
        grouped = here.groupby("coder")
        return {str(coder): (int(one["start"].min()), int(one["end"].max())) for coder, one in grouped}

    def _span_of(self, row: Row, decided: Row) -> int:
        """Return which of the places was decided on; -1 for none of them."""
        agreed = (decided["agreed_start"], decided["agreed_end"])
        return next((at for at, (_, span) in enumerate(self._spans(row)) if span == agreed), -1)

    # what the team decides ----------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save a decision with its reason and what it changes in the codebook, or take back the last act."""
        action = str(message.get("action"))
        if action in self._history:
            return self._take_back(action)
        return {"decide": self._decide, "withdraw": self._withdraw}[action](message)

    def _decide(self, message: Message) -> Message:
        row = self._difference(message)
        self._refuse_corrected(row["transcript_id"])
        decided = self._decision(row, message)
        problems = schemas.row_problems("reconciliations", decided)
        if problems:
            raise Refused("Not saved: " + "; ".join(str(problem) for problem in problems))
        older = [
            Change("delete", "reconciliations", {"reconciliation_id": one["reconciliation_id"]})
            for one in self._within(row)
            if one["reconciliation_id"] != decided["reconciliation_id"]
        ]
        amended = self._amended(row["code_id"], message.get("amended") or {})
        saved = self._save(Change("put", "reconciliations", decided), *older, *amended)
        sentence = "Decided, and the codebook amended" if amended else "Decided"
        return self._answer_with(saved.at, f"{sentence}; saved {saved.at}")

    def _difference(self, message: Message) -> Row:
        row = self.differences.get(str(message.get("item")))
        if row is None:
            raise Refused("Not saved: somebody changed a coding here in the meantime. Look at the passage again.")
        return row

    def _refuse_corrected(self, transcript: str) -> None:
        """Refuse where the text was corrected since it was read: the offsets are those of other words there."""
        if self._refresh is None or marks_of(tables_of(self._refresh())).get(transcript) == self._mark(transcript):
            return
        self.refresh()
        raise Refused(f"Not saved: the text of {transcript} was corrected in the meantime. Look at the passage again.")

    def _mark(self, transcript: str) -> str:
        return marks_of(self.tables).get(transcript, "")

    def _decision(self, row: Row, message: Message) -> Row:
        decision = str(message.get("decision", ""))
        place = {name: row[name] for name in ("transcript_id", "start", "end", "code_id")}
        start, end = self._agreed(row, message) if decision == "boundaries" else (None, None)
        return {
            **place,
            "text_sha256": self._mark(row["transcript_id"]),
            "reconciliation_id": self._decision_id(row),
            "coders": "; ".join(sorted((*row["coders"], *row["others"]))),
            "decision": decision,
            "other_code_id": self._other_code(row, message) if decision == "other code" else "",
            "agreed_start": start,
            "agreed_end": end,
            "agreed_polarity": self._polarity(row, decision, message),
            "reason": str(message.get("reason", "")).strip(),
            "decided_by": self.person,
        }

    def _agreed(self, row: Row, message: Message) -> tuple[int, int]:
        spans, chosen = self._spans(row), message.get("span")
        if not isinstance(chosen, int) or not 0 <= chosen < len(spans):
            raise Refused("Not saved: choose where the passage begins and ends.")
        return spans[chosen][1]

    def _other_code(self, row: Row, message: Message) -> str:
        other = str(message.get("other", ""))
        if other == row["code_id"] or other not in set(self.tables["codes"]["code_id"]):
            raise Refused("Not saved: choose the other code it counts as.")
        return other

    def _polarity(self, row: Row, decision: str, message: Message) -> str:
        """Return how it bears on the code; a passage they differ about in this needs an answer to keep it."""
        wanted = str(message.get("polarity", "")) if decision not in ("remove", "differ") else ""
        if row["kind"] == "polarity" and decision == "keep" and not wanted:
            raise Refused("Not saved: choose whether the words support, qualify or contradict the code.")
        return wanted

    def _within(self, row: Row) -> list[Row]:
        """Return earlier decisions about the code within these words."""
        return [
            one
            for one in rows_of(self.tables["reconciliations"])
            if one["transcript_id"] == row["transcript_id"]
            and one["code_id"] == row["code_id"]
            and row["start"] <= one["start"]
            and one["end"] <= row["end"]
        ]

    def _decision_id(self, row: Row) -> str:
        """Return the id of the decision that holds, else one that a team mate deciding the same would give too."""
        names = {one["reconciliation_id"]: one for one in rows_of(self.tables["reconciliations"])}
        own = names.get(row["reconciliation_id"])
        if own and own["code_id"] == row["code_id"]:
            return str(own["reconciliation_id"])
        place = f"{row['transcript_id'][:40]}.{row['start']}-{row['end']}.{row['code_id'][:50]}"
        return new_id("reconciliation") if place in names else place

    def _amended(self, code: str, wanted: Mapping[str, Any]) -> list[Change]:
        before = row_of("codes", {"code_id": code}, self.tables) or {}
        fields = {name: str(wanted[name]).strip() for name in AMENDABLE if name in wanted}
        changed = {name: value for name, value in fields.items() if value != before.get(name, "")}
        return [Change("put", "codes", {"code_id": code, **changed})] if before and changed else []

    def _withdraw(self, message: Message) -> Message:
        row = self._difference(message)
        if not row["reconciliation_id"]:
            return self._answer_with("", "Nothing is decided here.")
        saved = self._save(Change("delete", "reconciliations", {"reconciliation_id": row["reconciliation_id"]}))
        return self._answer_with(saved.at, "The decision is taken back; the passage is open again")

    # saving and taking back ---------------------------------------------------------------------------

    def _save(self, *changes: Change) -> Saved:
        back = reverse(changes, self.tables)
        saved = self._on_save(list(changes))
        self._acts.append(back)
        self.tables = applied(changes, self.tables)
        self._decisions()
        return saved

    def _take_back(self, action: str) -> Message:
        act = self._history[action]
        at = self._by_journal(act) if act and self._refresh else self._by_memory(action)
        if not at:
            return self._answer_with("", f"There is nothing to {action}.")
        answer = self._answer_with(at)
        done = "Undone" if action == "undo" else "Done again"
        is_here = bool(answer["put"] or answer["removed"] or "codes" in answer)
        return {**answer, "said": f"{done}." if is_here else f"{done}: your last act was not a decision here."}

    def _by_journal(self, act: Callable[[], Saved | None]) -> str:
        saved = act()
        if saved is None or self._refresh is None:
            return ""
        self._reread()
        return saved.at

    def _by_memory(self, action: str) -> str:
        if action == "redo" or not self._acts:
            return ""
        saved = self._on_save(list(self._acts[-1]))
        self.tables = applied(self._acts.pop(), self.tables)
        self._decisions()
        return saved.at

    def _reread(self) -> None:
        read = self._refresh() if self._refresh else self.tables
        self._read(tables_of(read), texts_of(read, self.texts))

    def _answer_with(self, at: str, sentence: str = "") -> Message:
        return {"at": at, "said": sentence, **self._delta()}

    def _delta(self) -> Message:
        items, codes = self._items(), code_list(self.tables["codes"])
        put = [row for identity, row in items.items() if self._sent.get(identity) != row]
        removed = [identity for identity in self._sent if identity not in items]
        changed_codes = {} if codes == self._sent_codes else {"codes": codes}
        self._sent, self._sent_codes = items, codes
        return {"put": put, "removed": removed, **changed_codes}

    def refresh(self) -> None:
        """Show what team mates coded and decided in the meantime."""
        if self._refresh is None:
            return
        read = self._refresh()
        scoped = coding.in_scope(tables_of(read))
        if all(scoped[name].equals(self.tables[name]) for name in READ):
            return
        self._read(tables_of(read), texts_of(read, self.texts))
        self.send({"type": "items", **self._delta()})

    # the page without a live workbook ------------------------------------------------------------------

    def static(self) -> Html:
        """Return how many disagreements each code has, and how many are decided; no words of an interview."""
        rows = pd.DataFrame(self.differences.values(), columns=["code_id", "kind", "decision"], dtype=object)
        codes = self.tables["codes"]
        named = dict(zip(codes["code_id"], codes["name"], strict=True))
        shown = pd.DataFrame([_counts(named.get(code, code), own) for code, own in rows.groupby("code_id", sort=False)])
        if len(shown):
            shown = shown.sort_values(["open", "name"], ascending=[False, True], kind="stable")
        columns = {"name": "Code", "open": "To decide", "decided": "Decided", **agreement.KINDS}
        columns = {name: words[:1].upper() + words[1:] for name, words in columns.items()}
        return display.table(shown, caption="Where coders differ, by code", columns=columns, empty=NOTHING)


def reconcile(
    tables: schemas.Tables,
    texts: Texts,
    *,
    person: str,
    on_save: Callable[[list[Change]], Saved],
    refresh: Refresh | None = None,
    on_undo: Callable[[], Saved | None] | None = None,
    on_redo: Callable[[], Saved | None] | None = None,
    study: str = "",
) -> Reconcile:
    """Return the screen on which a team looks at what its coders treat differently, and decides.

    A decision with its reason, and what it amends in the codebook, is one act with one undo; it changes nobody's
    coding. Arguments as those of `coding_panel`.
    """
    return Reconcile(
        tables, texts, person=person, on_save=on_save, refresh=refresh, on_undo=on_undo, on_redo=on_redo, study=study
    )


def _identity(row: Mapping[str, Any]) -> str:
    return f"{row['transcript_id']}|{row['start']}|{row['end']}|{row['code_id']}"


def _parts(text: str, turn: Row, row: Row) -> list[str]:
    start = min(max(row["start"], turn["start"]), turn["end"])
    end = max(min(row["end"], turn["end"]), start)
    return [text[turn["start"] : start], text[start:end], text[end : turn["end"]]]


def _counts(name: str, own: pd.DataFrame) -> Row:
    kinds: Sequence[str] = own["kind"].tolist()
    is_open = own["decision"] == ""
    return {
        "name": name,
        "open": int(is_open.sum()),
        "decided": int((~is_open).sum()),
        **{kind: kinds.count(kind) for kind in agreement.KINDS},
    }
