"""Variances of tasks, raters and the rest: those of published cases, of another program, and of simulations."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from codesign.tasks import intraclass
from codesign.tasks.variance import overlap, variance_parts

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)


def drawn(seed, tasks, raters, *, parts=(0.35, 0.15, 0.5)):
    """Ratings with these variances of tasks, raters and the rest, none missing."""
    draw = np.random.default_rng(seed).normal
    of_tasks, of_raters, rest = np.sqrt(parts)
    return draw(3, of_tasks, tasks)[:, None] + draw(0, of_raters, raters) + draw(0, rest, (tasks, raters))


def by_sector(ratings, sectors, blanks, seed):
    """Raters rate the tasks of their sector only, and leave some out."""
    tasks, raters = ratings.shape
    own = (np.arange(tasks) % sectors)[:, None] == np.arange(raters) % sectors
    return np.where(own & (np.random.default_rng(seed).random(ratings.shape) >= blanks), ratings, np.nan)


def with_blanks(ratings, blanks, seed):
    return by_sector(ratings, 1, blanks, seed)


def of_anova(ratings):
    """The variances that the two-way analysis of a complete table gives (McGraw and Wong 1996)."""
    tasks, raters = ratings.shape
    rows, columns, mean = ratings.mean(axis=1), ratings.mean(axis=0), ratings.mean()
    msr = raters * ((rows - mean) ** 2).sum() / (tasks - 1)
    msc = tasks * ((columns - mean) ** 2).sum() / (raters - 1)
    mse = ((ratings - rows[:, None] - columns + mean) ** 2).sum() / ((tasks - 1) * (raters - 1))
    return [(msr - mse) / raters, (msc - mse) / tasks, mse]


def three(ratings):
    parts = variance_parts(ratings)
    return [parts.tasks, parts.raters, parts.rest]


def test_the_table_of_shrout_and_fleiss_has_their_coefficients():
    # 1979, table 4: mean squares 11.24 of targets, 32.49 of judges, 1.02 of the rest; ICC(2,1) .29, ICC(2,4) .62
    assert three(SHROUT_FLEISS) == pytest.approx([(11.242 - 1.019) / 4, (32.486 - 1.019) / 6, 1.019], abs=0.001)
    assert [round(value, 2) for value in intraclass(SHROUT_FLEISS)] == [0.29, 0.62]


@pytest.mark.parametrize("seed", range(20))
def test_a_complete_table_has_the_variances_of_the_analysis_of_variance(seed):
    ratings = drawn(seed, 8 + seed, 4 + seed % 5, parts=(0.6, 0.3, 0.2))
    expected = of_anova(ratings)
    assert min(expected) > 0
    assert three(ratings) == pytest.approx(expected, rel=1e-4)


def test_where_the_analysis_of_variance_is_negative_a_part_is_nought_and_the_others_fit_best():
    ratings = drawn(3, 12, 6)
    ratings -= 0.95 * (ratings.mean(axis=1, keepdims=True) - ratings.mean())
    assert of_anova(ratings)[0] < 0
    of_tasks, of_raters, rest = three(ratings)
    assert of_tasks == 0
    # then it is a one-way table of raters, whose analysis is known
    columns = ratings.mean(axis=0)
    within = ((ratings - columns) ** 2).sum() / (ratings.size - 6)
    between = 12 * ((columns - columns.mean()) ** 2).sum() / 5
    assert [of_raters, rest] == pytest.approx([(between - within) / 12, within], rel=1e-4)


@pytest.mark.parametrize(("seed", "sectors", "blanks"), [(1, 1, 0.3), (2, 2, 0.2), (3, 3, 0.2), (4, 1, 0.6)])
def test_with_blanks_the_variances_are_those_of_statsmodels(seed, sectors, blanks):
    grid = by_sector(drawn(seed, 18, 9), sectors, blanks, seed)
    long = pd.DataFrame(grid).stack().dropna().rename("value").rename_axis(["task", "rater"]).reset_index()
    model = MixedLM.from_formula(
        "value ~ 1", long, groups=np.ones(len(long)), vc_formula={"r": "0 + C(rater)", "t": "0 + C(task)"}
    )
    other = model.fit(reml=True, method="lbfgs")
    expected = dict(zip(model.exog_vc.names, other.vcomp, strict=True))
    assert three(grid) == pytest.approx([expected["t"], expected["r"], other.scale], abs=2e-3)


@pytest.mark.parametrize("sectors", [2, 3, 4])
def test_raters_of_one_sector_only_with_a_fifth_missing_still_give_the_truth(sectors):
    found = [
        variance_parts(by_sector(drawn(seed, 60, 8 * sectors), sectors, 0.2, seed)).reliability() for seed in range(60)
    ]
    assert np.mean(found) == pytest.approx(0.35, abs=0.03)


def test_a_hundred_and_fifty_tasks_by_three_hundred_raters_with_a_fifth_missing_are_quick_and_near_the_truth():
    grid = with_blanks(drawn(5, 150, 300), 0.2, 5)
    begun = time.process_time()
    parts = variance_parts(grid)
    assert time.process_time() - begun < 2
    complete = variance_parts(drawn(5, 150, 300))
    assert parts.reliability() == pytest.approx(complete.reliability(), abs=0.01)


def test_ratings_without_any_rest_divide_between_tasks_and_raters():
    shifted = np.add.outer([1.0, 2, 3, 4, 5], [0.0, 1, 2])
    assert three(shifted) == pytest.approx([2.5, 1, 0], abs=1e-4)
    assert three(np.tile([[1.0], [2], [3], [4], [5]], 3)) == pytest.approx([2.5, 0, 0], abs=1e-4)
    assert three(shifted.T) == pytest.approx([1, 2.5, 0], abs=1e-4)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (1, 4), (4, 1), (2, 2)])
def test_tiny_and_equal_tables_neither_warn_nor_fail(shape):
    for table in (np.full(shape, 3.0), np.arange(np.prod(shape), dtype=float).reshape(shape)):
        assert all(value >= 0 for value in three(table))
        overlap(table)


def test_the_unit_of_the_scale_changes_no_coefficient():
    grid = with_blanks(drawn(7, 20, 8), 0.2, 7)
    assert intraclass(1000 * grid - 7) == pytest.approx(intraclass(grid), rel=1e-6)


def test_overlap_counts_what_can_be_compared_within_parts_that_ratings_tie_together():
    grid = by_sector(np.ones((12, 6)), 2, 0, 1)
    assert overlap(grid).parts == 2
    assert (overlap(grid).tasks, overlap(grid).raters) == (10, 4)
    assert overlap(grid).spare == 36 - 12 - 6 + 2
