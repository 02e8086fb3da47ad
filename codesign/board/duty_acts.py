"""Acts on duties: adding, wording, moving, taking away."""

from __future__ import annotations

from typing import Any

from codesign import numbering
from codesign.board.done import BoardError, Done, put, take
from codesign.board.positions import placed
from codesign.board.task_acts import Asked, at_place
from codesign.board.task_board import TaskBoard
from codesign.board.words import cardinal, ordinal
from codesign.journal.records import Change, new_id
from codesign.phrases import count_of


def add_duty(board: TaskBoard, asked: Asked) -> Done:
    """Add a duty after another one, or at the end."""
    duty, title = new_id("duty"), _title(asked)
    order = list(board.chart.duties)
    place = order.index(asked["after"]) + 1 if asked.get("after") in order else len(order)
    positions = {row.row["duty_id"]: row.row["position"] for row in _placing(board, duty, place)}
    own = put("duties", duty_id=duty, title=title, position=positions.pop(duty))
    others = [put("duties", duty_id=one, position=position) for one, position in positions.items()]
    return Done((own, *others), f"Added the duty “{title}”.", f"new duty “{title}”")


def word_duty(board: TaskBoard, asked: Asked) -> Done:
    """Give a duty another title."""
    duty, title = board.duty(asked["duty"])["duty_id"], _title(asked)
    number = board.number_in("duties", duty)
    return Done((put("duties", duty_id=duty, title=title),), f"{number} is “{title}” now.", f"title of {number}")


def move_duty(board: TaskBoard, asked: Asked) -> Done:
    """Move a duty; `place` counts the duties that stay, from 0."""
    duty = board.duty(asked["duty"])
    changes = _placing(board, duty["duty_id"], asked.get("place"))
    order = at_place(board.chart.duties, [duty["duty_id"]], asked.get("place"))
    where = f"{ordinal(order.index(duty['duty_id']) + 1)} of {cardinal(len(order))} duties"
    sentence = f"{duty['title']} is now {where}."
    return Done(tuple(changes), sentence, f"move of duty {board.number_in('duties', duty['duty_id'])}")


def number_anew(board: TaskBoard, _asked: Asked) -> Done:
    """Call duties and tasks by numbers in the order they stand in."""
    rows = renumbered(board)
    if not rows:
        raise BoardError("Duties and tasks keep their numbers. Nothing was changed.")
    count = len(rows)
    words = f"{count_of(count, 'number')} {'is another one' if count == 1 else 'are other ones'} now"
    return Done(tuple(put("numbers", **row) for row in rows), f"Numbered in order: {words}.", "numbers in order")


def renumbered(board: TaskBoard) -> list[dict[str, Any]]:
    """Return the numbers that would be others if duties and tasks were numbered as they stand; none where they stay.

    They stay where people typed them, and once a document that calls tasks so is before somebody.
    """
    rows = numbering.in_order(board.numbers, [(duty, board.chart.of(duty)) for duty in board.chart.duties])
    return [] if rows and numbering.is_cited(board.rows.tables("approvals")) else rows


def drop_duty(board: TaskBoard, asked: Asked) -> Done:
    """Take a duty away; one with tasks only where `keep_tasks` says that they stay, without a duty."""
    duty = board.duty(asked["duty"])
    tasks = board.chart.of(duty["duty_id"])
    if tasks and not asked.get("keep_tasks"):
        raise BoardError(
            f"{duty['title']} has {count_of(len(tasks), 'task')}. Move them to another duty first, or say that they "
            "stay without a duty. Nothing was changed."
        )
    loose = [put("tasks", task_id=one, duty_id="") for one in tasks]
    proposed = [
        put("task_proposals", proposal_id=row["proposal_id"], duty_id="")
        for row in board.rows.of("task_proposals").values()
        if row["duty_id"] == duty["duty_id"]
    ]
    gone = take("duties", duty_id=duty["duty_id"])
    also = f" Its {count_of(len(tasks), 'task')} stay without a duty." if tasks else ""
    name = board.number_in("duties", duty["duty_id"])
    return Done(
        (*loose, *proposed, gone), f"The duty “{duty['title']}” is taken away.{also}", f"taking away of duty {name}"
    )


def _placing(board: TaskBoard, duty: str, place: object) -> list[Change]:
    order = at_place(board.chart.duties, [duty], place)
    positions = {one: board.duties[one]["position"] or 0 for one in order if one in board.duties}
    written = placed(order, {duty}, positions)
    return [put("duties", duty_id=one, position=position) for one, position in written.items()]


def _title(asked: Asked) -> str:
    title = " ".join(str(asked.get("title") or "").split())
    if not title:
        raise BoardError("A duty needs a title: a large part of the job, as an action. Nothing was changed.")
    return title
