"""The screen of the labour-market scan: each match a sentence one can see, and say whether it means the task."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from codesign import display
from codesign.display import Html
from codesign.journal import Change, Saved
from codesign.phrases import count_of
from codesign.widgets.history import Acts, Undo, no_acts
from codesign.widgets.latest_act import LatestAct
from codesign.widgets.screen import POLL_SECONDS, Message, Refused, Row, Screen

NOTHING = "No job postings yet. Bring them in with: workbook import STUDY FILES --as postings"
WHAT = {"scan_verdicts": "a verdict", "task_proposals": "a proposed task"}
MOST_SENT = 200
"""Sentences of one task that are sent to the page."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of postings that was matched: where its words stand, in whose posting, and what was judged of it."""

    sha256: str
    text: str
    marks: tuple[tuple[int, int], ...]
    where: str
    postings: int
    verdict: str
    verb: str
    thing: str
    note: str = ""
    is_near: bool = False


@dataclass(frozen=True)
class Sought:
    """A task or code with the sentences found for it; `share` is empty where none may be told, and `why` says why."""

    identity: str
    table: str
    number: str
    label: str
    kind: str
    share: str
    judged: str
    why: str
    sentences: tuple[Sentence, ...]

    @property
    def key(self) -> str:
        """How the page calls it."""
        return f"{self.table} {self.identity}"


@dataclass(frozen=True)
class Unasked:
    """Work that could become a task: the draft, where it comes from, what speaks for it, and a sentence to read."""

    draft: str
    came_from: str
    named: str
    sentence: str
    is_made: bool


@dataclass(frozen=True)
class Scanned:
    """The postings of a run, read: what was found for each task and code."""

    postings: int
    sought: tuple[Sought, ...]


class Scan(Screen):
    """Tasks and codes with their sentences, each to be said right or wrong; and what stands on one side only."""

    name = "scan"

    def __init__(
        self,
        read: Callable[[], Scanned],
        compare: Callable[[], Mapping[str, Sequence[Unasked]]],
        *,
        person: str,
        on_save: Callable[[list[Change]], Saved],
        study: str,
        on_undo: Undo | None,
        on_redo: Undo | None,
        acts: Acts,
    ) -> None:
        super().__init__()
        self._read, self._compare, self._on_save = read, compare, on_save
        self._person, self._study = person, study
        self._latest = LatestAct(WHAT, on_undo, on_redo, acts)
        self._scanned = read()
        self._opened = {one.key for one in self._scanned.sought if _unread(one)} if self._is_small() else set()
        self._sides: Mapping[str, Sequence[Unasked]] | None = None

    def _is_small(self) -> bool:
        return sum(len(one.sentences) for one in self._scanned.sought) <= MOST_SENT

    def snapshot(self) -> Message:
        """Return the tasks and codes; sentences are sent for those that are opened."""
        return {"key": f"scan:{self._study}" if self._study else "", "poll": POLL_SECONDS, **self._shown()}

    def _shown(self) -> Message:
        sought = self._scanned.sought
        return {
            "empty": "" if self._scanned.postings else NOTHING,
            "about": _about(self._scanned),
            "groups": [_group(one) for one in sought if one.sentences],
            "silent": [_silent(one) for one in sought if not one.sentences],
            "sentences": {one.key: _sentences(one) for one in sought if one.key in self._opened},
            "sides": None
            if self._sides is None
            else {name: list(map(_side, ones)) for name, ones in self._sides.items()},
        }

    def ask(self, message: Message) -> None:
        """Send the sentences of a task that was opened, or what stands on one side only."""
        if message.get("type") == "open":
            self._opened.add(str(message.get("group")))
        elif message.get("type") == "sides":
            self._sides = self._compare()
        else:
            return
        self.send({"type": "rows", **self._shown()})

    def change(self, message: Message) -> Message:
        """Save a verdict or a proposed task, or take the last one back."""
        action = str(message.get("action"))
        if self._latest.takes(action):
            return self._take_back(action)
        if action == "judge":
            return self._judge(str(message["group"]), str(message["sentence"]), str(message["verdict"]))
        if action == "propose":
            return self._propose(str(message["draft"]))
        raise Refused("Not saved: this screen does not know that act.")

    # verdicts ---------------------------------------------------------------------------------------------

    def _judge(self, group: str, sha256: str, verdict: str) -> Message:
        sought = next((one for one in self._scanned.sought if one.key == group), None)
        sentence = next((one for one in sought.sentences if one.sha256 == sha256), None) if sought else None
        if sought is None or sentence is None:
            raise Refused("Not saved: this sentence is no match any more.")
        row = {
            "sentence_sha256": sha256,
            "task_id": sought.identity if sought.table == "tasks" else "",
            "code_id": sought.identity if sought.table == "codes" else "",
            "verdict": verdict,
            "verb": sentence.verb,
            "thing": sentence.thing,
            "judged_by": self._person,
            "judged_on": date.today().isoformat(),  # noqa: DTZ011  the day where the person sits
        }
        saved = self._on_save([Change("put", "scan_verdicts", row)])
        before = self._others_left_out(group)
        self._again()
        return {"at": saved.at, **self._shown(), "said": self._judged_words(group, verdict, before)}

    def _others_left_out(self, group: str) -> int:
        own = next((one for one in self._scanned.sought if one.key == group), None)
        return sum(bool(one.note) for one in own.sentences) if own else 0

    def _judged_words(self, group: str, verdict: str, before: int) -> str:
        own = next((one for one in self._scanned.sought if one.key == group), None)
        words = {"right": "Right.", "wrong": "Wrong."}.get(verdict, "Taken back.")
        if own is None:
            return words
        more = self._others_left_out(group) - before
        taught = f" {count_of(more, 'other sentence')} with the same words left out." if more > 0 else ""
        return f"{words}{taught} {own.share or own.why.capitalize() or own.judged.capitalize()}."

    # proposals --------------------------------------------------------------------------------------------

    def _propose(self, draft: str) -> Message:
        sides = self._sides or self._compare()
        side = next((one for ones in sides.values() for one in ones if one.draft == draft), None)
        if side is None:
            raise Refused("Not saved: this is not in the list any more.")
        if side.is_made:
            raise Refused(f"“{draft}” waits on the board already. Nothing was changed.")
        row = {"text": draft, "came_from": side.came_from, "named": side.named}
        identity = f"proposal-{hashlib.blake2s(draft.encode(), digest_size=8).hexdigest()}"
        saved = self._on_save([Change("put", "task_proposals", {"proposal_id": identity, **row})])
        self._sides = self._compare()
        return {"at": saved.at, **self._shown(), "said": f"“{draft}” waits on the task board, in workbook 03."}

    # either -----------------------------------------------------------------------------------------------

    def _again(self) -> None:
        self._scanned = self._read()
        self._latest.did()

    def _take_back(self, action: str) -> Message:
        at, words = self._latest.take(action)
        if at:
            self._scanned = self._read()
            self._sides = None if self._sides is None else self._compare()
        return {"at": at, **self._shown(), "said": words}

    def refresh(self) -> None:
        """Show what others judged or brought in."""
        before = self._shown()
        self._scanned = self._read()
        if self._shown() != before:
            self.send({"type": "rows", **self._shown()})

    def static(self) -> Html:
        """Return what was found for each task and code, and what was judged of it."""
        rows = [
            {
                "label": _called(one),
                "sentences": len(one.sentences),
                "judged": one.judged,
                "share": one.share or one.why,
            }
            for one in self._scanned.sought
            if one.sentences
        ]
        columns = {"label": "Task or code", "sentences": "Sentences", "judged": "Judged", "share": "Postings"}
        return display.table(
            pd.DataFrame(rows, columns=list(columns)),
            caption="Sentences of job postings, and what was judged of them",
            columns=columns,
            empty=NOTHING if not self._scanned.postings else "No sentence of a posting was found for a task or code.",
        )


