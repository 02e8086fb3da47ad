"""Saturation: the worked example gives its readings, and no order of interviews is the only one."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign import saturation

SCRUM = [21, 26, 21, 6, 6, 7, 2, 2, 9, 1, 2]
HEARD = st.lists(st.sets(st.sampled_from("abcdef"), min_size=1), min_size=1, max_size=9)


def evidence(*interviews):
    """Return evidence from the codes of each interview, and the order they stand in."""
    order = [f"I{place:02}" for place in range(1, len(interviews) + 1)]
    rows = [(name, code) for name, codes in zip(order, interviews, strict=True) for code in codes]
    return pd.DataFrame(rows, columns=["transcript_id", "code_id"], dtype=object), order


def bringing(counts):
    """Return interviews that each bring so many codes nobody had; each also repeats the first code."""
    codes = iter(range(sum(counts)))
    return evidence(*[["k0", *(f"k{next(codes)}" for _ in range(count))] for count in counts])


def readings(table, order, **settings):
    found = saturation.grid(table, order, repeats=50)
    for name, value in settings.items():
        found = found[found[name] == value]
    return found


def test_a_study_of_scrum_interviews_gives_the_readings_on_record():
    # its new codes by interview are 21, 26, 21, 6, 6, 7, 2, 2, 9, then 3 in two: 9+2 at ratio .041, and 6+2 at .050
    table, order = bringing(SCRUM)
    (four,) = readings(table, order, base=4, run=2, threshold=0.05).to_dict("records")
    assert (four["base_codes"], four["before_run"], four["interviews"], four["new_in_run"]) == (74, 9, 11, 3)
    assert round(four["ratio"], 3) == 0.041
    (five,) = readings(table, order, base=5, run=2, threshold=0.05).to_dict("records")
    assert (five["before_run"], five["ratio"], five["later_codes"]) == (6, 0.05, 12)


def test_a_run_with_nothing_new_meets_the_strict_threshold():
    table, order = bringing([5, 3, 2, 1, 1, 0, 0, 4])
    (row,) = readings(table, order, base=4, run=2, threshold=0.0).to_dict("records")
    assert (row["before_run"], row["interviews"], row["later_codes"], row["reason"]) == (5, 7, 4, "")


def test_a_setting_that_is_not_met_says_why():
    table, order = bringing([5, 3, 2, 1, 3, 3])
    found = saturation.grid(table, order, repeats=20)
    assert len(found) == 12
    assert set(found["reason"][found["base"] == 4]) == {
        "no run of 2 interviews brought so little",
        "needs 7 coded interviews; there are 6",
    }
    assert "needs 9 coded interviews; there are 6" in set(found["reason"])
    assert set(found["base_codes"]) == {11, None}
    assert {type(value) for value in found["base_codes"].dropna()} == {int}


def test_the_first_run_lies_after_the_base():
    table, order = bringing([4, 0, 0, 0, 0, 0])
    (row,) = readings(table, order, base=4, run=2, threshold=0.0).to_dict("records")
    assert (row["before_run"], row["interviews"]) == (4, 6)


def test_the_curve_tells_what_each_interview_added():
    table, order = evidence("ab", "bc", "ab", "d")
    found = saturation.curve(table, order, repeats=100)
    assert found["new_codes"].tolist() == [2, 1, 0, 1]
    assert found["known_codes"].tolist() == [2, 3, 3, 4]
    assert found["codes"].tolist() == [2, 2, 2, 1]
    assert (found["low"].iloc[0], found["high"].iloc[-1]) == (1, 4)


@given(HEARD)
def test_all_codes_are_known_at_the_end_in_every_order(interviews):
    found = saturation.curve(*evidence(*interviews), repeats=30)
    last = found.iloc[-1]
    assert last["known_codes"] == last["low"] == last["high"] == len(set().union(*interviews))
    assert (found["low"] <= found["high"]).all()
    assert found["new_codes"].tolist() == [
        len(codes - set().union(*interviews[:place])) for place, codes in enumerate(interviews)
    ]


def test_the_band_is_the_same_each_time():
    table, order = bringing([5, 3, 2, 1, 3, 3, 2])
    pd.testing.assert_frame_equal(saturation.curve(table, order), saturation.curve(table, order))
    pd.testing.assert_frame_equal(saturation.grid(table, order), saturation.grid(table, order))


def test_the_share_of_orders_shows_what_hangs_on_the_order():
    # one rich interview among seven poor ones: early it sets the base, late it breaks the run
    table, order = evidence("a", "a", "a", "a", "a", "a", "a", "abcdefgh")
    (row,) = readings(table, order, base=4, run=3, threshold=0.0).to_dict("records")
    assert row["interviews"] == 7
    assert 0.3 < row["orders"] < 1


def test_the_tail_is_what_came_late_or_once():
    found = saturation.tail(*evidence("ab", "ac", "ab", "ad", "ad", "ae"))
    assert found.to_dict("list") == {
        "code_id": ["c", "d", "e"],
        "first_heard": [2, 4, 6],
        "interviews": [1, 2, 1],
    }


def test_small_groups_are_held_back():
    table, order = evidence("ab", "ac", "b", "d")
    table["sector"] = table["transcript_id"].map(dict(zip(order, ["wind", "wind", "wind", ""], strict=True)))
    found = saturation.by_group(table, order, "sector", {"wind"})
    held, shown = found.to_dict("records")
    assert held == {"sector": "not recorded", **dict.fromkeys(saturation.GROUP_COLUMNS)}
    assert (shown["interviews"], shown["codes"], shown["once"], shown["last_new"]) == (3, 3, 1, 3)
    assert (shown["reached"], shown["settings"]) == (0, 12)


def test_interviews_come_in_the_order_they_were_held():
    table, _ = evidence("a", "a", "a")
    table["interviewed_on"] = ["2026-02-01", "", "2026-01-05"]
    assert saturation.interview_order(table) == ["I03", "I01", "I02"]


def test_no_interviews_give_empty_tables():
    table, order = evidence()
    assert saturation.curve(table, order).empty
    assert saturation.tail(table, order).empty
    assert saturation.interview_order(table.assign(interviewed_on="")) == []
    assert set(saturation.grid(table, order)["reason"]) == {
        f"needs {size} coded interviews; there are 0" for size in (6, 7, 8, 9)
    }


def test_an_order_that_misses_an_interview_is_refused():
    table, order = evidence("a", "b")
    with pytest.raises(ValueError, match="misses I02"):
        saturation.curve(table, order[:1])
