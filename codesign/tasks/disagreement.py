"""Where those who rate the tasks and those who were interviewed do not say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign.phrases import count_of
from codesign.voices import is_thin

APART_COLUMNS = ["task_id", "label", "sentence"]


def apart(chart: pd.DataFrame, counts: pd.DataFrame, of: int, *, cut_off: float = 3.0) -> pd.DataFrame:
    """Return the tasks on which raters and interviews differ, those that most employers raised first.

    `chart` has the columns of `selection.decisions` and `ratings.summary` with labels, `counts` those of
    `voices.counts` with task_id, `of` is how many employers were interviewed. A task is named where raters find it
    important (at the cut-off or above) and no interview shows it; where three employers or more raise it and raters
    find it unimportant; and where it is trained although somebody contradicts that it is done.

    Columns: task_id, label, sentence.
    """
    against = dict(zip(counts["task_id"], counts["contradicts"], strict=True)) if len(counts) else {}
    rows = [
        (int(row["employers"]), {"task_id": row["task_id"], "label": row["label"], "sentence": sentence})
        for row in chart.to_dict("records")
        if (sentence := _sentence(row, int(against.get(row["task_id"], 0)), of, cut_off))
    ]
    ordered = [row for _, row in sorted(rows, key=lambda one: -one[0])]
    return pd.DataFrame(ordered, columns=APART_COLUMNS, dtype=object)


def _sentence(row: Mapping[Any, Any], against: int, of: int, cut_off: float) -> str:
    mean, employers = row["importance_mean"], int(row["employers"])
    rated = count_of(int(row["importance_n"]), "rater")
    if mean is not None and mean >= cut_off - 1e-9 and not row["interviews"]:
        return f"Important to {rated} ({mean:.1f}), and in no interview: ask employers, or say who vouches for it."
    if mean is not None and mean < cut_off - 1e-9 and not is_thin(employers):
        return (
            f"Raised by {employers} of {count_of(of, 'employer')}, and unimportant to {rated} ({mean:.1f}): "
            "ask what those employers meant."
        )
    if row["is_in"] and against:
        who = f"{count_of(against, 'employer')} {'says' if against == 1 else 'say'}"
        return f"Trained, although {who} that it is not done: read what was said."
    return ""
