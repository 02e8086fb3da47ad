"""Agreement on a study's codes: by characters and turns of respondents, with intervals over interviews."""

import math

import pandas as pd
import pytest
from agreement_trial import BY_NAME, OF_ANY, same, sections, units
from hypothesis import given
from hypothesis import strategies as st

from codesign import schemas
from codesign.agreement import (
    COEFFICIENTS,
    bootstrap_interval,
    by_code,
    by_family,
    cohen_kappa,
    unitizing_alpha,
)


def study(
    codings,
    interviews=("T1", "T2"),
    turns=((0, 10, "interviewer"), (10, 40, "respondent"), (45, 60, "other"), (60, 90, "respondent")),
):
    """Return tables with the same turns in each interview and codings (transcript, start, end, code, coder)."""
    segments = [{"segment_id": f"{name}-{place}", "transcript_id": name, "position": place, "start": start, "end": end,
                 "role": role} for name in interviews for place, (start, end, role) in enumerate(turns)]  # fmt: skip
    names = ("transcript_id", "start", "end", "code_id", "coder")
    rows = [dict(zip(names, row, strict=True)) | {"coding_id": f"k{place}"} for place, row in enumerate(codings)]
    codes = [{"code_id": code, "name": code, "family": "tool"} for code in ("leak", "valve", "weld")]
    return schemas.complete(
        {
            "segments": schemas.frame("segments", segments),
            "codes": schemas.frame("codes", codes),
            "codings": schemas.frame("codings", rows),
        }
    )


SPANS = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2"]),
        st.integers(0, 88),
        st.integers(1, 30),
        st.sampled_from(["leak", "valve"]),
        st.sampled_from(["ana", "ben", "cy"]),
    ),
    max_size=12,
)


@given(SPANS)
def test_runs_give_what_counting_characters_gives(spans):
    rows = [(name, start, min(start + size, 90), code, coder) for name, start, size, code, coder in spans]
    found = by_code(study(rows), repeats=1)
    spoken = [*range(10, 40), *range(60, 90)]
    coders_of = {
        name: {coder for one, start, end, _, coder in rows if one == name and {*range(start, end)} & {*spoken}}
        for name in ("T1", "T2")
    }
    coders = sorted(set().union(*(own for own in coders_of.values() if len(own) > 1)))
    for _, row in found[(found["code_id"] != "") & (found["level"] == "characters")].iterrows():
        own = {
            (name, coder, at)
            for name, start, end, code, coder in rows
            for at in range(start, end)
            if code == row["code_id"]
        }
        table = [
            [float((name, coder, at) in own) if coder in coders_of[name] else None for coder in coders]
            for name in ("T1", "T2")
            if len(coders_of[name]) > 1
            for at in spoken
        ]
        for name, coefficient in zip(COEFFICIENTS, BY_NAME, strict=True):
            if coefficient in OF_ANY or len(coders) == 2:
                assert same(row[name], coefficient(units(*table))), name


def test_interviewers_words_do_not_count():
    rows = [("T1", 0, 40, "leak", "ana"), ("T1", 10, 60, "leak", "ben"), ("T1", 62, 70, "weld", "ana")]
    found = by_code(study(rows)).set_index(["code_id", "level"])
    leak = found.loc[("leak", "characters")]
    assert (leak["percent_agreement"], leak["cohen_kappa"]) == (1, 1)
    assert (leak["units"], leak["coders"], leak["interviews"]) == (60, 2, 1)
    assert found.loc[("leak", "turns"), "units"] == 2


def test_who_coded_only_an_interviewers_words_is_no_coder_of_the_interview():
    rows = [("T1", 10, 60, "leak", "ana"), ("T1", 20, 60, "leak", "ben")]
    with_zed = by_code(study([*rows, ("T1", 2, 8, "weld", "zed")]))
    pd.testing.assert_frame_equal(with_zed, by_code(study(rows)))


def test_all_codes_pooled_stand_first_and_unused_ones_are_left_out():
    rows = [("T1", 10, 40, "valve", "ana"), ("T1", 10, 25, "valve", "ben"), ("T1", 60, 90, "leak", "ben")]
    found = by_code(study(rows))
    assert found["code_id"].tolist() == ["", "", "leak", "leak", "valve", "valve"]
    assert found.loc[0, "percent_agreement"] == pytest.approx((30 + 45) / 120)


