"""The labour-market scan: what people judged of sentences of postings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from codesign.schemas.row import Date, Id, Row, Text


class ScanVerdict(Row):
    """Whether a sentence of a posting means a task or code, as somebody who read it says."""

    table = "scan_verdicts"
    key = ("sentence_sha256", "task_id", "code_id")
    references: ClassVar[Mapping[str, str]] = {"task_id": "tasks", "code_id": "codes"}
    sentence_sha256: Id = Field(description="checksum of the sentence, small letters and words alone")
    task_id: Text = Field("", description="task the sentence was matched to; empty for a code")
    code_id: Text = Field("", description="code the sentence was matched to; empty for a task")
    verdict: Literal["", "right", "wrong"] = Field("", description="what was judged; empty where taken back")
    verb: Text = Field("", description="verb the match rests on, without its ending")
    thing: Text = Field("", description="what it is done to, words without their endings")
    judged_by: Text = Field("", description="who judged")
    judged_on: Date = Field("", description="date, YYYY-MM-DD")
