"""What two people chose for one card at the same time, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from codesign.board.task_board import TaskBoard
from codesign.journal.fold import Choice, Conflict

AGAIN = {"duty_id": "move", "position": "move", "label": "word", "statement": "word", "entry_level": "say"}


def choices_in_words(conflicts: Iterable[Conflict], board: TaskBoard) -> dict[str, str]:
    """Return for each task that two people changed at once what the others chose, and how to decide."""
    sentences: dict[str, list[str]] = {}
    for conflict in conflicts:
        if conflict.table == "tasks" and conflict.row in board.tasks:
            sentences.setdefault(conflict.row, []).append(_sentence(conflict, board))
    return {task: " ".join(dict.fromkeys(filter(None, own))) for task, own in sentences.items() if any(own)}


def _sentence(conflict: Conflict, board: TaskBoard) -> str:
    if conflict.field == "*":
        return (
            f"{conflict.choices[0].person} took it away while it was changed; it is kept. Take it away again to decide."
        )
    others = [choice for choice in conflict.choices[1:] if choice.value != conflict.choices[0].value]
    chosen = [words for choice in others if (words := _chose(conflict.field, choice, board))]
    if not chosen:
        return ""
    return (
        f"{'; '.join(chosen)} at the same time. {AGAIN.get(conflict.field, 'change').capitalize()} it again to decide."
    )


def _chose(field: str, choice: Choice, board: TaskBoard) -> str:
    who = choice.person or "Somebody"
    if field == "duty_id":
        return f"{who} put it in {board.duty_name(str(choice.value))}"
    if field == "position":
        return f"{who} put it in another place"
    if field in ("label", "statement"):
        return f"{who} worded it “{choice.value}”"
    return f"{who} said {_in_words(choice.value)}" if field == "entry_level" else ""


def _in_words(value: Any) -> str:
    words: Mapping[Any, str] = {True: "first day", False: "not the first day"}
    return words.get(value, "nothing of the first day")
