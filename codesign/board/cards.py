"""What a card of the board shows of its task, and what stands beside the cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codesign import tasks, voices
from codesign.board.chart import NO_DUTY
from codesign.board.task_board import TaskBoard
from codesign.phrases import count_of

Shown = dict[str, Any]
TITLE = "Tasks of the job"
IN_WORDS = {"overtrain": "train and refresh"}
FEWEST, MOST = 6, 20
"""How many tasks a duty usually has (DOE-HDBK-1076-94)."""
LISTS = ("knowledge and skills", "tools and equipment", "worker behaviours", "trends")


def view(board: TaskBoard) -> Shown:
    """Return everything the board shows, by part; cards by the id of their task."""
    board.facts.prepare(board.tasks)
    return {
        "title": TITLE,
        "about": about(board),
        "duties": {duty: _duty(board, duty) for duty in board.chart.rows},
        "order": list(board.chart.rows),
        "cards": {task: card(board, task) for task in board.tasks},
        "lists": lists(board),
        "proposals": [],
        "waiting": waiting(board),
        "raters": raters(board),
    }


def about(board: TaskBoard) -> str:
    """Return in words how much is on the board."""
    parts = [count_of(len(board.duties), "duty", "duties"), count_of(len(board.tasks), "task")]
    counted = ", ".join(parts)
    rated = count_of(len(board.rows.of("raters")), "rater")
    return " · ".join(filter(None, (board.scope.sector, counted, rated)))


def card(board: TaskBoard, task: str) -> Shown:
    """Return what the card of a task shows."""
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
        "remarks": 0,
        "entry": row["entry_level"],
        "alike": [],
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
        "words": IN_WORDS.get(kind, kind),
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


def lists(board: TaskBoard) -> list[Shown]:
    """Return the four lists beside the chart."""
    return [{"kind": kind, "title": kind.capitalize(), "items": []} for kind in LISTS]


def waiting(board: TaskBoard) -> int:
    """Return how many passages are on no task yet."""
    linked = {row["coding_id"] for row in board.rows.of("task_evidence").values()}
    return sum(not linked.intersection(row["coding_ids"]) for row in board.facts.evidence.beside)


def raters(board: TaskBoard) -> list[Shown]:
    """Return who can be rated for."""
    return [
        {"value": rater, "label": " ".join(filter(None, (board.numbers.of("raters", rater), row["employer"])))}
        for rater, row in board.rows.of("raters").items()
    ]


def _duty(board: TaskBoard, duty: str) -> Shown:
    own = board.chart.of(duty)
    return {
        "id": duty,
        "number": board.numbers.of("duties", duty) if duty else "",
        "title": board.duty_name(duty),
        "weight": "",
        "about": count_of(len(own), "task"),
        "remark": _remark(len(own)) if duty != NO_DUTY else "",
        "tasks": list(own),
    }


def _remark(number: int) -> str:
    if FEWEST <= number <= MOST or not number:
        return ""
    return f"{'only ' if number < FEWEST else ''}{count_of(number, 'task')}: six to twenty are usual"
