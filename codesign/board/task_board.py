"""The task board of a study: its rows, their numbers and order, and what is known of each task."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from codesign import numbering, schemas
from codesign.board.chart import Chart, chart_of
from codesign.board.done import BoardError
from codesign.board.facts import OF_TASKS, Facts, Scope
from codesign.board.likeness import Repeats
from codesign.board.rows import Row, Rows
from codesign.journal.records import Change
from codesign.numbering import Numbers

TABLES = (
    "duties",
    "tasks",
    "task_evidence",
    "ratings",
    "task_decisions",
    "side_list_items",
    "side_list_evidence",
    "task_proposals",
    "wording_overrides",
)
"""The tables that acts on the board change."""
TAKEN_BACK = (*TABLES, "numbers")
"""The tables whose acts the board takes back: numbers are an act of their own where all are given anew."""
ALONG = ("competency_tasks", "alignments", "scan_verdicts")
"""The tables of other workbooks whose rows hang on a task and go with it."""
NUMBERED = ("duties", "tasks")
NAMED = ("duties", "raters", "competencies", "numbers")
"""The other tables whose rows are called by their numbers on the board, and where these stand."""
WORDED = {"label", "statement"}
NEAR_LABEL = 0.75
"""Labels are short: so much of their words must be the same for one to repeat another."""


@dataclass
class TaskBoard:
    """A study as its task board sees it. `person` acts, `today` is the date of what is decided."""

    rows: Rows
    texts: Mapping[str, str]
    scope: Scope = field(default_factory=Scope)
    person: str = ""
    today: str = field(default_factory=lambda: date.today().isoformat())  # noqa: DTZ011  the day on the wall

    def __post_init__(self) -> None:
        self.facts = Facts(self.rows, self.scope)
        self._numbers: Numbers | None = None
        self._chart: Chart | None = None
        self._words_of: dict[str, str] = {}
        self._overrides: dict[str, list[Row]] | None = None
        self.looks_at_wording = True
        """Whether cards say how many remarks there are on their wording: on a large board that takes a while."""
        self.choices: Mapping[str, str] = {}
        """What others chose for a task at the same time, in words, by task."""
        self.cards: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {}
        """The cards as they were last drawn, each with what it rests on."""
        self._repeats = (Repeats(NEAR_LABEL), Repeats())
        self._repeated: dict[str, list[str]] | None = None
        self.resembling: dict[str, list[str]] = {}
        """The tasks that a text resembles, for as long as no task is worded otherwise."""

    # reading ----------------------------------------------------------------------------------------------

    @property
    def numbers(self) -> Numbers:
        """What people call each row."""
        if self._numbers is None:
            self._numbers = numbering.numbers(self.rows.tables("tasks", *NAMED))
        return self._numbers

    @property
    def chart(self) -> Chart:
        """Duties and tasks in order."""
        if self._chart is None:
            self._chart = chart_of(self.duties, self.tasks, self.numbers)
        return self._chart

    @property
    def duties(self) -> Mapping[str, Row]:
        """The duties by id."""
        return self.rows.of("duties")

    @property
    def tasks(self) -> Mapping[str, Row]:
        """The tasks by id."""
        return self.rows.of("tasks")

    @property
    def overrides(self) -> Mapping[str, list[Row]]:
        """The remarks on a task's wording that were set aside, by task."""
        if self._overrides is None:
            self._overrides = {}
            for row in self.rows.of("wording_overrides").values():
                if row["worded"] == "tasks":
                    self._overrides.setdefault(row["row"], []).append(row)
        return self._overrides

    def repeated(self) -> Mapping[str, list[str]]:
        """Return for each task those whose label or statement nearly repeats its own."""
        if self._repeated is None:
            texts = ({one: row[name] for one, row in self.tasks.items()} for name in ("label", "statement"))
            labels, statements = (one.of(words) for one, words in zip(self._repeats, texts, strict=True))
            both = {one: [*labels.get(one, ()), *statements.get(one, ())] for one in {**labels, **statements}}
            self._repeated = {one: list(dict.fromkeys(near)) for one, near in both.items()}
        return self._repeated

    def number(self, task: str) -> str:
        """Return what people call a task, or called one that is gone."""
        return self.number_in("tasks", task)

    def number_in(self, table: str, identity: str) -> str:
        """Return what people call a row, or called one that is gone; never an identity made by the tool."""
        number = self.numbers.of(table, identity)
        if number != identity or not numbering.is_made(table, identity):
            return number
        row = self.rows.of("numbers").get(schemas.row_id("numbers", {"numbered": table, "row": identity}))
        return row["number"] if row else f"a {schemas.TABLES[table].__name__.lower()} that is gone"

    def duty_name(self, duty: str) -> str:
        """Return what people call a duty: its title."""
        return self.duties[duty]["title"] if duty in self.duties else "Without a duty"

    def task(self, identity: object) -> Row:
        """Return a task that an act names."""
        return self._there("tasks", identity, "This task")

    def duty(self, identity: object) -> Row:
        """Return a duty that an act names."""
        return self._there("duties", identity, "This duty")

    def words_of(self, passage: Mapping[str, Any], words: Callable[[], str]) -> str:
        """Return the words of a passage, looked up once for as long as the texts stay as they are."""
        name = f"{passage['coding_ids'][0]} {passage['start']} {passage['end']}"
        if name not in self._words_of:
            self._words_of[name] = words()
        return self._words_of[name]

    def _there(self, table: str, identity: object, what: str) -> Row:
        row = self.rows.of(table).get(str(identity))
        if row is None:
            raise BoardError(f"{what} was taken away meanwhile. Nothing was changed.")
        return row

    # changing ---------------------------------------------------------------------------------------------

    def numbered(self, changes: Sequence[Change]) -> list[Change]:
        """Return changes of one act with the numbers that rows get by it."""
        touched = [one for one in changes if one.table in NUMBERED and self._is_renumbered(one)]
        given = numbering.of_act(touched, self.rows.tables(*_TO_NUMBER)) if touched else []
        return [*changes, *(Change("put", "numbers", row) for row in given)]

    def _is_renumbered(self, change: Change) -> bool:
        before = self.rows.of(change.table).get(schemas.row_id(change.table, change.row))
        if before is None or change.op == "delete":
            return True
        return "duty_id" in change.row and change.table == "tasks" and change.row["duty_id"] != before["duty_id"]

    def apply(self, changes: Sequence[Change]) -> None:
        """Take over changes that were saved."""
        self.rows.apply(changes)
        touched: dict[str, list[Mapping[str, Any]]] = {}
        for change in changes:
            touched.setdefault(change.table, []).append(change.row)
        self._forget(touched)

    def replace(self, tables: schemas.Tables, texts: Mapping[str, str]) -> bool:
        """Take over the study as it was read again; return whether anything of it is other than it was."""
        before = {name: self.rows.of(name) for name in (*OF_TASKS, "tasks")}
        changed = self.rows.replace(tables)
        rows = {name: _differing(before[name], self.rows.of(name)) if name in before else [] for name in changed}
        self._forget(rows)
        is_other = bool(changed) or self.texts != texts
        if self.texts != texts:
            self.texts = texts
            self._words_of.clear()
        return is_other

    def _forget(self, touched: Mapping[str, Collection[Mapping[str, Any]]]) -> None:
        self.facts.forget(touched)
        if "wording_overrides" in touched:
            self._overrides = None
        if any(WORDED & row.keys() or len(row) == 1 for row in touched.get("tasks", ())):
            self._repeated = None
            self.resembling.clear()
        if touched.keys() & {"numbers", "duties", "tasks", "approvals"}:
            self._chart = None
        if touched.keys() & {*NAMED} or any("duty_id" in row or len(row) == 1 for row in touched.get("tasks", ())):
            self._numbers = None


def _naming_tasks() -> tuple[str, ...]:
    naming = (name for name, row in schemas.TABLES.items() if {*row.references.values()} & {*NUMBERED})
    return ("duties", "tasks", "numbers", "approvals", *(name for name in naming if name not in NUMBERED))


_TO_NUMBER = _naming_tasks()


def _differing(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[Row]:
    changed = [row for identity, row in after.items() if before.get(identity) != row]
    return changed + [row for identity, row in before.items() if identity not in after]
