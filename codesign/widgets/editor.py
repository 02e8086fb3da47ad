"""The table editor: rows of one table, checked cell by cell, saved as soon as a row is right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codesign import display, numbering, schemas
from codesign.display import Html
from codesign.journal import Change, Saved
from codesign.numbering import PREFIXES
from codesign.widgets import columns as column_kinds
from codesign.widgets import offered
from codesign.widgets.columns import Choices
from codesign.widgets.history import Act, applied, reverse, row_of
from codesign.widgets.row_names import RowNames, names_in
from codesign.widgets.screen import POLL_SECONDS, Message, Refresh, Refused, Row, Screen, rows_of, study_key, tables_of

HELD_BACK = "as in the transcript"
"""What stands for a speaker's name outside the live screen: a transcript may call people by their names."""


class TableEditor(Screen):
    """One table of the study as a grid that can be edited with keys alone."""

    name = "table_editor"

    def __init__(
        self,
        table: str,
        tables: schemas.Tables,
        *,
        on_save: Callable[[list[Change]], Saved],
        refresh: Refresh | None,
        columns: Sequence[str] | None,
        fixed: Mapping[str, Any] | None,
        choices: Choices | None,
        title: str,
        empty: str,
        study: str,
        folded: bool = False,
    ) -> None:
        super().__init__()
        if schemas.TABLES[table].origin != "decided":
            raise ValueError(f"{table} is {schemas.TABLES[table].origin}, so it cannot be edited here")
        self.table, self.tables = table, schemas.complete(tables)
        self.title = title or display.label(table)
        self.empty = empty or f"No {self.title.lower()} yet. Press “Add row”, or paste rows from Excel."
        self._on_save, self._refresh = on_save, refresh
        self._fixed, self._choices = dict(fixed or {}), dict(choices or {})
        self._columns = [name for name in (columns or schemas.columns(table)) if name not in self._fixed]
        self._study, self._folded = study_key(self.tables, study), folded
        self._acts: list[Act] = []
        self._became: dict[str, str] = {}

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return title, columns and rows."""
        return {
            "key": f"table:{self._study}:{self.table}:{self._fixed}" if self._study else "",
            "title": self.title,
            "empty": self.empty,
            "folded": self._folded,
            "columns": self._column_list(),
            "rows": self._rows(),
            "poll": POLL_SECONDS if self._refresh else 0,
        }

    def _column_list(self) -> list[Row]:
        return [offered.column(self.table, name, self.tables, self._choices, self._names) for name in self._columns]

    def _rows(self) -> list[Row]:
        rows = [row for row in rows_of(self.tables[self.table]) if self._belongs(row)]
        if "position" in schemas.columns(self.table):
            rows.sort(key=self._place)
        return [self._row(row) for row in rows]

    def _place(self, row: Row) -> tuple[Any, ...]:
        above = [name for name in schemas.TABLES[self.table].references if name not in schemas.TABLES[self.table].key]
        return (*(row[name] for name in above), row["position"] or 0)

    def _row(self, row: Row) -> Row:
        values = {name: column_kinds.shown(row[name]) for name in self._columns}
        if self._numbered in values:
            values[self._numbered] = self._names.number(self.table, row)
        shown = {"id": schemas.row_id(self.table, row), "name": self._names.of(self.table, row), "values": values}
        lost = offered.lost(self.table, row, self._names)
        return {**shown, "problems": lost} if lost else shown

    def _belongs(self, row: Row) -> bool:
        return all(row[name] == value for name, value in self._fixed.items())

    # what the person does -----------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save rows that are right and say what is wrong with the others."""
        action = str(message.get("action"))
        return {"put": self._put, "delete": self._delete, "undo": self._undo}[action](message)

    def _put(self, message: Message) -> Message:
        changes: list[Change] = []
        done: list[str] = []
        became: Row = {}
        wrong: list[Row] = []
        for typed in message["rows"]:
            one = self._as_it_became(typed)
            change, problems = self._checked(one, changes)
            if problems:
                wrong.append({"row": one["row"], "values": one["values"], "problems": problems})
            else:
                changes.append(change)
                done.append(typed["row"])
                if typed["isNew"]:
                    became[typed["row"]] = schemas.row_id(self.table, change.row)
        self._became |= became
        at = self._saved(changes, self._words(changes)) if changes else ""
        return self._answer_with(at, done=done, became=became, wrong=wrong)

    def _as_it_became(self, one: Row) -> Row:
        """Return what was typed into a new row as a change of the row it became, while that was not yet known there."""
        if not one["isNew"]:
            return one
        made = self._made_of(str(one["row"]))
        is_there = row_of(self.table, {schemas.TABLES[self.table].key[0]: made}, self.tables) is not None
        saved = self._became.get(one["row"]) or (made if is_there else "")
        return {**one, "row": saved, "isNew": False} if saved else one

    def _made_of(self, draft: str) -> str:
        """Return the identity of what a new row becomes: the same when a page that missed the answer sends it again."""
        return f"{schemas.TABLES[self.table].__name__.lower()}-{hashlib.sha256(draft.encode()).hexdigest()[:16]}"

    def _checked(self, one: Row, others: Sequence[Change]) -> tuple[Change, dict[str, str]]:
        values = {name: self._meant(name, text) for name, text in one["values"].items()}
        key = schemas.TABLES[self.table].key
        before: Row = {}
        if one["isNew"]:
            row = {**self._position(others), **self._fixed, **values, **self._new_key(str(one["row"]), values)}
            row = offered.completed(self.table, row, self._names)
        else:
            before = self._existing(str(one["row"]))
            parent = numbering.PARENTS.get(self.table, "")
            is_moved = parent in values and values[parent] != before[parent]
            place = self._position(others) if is_moved and "position" not in values else {}
            row = {**{name: before.get(name) for name in key}, **values, **place}
        problems = self._problems({**before, **row}, one["isNew"], others)
        problems = {**offered.problems(self.table, row, self._names), **problems}
        return Change("put", self.table, row), problems

    def _existing(self, identity: str) -> Row:
        row = row_of(self.table, schemas.key_fields(self.table, identity), self.tables)
        if row is None:
            raise Refused("Not saved: this row was deleted in the meantime. Add it again if it is needed.")
        return row

    def _meant(self, name: str, text: Any) -> Any:
        """Return the value of a typed cell; a row of another table may be called by its number."""
        value = column_kinds.typed(self.table, name, text)
        value = offered.meant(self.table, name, value, self._names)
        target = schemas.TABLES[self.table].references.get(name, "")
        return self._names.numbers.identity(target, value) if target in PREFIXES else value

    def _new_key(self, draft: str, values: Row) -> Row:
        first = schemas.TABLES[self.table].key[0]
        if len(schemas.TABLES[self.table].key) > 1 or values.get(first) or not first.endswith("_id"):
            return {}
        return {first: self._made_of(draft)}

    @property
    def _names(self) -> RowNames:
        return names_in(self.tables)

    @property
    def _numbered(self) -> str:
        """The column that has the rows' numbers; empty where rows have none."""
        return schemas.TABLES[self.table].key[0] if self.table in PREFIXES else ""

    def _position(self, others: Sequence[Change]) -> Row:
        if "position" not in schemas.columns(self.table):
            return {}
        taken = [row["position"] or 0 for row in rows_of(self.tables[self.table])]
        return {"position": max(taken, default=0) + 1 + len(others)}

    def _problems(self, row: Row, is_new: bool, others: Sequence[Change]) -> dict[str, str]:
        problems = {
            problem.column: _sentence(problem.value, problem.allowed)
            for problem in schemas.row_problems(self.table, row)
        }
        for name, target in schemas.TABLES[self.table].references.items():
            row_ids = {schemas.row_id(target, other) for other in rows_of(self.tables[target])}
            if row.get(name) and row[name] not in row_ids and name not in problems:
                problems[name] = f"“{row[name]}” is not there. Choose one of the list."
        identity = schemas.row_id(self.table, row)
        taken = {schemas.row_id(self.table, change.row) for change in others}
        is_taken = identity in taken or row_of(self.table, row, self.tables) is not None
        if is_new and (is_taken or self._names.numbers.identity(self.table, identity) != identity):
            problems[schemas.TABLES[self.table].key[-1]] = (
                "There is such a row already. Change that one, or choose another."
            )
        shown = {name: text for name, text in problems.items() if name in self._columns}
        return shown or (
            {self._columns[0]: "; ".join(f"{n}: {text}" for n, text in problems.items())} if problems else {}
        )

    def _delete(self, message: Message) -> Message:
        key = schemas.key_fields(self.table, str(message["row"]))
        row = row_of(self.table, key, self.tables)
        if row is None:
            return self._answer_with("", sentence="This row is gone already.")
        links, in_the_way = self._named_by(key)
        if in_the_way:
            raise Refused(
                f"Not deleted: {self._names.of(self.table, row)} is named by "
                f"{'; '.join(in_the_way)}. Change those first."
            )
        also = f" with {', '.join(_counted(links))}" if links else ""
        words = f"delete {self._names.of(self.table, row)}{also}"
        at = self._saved([*links, Change("delete", self.table, key)], words)
        return self._answer_with(at, sentence=f"Deleted {words.removeprefix('delete ')}. Undo brings it back.")

    def _named_by(self, key: Mapping[str, str]) -> tuple[list[Change], list[str]]:
        """Return the rows that only link to this one, which go with it, and the rows that must be changed first."""
        links: list[Change] = []
        in_the_way: list[str] = []
        if len(key) > 1:
            return links, in_the_way
        identity = next(iter(key.values()))
        for name, model in schemas.TABLES.items():
            for column, target in model.references.items():
                if target != self.table or model.origin != "decided":
                    continue
                naming = [row for row in rows_of(self.tables[name]) if row[column] == identity]
                if column in model.key:
                    links += [Change("delete", name, {part: row[part] for part in model.key}) for row in naming]
                else:
                    in_the_way += [self._names.of(name, row) for row in naming]
        in_the_way += [self._names.of(*one) for one in offered.naming(self.table, identity, self._names)]
        return links, in_the_way

    def _undo(self, message: Message) -> Message:  # noqa: ARG002  same signature as the others
        if not self._acts:
            return self._answer_with("", sentence="There is nothing to undo.")
        act = self._acts[-1]
        saved = self._on_save(list(act.back))
        self._acts.pop()
        self._apply(act.back)
        return self._answer_with(saved.at, sentence=f"Undone: {act.words}.")

    def _saved(self, changes: list[Change], words: str) -> str:
        changes = [*changes, *(Change("put", "numbers", row) for row in numbering.of_act(changes, self.tables))]
        back = reverse(changes, self.tables)
        saved = self._on_save(changes)
        self._acts.append(Act(words, back))
        self._apply(changes)
        return saved.at

    def _words(self, changes: Sequence[Change]) -> str:
        if len(changes) > 1:
            return f"change of {len(changes)} rows"
        before = row_of(self.table, changes[0].row, self.tables)
        return f"change of “{self._names.of(self.table, before)}”" if before else "new row"

    def _apply(self, changes: Sequence[Change]) -> None:
        self.tables = applied(changes, self.tables)

    def _answer_with(
        self,
        at: str,
        *,
        done: Sequence[str] = (),
        became: Mapping[str, str] | None = None,
        wrong: Sequence[Row] = (),
        sentence: str = "",
    ) -> Message:
        """Return the rows as they stand, and what became of those that came: `became` has the ids of new rows."""
        return {
            "at": at,
            "rows": self._rows(),
            "done": list(done),
            "became": dict(became or {}),
            "wrong": list(wrong),
            "said": sentence,
            "undo": self._acts[-1].words if self._acts else "",
        }

    def refresh(self) -> None:
        """Show what others changed, and new rows to refer to."""
        if self._refresh is None:
            return
        before = (self._rows(), self._column_list())
        self.tables = tables_of(self._refresh())
        now = (self._rows(), self._column_list())
        if now != before:
            self.send({"type": "rows", "rows": now[0], "columns": now[1]})

    # the page without a live workbook ------------------------------------------------------------------

    def static(self) -> Html:
        """Return the rows as a table; a coding is named by its id, never by its words, a speaker not at all."""
        rows = [row for row in rows_of(self.tables[self.table]) if self._belongs(row)]
        frame = schemas.frame(self.table, rows)
        for name, target in schemas.TABLES[self.table].references.items():
            if name in self._columns and target != "codings":
                names = {option["value"]: option["label"] for option in self._names.references(target)}
                frame = frame.assign(**{name: frame[name].map(lambda value, names=names: names.get(value, value))})
        words = {
            name: [offered.in_words(self.table, name, cell, self._names) for cell in frame[name]]
            for name in self._columns
        }
        frame = frame.assign(**words)
        if self._numbered in self._columns:
            frame = frame.assign(**{self._numbered: [self._names.number(self.table, row) for row in rows]})
        if "speaker" in self._columns:
            frame = frame.assign(speaker=frame["speaker"].map(lambda name: HELD_BACK if name else name))
        titles = {name: column_kinds.column_title(self.table, name) for name in self._columns}
        return display.table(frame, caption=self.title, columns=titles, empty=self.empty)


def table_editor(
    table: str,
    tables: schemas.Tables,
    *,
    on_save: Callable[[list[Change]], Saved],
    refresh: Refresh | None = None,
    columns: Sequence[str] | None = None,
    fixed: Mapping[str, Any] | None = None,
    choices: Choices | None = None,
    title: str = "",
    empty: str = "",
    study: str = "",
    folded: bool = False,
) -> TableEditor:
    """Return an editor for one decided table.

    `columns` chooses and orders what is shown (an id left out is given by the editor); `fixed` are values that every
    row shown has and every new row gets; `choices` are values, or values with their labels, for a column;
    `empty` is the sentence where there is no row yet; `folded` shows the title only, until somebody opens the table.
    """
    return TableEditor(
        table,
        tables,
        on_save=on_save,
        refresh=refresh,
        columns=columns,
        fixed=fixed,
        choices=choices,
        title=title,
        empty=empty,
        study=study,
        folded=folded,
    )


def _sentence(value: str, allowed: str) -> str:
    words = f"“{value}” {allowed}" if value else allowed
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")


def _counted(changes: Sequence[Change]) -> list[str]:
    names = [change.table.replace("_", " ") for change in changes]
    return [f"{names.count(name)} {name}" for name in sorted(set(names))]
