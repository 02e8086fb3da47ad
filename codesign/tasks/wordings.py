"""What was rated: the wording of a task as a rater read it, and which ratings answer one that has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import pandas as pd


def worded(task: Mapping[Any, Any]) -> str:
    """Return the words of a task that a rater reads: its statement, its label where it has none."""
    return " ".join(str(task.get("statement") or task.get("label") or "").split())


def statement_sha256(words: str) -> str:
    """Return the checksum of a wording; how often a space was typed makes no difference."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()


def wording_marks(tasks: pd.DataFrame) -> dict[str, str]:
    """Return the checksum of what a rater reads of each task today, by task_id."""
    return {str(task["task_id"]): statement_sha256(worded(task)) for task in tasks.to_dict("records")}


def of_older_wordings(ratings: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings that answer a wording of a task other than today's.

    A rating of which nobody recorded the wording, or whose task is gone, is not among them.
    """
    today = ratings["task_id"].map(wording_marks(tasks))
    is_recorded = ratings["statement_sha256"].fillna("") != ""
    return ratings[is_recorded & today.notna() & (ratings["statement_sha256"] != today)]
