"""The screen on which occupations are searched and linked, and their tasks held beside those of the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from codesign import display, numbering, schemas
from codesign.display import Html
from codesign.journal import Change, Saved
from codesign.phrases import count_of
from codesign.widgets import occupation_tasks
from codesign.widgets.history import Acts, Undo, no_acts
from codesign.widgets.latest_act import LatestAct
from codesign.widgets.occupation_tasks import Checklist, alignment_id
from codesign.widgets.screen import BUFFERS, POLL_SECONDS, Message, Refused, Row, Screen, now, rows_of, why

if TYPE_CHECKING:
    from codesign.taxonomies import Finder, Match

NOTHING = (
    "No framework of occupations is here yet. Choose “Add files…” and give the files of NOC, OaSIS, O*NET or ESCO as "
    "they are published. Everything else works without."
)
WHAT = {"alignments": "the link to an occupation", "occupation_answers": "what was decided about a task"}
MOST_RESULTS = 20
LINE = 160
MOST_BYTES = 200_000_000
"""Bytes of all files chosen at once: they wait in memory for the last piece."""


class Report(Protocol):
    """What became of a file that was brought in."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def is_in(self) -> bool: ...  # noqa: D102
    @property
    def sentences(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True)
class OfferedOccupations:
    """What the screen shows: the search, the study's tables, the program's titles and roles, and the run's sector."""

    finder: Finder
    tables: schemas.Tables
    titles: Sequence[str] = ()
    sector: str = ""
    person: str = ""


Import = Callable[[Sequence[tuple[str, bytes]]], Sequence[Report]]


