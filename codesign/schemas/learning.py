"""What is learned and how it is shown: competencies, criteria, assessments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from codesign.schemas.row import Id, Row, Text


class Competency(Row):
    """What a graduate does, under which conditions, to which standard."""

    table = "competencies"
    key = ("competency_id",)
    competency_id: Id = Field(description="stable id, such as C-01")
    title: Text = Field(description="verb and context, at most eight words")
    statement: Text = Field(description="one observable action with its standard")
    conditions: Text = Field("", description="given what, where, with what")
    standard: Text = Field("", description="the standard the performance must meet")
    level: Literal["", "remember", "understand", "apply", "analyze", "evaluate", "create"] = Field(
        "", description="cognitive level"
    )
    position: int = Field(0, description="order in the proposal")
    decided_by: Text = Field("", description="subject expert who decided, where no interview shows it")


class CompetencyTask(Row):
    """A task a competency covers."""

    table = "competency_tasks"
    key = ("competency_id", "task_id")
    references: ClassVar[Mapping[str, str]] = {"competency_id": "competencies", "task_id": "tasks"}
    competency_id: Id = Field(description="competency")
    task_id: Id = Field(description="task")


class PerformanceCriterion(Row):
    """One observable behaviour that shows a competency."""

    table = "performance_criteria"
    key = ("criterion_id",)
    references: ClassVar[Mapping[str, str]] = {"competency_id": "competencies"}
    criterion_id: Id = Field(description="stable id, such as C-01.2")
    competency_id: Id = Field(description="competency")
    text: Text = Field(description="observable behaviour")
    position: int = Field(0, description="order")


class KnowledgeItem(Row):
    """Knowledge, skill or attitude under a competency."""

    table = "knowledge_items"
    key = ("item_id",)
    references: ClassVar[Mapping[str, str]] = {"competency_id": "competencies"}
    item_id: Id = Field(description="stable id")
    competency_id: Id = Field(description="competency")
    kind: Literal["knowledge", "skill", "attitude"] = Field("knowledge", description="which of the three")
    text: Text = Field(description="what is known, done or held")


class Assessment(Row):
    """How a competency is shown, to whom, and on what evidence."""

    table = "assessments"
    key = ("assessment_id",)
    assessment_id: Id = Field(description="stable id, such as AS-1")
    title: Text = Field(description="what the candidate does")
    method: Literal[
        "direct observation",
        "simulation",
        "work product",
        "portfolio",
        "structured conversation",
        "case",
        "third-party report",
        "practical test",
        "written test",
    ] = Field(description="method")
    setting: Text = Field("", description="where; workplace, lab, field")
    workplace_evidence: Text = Field("", description="what from real work is looked at; empty is a gap")
    assessor: Text = Field("", description="who assesses")
    supervision: Text = Field("", description="supervision and identity check")
    moderation: Text = Field("", description="how judgements are checked")
    retry: Text = Field("", description="what happens after a first failure")
    prior_learning: Text = Field("", description="route for recognising prior learning")
    position: int = Field(0, description="order")


class AssessmentCriterion(Row):
    """A performance criterion an assessment shows."""

    table = "assessment_criteria"
    key = ("assessment_id", "criterion_id")
    references: ClassVar[Mapping[str, str]] = {"assessment_id": "assessments", "criterion_id": "performance_criteria"}
    assessment_id: Id = Field(description="assessment")
    criterion_id: Id = Field(description="performance criterion")
