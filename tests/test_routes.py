"""Routes of the pathway: whatever leads where, no arrow passes through a box, and none runs over the edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign import coding, program
from codesign.figures.routes import Layout, Piece, Place, Point, laid_out
from codesign.study import Study

LEFT, RIGHT, TOP = 0.1, 15.9, 0.8


def laid(leads: Mapping[str, Sequence[str]], firm: Sequence[str] = ()) -> Layout:
    """The layout of steps whose boxes have different heights."""
    return laid_out(
        leads,
        firm,
        lambda wide: {step: 0.6 + 0.35 * (place % 4) + 0.5 / wide for place, step in enumerate(leads)},
        left=LEFT,
        right=RIGHT,
        top=TOP,
    )


def points(piece: Piece, count: int = 24) -> Iterator[Point]:
    """Points along a curve, close enough to be joined by straight segments."""
    for part in range(count + 1):
        at = part / count
        shares = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3)
        yield (
            sum(share * x for share, (x, _) in zip(shares, piece, strict=True)),
            sum(share * y for share, (_, y) in zip(shares, piece, strict=True)),
        )


def crosses(segment: tuple[Point, Point], place: Place) -> bool:
    """Whether a segment has a point within a box; its edge, where arrows come and go, is not within it."""
    (x, y), (to_x, to_y) = segment
    edge = 1e-6
    first, last = 0.0, 1.0
    for start, way, least, most in (
        (x, to_x - x, place.left + edge, place.right - edge),
        (y, to_y - y, place.top + edge, place.top + place.high - edge),
    ):
        if way == 0:
            if not least < start < most:
                return False
            continue
        one, other = sorted(((least - start) / way, (most - start) / way))
        first, last = max(first, one), min(last, other)
    return first < last


def struck_through(layout: Layout) -> list[tuple[str, str, str]]:
    """Every arrow that passes through a box, with the box; its own boxes too."""
    return [
        (route.start, route.end, step)
        for route in layout.routes
        for piece in route.pieces
        for segment in pairwise(points(piece))
        for step, place in layout.places.items()
        if crosses(segment, place)
    ]


def is_sound(layout: Layout, leads: Mapping[str, Sequence[str]]) -> bool:
    """Hold what must hold of every layout."""
    assert struck_through(layout) == []
    assert [(route.start, route.end) for route in layout.routes] == [(a, b) for a in leads for b in leads[a]]
    for route in layout.routes:
        start, end = layout.places[route.start], layout.places[route.end]
        assert route.pieces[0][0] == pytest.approx((start.right, start.middle))
        assert route.pieces[-1][-1] == pytest.approx((end.left, end.middle))
        assert all(one[-1] == pytest.approx(other[0]) for one, other in pairwise(route.pieces))
        drawn = [point for piece in route.pieces for point in points(piece)]
        assert all(LEFT - 0.1 < x < RIGHT + 0.1 and TOP < y < layout.bottom for x, y in drawn)
    for one, other in combinations(layout.places.values(), 2):
        beside = one.right <= other.left or other.right <= one.left
        assert beside or one.top + one.high <= other.top or other.top + other.high <= one.top
    return True


@st.composite
def pathways(draw: st.DrawFn) -> dict[str, list[str]]:
    """Steps that lead anywhere, to themselves and round in circles too; up to twenty."""
    steps = [f"s{place}" for place in range(draw(st.integers(1, 20)))]
    arrows = draw(st.lists(st.tuples(st.sampled_from(steps), st.sampled_from(steps)), max_size=40, unique=True))
    return {step: [end for start, end in arrows if start == step] for step in steps}


@given(pathways(), st.data())
@settings(max_examples=150, deadline=None)
def test_no_arrow_passes_through_a_box_whatever_leads_where(leads, data):
    firm = data.draw(st.lists(st.sampled_from(sorted(leads)), unique=True))
    assert is_sound(laid(leads, firm), leads)


@pytest.mark.parametrize(
    "leads",
    [
        {"a": ["b", "c"], "b": ["c"], "c": []},
        {"a": ["a"]},
        {"a": ["b"], "b": ["a", "c"], "c": ["a", "b"]},
        {str(n): [str(n + 1)] if n < 19 else ["0"] for n in range(20)},
        {str(n): [str(to) for to in range(12)] for n in range(12)},
    ],
    ids=["past a box", "to itself", "circles", "twenty in a ring", "each of twelve to each"],
)
def test_arrows_go_round_boxes_in_these_too(leads):
    assert is_sound(laid(leads, ["a", "b"]), leads)


def test_no_arrow_of_the_sample_passes_through_a_box(root):
    study = Study.open(root / "interview_data" / "clean-energy", person="Reader", device="test")
    steps = coding.in_scope(study.read())["pathway_steps"]
    for part in program.routes_apart(steps):
        leads = {row["step_id"]: program.leads(row["leads_to"]) for row in part.to_dict("records")}
        assert is_sound(laid(leads), leads)


def test_a_step_stands_right_of_what_leads_to_it():
    places = laid({"c": [], "a": ["b", "c"], "b": ["c"]}).places
    assert places["a"].right < places["b"].left
    assert places["b"].right < places["c"].left


def test_what_leads_straight_on_is_drawn_straight():
    places = laid({"above": [], "a": ["b"], "b": ["c"], "c": [], "below": []}).places
    assert places["a"].middle == pytest.approx(places["b"].middle) == pytest.approx(places["c"].middle)


def test_more_columns_than_the_page_holds_go_on_below():
    places = laid({str(n): [str(n + 1)] if n < 6 else [] for n in range(7)}).places
    assert places["3"].right < RIGHT
    assert places["4"].left == places["0"].left
    assert places["4"].top > places["0"].top + places["0"].high


def test_an_arrow_is_solid_where_both_of_its_steps_are_firm():
    layout = laid({"a": ["b", "c"], "b": [], "c": []}, ["a", "b"])
    assert [(route.end, route.solid) for route in layout.routes] == [("b", True), ("c", False)]
