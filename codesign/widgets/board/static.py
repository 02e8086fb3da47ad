"""The board where no page can be live: the chart as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import board, display
from codesign.board import TaskBoard
from codesign.display import Html

COLUMNS = {
    "duty": "Duty",
    "number": "No.",
    "label": "Task",
    "evidence": "Employers",
    "rating": "Panel",
    "decision": "Decision",
}
NOTHING = "No duties and tasks yet. Open this workbook in JupyterLab to make the chart."


def chart_table(of: TaskBoard) -> Html:
    """Return each task with who speaks of it and what is decided, in the order of the chart."""
    shown = board.view(of)
    rows = [
        {**_row(shown["cards"][task]), "duty": f"{duty['number']} {duty['title']}".strip() if not place else ""}
        for duty in map(shown["duties"].get, shown["order"])
        for place, task in enumerate(duty["tasks"])
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return display.table(table, caption=f"{shown['title']}: {shown['about']}", columns=COLUMNS, empty=NOTHING)


def _row(card: Mapping[str, Any]) -> dict[str, str]:
    words = {name: card[name] for name in ("number", "label", "evidence", "rating")}
    return {**words, "decision": card["decision"]["words"]}
