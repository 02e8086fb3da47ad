"""The program around it: modules, pathway, recognition, commitments, texts, money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from codesign.schemas.row import Date, Id, Row, Rung, Text


class Module(Row):
    """A part of the program's structure."""

    table = "modules"
    key = ("module_id",)
    module_id: Id = Field(description="stable id, such as M1")
    title: Text = Field(description="title")
    position: int = Field(0, description="order")
    delivery: Text = Field("", description="in person, hybrid, online, at work")
    location: Text = Field("", description="where")


class ModuleCompetency(Row):
    """Hours a module gives a competency."""

    table = "module_competencies"
    key = ("module_id", "competency_id")
    references: ClassVar[Mapping[str, str]] = {"module_id": "modules", "competency_id": "competencies"}
    module_id: Id = Field(description="module")
    competency_id: Id = Field(description="competency")
    hours: Annotated[float, Field(ge=0)] = Field(0, description="hours")


class PathwayStep(Row):
    """A box of the pathway figure: what comes before, this credential, what it leads to."""

    table = "pathway_steps"
    key = ("step_id",)
    step_id: Id = Field(description="stable id")
    title: Text = Field(description="words in the box")
    kind: Literal["prior learning", "this credential", "credential", "job"] = Field(description="what it is")
    leads_to: Text = Field("", description="ids of the steps it leads to, separated by semicolons; titles on screen")
    status: Literal["in place", "agreed", "proposed"] = Field("proposed", description="how firm the step is")
    credit: Text = Field("", description="credit or recognition given")
    sector: Text = Field("", description="sector the step belongs to; empty for all")


class UseCase(Row):
    """Whom the credential is for, and when it matters."""

    table = "use_cases"
    key = ("use_case_id",)
    use_case_id: Id = Field(description="stable id")
    kind: Literal["upskilling", "newcomers and career changers", "re-entry", "emerging role"] = Field(
        description="which of the four use cases"
    )
    who: Text = Field("", description="who")
    when_it_matters: Text = Field("", description="when it matters")
    sector: Text = Field("", description="sector; empty for all")


class RecognitionAction(Row):
    """What will be done so that a body recognises the credential."""

    table = "recognition_actions"
    key = ("action_id",)
    action_id: Id = Field(description="stable id")
    body: Text = Field(description="association, union, regulator, employer's HR")
    action: Text = Field(description="what will be done")
    owner: Text = Field("", description="who does it")
    due_on: Date = Field("", description="date, YYYY-MM-DD")
    status: Literal["planned", "under way", "agreed", "declined"] = Field("planned", description="where it stands")
    sector: Text = Field("", description="sector; empty for all")


class Commitment(Row):
    """What an employer has committed to, one rung of the ladder a row."""

    table = "commitments"
    key = ("employer", "rung")
    employer: Id = Field(description="pseudonym of the employer")
    rung: Rung = Field(description="rung of the ladder")
    recorded_on: Date = Field("", description="date, YYYY-MM-DD")
    note: Text = Field("", description="how it was given: letter, e-mail, meeting")


class ConsultationChange(Row):
    """What changed because somebody was consulted."""

    table = "consultation_changes"
    key = ("change_id",)
    change_id: Id = Field(description="stable id")
    who: Text = Field(description="who was consulted")
    said: Text = Field("", description="what they said")
    changed: Text = Field("", description="what was changed, or why not")
    on_date: Date = Field("", description="date, YYYY-MM-DD")
    sector: Text = Field("", description="sector; empty for all")


class Alignment(Row):
    """A link from the program, a task or a competency to a framework."""

    table = "alignments"
    key = ("alignment_id",)
    alignment_id: Id = Field(description="stable id")
    aligned: Text = Field("program", description="'program', or the id of a task or competency")
    framework: Text = Field(description="NOC 2021, CIP 2021, OaSIS, ESCO, O*NET, Skills for Success")
    code: Text = Field("", description="code in the framework, as text")
    title: Text = Field("", description="title in the framework")
    version: Text = Field("", description="version of the framework")
    url: Text = Field("", description="address of the entry")
    sector: Text = Field("", description="sector; empty for all")


class AuthorText(Row):
    """What only a person can write, for one box of the proposal."""

    table = "author_texts"
    key = ("box", "sector")
    box: Id = Field(description="the box, such as duplication; see docs/proposal.md")
    sector: Text = Field("", description="sector the text is for; empty for all")
    text: Text = Field("", description="the text; a blank line starts a new paragraph")
    author: Text = Field("", description="who wrote it")
    written_on: Date = Field("", description="date, YYYY-MM-DD")


class TextChoice(Row):
    """Another text for a box, from a proposal edited in Word while the study's own changed; it waits for a choice."""

    table = "text_choices"
    key = ("choice_id",)
    choice_id: Id = Field(description="stable id")
    box: Id = Field(description="the box, such as duplication; see docs/proposal.md")
    sector: Text = Field("", description="sector the text is for; empty for all")
    text: Text = Field("", description="the other text; the study's own stays in author_texts")
    author: Text = Field("", description="who wrote it")
    written_on: Date = Field("", description="date it was taken in, YYYY-MM-DD")
    file: Text = Field("", description="name of the Word file it came in")


class Approval(Row):
    """A sign-off asked for or given."""

    table = "approvals"
    key = ("approval_id",)
    approval_id: Id = Field(description="stable id")
    body: Text = Field(description="committee or office")
    name: Text = Field("", description="person")
    outcome: Literal["", "asked", "approved", "returned", "declined"] = Field("", description="where it stands")
    decided_on: Date = Field("", description="date, YYYY-MM-DD")


class CitedSource(Row):
    """A published figure the proposal cites."""

    table = "cited_sources"
    key = ("source_id",)
    source_id: Id = Field(description="stable id")
    statement: Text = Field(description="what the source says, with its figure")
    publisher: Text = Field("", description="who published it")
    url: Text = Field("", description="address")
    accessed_on: Date = Field("", description="date it was read, YYYY-MM-DD")
    sector: Text = Field("", description="sector; empty for all")


class Enrolment(Row):
    """Planned enrolment of one year."""

    table = "enrolments"
    key = ("year", "sector")
    year: Id = Field(description="academic year, such as 2027-28")
    sector: Text = Field("", description="sector; empty for all")
    intakes: Annotated[int, Field(ge=0)] = Field(1, description="intakes in the year")
    seats: Annotated[int, Field(ge=0)] = Field(0, description="seats an intake")
    completion_share: Annotated[float, Field(ge=0, le=1)] | None = Field(
        None, description="share expected to complete, 0 to 1"
    )
    assumption: Text = Field("", description="what the figures rest on")


class BudgetLine(Row):
    """One line of the budget."""

    table = "budget_lines"
    key = ("line_id",)
    line_id: Id = Field(description="stable id")
    kind: Literal["revenue", "cost", "contribution"] = Field(description="revenue, cost, or contribution in kind")
    item: Text = Field(description="what it is")
    year: Text = Field("", description="academic year")
    amount: float = Field(0, description="Canadian dollars")
    sector: Text = Field("", description="sector; empty for all")
