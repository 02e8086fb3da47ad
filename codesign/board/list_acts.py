"""Acts on the lists beside the chart: knowledge and skills, tools, worker behaviours, trends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from codesign.board.done import BoardError, Done, put, take
from codesign.board.positions import placed
from codesign.board.rows import Row
from codesign.board.task_acts import Asked, at_place
from codesign.board.task_board import TaskBoard
from codesign.journal.records import Change, new_id
from codesign.phrases import count_of
from codesign.schemas.job import SideList

KINDS: tuple[str, ...] = get_args(SideList)


def in_list(board: TaskBoard, kind: str) -> list[Row]:
    """Return the lines of a list in order."""
    own = (row for row in board.rows.of("side_list_items").values() if row["kind"] == kind)
    return sorted(own, key=lambda row: (row["position"] or 0, row["text"].casefold(), row["item_id"]))


def list_add(board: TaskBoard, asked: Asked) -> Done:
    """Add a line to a list, with the passages in which it is named."""
    kind, item, text = str(asked.get("kind")), new_id("sidelistitem"), _text(asked)
    if kind not in KINDS:
        raise BoardError(f"There is no list “{kind}”. Nothing was changed.")
    positions = _placing(board, kind, item, asked.get("place"))
    own = put("side_list_items", item_id=item, kind=kind, text=text, position=positions.pop(item))
    links = _links(board, item, asked.get("codings") or ())
    return Done((own, *_written(positions), *links), f"Added “{text}” to {kind}.", f"new line “{text}”")


def list_word(board: TaskBoard, asked: Asked) -> Done:
    """Word a line of a list."""
    item, text = _item(board, asked), _text(asked)
    change = put("side_list_items", item_id=item["item_id"], text=text)
    return Done((change,), f"“{item['text']}” is “{text}” now.", f"wording of “{text}”")


def list_move(board: TaskBoard, asked: Asked) -> Done:
    """Move a line within its list."""
    item = _item(board, asked)
    positions = _placing(board, item["kind"], item["item_id"], asked.get("place"))
    return Done(tuple(_written(positions)), f"“{item['text']}” is moved.", f"move of “{item['text']}”")


def list_drop(board: TaskBoard, asked: Asked) -> Done:
    """Take a line away, with its ties to passages."""
    item = _item(board, asked)
    ties = [
        take("side_list_evidence", item_id=row["item_id"], coding_id=row["coding_id"])
        for row in board.rows.of("side_list_evidence").values()
        if row["item_id"] == item["item_id"]
    ]
    gone = take("side_list_items", item_id=item["item_id"])
    return Done((*ties, gone), f"“{item['text']}” is taken away.", f"taking away of “{item['text']}”")


def list_link(board: TaskBoard, asked: Asked) -> Done:
    """Tie passages to a line of a list."""
    item, chosen = _item(board, asked), list(asked.get("codings") or ())
    count = count_of(len(chosen), "passage")
    links = _links(board, item["item_id"], chosen)
    return Done(tuple(links), f"{count} now on “{item['text']}”.", f"{count} on “{item['text']}”")


def _item(board: TaskBoard, asked: Asked) -> Row:
    row = board.rows.of("side_list_items").get(str(asked.get("item")))
    if row is None:
        raise BoardError("This line was taken away meanwhile. Nothing was changed.")
    return row


def _links(board: TaskBoard, item: str, chosen: Sequence[str]) -> list[Change]:
    there = {row["coding_id"] for row in board.rows.of("side_list_evidence").values() if row["item_id"] == item}
    together = board.facts.evidence.together(chosen)
    return [put("side_list_evidence", item_id=item, coding_id=one) for one in together if one not in there]


def _placing(board: TaskBoard, kind: str, item: str, place: object) -> dict[str, int]:
    lines = {row["item_id"]: row["position"] or 0 for row in in_list(board, kind)}
    return placed(at_place(list(lines), [item], place), {item}, lines)


def _written(positions: dict[str, int]) -> list[Change]:
    return [put("side_list_items", item_id=one, position=position) for one, position in positions.items()]


def _text(asked: Asked) -> str:
    text = " ".join(str(asked.get("text") or "").split())
    if not text:
        raise BoardError("A line needs words. Nothing was changed.")
    return text
