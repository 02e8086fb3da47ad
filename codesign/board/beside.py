"""What stands beside the cards: lists, proposals that wait, passages on no task, who rates."""

from __future__ import annotations

from typing import Any

from codesign import schemas, tasks, voices
from codesign.board.judging_acts import DECISIONS
from codesign.board.likeness import nearest
from codesign.board.list_acts import KINDS, in_list
from codesign.board.rows import Row
from codesign.board.task_board import TaskBoard

Shown = dict[str, Any]
NEAR_PROPOSAL = 0.4
MOST_ALIKE = 3
CAME_FROM = {"employer": "an employer", "posting": "postings", "occupation": "an occupation"}


def lists(board: TaskBoard) -> list[Shown]:
    """Return the four lists beside the chart, each line with the employers who name it."""
    evidence = _in_words(board)
    return [
        {
            "kind": kind,
            "title": kind.capitalize(),
            "items": [
                {"id": row["item_id"], "text": row["text"], "evidence": evidence.get(row["item_id"], "")}
                for row in in_list(board, kind)
            ],
        }
        for kind in KINDS
    ]


def proposals(board: TaskBoard) -> list[Shown]:
    """Return the tasks that others propose and nobody has decided about, each with the tasks it resembles."""
    return [_proposal(board, row) for row in board.rows.of("task_proposals").values() if not row["outcome"]]


def waiting(board: TaskBoard) -> int:
    """Return how many passages are on no task yet."""
    linked = {row["coding_id"] for row in board.rows.of("task_evidence").values() if row["task_id"] in board.tasks}
    return sum(linked.isdisjoint(row["coding_ids"]) for row in board.facts.evidence.beside)


def raters(board: TaskBoard) -> list[Shown]:
    """Return who can be rated for."""
    return [
        {"value": rater, "label": " ".join(filter(None, (board.number_in("raters", rater), row["employer"])))}
        for rater, row in board.rows.of("raters").items()
    ]


def scales() -> list[Shown]:
    """Return the scales a rater answers, each with its ends in words."""
    fields = schemas.TABLES["ratings"].model_fields
    return [{"name": name, "title": name.capitalize(), "anchors": fields[name].description} for name in tasks.SCALES]


def decisions() -> list[Shown]:
    """Return what a person may decide instead of the rule."""
    return [{"value": one, "words": tasks.SHORT[one]} for one in DECISIONS]


def alike(board: TaskBoard, text: str, near: float = NEAR_PROPOSAL) -> list[Shown]:
    """Return the tasks that a text resembles most, at most three."""
    if text not in board.resembling:
        labels = {one: row["label"] for one, row in board.tasks.items()}
        whole = {one: f"{row['label']} {row['statement']}" for one, row in board.tasks.items()}
        best = dict.fromkeys([*nearest(text, labels, near), *nearest(text, whole, near)])
        board.resembling[text] = list(best)[:MOST_ALIKE]
    tasks_alike = board.resembling[text]
    return [{"id": one, "number": board.number(one), "label": board.tasks[one]["label"]} for one in tasks_alike]


def _proposal(board: TaskBoard, row: Row) -> Shown:
    under = board.duties.get(row["duty_id"])
    number = board.number_in("duties", row["duty_id"])
    return {
        "id": row["proposal_id"],
        "text": row["text"],
        "who": _proposer(row),
        "duty": row["duty_id"] if under else "",
        "under": f"{number}. {under['title']}" if under else "",
        "alike": alike(board, row["text"]),
    }


def _proposer(row: Row) -> str:
    """Return whom a proposal comes from: "an employer (Employer 04)", "7 of 40 postings", "NOC 72404"."""
    if row["came_from"] == "employer" and row["named"]:
        return f"an employer ({row['named']})"
    return str(row["named"] or CAME_FROM[row["came_from"]])


def _in_words(board: TaskBoard) -> dict[str, str]:
    """Return for each line who names it: "4 of 12 employers and a union"."""
    rows = board.rows.of("side_list_evidence").values()
    if not rows:
        return {}
    links = schemas.frame("side_list_evidence", rows)
    claims = voices.voices(links.merge(board.facts.evidence.codings, on="coding_id", how="inner"), "item_id")
    return {item: voices.short_words(claim, board.facts.evidence.heard) for item, claim in claims.items()}
