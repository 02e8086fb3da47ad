"""What a notebook calls: the study its first cell names, and each screen and result as one short line."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from codesign import display, parameters
from codesign.errors import CodesignError, ParameterError
from codesign.study.folder import Study, find_root, find_study
from codesign.workbook import screens
from codesign.workbook.document import make_proposal
from codesign.workbook.edited_tables import edited_table
from codesign.workbook.employer_workbooks import employer_workbooks
from codesign.workbook.found_passages import passages
from codesign.workbook.made import USED, Made, used
from codesign.workbook.offered_evidence import evidence_choice
from codesign.workbook.offered_occupations import occupations
from codesign.workbook.received_tables import received_tables
from codesign.workbook.run_apart import run_everything
from codesign.workbook.scanned import scan
from codesign.workbook.session import Session
from codesign.workbook.task_board import task_board

if TYPE_CHECKING:
    from codesign.display import Html
    from codesign.intake.column_choice import Arrived
    from codesign.intake.mapping import MappedTable
    from codesign.intake.report import ImportReport
    from codesign.journal import Change, Saved
    from codesign.proposal import Facts
    from codesign.widgets import Screen
    from codesign.widgets.watch import Watch

T = TypeVar("T")
RUN_NAMES = (*parameters.names(), "output")


class Workbook(Session):
    """A study as the cells of a notebook see it; a screen is made anew whenever its cell runs."""

    @cached_property
    def watch(self) -> Watch:
        """What tells the screens of this workbook when the study changed."""
        from codesign.widgets.watch import Watch

        return Watch(self.study.state)

    # everywhere ---------------------------------------------------------------------------------------

    def table(self, name: str) -> Screen:
        """Return the screen of one table, such as `work.table("duties")`."""
        return self.watch.over(edited_table(self, name))

    def result(self, name: str) -> Screen:
        """Return one of the results of this study as it stands, such as `work.result("decisions")`; see results."""
        from codesign.workbook.results import RESULTS

        if name not in RESULTS:
            raise ValueError(f"There is no result “{name}”. There are: {', '.join(RESULTS)}.")
        return self._live(display.label(name), RESULTS[name])

    def workbooks(self, number: str) -> Screen:
        """Return links to the seven workbooks with what each still misses; the one of this number is marked."""
        from codesign.workbook.contents import workbook_list

        return self._live("Workbooks", partial(workbook_list, number=number))

    def missing(self, number: str) -> Screen:
        """Return what one workbook still misses, such as `work.missing("03")`."""
        from codesign.workbook import results

        return self._live("Still missing", partial(results.missing, number=number))

    def _live(self, title: str, drawn: Callable[[Facts], Html]) -> Screen:
        """Return what is drawn of the facts, and drawn again when these are others."""
        return self._follows(title, lambda: self.facts, drawn)

    def _follows(self, title: str, given: Callable[[], Any], drawn: Callable[[Any], Html]) -> Screen:
        from codesign.widgets.result import Result

        return Result(title, given, drawn, watch=self.watch)

    # saving -------------------------------------------------------------------------------------------

    def save(self, changes: Sequence[Change]) -> Saved:
        """Save what a screen asks for, and tell the others; see Study.save."""
        return self._told_to_all(super().save(changes))

    def undo(self, *table: str) -> Saved | None:
        """Take back this person's last act, and tell every screen; see Session.undo."""
        return self._told_to_all(super().undo(*table))

    def redo(self, *table: str) -> Saved | None:
        """Do again what this person last took back, and tell every screen; see Session.redo."""
        return self._told_to_all(super().redo(*table))

    def undo_within(self, tables: Collection[str], along: Collection[str] = ()) -> Saved | None:
        """Take back the last act on one screen, and tell every screen; see Session.undo_within."""
        return self._told_to_all(super().undo_within(tables, along))

    def redo_within(self, tables: Collection[str], along: Collection[str] = ()) -> Saved | None:
        """Do again what was last taken back on one screen, and tell every screen; see Session.redo_within."""
        return self._told_to_all(super().redo_within(tables, along))

    def import_files(self, files: Sequence[tuple[str, bytes]]) -> Arrived:
        """Bring files into the study, and tell every screen; see Session.import_files."""
        return self._told_to_all(super().import_files(files))

    def import_taxonomies(self, files: Sequence[tuple[str, bytes]]) -> Sequence[ImportReport]:
        """Bring files of frameworks into the study, and tell every screen; see Session.import_taxonomies."""
        return self._told_to_all(super().import_taxonomies(files))

    def take_table(
        self, table: MappedTable, chosen: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
    ) -> ImportReport:
        """Bring a table of another program in, and tell every screen; see Session.take_table."""
        return self._told_to_all(super().take_table(table, chosen, words))

    def _told_to_all(self, done: T) -> T:
        self.watch.news()
        return done

    # 00 -----------------------------------------------------------------------------------------------

    def person_field(self) -> Screen:
        """Return the field for the name of the person who sits here."""
        return screens.person(self)

    def overview(self) -> Screen:
        """Return what each workbook of the study holds and what is missing."""
        from codesign.workbook import results

        return self._live("Where the study stands", results.overview)

    def what_is_wrong(self) -> Screen:
        """Return everything wrong or left dangling in the study."""
        return self._follows("What is wrong", lambda: self.problems, display.problems)

    def chosen_differently(self) -> Screen:
        """Return where two people chose differently without seeing each other's choice."""
        from codesign.workbook import results

        return self._follows("Chosen differently", lambda: [str(one) for one in self.conflicts], results.conflicts)

    def parameter_form(self) -> Screen:
        """Return the form of the study's own parameters; saving writes study.yaml."""
        return screens.parameters(self)

    def run_button(self) -> Screen:
        """Return the button that runs all workbooks, with the parameters this workbook was opened with."""
        return run_everything(self)

    # 01 -----------------------------------------------------------------------------------------------

    def coding_panel(self) -> Screen:
        """Return the panel in which this person codes interviews."""
        from codesign import widgets

        return self.watch.over(
            widgets.coding_panel(
                self.everything,
                self.texts,
                **self._of_a_coder(),
                history=self.code_history,
                preferences=self.preferences,
                on_preference=self.save_preference,
                on_import=self.import_files,
                starter=self.starter_codebook,
            )
        )

    def correction_review(self) -> Screen:
        """Return the screen on which codings find their words again after a text was corrected."""
        from codesign import widgets

        return self.watch.over(
            widgets.correction_review(
                self.corrections, on_save=self.save, on_undo=self.undo, on_redo=self.redo, study=self.study.name
            )
        )

    def codebook_screen(self) -> Screen:
        """Return the screen on which a team keeps its codebook."""
        from codesign import widgets

        return self.watch.over(
            widgets.codebook_screen(self.everything, self.texts, **self._of_a_coder(), history=self.code_history)
        )

    def passages(self) -> Screen:
        """Return the screen on which coded passages are found again and written out."""
        return self.watch.over(passages(self))

    def reconcile(self) -> Screen:
        """Return the screen on which a team looks at what its coders treat differently, and decides."""
        from codesign import widgets

        return self.watch.over(widgets.reconcile(self.everything, self.texts, **self._of_a_coder()))

    def _of_a_coder(self) -> dict[str, Any]:
        """Return what each screen of a person who codes gets: who it is, and the ways to save, undo and read again."""
        return {
            "person": self.person,
            "on_save": self.save,
            "refresh": self.reread,
            "on_undo": self.undo,
            "on_redo": self.redo,
            "study": self.study.name,
        }

    # 02 -----------------------------------------------------------------------------------------------

    def scan(self) -> Screen:
        """Return the screen on which people say whether sentences of postings mean the tasks they were found for."""
        return self.watch.over(scan(self))

    # 02 and 03 ----------------------------------------------------------------------------------------

    def tables_in(self, number: str) -> Screen:
        """Return the screen on which tables of other programs come in, such as `work.tables_in("02")`."""
        return self.watch.over(received_tables(self, number))

    # 03 -----------------------------------------------------------------------------------------------

    def task_board(self) -> Screen:
        """Return the board on which a team lists, orders and judges the tasks of the job."""
        return self.watch.over(task_board(self))

    def rating_grid(self) -> Screen:
        """Return the grid in which one rater rates every task."""
        from codesign import widgets

        return self.watch.over(
            widgets.rating_grid(
                self.everything,
                person=self.person,
                on_save=self.save,
                refresh=self.reread,
                study=self.study.name,
                on_undo=self.undo,
                on_redo=self.redo,
                acts=self.acts,
            )
        )

    def employer_workbooks(self) -> Screen:
        """Return the screen on which workbooks for employers are made, and taken in when they come back."""
        return self.watch.over(employer_workbooks(self))

    def occupations(self) -> Screen:
        """Return the screen on which occupations are searched and linked, their tasks beside those of the board."""
        return self.watch.over(occupations(self))

    # 06 -----------------------------------------------------------------------------------------------

    def author_editor(self) -> Screen:
        """Return the editor of the texts only a person can write."""
        return screens.authors(self)

    def evidence_choice(self) -> Screen:
        """Return the screen on which a team chooses the findings of page one and the passages that stand for each."""
        return self.watch.over(evidence_choice(self))

    def make_proposal(self) -> Made:
        """Write the proposal and everything beside it, and say what was made; see document.make_proposal."""
        return make_proposal(self)


