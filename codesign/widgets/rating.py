"""The rating grid: every task under its duty, three ratings from 1 to 5 and two of yes or no by one rater."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codesign import display, schemas
from codesign.display import Html
from codesign.errors import StudyDataError
from codesign.journal import Change, Saved
from codesign.tasks import SCALES, statement_sha256, worded
from codesign.widgets import columns as column_kinds
from codesign.widgets.held_rows import HeldTables
from codesign.widgets.history import Acts, Undo, in_words, no_acts
from codesign.widgets.row_names import names_in
from codesign.widgets.screen import (
    POLL_SECONDS,
    Message,
    Refresh,
    Refused,
    Row,
    Screen,
    now,
    rows_of,
    study_key,
    tables_of,
)

NO_TASKS = "No tasks yet. Add duties and tasks on the board above, then rate them here."
NO_RATERS = "No raters yet. Add the people who rate to the table of raters above, then enter what they answered here."

ASKED = (*SCALES, "done_here", "first_day", "comment")
YES_OR_NO = [{"value": value, "label": value} for value in ("", "yes", "no")]


class RatingGrid(Screen):
    """One rater's view of every task, typed as numbers."""

    name = "rating_grid"

    def __init__(
        self,
        tables: schemas.Tables,
        *,
        person: str,
        on_save: Callable[[list[Change]], Saved],
        refresh: Refresh | None,
        study: str,
        on_undo: Undo | None,
        on_redo: Undo | None,
        acts: Acts,
    ) -> None:
        super().__init__()
        self._held, self.person = HeldTables(schemas.complete(tables)), person
        self._ways, self._acts = {"undo": on_undo, "redo": on_redo}, acts
        self._on_save, self._refresh = on_save, refresh
        self._study = study_key(self.tables, study)
        self._looked_at_raters: set[str] = set()

    @property
    def tables(self) -> schemas.Tables:
        """The tables as this screen has them."""
        return self._held.tables

    def snapshot(self) -> Message:
        """Return the tasks, the raters, and the ratings of the one shown first; those of others are sent when asked."""
        return {
            "key": f"ratings:{self._study}" if self._study else "",
            "poll": POLL_SECONDS if self._refresh else 0,
            "scales": [
                [display.label(name), schemas.TABLES["ratings"].model_fields[name].description] for name in SCALES
            ],
            **self._shown(),
        }

    def _shown(self) -> Message:
        raters = names_in(self.tables).references("raters")
        own = [rater["value"] for rater in raters if rater["value"] == self.person]
        first = (own or [rater["value"] for rater in raters] or [""])[0]
        self._looked_at_raters.add(first)
        return {
            "empty": NO_TASKS if self.tables["tasks"].empty else NO_RATERS if not raters else "",
            "columns": _columns(),
            "rows": self._tasks(),
            "raters": raters,
            "rater": first,
            "ratings": self._ratings(),
        }

    def _tasks(self) -> list[Row]:
        shown: list[Row] = []
        placed: set[str] = set()
        tasks = sorted(rows_of(self.tables["tasks"]), key=lambda row: (row["position"] or 0, row["task_id"]))
        numbers = names_in(self.tables).numbers
        duties = sorted(rows_of(self.tables["duties"]), key=lambda row: (row["position"] or 0, row["duty_id"]))
        for duty in duties:
            mine = [task for task in tasks if task["duty_id"] == duty["duty_id"]]
            shown += self._under(f"{numbers.of('duties', duty['duty_id'])}. {duty['title']}", mine)
            placed |= {task["task_id"] for task in mine}
        return shown + self._under("Without a duty", [task for task in tasks if task["task_id"] not in placed])

    def _ratings(self) -> dict[str, dict[str, Row]]:
        ratings: dict[str, dict[str, Row]] = {rater: {} for rater in self._looked_at_raters}
        table = self.tables["ratings"]
        for row in rows_of(table[table["rater_id"].isin(self._looked_at_raters)]):
            ratings[row["rater_id"]][row["task_id"]] = {name: column_kinds.shown(row[name]) for name in ASKED}
        return ratings

    def ask(self, message: Message) -> None:
        """Send the ratings of a rater who was chosen."""
        if message.get("type") == "ratings":
            self._looked_at_raters.add(str(message.get("rater")))
            self.send({"type": "ratings", "ratings": self._ratings()})

    def change(self, message: Message) -> Message:
        """Save ratings that are right and say what is wrong with the others."""
        return self._rate(message) if message.get("action") == "rate" else self._take_back(str(message.get("action")))

    def _rate(self, message: Message) -> Message:
        changes: list[Change] = []
        wrong: dict[str, Row] = {}
        self._looked_at_raters.add(str(message["rater"]))
        for one in message["rows"]:
            values = {name: column_kinds.typed("ratings", name, text) for name, text in one["values"].items()}
            key = {"rater_id": str(message["rater"]), "task_id": str(one["task"])}
            row = {**self._held.rows("ratings").get(schemas.row_id("ratings", key), {}), **key, **values}
            row_problems = schemas.row_problems("ratings", row)
            if row_problems:
                problems = {
                    problem.column: "Only 1, 2, 3, 4 or 5." if problem.column in SCALES else "Only yes or no."
                    for problem in row_problems
                }
                wrong[schemas.row_id("ratings", key)] = {"values": one["values"], "problems": problems}
            else:
                changes.append(Change("put", "ratings", {**key, **values, **self._wording(str(one["task"]))}))
        at = self._saved(changes) if changes else ""
        return {"at": at, "ratings": self._ratings(), "wrong": wrong, "said": f"Saved {at}" if at else ""}

    def _wording(self, task: str) -> Row:
        """Return the mark of the wording that a rater has before them, so that a later one shows."""
        row = self._held.rows("tasks").get(schemas.key_text(task))
        return {"statement_sha256": statement_sha256(worded(row))} if row else {}

    def _saved(self, changes: list[Change]) -> str:
        saved = self._on_save(changes)
        self._held.apply(changes)
        return saved.at

    def _take_back(self, action: str) -> Message:
        act = self._acts("ratings")[action == "redo"]
        words = in_words(act, "ratings", self._rated)
        way, done = self._ways[action], "Undone" if action == "undo" else "Done again"
        try:
            saved = way("ratings") if way else None
        except StudyDataError as error:
            raise Refused(f"Not {done.lower()}: {words}. A team mate changed that rating meanwhile.") from error
        if saved is None:
            return {"at": "", "ratings": self._ratings(), "said": f"There is nothing to {action}."}
        self._reread()
        return {"at": saved.at or now(), "ratings": self._ratings(), "said": f"{done}: {words}."}

    def _rated(self, _table: str, row: Mapping[str, Any], _gone: Mapping[str, str]) -> str:
        names, task = names_in(self.tables), self._held.rows("tasks").get(schemas.key_text(row["task_id"]))
        return f"{names.numbers.of('raters', row['rater_id'])}, {names.of('tasks', task) if task else 'a task'}"

    def _reread(self) -> None:
        if self._refresh is not None:
            self._held.replace(tables_of(self._refresh()))

    def refresh(self) -> None:
        """Show new tasks, raters and ratings."""
        if self._refresh is None:
            return
        before = self._shown()
        self._reread()
        if self._shown() != before:
            self.send({"type": "rows", **self._shown()})

    def static(self) -> Html:
        """Return how many raters rated each task; no single person's ratings."""
        if self.tables["tasks"].empty:
            return display.sentence(NO_TASKS, note=True)
        rated = self.tables["ratings"].dropna(subset=list(SCALES), how="all")
        counted = rated.groupby("task_id")["rater_id"].nunique()
        tasks = self.tables["tasks"]
        of = len(self.tables["raters"])
        shown = tasks.assign(rated=[f"{counted.get(task, 0)} of {of}" for task in tasks["task_id"]])
        numbers = names_in(self.tables).numbers
        shown = shown.assign(task_id=[numbers.of("tasks", task) for task in tasks["task_id"]])
        columns = {"task_id": "Task", "label": "Label", "rated": "Raters"}
        return display.table(shown, caption="Tasks and how many rated them", columns=columns)

    def _under(self, duty: str, tasks: Sequence[Row]) -> list[Row]:
        names = names_in(self.tables)
        rows: list[Row] = [
            {
                "id": task["task_id"],
                "name": names.of("tasks", task),
                "values": {"task": names.number("tasks", task), "label": task["label"]},
            }
            for task in tasks
        ]
        return [{**rows[0], "group": duty}, *rows[1:]] if rows else []


def rating_grid(
    tables: schemas.Tables,
    *,
    person: str,
    on_save: Callable[[list[Change]], Saved],
    refresh: Refresh | None = None,
    study: str = "",
    on_undo: Undo | None = None,
    on_redo: Undo | None = None,
    acts: Acts = no_acts,
) -> RatingGrid:
    """Return the grid in which one rater's importance, frequency and difficulty of every task are typed.

    `person` chooses the rater shown first, where a rater has that id; another one can be chosen on the screen.
    """
    return RatingGrid(
        tables,
        person=person,
        on_save=on_save,
        refresh=refresh,
        study=study,
        on_undo=on_undo,
        on_redo=on_redo,
        acts=acts,
    )


def _columns() -> list[Row]:
    task = [{"name": "task", "title": "Task", "locked": True}, {"name": "label", "title": "Label", "locked": True}]
    scales = [{"name": name, "title": display.label(name), "numeric": True, "rating": True} for name in SCALES]
    answers = [
        {"name": name, "title": display.label(name), "options": YES_OR_NO} for name in ("done_here", "first_day")
    ]
    return [*task, *scales, *answers, {"name": "comment", "title": "Comment", "long": True}]
