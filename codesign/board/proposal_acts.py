"""What becomes of tasks that others propose: employers, postings, an occupation."""

from __future__ import annotations

from codesign.board.done import BoardError, Done, put
from codesign.board.rows import Row
from codesign.board.task_acts import Asked, add_task
from codesign.board.task_board import TaskBoard
from codesign.journal.records import Change


def propose(board: TaskBoard, asked: Asked) -> Done:
    """Make a task of a proposal, join it to a task, or leave it out with a reason."""
    proposal = board.rows.of("task_proposals").get(str(asked.get("proposal")))
    if proposal is None:
        raise BoardError("This proposal was taken away meanwhile. Nothing was changed.")
    if proposal["outcome"]:
        raise BoardError(f"This proposal was {proposal['outcome']} meanwhile. Nothing was changed.")
    outcome = asked.get("outcome")
    if outcome == "made a task":
        return _made(board, proposal, asked)
    if outcome == "joined to a task":
        task = str(board.task(asked.get("task"))["task_id"])
        change = _decided(board, proposal, outcome="joined to a task", task_id=task)
        return Done((change,), f"Joined to {board.number(task)}.", f"proposal joined to {board.number(task)}")
    if outcome != "left out":
        raise BoardError("Make it a task, join it to one, or leave it out. Nothing was changed.")
    reason = str(asked.get("reason") or "").strip()
    if not reason:
        raise BoardError("Say why it is left out, for whoever proposed it. Nothing was changed.")
    return Done((_decided(board, proposal, outcome="left out", reason=reason),), "Left out.", "proposal left out")


def _made(board: TaskBoard, proposal: Row, asked: Asked) -> Done:
    words = {"label": asked.get("label") or proposal["text"], "statement": asked.get("statement") or ""}
    duty = asked["duty"] if "duty" in asked else proposal["duty_id"]
    done = add_task(board, {**words, "duty": duty if duty in board.duties else "", "place": asked.get("place")})
    made = done.changes[0].row["task_id"]
    change = _decided(board, proposal, outcome="made a task", task_id=made)
    return Done((*done.changes, change), done.sentence, done.called)


def _decided(board: TaskBoard, proposal: Row, **row: str) -> Change:
    by = {"decided_by": board.person, "decided_on": board.today}
    return put("task_proposals", proposal_id=proposal["proposal_id"], **row, **by)
