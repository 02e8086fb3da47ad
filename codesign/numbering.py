"""The numbers by which people call rows: duty A, task A1, competency C-01, criterion C-01.1.

A row has an identity, which never changes and is never shown, and a number, which follows its place: a task that is
moved to duty B becomes B4 and was A2. An id that somebody typed, or that came with an earlier version, is both. Numbers
are not given twice, not even after their row was deleted, but where a team numbers its whole chart anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Protocol

import pandas as pd

from codesign import schemas

PREFIXES: Mapping[str, tuple[str, int]] = {
    "duties": ("", 1),
    "tasks": ("T", 1),
    "findings": ("F", 1),
    "raters": ("R-", 2),
    "competencies": ("C-", 2),
    "performance_criteria": ("PC-", 1),
    "knowledge_items": ("K-", 1),
    "assessments": ("AS-", 1),
    "modules": ("M", 1),
    "pathway_steps": ("P-", 1),
    "use_cases": ("U", 1),
    "recognition_actions": ("RA-", 1),
    "consultation_changes": ("CC-", 1),
    "alignments": ("AL-", 2),
    "approvals": ("AP-", 1),
    "cited_sources": ("S", 1),
    "budget_lines": ("B-", 2),
}
"""The tables whose rows have numbers: what a number begins with, and how many digits it has at least."""
PARENTS: Mapping[str, str] = {
    "tasks": "duty_id",
    "performance_criteria": "competency_id",
    "knowledge_items": "competency_id",
}
"""The column by which a row stands under another one, whose number its own begins with."""
_MADE = re.compile(r"([a-z]+)-[0-9a-f]{16,20}")
_ENDS_IN_DIGITS = re.compile(r"(.*?)(\d+)")
_LETTERS = 26
_ANY = ("tasks", "competencies", "performance_criteria")
_NAMING_ANY = {"alignments": "aligned", "wording_overrides": "row", "column_mappings": "task_id"}
"""The columns that name a row of any of these tables."""

Row = dict[str, Any]


class Changed(Protocol):
    """A change of one row: put or delete, in a table, with its key and the columns that change."""

    @property
    def op(self) -> str: ...  # noqa: D102
    @property
    def table(self) -> str: ...  # noqa: D102
    @property
    def row(self) -> Mapping[str, Any]: ...  # noqa: D102


@dataclass(frozen=True)
class Numbers:
    """The number of every row by table and identity, and those that moved rows had before."""

    by_table: Mapping[str, Mapping[str, str]]
    before: Mapping[tuple[str, str], str]

    def of(self, table: str, identity: str) -> str:
        """Return the number of a row; the identity itself where it has none."""
        return self.by_table.get(table, {}).get(identity, identity)

    def identity(self, table: str, number: str) -> str:
        """Return the row that has this number, upper or lower case; the number itself where there is none."""
        if number in self.by_table.get(table, {}):
            return number
        return self._by_number.get(table, {}).get(number.strip().casefold(), number)

    @cached_property
    def _by_number(self) -> dict[str, dict[str, str]]:
        # The first row of a number is the one that is meant, so it is put in last.
        return {
            table: {number.casefold(): identity for identity, number in reversed(list(own.items()))}
            for table, own in self.by_table.items()
        }

    def in_full(self, table: str, identity: str) -> str:
        """Return the number of a row, and the one it had before it was moved: "B4 (was A2)"."""
        before = self.before.get((table, identity), "")
        return f"{self.of(table, identity)} (was {before})" if before else self.of(table, identity)

    def in_words(self, text: str) -> str:
        """Return a sentence with the number of each row that it names by its identity."""
        return _MADE.sub(lambda made: self._any.get(made[0], made[0]), text)

    @property
    def _any(self) -> dict[str, str]:
        return {identity: one for own in self.by_table.values() for identity, one in own.items()}


def numbers(tables: schemas.Tables) -> Numbers:
    """Return the number of every row of a whole study.

    Ids that people typed stand first, then the numbers that were given, in the order in which rows were made; who comes
    second with a number, since two people added rows at once, gets the next one.
    """
    given = _given(tables)
    result: dict[str, dict[str, str]] = {}
    for table in PREFIXES:
        if len(tables.get(table, ())):
            result[table] = _numbered(table, tables, given.get(table, {}), result)
    before = {
        (table, row): was
        for table, own in given.items()
        for row, (_, was) in own.items()
        if was and not (table in PARENTS and _fits(table, was, ""))
    }
    return Numbers(result, before)


def called_by_number(tables: schemas.Tables, by: Numbers) -> dict[str, pd.DataFrame]:
    """Return tables in which every row, and every cell that names one, has the number of the row for its identity.

    What is made of them is for people: counts, documents, exports. `numbers` is there where rows were moved, for the
    number each had before.
    """
    own = {table: {key: one for key, one in names.items() if key != one} for table, names in by.by_table.items()}
    shown = {name: _called(name, table, own) if len(table) else table for name, table in tables.items()}
    shown.pop("numbers", None)
    moved = [
        {"numbered": table, "row": by.of(table, row), "number": by.of(table, row), "was": was}
        for (table, row), was in by.before.items()
        if row in by.by_table.get(table, {})
    ]
    return {**shown, "numbers": schemas.frame("numbers", moved)} if moved else shown


def of_act(changes: Sequence[Changed], tables: schemas.Tables) -> list[Row]:
    """Return the rows of the table `numbers` that one act puts: numbers that rows get, change, and leave behind.

    `tables` are those of the whole study before the act. Once a committee or office was asked to approve, a row that is
    moved keeps its number, since a document that is before somebody calls it so.
    """
    touched = [one for one in changes if one.table in PREFIXES]
    return list(_Act(tables).rows(touched)) if touched else []


def in_order(by: Numbers, chart: Sequence[tuple[str, Sequence[str]]]) -> list[Row]:
    """Return the rows of `numbers` by which duties and tasks are numbered anew, in the order of a chart.

    `chart` has the ids of each duty and of its tasks, both in order. What was called otherwise before is forgotten.
    Nothing is returned where people typed an id, which is its number.
    """
    new: dict[tuple[str, str], str] = {}
    for at, (duty, own) in enumerate(chart, start=1):
        new["duties", duty] = _letters(at)
        new |= {("tasks", task): f"{_letters(at)}{place}" for place, task in enumerate(own, start=1)}
    other = {place: number for place, number in new.items() if by.of(*place) != number}
    if not other or not all(is_made(*place) for place in new):
        return []
    return [_row(table, row, number, "") for (table, row), number in other.items()]


def is_cited(tables: schemas.Tables) -> bool:
    """Return whether a document is before somebody: what it calls a row stays the row's number."""
    return bool((tables["approvals"]["outcome"] != "").any()) if "approvals" in tables else False


