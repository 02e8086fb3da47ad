"""The job: duties, tasks, their evidence, ratings and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from codesign.schemas.row import Date, Id, Rate, Row, Text, Training


class Duty(Row):
    """A duty area of the job."""

    table = "duties"
    key = ("duty_id",)
    duty_id: Id = Field(description="stable id, a letter such as A")
    title: Text = Field(description="what the duty is, as an action")
    position: int = Field(0, description="order on the chart")


class Task(Row):
    """A task of the job: a short label for the chart and a full statement."""

    table = "tasks"
    key = ("task_id",)
    references: ClassVar[Mapping[str, str]] = {"duty_id": "duties"}
    task_id: Id = Field(description="stable id, such as A1; never reused")
    duty_id: Text = Field(description="duty; empty for none yet")
    label: Text = Field(description="at most eight words, for the chart")
    statement: Text = Field("", description="verb, object and what matters")
    position: int = Field(0, description="order within the duty")
    entry_level: bool | None = Field(None, description="expected on the first day")


class TaskEvidence(Row):
    """A passage that shows a task is done."""

    table = "task_evidence"
    key = ("task_id", "coding_id")
    references: ClassVar[Mapping[str, str]] = {"task_id": "tasks", "coding_id": "codings"}
    task_id: Id = Field(description="task")
    coding_id: Id = Field(description="coding")


class Rater(Row):
    """A person who rated tasks."""

    table = "raters"
    key = ("rater_id",)
    rater_id: Id = Field(description="stable id, such as R-03")
    employer: Text = Field("", description="pseudonym of the employer")
    sector: Text = Field("", description="sectors the rater speaks for, separated by semicolons")
    region: Text = Field("", description="region, generalised")
    size: Text = Field("", description="size band of the employer, such as 50-199")
    role: Text = Field("", description="role, generalised")
    years: float | None = Field(None, ge=0, le=70, description="years in the work")


class Rating(Row):
    """One rater's view of one task."""

    table = "ratings"
    key = ("rater_id", "task_id")
    references: ClassVar[Mapping[str, str]] = {"rater_id": "raters", "task_id": "tasks"}
    rater_id: Id = Field(description="rater")
    task_id: Id = Field(description="task")
    importance: Rate | None = Field(None, description="1 minor to 5 critical")
    frequency: Rate | None = Field(None, description="1 yearly or less to 5 several times a day")
    difficulty: Rate | None = Field(None, description="1 easy to learn to 5 very hard to learn")
    done_here: bool | None = Field(None, description="whether the task is done where the rater works")
    first_day: bool | None = Field(None, description="whether it is needed on the first day")
    comment: Text = Field("", description="comment of the rater")
    statement_sha256: Text = Field("", description="checksum of the wording that was rated; empty where not kept")


class TaskDecision(Row):
    """A person's decision that replaces the rule's result for a task."""

    table = "task_decisions"
    key = ("task_id", "sector")
    references: ClassVar[Mapping[str, str]] = {"task_id": "tasks"}
    task_id: Id = Field(description="task")
    sector: Text = Field("", description="sector the decision is for; empty for all")
    override: Training = Field(description="what was decided")
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(description="why")
    decided_by: Text = Field("", description="who decided")
    decided_on: Date = Field("", description="date, YYYY-MM-DD")


SideList = Literal["knowledge and skills", "tools and equipment", "worker behaviours", "trends"]


class SideListItem(Row):
    """A line of a list beside the chart: what the job takes or meets that is no task."""

    table = "side_list_items"
    key = ("item_id",)
    item_id: Id = Field(description="stable id")
    kind: SideList = Field(description="which of the four lists")
    text: Text = Field(description="what it is, in a few words")
    position: int = Field(0, description="order in its list")


class SideListEvidence(Row):
    """A passage in which somebody names a line of a list beside the chart."""

    table = "side_list_evidence"
    key = ("item_id", "coding_id")
    references: ClassVar[Mapping[str, str]] = {"item_id": "side_list_items", "coding_id": "codings"}
    item_id: Id = Field(description="line of a list")
    coding_id: Id = Field(description="coding")


class TaskProposal(Row):
    """A task that somebody outside the team says is missing; it waits on the board for a decision."""

    table = "task_proposals"
    key = ("proposal_id",)
    references: ClassVar[Mapping[str, str]] = {"duty_id": "duties", "task_id": "tasks"}
    proposal_id: Id = Field(description="stable id")
    text: Text = Field(description="the task in the words of who proposes it")
    came_from: Literal["employer", "posting", "occupation"] = Field(description="what it comes from")
    named: Text = Field("", description="employer by pseudonym, posting or occupation")
    duty_id: Text = Field("", description="duty it was proposed under; empty for none")
    outcome: Literal["", "made a task", "joined to a task", "left out"] = Field("", description="what was decided")
    task_id: Text = Field("", description="task it became or was joined to")
    reason: Text = Field("", description="why it was left out")
    decided_by: Text = Field("", description="who decided")
    decided_on: Date = Field("", description="date, YYYY-MM-DD")


class WordingOverride(Row):
    """A remark on a wording that a person sets aside with a reason, for as long as the wording stays as it is."""

    table = "wording_overrides"
    key = ("worded", "row", "rule")
    worded: Literal["tasks", "competencies", "performance_criteria"] = Field(description="table of what is worded")
    row: Id = Field(description="its id")
    rule: Id = Field(description="the rule, such as B1")
    wording_sha256: Text = Field("", description="checksum of the wording that was looked at")
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(description="why")
    decided_by: Text = Field("", description="who decided")
    decided_on: Date = Field("", description="date, YYYY-MM-DD")
