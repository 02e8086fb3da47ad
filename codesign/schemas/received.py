"""Tables as they were received: participants, job postings, learner survey."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from codesign.schemas.row import Consent, Date, Id, Rate, Row, Text


class Participant(Row):
    """A person who was interviewed, by pseudonym."""

    table = "participants"
    key = ("participant_id",)
    origin = "received"
    source = "participants.csv"
    participant_id: Id = Field(description="stable id, such as P-07")
    employer: Text = Field("", description="pseudonym of the employer, such as Employer 07")
    sector: Text = Field("", description="sector, spelled the same in every row")
    region: Text = Field("", description="region, generalised")
    size: Text = Field("", description="size band, such as 50-199")
    role: Text = Field("", description="role, generalised")
    interviewed_on: Date = Field("", description="date of the interview, YYYY-MM-DD")
    consent: Consent = Field("no-quote", description="how the words may be used; empty means no-quote")
    kind: Literal["employer", "union", "regulator", "association", "indigenous", "community", "other"] = Field(
        "employer", description="what kind of body the person speaks for"
    )


class Posting(Row):
    """A job posting as received."""

    table = "postings"
    key = ("posting_id",)
    origin = "received"
    source = "sources/job_postings.csv"
    more = "sources/job_postings"
    posting_id: Id = Field(description="stable id of the posting")
    title: Text = Field("", description="job title")
    employer: Text = Field("", description="who posted it")
    sector: Text = Field("", description="sector, spelled as for participants")
    region: Text = Field("", description="region")
    posted_on: Date = Field("", description="date posted, YYYY-MM-DD")
    text: Text = Field("", description="the words of the posting")
    url: Text = Field("", description="where it was found")


class SurveyResponse(Row):
    """One learner's answers to the survey, as received."""

    table = "survey_responses"
    key = ("response_id",)
    origin = "received"
    source = "sources/learner_survey.csv"
    response_id: Id = Field(description="stable id of the response")
    sector: Text = Field("", description="sector of interest")
    situation: Text = Field("", description="where the learner stands today")
    interest: Rate | None = Field(None, description="interest from 1 (none) to 5 (would enrol)")
    delivery: Text = Field("", description="preferred delivery; several are separated by semicolons")
    hours_per_week: float | None = Field(None, ge=0, le=168, description="hours a week available")
    pays: Text = Field("", description="who would pay; several are separated by semicolons")
    barrier: Text = Field("", description="main barrier; several are separated by semicolons")
    comment: Text = Field("", description="comment, in the learner's words")
    experience: Text = Field("", description="what the learner has done in the field so far")
