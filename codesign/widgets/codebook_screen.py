"""The codebook screen: the codes as a tree, what each means, and every change of them, each one act with one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from codesign import codebooks, coding, schemas, transcripts
from codesign.codebooks import TEXTS, CodeHistory, Edit, Preview
from codesign.display import Html, table
from codesign.errors import CodebookError, Problem
from codesign.figures import FAMILY_COLOURS
from codesign.journal import Change, Saved
from codesign.widgets.screen import (
    POLL_SECONDS,
    Message,
    Refresh,
    Row,
    Screen,
    Texts,
    now,
    rows_of,
    study_key,
    tables_of,
    texts_of,
)

NO_CODES = "No codes yet. Press “New code” to make the first one, or bring in a codebook with “workbook import”."
TITLES = {"definition": "Definition", "include": "When to use it", "exclude": "When not", "example": "Example"}
HERE = " in 01, under “The codebook”"
Undo = Callable[[], "Saved | None"]


class CodebookScreen(Screen):
    """The tree of codes with their counts, and for the chosen one its fields, its acts and its history."""

    name = "codebook_screen"

    def __init__(
        self,
        tables: schemas.Tables,
        texts: Texts,
        *,
        person: str,
        on_save: Callable[[list[Change]], Saved],
        refresh: Refresh | None,
        on_undo: Undo | None,
        on_redo: Undo | None,
        history: Callable[[], CodeHistory] | None,
        study: str,
    ) -> None:
        super().__init__()
        self.person, self._on_save, self._refresh, self._history = person, on_save, refresh, history
        self._ways = {"undo": on_undo, "redo": on_redo}
        self._study = study_key(schemas.complete(tables), study)
        self._read(tables, texts)
        self._sent: Message = {}

    def _read(self, tables: schemas.Tables, texts: Texts) -> None:
        self.tables, self.texts = schemas.complete(tables), dict(texts)
        self.past = self._history() if self._history else CodeHistory()
        # What waits, or was said by somebody who withdrew, counts nowhere, but its code must follow a change too.
        self.whole = {**self.tables, **self.past.whole}

    def _reread(self) -> None:
        if self._refresh:
            read = self._refresh()
            self._read(tables_of(read), texts_of(read, self.texts))

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return the codes with their counts; no words of an interview."""
        self._sent = self._state()
        return {
            "key": f"codebook:{self._study}:{self.person}" if self._study else "",
            "poll": POLL_SECONDS if self._refresh else 0,
            "families": [
                {"id": one, "name": name, "hue": FAMILY_COLOURS[one]} for one, name in schemas.FAMILIES.items()
            ],
            "longest": codebooks.LONGEST_NAME,
            "empty": NO_CODES,
            "can": {name: bool(way) for name, way in self._ways.items()},
            **self._sent,
        }

    def _state(self) -> Message:
        scoped = coding.in_scope(self.tables)
        counted = coding.code_counts(coding.attributed(scoped), scoped["codes"])
        counts = {row["code_id"]: row for row in rows_of(counted)}
        own = self.whole["codings"].groupby("code_id")["coder"].agg(["size", "nunique"])
        return {
            "codes": [self._code(row, depth, counts, own.to_dict("index")) for row, depth in _with_group(self.whole)],
            "of": coding.heard(scoped)["employers"],
            "gone": self._gone(),
            "problems": self._problems(),
            "undo": self.past.undo,
            "redo": self.past.redo,
        }

    def _code(self, row: Row, depth: int, counts: Mapping[str, Row], own: Mapping[Any, Any]) -> Row:
        heard, coded = counts.get(row["code_id"], {}), own.get(row["code_id"], {})
        return {"id": row["code_id"], "parent": row["parent_id"], "depth": depth, "group": row["group"],
                **{name: row[name] for name in ("name", "family", *TEXTS)},
                "employers": heard.get("employers", 0), "interviews": heard.get("interviews", 0),
                "codings": coded.get("size", 0), "coders": coded.get("nunique", 0)}  # fmt: skip

    def _gone(self) -> list[Row]:
        """Return the codes that are no longer in the codebook, and who still has them."""
        removed = self.past.removed
        named = codebooks.taken_ids(self.whole) if len(removed) else set()
        every = self.whole["codings"]
        coders = every[every["code_id"].isin(removed["code_id"])].groupby("code_id")["coder"].agg(["size", "nunique"])
        own = coders.to_dict("index")
        return [
            {"id": row["code_id"], "name": row["name"] or row["code_id"], "person": row["person"], "at": row["at"],
             "words": row["words"], "codings": own.get(row["code_id"], {}).get("size", 0),
             "coders": own.get(row["code_id"], {}).get("nunique", 0), "named": row["code_id"] in named}
            for row in rows_of(removed)
        ]  # fmt: skip

    def _problems(self) -> list[Row]:
        codes = self.whole["codes"]
        groups = [*codebooks.twins(codes), *codebooks.circles(codes)]
        problems = [
            {"sentence": _sentence(problem), "codes": [row["code_id"] for row in rows]}
            for problem, rows in zip(codebooks.problems(codes), groups, strict=True)
        ]
        code_ids = set(codes["code_id"])
        orphans = [row for row in rows_of(codes) if row["parent_id"] and row["parent_id"] not in code_ids]
        why = "the code it stands below is gone. It stands at the top until you move it, or bring the other back."
        problems += [{"sentence": f"“{row['name']}”: {why}", "codes": [row["code_id"]]} for row in orphans]
        return problems + [
            {"sentence": sentence, "codes": [one]}
            for one, sentences in self.past.conflicts.items()
            for sentence in sentences
        ]

    def ask(self, message: Message) -> None:
        """Send what a change would touch, the passages of a code, or its history."""
        kind, code = str(message.get("type")), str(message.get("code"))
        answers = {"passages": self._passages, "preview": self._preview, "history": self._events}
        if kind in answers:
            try:
                self.send({"type": kind, "code": code, **answers[kind](code, message)})
            except CodebookError as error:
                self.send({"type": kind, "code": code, "sentences": [str(error)], "rows": [], "texts": []})

    def _passages(self, code: str, _message: Message) -> Message:
        scoped = coding.in_scope(self.tables)["codings"]
        own = scoped[scoped["code_id"] == code].sort_values(["transcript_id", "start", "end"], kind="stable")
        return {"rows": [
            {"id": row["coding_id"], "transcript": row["transcript_id"], "coder": row["coder"], "memo": row["memo"],
             "polarity": row["polarity"],
             "words": transcripts.spoken_words(self.texts.get(row["transcript_id"], ""), row["start"], row["end"])}
            for row in rows_of(own)
        ]}  # fmt: skip

    def _preview(self, code: str, message: Message) -> Message:
        into = str(message.get("into") or "")
        preview = (
            codebooks.merge_preview(self.whole, code, into) if into else codebooks.removal_preview(self.whole, code)
        )
        texts = [{"name": name, "title": TITLES[name], "words": words} for name, words in preview.texts.items()]
        return {
            "into": into,
            "sentences": _consequences(preview, self._name(into) if into else ""),
            "texts": texts,
            "codings": preview.codings,
        }

    def _events(self, code: str, _message: Message) -> Message:
        events = self.past.events
        return {"rows": rows_of(events.loc[events["code_id"] == code, ["at", "person", "words"]])}

    def _name(self, code: str) -> str:
        names = dict(zip(self.whole["codes"]["code_id"], self.whole["codes"]["name"], strict=True))
        return str(names.get(code, code))

    # what the person does -----------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save one act, or take the last one back."""
        action = str(message.get("action"))
        if action in self._ways:
            return self._take_back(action)
        return self._done(self._edit(action, {name: str(value) for name, value in message.items()}, message))

    def _edit(self, action: str, asked: Mapping[str, str], message: Message) -> Edit:
        tables, codes, code = self.whole, self.whole["codes"], asked.get("code", "")
        gone = self.past.removed["code_id"]
        acts: dict[str, Callable[[], Edit]] = {
            "add": lambda: codebooks.added(tables, asked["name"], family=asked["family"], parent_id=asked["parent"],
                                           definition=asked["definition"], taken=gone),
            "rename": lambda: codebooks.renamed(codes, code, asked["name"]),
            "describe": lambda: codebooks.described(codes, code, asked["field"], asked["words"]),
            "move": lambda: codebooks.moved(codes, code, family=asked["family"], parent_id=asked["parent"]),
            "shift": lambda: codebooks.shifted(codes, code, asked["way"]),
            "merge": lambda: codebooks.merged(tables, code, asked["into"], texts=message["texts"]),
            "split": lambda: codebooks.split(tables, code, asked["name"], message["codings"],
                                             definition=asked["definition"], taken=gone),
            "remove": lambda: codebooks.removed(tables, code, with_codings=message.get("withCodings") is True),
            "restore": lambda: self._restored(code),
        }  # fmt: skip
        return acts[action]()

    def _restored(self, code: str) -> Edit:
        row = next((row for row in rows_of(self.past.removed) if row["code_id"] == code), None)
        if row is None:
            raise CodebookError("this code is in the codebook already.")
        return codebooks.restored(row, self.whole["codes"])

    def _done(self, edit: Edit) -> Message:
        changes = [Change("put", *one) for one in edit.put] + [Change("delete", *one) for one in edit.delete]
        if not changes:
            return self._answer_with(now(), edit.words, edit.code_id)
        saved = self._on_save(changes)
        if self._refresh:
            self._reread()
        else:
            self._read(codebooks.edited(self.tables, edit), self.texts)
        return self._answer_with(saved.at, f"{edit.words}.", edit.code_id)

    def _take_back(self, action: str) -> Message:
        way, done = self._ways[action], "Undone" if action == "undo" else "Done again"
        self._reread()
        words = self.past.undo if action == "undo" else self.past.redo
        saved = way() if way else None
        if saved is None:
            return self._answer_with(now(), f"There is nothing to {action}.")
        self._reread()
        return self._answer_with(saved.at, f"{done}: {words or 'your last act'}.")

    def _answer_with(self, at: str, sentence: str, code: str = "") -> Message:
        self._sent = self._state()
        return {"at": at, "said": sentence, "code": code, **self._sent}

    def refresh(self) -> None:
        """Show what others changed."""
        if self._refresh is None:
            return
        self._reread()
        state = self._state()
        if state != self._sent:
            self._sent = state
            self.send({"type": "state", **state})

    # the page without a live workbook ------------------------------------------------------------------

    def static(self) -> Html:
        """Return the codes with their definitions and how many employers say each; no words of an interview."""
        state = self._state()
        names = schemas.FAMILIES
        rows = [
            {
                **row,
                "name": f"{'– ' * row['depth']}{row['name']}",
                "said": f"{row['employers']} of {state['of']}",
                "family": names.get(row["family"], row["family"]),
            }
            for row in state["codes"]
        ]
        columns = {"name": "Code", "family": "Family", "said": "Employers who say it", **TITLES}
        del columns["example"]
        return table(pd.DataFrame(rows, columns=list(columns)), caption="Codebook", columns=columns, empty=NO_CODES)


