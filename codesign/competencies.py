"""Competencies against the tasks they stand on: what a run keeps, what it drops, and what is not covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from codesign.tasks import tasks_shown

COVERAGE_COLUMNS = ["kind", "task_id", "competency_id", "sentence"]
DROPPED_COLUMNS = ["competency_id", "title", "reason"]
TRACE_COLUMNS = ["competency_id", "competency", "rule", "level", "sentence"]


def in_scope(
    competencies: pd.DataFrame, competency_tasks: pd.DataFrame, task_decisions_frame: pd.DataFrame
) -> pd.DataFrame:
    """Return the competencies of this run: those with a task that is trained, and those with no task at all.

    `task_decisions_frame` is what `tasks.decisions` returns. A competency without a task cannot be told to belong
    elsewhere; it stays, and `coverage` names it.
    """
    in_run = _is_in_run(competencies, competency_tasks, task_decisions_frame)
    return competencies[in_run].reset_index(drop=True)


def dropped(
    competencies: pd.DataFrame, competency_tasks: pd.DataFrame, task_decisions_frame: pd.DataFrame
) -> pd.DataFrame:
    """Return the competencies this run leaves out, each with the decisions on its tasks as the reason.

    Columns: competency_id, title, reason.
    """
    in_run = _is_in_run(competencies, competency_tasks, task_decisions_frame)
    decided = dict(zip(task_decisions_frame["task_id"], task_decisions_frame["decision"], strict=True))
    named = _tasks_of(competency_tasks)
    rows = [
        {
            "competency_id": row["competency_id"],
            "title": row["title"],
            "reason": _why_dropped(sorted(named[str(row["competency_id"])]), decided),
        }
        for row in competencies[~in_run].to_dict("records")
    ]
    return pd.DataFrame(rows, columns=DROPPED_COLUMNS, dtype=object)


def coverage(
    competencies: pd.DataFrame,
    competency_tasks: pd.DataFrame,
    task_decisions_frame: pd.DataFrame,
    tasks: pd.DataFrame,
) -> pd.DataFrame:
    """Return every trained task no competency covers, and every competency that covers no task or none that is trained.

    Columns: kind (task without competency, competency without task, competency without trained task), task_id or
    competency_id (the other is empty), sentence. Empty when all is covered.
    """
    trained, named = _trained(task_decisions_frame), _tasks_of(competency_tasks)
    competency_ids = [str(competency) for competency in competencies["competency_id"]]
    covered = {task for competency in competency_ids for task in named.get(competency, ())}
    rows = [
        _uncovered_task(row)
        for row in tasks.to_dict("records")
        if row["task_id"] in trained and row["task_id"] not in covered
    ]
    rows += [
        _taskless(row, has_tasks=bool(named.get(str(row["competency_id"]))))
        for row in competencies.to_dict("records")
        if not named.get(str(row["competency_id"]), set()) & trained
    ]
    return pd.DataFrame(rows, columns=COVERAGE_COLUMNS, dtype=object)


def trace_problems(
    competencies: pd.DataFrame,
    competency_tasks: pd.DataFrame,
    task_decisions_frame: pd.DataFrame,
    counts: pd.DataFrame,
    alignments: pd.DataFrame,
) -> pd.DataFrame:
    """Return which competencies do not trace back to a task, to evidence, or to an occupational framework.

    T1: covers a trained task (error). T2: one of its tasks is shown in an interview, or a named expert decided
    (error). T3: aligned to a framework with its version (warning). `counts` is that of `tasks.decisions`.
    Columns as those of `wording.competency_problems`: competency_id, competency, rule, level, sentence.
    """
    trained, shown, named = _trained(task_decisions_frame), tasks_shown(counts), _tasks_of(competency_tasks)
    aligned = set(alignments.loc[(alignments["framework"] != "") & (alignments["version"] != ""), "aligned"])
    rows = [
        {
            "competency_id": row["competency_id"],
            "competency": f"{row['competency_id']} {row['title']}".strip(),
            "rule": rule,
            "level": level,
            "sentence": sentence,
        }
        for row in competencies.to_dict("records")
        for rule, level, sentence in _traced(row, named.get(str(row["competency_id"]), set()), trained, shown, aligned)
    ]
    return pd.DataFrame(rows, columns=TRACE_COLUMNS, dtype=object)


def gaps(coverage: pd.DataFrame, *problems: pd.DataFrame) -> list[str]:
    """Return what is missing as sentences: uncovered tasks first, then the errors of the wording and trace rules.

    What `coverage` has said of a competency, rule T1 does not say again.
    """
    in_coverage = set(coverage["competency_id"])
    rows = [row for table in problems for row in table.to_dict("records")]
    return [str(sentence) for sentence in coverage["sentence"]] + [
        f"{row['competency']}: {row['sentence']}"
        for row in rows
        if row["level"] == "error" and not (row["rule"] == "T1" and row["competency_id"] in in_coverage)
    ]


def _is_in_run(competencies: pd.DataFrame, competency_tasks: pd.DataFrame, decisions: pd.DataFrame) -> pd.Series:
    trained, named = _trained(decisions), _tasks_of(competency_tasks)
    tasks = [named.get(str(competency), set()) for competency in competencies["competency_id"]]
    return pd.Series([not own or bool(own & trained) for own in tasks], index=competencies.index, dtype=bool)


def _trained(decisions: pd.DataFrame) -> set[str]:
    return set(decisions.loc[decisions["is_in"].astype(bool), "task_id"])


def _tasks_of(competency_tasks: pd.DataFrame) -> dict[str, set[str]]:
    named: dict[str, set[str]] = {}
    for competency, task in zip(competency_tasks["competency_id"], competency_tasks["task_id"], strict=True):
        named.setdefault(str(competency), set()).add(str(task))
    return named


def _why_dropped(tasks: Iterable[str], decided: Mapping[str, str]) -> str:
    by_decision: dict[str, list[str]] = {}
    for task in tasks:
        by_decision.setdefault(decided.get(task, "not in the list of tasks"), []).append(task)
    return "none of its tasks is trained: " + "; ".join(
        f"{', '.join(ids)} {words}" for words, ids in by_decision.items()
    )


def _uncovered_task(row: Mapping[Any, Any]) -> dict[str, str]:
    return {
        "kind": "task without competency",
        "task_id": row["task_id"],
        "competency_id": "",
        "sentence": f"Task {row['task_id']} “{row['label']}” is trained, and no competency covers it.",
    }


def _taskless(row: Mapping[Any, Any], *, has_tasks: bool) -> dict[str, str]:
    kind = "competency without trained task" if has_tasks else "competency without task"
    what = "covers no task that is trained" if has_tasks else "covers no task"
    return {
        "kind": kind,
        "task_id": "",
        "competency_id": row["competency_id"],
        "sentence": f"Competency {row['competency_id']} “{row['title']}” {what}.",
    }


def _traced(
    row: Mapping[Any, Any], tasks: set[str], trained: set[str], shown: set[str], aligned: set[str]
) -> Iterable[tuple[str, str, str]]:
    if not tasks & trained:
        yield "T1", "error", "It covers no task that is trained."
    if not tasks & shown and not row["decided_by"]:
        yield "T2", "error", "No interview shows one of its tasks, and no expert is named who decided it."
    if row["competency_id"] not in aligned and not tasks & aligned:
        yield "T3", "warning", "It is not aligned to an occupational framework with its version."
