"""How far raters agree about a task, with no coefficient from too few people."""

import math

import numpy as np
import pandas as pd
import pytest

from codesign import schemas, tasks
from codesign.tasks import reliability

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


def panel(grid) -> pd.DataFrame:
    rows = [
        {"rater_id": f"R-{rater}", "task_id": f"A{task}", "importance": None if math.isnan(value) else int(value)}
        for task, votes in enumerate(grid)
        for rater, value in enumerate(votes)
    ]
    return pd.DataFrame(rows).assign(frequency=None, difficulty=None, comment="").astype(object)


def test_reliability_is_that_of_shrout_and_fleiss():
    # Shrout and Fleiss 1979, table 4: ICC(2,1) .29, ICC(2,4) .62
    single, mean = tasks.intraclass(SHROUT_FLEISS)
    assert (round(single, 2), round(mean, 2)) == (0.29, 0.62)
    result = reliability(panel(SHROUT_FLEISS), "importance")
    assert (round(result.single, 2), round(result.mean, 2), result.tasks, result.raters) == (0.29, 0.62, 6, 4)


def test_two_raters_or_four_tasks_get_no_coefficient():
    few = reliability(panel(SHROUT_FLEISS[:, :2]), "importance")
    assert math.isnan(few.mean)
    assert "2 raters are too few" in few.reason
    short = reliability(panel(SHROUT_FLEISS[:4]), "importance")
    assert math.isnan(short.single)
    assert "4 tasks" in short.sentence


def test_ratings_that_never_differ_have_no_reliability():
    result = reliability(panel(np.full((6, 4), 3.0)), "importance")
    assert math.isnan(result.mean)
    assert "do not differ" in result.reason


def test_one_rater_who_rated_two_tasks_does_not_take_the_rest_away():
    sparse = np.c_[SHROUT_FLEISS.astype(float), [3, 3, np.nan, np.nan, np.nan, np.nan]]
    result = reliability(panel(sparse), "importance")
    assert (result.tasks, result.raters, result.raters_left_out) == (6, 4, 1)
    assert round(result.mean, 2) == 0.62


def test_raters_who_copy_each_other_are_wholly_reliable():
    result = reliability(panel(np.tile([[1], [2], [3], [4], [5]], 3)), "importance")
    assert (result.single, result.mean) == (pytest.approx(1), pytest.approx(1))


def test_a_scale_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no scale “speed”"):
        reliability(schemas.empty("ratings"), "speed")


def test_raters_needed_follow_spearman_and_brown():
    assert [tasks.raters_needed(single) for single in (0.2, 0.3, 0.4)] == [16, 10, 6]
    assert tasks.raters_needed(0.9) == 1
    assert tasks.raters_needed(math.nan) is None
    assert tasks.raters_needed(-0.1) is None


def test_a_sentence_never_gives_a_coefficient_without_its_n():
    sentence = tasks.sentences([reliability(panel(SHROUT_FLEISS), "importance")])[0]
    assert "the mean of the 4 raters" in sentence
    assert "6 tasks" in sentence
    assert "would take 10 raters" in sentence