def is_made(table: str, identity: str) -> bool:
    """Return whether an identity was made by the tool, so that nobody should have to read it."""
    made = _MADE.fullmatch(identity)
    return made is not None and made[1] == schemas.TABLES[table].__name__.lower()


def names_made(text: str) -> bool:
    """Return whether a text holds an identity that was made by the tool."""
    return _MADE.search(text) is not None


# numbers as they stand --------------------------------------------------------------------------------


def _given(tables: schemas.Tables) -> dict[str, dict[str, tuple[str, str]]]:
    """Return the number that each row was given, and the one before, by table and identity."""
    given: dict[str, dict[str, tuple[str, str]]] = {}
    for row in schemas.records(tables["numbers"]) if "numbers" in tables else ():
        given.setdefault(row["numbered"], {})[row["row"]] = (row["number"], row["was"])
    return given


def _numbered(
    table: str, tables: schemas.Tables, given: Mapping[str, tuple[str, str]], above: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    identities = tables[table][schemas.TABLES[table].key[0]].tolist()
    parents = _parents(table, tables, above)
    result = {one: one for one in identities if one not in given and not is_made(table, one)}
    taken = set(result)
    for identity in identities:
        number = given.get(identity, ("", ""))[0]
        if number and number not in taken:
            result[identity] = number
            taken.add(number)
    series = _Series.of(table, result, parents, given)
    for identity in identities:
        if identity not in result:
            result[identity] = series.next(parents.get(identity, ""))
    return {identity: result[identity] for identity in identities}


def _parents(table: str, tables: schemas.Tables, above: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the number of the row that each row stands under."""
    if table not in PARENTS:
        return {}
    column, rows = PARENTS[table], tables[table]
    names = above.get(schemas.TABLES[table].references[column], {})
    key = schemas.TABLES[table].key[0]
    return {row: names.get(parent, "") for row, parent in zip(rows[key], rows[column], strict=True)}


@dataclass
class _Series:
    """Gives the next free number of a table: after the highest that ever was with the same beginning."""

    table: str
    highest: Counter[str] = field(default_factory=Counter)
    widths: dict[str, int] = field(default_factory=dict)
    own: tuple[str, int] | None = None
    """What numbers begin with where people number this table in their own way, and how many digits they have."""

    @classmethod
    def of(
        cls, table: str, there: Mapping[str, str], parents: Mapping[str, str], given: Mapping[str, tuple[str, str]]
    ) -> _Series:
        series = cls(table)
        for number in (*there.values(), *(one for pair in given.values() for one in pair)):
            series.take(number)
        typed = [(row, one) for row, one in there.items() if row == one and _ENDS_IN_DIGITS.fullmatch(one)]
        fits = any(_fits(table, one, parents.get(row, "")) for row, one in there.items())
        if typed and not fits and (last := _ENDS_IN_DIGITS.fullmatch(typed[-1][1])):
            series.own = last[1], len(last[2])
        return series

    def take(self, number: str) -> None:
        parts = _ENDS_IN_DIGITS.fullmatch(number)
        if parts:
            self.highest[parts[1]] = max(self.highest[parts[1]], int(parts[2]))
        elif re.fullmatch("[A-Z]{1,2}", number):
            self.highest[""] = max(self.highest[""], _ordinal(number))

    def next(self, parent: str) -> str:
        prefix, width = self.own or _beginning(self.table, parent)
        self.highest[prefix] += 1
        number = self.highest[prefix]
        return _letters(number) if self.table == "duties" and not self.own else f"{prefix}{number:0{width}d}"


def _beginning(table: str, parent: str) -> tuple[str, int]:
    """Return what a number begins with under this parent, and how many digits follow at least."""
    if not parent:
        return PREFIXES[table]
    if table == "knowledge_items":
        parent = f"K{parent.removeprefix('C')}" if parent.startswith("C-") else f"K-{parent}"
    return f"{parent}." if table != "tasks" or parent[-1:].isdigit() else parent, 1


def _fits(table: str, number: str, parent: str) -> bool:
    if table == "duties":
        return re.fullmatch("[A-Z]{1,2}", number) is not None
    return re.fullmatch(re.escape(_beginning(table, parent)[0]) + r"\d+", number) is not None


def _letters(number: int) -> str:
    """Return A of 1, Z of 26, AA of 27."""
    rest, last = divmod(number - 1, _LETTERS)
    return (_letters(rest) if rest else "") + chr(ord("A") + last)


def _ordinal(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


# rows called by their numbers --------------------------------------------------------------------------


def _called(name: str, table: pd.DataFrame, own: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    row = schemas.TABLES[name]
    targets = {**row.references, **({row.key[0]: name} if name in PREFIXES else {})}
    columns = {column: own[target] for column, target in targets.items() if own.get(target)}
    changed = {column: [names.get(one, one) for one in table[column].tolist()] for column, names in columns.items()}
    changed |= {column: [call(one) for one in table[column].tolist()] for column, call in _in_text(name, own).items()}
    return table.assign(**{column: pd.Series(cells, table.index, dtype=object) for column, cells in changed.items()})


def _in_text(name: str, own: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return the columns that name rows in a text, and how one of their cells is told."""
    if name == "pathway_steps" and own.get(name):
        return {"leads_to": partial(_each, own[name])}
    if name in _NAMING_ANY:
        every = {key: one for table in _ANY for key, one in own.get(table, {}).items()}
        return {_NAMING_ANY[name]: lambda cell: every.get(cell, cell)} if every else {}
    return {}


def _each(names: Mapping[str, str], cell: str) -> str:
    return "; ".join(names.get(one.strip(), one.strip()) for one in cell.split(";")) if cell else cell


# numbers of an act -------------------------------------------------------------------------------------


class _Act:
    """What one act does to numbers."""

    def __init__(self, tables: schemas.Tables) -> None:
        self.tables = tables
        self.given = _given(tables)
        self.now = {table: dict(own) for table, own in numbers(tables).by_table.items()}
        self.series: dict[str, _Series] = {}

    def rows(self, changes: Iterable[Changed]) -> Iterator[Row]:
        touched = sorted(changes, key=lambda one: list(PREFIXES).index(one.table))
        for table in dict.fromkeys(change.table for change in touched):
            yield from self._as_shown(table)
        for change in touched:
            identity = str(change.row[schemas.TABLES[change.table].key[0]])
            number = self.now.get(change.table, {}).get(identity)
            if change.op == "delete":
                yield from self._left(change.table, identity, number)
            elif number is None:
                yield from self._new(change, identity)
            else:
                yield from self._moved(change, identity, number)

    def _as_shown(self, table: str) -> Iterator[Row]:
        """Yield numbers that follow from the other rows only, so that they stay when one of these rows goes or comes.

        Rows of an earlier version have such numbers, and the second of two rows that two people added at once.
        """
        given = self.given.setdefault(table, {})
        for identity, number in self.now.get(table, {}).items():
            one, was = given.get(identity, ("", ""))
            if one != number and is_made(table, identity):
                given[identity] = (number, was)
                yield _row(table, identity, number, was)

    def _left(self, table: str, identity: str, number: str | None) -> Iterator[Row]:
        if number is not None and identity not in self.given.get(table, {}):
            yield _row(table, identity, number, "")

    def _new(self, change: Changed, identity: str) -> Iterator[Row]:
        if not is_made(change.table, identity):
            self._series(change.table).take(identity)
            self.now.setdefault(change.table, {})[identity] = identity
            return
        number = self._series(change.table).next(self._parent(change.table, change.row))
        self.now.setdefault(change.table, {})[identity] = number
        yield _row(change.table, identity, number, "")

    def _moved(self, change: Changed, identity: str, number: str) -> Iterator[Row]:
        column = PARENTS.get(change.table, "")
        if column not in change.row or change.row[column] == self._cell(change.table, identity, column):
            return
        if is_cited(self.tables):
            return
        parent, before = (
            self._parent(change.table, change.row),
            self.given.get(change.table, {}).get(identity, ("", ""))[1],
        )
        is_back = bool(before) and _fits(change.table, before, parent)
        new = before if is_back else self._series(change.table).next(parent)
        self.now[change.table][identity] = new
        yield _row(change.table, identity, new, "" if is_back else before or number)

    def _parent(self, table: str, row: Mapping[str, Any]) -> str:
        column = PARENTS.get(table, "")
        target = schemas.TABLES[table].references.get(column, "")
        return self.now.get(target, {}).get(str(row.get(column, "")), "")

    def _cell(self, table: str, identity: str, column: str) -> Any:
        rows = self.tables[table]
        return rows.loc[rows[schemas.TABLES[table].key[0]] == identity, column].iloc[0]

    def _series(self, table: str) -> _Series:
        if table not in self.series:
            own = self.now.get(table, {})
            parents = _parents(table, self.tables, self.now) if len(self.tables.get(table, ())) else {}
            self.series[table] = _Series.of(table, own, parents, self.given.get(table, {}))
            for gone in _named_elsewhere(table, self.tables):
                self.series[table].take(gone)
        return self.series[table]


def _named_elsewhere(table: str, tables: schemas.Tables) -> Iterator[str]:
    """Yield what other tables name of this one: an id that a deleted row had may stand there still."""
    for name, row in schemas.TABLES.items():
        for column in (one for one, target in row.references.items() if target == table and name in tables):
            yield from (named for named in tables[name][column].tolist() if not is_made(table, named))


def _row(table: str, identity: str, number: str, was: str) -> Row:
    return {"numbered": table, "row": identity, "number": number, "was": was}
