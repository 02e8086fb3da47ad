"""What a page does not know of the rows of a table, and that it has all of them with what it is told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codesign.widgets.held_rows import ToldRows
from codesign.widgets.screen import Message, Row

ROWS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 2)).flatmap(
    lambda rows: st.permutations(list(rows.items()))
)


def rows_of(pairs: list[tuple[str, int]]) -> dict[str, tuple[Row, str]]:
    return {name: ({"value": value}, name) for name, value in pairs}


def order_after(ids: list[str], news: Message) -> list[str]:
    """The order of the rows as a page has them after the news, as grid.js puts them together."""
    if "order" in news:
        return news["order"]
    below = {above: one for one, above in news["after"].items()}
    stay = [one for one in ids if one not in news["gone"] and one not in news["after"]]
    order: list[str] = []
    for one in ["", *stay]:
        order.append(one)
        while (one := below.get(one, "")) and one:
            order.append(one)
    return order[1:]


@given(ROWS, ROWS)
def test_a_page_has_every_row_in_its_place_with_what_it_is_told(
    before: list[tuple[str, int]], after: list[tuple[str, int]]
) -> None:
    rows = ToldRows()
    rows.all(rows_of(before))
    news = rows.news(rows_of(after))
    changed = {one for one, value in after if (one, value) not in before}
    assert changed <= set(news["changed"])
    assert set(news["gone"]) == {one for one, _ in before} - {one for one, _ in after}
    assert order_after([one for one, _ in before], news) == [one for one, _ in after]


def test_one_row_that_changed_is_all_that_is_told() -> None:
    rows = ToldRows()
    rows.all(rows_of([("a", 1), ("b", 1), ("c", 1)]))
    assert rows.news(rows_of([("a", 1), ("b", 2), ("c", 1)])) == {"changed": ["b"], "gone": [], "after": {}}
