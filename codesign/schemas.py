"""Every table of a study: one class a row, one place for columns, allowed values and references.

A class is one row, singular; its table, file and variable are plural. Identifiers are text. An empty
cell is an empty string in text columns and missing in number columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from codesign.errors import Problem

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Date = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
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
RUNGS = ("interviewed", "checked tasks", "agreed competencies", "will assess", "will interview graduates")
Rung = Literal["interviewed", "checked tasks", "agreed competencies", "will assess", "will interview graduates"]


class Row(BaseModel):
    """One row of a table: `key` names the columns that identify it, `references` the tables others name."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    origin: ClassVar[Origin] = "decided"
    references: ClassVar[Mapping[str, str]] = {}
    source: ClassVar[str] = ""


# received ---------------------------------------------------------------------------------------------


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
    delivery: Text = Field("", description="preferred delivery")
    hours_per_week: float | None = Field(None, ge=0, le=168, description="hours a week available")
    pays: Text = Field("", description="who would pay")
    barrier: Text = Field("", description="main barrier")
    comment: Text = Field("", description="comment, in the learner's words")


# decided: evidence ------------------------------------------------------------------------------------


class Transcript(Row):
    """An interview's text, recorded at import."""

    table = "transcripts"
    key = ("transcript_id",)
    references = {"participant_id": "participants"}
    transcript_id: Id = Field(description="stable id, also the name of transcripts/<id>.txt")
    participant_id: Text = Field("", description="who was interviewed; empty where several speakers have their own")
    original: Text = Field("", description="file name under originals/")
    original_sha256: Text = Field("", description="sha256 of the original file")
    sha256: Text = Field("", description="sha256 of the normalised text")
    layout: Text = Field("", description="the layout of speakers and times that was found")
    language: Text = Field("en-CA", description="language of the interview")


class Speaker(Row):
    """Who speaks in a transcript, and whether those words count as evidence."""

    table = "speakers"
    key = ("transcript_id", "speaker")
    references = {"transcript_id": "transcripts", "participant_id": "participants"}
    transcript_id: Id = Field(description="transcript the speaker appears in")
    speaker: Text = Field(description="name as it stands in the transcript; empty for unlabelled text")
    role: Literal["interviewer", "respondent", "other"] = Field("respondent", description="only respondents count")
    participant_id: Text = Field("", description="participant, where it is not the transcript's own")


class Code(Row):
    """A code of the codebook."""

    table = "codes"
    key = ("code_id",)
    references = {"parent_id": "codes"}
    code_id: Id = Field(description="stable id, such as purge-and-verify")
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)] = Field(
        description="name on screen"
    )
    family: Family = Field(description="the family the code belongs to")
    parent_id: Text = Field("", description="the code above it; empty at the top")
    definition: Text = Field("", description="what the code means")
    include: Text = Field("", description="when to use it")
    exclude: Text = Field("", description="when not to use it")
    example: Text = Field("", description="a typical passage")


class Coding(Row):
    """One code put on one passage by one coder; the words themselves stay in the transcript."""

    table = "codings"
    key = ("coding_id",)
    references = {"transcript_id": "transcripts", "code_id": "codes"}
    coding_id: Id = Field(description="stable id")
    transcript_id: Id = Field(description="transcript")
    start: Annotated[int, Field(ge=0)] = Field(description="first character, 0-based, in Unicode code points")
    end: Annotated[int, Field(ge=1)] = Field(description="character after the last one")
    code_id: Id = Field(description="code")
    coder: Text = Field("", description="who coded")
    polarity: Polarity = Field("supports", description="how the passage bears on the code's statement")
    memo: Text = Field("", description="note of the coder")
    quote_sha256: Text = Field("", description="sha256 of the passage, so that a changed text is noticed")


class Finding(Row):
    """A statement the evidence bears on, with the confidence a named person gives it."""

    table = "findings"
    key = ("finding_id",)
    finding_id: Id = Field(description="stable id, such as F1")
    question: Literal["skill gaps", "who can move", "hiring challenges", "credential", "delivery", "pathway"] = Field(
        description="the question it answers"
    )
    statement: Text = Field(description="one sentence")
    position: int = Field(0, description="order within the proposal")
    methodological: Concern = Field("", description="concern about how the interviews were done")
    coherence: Concern = Field("", description="concern about the fit of evidence and statement")
    adequacy: Concern = Field("", description="concern about richness and quantity")
    relevance: Concern = Field("", description="concern about whom the evidence speaks for")
    confidence: Confidence = Field("", description="overall confidence, entered by a person")
    reason: Text = Field("", description="why this confidence")
    judged_by: Text = Field("", description="who judged")
    sector: Text = Field("", description="the sector the statement speaks of; empty for all")


