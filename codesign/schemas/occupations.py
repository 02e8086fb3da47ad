"""Occupational frameworks a study has as files, and what was decided about the tasks they name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from codesign.schemas.row import Date, Id, Row, Text


class Taxonomy(Row):
    """A file of an occupational framework, kept as received in sources/taxonomies."""

    table = "taxonomies"
    key = ("sha256",)
    sha256: Id = Field(description="checksum of the file as received")
    framework: Text = Field(description="NOC 2021, OaSIS, O*NET, ESCO, Skills for Success")
    version: Text = Field("", description="version of the framework, as the file states it or as was said")
    holds: Text = Field("", description="which of the framework's files it is")
    licence: Text = Field("", description="licence line")
    file: Text = Field(description="name of the file in sources/taxonomies")
    rows: Annotated[int, Field(ge=0)] = Field(0, description="rows below its headings")
    imported_on: Date = Field("", description="date it was brought in, YYYY-MM-DD")


class OccupationAnswer(Row):
    """What was decided about a task of a linked occupation: whether the job has it, and why not."""

    table = "occupation_answers"
    key = ("framework", "code", "task")
    references: ClassVar[Mapping[str, str]] = {"task_id": "tasks"}
    framework: Id = Field(description="framework, as the alignment calls it")
    code: Id = Field(description="code of the linked occupation")
    task: Id = Field(description="id of the task in the framework, or the checksum of its text")
    text: Text = Field("", description="the task in the words of the framework")
    answer: Literal["covered", "proposed", "not part of this job"] = Field(description="what was decided")
    task_id: Text = Field("", description="task of the job that covers it; empty for none")
    reason: Text = Field("", description="why it is not part of this job")
    decided_by: Text = Field("", description="who decided")
    decided_on: Date = Field("", description="date, YYYY-MM-DD")
