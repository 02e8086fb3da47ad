"""What a card of the board shows of its task, and what stands beside the cards."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from codesign import tasks, voices
from codesign.board.beside import decisions, lists, proposals, raters, scales, waiting
from codesign.board.chart import NO_DUTY
from codesign.board.duty_acts import renumbered
from codesign.board.evidence_acts import makeable
from codesign.board.task_board import TaskBoard
from codesign.board.wordings import remarks, set_aside
from codesign.phrases import count_of

Shown = dict[str, Any]
TITLE = "Tasks of the job"
FEWEST, MOST = 6, 20
"""How many tasks a duty usually has (DOE-HDBK-1076-94)."""


def view(board: TaskBoard) -> Shown:
    """Return everything the board shows, by part; cards by the id of their task."""
    board.facts.prepare(board.tasks)
    weights, near = duty_weights(board), board.repeated()
    return {
        "title": f"{TITLE}: {board.scope.role}" if board.scope.role else TITLE,
        "about": about(board),
        "duties": {duty: _duty(board, duty, weights.get(duty)) for duty in board.chart.rows},
        "order": list(board.chart.rows),
        "cards": cards(board, near),
        "lists": lists(board),
        "proposals": proposals(board),
        "waiting": waiting(board),
        "raters": raters(board),
        "scales": scales(),
        "decisions": decisions(),
        "can_make_all": len(makeable(board)),
        "can_number": bool(renumbered(board)),
    }


def cards(board: TaskBoard, near: Mapping[str, Sequence[str]]) -> dict[str, Shown]:
    """Return every card by the id of its task; a card that rests on the same rows as before is the same."""
    made = board.cards
    board.cards = {task: _kept_card(board, task, near.get(task, ()), made.get(task)) for task in board.tasks}
    return {task: shown for task, (_, shown) in board.cards.items()}


def _kept_card(
    board: TaskBoard, task: str, near: Sequence[str], made: tuple[tuple[Any, ...], Shown] | None
) -> tuple[tuple[Any, ...], Shown]:
    rests_on = (
        board.tasks[task],
        board.facts.of(task),
        board.number(task),
        board.numbers.before.get(("tasks", task)),
        tuple(near),
        board.choices.get(task),
        board.overrides.get(task),
        board.facts.evidence.heard,
        board.looks_at_wording,
    )
    is_same = made is not None and all(one is two or one == two for one, two in zip(made[0], rests_on, strict=True))
    return made if made is not None and is_same else (rests_on, card(board, task, near))


def view_card(board: TaskBoard, task: str) -> Shown:
    """Return what the card of one task shows now."""
    return card(board, task, board.repeated().get(task, ()))


def about(board: TaskBoard) -> str:
    """Return in words how much is on the board."""
    parts = [count_of(len(board.duties), "duty", "duties"), count_of(len(board.tasks), "task")]
    counted = ", ".join(parts)
    number = len(board.rows.of("raters"))
    rated = count_of(number, "rater") if number else ""
    return " · ".join(filter(None, (board.scope.sector, counted, rated)))


def card(board: TaskBoard, task: str, near: Sequence[str] = ()) -> Shown:
    """Return what the card of a task shows; `near` are the tasks it nearly repeats."""
    row, facts = board.tasks[task], board.facts.of(task)
    return {
        "id": task,
        "number": board.number(task),
        "was": board.numbers.before.get(("tasks", task), ""),
        "label": row["label"],
        "statement": row["statement"],
        "evidence": evidence_in_words(facts.voices, board.facts.evidence.heard),
        "for": facts.voices.employers,
        "of": board.facts.evidence.heard,
        "qualifies": sum(facts.voices.qualifies.values()),
        "contradicts": facts.voices.against,
        "rating": rating_in_words(facts.summary),
        "decision": decision_of(facts.decision),
        "marks": marks(facts.decision),
        "missing": missing(row, facts.summary),
        "remarks": open_remarks(board, row),
        "entry": row["entry_level"],
        "alike": list(near),
        "choice": board.choices.get(task, ""),
    }


def evidence_in_words(claim: voices.Voices, of: int) -> str:
    """Return who is for and against a task, as short as a card needs it."""
    if not claim.speaking:
        return "no interview yet"
    others = voices.other_bodies(claim.supports)
    against = [
        f"{sum(those.values())} {words}"
        for those, words in ((claim.qualifies, "qualifies"), (claim.contradicts, "against"))
        if those
    ]
    return " · ".join([f"{claim.employers} of {of} for", *others, *against])


def rating_in_words(summary: Mapping[str, Any]) -> str:
    """Return the panel's importance with the number of its raters; empty for none."""
    if summary["importance_mean"] is None:
        return ""
    return f"importance {summary['importance_mean']:.1f} · {count_of(summary['importance_n'], 'rater')}"