class Occupations(Screen):
    """A search field with what fits, the occupations that are linked, and the tasks of the one that is open."""

    name = "occupations"

    def __init__(
        self,
        read: Callable[[], OfferedOccupations],
        *,
        on_save: Callable[[list[Change]], Saved],
        on_import: Import | None,
        study: str,
        on_undo: Undo | None,
        on_redo: Undo | None,
        acts: Acts,
    ) -> None:
        super().__init__()
        self._read, self._on_save, self._study, self._import = read, on_save, study, on_import
        self._latest = LatestAct(WHAT, on_undo, on_redo, acts)
        self._offered = read()
        self._open = ""
        self._files: dict[int, tuple[str, bytearray]] = {}

    # what is shown ------------------------------------------------------------------------------------

    def snapshot(self) -> Message:
        """Return the frameworks, what is linked, what the study looks like, and the tasks of what is open."""
        key = f"occupations:{self._study}:{self._offered.sector}" if self._study else ""
        return {"key": key, "poll": POLL_SECONDS, **self._shown()}

    def _shown(self) -> Message:
        linked = self._linked()
        self._open = self._open if any(row["id"] == self._open for row in linked) else ""
        self._open = self._open or next((row["id"] for row in linked if row["there"]), "")
        frameworks = self._offered.finder.library.frameworks
        return {
            "empty": "" if frameworks else NOTHING,
            "imports": self._import is not None,
            "about": self._about(len(linked)),
            "frameworks": [{"value": name, "label": f"{name}, {version}"} for name, version in frameworks.items()],
            "linked": linked,
            "open": self._open,
            "tasks": self._checklist().shown() if self._open else None,
        }

    def _about(self, number: int) -> str:
        frameworks = self._offered.finder.library.frameworks
        named = [f"{name} ({version})" for name, version in frameworks.items()]
        return f"{', '.join(named)} · {count_of(number, 'occupation')} linked" if named else ""

    def _linked(self) -> list[Row]:
        """Return the occupations that the program is aligned to in this run, those of other frameworks left out."""
        library, sector = self._offered.finder.library, self._offered.sector
        return [
            {
                "id": row["alignment_id"],
                "framework": row["framework"],
                "code": row["code"],
                "title": row["title"],
                "version": row["version"],
                "sector": row["sector"],
                "there": library.occupation(row["framework"], row["code"]) is not None,
            }
            for row in rows_of(self._offered.tables["alignments"])
            if row["aligned"] == "program"
            and library.family(row["framework"])
            and (not sector or row["sector"] in ("", sector))
        ]

    def _checklist(self) -> Checklist:
        row = next(row for row in self._linked() if row["id"] == self._open)
        return self._tasks_of(row)

    def _tasks_of(self, row: Row) -> Checklist:
        library, tables = self._offered.finder.library, self._offered.tables
        return occupation_tasks.checklist(library, tables, row["framework"], row["code"])

    def _suggested(self) -> list[Row]:
        tables = self._offered.tables
        tasks = [f"{row['label']} {row['statement']}" for row in rows_of(tables["tasks"])]
        named = tasks or list(tables["duties"]["title"])
        return [self._result(one, len(tasks)) for one in self._offered.finder.suggested(self._offered.titles, named)]

    def _result(self, match: Match, of: int = 0) -> Row:
        one = match.occupation
        linked = {(row["framework"], row["code"]): row["id"] for row in self._linked()}
        return {
            "framework": one.framework,
            "code": one.code,
            "title": one.title,
            "level": one.level,
            "line": _line(one.definition),
            "why": _why(match, of),
            "linked": linked.get((one.framework, one.code), ""),
        }

    # what the browser asks ----------------------------------------------------------------------------

    def ask(self, message: Message) -> None:
        """Answer a search, open an occupation, or take a piece of a file."""
        kind = message.get("type")
        if kind == "search":
            query, framework = str(message.get("words", "")), str(message.get("framework", ""))
            matches = self._offered.finder.search(query, framework=framework, limit=MOST_RESULTS)
            rows = [self._result(one) for one in matches]
            self.send({"type": "results", "number": message.get("number"), "results": rows})
        elif kind == "look":
            self.send({"type": "suggested", "suggested": self._suggested()})
        elif kind == "open":
            self._open = str(message.get("item", ""))
            self.send({"type": "rows", **self._shown()})
        elif kind == "file":
            self._take_piece(message)
        elif kind == "import":
            self._bring_in(message)

    def _take_piece(self, message: Message) -> None:
        number = int(message["number"])
        if message["is_first"]:
            if number == 0:
                self._files.clear()
            self._files[number] = (str(message["name"]), bytearray())
        if number in self._files:
            for piece in message.get(BUFFERS, ()):
                self._files[number][1].extend(bytes(piece))
        if sum(len(content) for _name, content in self._files.values()) > MOST_BYTES:
            self._files.clear()

    def _bring_in(self, message: Message) -> None:
        files = [(name, bytes(content)) for name, content in self._files.values()]
        self._files.clear()
        if self._import is None or not files or [len(content) for _name, content in files] != message.get("sizes"):
            self.send({"type": "imported", "reports": [], "failed": "Not all of the files arrived. Choose them again."})
            return
        try:
            reports = self._import(files)
        except Exception as error:  # noqa: BLE001  the person must be told, whatever it was
            self.send({"type": "imported", "reports": [], "failed": f"The files did not come in: {why(error)}"})
            return
        self._offered = self._read()
        told_of = [{"name": one.name, "is_in": one.is_in, "sentences": list(one.sentences)} for one in reports]
        self.send({"type": "rows", **self._shown()})
        self.send({"type": "imported", "reports": told_of, "failed": ""})

    # what a person does -------------------------------------------------------------------------------

    def change(self, message: Message) -> Message:
        """Link or unlink an occupation, decide about one of its tasks, or take the last of these back."""
        action = str(message.get("action"))
        if self._latest.takes(action):
            return self._take_back(action)
        if action == "link":
            return self._save(*self._link(str(message["framework"]), str(message["code"])))
        if action == "unlink":
            return self._save(*self._unlink(str(message["item"])))
        if action in occupation_tasks.ACTS and self._open:
            return self._save(*self._checklist().decided(action, message, self._offered.person))
        raise Refused("Not saved: this screen does not know that act.")

    def _link(self, framework: str, code: str) -> tuple[list[Change], str]:
        one = self._offered.finder.library.occupation(framework, code)
        if one is None:
            raise Refused(f"Not saved: {framework} has no code {code} here any more.")
        self._open = alignment_id(framework, code, self._offered.sector)
        row = {
            "alignment_id": self._open,
            "aligned": "program",
            "framework": one.framework,
            "code": one.code,
            "title": one.title,
            "version": one.version,
            "sector": self._offered.sector,
        }
        return [Change("put", "alignments", row)], f"{one.code} {one.title} is linked."

    def _unlink(self, identity: str) -> tuple[list[Change], str]:
        row = next((row for row in self._linked() if row["id"] == identity), None)
        if row is None:
            raise Refused("Not saved: this link was taken away meanwhile.")
        return [
            Change("delete", "alignments", {"alignment_id": identity})
        ], f"{row['code']} {row['title']} is not linked."

    def _save(self, changes: list[Change], words: str) -> Message:
        numbers = [Change("put", "numbers", row) for row in numbering.of_act(changes, self._offered.tables)]
        at = self._on_save([*changes, *numbers]).at if changes else now()
        self._latest.did()
        self._offered = self._read()
        return {"at": at, **self._shown(), "said": words}

    def _take_back(self, action: str) -> Message:
        at, words = self._latest.take(action)
        if at:
            self._offered = self._read()
        return {"at": at, **self._shown(), "said": words}

    def refresh(self) -> None:
        """Show what others linked, decided or did on the board."""
        before = self._shown()
        self._offered = self._read()
        if self._shown() != before:
            self.send({"type": "rows", **self._shown()})

    def static(self) -> Html:
        """Return the linked occupations, each with how many of its tasks the job has."""
        columns = {"occupation": "Occupation", "framework": "Framework", "version": "Version", "about": "Its tasks"}
        rows: list[Mapping[str, Any]] = []
        for row in self._linked():
            about = self._tasks_of(row).about()
            rows.append({**row, "occupation": f"{row['code']} {row['title']}", "about": about})
        empty = "No occupation is linked yet." if self._offered.finder.library.frameworks else NOTHING
        frame = pd.DataFrame(rows, columns=list(columns))
        return display.table(frame, caption="Linked occupations", columns=columns, empty=empty)


