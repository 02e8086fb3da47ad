"""The learner survey, counted; no small group can be read or worked out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd
import yaml

from codesign import discretion
from codesign.phrases import count_of
from codesign.schemas import listed_in

OTHER_OR_NONE = "another answer, or none"
FINDING_COLUMNS = ["question", "answer", "count", "n", "share", "note"]

QUESTIONS: Mapping[str, str] = {
    "situation": "Where learners stand today",
    "experience": "Experience so far",
    "interest": "Interest in the program",
    "delivery": "Preferred delivery",
    "hours_per_week": "Hours a week available",
    "pays": "Who would pay",
    "barrier": "Main barrier",
}
"""The survey's columns that are counted, and the question each answers. Comments are not counted."""

INTEREST = ("1 (none)", "2", "3", "4", "5 (would enrol)")
HOURS = ((5, "up to 5"), (10, "more than 5, up to 10"), (20, "more than 10, up to 20"), (math.inf, "more than 20"))


def survey_findings(survey_responses: pd.DataFrame, *, small_group: int = 5) -> pd.DataFrame:
    """Return how many learners gave which answer, with small groups left out.

    Where a learner chose several options, with semicolons between them, each is counted, and n is still of learners.

    Counts below `small_group` are left out, and no other. Where how many answered would give one of them away, that is
    left out instead, and rare answers, answers nobody gave and no answer are one row (`OTHER_OR_NONE`). Else answers of
    0 are shown for interest and hours. Columns: question, answer, count, n (who answered the question), share (0 to 1),
    note; count, n and share are None where left out.
    """
    rows = [row for column in QUESTIONS for row in _question_rows(survey_responses, column, small_group)]
    return pd.DataFrame(rows, columns=FINDING_COLUMNS, dtype=object)


def _question_rows(responses: pd.DataFrame, column: str, small_group: int) -> list[dict[str, Any]]:
    counts = _answers(responses[column], column)
    n = _answered(responses[column])
    if not n:
        return []
    enough = {answer for answer, count in counts.items() if discretion.count_told(count, small_group) is not None}
    are_few = discretion.count_told(n, small_group) is None
    shown_n = None if are_few or discretion.total_told(list(counts.values()), small_group) is None else n
    if shown_n is None and not are_few:
        # Whatever stands here is told as too few: the rare, the unanswered and those who said nothing are one.
        counts = {**{answer: count for answer, count in counts.items() if answer in enough}, OTHER_OR_NONE: 1}
    cells = [((answer, count), are_few or (count > 0 and answer not in enough)) for answer, count in counts.items()]
    if column not in {"interest", "hours_per_week"}:  # an order by count would rank what is left out
        cells.sort(key=lambda cell: (cell[1], 0 if cell[1] else -cell[0][1], cell[0][0]))
    note = f"fewer than {small_group} answered" if are_few else "left out: small group"
    return [
        {"question": QUESTIONS[column], "answer": answer, "n": shown_n, "note": note if is_hidden else "",
         "count": None if is_hidden else count, "share": None if is_hidden or shown_n is None else count / n}
        for (answer, count), is_hidden in cells
    ]  # fmt: skip


def _answers(values: pd.Series, column: str) -> dict[str, int]:
    """Return answers to counts; scales stand in their order, noughts included."""
    if column == "interest":
        given = pd.to_numeric(values).dropna().astype(int).map(lambda value: INTEREST[value - 1])
        return {answer: int((given == answer).sum()) for answer in INTEREST}
    if column == "hours_per_week":
        bands = [_band(float(value)) for value in pd.to_numeric(values).dropna()]
        return {band: bands.count(band) for _, band in HOURS}
    chosen = pd.Series([option for cell in values[values.notna()] for option in listed_in(cell)], dtype=object)
    return {str(answer): int(count) for answer, count in chosen.value_counts().items()}


def _answered(values: pd.Series) -> int:
    return sum(bool(str(value).strip()) for value in values[values.notna()])


def rare_in_words(asked: pd.DataFrame) -> str:
    """Return how the answers to one question that too few gave are told of, together; "" where there are none.

    `asked` are its rows of `survey_findings`. What few wrote is never shown: their words may tell who they are.
    """
    hidden = int(asked["count"].isna().sum())
    if OTHER_OR_NONE in set(asked["answer"]):
        return f"{OTHER_OR_NONE}: too few to show"
    return f"{count_of(hidden, 'other answer')}, too few to show" if hidden else ""


@cache
def beside() -> Mapping[str, tuple[str, ...]]:
    """Return the families of employers' codes that each question to learners is laid beside, by the question."""
    text = resources.files("codesign").joinpath("rules", "learner_questions.yaml").read_text(encoding="utf-8")
    return {QUESTIONS[column]: tuple(families) for column, families in yaml.safe_load(text)["beside"].items()}


def _band(hours: float) -> str:
    return next(band for most, band in HOURS if hours <= most)
