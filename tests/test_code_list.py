"""The list of codes as screens show it."""

from __future__ import annotations

from store_trial import Store

from codesign import schemas
from codesign.widgets.code_list import code_list


def test_children_stand_under_their_parent_and_the_first_codes_have_numbers(store: Store) -> None:
    rows = code_list(store.tables["codes"])
    assert [(row["id"], row["depth"], row["hot"]) for row in rows] == [
        ("gap", 0, 1),
        ("task", 0, 2),
        ("purge", 1, None),
    ]


def test_codes_that_are_each_others_parent_are_still_shown() -> None:
    codes = schemas.frame(
        "codes",
        [
            {"code_id": "a", "name": "A", "family": "tool", "parent_id": "b"},
            {"code_id": "b", "name": "B", "family": "tool", "parent_id": "a"},
        ],
    )
    assert {row["id"] for row in code_list(codes)} == {"a", "b"}
