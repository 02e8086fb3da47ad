"""One study seen through the parameters of a run: its tables, texts and facts, saving, and where results go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from codesign import coding, discretion, journal, numbering, parameters, schemas, spreadsheets, tasks, transcripts
from codesign.codebooks import CodeHistory
from codesign.errors import CodesignError, ParameterError, Problem, TemplateError
from codesign.intake.column_choice import Arrived, receive
from codesign.journal import Change, Saved
from codesign.study.files import outside_studies, write_whole
from codesign.study.folder import Study
from codesign.study.person import remember_preference, remembered_preferences, slug

if TYPE_CHECKING:
    from codesign.intake.mapping import MappedTable
    from codesign.intake.report import ImportReport
    from codesign.proposal import Facts

PLACE = "place"
NAMED_BY = ("sector", "region", "credential", "edition")


class Session:
    """A study as one run or workbook sees it; tables are read afresh whenever they are asked for."""

    def __init__(self, study: Study, changes: Mapping[str, Any], root: Path) -> None:
        self.study, self.root = study, root
        output = changes.get("output")
        self._output = outside_studies(root / output, root, study.folder) if output else None
        own = study.settings
        self.parameters = parameters.checked(
            parameters.overlaid(own, {k: v for k, v in changes.items() if k != "output"})
        )
        self._facts: tuple[object, Facts] | None = None
        parameters.refuse_without_effect(self.parameters, parameters.checked(own))
        self.run_name = run_name(self.parameters, parameters.checked(own))
        _refuse_unknown_sector(self.parameters, self.everything)
        study.refuse_unknown_codes(self.parameters)
        _ = self.rule

    @property
    def person(self) -> str:
        """Who sits here."""
        return self.study.person

    @property
    def everything(self) -> dict[str, pd.DataFrame]:
        """Every table of the study, whatever the sector of this run."""
        return self.study.read()

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables of this run: evidence of its sector and region only, each row called by its number."""
        everything = self.everything
        scoped = coding.in_scope(everything, self.parameters.sector, self.parameters.region)
        return numbering.called_by_number(scoped, numbering.numbers(everything))

    @property
    def texts(self) -> dict[str, str]:
        """The text of every transcript by transcript_id."""
        return self.study.texts()

    @property
    def facts(self) -> Facts:
        """Everything that is computed from the tables of this run; computed again only after the study changed."""
        from codesign.proposal import Facts

        state = self.study.state()
        if self._facts is None or self._facts[0] is not state:
            kinds = discretion.taking_part(discretion.interviewed(self.everything))["kind"]
            self._facts = (
                state,
                Facts(
                    self.tables,
                    self.texts,
                    self.parameters,
                    kinds_elsewhere=kinds,
                    rule=self.rule,
                    other_wordings=self.study.other_wordings(),
                ),
            )
        return self._facts[1]

    @property
    def problems(self) -> list[Problem]:
        """Everything wrong or left dangling in the study."""
        return self.study.problems()

    @property
    def conflicts(self) -> tuple[journal.Conflict, ...]:
        """Every field two people set without seeing each other's value."""
        return self.study.conflicts()

    def save(self, changes: Sequence[Change]) -> Saved:
        """Save what a screen asks for; see Study.save."""
        return self.study.save(changes)

    def undo(self, table: str = "") -> Saved | None:
        """Take back this person's last act, or the last that touched a table."""
        return self.study.undo(table)

    def redo(self, table: str = "") -> Saved | None:
        """Do again what this person last took back, or took back of a table."""
        return self.study.redo(table)

    def undo_within(self, tables: Collection[str], along: Collection[str] = ()) -> Saved | None:
        """Take back this person's last act that touched these tables and no others."""
        return self.study.undo_within(tables, along)

    def redo_within(self, tables: Collection[str], along: Collection[str] = ()) -> Saved | None:
        """Do again what this person last took back of these tables."""
        return self.study.redo_within(tables, along)

    def acts(self, table: str) -> tuple[journal.Act | None, journal.Act | None]:
        """Return what this person's next undo and next redo of a table are about."""
        return self.study.acts(table)

    def import_files(self, files: Sequence[tuple[str, bytes]]) -> Arrived:
        """Bring files, by name and content, into the study; tables of other programs wait for a choice of columns."""
        return receive(self.study, [(_file_name(name), content) for name, content in files])

    def import_taxonomies(self, files: Sequence[tuple[str, bytes]]) -> Sequence[ImportReport]:
        """Bring files of occupational frameworks, by name and content, into the study."""
        from codesign.intake.taxonomies import FrameworkFile, take_in

        return take_in(self.study, [FrameworkFile(_file_name(name), content) for name, content in files])

    def take_table(
        self, table: MappedTable, chosen: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
    ) -> ImportReport:
        """Bring a table of a survey program or job board in by what a person chose for its columns, and report."""
        return table.take_in(chosen, words)

    def starter_codebook(self) -> list[Change]:
        """Return the changes that bring in the codebook a new study begins with."""
        path = self.root / "templates" / "study" / "codes.csv"
        if not path.is_file():
            raise CodesignError("There is no starter codebook in the folder templates/study. Nothing was changed.")
        return [Change("put", "codes", row) for row in spreadsheets.read_rows(path.name, path.read_bytes())]

    @property
    def preferences(self) -> dict[str, Any]:
        """How this person likes the screens on this computer, and where they were in this study."""
        preferences = remembered_preferences(self.person)
        return {**preferences, PLACE: preferences.get(self._place, {})}

    def save_preference(self, name: str, value: object) -> None:
        """Keep a preference of this person on this computer, outside the study."""
        remember_preference(self.person, self._place if name == PLACE else name, value)

    @property
    def _place(self) -> str:
        return f"{PLACE} in {hashlib.sha256(str(self.study.folder.resolve()).encode()).hexdigest()[:12]}"

    def reread(self) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
        """Return everything and the texts, for a screen that looks for other people's work."""
        return self.everything, self.texts

    def corrections(self) -> tuple[dict[str, pd.DataFrame], dict[str, str], transcripts.Waiting]:
        """Return everything, the texts, and what waits since texts were corrected."""
        return *self.reread(), self.study.waiting()

    def code_history(self) -> CodeHistory:
        """Return what became of the codes, for the codebook screen."""
        return self.study.code_history()

    @property
    def output(self) -> Path:
        """The folder this run writes to: outputs/<study>/<run>, or the one named by `output`."""
        return self._output or self.root / "outputs" / self.study.name / self.run_name

    def write_bytes(self, name: str, content: bytes) -> Path:
        """Write a derived file into the output folder and return its path."""
        path = self.output / name
        write_whole(path, content)
        return path

    def write_table(self, name: str, table: pd.DataFrame) -> Path:
        """Write a derived table as tables/<name>.csv, text kept as text."""
        return self.write_bytes(f"tables/{name}.csv", spreadsheets.csv_bytes(table, for_people=True))

    @cached_property
    def rule(self) -> tasks.Rule:
        """The rule that selects tasks in this run; one of the college's own goes before one of the same name."""
        folder = self.root / "templates" / "rules"
        own = {
            path.stem: path.read_text(encoding="utf-8-sig", errors="replace") for path in sorted(folder.glob("*.yaml"))
        }
        return tasks.rule_named(self.parameters.rule, own)

    @cached_property
    def template(self) -> bytes:
        """The Word template of this run."""
        name, folder = self.parameters.template, self.root / "templates"
        path = folder / name
        if path.parent != folder or not path.is_file():
            names = sorted(one.name for one in folder.glob("*.docx") if not one.name.startswith("~$"))
            raise CodesignError(
                f"There is no template “{name}” in the folder templates; there are: {', '.join(names) or 'none'}. Put "
                "the form there, and write its name alone. Nothing was made."
            )
        return path.read_bytes()

    def require_template(self) -> None:
        """Raise TemplateError, with each place and what to do, where the Word template of this run cannot be filled."""
        from codesign import word

        try:
            word.require_fillable(self.template)
        except TemplateError as error:
            raise TemplateError(f"{self.parameters.template}: {error}") from error

    @property
    def fingerprint(self) -> str:
        """Eight characters of the sha256 of everything the proposal is made from; the same inputs give the same."""
        digest = hashlib.sha256(self.template)
        digest.update(self.parameters.model_dump_json().encode())
        digest.update(repr(self.rule).encode())
        for name, table in sorted(self.tables.items()):
            rows = sorted(json.dumps(row, sort_keys=True, default=str) for row in table.to_dict("records"))
            digest.update(json.dumps([name, rows]).encode())
        for name, text in sorted(self.texts.items()):
            digest.update(f"{name} {hashlib.sha256(text.encode()).hexdigest()}".encode())
        return f"{digest.hexdigest()[:4]} {digest.hexdigest()[4:8]}"


def _file_name(name: str) -> str:
    """Return the last part of a file's name alone, whatever a page called it."""
    return Path(name.replace("\\", "/")).name.strip(".") or "file"


def run_name(chosen: parameters.Parameters, own: parameters.Parameters) -> str:
    """Return the name of a run's folder: what differs from study.yaml, or all-sectors."""
    parts = [getattr(chosen, name) for name in NAMED_BY if getattr(chosen, name) != getattr(own, name)]
    return slug("-".join(parts)) or slug(chosen.sector) or "all-sectors"


def _refuse_unknown_sector(chosen: parameters.Parameters, tables: schemas.Tables) -> None:
    people = tables["participants"]
    for name in ("sector", "region"):
        value, names = getattr(chosen, name), sorted(set(people[name]) - {""})
        if value and value not in names:
            hint = parameters.nearest(value, names)
            raise ParameterError(f"No interview of this study has the {name} “{value}”.{hint} Nothing was run.")
