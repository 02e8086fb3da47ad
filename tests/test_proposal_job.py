"""The job in the proposal: beside its ratings stand how far they can be relied on, and what each duty weighs."""

from __future__ import annotations

from pathlib import Path

import pytest

from codesign import tasks
from codesign.proposal import Facts, job
from codesign.study import Study
from codesign.workbook import Workbook

FEW = "read the ratings as a judgement"


@pytest.fixture(scope="module")
def sample(root: Path) -> Facts:
    return Workbook(Study.open(root / "interview_data" / "clean-energy", person="Ana", device="test"), {}, root).facts


def test_every_scale_has_its_reliability_its_n_and_the_raters_it_takes(sample: Facts) -> None:
    words = str(job.occupation(sample))
    for scale, result in zip(tasks.SCALES, sample.reliability, strict=True):
        assert f"{scale.capitalize()}: {result.ratings} ratings of {result.tasks} tasks by {result.raters}" in words
        needed = tasks.raters_needed(result.single)
        assert f"For a mean reliable to 0.80 each task needs {needed} rater" in words


def test_what_each_duty_weighs_stands_below_the_ratings(sample: Facts) -> None:
    blocks = job.occupation(sample)
    anchors = [getattr(block, "anchor", "") for block in blocks]
    assert anchors.index("table_ratings") < anchors.index("table_duty_weights") < anchors.index("sec_decisions")
    table = str(blocks[anchors.index("table_duty_weights")])
    assert all(f"{weight}%" in table for weight in sample.duty_weights["weight"])


def test_how_many_tasks_hang_on_the_index_is_told(sample: Facts) -> None:
    moved = int(tasks.ranks(sample.in_chart)["moves"].sum())
    assert f"{moved} of {len(sample.in_chart)} rated tasks would stand" in str(job.occupation(sample))


def test_without_ratings_no_duty_weighs_anything_and_no_figure_is_given(sample: Facts) -> None:
    none = Facts({**sample.tables, "ratings": sample.tables["ratings"].iloc[:0]}, sample.texts, sample.parameters)
    blocks = job.occupation(none)
    assert "table_duty_weights" not in [getattr(block, "anchor", "") for block in blocks]
    assert str(blocks).count(FEW) == len(tasks.SCALES)