def codebook_screen(
    tables: schemas.Tables,
    texts: Texts,
    *,
    person: str,
    on_save: Callable[[list[Change]], Saved],
    refresh: Refresh | None = None,
    on_undo: Undo | None = None,
    on_redo: Undo | None = None,
    history: Callable[[], CodeHistory] | None = None,
    study: str = "",
) -> CodebookScreen:
    """Return the screen on which a team keeps its codebook.

    `on_save` gets the changes of one act and returns when they are on the disk; `refresh` reads tables and texts again;
    `on_undo` and `on_redo` take back and redo the person's last act; `history` returns what became of the codes, such
    as `Workbook.code_history`. Without it the screen shows no history and cannot bring back a code.
    """
    return CodebookScreen(
        tables,
        texts,
        person=person,
        on_save=on_save,
        refresh=refresh,
        on_undo=on_undo,
        on_redo=on_redo,
        history=history,
        study=study,
    )


def _with_group(tables: schemas.Tables) -> list[tuple[Row, int]]:
    """Return the codes in the order of the tree, each with the family its branch stands in."""
    placed: list[tuple[Row, int]] = []
    group = ""
    for row, depth in codebooks.tree(tables["codes"]):
        group = row["family"] if depth == 0 else group
        placed.append(({**row, "group": group}, depth))
    return placed


