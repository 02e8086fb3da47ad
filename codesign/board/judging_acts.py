"""Acts that judge a task: ratings, decisions otherwise than the rule, remarks that are set aside."""

from __future__ import annotations

from collections.abc import Mapping

from codesign import schemas, tasks, wording
from codesign.board.done import BoardError, Done, put, take
from codesign.board.task_acts import Asked
from codesign.board.task_board import TaskBoard
from codesign.phrases import listed
from codesign.tasks.wordings import statement_sha256, worded

DECISIONS = ("train", "overtrain", "no train")
YES_OR_NO = ("done_here", "first_day")
"""What a rater answers with yes or no, beside the scales."""


def decide(board: TaskBoard, asked: Asked) -> Done:
    """Decide otherwise than the rule, with a reason; an empty decision leaves it to the rule again."""
    task, decision = str(board.task(asked["task"])["task_id"]), str(asked.get("decision") or "")
    number, sector = board.number(task), board.scope.sector
    key = {"task_id": task, "sector": sector}
    if not decision:
        there = schemas.row_id("task_decisions", key) in board.rows.of("task_decisions")
        changes = (take("task_decisions", **key),) if there else ()
        return Done(changes, f"The rule decides {number} again.", f"decision on {number}")
    if decision not in DECISIONS:
        raise BoardError(f"A decision is {listed(DECISIONS, last='or')}. Nothing was changed.")
    reason = _reason(asked, "Say why the team decides otherwise: the reason stands in the proposal.")
    row = {"override": decision, "reason": reason, "decided_by": board.person, "decided_on": board.today}
    where = f" for {sector}" if sector else ""
    change = put("task_decisions", **key, **row)
    return Done((change,), f"{number}: the team decided {decision}{where}.", f"decision on {number}")


def set_aside(board: TaskBoard, asked: Asked) -> Done:
    """Set a remark on a task's wording aside with a reason, for as long as the wording stays; without one, no more."""
    task = board.task(asked["task"])
    rule, number = str(asked["rule"]), board.number(task["task_id"])
    key = {"worded": "tasks", "row": task["task_id"], "rule": rule}
    if not str(asked.get("reason") or "").strip():
        there = schemas.row_id("wording_overrides", key) in board.rows.of("wording_overrides")
        changes = (take("wording_overrides", **key),) if there else ()
        return Done(changes, f"The remark on {number} stands again.", f"remark on {number}")
    row = {
        "wording_sha256": wording.wording_sha256(task["label"], task["statement"]),
        "reason": str(asked["reason"]).strip(),
        "decided_by": board.person,
        "decided_on": board.today,
    }
    sentence = f"The remark on {number} is set aside until it is worded otherwise."
    return Done((put("wording_overrides", **key, **row),), sentence, f"remark on {number}")


def rate(board: TaskBoard, asked: Asked) -> Done:
    """Enter what a rater answered of one task; an empty answer means: cannot say."""
    task, rater = board.task(asked["task"]), str(asked.get("rater") or "")
    if rater not in board.rows.of("raters"):
        raise BoardError("Choose who rates first. Raters are added to the table of raters. Nothing was changed.")
    values = {name: _rated(name, text) for name, text in dict(asked["values"]).items()}
    number, who = board.number(task["task_id"]), board.number_in("raters", rater)
    mark = statement_sha256(worded(dict(task.items())))
    row = {"rater_id": rater, "task_id": task["task_id"], **values, "statement_sha256": mark}
    return Done((put("ratings", **row),), f"{number} is rated by {who}.", f"rating of {number} by {who}")


def _rated(name: str, text: object) -> int | bool | str | None:
    value = str("" if text is None else text).strip()
    if name == "comment":
        return value
    if name in YES_OR_NO:
        return _one_of(name, value, {"yes": True, "no": False}, "yes or no")
    if name not in tasks.SCALES:
        raise BoardError(f"There is no scale “{name}”. Nothing was changed.")
    return _one_of(name, value, {str(point): point for point in range(1, 6)}, "1, 2, 3, 4 or 5")


def _one_of(name: str, value: str, allowed: Mapping[str, int], in_words: str) -> int | None:
    if value and value.lower() not in allowed:
        title = name.replace("_", " ").capitalize()
        raise BoardError(f"{title}: only {in_words}, not “{value}”. Nothing was changed.")
    return allowed[value.lower()] if value else None


def _reason(asked: Asked, missing: str) -> str:
    reason = str(asked.get("reason") or "").strip()
    if not reason:
        raise BoardError(f"{missing} Nothing was changed.")
    return reason