class FindingCode(Row):
    """A code whose codings bear on a finding."""

    table = "finding_codes"
    key = ("finding_id", "code_id")
    references = {"finding_id": "findings", "code_id": "codes"}
    finding_id: Id = Field(description="finding")
    code_id: Id = Field(description="code; codes below it count too")


# decided: the job -------------------------------------------------------------------------------------


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
    references = {"duty_id": "duties"}
    task_id: Id = Field(description="stable id, such as A1; never reused")
    duty_id: Id = Field(description="duty")
    label: Text = Field(description="at most eight words, for the chart")
    statement: Text = Field("", description="verb, object and what matters")
    position: int = Field(0, description="order within the duty")
    entry_level: bool | None = Field(None, description="expected on the first day")


class TaskEvidence(Row):
    """A passage that shows a task is done."""

    table = "task_evidence"
    key = ("task_id", "coding_id")
    references = {"task_id": "tasks", "coding_id": "codings"}
    task_id: Id = Field(description="task")
    coding_id: Id = Field(description="coding")


class Rater(Row):
    """A person who rated tasks."""

    table = "raters"
    key = ("rater_id",)
    rater_id: Id = Field(description="stable id, such as R-03")
    employer: Text = Field("", description="pseudonym of the employer")
    sector: Text = Field("", description="sectors the rater speaks for, separated by semicolons")
    role: Text = Field("", description="role, generalised")
    years: float | None = Field(None, ge=0, le=70, description="years in the work")


class Rating(Row):
    """One rater's view of one task."""

    table = "ratings"
    key = ("rater_id", "task_id")
    references = {"rater_id": "raters", "task_id": "tasks"}
    rater_id: Id = Field(description="rater")
    task_id: Id = Field(description="task")
    importance: Rate | None = Field(None, description="1 minor to 5 critical")
    frequency: Rate | None = Field(None, description="1 yearly or less to 5 several times a day")
    difficulty: Rate | None = Field(None, description="1 easy to learn to 5 very hard to learn")
    comment: Text = Field("", description="comment of the rater")


class TaskDecision(Row):
    """A person's decision that replaces the rule's result for a task."""

    table = "task_decisions"
    key = ("task_id", "sector")
    references = {"task_id": "tasks"}
    task_id: Id = Field(description="task")
    sector: Text = Field("", description="sector the decision is for; empty for all")
    override: Training = Field(description="what was decided")
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(description="why")
    decided_by: Text = Field("", description="who decided")
    decided_on: Date = Field("", description="date, YYYY-MM-DD")


# decided: the program ---------------------------------------------------------------------------------


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
    references = {"competency_id": "competencies", "task_id": "tasks"}
    competency_id: Id = Field(description="competency")
    task_id: Id = Field(description="task")


class PerformanceCriterion(Row):
    """One observable behaviour that shows a competency."""

    table = "performance_criteria"
    key = ("criterion_id",)
    references = {"competency_id": "competencies"}
    criterion_id: Id = Field(description="stable id, such as C-01.2")
    competency_id: Id = Field(description="competency")
    text: Text = Field(description="observable behaviour")
    position: int = Field(0, description="order")


class KnowledgeItem(Row):
    """Knowledge, skill or attitude under a competency."""

    table = "knowledge_items"
    key = ("item_id",)
    references = {"competency_id": "competencies"}
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
    references = {"assessment_id": "assessments", "criterion_id": "performance_criteria"}
    assessment_id: Id = Field(description="assessment")
    criterion_id: Id = Field(description="performance criterion")


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
    references = {"module_id": "modules", "competency_id": "competencies"}
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
    leads_to: Text = Field("", description="step ids it leads to, separated by semicolons")
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


# derived ----------------------------------------------------------------------------------------------


class Segment(Row):
    """A speaker turn of a transcript, found again whenever the study is read."""

    table = "segments"
    key = ("segment_id",)
    origin = "derived"
    references = {"transcript_id": "transcripts"}
    segment_id: Id = Field(description="<transcript>-<turn number>")
    transcript_id: Id = Field(description="transcript")
    position: int = Field(0, description="order within the transcript, from 1")
    start: int = Field(description="first character of the spoken words, 0-based, code points")
    end: int = Field(description="character after the last one")
    speaker: Text = Field("", description="name as it stands in the transcript")
    role: Literal["interviewer", "respondent", "other"] = Field("respondent", description="only respondents count")
    participant_id: Text = Field("", description="participant who speaks")
    time: Text = Field("", description="time as it stands in the transcript")


