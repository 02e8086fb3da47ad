"""What to look at in the wording of all tasks, or all competencies, as a table a team can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from codesign.wording.repeats import repeats
from codesign.wording.rules import Remark, competency_remarks, criterion_remarks, task_remarks
from codesign.wording.setting_aside import wording_sha256

READ_OF_A_COMPETENCY = ("title", "statement", "conditions", "standard", "level")
"""What the rules read of a competency, beside its criteria."""

_Worded = tuple[str, str, str, Iterable[Remark]]
"""The table, row and checksum of what remarks are about, and the remarks."""


def task_problems(tasks: pd.DataFrame, *, language: str = "en-CA") -> pd.DataFrame:
    """Return what to look at in the labels and statements of tasks.

    Columns: task_id, task (its number and label), rule (V1 to V3, N1, N2, B1, Q1, L1, D1), level (error, warning,
    info), sentence; worded, row and wording_sha256 name the wording, so that a remark on it can be set aside. A task
    without a statement is judged by its label.
    """
    rows = tasks.to_dict("records")
    called = [_called(row["task_id"], row["label"]) for row in rows]
    again = _repeated([str(row["statement"] or row["label"]) for row in rows], called)
    problems = [
        {"task_id": row["task_id"], "task": called[place], **problem}
        for place, row in enumerate(rows)
        for problem in _problems([_of_task(row, language, again.get(place, []))])
    ]
    return _table(problems, "task")


def competency_problems(
    competencies: pd.DataFrame, performance_criteria: pd.DataFrame, *, language: str = "en-CA"
) -> pd.DataFrame:
    """Return what to look at in the wording of competencies and their criteria.

    Columns: competency_id, competency (its number and title), rule (V1 to V4, N1, N2, B1, C1, C2, Q1, L1, D1, P1),
    level (error, warning, info), sentence; worded, row and wording_sha256 as in `task_problems`.
    """
    criteria: dict[str, list[dict[str, str]]] = {}
    for criterion in performance_criteria.to_dict("records"):
        one = {"criterion_id": str(criterion["criterion_id"]), "text": str(criterion["text"])}
        criteria.setdefault(str(criterion["competency_id"]), []).append(one)
    rows = competencies.to_dict("records")
    called = [_called(row["competency_id"], row["title"]) for row in rows]
    again = _repeated([str(row["statement"]) for row in rows], called)
    problems = [
        {"competency_id": row["competency_id"], "competency": called[place], **problem}
        for place, row in enumerate(rows)
        for problem in _problems(
            _of_competency(row, criteria.get(str(row["competency_id"]), []), language, again.get(place, []))
        )
    ]
    return _table(problems, "competency")


def _of_task(row: Mapping[Any, Any], language: str, repeated: list[Remark]) -> _Worded:
    label, statement = str(row["label"]), str(row["statement"])
    remarks = [*task_remarks(label, statement, language=language), *repeated]
    return "tasks", str(row["task_id"]), wording_sha256(label, statement), remarks


def _of_competency(
    row: Mapping[Any, Any], criteria: Sequence[Mapping[str, str]], language: str, repeated: list[Remark]
) -> Iterator[_Worded]:
    texts = [one["text"] for one in criteria]
    sha256 = wording_sha256(*(str(row[name]) for name in READ_OF_A_COMPETENCY), *texts)
    remarks = [*competency_remarks(row, texts, language=language), *repeated]
    yield "competencies", str(row["competency_id"]), sha256, remarks
    for one in criteria:
        remarks = criterion_remarks(one["text"], language=language)
        yield "performance_criteria", one["criterion_id"], wording_sha256(one["text"]), remarks


def _problems(worded: Iterable[_Worded]) -> Iterator[dict[str, str]]:
    for table, row, sha256, remarks in worded:
        for rule, level, sentence in remarks:
            yield {
                "rule": rule,
                "level": level,
                "sentence": sentence,
                "worded": table,
                "row": row,
                "wording_sha256": sha256,
            }


def _table(problems: list[dict[str, Any]], kind: str) -> pd.DataFrame:
    columns = [f"{kind}_id", kind, "rule", "level", "sentence", "worded", "row", "wording_sha256"]
    return pd.DataFrame(problems, columns=columns, dtype=object)


def _repeated(texts: Sequence[str], called: Sequence[str]) -> dict[int, list[Remark]]:
    return {
        place: [("D1", "warning", f"It says nearly the same as {called[one]}; keep one.") for one in earlier]
        for place, earlier in repeats(texts).items()
    }


def _called(number: object, words: object) -> str:
    """Return what people call a row: its number alone says little, and the words alone are not found."""
    return f"{number} {words}".strip()