def open_workbook(namespace: Mapping[str, Any]) -> Workbook:
    """Return the study a workbook's parameters name; called as `open_workbook(globals())`.

    Parameters may come from the first cell, from papermill or from study.yaml, in that order of strength the
    other way round. A name that is no parameter is refused with the nearest one that is.
    """
    _tell_errors_plainly()
    _refuse_unknown(assigned_names(namespace.get("In", [])))
    changes = {name: namespace[name] for name in RUN_NAMES if namespace.get(name) is not None}
    root = find_root(Path(os.environ.get("CODESIGN_ROOT") or Path.cwd()))
    folder = find_study(str(changes.get("study", "")), root)
    work = Workbook(Study.open(folder), {**changes, "study": folder.name}, root)
    _report(work)
    return work


def _report(work: Workbook) -> None:
    """Say in an executed notebook what it was opened with, so that a run can hold it against what was asked."""
    from IPython.display import display

    if os.environ.get("CODESIGN_HEADLESS") == "1":
        display({USED: used(work)}, raw=True)  # type: ignore[no-untyped-call]


def assigned_names(history: Iterable[str]) -> list[str]:
    """Return the names given in the parameters cell and in the cell papermill adds after it."""
    names: list[str] = []
    for source in history:
        if source.lstrip().startswith(("# Parameters", "study =")):
            names += _top_level_names(source)
    return names


def _top_level_names(source: str) -> list[str]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _refuse_unknown(names: Iterable[str]) -> None:
    unknown = [name for name in names if name not in RUN_NAMES]
    if unknown:
        raise ParameterError("\n".join(parameters.unknown_name(name, RUN_NAMES) for name in unknown))


def _tell_errors_plainly() -> None:
    """Show our own errors in the workbook as sentences, without the lines of code they came through."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((CodesignError,), _show_sentence)


def _show_sentence(shell: Any, kind: Any, error: BaseException, _trace: Any, tb_offset: Any = None) -> list[str]:  # noqa: ARG001
    lines = [str(error)]
    shell._showtraceback(kind, error, lines)
    return lines