def decision_of(decision: Mapping[str, Any]) -> Shown:
    """Return whether a task is trained, in words, by whom and why."""
    kind = decision["decision"]
    return {
        "kind": kind,
        "words": tasks.SHORT[kind],
        "by": "team" if decision["override"] else "rule",
        "reason": decision["reason"],
    }


def marks(decision: Mapping[str, Any]) -> list[str]:
    """Return what to beware of: few employers, a panel without interviews, a decision that nearly tips."""
    flips = f"flips at {decision['flips_at']}" if decision["flips_at"] else ""
    thin = "thin" if decision["thin"] and decision["interviews"] else ""
    panel = "panel only" if decision["panel_only"] else ""
    return [one for one in (thin, panel, flips) if one]


def missing(row: Mapping[str, Any], summary: Mapping[str, Any]) -> list[str]:
    """Return what a task has not got yet."""
    unrated = [scale for scale in tasks.SCALES if summary[f"{scale}_mean"] is None]
    rated = "nobody rated it" if len(unrated) == len(tasks.SCALES) else f"nobody rated its {' and '.join(unrated)}"
    return [*([] if row["statement"] else ["has no full statement"]), *([rated] if unrated else [])]


def open_remarks(board: TaskBoard, row: Mapping[str, Any]) -> int:
    """Return how many remarks on a task's wording nobody has set aside; none where the board does not look yet."""
    if not board.looks_at_wording:
        return 0
    own = board.overrides.get(row["task_id"], ())
    aside = set_aside(own, row) if own else {}
    return sum(one.rule not in aside for one in remarks(row["label"], row["statement"], board.scope.language))


def duty_weights(board: TaskBoard) -> dict[str, int]:
    """Return what each duty weighs in whole per cent of all criticality; none where nothing is rated."""
    sums = {duty: math.fsum(_criticalities(board, duty)) for duty in board.chart.rows}
    shares = zip(sums, tasks.largest_remainder(list(sums.values())), strict=True)
    return {duty: share for duty, share in shares if share is not None}


def _criticalities(board: TaskBoard, duty: str) -> list[float]:
    every = (board.facts.of(task).summary["criticality"] for task in board.chart.of(duty))
    return [one for one in every if one is not None]


def _duty(board: TaskBoard, duty: str, weight: int | None) -> Shown:
    own = board.chart.of(duty)
    return {
        "id": duty,
        "number": board.number_in("duties", duty) if duty else "",
        "title": board.duty_name(duty),
        "weight": _weight(board, duty, weight),
        "about": count_of(len(own), "task"),
        "remark": _remark(len(own)) if duty != NO_DUTY else "",
        "tasks": list(own),
    }


def _weight(board: TaskBoard, duty: str, weight: int | None) -> str:
    """Return what a duty weighs, with how much of it was rated where that is not all; nothing where nothing was."""
    rated, of = len(_criticalities(board, duty)), len(board.chart.of(duty))
    if weight is None or not rated:
        return ""
    return f"{weight} %" if rated == of else f"{weight} %, {rated} of {count_of(of, 'task')} rated"


def _remark(number: int) -> str:
    if FEWEST <= number <= MOST or not number:
        return ""
    return f"{'only ' if number < FEWEST else ''}{count_of(number, 'task')}: six to twenty are usual"
