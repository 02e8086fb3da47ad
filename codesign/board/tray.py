"""The passages beside the board: those on no task first, by likeness or by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from codesign import discretion, schemas, transcripts
from codesign.board.likeness import groups, shared_words
from codesign.board.task_board import TaskBoard
from codesign.phrases import count_of

AT_ONCE = 60
"""So many passages are sent at a time."""
WAYS = ("likeness", "code")
Passage = Mapping[str, Any]
Shown = dict[str, Any]


def tray(board: TaskBoard, *, by: str = "likeness", find: str = "", every: bool = False, first: int = 0) -> Shown:
    """Return passages in groups, from the `first` on: those on no task, or all of them with `every`."""
    tasks = tasks_by_coding(board)
    lying = board.facts.evidence.by_code if by == "code" else board.facts.evidence.beside
    wanted = [row for row in lying if every or not _on(row, tasks)]
    wanted = [row for row in wanted if _has(board, row, find)]
    grouped = _by_code(wanted) if by == "code" else _by_likeness(board, wanted)
    shown: list[Shown] = []
    passed = 0
    for title, family, rows in grouped:
        part = rows[max(0, first - passed) : max(0, first + AT_ONCE - passed)]
        passed += len(rows)
        if part:
            passages = [passage(board, row, tasks) for row in part]
            shown.append({"id": rows[0]["coding_ids"][0], "title": title, "family": family, "passages": passages})
    more = max(0, len(wanted) - first - AT_ONCE)
    return {"by": by, "find": find, "groups": shown, "more": more, "of": len(wanted)}


def tasks_by_coding(board: TaskBoard) -> dict[str, list[str]]:
    """Return the tasks that each coding is tied to."""
    tied: dict[str, list[str]] = {}
    for row in board.rows.of("task_evidence").values():
        if row["task_id"] in board.tasks:
            tied.setdefault(row["coding_id"], []).append(row["task_id"])
    return tied


def passage(board: TaskBoard, row: Passage, tasks: Mapping[str, Sequence[str]]) -> Shown:
    """Return one passage as it is shown to the team: its words, who said them, its code, and the tasks it is on."""
    person = " · ".join(filter(None, (str(row["transcript_id"]), str(row["role"]))))
    return {
        "id": row["coding_ids"][0],
        "codings": list(row["coding_ids"]),
        "words": words_of(board, row),
        "who": person,
        "code": row["code"],
        "family": row["family"],
        "polarity": row["polarity"],
        "note": "" if discretion.may_quote(str(row["consent"])) else "may not be quoted",
        "on": [board.number(one) for one in _on(row, tasks)],
    }


def words_of(board: TaskBoard, row: Passage) -> str:
    """Return the words of a passage on one line."""
    text = board.texts.get(str(row["transcript_id"]), "")
    return board.words_of(row, lambda: transcripts.spoken_words(text, row["start"], row["end"]))


def _on(row: Passage, tasks: Mapping[str, Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(task for one in row["coding_ids"] for task in tasks.get(one, ())))


def _has(board: TaskBoard, row: Passage, find: str) -> bool:
    where = f"{words_of(board, row)} {row['code']} {row['transcript_id']}".casefold()
    return all(word in where for word in find.casefold().split())


def _by_code(rows: Iterable[Passage]) -> list[tuple[str, str, list[Passage]]]:
    by_code: dict[tuple[str, str], list[Passage]] = {}
    for row in rows:
        by_code.setdefault((str(row["family"]), str(row["code"])), []).append(row)
    order = list(schemas.FAMILIES)
    in_order = sorted(by_code.items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1].casefold()))
    return [(code, family, own) for (family, code), own in in_order]


def _by_likeness(board: TaskBoard, rows: Sequence[Passage]) -> list[tuple[str, str, list[Passage]]]:
    by_id = {str(row["coding_ids"][0]): row for row in rows}
    texts = {one: words_of(board, row) for one, row in by_id.items()}
    alike = [[by_id[one] for one in group] for group in groups(texts)]
    single = [group[0] for group in alike if len(group) == 1]
    shown = [(_alike(board, group), "", group) for group in alike if len(group) > 1]
    return [*shown, *([("Like no other", "", single)] if single else [])]


def _alike(board: TaskBoard, group: Sequence[Passage]) -> str:
    employers = {str(row["employer"] or row["participant_id"]) for row in group if row["kind"] == "employer"}
    shared = ", ".join(shared_words([words_of(board, row) for row in group], 3))
    about = f" ({shared})" if shared else ""
    return f"Alike: {count_of(len(group), 'passage')}, {count_of(len(employers), 'employer')}{about}"
