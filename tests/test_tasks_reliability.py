"""How far raters agree about a task, with no coefficient from too few people."""

import math

import numpy as np
import pandas as pd
import pytest

from codesign import schemas, tasks
from codesign.study import Study
from codesign.tasks import reliability

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


def panel(grid) -> pd.DataFrame:
    rows = [
        {"rater_id": f"R-{rater}", "task_id": f"A{task}", "importance": None if math.isnan(value) else int(value)}
        for task, votes in enumerate(grid)
        for rater, value in enumerate(votes)
    ]
    return (
        pd.DataFrame(rows, columns=["rater_id", "task_id", "importance"])
        .assign(frequency=None, difficulty=None, comment="")
        .astype(object)
    )


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
    assert "4 tasks are too few" in short.sentence


NAN = math.nan
NO_NUMBER = {
    "nobody": np.empty((0, 0)),
    "one rater": SHROUT_FLEISS[:, :1],
    "one task": SHROUT_FLEISS[:1],
    "all alike": np.full((6, 4), 3.0),
    "each task by a rater of its own": np.where(np.eye(6) == 1, 4.0, NAN),
    "each rater on a task of their own": np.where(np.arange(12)[:, None] % 6 == np.arange(6), 3.0 + np.eye(12, 6), NAN),
    "a chain of tasks, two raters each": np.where(np.abs(np.subtract.outer(np.arange(6), np.arange(6) + 0.5)) < 1,
                                                  np.add.outer(np.arange(6.0) % 4, np.arange(6) % 2), NAN),
    "two islands of two raters": np.kron(np.eye(2), np.ones((2, 2))) * 2 + np.where(np.kron(np.eye(2), np.ones((2, 2))),
                                                                                     np.eye(4), NAN),
}  # fmt: skip


@pytest.mark.parametrize("design", NO_NUMBER)
def test_where_ratings_cannot_tell_there_is_a_sentence_and_no_number(design):
    result = reliability(panel(NO_NUMBER[design]), "importance")
    assert (math.isnan(result.single), math.isnan(result.mean), result.shares) == (True, True, None)
    assert result.sentence.startswith("Importance: no coefficient, since ")
    assert "nan" not in result.sentence
    assert tasks.sentences([result]) == [result.sentence]


def test_every_rating_is_used_also_of_a_rater_who_rated_two_tasks():
    sparse = np.c_[SHROUT_FLEISS.astype(float), [3, 3, NAN, NAN, NAN, NAN]]
    result = reliability(panel(sparse), "importance")
    assert (result.tasks, result.raters, result.ratings) == (6, 5, 26)
    assert result.raters_a_task == pytest.approx(6 / (2 / 5 + 4 / 4))
    assert "26 ratings of 6 tasks by 5 raters" in result.sentence


def test_the_sample_uses_all_its_ratings(root):
    ratings = Study.open(root / "interview_data" / "clean-energy").read()["ratings"]
    results = [reliability(ratings, scale) for scale in tasks.SCALES]
    assert [result.ratings for result in results] == [int(ratings[scale].notna().sum()) for scale in tasks.SCALES]
    assert not any(result.reason for result in results)


def test_raters_who_never_meet_are_told_as_groups_that_are_taken_to_be_alike():
    apart = np.kron(np.eye(2), np.ones(SHROUT_FLEISS.shape))
    result = reliability(panel(np.where(apart == 1, np.tile(SHROUT_FLEISS, (2, 2)), NAN)), "importance")
    assert result.groups == 2
    assert "The raters form 2 groups that share no task" in result.sentence
    assert "groups" not in reliability(panel(SHROUT_FLEISS), "importance").sentence


def test_the_shares_of_the_differences_add_up_to_a_hundred():
    result = reliability(panel(SHROUT_FLEISS), "importance")
    assert result.shares == (29, 59, 12)
    assert "29% lie between tasks, 59% between milder and stricter raters, and 12% in neither" in result.sentence


def test_raters_who_differ_more_within_a_task_than_tasks_do_are_worth_nought_and_not_less():
    opposed = np.array([[1, 5, 3], [5, 1, 3], [1, 5, 3], [5, 1, 3], [3, 3, 3], [3, 3, 4]])
    result = reliability(panel(opposed), "importance")
    assert (result.single, result.mean) == (0, 0)
    assert tasks.sentences([result])[0].endswith("so no mean is reliable.")


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
    assert "24 ratings of 6 tasks by 4 raters" in sentence
    assert "rests on 4.0 raters" in sentence
    assert "For a mean reliable to 0.80 each task needs 10 raters." in sentence
