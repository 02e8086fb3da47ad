"""The workbooks employers fill in: what was made for them, what came back, and what waits in it for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from codesign.schemas.row import Consent, Date, Id, Row, Text


class EmployerWorkbook(Row):
    """A workbook that was made for a rater to fill in: one version of the chart, one sector."""

    table = "employer_workbooks"
    key = ("workbook_id",)
    workbook_id: Id = Field(description="stable id, hidden in the file")
    rater_id: Text = Field("", description="rater it was made for, a row of raters once something came back")
    employer: Text = Field("", description="pseudonym of the employer")
    sector: Text = Field("", description="sector its tasks are of; empty for all")
    language: Literal["en-CA", "fr-CA"] = Field("en-CA", description="language it was last made in")
    file: Text = Field("", description="name of the file, made of the pseudonym")
    tasks: Annotated[int, Field(ge=0)] = Field(0, description="tasks it asks about")
    chart_sha256: Text = Field("", description="checksum of the tasks as they were worded")
    made_on: Date = Field("", description="date it was first made, YYYY-MM-DD")


class ReturnedWorkbook(Row):
    """A file that came back, kept as received in originals/employer_workbooks."""

    table = "returned_workbooks"
    key = ("workbook_id", "file_sha256")
    references: ClassVar[Mapping[str, str]] = {"workbook_id": "employer_workbooks"}
    workbook_id: Id = Field(description="workbook it answers")
    file_sha256: Id = Field(description="checksum of the file as received")
    file: Text = Field("", description="name under originals/employer_workbooks, made of the pseudonym")
    returned_on: Date = Field("", description="date it was taken in, YYYY-MM-DD")
    filled_in_by: Text = Field("", description="role of who filled it in, in their words")
    quotes: Consent = Field("no-quote", description="whether comments may be quoted; empty means no-quote")
    outcome: Literal["in use", "set aside", "replaced"] = Field(
        "in use",
        description="in use; set aside, as somebody else filled in the same workbook; replaced by a later file",
    )
    tasks: Annotated[int, Field(ge=0)] = Field(0, description="tasks with an answer that came in")
    answers: Annotated[int, Field(ge=0)] = Field(0, description="cells that came in")
    older: Annotated[int, Field(ge=0)] = Field(0, description="tasks whose wording had changed by then")
    remarks: Text = Field("", description="what was unusual about the file, a line each")


class SetAsideAnswer(Row):
    """A cell of a returned workbook that did not come in, with the reason and what to do."""

    table = "set_aside_answers"
    key = ("aside_id",)
    references: ClassVar[Mapping[str, str]] = {"workbook_id": "employer_workbooks"}
    aside_id: Id = Field(description="stable id")
    workbook_id: Id = Field(description="workbook it stands in")
    file_sha256: Text = Field("", description="checksum of the file")
    sheet: Text = Field("", description="sheet")
    cell: Text = Field("", description="cell, such as C12; line and column of a .csv")
    task_id: Text = Field("", description="task it speaks of, on the chart or no longer; empty for none")
    asked: Text = Field("", description="what was asked there, such as importance")
    value: Text = Field("", description="what stands in it")
    why: Text = Field("", description="why it was set aside")
    what_to_do: Text = Field("", description="what to do")
    outcome: Literal["", "settled", "left out"] = Field("", description="what became of it")
    note: Text = Field("", description="what was decided, and why")