def _sentence(problem: Problem) -> str:
    words = problem.allowed.replace(HERE, "")
    return f"“{problem.value}” {words}." if problem.value else f"{words}."


def _consequences(preview: Preview, into: str) -> list[str]:
    """Return what an act will touch, in sentences; `into` is the name of the code that takes over, if one does."""
    codings, coders = _number(preview.codings, "coding"), _number(preview.coders, "coder")
    sentences = []
    if preview.codings:
        sentences.append(
            f"{codings} of {coders} get “{into}”; each stays its coder's." if into else f"It has {codings} of {coders}."
        )
    if preview.joined:
        verb = "join" if preview.joined > 1 else "joins"
        sentences.append(
            f"{preview.joined:,} of them {verb} a coding of the same coder on the same passage, which keeps both memos."
        )
    if preview.findings:
        sentences.append(
            f"{_number(preview.findings, 'finding')} {'rest on it' if preview.findings > 1 else 'rests on it'}"
            + (f" and will rest on “{into}”." if into else " and will no longer.")
        )
    if preview.below:
        sentences.append(
            f"{_number(preview.below, 'code')} right below it {'move' if preview.below > 1 else 'moves'} "
            + (f"below “{into}”." if into else "up.")
        )
    others = [f"{count} in {name.replace('_', ' ')}" for name, count in preview.others.items()]
    if others:
        sentences.append(f"Also {', '.join(others)} {'follow' if into else 'go with it'}.")
    return sentences or ["Nothing names this code: it only leaves the codebook."]


def _number(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