def test_a_code_that_does_not_vary_says_why_and_three_coders_have_no_kappa():
    rows = [("T1", 0, 90, "leak", coder) for coder in ("ana", "ben", "cy")]
    row = by_code(study(rows)).iloc[2]
    assert math.isnan(row["krippendorff_alpha"])
    assert "do not vary" in row["reason"]
    assert "compare two coders, and there are 3" in row["reason"]


def test_nothing_coded_twice_gives_an_empty_table():
    assert by_code(study([("T1", 10, 40, "leak", "ana"), ("T2", 10, 40, "leak", "ben")])).empty
    assert by_code(study([])).empty
    assert by_family(study([])).empty


def test_intervals_are_over_interviews_and_the_same_each_time():
    names = tuple(f"T{place}" for place in range(8))
    rows = [(name, 10, 15 + 3 * place, "leak", coder) for place, name in enumerate(names) for coder in ("ana", "ben")]
    rows = [*rows, *[(name, 60, 70, "leak", "ana") for name in names[:3]]]
    table = by_code(study(rows, names), repeats=200)
    row = table.set_index(["code_id", "level"]).loc[("leak", "characters")]
    assert row["krippendorff_alpha_low"] < row["krippendorff_alpha"] < row["krippendorff_alpha_high"]
    pd.testing.assert_frame_equal(table, by_code(study(rows, names), repeats=200))


def test_under_five_interviews_there_is_no_interval_and_it_says_why():
    table = units(*[("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    for bound in bootstrap_interval(table, ["T1", "T2", "T3", "T4"]):
        assert math.isnan(bound)
        assert bound.reason == "there are fewer than 5 interviews to draw from (4)"
    with pytest.raises(ValueError, match="4 units and the interviews of 2"):
        bootstrap_interval(table, ["T1", "T2"])
    five = pd.concat([table] * 5)
    low, high = bootstrap_interval(five, [f"T{place // 4}" for place in range(20)], "cohen_kappa")
    assert low == high == pytest.approx(cohen_kappa(table))


def test_families_have_unitizing_alphas_on_speech_laid_end_to_end():
    rows = [("T1", 10, 40, "leak", "ana"), ("T1", 5, 40, "leak", "ben"), ("T1", 60, 70, "weld", "ana")]
    (row,) = by_family(study(rows)).to_dict("records")
    laid = sections({"ana": [(1, 30, "leak"), (31, 40, "weld")], "ben": [(1, 30, "leak")]})
    assert row["u_alpha"] == pytest.approx(unitizing_alpha(laid, 60).u)
    assert (row["family"], row["characters"], row["interviews"]) == ("tool", 60, 1)


def test_a_family_with_two_codes_on_one_place_says_why_it_has_none():
    rows = [("T1", 10, 40, "leak", "ana"), ("T1", 20, 30, "weld", "ana"), ("T1", 10, 40, "leak", "ben")]
    (row,) = by_family(study(rows)).to_dict("records")
    assert math.isnan(row["u_alpha"])
    assert "exclude each other" in row["reason"]


def test_a_code_of_two_interviews_has_no_interval():
    names = tuple(f"T{place}" for place in range(8))
    rows = [(name, 60, 70, "weld", coder) for name in names for coder in ("ana", "ben")]
    rows += [(name, 10, 20, "leak", coder) for name in names[:2] for coder in ("ana", "ben")]
    table = by_code(study(rows, names), repeats=100).set_index(["code_id", "level"])
    leak, weld = table.loc[("leak", "turns")], table.loc[("weld", "turns")]
    assert math.isnan(leak["krippendorff_alpha_low"])
    assert (leak["reason"], leak["interval_reason"]) == ("", "fewer than 3 interviews have a use of it")
    assert (weld["krippendorff_alpha_low"], weld["interval_reason"]) == (1, "")


def test_coders_who_took_turns_in_pairs_have_a_fleiss_kappa():
    rows = [("T1", 10, 40, "leak", "ana"), ("T1", 10, 30, "leak", "ben"), ("T2", 60, 90, "leak", "ben"),
            ("T2", 60, 85, "leak", "cy")]  # fmt: skip
    row = by_code(study(rows)).iloc[0]
    assert row["coders"] == 3
    assert not math.isnan(row["fleiss_kappa"])
