"""Where raters and interviews differ: told with both sides, and with what to do."""

from __future__ import annotations

import pandas as pd
import pytest

from codesign import tasks


def chart(**row: object) -> pd.DataFrame:
    usual = {"task_id": "A1", "label": "Purge the line", "employers": 5, "interviews": 5, "importance_mean": 4.0,
             "importance_n": 6, "is_in": True}  # fmt: skip
    return pd.DataFrame([{**usual, **row}])


def told(row: dict[str, object], contradicts: int = 0) -> list[str]:
    counts = pd.DataFrame({"task_id": ["A1"], "contradicts": [contradicts]})
    return tasks.apart(chart(**row), counts, 12)["sentence"].tolist()


@pytest.mark.parametrize(
    ("row", "contradicts", "words"),
    [
        ({"employers": 0, "interviews": 0}, 0, "Important to 6 raters (4.0), and in no interview"),
        ({"importance_mean": 2.4}, 0, "Raised by 5 of 12 employers, and unimportant to 6 raters (2.4)"),
        ({}, 1, "Trained, although 1 employer says that it is not done"),
    ],
)
def test_each_way_of_differing_is_told(row: dict[str, object], contradicts: int, words: str) -> None:
    assert told(row, contradicts)[0].startswith(words)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"importance_mean": None, "importance_n": 0},
        {"importance_mean": 2.0, "employers": 2, "is_in": False},
        {"importance_mean": 2.0, "employers": 0, "interviews": 0, "is_in": False},
    ],
)
def test_where_both_say_the_same_or_little_nothing_is_told(row: dict[str, object]) -> None:
    assert told(row) == []


def test_those_most_employers_raise_come_first() -> None:
    both = pd.concat([chart(importance_mean=2.0, employers=3), chart(task_id="B1", importance_mean=2.0, employers=9)])
    assert tasks.apart(both, pd.DataFrame(), 12)["task_id"].tolist() == ["B1", "A1"]
