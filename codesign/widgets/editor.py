"""The table editor: rows of one table, checked cell by cell, saved as soon as a row is right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from codesign import display, numbering, schemas
from codesign.display import Html
from codesign.errors import Problem, StudyDataError
from codesign.journal import Change, Saved
from codesign.numbering import PREFIXES
from codesign.widgets import columns as column_kinds
from codesign.widgets import offered
from codesign.widgets.columns import Choices
from codesign.widgets.held_rows import HeldTables, ToldRows
from codesign.widgets.history import Acts, Undo, counted_rows, in_words, no_acts, worded
from codesign.widgets.row_names import RowNames, names_in
from codesign.widgets.screen import POLL_SECONDS, Message, Refresh, Refused, Row, Screen, rows_of, study_key, tables_of

HELD_BACK = "as in the transcript"
"""What stands for a speaker's name outside the live screen: a transcript may call people by their names."""
GONE = "A team mate deleted this row while you typed in it. Add it again, or discard what you typed."


class _Arriving:
    """The rows of one act that are right so far: what they take, so that the next one takes something else."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.ids: set[str] = set()
        self.page: list[Row] = []

    def add(self, change: Change, identity: str, one: Row) -> None:
        self.changes.append(change)
        self.ids.add(identity)
        self.page.append(one)


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
        on_undo: Undo | None = None,
        on_redo: Undo | None = None,
        acts: Acts = no_acts,
    ) -> None:
        super().__init__()
        if schemas.TABLES[table].origin != "decided":
            raise ValueError(f"{table} is {schemas.TABLES[table].origin}, so it cannot be edited here")
        self.table, self._held = table, HeldTables(schemas.complete(tables))
        self.title = title or display.label(table)
        self.empty = empty or f"No {self.title.lower()} yet. Press “Add row”, or paste rows from Excel."
        self._on_save, self._refresh = on_save, refresh
        self._fixed, self._choices = dict(fixed or {}), dict(choices or {})
        self._columns = [name for name in (columns or schemas.columns(table)) if name not in self._fixed]
        self._study, self._folded = study_key(self.tables, study), folded
        self._ways, self._acts = {"undo": on_undo, "redo": on_redo}, acts
        self._became: dict[str, str] = {}
        self._page, self._page_columns = ToldRows(), list[Row]()
        self._words = self._page_words = {"undo": "", "redo": ""}
        self._last_position = 0

    @property
    def tables(self) -> schemas.Tables:
        """The tables as this screen has them."""
        return self._held.tables

    # what the browser sees ----------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return title, columns and rows."""
        rows = self._rows()
        self._page.all(rows)
        self._page_columns = self._column_list()
        self._read_acts()
        self._page_words = dict(self._words)
        return {
            "key": f"table:{self._study}:{self.table}:{self._fixed}" if self._study else "",
            "title": self.title,
            "empty": self.empty,
            "folded": self._folded,
            "columns": self._page_columns,
            "rows": [self._row(one, *row) for one, row in rows.items()],
            "poll": POLL_SECONDS if self._refresh else 0,
            "can": {name: way is not None for name, way in self._ways.items()},
            **self._words,
        }

    def _column_list(self) -> list[Row]:
        fields = schemas.TABLES[self.table].model_fields
        return [
            # A part of the key that may stay empty cannot be put in later: a new row waits for it until it is left.
            {
                **offered.column(self.table, name, self.tables, self._choices, self._names),
                "waits": name in schemas.TABLES[self.table].key and not fields[name].is_required(),
                "given": self._is_given(name),
            }
            for name in self._columns
        ]

    def _is_given(self, name: str) -> bool:
        key = schemas.TABLES[self.table].key
        return key == (name,) and name.endswith("_id") and name not in schemas.TABLES[self.table].references

    def _rows(self) -> dict[str, tuple[Row, str]]:
        """Return the rows that are shown by id, in order, each with its name."""
        rows = [(one, row) for one, row in self._held.rows(self.table).items() if self._belongs(row)]
        if "position" in schemas.columns(self.table):
            rows.sort(key=lambda entry: self._place(entry[1]))
        return {one: (row, self._name_of(self.table, row)) for one, row in rows}

    def _place(self, row: Row) -> tuple[Any, ...]:
        above = [name for name in schemas.TABLES[self.table].references if name not in schemas.TABLES[self.table].key]
        return (*(row[name] for name in above), row["position"] or 0)

    def _row(self, identity: str, row: Row, name: str) -> Row:
        values = {one: column_kinds.shown(row[one]) for one in self._columns}
        if self._numbered in values:
            values[self._numbered] = self._names.number(self.table, row)
        shown = {"id": identity, "name": name, "values": values}
        lost = offered.lost(self.table, row, self._names)
        return {**shown, "problems": lost} if lost else shown

    def _name_of(self, table: str, row: Mapping[str, Any], gone: Mapping[str, str] | None = None) -> str:
        """Return what people call a row; one that is gone is called by the number it had."""
        name = self._names.of(table, row)
        if not numbering.names_made(name):
            return name
        had = {one["row"]: one["number"] for one in self._held.rows("numbers").values()} | dict(gone or {})
        return " ".join(had.get(word, "" if numbering.names_made(word) else word) for word in name.split(" ")).strip()

    @property
    def _names(self) -> RowNames:
        return names_in(self.tables)

    @property
    def _numbered(self) -> str:
        """The column that has the rows' numbers; empty where rows have none."""
        return schemas.TABLES[self.table].key[0] if self.table in PREFIXES else ""

    def _belongs(self, row: Row) -> bool:
        return all(row[name] == value for name, value in self._fixed.items())

    # what the person does -----------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Save rows that are right and say what is wrong with the others."""
        action = str(message.get("action"))
        ways = {"put": self._put, "delete": self._delete, "undo": self._take_back, "redo": self._take_back}
        return ways[action](message)

    def _put(self, message: Message) -> Message:
        right, wrong = _Arriving(), list[Row]()
        for sent in message["rows"]:
            one = self._as_saved_by_now(sent)
            change, problems = self._checked(one, right)
            if problems:
                wrong.append(_wrong(one, problems, is_gone=change is None))
            elif change is not None:
                right.add(change, schemas.row_id(self.table, change.row), one)
        at = self._saved_rows(right, wrong) if right.changes else ""
        became = {
            one["sent"]: schemas.row_id(self.table, change.row)
            for one, change in zip(right.page, right.changes, strict=True)
            if one["isNew"] or one["sent"] != one["row"]
        }
        self._became |= became
        return self._answer_with(at, done=[one["sent"] for one in right.page], became=became, wrong=wrong)

    def _as_saved_by_now(self, one: Row) -> Row:
        """Return what was typed into a new row as a change of the row it became, while that was not yet known there."""
        sent = {**one, "sent": one["row"]}
        if not one["isNew"]:
            return sent
        made = self._made_of(str(one["row"]))
        saved = self._became.get(one["row"]) or (made if made in self._held.rows(self.table) else "")
        if not saved:
            return sent
        key = schemas.TABLES[self.table].key
        values = {name: value for name, value in one["values"].items() if name not in key}
        return {**sent, "row": saved, "isNew": False, "values": values}

    def _made_of(self, draft: str) -> str:
        """Return the identity of what a new row becomes: the same when a page that missed the answer sends it again."""
        return f"{schemas.TABLES[self.table].__name__.lower()}-{hashlib.sha256(draft.encode()).hexdigest()[:16]}"

    def _checked(self, one: Row, right: _Arriving) -> tuple[Change | None, dict[str, str]]:
        values = {name: self._meant(name, text) for name, text in one["values"].items()}
        key = schemas.TABLES[self.table].key
        before: Row = {}
        if one["isNew"]:
            row = {**self._position(right.changes), **self._fixed, **values, **self._new_key(str(one["row"]), values)}
            row = offered.completed(self.table, row, self._names)
        else:
            there = self._held.rows(self.table).get(str(one["row"]))
            if there is None:
                return None, {self._columns[0]: GONE}
            before = there
            parent = numbering.PARENTS.get(self.table, "")
            is_moved = parent in values and values[parent] != before[parent]
            place = self._position(right.changes) if is_moved and "position" not in values else {}
            row = {**{name: before.get(name) for name in key}, **values, **place}
        problems = self._problems({**before, **row}, one["isNew"], right.ids)
        problems = {**offered.problems(self.table, row, self._names), **problems}
        return Change("put", self.table, row), problems

    def _saved_rows(self, right: _Arriving, wrong: list[Row]) -> str:
        """Save the rows that are right, and move to the wrong ones those that the study itself does not take."""
        while right.changes:
            try:
                saved = self._saved(right.changes)
                return self._did(saved, self._put_words(right))
            except StudyDataError as error:
                self._reread()
                rows = self._held.rows(self.table)
                gone = {id(one) for one in right.page if not one["isNew"] and one["row"] not in rows}
                refused = {one: {self._columns[0]: GONE} for one in gone} or self._refused(error.problems, right)
                wrong += [
                    _wrong(one, refused[id(one)], is_gone=id(one) in gone) for one in right.page if id(one) in refused
                ]
                pairs = [pair for pair in zip(right.changes, right.page, strict=True) if id(pair[1]) not in refused]
                right.changes, right.page = [change for change, _ in pairs], [one for _, one in pairs]
        return ""

    def _refused(self, problems: Sequence[Problem], right: _Arriving) -> dict[int, dict[str, str]]:
        """Return the sentences for each row that the study refused, all of them where it does not say which."""
        of_row: dict[str, dict[str, str]] = {}
        for problem in problems:
            column = problem.column if problem.column in self._columns else self._columns[0]
            of_row.setdefault(problem.row_id, {})[column] = _sentence(problem.value, problem.allowed)
        # The study names rows by their numbers, where they have any yet.
        ids = {id(one): schemas.row_id(self.table, put.row) for one, put in zip(right.page, right.changes, strict=True)}
        spoken = {page: self._names.numbers.in_words(row) for page, row in ids.items()}
        named = {page: of_row.get(row) or of_row.get(spoken[page], {}) for page, row in ids.items()}
        named = {page: sentences for page, sentences in named.items() if sentences}
        every = {self._columns[0]: "; ".join(str(problem) for problem in problems)}
        return named or dict.fromkeys(ids, every)

    def _put_words(self, right: _Arriving) -> str:
        done = ["addition" if one["isNew"] else "change" for one in right.page]
        row = self._held.rows(self.table)[schemas.row_id(self.table, right.changes[0].row)]
        return worded(done, self._name_of(self.table, row) if len(done) == 1 else "")

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

    def _position(self, others: Sequence[Change]) -> Row:
        if "position" not in schemas.columns(self.table):
            return {}
        if not others:
            self._last_position = max((row["position"] or 0 for row in self._held.rows(self.table).values()), default=0)
        return {"position": self._last_position + 1 + len(others)}

    def _problems(self, row: Row, is_new: bool, taken: Collection[str]) -> dict[str, str]:
        problems = {
            problem.column: _sentence(problem.value, problem.allowed)
            for problem in schemas.row_problems(self.table, row)
        }
        for name, target in schemas.TABLES[self.table].references.items():
            there = schemas.key_text(row.get(name) or "") in self._held.rows(target)
            if row.get(name) and not there and name not in problems:
                problems[name] = f"“{row[name]}” is not there. Choose one of the list."
        identity = schemas.row_id(self.table, row)
        is_taken = identity in taken or identity in self._held.rows(self.table)
        if is_new and (is_taken or self._names.numbers.identity(self.table, identity) != identity):
            problems[schemas.TABLES[self.table].key[-1]] = (
                "There is such a row already. Change that one, or choose another."
            )
        shown = {name: text for name, text in problems.items() if name in self._columns}
        return shown or (
            {self._columns[0]: "; ".join(f"{n}: {text}" for n, text in problems.items())} if problems else {}
        )

    def _delete(self, message: Message) -> Message:
        identity = str(message["row"])
        key, row = schemas.key_fields(self.table, identity), self._held.rows(self.table).get(identity)
        if row is None:
            return self._answer_with("", sentence="This row is gone already.")
        links, in_the_way = self._named_by(key)
        if in_the_way:
            raise Refused(
                f"Not deleted: {self._name_of(self.table, row)} is named by {_some(in_the_way)}. Change those first."
            )
        name, others = self._name_of(self.table, row), [change.table for change in links]
        saved = self._saved([*links, Change("delete", self.table, key)])
        at = self._did(saved, worded(["deletion"], name, others))
        also = f" with {', '.join(counted_rows(others))}" if others else ""
        back = " Undo brings it back." if self._ways["undo"] else ""
        return self._answer_with(at, sentence=f"Deleted {name}{also}.{back}")

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
                naming = [row for row in self._held.rows(name).values() if row[column] == identity]
                if column in model.key:
                    links += [Change("delete", name, {part: row[part] for part in model.key}) for row in naming]
                else:
                    in_the_way += [self._name_of(name, row) for row in naming]
        in_the_way += [self._name_of(*one) for one in offered.naming(self.table, identity, self._names)]
        return links, in_the_way

    # taking back ---------------------------------------------------------------------------------------

    def _take_back(self, message: Message) -> Message:
        action = str(message["action"])
        way, done = self._ways[action], "Undone" if action == "undo" else "Done again"
        self._read_acts()
        words = self._words[action]
        try:
            saved = way(self.table) if way else None
        except StudyDataError as error:
            raise Refused(self._rests_on(error.problems, action, words)) from error
        if saved is None:
            return self._answer_with("", sentence=f"There is nothing to {action}.")
        self._reread()
        self._read_acts()
        return self._answer_with(saved.at, sentence=f"{done}: {words}.")

    def _rests_on(self, problems: Sequence[Problem], action: str, words: str) -> str:
        rows = {(one.where, one.row_id): self._held.rows(one.where).get(one.row_id) for one in problems}
        names = [self._name_of(table, row) for (table, _), row in rows.items() if row is not None]
        done = "undone" if action == "undo" else "done again"
        return f"Not {done}: {words}. {_some(names) or 'Another row'} rests on it by now. Change or delete that first."

    def _read_acts(self) -> None:
        undo, redo = self._acts(self.table)
        self._words = {name: in_words(act, self.table, self._name_of) for name, act in (("undo", undo), ("redo", redo))}

    def _saved(self, changes: list[Change]) -> Saved:
        changes = [*changes, *(Change("put", "numbers", row) for row in numbering.of_act(changes, self.tables))]
        saved = self._on_save(changes)
        self._held.apply(changes)
        return saved

    def _did(self, saved: Saved, words: str) -> str:
        if saved.changes and self._ways["undo"]:
            self._words = {"undo": words, "redo": ""}
        return saved.at

    def _answer_with(
        self,
        at: str,
        *,
        done: Sequence[str] = (),
        became: Mapping[str, str] | None = None,
        wrong: Sequence[Row] = (),
        sentence: str = "",
    ) -> Message:
        """Tell the page what changed, and return what became of the rows that came: `became` has the ids of new ones.

        News travel by themselves, since an answer that the page has missed is given again, maybe much later.
        """
        self._tell_news(became or {}, own=True)
        return {"at": at, "done": list(done), "became": dict(became or {}), "wrong": list(wrong), "said": sentence}

    def _tell_news(self, became: Mapping[str, str], *, own: bool) -> None:
        rows, columns, words = self._rows(), self._column_list(), dict(self._words)
        news = self._page.news(rows)
        is_new = news["changed"] or news["gone"] or news.get("after") or "order" in news
        if not is_new and columns == self._page_columns and words == self._page_words and not became:
            return
        news["changed"] = [self._row(one, *rows[one]) for one in news["changed"]]
        if columns != self._page_columns:
            news["columns"] = columns
        self._page_columns, self._page_words = columns, words
        self.send({"type": "news", **news, **words, "became": dict(became), "own": own})

    def _reread(self) -> None:
        if self._refresh is not None:
            self._held.replace(tables_of(self._refresh()))

    def refresh(self) -> None:
        """Show what others changed, and new rows to refer to."""
        if self._refresh is None:
            return
        before = self._held.rows(self.table)
        self._reread()
        if self._held.rows(self.table) is not before:
            self._read_acts()
        self._tell_news({}, own=False)

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
    on_undo: Undo | None = None,
    on_redo: Undo | None = None,
    acts: Acts = no_acts,
) -> TableEditor:
    """Return an editor for one decided table.

    `columns` chooses and orders what is shown (an id left out is given by the editor); `fixed` are values that every
    row shown has and every new row gets; `choices` are values, or values with their labels, for a column;
    `empty` is the sentence where there is no row yet; `folded` shows the title only, until somebody opens the table;
    `on_undo` and `on_redo` take back and redo the person's last act that touched the table, which `acts` returns.
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
        on_undo=on_undo,
        on_redo=on_redo,
        acts=acts,
    )


def _sentence(value: str, allowed: str) -> str:
    words = f"“{value}” {allowed}" if value else allowed
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")


def _wrong(one: Row, problems: Mapping[str, str], *, is_gone: bool = False) -> Row:
    return {"row": one["sent"], "values": one["values"], "problems": dict(problems), "gone": is_gone}


def _some(names: Sequence[str]) -> str:
    """Return names in words, the first few of many."""
    more = f" and {len(names) - 3:,} more" if len(names) > 4 else ""
    return "; ".join(names[:3] if more else names) + more
