"""Agreement: the published tables give the published digits."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.agreement import Coefficient, cohen_kappa, krippendorff_alpha, percent_agreement

VALUES = st.sampled_from(["a", "b", "c", None])
UNITS = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=12)
COEFFICIENTS = [percent_agreement, krippendorff_alpha, cohen_kappa]

NAMES = {"alpha": krippendorff_alpha, "alpha_nominal": krippendorff_alpha, "nominal": krippendorff_alpha,
         "kappa": cohen_kappa}  # fmt: skip


def units(*rows):
    return pd.DataFrame(list(rows), dtype=object)


def same(one: float, other: float) -> bool:
    return math.isclose(one, other, abs_tol=1e-9) or (math.isnan(one) and math.isnan(other))


def test_alpha_of_four_coders_with_gaps_is_the_published_743():
    # Krippendorff 2004 p. 230 and 2011, example D
    rows = ["BB.B", "LLPL", "PPPP", "PPPP", "LLLL", "BLPC", "CCCC", "BBLB", "LLLL", ".FFF", "..BB", "..P."]
    table = units(*[[None if value == "." else value for value in row] for row in rows])
    alpha = krippendorff_alpha(table)
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
            digits = len(str(oracle["expected"][name]).split(".")[1])
            value = NAMES[name](units(*oracle["rows"]))
            assert value == pytest.approx(oracle["expected"][name], abs=0.51 * 10**-digits), oracle["source"]
            checked += 1
    assert checked >= 11


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_nothing_coded_twice_is_undefined_and_says_why(coefficient):
    value = coefficient(units(("a", None), (None, "b")))
    assert math.isnan(value)
    assert "no unit" in value.reason


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_an_empty_table_is_undefined_and_says_why(coefficient):
    value = coefficient(pd.DataFrame({"ana": [], "ben": []}, dtype=object))
    assert math.isnan(value)
    assert value.reason


@pytest.mark.parametrize("coefficient", [krippendorff_alpha, cohen_kappa])
def test_one_value_throughout_is_undefined_never_perfect(coefficient):
    value = coefficient(units(("a", "a"), ("a", "a")))
    assert math.isnan(value)
    assert "one and the same value" in value.reason


def test_kappa_of_three_coders_is_refused():
    with pytest.raises(ValueError, match="compares two coders; this table has 3"):
        cohen_kappa(units(("a", "a", "b")))


def test_a_coefficient_is_a_number_that_survives_copying():
    import copy

    value = copy.deepcopy(Coefficient(0.5, units=4, coders=2, reason=""))
    assert value + 0.25 == 0.75
    assert (value.units, value.coders) == (4, 2)


@given(UNITS)
def test_the_order_of_coders_and_units_and_the_names_of_values_do_not_matter(rows):
    table = pd.DataFrame(rows, columns=["ana", "ben", "cy"], dtype=object)
    renamed = table.replace({"a": "z", "b": "y", "c": "x"})[["cy", "ana", "ben"]].iloc[::-1]
    for coefficient in (percent_agreement, krippendorff_alpha):
        assert same(coefficient(table), coefficient(renamed))
    assert same(cohen_kappa(table[["ana", "ben"]]), cohen_kappa(renamed[["ben", "ana"]]))


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=12).filter(lambda values: len(set(values)) > 1))
def test_a_coder_doubled_agrees_completely(values):
    table = pd.DataFrame({"ana": values, "twin": values})
    assert [round(coefficient(table), 9) for coefficient in COEFFICIENTS] == [1, 1, 1]


def test_units_are_not_changed():
    table = units(("a", "b"), ("a", None))
    before = table.copy(deep=True)
    for coefficient in COEFFICIENTS:
        coefficient(table)
    pd.testing.assert_frame_equal(table, before)