def occupations(
    read: Callable[[], OfferedOccupations],
    *,
    on_save: Callable[[list[Change]], Saved],
    on_import: Import | None = None,
    study: str = "",
    on_undo: Undo | None = None,
    on_redo: Undo | None = None,
    acts: Acts = no_acts,
) -> Occupations:
    """Return the screen on which occupations are searched and linked, and their tasks held beside those of the board.

    `read` returns what is offered as the study stands; `on_import` brings in files of frameworks.
    """
    return Occupations(
        read, on_save=on_save, on_import=on_import, study=study, on_undo=on_undo, on_redo=on_redo, acts=acts
    )


def _line(definition: str) -> str:
    first = definition.split("\n")[0]
    if len(first) <= LINE:
        return first
    return f"{first[:LINE].rsplit(' ', 1)[0]} …"


def _why(match: Match, of: int) -> str:
    """Return why an occupation ranks: the words, and where they stand, or how many tasks share words with its own."""
    named = f"“{', '.join(match.words)}”"
    if match.where.endswith("tasks"):
        number = int(match.where.split(" ")[0])
        return (
            f"{number} of {of} tasks {'shares' if number == 1 else 'share'} words with its own"
            if number
            else "By its title"
        )
    if match.where.startswith("also called"):
        return match.where.capitalize()
    return f"{named} in its {match.where}" if match.words and match.where != "code" else ""