ROWS: tuple[type[Row], ...] = (
    Participant, Posting, SurveyResponse,
    Transcript, Speaker, Segment, Code, Coding, Finding, FindingCode,
    Duty, Task, TaskEvidence, Rater, Rating, TaskDecision,
    Competency, CompetencyTask, PerformanceCriterion, KnowledgeItem,
    Assessment, AssessmentCriterion, Module, ModuleCompetency, PathwayStep, UseCase,
    RecognitionAction, Commitment, ConsultationChange, Alignment, AuthorText, Approval,
    CitedSource, Enrolment, BudgetLine,
)  # fmt: skip
TABLES: Mapping[str, type[Row]] = {row.table: row for row in ROWS}
Tables = Mapping[str, pd.DataFrame]
"""All tables of a study by name; each has the columns of its class, in order."""

KEY_SEPARATOR = "|"


def columns(table: str) -> list[str]:
    """Return the column names of a table, in order."""
    return list(TABLES[table].model_fields)


def row_id(table: str, values: Mapping[str, Any]) -> str:
    """Return the id of a row: its key columns joined by `|`."""
    return KEY_SEPARATOR.join(str(values.get(column, "")) for column in TABLES[table].key)


def key_fields(table: str, row: str) -> dict[str, str]:
    """Return the key columns of a row id, the reverse of `row_id`."""
    return dict(zip(TABLES[table].key, row.split(KEY_SEPARATOR), strict=True))


def empty(table: str) -> pd.DataFrame:
    """Return a table with its columns and no rows."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in columns(table)})


def frame(table: str, rows: Iterable[Row | Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as a table with every column of its class, in order; object columns, None where missing."""
    records = [row.model_dump() if isinstance(row, Row) else dict(row) for row in rows]
    if not records:
        return empty(table)
    model = TABLES[table]
    full = [{name: record.get(name, field.get_default()) for name, field in model.model_fields.items()}
            for record in records]  # fmt: skip
    return pd.DataFrame(full, columns=columns(table), dtype=object)


def complete(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with an empty one for each that is not there."""
    return {name: tables.get(name, empty(name)) for name in TABLES}


def row_problems(table: str, values: Mapping[str, Any], *, where: str = "", line: int = 0) -> list[Problem]:
    """Return what is wrong with one row, one problem a cell; an empty list when it is right."""
    try:
        TABLES[table].model_validate(dict(values))
    except ValidationError as error:
        return [_problem(table, values, detail, where or table, line) for detail in error.errors()]
    return []


def table_problems(table: str, rows: Sequence[Mapping[str, Any]], *, where: str = "", first_line: int = 0
                   ) -> list[Problem]:  # fmt: skip
    """Return what is wrong with the rows of a table, repeated keys included."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, values in enumerate(rows):
        line = first_line + number if first_line else 0
        problems += row_problems(table, values, where=where, line=line)
        identity = row_id(table, values)
        if identity in seen:
            problems.append(Problem(where or table, ", ".join(TABLES[table].key), identity,
                                    "stands in more than one row; each row needs its own", identity, line))  # fmt: skip
        seen[identity] = line
    return problems


def reference_problems(tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Return every cell that names a row of another table which is not there."""
    problems: list[Problem] = []
    for name, table in tables.items():
        for column, target in TABLES[name].references.items():
            problems += _missing_targets(name, table, column, target, tables)
    return problems


def _missing_targets(name: str, table: pd.DataFrame, column: str, target: str,
                     tables: Mapping[str, pd.DataFrame]) -> list[Problem]:  # fmt: skip
    known = set(tables[target][TABLES[target].key[0]]) if target in tables else set()
    named = table.loc[(table[column] != "") & ~table[column].isin(known)]
    return [
        Problem(TABLES[name].source or name, column, str(row[column]), f"is not in {TABLES[target].source or target}",
                row_id(name, row.to_dict()))
        for _, row in named.iterrows()
    ]  # fmt: skip


def _problem(table: str, values: Mapping[str, Any], detail: Any, where: str, line: int) -> Problem:
    column = str(detail["loc"][0]) if detail["loc"] else ""
    value = "" if values.get(column) is None else str(values.get(column))
    return Problem(where, column, value, _allowed(table, column, detail), row_id(table, values), line)


def _allowed(table: str, column: str, detail: Any) -> str:
    kind, context = str(detail["type"]), detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"is not a column of {table}; its columns are {', '.join(columns(table))}"
    if kind == "missing" or (kind == "string_too_short"):
        return "must be filled in"
    if kind == "literal_error":
        return f"is not allowed; choose {context['expected']}"
    if kind == "string_pattern_mismatch":
        return "is not a date; write YYYY-MM-DD"
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = context.get("ge", context.get("le"))
        return f"is {'below' if 'ge' in context else 'above'} {bound}, the {'least' if 'ge' in context else 'most'} allowed"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters"
    if "int" in kind or "float" in kind:
        return "is not a number"
    return "is not allowed here: " + str(detail["msg"]).lower()
