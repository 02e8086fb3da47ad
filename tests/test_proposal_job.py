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


def test_lists_beside_the_chart_say_who_names_each_line_and_a_sector_has_its_own_only(
    sample: Facts, root: Path
) -> None:
    study = Study.open(root / "interview_data" / "clean-energy", person="Ana", device="test")
    hydrogen = str(job.occupation(Workbook(study, {"sector": "hydrogen"}, root).facts))
    assert "Combustion analyser (1 of 11 employers)" in str(job.occupation(sample))
    assert "Stored energy and exclusion distances (" in hydrogen
    assert "Thermal camera" not in hydrogen


def test_without_such_lists_nothing_of_them_stands_there(sample: Facts) -> None:
    none = Facts({**sample.tables, "side_list_items": sample.tables["side_list_items"].iloc[:0]}, {}, sample.parameters)
    assert "sec_beside_chart" not in [getattr(block, "anchor", "") for block in job.occupation(none)]


def test_the_picture_of_rated_tasks_stands_beside_the_ratings_and_only_where_there_are_some(sample: Facts) -> None:
    none = Facts({**sample.tables, "ratings": sample.tables["ratings"].iloc[:0]}, sample.texts, sample.parameters)
    anchors = [[getattr(block, "anchor", "") for block in job.occupation(facts)] for facts in (sample, none)]
    assert ["figure_ratings" in one for one in anchors] == [True, False]
