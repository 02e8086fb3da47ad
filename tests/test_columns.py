"""What a typed cell becomes in its column."""

from __future__ import annotations

import pytest

from codesign.widgets.columns import typed


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("ratings", "importance", "4", 4),
        ("ratings", "importance", "", None),
        ("ratings", "importance", "4.5", 4.5),
        ("budget_lines", "amount", "12 500", 12500.0),
        ("budget_lines", "amount", "1,250.50", 1250.5),
        ("tasks", "entry_level", "Yes", True),
        ("tasks", "entry_level", "", None),
        ("alignments", "code", "00012", "00012"),
    ],
)
def test_typed_cells_become_values_of_their_column(table: str, column: str, text: str, value: object) -> None:
    assert typed(table, column, text) == value
