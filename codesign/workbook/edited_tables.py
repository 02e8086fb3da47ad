"""The tables that people fill in on a screen: their titles, and what is said where there is no row yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codesign import coding

if TYPE_CHECKING:
    from codesign.widgets import Screen
    from codesign.workbook.session import Session

Choices = Mapping[str, Any]


@dataclass(frozen=True)
class EditedTable:
    """How one table is shown: its title, the sentence for no rows, and what differs from a plain table.

    `columns` are those shown, None for all; `choices` returns what a column may hold beside what its rule says;
    `folded` shows the title only, until somebody opens it.
    """

    title: str
    empty: str
    columns: Sequence[str] | None = None
    choices: Callable[[Session], Choices] | None = None
    folded: bool = False


class PassageLabels(Mapping[str, str]):
    """Every coding with the words a person knows it by, as the study has them at the moment they are asked for."""

    def __init__(self, work: Session) -> None:
        self._work = work
        self._state: object = None
        self._labels: Mapping[str, str] = {}

    def _latest(self) -> Mapping[str, str]:
        state = self._work.study.state()
        if state is not self._state:
            self._labels, self._state = coding.passage_labels(self._work.everything, self._work.texts), state
        return self._labels

    def __getitem__(self, identity: str) -> str:
        return self._latest()[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._latest())

    def __len__(self) -> int:
        return len(self._latest())


def _passages(work: Session) -> Choices:
    return {"coding_id": PassageLabels(work)}


EDITED: Mapping[str, EditedTable] = {
    "speakers": EditedTable(
        "Speakers",
        "No interviews yet. Bring them in with: workbook import STUDY FILES.",
        columns=("transcript_id", "speaker", "role", "participant_id"),
    ),
    "codes": EditedTable(
        "Codes as a table", "No codes yet. Paste rows from Excel, or add the first one above.", folded=True
    ),
    "findings": EditedTable("Findings", "No findings yet. Add what the interviews say, one sentence each."),
    "finding_codes": EditedTable("Findings and codes", "No finding is tied to a code yet."),
    "cited_sources": EditedTable("Published figures", "No figures yet. Add one with its source."),
    "duties": EditedTable("Duties as a table", "No duties yet. Add the first one.", folded=True),
    "tasks": EditedTable("Tasks as a table", "No tasks yet. Add the first one under a duty.", folded=True),
    "task_evidence": EditedTable(
        "Passages of tasks as a table", "No task is tied to a coding yet.", choices=_passages, folded=True
    ),
    "raters": EditedTable("Raters", "No raters yet. Add the first one."),
    "task_decisions": EditedTable(
        "Decisions of the team as a table",
        "The rule decides every task. Add a row where the team decides otherwise.",
        folded=True,
    ),
    "competencies": EditedTable("Competencies", "No competencies yet. Add the first one."),
    "competency_tasks": EditedTable("Competencies and tasks", "No competency covers a task yet."),
    "performance_criteria": EditedTable("Performance criteria", "No criteria yet. Add the first one."),
    "knowledge_items": EditedTable("Knowledge, skills and attitudes", "Nothing yet."),
    "alignments": EditedTable("Alignments", "No alignments yet."),
    "use_cases": EditedTable("Use cases", "No use case yet. Add the one this credential serves."),
    "assessments": EditedTable("Assessments", "No assessments yet. Add the first one."),
    "assessment_criteria": EditedTable("Assessments and criteria", "No criterion is assessed yet."),
    "modules": EditedTable("Modules", "No modules yet. Add the first one."),
    "module_competencies": EditedTable("Hours by module and competency", "No hours yet."),
    "pathway_steps": EditedTable("Pathway steps", "No steps yet. Add this credential first."),
    "recognition_actions": EditedTable("Actions towards recognition", "No actions yet."),
    "commitments": EditedTable("Commitments of employers", "No commitments yet."),
    "consultation_changes": EditedTable("Changes after consultation", "Nothing recorded yet."),
    "enrolments": EditedTable("Planned enrolment", "No figures yet."),
    "budget_lines": EditedTable("Budget", "No lines yet."),
    "approvals": EditedTable("Approvals", "Nobody has been asked yet."),
}
"""By the name of the table."""


def edited_table(work: Session, name: str) -> Screen:
    """Return the screen of one table; ValueError where no workbook shows a table of that name."""
    from codesign import widgets

    if name not in EDITED:
        raise ValueError(f"No workbook shows a table “{name}”. There are: {', '.join(EDITED)}.")
    how = EDITED[name]
    return widgets.table_editor(
        name,
        work.everything,
        on_save=work.save,
        refresh=work.reread,
        study=work.study.name,
        columns=how.columns,
        choices=how.choices(work) if how.choices else None,
        title=how.title,
        empty=how.empty,
        folded=how.folded,
        on_undo=work.undo,
        on_redo=work.redo,
        acts=work.acts,
    )
