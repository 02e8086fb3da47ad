"""Tasks: means with their n, a rule one can read, decisions with reasons."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import schemas, tasks
from codesign.tasks import reliability
from codesign.tasks.ratings import SCALES
from codesign.tasks.selection import COUNT_COLUMNS


def task_table(*names, duties=None):
    duties = duties or {}
    return schemas.frame(
        "tasks", [{"task_id": name, "duty_id": duties.get(name, "A"), "label": name} for name in names]
    )


def rated(**by_task):
    """Return ratings: each task a list of (importance, frequency, difficulty), one a rater."""
    rows = [
        {"rater_id": f"R-{place}", "task_id": task, "importance": i, "frequency": f, "difficulty": d}
        for task, votes in by_task.items()
        for place, (i, f, d) in enumerate(votes)
    ]
    return schemas.frame("ratings", rows)


def evidence(**employers):
    rows = [{"task_id": task, "employers": n, "interviews": n, "raised": n} for task, n in employers.items()]
    return pd.DataFrame(rows, columns=["task_id", *COUNT_COLUMNS], dtype=object)


def decided(ratings, *, overrides=(), counts=None, names=("A1",), **more):
    frame = tasks.decisions(
        task_table(*names),
        ratings,
        schemas.frame("task_decisions", overrides),
        evidence(A1=4) if counts is None else counts,
        **more,
    )
    return frame.set_index("task_id").loc["A1"]


# means ------------------------------------------------------------------------------------------------


def test_a_task_is_summed_up_with_n_mean_and_spread():
    row = tasks.summary(rated(A1=[(4, 2, 5), (5, 2, None)]), task_table("A1")).iloc[0]
    assert (row["raters"], row["importance_mean"], row["importance_n"], row["difficulty_n"]) == (2, 4.5, 2, 1)
    assert row["importance_sd"] == pytest.approx(math.sqrt(0.5))
    assert row["difficulty_sd"] is None
    assert row["criticality"] == pytest.approx(3.5 / 4 * 1 / 4)


def test_an_unrated_task_stands_there_with_nothing():
    row = tasks.summary(rated(A1=[(4, 2, 5)], XX=[(1, 1, 1)]), task_table("A1", "A2")).iloc[1]
    assert (row["task_id"], row["raters"], row["importance_mean"], row["criticality"]) == ("A2", 0, None, None)


def test_agreement_within_a_task_is_one_when_alike_and_never_below_nought():
    # James, Demaree and Wolf 1984: variance against a flat spread of (5² - 1) / 12 = 2
    assert tasks.agreement_within([0, 0, 0, 6, 0]) == 1
    assert tasks.agreement_within([0, 0, 1, 1, 1]) == pytest.approx(0.5)
    assert tasks.agreement_within([2, 0, 0, 0, 2]) == 0
    assert tasks.agreement_within([0, 0, 0, 1, 0]) is None


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_means_and_agreement_stay_in_their_ranges(votes):
    row = tasks.summary(rated(A1=[(vote, vote, vote) for vote in votes]), task_table("A1")).iloc[0]
    assert 1 <= row["importance_mean"] <= 5
    assert row["importance_rwg"] is None or 0 <= row["importance_rwg"] <= 1
    assert 0 <= row["criticality"] <= 1


def test_duty_weights_add_up_to_a_hundred():
    table = task_table("A1", "B1", "C1", duties={"A1": "A", "B1": "B", "C1": "C"})
    summary = tasks.summary(rated(A1=[(3, 3, 3)], B1=[(3, 3, 3)], C1=[(3, 3, 3)]), table)
    assert tasks.duty_weights(summary, table)["weight"].tolist() == [34, 33, 33]


def test_duties_without_ratings_have_no_weight():
    table = task_table("A1")
    weights = tasks.duty_weights(tasks.summary(schemas.empty("ratings"), table), table)
    assert weights[["tasks", "rated", "weight"]].values.tolist() == [[1, 0, None]]


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=12).filter(lambda parts: math.fsum(parts) > 1e-6))
def test_largest_remainder_loses_nothing_and_is_never_off_by_one(parts):
    shares = tasks.largest_remainder(parts)
    assert sum(shares) == 100
    assert all(abs(share - 100 * part / math.fsum(parts)) < 1 for share, part in zip(shares, parts, strict=True))


def test_ranks_by_both_indexes_show_who_moves():
    votes = {f"A{n}": [(5 - n // 3, 3, 3)] for n in range(9)} | {"B1": [(5, 1, 3)]}
    ranks = tasks.ranks(tasks.summary(rated(**votes), task_table(*votes))).set_index("task_id")
    assert ranks.loc["B1", "rank"] == 10
    assert bool(ranks.loc["B1", "moves"])
    assert not ranks.loc["A0", "moves"]


def test_a_breakdown_leaves_out_small_groups_and_what_would_give_them_away():
    ratings = rated(A1=[(4, 4, 4)] * 14)
    sectors = ["hydrogen"] * 6 + ["retrofit"] * 5 + ["wind"] * 3
    raters = schemas.frame("raters", [{"rater_id": f"R-{n}", "sector": sector} for n, sector in enumerate(sectors)])
    parts = tasks.breakdown(ratings, raters, "sector", small_group=5).set_index("group")
    assert parts["note"].to_dict() == {"hydrogen": "", "retrofit": "n too small", "wind": "n too small"}
    assert parts.loc["hydrogen", ["n", "importance"]].tolist() == [6, 4.0]
    assert parts.loc["wind", ["n", "importance"]].tolist() == [None, None]


def test_a_mean_on_a_scale_that_few_of_a_group_rated_on_is_left_out():
    ratings = rated(A1=[(4, 4, 4)] + [(4, 3, None)] * 9)
    raters = schemas.frame("raters", [{"rater_id": f"R-{n}", "sector": "wind" if n < 5 else "sun"} for n in range(10)])
    parts = tasks.breakdown(ratings, raters, "sector", small_group=5).set_index("group")
    assert parts.loc["wind", ["n", "importance", "frequency", "difficulty"]].tolist() == [5, 4.0, 3.2, None]
    assert parts.loc["sun", ["n", "importance", "frequency", "difficulty"]].tolist() == [5, 4.0, 3.0, None]


def test_raters_without_a_sector_are_a_group_so_that_the_total_does_not_give_them_away():
    raters = schemas.frame("raters", [{"rater_id": f"R-{n}", "sector": "wind" if n < 6 else ""} for n in range(7)])
    parts = tasks.breakdown(rated(A1=[(4, 4, 4)] * 8), raters, "sector", small_group=5)
    assert parts[["group", "n"]].values.tolist() == [["not recorded", None], ["wind", None]]


def test_a_rater_of_two_sectors_counts_in_both():
    raters = schemas.frame("raters", [{"rater_id": f"R-{n}", "sector": "wind; hydrogen"} for n in range(5)])
    parts = tasks.breakdown(rated(A1=[(4, 4, 4)] * 5), raters, "sector")
    assert parts[["group", "n"]].values.tolist() == [["hydrogen", 5], ["wind", 5]]


# the rule ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("difficult", "important", "frequent", "outcome"),
    [
        (5, 5, 5, "train"),
        (5, 5, 1, "overtrain"),
        (5, 1, 5, "train"),
        (5, 1, 1, "no train"),
        (1, 5, 5, "no train"),
        (1, 5, 1, "train"),
        (1, 1, 5, "no train"),
        (1, 1, 1, "no train"),
    ],
)
def test_the_tree_has_the_eight_classical_leaves(difficult, important, frequent, outcome):
    assert decided(rated(A1=[(important, frequent, difficult)] * 3))["rule"] == outcome


def test_the_tree_says_where_it_comes_from():
    tree = tasks.dif_tree()
    assert tree.version == 1
    assert "as commonly taught" in tree.source
    assert "not from a primary source" in tree.source
    assert len(tree.leaves) == 8


def test_a_decision_gives_its_reason_in_a_plain_sentence():
    votes = [(5, 2, 4)] * 3 + [(4, 2, 4), (4, 2, 4), (4, 3, 5), (4, 2, 4)]
    row = decided(rated(A1=votes))
    assert row["reason"] == "important (4.4) and difficult (4.1) but not frequent (2.1), 7 raters: train and refresh"
    assert row["leaf"] == "important, difficult, not frequent"
    assert row["is_in"]


def test_a_task_that_fails_everything_says_neither_nor():
    row = decided(rated(A1=[(2, 2, 1)] * 4))
    assert row["reason"] == "neither important (2.0), difficult (1.0) nor frequent (2.0), 4 raters: no formal training"
    assert not row["is_in"]


def test_two_raters_are_a_judgement():
    assert "2 raters, a judgement rather than a measurement" in decided(rated(A1=[(5, 5, 5)] * 2))["reason"]


def test_a_mean_is_never_shown_on_the_wrong_side_of_the_cut_off():
    votes = [(3, 1, 1)] * 24 + [(2, 1, 1)]
    assert "neither important (2.96)" in decided(rated(A1=votes))["reason"]


def test_a_task_near_the_cut_off_says_where_it_flips():
    row = decided(rated(A1=[(5, 3, 5)] * 4 + [(5, 4, 5)]))
    assert (row["rule"], row["flips_at"], row["flips_to"]) == ("train", "3.21", "overtrain")


def test_a_mean_just_below_the_cut_off_flips_downwards():
    row = decided(rated(A1=[(5, 3, 5)] * 4 + [(5, 2, 5)]))
    assert (row["rule"], row["flips_at"], row["flips_to"]) == ("overtrain", "2.80", "train")


def test_a_task_far_from_the_cut_off_does_not_flip():
    assert decided(rated(A1=[(5, 1, 5)] * 5))["flips_at"] == ""


MEANS = st.fixed_dictionaries({scale: st.integers(100, 500).map(lambda cents: cents / 100) for scale in SCALES})


@given(MEANS, st.sampled_from([1.0, 2.5, 3.0, 3.5, 5.0]))
def test_a_flip_is_true_when_tried_and_nothing_nearer_flips(means, cut):
    tree = tasks.dif_tree()
    at, to = tree.flip(means, cut)
    steps = round(abs(float(at) - cut) * 100) if at else 26
    assert steps > 25 or tree.outcome(means, float(at)) == to != tree.outcome(means, cut)
    nearer = [round(cut + sign * step / 100, 2) for step in range(1, steps) for sign in (1, -1)]
    assert {tree.outcome(means, near) for near in nearer if 1 <= near <= 5} <= {tree.outcome(means, cut)}


# the decision -----------------------------------------------------------------------------------------


def test_a_person_s_decision_replaces_the_rule_and_both_are_told():
    override = {"task_id": "A1", "override": "no train", "reason": "Done by the supplier.", "decided_by": "Dana"}
    row = decided(rated(A1=[(5, 5, 5)] * 3), overrides=[override])
    assert (row["rule"], row["decision"], row["decided_by"], row["is_in"]) == ("train", "no train", "Dana", False)
    assert row["reason"].startswith("Done by the supplier. (The rule alone: important (5.0), difficult (5.0)")


def test_a_decision_for_the_sector_goes_before_one_for_all():
    overrides = [{"task_id": "A1", "sector": "hydrogen", "override": "train", "reason": "here"},
                 {"task_id": "A1", "sector": "", "override": "no train", "reason": "all"}]  # fmt: skip
    ratings = rated(A1=[(1, 1, 1)] * 3)
    assert decided(ratings, overrides=overrides, sector="hydrogen")["decision"] == "train"
    assert decided(ratings, overrides=overrides)["decision"] == "no train"
    assert decided(ratings, overrides=overrides[:1], sector="retrofit")["override"] == ""


def test_an_unrated_task_waits_for_a_decision():
    row = decided(schemas.empty("ratings"))
    assert (row["rule"], row["decision"], row["is_in"]) == ("not rated", "not rated", False)
    assert "rate it, or decide and say why" in row["reason"]


def test_a_scale_nobody_rated_is_named():
    assert "for difficulty" in decided(rated(A1=[(5, 5, None)] * 3))["reason"]


def test_a_task_no_interview_of_the_sector_shows_is_out_of_scope_and_says_so():
    row = decided(schemas.empty("ratings"), counts=evidence(), sector="hydrogen")
    assert (row["decision"], row["reason"]) == ("out of scope", "no interview in this sector shows it")
    assert not row["is_in"]


def test_ratings_of_the_sector_or_a_decision_for_it_keep_a_task_in_scope():
    assert decided(rated(A1=[(5, 5, 5)] * 3), counts=evidence(), sector="hydrogen")["decision"] == "train"
    override = {"task_id": "A1", "sector": "hydrogen", "override": "train", "reason": "new code next year"}
    row = decided(schemas.empty("ratings"), counts=evidence(), sector="hydrogen", overrides=[override])
    assert row["decision"] == "train"


def test_a_general_decision_does_not_pull_a_task_into_a_sector_that_never_showed_it():
    override = {"task_id": "A1", "sector": "", "override": "train", "reason": "safety"}
    row = decided(schemas.empty("ratings"), counts=evidence(), sector="hydrogen", overrides=[override])
    assert row["decision"] == "out of scope"


def test_interviews_that_only_contradict_do_not_show_a_task():
    counts = evidence(A1=2).assign(employers=0, raised=0)
    row = decided(schemas.empty("ratings"), counts=counts, sector="hydrogen")
    assert row["reason"] == "those in this sector who speak of it only contradict it"


def test_a_task_only_a_union_speaks_of_is_shown():
    counts = evidence(A1=1).assign(employers=0)
    assert tasks.tasks_shown(counts) == {"A1"}
    assert decided(schemas.empty("ratings"), counts=counts, sector="hydrogen")["decision"] == "not rated"


def test_a_reason_written_for_all_sectors_says_so_in_a_run_on_one():
    ratings = rated(A1=[(5, 5, 5)] * 3)
    for_all = {"task_id": "A1", "sector": "", "override": "no train", "reason": "Every employer teaches it."}
    own = {**for_all, "sector": "hydrogen"}
    reasons = [
        decided(ratings, counts=evidence(A1=3), sector=sector, overrides=[override])["reason"].split(". ")[0]
        for sector, override in (("", for_all), ("hydrogen", for_all), ("hydrogen", own))
    ]
    assert reasons == [
        "Every employer teaches it",
        "Every employer teaches it (written for all sectors)",
        "Every employer teaches it",
    ]


@pytest.mark.parametrize(
    ("importance", "frequency", "why"),
    [
        ([5, 5], [1, 1], "its frequency is the lowest there is (1.0)"),
        ([1, 1], [5, 5], "its importance is the lowest there is (1.0)"),
        ([1, 1], [1, 1], "its importance is the lowest there is (1.0) and frequency is the lowest there is (1.0)"),
        (
            [1] * 9 + [2],
            [1] * 9 + [2],
            "its importance is near the lowest (1.1) and frequency is near the lowest (1.1)",
        ),
        ([5, 5], [1, 2], ""),
        ([None], [1], ""),
    ],
)
def test_a_criticality_of_nought_says_why(importance, frequency, why):
    votes = [(i, f, 3) for i, f in zip(importance, frequency, strict=True)]
    (row,) = tasks.summary(rated(A1=votes), task_table("A1")).to_dict("records")
    assert tasks.why_nil(row) == why


def test_thin_and_panel_only_tasks_are_marked():
    ratings = rated(A1=[(5, 5, 5)] * 3)
    assert decided(ratings, counts=evidence(A1=2))["thin"]
    assert not decided(ratings, counts=evidence(A1=3))["thin"]
    row = decided(ratings, counts=evidence())
    assert (row["panel_only"], row["thin"]) == (True, True)


def test_flags_can_select_rows():
    frame = tasks.decisions(task_table("A1", "A2"), rated(A1=[(5, 5, 5)]), schemas.empty("task_decisions"), evidence())
    assert frame[~frame["is_in"]]["task_id"].tolist() == ["A2"]


# tables -----------------------------------------------------------------------------------------------


def test_empty_tables_never_stop_anything():
    none = {name: schemas.empty(name) for name in schemas.TABLES}
    summary = tasks.summary(none["ratings"], none["tasks"])
    assert summary.empty
    assert tasks.duty_weights(summary, none["tasks"]).empty
    assert tasks.ranks(summary).empty
    assert tasks.breakdown(none["ratings"], none["raters"], "sector").empty
    assert tasks.decisions(none["tasks"], none["ratings"], none["task_decisions"], evidence()).empty
    assert "0 raters are too few" in reliability(none["ratings"], "importance").reason


def test_tables_are_not_changed():
    ratings, table, counts = rated(A1=[(5, 5, 5)] * 3), task_table("A1"), evidence(A1=3)
    overrides = schemas.frame("task_decisions", [{"task_id": "A1", "override": "train", "reason": "x"}])
    before = [frame.copy(deep=True) for frame in (ratings, table, counts, overrides)]
    tasks.decisions(table, ratings, overrides, counts)
    tasks.duty_weights(tasks.summary(ratings, table), table)
    reliability(ratings, "importance")
    for frame, kept in zip((ratings, table, counts, overrides), before, strict=True):
        pd.testing.assert_frame_equal(frame, kept)


def test_the_methods_page_shows_the_tree_that_is_used(root):
    page = (root / "docs" / "methods.md").read_text(encoding="utf-8")
    rule = tasks.dif_tree()
    for leaf, outcome in rule.leaves.items():
        asked = dict(zip((question.word for question in rule.questions), leaf, strict=True))
        answers = " | ".join("yes" if asked[word] else "no" for word in ("difficult", "important", "frequent"))
        assert f"| {answers} | {outcome}" in page
