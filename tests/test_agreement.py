"""Agreement: the published tables give the published digits."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from agreement_trial import OF_ANY, same, units
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics
from statsmodels.stats import inter_rater

from codesign.agreement import (
    Coefficient,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)

VALUES = st.sampled_from(["a", "b", "c", None])
UNITS = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=12)
OF_TWO = [cohen_kappa, scott_pi]
EVERY = [*OF_ANY, *OF_TWO]
BEYOND_CHANCE = [coefficient for coefficient in EVERY if coefficient is not percent_agreement]


def on_scale(scale):
    return lambda table: krippendorff_alpha(table, scale=scale)


NAMES = {"alpha": krippendorff_alpha, "alpha_nominal": krippendorff_alpha, "kappa": cohen_kappa, "pi": scott_pi,
         "scott_pi": scott_pi, "AC1": gwet_ac1, "fleiss_kappa": fleiss_kappa,
         **{scale: on_scale(scale) for scale in ("nominal", "ordinal", "interval", "ratio")}}  # fmt: skip


def crossed(cells):
    counts = [(row, column, count) for row, line in enumerate(cells) for column, count in enumerate(line)]
    return units(*[(row, column) for row, column, count in counts for _ in range(count)])


def written(rows):
    """Return units written as one character a coder, a full stop for a gap."""
    return units(*[[None if value == "." else value for value in row] for row in rows.split()])


def test_alpha_of_four_coders_with_gaps_is_the_published_743():
    # Krippendorff 2004 p. 230 and 2011, example D
    alpha = krippendorff_alpha(written("BB.B LLPL PPPP PPPP LLLL BLPC CCCC BBLB LLLL .FFF ..BB ..P."))
    assert round(alpha, 3) == 0.743
    assert (alpha.units, alpha.coders) == (11, 4)


def test_alpha_of_two_coders_is_the_published_692():
    # Krippendorff 2011, example B
    pairs = ["ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad"]
    assert round(krippendorff_alpha(units(*map(tuple, pairs))), 3) == 0.692


def test_alpha_of_a_dichotomy_is_the_published_095():
    # Krippendorff 1980 p. 133, 2011 example A
    table = units((0, 0), (1, 1), (0, 1), (0, 0), (0, 0), (0, 1), (0, 0), (0, 1), (1, 0), (0, 0))
    assert round(krippendorff_alpha(table), 3) == 0.095
    assert percent_agreement(table) == pytest.approx(0.6)


def test_kappa_of_cohens_own_example_is_492():
    # Cohen 1960 p. 45, in proportions of 200
    cells = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    rows = [(row, column) for row in range(3) for column in range(3) for _ in range(cells[row][column])]
    assert round(cohen_kappa(units(*rows)), 3) == 0.492


def test_kappa_tells_high_agreement_from_agreement_by_habit():
    # Gwet's paradox table: 85 % agreement, kappa .314
    cells = {(1, 1): 80, (1, 2): 7, (2, 1): 8, (2, 2): 5}
    table = units(*[pair for pair, count in cells.items() for _ in range(count)])
    assert percent_agreement(table) == pytest.approx(0.85)
    assert round(cohen_kappa(table), 3) == 0.314


def test_published_tables_give_their_published_digits(shared_data: Path):
    oracles = json.loads((shared_data.parent / "oracles" / "agreement.json").read_text(encoding="utf-8"))
    checked = 0
    for oracle in oracles.values():
        for name in NAMES.keys() & oracle["expected"].keys():
            digits = max(3, len(str(oracle["expected"][name]).split(".")[1]))
            value = NAMES[name](units(*oracle["rows"]))
            assert round(value, digits) == oracle["expected"][name], oracle["source"]
            checked += 1
    assert checked >= 18


@pytest.mark.parametrize("coefficient", EVERY)
def test_nothing_coded_twice_is_undefined_and_says_why(coefficient):
    value = coefficient(units(("a", None), (None, "b")))
    assert math.isnan(value)
    assert "no unit" in value.reason


@pytest.mark.parametrize("coefficient", EVERY)
def test_an_empty_table_is_undefined_and_says_why(coefficient):
    value = coefficient(pd.DataFrame({"ana": [], "ben": []}, dtype=object))
    assert math.isnan(value)
    assert value.reason


@pytest.mark.parametrize("coefficient", BEYOND_CHANCE)
def test_one_value_throughout_is_undefined_never_perfect(coefficient):
    value = coefficient(units(("a", "a"), ("a", "a")))
    assert math.isnan(value)
    assert "one and the same value" in value.reason


@pytest.mark.parametrize("coefficient", OF_TWO)
def test_kappa_and_pi_of_three_coders_are_refused(coefficient):
    with pytest.raises(ValueError, match="compares two coders; this table has 3"):
        coefficient(units(("a", "a", "b")))


def test_scott_pi_and_kappa_of_dialogue_acts_are_the_published_ones():
    # Artstein and Poesio 2008 p. 558, and p. 568
    acts = crossed([[20, 20], [10, 50]])
    assert (round(cohen_kappa(acts), 3), round(scott_pi(acts), 3)) == (0.348, 0.341)
    others = crossed([[46, 0, 0], [6, 32, 6], [0, 0, 10]])
    assert round(cohen_kappa(others), 3) == 0.801
    assert round(krippendorff_alpha(others), 4) == 0.8005  # printed .800, without its fourth digit


def test_ac1_gives_the_published_values_where_kappa_falls():
    # Gwet's paradox table; Cohen 1960 p. 45 and p. 37
    assert round(gwet_ac1(crossed([[80, 7], [8, 5]])), 3) == 0.808
    assert round(gwet_ac1(crossed([[88, 14, 18], [10, 40, 10], [2, 6, 12]])), 3) == 0.576
    assert round(gwet_ac1(crossed([[25, 12, 3], [13, 2, 15], [12, 16, 2]])), 3) == -0.048


def test_fleiss_kappa_of_ten_subjects_and_fourteen_raters_is_210():
    # the worked example commonly given: 10 x 14, five values
    counts = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
              [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]  # fmt: skip
    rows = [[value for value, count in enumerate(row) for _ in range(count)] for row in counts]
    assert round(fleiss_kappa(units(*rows)), 3) == 0.21


def test_alpha_of_each_category_is_the_published_one():
    # Krippendorff 1980 p. 139
    rows = [list(row) for row in ("111", "122", "222", "444", "144", "222", "123", "333", "222")]
    table = units(*rows)
    assert round(krippendorff_alpha(table), 3) == 0.642
    assert [round(krippendorff_alpha(table == value), 3) for value in "1234"] == [0.381, 0.711, 0.717, 0.764]


def test_character_strings_give_the_published_values():
    # Krippendorff 1995 p. 57, coders A: the runs of 24 characters, with their lengths
    runs = [((0, 0), 2), ((1, 0), 2), ((1, 1), 4), ((1, 0), 2), ((0, 0), 4), ((1, 0), 1), ((1, 1), 2), ((1, 0), 3),
            ((0, 0), 4)]  # fmt: skip
    table, lengths = units(*[pair for pair, _ in runs]), [length for _, length in runs]
    found = [round(coefficient(table, weights=lengths), 3) for coefficient in (cohen_kappa, scott_pi)]
    assert found == [0.385, 0.314]
    assert round(krippendorff_alpha(table, weights=lengths), 3) == 0.329
    assert krippendorff_alpha(table, weights=lengths).units == 24


def test_alpha_and_kappa_of_shorter_published_tables():
    # Krippendorff 2004 p. 227; Krippendorff 1995 p. 57, coders C; fifty grants, as commonly given
    assert round(krippendorff_alpha(written("aa ab bb bb bb bb bc cc cc cc cc cc")), 3) == 0.734
    characters = written("01 01 10 10 11 11 11 11 00 00 11 11 01 01 10 10 11 11 00 00 11 11 00 00")
    assert [round(of_two(characters), 3) for of_two in OF_TWO] == [0.314, 0.314]
    assert round(cohen_kappa(crossed([[20, 5], [10, 15]])), 3) == 0.4


def test_alpha_of_forty_units_with_gaps_is_the_published_one():
    # Hayes and Krippendorff 2007 p. 84
    table = written(
        """112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2
        1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2
        223.2 222.2 22.12 2222. 111.1"""
    )
    assert round(krippendorff_alpha(table, scale="ordinal"), 4) == 0.7598
    assert round(krippendorff_alpha(table), 4) == 0.4765


def test_alpha_on_other_scales_is_the_published_one():
    # Krippendorff 2011, example D in numbers
    rows = [(1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4), (4, 4, 4, 4),
            (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1), (None, None, 3, None)]  # fmt: skip
    found = [round(krippendorff_alpha(units(*rows), scale=scale), 3) for scale in ("ordinal", "interval", "ratio")]
    assert found == [0.815, 0.849, 0.797]
    with pytest.raises(ValueError, match="must be numbers"):
        krippendorff_alpha(units(("a", "b")), scale="interval")


@given(st.lists(st.tuples(VALUES, VALUES, VALUES, st.integers(1, 4)), min_size=1, max_size=8))
def test_weights_say_how_often_a_unit_stands(rows):
    table = units(*[row[:3] for row in rows])
    times = [row[3] for row in rows]
    long = table.loc[table.index.repeat(times)].reset_index(drop=True)
    for coefficient in OF_ANY:
        assert same(coefficient(table, weights=times), coefficient(long))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=12))
def test_kappa_is_that_of_another_library(rows):
    one, other = zip(*rows, strict=True)
    if len({*one, *other}) > 1:
        assert cohen_kappa(units(*rows)) == pytest.approx(metrics.cohen_kappa_score(one, other))


FLEISS = """444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
            333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"""


def test_fleiss_kappa_of_thirty_patients_and_six_raters_is_430():
    # Fleiss 1971 p. 379
    assert round(fleiss_kappa(written(FLEISS)), 3) == 0.43


def test_fleiss_kappa_does_not_ask_that_the_same_coders_valued_each_unit():
    # Fleiss' own patients were each diagnosed by six of 43 psychiatrists
    scattered = [f"{row:.>{6 + place % 5}}".ljust(10, ".") for place, row in enumerate(FLEISS.split())]
    assert round(fleiss_kappa(written(" ".join(scattered))), 3) == 0.43


def test_fleiss_kappa_leaves_units_with_fewer_values_aside():
    full = [("a", "a", "b"), ("b", "b", "b"), ("a", "b", "b")]
    assert fleiss_kappa(units(*full, ("a", "a", None))) == fleiss_kappa(units(*full))


def test_a_scale_that_is_none_is_refused_and_not_taken_for_another():
    with pytest.raises(ValueError, match="no scale “nominel”; it is one of nominal, ordinal, interval, ratio"):
        krippendorff_alpha(units((1, 2), (2, 2)), scale="nominel")
    with pytest.raises(ValueError, match="finite"):
        krippendorff_alpha(units((math.inf, 1), (2, 2)), scale="interval")


@pytest.mark.parametrize("weights", [[1, -1], [1, math.nan], [1, math.inf], [1]])
def test_weights_that_cannot_be_are_refused(weights):
    with pytest.raises(ValueError, match="weight"):
        krippendorff_alpha(units(("a", "b"), ("b", "b")), weights=weights)


@pytest.mark.parametrize("coefficient", EVERY)
def test_rows_of_a_list_or_an_array_are_a_table_of_units_too(coefficient):
    rows = [["a", "a"], ["a", "b"], [None, "b"], ["b", "b"]]
    expected = coefficient(units(*rows))
    assert coefficient(rows) == coefficient(np.array(rows, dtype=object)) == expected


@pytest.mark.parametrize("dtype", ["category", "string", "object"])
def test_the_kind_of_column_does_not_matter(dtype):
    rows = [("a", "a", "b"), ("a", None, "b"), ("b", "b", None)]
    table = pd.DataFrame(rows, columns=["ana", "ben", "ana"], index=[7, 7, 7]).astype(dtype)
    for coefficient in OF_ANY:
        assert same(coefficient(table), coefficient(units(*rows)))


def test_a_coefficient_is_a_number_that_survives_copying():
    import copy

    value = copy.deepcopy(Coefficient(0.5, units=4, coders=2, reason=""))
    assert value + 0.25 == 0.75
    assert (value.units, value.coders) == (4, 2)


@given(UNITS)
def test_the_order_of_coders_and_units_and_the_names_of_values_do_not_matter(rows):
    table = pd.DataFrame(rows, columns=["ana", "ben", "cy"], dtype=object)
    renamed = table.replace({"a": "z", "b": "y", "c": "x"})[["cy", "ana", "ben"]].iloc[::-1]
    for coefficient in OF_ANY:
        assert same(coefficient(table), coefficient(renamed))
    for coefficient in OF_TWO:
        assert same(coefficient(table[["ana", "ben"]]), coefficient(renamed[["ben", "ana"]]))


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_a_coder_doubled_agrees_completely(values):
    table = pd.DataFrame({"ana": values, "twin": values})
    assert [round(coefficient(table), 9) for coefficient in EVERY] == [1] * len(EVERY)


def test_units_are_not_changed():
    table = units(("a", "b"), ("a", None))
    before = table.copy(deep=True)
    for coefficient in EVERY:
        coefficient(table)
    pd.testing.assert_frame_equal(table, before)


# what other people's libraries give ---------------------------------------------------------------------


def rows_of(coders):
    return st.lists(st.tuples(*[st.sampled_from("abc")] * coders), min_size=2, max_size=12)


@given(st.integers(2, 5).flatmap(rows_of))
def test_fleiss_kappa_is_that_of_statsmodels(rows):
    kappa = fleiss_kappa(pd.DataFrame(rows))
    if not math.isnan(kappa):
        assert kappa == pytest.approx(inter_rater.fleiss_kappa(inter_rater.aggregate_raters(np.array(rows))[0]))


@given(rows_of(2))
def test_cohen_kappa_is_that_of_statsmodels(rows):
    kappa = cohen_kappa(pd.DataFrame(rows))
    if not math.isnan(kappa):
        table = inter_rater.to_table(np.array(rows))[0]
        with np.errstate(all="ignore"):  # its standard error is undefined where coders agree completely
            assert kappa == pytest.approx(inter_rater.cohens_kappa(table).kappa)
