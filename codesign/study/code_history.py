"""What became of the codes, read from the journals: who changed what when, and which codes are gone but still named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pandas as pd

from codesign import codebooks, journal, schemas
from codesign.codebooks import TEXTS, CodeHistory
from codesign.codebooks.past import EVENTS, REMOVED
from codesign.errors import Problem
from codesign.journal import Operation

Row = dict[str, Any]
SAID = {"definition": "Definition", "include": "When to use it", "exclude": "When not to", "example": "Example"}


def code_history(folded: journal.Folded, decided: schemas.Tables, person: str) -> CodeHistory:
    """Return the past of the codes; `decided` are the tables people decide, whole, and `person` is who may undo."""
    past = _Past(folded)
    here = set(decided["codes"]["code_id"])
    gone = [past.gone(identity) for identity in past.operations if identity not in here]
    conflicts = {identity: [str(one) for one in folded.conflicts_of("codes", identity)] for identity in past.operations}
    return CodeHistory(
        events=pd.DataFrame(past.events[::-1], columns=EVENTS, dtype=object),
        removed=pd.DataFrame(gone, columns=REMOVED, dtype=object),
        conflicts={identity: sentences for identity, sentences in conflicts.items() if sentences},
        undo=past.in_words(journal.last_undoable(folded, person)),
        redo=past.in_words(past.target(journal.last_redoable(folded, person))),
        whole=decided,
    )


def problems(folded: journal.Folded, tables: schemas.Tables) -> list[Problem]:
    """Return what is wrong with the codes, each code that is gone and still named, and all other names of nothing.

    A cell that names a row of another table which is not there stops no run.
    """
    named = schemas.reference_problems(tables)
    others = [replace(problem, level="unfinished") for problem in named if not _names_a_code(problem)]
    missing = [problem for problem in named if _names_a_code(problem)]
    return [*others, *codebooks.problems(tables["codes"]), *_missing_codes(folded, missing)]


def _missing_codes(folded: journal.Folded, missing: Sequence[Problem]) -> list[Problem]:
    if not missing:
        return []
    last = _Past(folded).last
    by_code: dict[str, list[Problem]] = {}
    for problem in missing:
        by_code.setdefault(problem.value, []).append(problem)
    return [_gone(one, by_code[one], last.get(one)) for one in by_code]


def _names_a_code(problem: Problem) -> bool:
    row = schemas.TABLES.get(problem.where)
    return row is not None and row.references.get(problem.column) == "codes"


def _gone(code_id: str, naming: Sequence[Problem], last: Row | None) -> Problem:
    tables = [problem.where.replace("_", " ") for problem in naming]
    counts = ", ".join(f"{tables.count(name)} {name}" for name in dict.fromkeys(tables))
    who = f": “{last['name']}” was removed by {last['person']} on {last['at']}" if last else ""
    sentence = (
        f"is not in codes{who}. Still named by {counts}, which are kept. Bring it back, or merge it into another code, "
        "in 01 under “The codebook”"
    )
    return Problem(naming[0].where, naming[0].column, code_id, sentence, level="unfinished")


@dataclass
class _Past:
    """The operations on codes played once more, in order; `last` is each code that vanished as it last was."""

    folded: journal.Folded
    operations: dict[str, list[Operation]] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    last: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._undos: list[Operation] = []
        self._undone: set[str] = set()
        self._words: dict[str, str] = {}
        self._groups = _groups(self.folded.operations)
        for group, operations in self._groups.items():
            codes = [one for one in operations if one.table == "codes"]
            if operations[0].op == "undo":
                self._take_back(operations[0])
            elif codes:
                self._act(group, operations, codes)

    def in_words(self, group: str) -> str:
        """Return in a few words what was done in an act; empty where there is none."""
        if not group or group in self._words:
            return self._words.get(group, "")
        tables = [one.table.replace("_", " ") for one in self._operations_of(group)]
        return ", ".join(f"{tables.count(name)} in {name}" for name in dict.fromkeys(tables))

    def target(self, undo: str) -> str:
        """Return the act that an undo took back."""
        return next((one.target for one in self._undos if one.group == undo), "") or self._target_elsewhere(undo)

    def _target_elsewhere(self, undo: str) -> str:
        return next((one.target for one in self.folded.operations if undo and one.group == undo), "")

    def _operations_of(self, group: str) -> list[Operation]:
        return [one for one in self.folded.operations if one.group == group]

    def now(self, code_id: str) -> Row:
        """Return the fields of a code as they are at this point; empty where it is not there."""
        values: Row = {}
        for one in self.operations.get(code_id, ()):
            if one.group not in self._undone:
                values = {} if one.op == "delete" else {**values, **one.fields}
        return values

    def gone(self, code_id: str) -> Row:
        """Return a code that is not in the codebook as it last was, and who took it out, when and how."""
        if code_id in self.last and not self.now(code_id):
            return self.last[code_id]
        row = {"code_id": code_id, **self.now(code_id)}
        event = next((one for one in reversed(self.events) if one["code_id"] == code_id), {})
        return {**_whole(row), **event, "words": _left_out(row)}

    def _name(self, code_id: str) -> str:
        return str(self.now(code_id).get("name") or self.last.get(code_id, {}).get("name") or code_id)

    # playing ------------------------------------------------------------------------------------------

    def _act(self, group: str, operations: Sequence[Operation], codes: Sequence[Operation]) -> None:
        before = {one.row: self.now(one.row) for one in codes}
        names = {one.row: self._name(one.row) for one in codes}
        sentences: dict[str, str] = {}
        into = _merged_into(operations, codes, before)
        moved = _moved_to(operations)
        for one in codes:
            was_there = one.row in self.operations
            self.operations.setdefault(one.row, []).append(one)
            if one.op == "delete":
                sentences[one.row] = f"Merged into “{self._name(into)}”" if into else "Removed"
            elif not before[one.row]:
                sentences[one.row] = self._made(moved.get(one.row, ()), was_there=was_there)
            else:
                sentences[one.row] = self._changed(one, before[one.row])
        if into:
            gone = next(one.row for one in codes if one.op == "delete")
            sentences = {gone: sentences[gone], **sentences, into: f"“{names[gone]}” merged into it"}
        self._words[group] = _first(
            sentences, {one.row: self.now(one.row).get("name") or names[one.row] for one in codes}
        )
        self._tell(codes[0], sentences, before)

    def _take_back(self, undo: Operation) -> None:
        touched = self._touched(undo.target)
        if not touched:
            return
        before = {code_id: self.now(code_id) for code_id in touched}
        self._undos.append(undo)
        self._undone = _undone(self._undos)
        original = self.target(undo.target)
        words = f"Did again: {self._words[original]}" if original else f"Took back: {self._words[undo.target]}"
        self._words[undo.group] = words
        self._tell(undo, dict.fromkeys(touched, words), before)

    def _touched(self, group: str) -> list[str]:
        while group in (undos := {one.group: one.target for one in self._undos}):
            group = undos[group]
        return list(dict.fromkeys(one.row for one in self._groups.get(group, ()) if one.table == "codes"))

    def _tell(self, one: Operation, sentences: Mapping[str, str], before: Mapping[str, Row]) -> None:
        for code_id, words in sentences.items():
            if not words:
                continue
            event = {"code_id": code_id, "at": _at(one.at), "person": one.person, "words": words}
            self.events.append(event)
            if before.get(code_id) and not self.now(code_id):
                self.last[code_id] = {**_whole({"code_id": code_id, **before[code_id]}), **event}

    # words --------------------------------------------------------------------------------------------

    def _made(self, moved: Sequence[Operation], *, was_there: bool) -> str:
        if was_there:
            return "Brought back"
        seen = {identity for other in moved for identity in other.on.get("code_id", [])}
        old = (
            next(
                (
                    str(other.fields["code_id"])
                    for other in self.folded.operations
                    if other.id in seen and "code_id" in other.fields
                ),
                "",
            )
            if seen
            else ""
        )
        return f"Split from “{self._name(old)}”" if old else "Made"

    def _changed(self, one: Operation, before: Row) -> str:
        new = {name: value for name, value in one.fields.items() if value != before.get(name, "")}
        parts = [f"Renamed from “{before.get('name', '')}”"] if "name" in new else []
        parts += [self._moved(one.row)] if new.keys() & {"parent_id", "family"} else []
        parts += [f"{SAID[name]} {'changed' if before.get(name) else 'written'}" for name in TEXTS if name in new]
        return "; ".join(parts)

    def _moved(self, code_id: str) -> str:
        now = self.now(code_id)
        if now.get("parent_id"):
            return f"Moved below “{self._name(now['parent_id'])}”"
        family = str(now.get("family", ""))
        return f"Moved to the top of {schemas.FAMILIES.get(family, family)}"


def _whole(row: Row) -> Row:
    return schemas.records(schemas.frame("codes", [row]))[0]


def _left_out(row: Row) -> str:
    """Return why a code breaks the rules, so that it is in the journals and not in the codebook."""
    reasons = [
        f"its {one.column} “{one.value}” is not known" if one.column == "family" else f"its {one.column} {one.allowed}"
        for one in schemas.row_problems("codes", row)
    ]
    return f"Left out: {'; '.join(reasons) or 'it is not complete'}"


def _groups(operations: Iterable[Operation]) -> dict[str, list[Operation]]:
    """Return the acts that touch codes, and every undo, in order."""
    every = list(operations)
    wanted = {one.group for one in every if one.table == "codes" or one.op == "undo"}
    groups: dict[str, list[Operation]] = {}
    for one in every:
        if one.group in wanted:
            groups.setdefault(one.group, []).append(one)
    return groups


def _merged_into(operations: Sequence[Operation], codes: Sequence[Operation], before: Mapping[str, Row]) -> str:
    """Return the code that took over what named a removed one; empty where an act is no merge."""
    gone = [one.row for one in codes if one.op == "delete"]
    if len(gone) != 1:
        return ""
    took = [
        str({**schemas.key_fields(one.table, one.row), **one.fields}.get(column) or "")
        for one in operations
        if one.op == "put" and one.table not in ("codes", "")
        for column, target in schemas.TABLES[one.table].references.items()
        if target == "codes"
    ]
    took += [one.row for one in codes if one.op == "put" and before[one.row] and one.fields.keys() & set(TEXTS)]
    return next((one for one in took if one and one not in gone), "")


def _moved_to(operations: Sequence[Operation]) -> dict[str, list[Operation]]:
    """Return for each code the operations of an act that give it codings which were there before."""
    moved: dict[str, list[Operation]] = {}
    for one in operations:
        if one.table == "codings" and one.op == "put" and "transcript_id" not in one.fields and "code_id" in one.fields:
            moved.setdefault(str(one.fields["code_id"]), []).append(one)
    return moved


def _undone(undos: Sequence[Operation]) -> set[str]:
    undone: set[str] = set()
    for one in reversed(undos):
        if one.group not in undone:
            undone.add(one.target)
    return undone


def _first(sentences: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return the words of an act by its first code: the one it is about."""
    code_id, words = next(((one, sentence) for one, sentence in sentences.items() if sentence), ("", ""))
    if not words:
        return "a change of the codebook"
    return f"“{names.get(code_id, code_id)}” {words[0].lower()}{words[1:]}"


def _at(stamp: str) -> str:
    try:
        when = datetime.fromisoformat(stamp).astimezone()
    except ValueError:
        return stamp
    return f"{when.day} {when:%b %Y, %H:%M}"
