"""Unitizing alphas by family and code of a study: the published figure, and intervals over interviews."""

import math

import pytest
from study_trial import tables_of

from codesign.agreement import by_code_of_family, by_family, unitizing_alpha

# Krippendorff 2019, figure 12.11, positions from 1 and inclusive
FIGURE = {
    "alex": [(1, 7, "1"), (8, 13, "2"), (31, 32, "5"), (33, 37, "6"), (38, 44, "6"), (45, 60, "7")],
    "paul": [(1, 7, "1"), (8, 13, "3"), (14, 21, "5"), (33, 44, "6")],
    "suzan": [(1, 7, "1"), (8, 13, "4"), (14, 21, "5"), (33, 37, "6"), (38, 41, "6"), (42, 44, "6")],
}
CODED = [("T1", first - 1, last, code, coder) for coder, own in FIGURE.items() for first, last, code in own]


def study(rows, names=("T1",)):
    """Return interviews of one answer of 60 characters; rows are transcript, start, end, code, coder."""
    codings = [
        {"coding_id": str(place), "transcript_id": name, "start": start, "end": end, "code_id": code, "coder": coder}
        for place, (name, start, end, code, coder) in enumerate(rows)
    ]
    return tables_of(
        codes=[{"code_id": code, "name": code, "family": "tool"} for code in "1234567"],
        codings=codings,
        segments=[{"segment_id": f"{name}-1", "transcript_id": name, "start": 0, "end": 60} for name in names],
    )


def test_the_codes_of_the_published_figure_have_their_alphas_and_coverage():
    found = by_code_of_family(study(CODED)).set_index("code_id")
    assert {code: round(value, 3) for code, value in found["kcu_alpha"].items() if not math.isnan(value)} == {
        "1": 1,
        "2": 0,
        "3": 0,
        "4": 0,
        "5": 1,
        "6": 1,
    }
    assert (round(found.loc["5", "coverage"], 2), found.loc["7", "coverage"]) == (0.44, 0)
    assert found.loc["7", "reason"] == "no other coder marked any of it"
    (family,) = by_family(study(CODED)).to_dict("records")
    assert [round(family[name], 3) for name in ("u_alpha", "binary_alpha", "cu_alpha")] == [0.510, 0.414, 0.724]


def test_interviews_that_are_all_alike_leave_no_doubt():
    names = tuple(f"T{place}" for place in range(6))
    rows = [(name, *row[1:]) for name in names for row in CODED]
    (row,) = by_family(study(rows, names), repeats=50).to_dict("records")
    assert row["u_alpha_low"] == row["u_alpha_high"] == pytest.approx(row["u_alpha"])
    assert row["cu_alpha_low"] == row["cu_alpha_high"] == pytest.approx(row["cu_alpha"])


def test_interviews_that_differ_give_an_interval_around_the_alpha():
    names = tuple(f"T{place}" for place in range(8))
    rows = [(name, 0, 20 + place, "1", "ana") for place, name in enumerate(names)]
    rows += [(name, 0, 26, "2" if name == "T0" else "1", "ben") for name in names]
    (row,) = by_family(study(rows, names), repeats=200).to_dict("records")
    assert row["u_alpha_low"] < row["u_alpha"] < row["u_alpha_high"]
    assert by_family(study(rows, names), repeats=200).equals(by_family(study(rows, names), repeats=200))


def test_a_family_in_few_interviews_has_no_interval():
    names = tuple(f"T{place}" for place in range(8))
    rows = [("T0", 0, 20, "1", "ana"), ("T0", 0, 30, "1", "ben"), ("T1", 0, 20, "1", "ana")]
    (row,) = by_family(study([*rows, ("T1", 0, 20, "1", "ben")], names[:2])).to_dict("records")
    assert math.isnan(row["u_alpha_low"])
    assert row["interval_reason"] == "there are fewer than 5 interviews to draw from (2)"


def test_a_family_in_no_interview_that_all_coded_says_so():
    rows = [("T1", 0, 20, "1", "ana"), ("T1", 0, 30, "1", "ben"), ("T2", 0, 20, "2", "ben"), ("T2", 0, 9, "2", "cy")]
    tables = study(rows, ("T1", "T2"))
    (row,) = by_family(tables).to_dict("records")
    assert math.isnan(row["u_alpha"])
    assert row["reason"] == "it is in no interview that all 3 coders coded"
    found = by_code_of_family(tables)
    assert found["code_id"].tolist() == ["1", "2"]
    assert set(found["reason"]) == {row["reason"]}


def test_codes_that_stand_on_one_place_say_why_they_have_no_alpha():
    rows = [("T1", 0, 20, "1", "ana"), ("T1", 10, 30, "2", "ana"), ("T1", 0, 20, "1", "ben")]
    found = by_code_of_family(study(rows))
    assert found["kcu_alpha"].isna().all()
    assert found["reason"].str.contains("exclude each other").all()


def test_one_coder_alone_has_no_alpha():
    assert math.isnan(unitizing_alpha(study(CODED[:3])["codings"].rename(columns={"code_id": "value"}), 60).u)
    assert by_code_of_family(study([("T1", 0, 20, "1", "ana")])).empty
