"""A study in memory and a page without a browser, for the tests of screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from codesign import schemas, widgets
from codesign.journal import Change, Saved
from codesign.widgets.history import applied

CANARY = "<img src=x onerror=window.pwned=1></script>"
SPOKEN = f"Zirconium 😀 valves leak. {CANARY} Nobody purges."
TEXT = f"Interviewer: What is hard?\n\nAna: {SPOKEN}\n"
AT = TEXT.index(SPOKEN)


class Store:
    """Tables in memory that save, or refuse as told, and can be read again."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.tables, self.saved, self.trouble = tables, list[list[Change]](), None

    def save(self, changes: Sequence[Change]) -> Saved:
        if self.trouble:
            raise self.trouble
        self.saved.append(list(changes))
        self.tables = applied(changes, self.tables)
        return Saved("g", "10:42:07", len(changes))

    def reread(self) -> tuple[dict[str, pd.DataFrame], dict[str, str]]:
        return self.tables, {"INT-01": TEXT}


@pytest.fixture
def store() -> Store:
    """A study in memory: one interview, three codes, two tasks, one rating."""
    turn = {"transcript_id": "INT-01", "participant_id": "", "time": ""}
    return Store(schemas.complete({
        "participants": schemas.frame("participants", [
            {"participant_id": "P-01", "employer": "Employer 01", "sector": "hydrogen", "consent": "unnamed"}]),
        "transcripts": schemas.frame("transcripts", [{"transcript_id": "INT-01", "participant_id": "P-01"}]),
        "segments": schemas.frame("segments", [
            {**turn, "segment_id": "INT-01-1", "position": 1, "start": 13, "end": 26, "speaker": "Interviewer",
             "role": "interviewer"},
            {**turn, "segment_id": "INT-01-2", "position": 2, "start": AT, "end": AT + len(SPOKEN), "speaker": "Ana",
             "role": "respondent", "participant_id": "P-01"}]),
        "codes": schemas.frame("codes", [
            {"code_id": "gap", "name": "Skill gap", "family": "skill-gap"},
            {"code_id": "purge", "name": "Purge", "family": "job-task", "parent_id": "task"},
            {"code_id": "task", "name": "Job task", "family": "job-task"}]),
        "duties": schemas.frame("duties", [{"duty_id": "A", "title": "Make safe", "position": 1}]),
        "tasks": schemas.frame("tasks", [
            {"task_id": "A1", "duty_id": "A", "label": "Purge and verify line", "position": 1},
            {"task_id": "A2", "duty_id": "A", "label": "Lock out skid", "position": 2}]),
        "raters": schemas.frame("raters", [{"rater_id": "R-01", "employer": "Employer 01"}]),
        "ratings": schemas.frame("ratings", [{"rater_id": "R-01", "task_id": "A1", "importance": 5}]),
    }))  # fmt: skip


class Browser:
    """Stands for the page: keeps what Python sends and sends what a person does."""

    def __init__(self, screen: widgets.Screen) -> None:
        self.screen, self.heard = screen, list[dict[str, Any]]()
        screen.view.send = self.heard.append
        self.say({"type": "hello"})

    def say(self, message: dict[str, Any]) -> None:
        self.screen.receive(message)

    def change(self, identity: str = "m1", **content: Any) -> dict[str, Any]:
        self.say({"type": "change", "id": identity, **content})
        return self.last("saved", "refused")

    def last(self, *kinds: str) -> dict[str, Any]:
        return next(message for message in reversed(self.heard) if message["type"] in kinds)
