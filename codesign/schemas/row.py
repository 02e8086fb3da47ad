"""What a row is made of: its base class, and the values that columns allow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _on_the_calendar(day: str) -> str:
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError as error:
        raise PydanticCustomError("date_impossible", "not a date") from error
    return day


Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Date = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$"), AfterValidator(_on_the_calendar)]
Rate = Annotated[int, Field(ge=1, le=5)]

Origin = Literal["received", "decided", "derived"]
Consent = Literal["named", "organisation", "unnamed", "no-quote", "withdrawn"]
Polarity = Literal["supports", "qualifies", "contradicts"]
Concern = Literal["", "none or very minor", "minor", "moderate", "serious"]
Confidence = Literal["", "high", "moderate", "low", "very low"]
Training = Literal["train", "overtrain", "no train"]

FAMILIES: Mapping[str, str] = {
    "skill-gap": "Skill gap",
    "can-move": "Can move into the role",
    "hiring-challenge": "Hiring challenge",
    "job-task": "Job task",
    "tool": "Tool or equipment",
    "knowledge": "Knowledge",
    "standard": "Standard or regulation",
    "credential-signal": "Credential signal",
    "delivery": "Delivery preference",
    "assessment-idea": "Assessment idea",
    "pathway": "Pathway or recognition",
}
"""The code families of an employer interview, id to label, in the order of the codebook."""

Family = Literal[
    "skill-gap",
    "can-move",
    "hiring-challenge",
    "job-task",
    "tool",
    "knowledge",
    "standard",
    "credential-signal",
    "delivery",
    "assessment-idea",
    "pathway",
]
Rung = Literal["interviewed", "checked tasks", "agreed competencies", "will assess", "will interview graduates"]
RUNGS: tuple[str, ...] = get_args(Rung)
POLARITIES: tuple[str, ...] = get_args(Polarity)


class Row(BaseModel):
    """One row of a table: `key` names the columns that identify it, `references` the tables others name."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    origin: ClassVar[Origin] = "decided"
    references: ClassVar[Mapping[str, str]] = {}
    source: ClassVar[str] = ""
    more: ClassVar[str] = ""
    """A folder with further files of received rows."""