def scan(
    read: Callable[[], Scanned],
    compare: Callable[[], Mapping[str, Sequence[Unasked]]],
    *,
    person: str,
    on_save: Callable[[list[Change]], Saved],
    study: str = "",
    on_undo: Undo | None = None,
    on_redo: Undo | None = None,
    acts: Acts = no_acts,
) -> Scan:
    """Return the screen on which people say of each sentence that was found whether it means the task.

    `read` returns what was found as the study stands, `compare` what stands in postings or in interviews only.
    """
    return Scan(read, compare, person=person, on_save=on_save, study=study, on_undo=on_undo, on_redo=on_redo, acts=acts)


def _called(one: Sought) -> str:
    return f"{one.number} {one.label}".strip()


def _unread(one: Sought) -> int:
    return sum(not sentence.verdict and not sentence.note and not sentence.is_near for sentence in one.sentences)


def _group(one: Sought) -> Row:
    whole = [sentence for sentence in one.sentences if not sentence.is_near]
    return {
        "id": one.key,
        "number": one.number,
        "label": one.label,
        "kind": one.kind,
        "share": one.share,
        "judged": one.judged if one.share or not one.why else one.why,
        "unread": _unread(one),
        "found": count_of(len(whole or one.sentences), "sentence"),
        "near": not whole,
    }


def _silent(one: Sought) -> Row:
    return {"number": one.number, "label": one.label, "kind": one.kind, "why": one.why or "in no posting in such words"}


def _sentences(one: Sought) -> list[Row]:
    order = sorted(one.sentences, key=lambda row: row.is_near)
    return [
        {
            "id": row.sha256,
            "parts": _parts(row),
            "where": row.where,
            "verdict": row.verdict,
            "note": row.note,
            "near": row.is_near,
        }
        for row in order[:MOST_SENT]
    ]


def _parts(row: Sentence) -> list[list[str]]:
    """Return the sentence in pieces, those that the match rests on marked."""
    pieces: list[list[str]] = []
    at = 0
    for start, end in sorted(row.marks):
        pieces += [[row.text[at:start], ""], [row.text[start:end], "mark"]]
        at = end
    return [piece for piece in [*pieces, [row.text[at:], ""]] if piece[0]]


def _side(one: Unasked) -> Row:
    return {"draft": one.draft, "named": one.named, "sentence": one.sentence, "made": one.is_made}


def _about(scanned: Scanned) -> str:
    unread = sum(map(_unread, scanned.sought))
    shares = sum(bool(one.share) for one in scanned.sought)
    return (
        f"{count_of(scanned.postings, 'posting')} · {count_of(unread, 'sentence')} to judge · "
        f"{count_of(shares, 'share')} may be told"
    )
