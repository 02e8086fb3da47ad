"""Everything about one task: what was said, how it is rated, what is decided and what it is used for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from codesign import tasks
from codesign.board.cards import decision_of
from codesign.board.judging_acts import YES_OR_NO
from codesign.board.rows import Row
from codesign.board.task_board import TaskBoard
from codesign.board.tray import words_of
from codesign.board.wordings import remarks, set_aside
from codesign.board.words import ordinal
from codesign.phrases import count_of
from codesign.tasks.rules import FLIP_MARGIN
from codesign.tasks.wordings import statement_sha256, worded
from codesign.voices import EMPLOYER

Shown = dict[str, Any]


def opened(board: TaskBoard, task: str) -> Shown:
    """Return the body of an opened card."""
    row, facts = board.tasks[task], board.facts.of(task)
    before = board.numbers.before.get(("tasks", task), "")
    return {
        "was": f"was {before}" if before else "",
        "quotes": quotes(board, task),
        "uncounted": _uncounted(board, task),
        "remarks": remarks_on(board, row),
        "ratings": [_scale(board, task, scale) for scale in tasks.SCALES],
        "criticality": criticality(board, task),
        "rule": "",
        "flips": flips(facts.decision),
        "apart": apart(board, task),
        "decision": {
            **decision_of(facts.decision),
            "why": "" if facts.decision["override"] else facts.decision["reason"],
        },
        "used": used(board, task),
        "own": {rating["rater_id"]: _own(rating) for rating in board.facts.ratings(task)},
        "comments": [
            {"who": board.number_in("raters", rating["rater_id"]), "text": rating["comment"]}
            for rating in board.facts.ratings(task)
            if rating["comment"]
        ],
        "stale": stale(board, task),
        "joined_with": [],
    }


def quotes(board: TaskBoard, task: str) -> list[Shown]:
    """Return the passages a task is tied to, each once, in the order of interviews."""
    linked, passages = set(board.facts.linked(task)), board.facts.evidence.passage_of
    own = {id(passages[one]): passages[one] for one in board.facts.linked(task) if one in passages}
    rows = sorted(own.values(), key=lambda row: str(row["evidence_id"]))
    return [_quote(board, row, linked) for row in rows]


def remarks_on(board: TaskBoard, row: Row) -> list[Shown]:
    """Return what the rules remark on a task's wording, and which remarks were set aside, by whom and why."""
    aside = set_aside(board.overrides.get(row["task_id"], ()), row)
    return [
        {
            "rule": one.rule,
            "level": one.level,
            "sentence": one.sentence,
            "set_aside": _aside(aside[one.rule]) if one.rule in aside else None,
        }
        for one in remarks(row["label"], row["statement"], board.scope.language)
    ]


def criticality(board: TaskBoard, task: str) -> str:
    """Return a task's criticality and its place among those rated, and by sums where that is another."""
    board.facts.prepare(board.tasks)
    own = board.facts.of(task).summary["criticality"]
    if own is None:
        return ""
    ranks = tasks.ranks(pd.DataFrame([board.facts.of(one).summary for one in board.tasks], dtype=object))
    place = ranks[ranks["task_id"] == task].iloc[0]
    first, second = (ordinal(round(float(place[name]))) for name in ("rank", "rank_additive"))
    other = f"; by sums {second}" if first != second else ""
    return f"criticality {_two_digits(own)}, {first} of {len(ranks)}{other}"


def flips(decision: Mapping[str, Any]) -> str:
    """Return whether the rule would say something else if its cut-off moved a little."""
    if decision["flips_at"]:
        return f"With a cut-off of {decision['flips_at']} it would be: {decision['flips_to']}."
    margin = _two_digits(FLIP_MARGIN)
    return f"Would not change at ±{margin}." if decision["leaf"] and not decision["override"] else ""


def apart(board: TaskBoard, task: str) -> str:
    """Return where raters and interviews do not say the same of a task; empty where they do."""
    facts = board.facts.of(task)
    row = {**facts.summary, **facts.decision, "label": board.tasks[task]["label"]}
    against = {"task_id": task, "contradicts": facts.voices.contradicts.get(EMPLOYER, 0)}
    heard, cut_off = board.facts.evidence.heard, board.scope.cut_off
    rows = tasks.apart(pd.DataFrame([row], dtype=object), pd.DataFrame([against]), heard, cut_off=cut_off)
    return str(rows["sentence"].iloc[0]) if len(rows) else ""


def used(board: TaskBoard, task: str) -> list[str]:
    """Return the competencies that cover a task, by number."""
    rows = board.rows.of("competency_tasks").values()
    return [board.number_in("competencies", row["competency_id"]) for row in rows if row["task_id"] == task]


def stale(board: TaskBoard, task: str) -> str:
    """Return how many ratings answer a wording that the task no longer has."""
    mark, ratings = statement_sha256(worded(dict(board.tasks[task].items()))), board.facts.ratings(task)
    older = sum(row["statement_sha256"] not in ("", mark) for row in ratings)
    return f"{older} of {count_of(len(ratings), 'rating')} answer an earlier wording." if older else ""


def _quote(board: TaskBoard, row: Mapping[str, Any], linked: set[str]) -> Shown:
    who = ", ".join(filter(None, (str(row["employer"] or row["participant_id"]), str(row["role"]))))
    return {
        "codings": [one for one in row["coding_ids"] if one in linked],
        "words": words_of(board, row),
        "who": who,
        "polarity": row["polarity"],
        "transcript": row["transcript_id"],
        "start": int(row["start"]),
        "note": row["code"],
    }


def _uncounted(board: TaskBoard, task: str) -> str:
    passages = board.facts.evidence.passage_of
    number = sum(one not in passages for one in board.facts.linked(task))
    if not number:
        return ""
    verb = "does" if number == 1 else "do"
    return (
        f"{count_of(number, 'coding')} tied to it {verb} not count here: other sector, withdrawn, or decided otherwise."
    )


def _aside(row: Row) -> Shown:
    return {"by": row["decided_by"], "on": row["decided_on"], "reason": row["reason"]}


def _scale(board: TaskBoard, task: str, scale: str) -> Shown:
    summary = board.facts.of(task).summary
    values = [row[scale] for row in board.facts.ratings(task) if not pd.isna(row[scale])]
    mean, agree = summary[f"{scale}_mean"], summary[f"{scale}_rwg"]
    return {
        "scale": scale,
        "title": scale.capitalize(),
        "mean": "" if mean is None else f"{mean:.1f}",
        "n": len(values),
        "counts": [sum(int(value) == point for value in values) for point in range(1, tasks.ratings.POINTS + 1)],
        "agree": "" if agree is None else _two_digits(agree),
        "said": "" if agree is not None or not values else "one rater: no agreement to tell",
    }


def _own(rating: Row) -> dict[str, str]:
    scales = {scale: "" if pd.isna(rating[scale]) else str(int(rating[scale])) for scale in tasks.SCALES}
    answers = {name: "" if pd.isna(rating[name]) else "yes" if rating[name] else "no" for name in YES_OR_NO}
    return {**scales, **answers, "comment": rating["comment"]}


def _two_digits(value: float) -> str:
    return f"{value:.2f}".removeprefix("0") if value < 1 else f"{value:.2f}"
