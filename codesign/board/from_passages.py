"""A draft of a task from chosen passages, with the tasks that are there already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codesign.board.beside import alike
from codesign.board.drafting import draft
from codesign.board.evidence_acts import ROOT
from codesign.board.task_board import TaskBoard
from codesign.board.tray import words_of


def draft_of(board: TaskBoard, coding_ids: Sequence[str]) -> dict[str, Any]:
    """Return label, statement, what they rest on, and the tasks they resemble, for passages by one coding of each."""
    passages, codes = board.facts.evidence.passage_of, board.rows.of("codes")
    chosen = [passages[one] for one in coding_ids if one in passages]
    shared = set.intersection(*({*row["codes"]} for row in chosen)) if chosen else set()
    below = sorted(one for one in shared if one in codes and codes[one]["family"] == ROOT and codes[one]["parent_id"])
    drafted = draft([words_of(board, row) for row in chosen], codes[below[0]]["name"] if below else "")
    near = alike(board, f"{drafted.label} {drafted.statement}") if drafted.label else []
    return {"label": drafted.label, "statement": drafted.statement, "words": drafted.words, "alike": near}
