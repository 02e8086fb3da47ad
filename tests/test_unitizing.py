"""Unitizing alphas: the published figure gives its digits, and no order of coders or name of a value matters."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from agreement_trial import same, sections
from hypothesis import given
from hypothesis import strategies as st

from codesign.agreement import (
    unitizing_alpha,
)

FIGURE = {
    "alex": [(1, 7, "1"), (8, 13, "2"), (31, 32, "5"), (33, 37, "6"), (38, 44, "6"), (45, 60, "7")],
    "paul": [(1, 7, "1"), (8, 13, "3"), (14, 21, "5"), (33, 44, "6")],
    "suzan": [(1, 7, "1"), (8, 13, "4"), (14, 21, "5"), (33, 37, "6"), (38, 41, "6"), (42, 44, "6")],
}


def test_unitizing_alphas_of_the_published_figure():
    # Krippendorff 2019 p. 340, figure 12.11
    found = unitizing_alpha(sections(FIGURE), 60)
    assert [round(value, 3) for value in (found.u, found.cu)] == [0.51, 0.724]
    assert round(found.binary, 4) == 0.4136  # printed .413, without its fourth digit
    values = found.values.set_index("value")
    assert values["alpha"].drop("7").round(9).to_dict() == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1, "6": 1}
    assert values["coverage"][["5", "7"]].round(2).tolist() == [0.44, 0]
    assert "no other coder" in values.loc["7", "reason"]


def test_the_shared_figure_gives_the_published_digits(shared_data: Path):
    oracles = json.loads((shared_data.parent / "oracles" / "agreement.json").read_text(encoding="utf-8"))
    figure = oracles["krippendorff2019_fig12_11"]
    found = unitizing_alpha(sections(figure["observers"]), 60)
    expected = figure["expected"]
    assert (round(found.u, 3), round(found.cu, 3)) == (expected["u_nominal"], expected["cu_nominal"])
    assert math.floor(found.binary * 1000) / 1000 == expected["u_binary"]
    values = found.values.set_index("value")
    assert {kind: round(values.loc[kind, "alpha"], 9) for kind in expected["ku"]} == expected["ku"]
    assert [values.loc["5", "coverage"], values.loc["7", "coverage"]] == [expected["coverage5"], expected["coverage7"]]


def shuffled(draw):
    observers = {}
    for coder in ("ana", "ben", "cy"):
        edges = sorted(draw(st.sets(st.integers(0, 20), max_size=8)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        observers[coder] = [(start + 1, end, draw(st.sampled_from("abc"))) for start, end in pairs]
    return sections(observers)


MARKED = st.composite(shuffled)()


def by_characters(marked, length):
    """Count u-alpha the slow way: one entry a character, all ordered pairs of coders."""
    coders, kinds = sorted(set(marked["coder"])), ["", *sorted(set(marked["value"]))]
    text = {coder: [""] * length for coder in coders}
    square = dict.fromkeys(kinds, 0.0)
    for row in marked.itertuples():
        text[row.coder][row.start : row.end] = [row.value] * (row.end - row.start)
        square[row.value] += (row.end - row.start) ** 2
    square[""] = sum(own.count("") for own in text.values())
    both = {(one, other): 0.0 for one in kinds for other in kinds}
    for one in coders:
        for other in set(coders) - {one}:
            for place in range(length):
                both[text[one][place], text[other][place]] += 1 / (len(coders) - 1)
    total = {kind: sum(both[kind, other] for other in kinds) for kind in kinds}
    whole = sum(total.values())
    room = whole**2 - sum(square.values())
    apart = [(one, other) for one in kinds for other in kinds if one != other]
    expected = sum(total[one] * total[other] * whole / room for one, other in apart) if room else 0
    return 1 - sum(both[pair] for pair in apart) / expected if expected else math.nan


@given(MARKED)
def test_section_lengths_give_what_counting_characters_gives(marked):
    if marked["coder"].nunique() > 1:
        assert same(unitizing_alpha(marked, 20).u, by_characters(marked, 20))


@given(MARKED)
def test_unitizing_knows_neither_the_order_of_coders_nor_the_names_of_values(marked):
    found = unitizing_alpha(marked, 20)
    renamed = marked.replace({"ana": "z", "a": "x", "b": "y"}).iloc[::-1]
    other = unitizing_alpha(renamed, 20)
    assert all(same(getattr(found, name), getattr(other, name)) for name in ("u", "binary", "cu"))


@given(MARKED)
def test_a_coder_doubled_marks_the_same_everywhere(marked):
    own = marked[marked["coder"] == "ana"]
    found = unitizing_alpha(pd.concat([own, own.assign(coder="twin")]), 20, coders=["ana", "twin"])
    for alpha in (found.u, found.binary, found.cu):
        assert math.isnan(alpha) or alpha == pytest.approx(1)
    assert math.isnan(found.u) == bool(found.u.reason)


def test_sections_that_cannot_be_are_named():
    for wrong in ([(1, 5, "a"), (5, 9, "b")], [(1, 61, "a")], [(5, 4, "a")]):
        with pytest.raises(ValueError, match="of ana"):
            unitizing_alpha(sections({"ana": wrong, "ben": [(1, 2, "a")]}), 60)


@pytest.mark.parametrize(
    "wrong", [{"coder": None}, {"value": None}, {"start": 0.5}, {"start": None}, {"end": 61}, {"end": "five"}], ids=str
)
def test_a_section_that_is_not_whole_is_refused_and_not_rounded(wrong):
    rows = [{"coder": "ana", "start": 0, "end": 5, "value": "a"}, {"coder": "ben", "start": 0, "end": 9, "value": "a"}]
    with pytest.raises(ValueError, match=r"The section .* is empty, not in whole characters, without a coder or value"):
        unitizing_alpha([rows[1], rows[0] | wrong], 60)
    with pytest.raises(ValueError, match="need the columns coder, start, end, value; value is missing"):
        unitizing_alpha(pd.DataFrame(rows).drop(columns="value"), 60)


def test_unitizing_alphas_come_apart_in_their_order_with_values_sorted():
    u, binary, cu, values = unitizing_alpha(sections(FIGURE).sample(frac=1, random_state=1).to_dict("records"), 60)
    assert [round(value, 3) for value in (u, binary, cu)] == [0.51, 0.414, 0.724]
    assert values["value"].tolist() == ["1", "2", "3", "4", "5", "6", "7"]


def test_one_coder_alone_has_no_unitizing_alpha():
    assert unitizing_alpha(sections({"ana": [(1, 5, "a")]}), 60).u.reason == "fewer than two coders"
