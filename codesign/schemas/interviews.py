"""Interviews and what was found in them: transcripts, codes, codings, findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from codesign.schemas.row import Concern, Confidence, Family, Id, Polarity, Row, Text


class Transcript(Row):
    """An interview's text, recorded at import."""

    table = "transcripts"
    key = ("transcript_id",)
    references: ClassVar[Mapping[str, str]] = {"participant_id": "participants"}
    transcript_id: Id = Field(description="stable id, also the name of transcripts/<id>.txt")
    participant_id: Text = Field("", description="who was interviewed; empty where several speakers have their own")
    original: Text = Field("", description="file name under originals/")
    original_sha256: Text = Field("", description="sha256 of the original file")
    sha256: Text = Field("", description="sha256 of the normalised text")
    text_file: Text = Field("", description="file in transcripts/corrected with the text in use; empty: the first text")
    layout: Text = Field("", description="the layout of speakers and times that was found")
    language: Text = Field("en-CA", description="language of the interview")


class Speaker(Row):
    """Who speaks in a transcript, and whether those words count as evidence."""

    table = "speakers"
    key = ("transcript_id", "speaker")
    references: ClassVar[Mapping[str, str]] = {"transcript_id": "transcripts", "participant_id": "participants"}
    transcript_id: Id = Field(description="transcript the speaker appears in")
    speaker: Text = Field(
        description="name as it stands in the transcript; empty for unlabelled text; “turns 12-15” for these turns only"
    )
    role: Literal["interviewer", "respondent", "other"] = Field("respondent", description="only respondents count")
    participant_id: Text = Field("", description="participant, where it is not the transcript's own")
    text_sha256: Text = Field("", description="of turns: sha256 of the text they are counted in; empty for the first")


class Code(Row):
    """A code of the codebook."""

    table = "codes"
    key = ("code_id",)
    references: ClassVar[Mapping[str, str]] = {"parent_id": "codes"}
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
    references: ClassVar[Mapping[str, str]] = {"transcript_id": "transcripts", "code_id": "codes"}
    coding_id: Id = Field(description="stable id")
    transcript_id: Id = Field(description="transcript")
    start: Annotated[int, Field(ge=0)] = Field(description="first character, 0-based, in Unicode code points")
    end: Annotated[int, Field(ge=1)] = Field(description="character after the last one")
    code_id: Id = Field(description="code")
    coder: Text = Field("", description="who coded")
    polarity: Polarity = Field("supports", description="how the passage bears on the code's statement")
    memo: Text = Field("", description="note of the coder")
    quote_sha256: Text = Field("", description="sha256 of the passage, so that a changed text is noticed")
    text_sha256: Text = Field("", description="sha256 of the corrected text it points into; empty for the first text")


class Reconciliation(Row):
    """What the team decided where coders differed; the coders' own codings stay as they are."""

    table = "reconciliations"
    key = ("reconciliation_id",)
    references: ClassVar[Mapping[str, str]] = {
        "transcript_id": "transcripts",
        "code_id": "codes",
        "other_code_id": "codes",
    }
    reconciliation_id: Id = Field(description="stable id")
    transcript_id: Id = Field(description="transcript")
    start: Annotated[int, Field(ge=0)] = Field(description="first character they differ about, 0-based, code points")
    end: Annotated[int, Field(ge=1)] = Field(description="character after the last one they differ about")
    code_id: Id = Field(description="the code they differ about")
    coders: Text = Field("", description="who had coded the interview by then, separated by semicolons")
    decision: Literal["keep", "remove", "other code", "boundaries", "differ"] = Field(
        description="it counts for everybody, it does not count, it counts as another code, it counts from and to "
        "other places, or the team agrees to differ"
    )
    other_code_id: Text = Field("", description="the code it counts as, where another code was decided")
    agreed_start: int | None = Field(None, description="first character it counts from, where boundaries were decided")
    agreed_end: int | None = Field(None, description="character after the last one it counts to")
    agreed_polarity: Polarity | Literal[""] = Field(
        "", description="how it bears on the code, where that was decided; empty where it counts as each coder put it"
    )
    reason: Text = Field("", description="why")
    decided_by: Text = Field("", description="who decided")
    text_sha256: Text = Field("", description="sha256 of the corrected text it points into; empty for the first text")


class SuggestionAnswer(Row):
    """What a person said to a code that was suggested for a passage; an accepted one has its coding beside it."""

    table = "suggestion_answers"
    key = ("answer_id",)
    references: ClassVar[Mapping[str, str]] = {"transcript_id": "transcripts", "code_id": "codes"}
    answer_id: Id = Field(description="stable id")
    transcript_id: Id = Field(description="transcript")
    start: Annotated[int, Field(ge=0)] = Field(description="first character, 0-based, in Unicode code points")
    end: Annotated[int, Field(ge=1)] = Field(description="character after the last one")
    code_id: Id = Field(description="the code that was suggested")
    answer: Literal["accepted", "refused"] = Field(description="whether the person put it on")
    person: Text = Field("", description="who answered")
    position: Annotated[int, Field(ge=1)] | None = Field(None, description="its place among the suggestions, from 1")
    score: float | None = Field(None, description="the score that put it there")
    quote_sha256: Text = Field("", description="sha256 of the passage, so that a changed text is noticed")
    text_sha256: Text = Field("", description="sha256 of the corrected text it points into; empty for the first text")


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
    references: ClassVar[Mapping[str, str]] = {"finding_id": "findings", "code_id": "codes"}
    finding_id: Id = Field(description="finding")
    code_id: Id = Field(description="code; codes below it count too")


class ChosenClaim(Row):
    """A finding that the team chose for page one; while none is chosen, the proposal's own rule chooses."""

    table = "chosen_claims"
    key = ("finding_id", "sector")
    references: ClassVar[Mapping[str, str]] = {"finding_id": "findings"}
    finding_id: Id = Field(description="finding")
    sector: Text = Field("", description="the sector whose proposal it was chosen for; empty for all")
    position: int = Field(0, description="order on page one")


class ChosenQuote(Row):
    """A passage that the team chose to stand for a finding; while none is chosen, the proposal's own rule chooses."""

    table = "chosen_quotes"
    key = ("finding_id", "coding_id", "sector")
    references: ClassVar[Mapping[str, str]] = {"finding_id": "findings", "coding_id": "codings"}
    finding_id: Id = Field(description="finding")
    coding_id: Id = Field(description="coding of the passage; one coding stands for all that overlap it")
    sector: Text = Field("", description="the sector whose proposal it was chosen for; empty for all")
    position: int = Field(0, description="order under the finding")


class Segment(Row):
    """A speaker turn of a transcript, found again whenever the study is read."""

    table = "segments"
    key = ("segment_id",)
    origin = "derived"
    references: ClassVar[Mapping[str, str]] = {"transcript_id": "transcripts"}
    segment_id: Id = Field(description="<transcript>-<turn number>")
    transcript_id: Id = Field(description="transcript")
    position: int = Field(0, description="order within the transcript, from 1")
    start: int = Field(description="first character of the spoken words, 0-based, code points")
    end: int = Field(description="character after the last one")
    speaker: Text = Field("", description="name as it stands in the transcript")
    role: Literal["interviewer", "respondent", "other"] = Field("respondent", description="only respondents count")
    participant_id: Text = Field("", description="participant who speaks")
    time: Text = Field("", description="time as it stands in the transcript")
