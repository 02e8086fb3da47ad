"""Means, spread and weight of the ratings of tasks; every mean goes with its n. Ratings run from 1 to 5."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from codesign import discretion
from codesign.phrases import listed

SCALES = ("importance", "frequency", "difficulty")
POINTS = 5
TOO_SMALL = "n too small"
SUMMARY_COLUMNS = (
    ["task_id", "raters"]
    + [f"{scale}_{part}" for scale in SCALES for part in ("mean", "n", "sd", "rwg")]
    + ["criticality"]
    + [f"{share}{part}" for share in ("relevance", "first_day") for part in ("", "_n")]
)
ASKED = {"relevance": "done_here", "first_day": "first_day"}
"""The yes or no of a rating that each share is taken of."""


def summary(ratings: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return one row a task: how many rated it, mean, n, spread and agreement a scale, and criticality.

    Columns: task_id, raters (who rated anything), for importance, frequency and difficulty `_mean`, `_n`, `_sd`
    (sample), `_rwg`; criticality from 0 to 1; relevance and first_day, the per cent of those who answered who say that
    the task is done where they work and that it is needed on the first day, each with `_n`. Missing values are None.
    Ratings of unknown tasks are left aside.
    """
    ids = task_ids(tasks)
    at = pd.Index(ids).get_indexer(pd.Index(ratings["task_id"]))
    given = {scale: values(ratings, scale) for scale in SCALES}
    rated = ~np.isnan(np.column_stack(list(given.values()))).all(axis=1) & (at >= 0)
    raters = np.bincount(at[rated], minlength=len(ids)).tolist()
    counts = {scale: _counted(at, one, len(ids)) for scale, one in given.items()}
    shares = {share: _yes_and_no(ratings, column, at, len(ids)) for share, column in ASKED.items()}
    rows = [
        _summary_row(task, raters[place], {scale: own[place] for scale, own in counts.items()})
        | {name: cell for share, own in shares.items() for name, cell in _share(share, *own[place].tolist()).items()}
        for place, task in enumerate(ids)
    ]
    return pd.DataFrame(rows, columns=SUMMARY_COLUMNS, dtype=object)


def distribution(ratings: pd.DataFrame, tasks: pd.DataFrame, scale: str) -> np.ndarray:
    """Return how many ratings of each task say 1, 2 ... 5 on one scale: a row a task in the order of `tasks`.

    Ratings of unknown tasks are left aside.
    """
    ids = task_ids(tasks)
    at = pd.Index(ids).get_indexer(pd.Index(ratings["task_id"]))
    return _counted(at, values(ratings, scale), len(ids))


def _counted(at: np.ndarray, numbers: np.ndarray, size: int) -> np.ndarray:
    there = (at >= 0) & ~np.isnan(numbers)
    cells = at[there] * POINTS + numbers[there].astype(int) - 1
    return np.bincount(cells, minlength=size * POINTS).reshape(size, POINTS)


def agreement_within(counts: Sequence[int]) -> float | None:
    """Return r_wg of one task on one scale, from how many rated it 1, 2 and so on; None under two ratings.

    1 all alike, 0 no better than chance: 1 - s² / ((A² - 1) / 12), floored at 0; A is the number of points of the scale
    (James, Demaree and Wolf 1984).

    >>> agreement_within([0, 0, 0, 4, 0])
    1.0
    """
    spread = _moments(counts)[2]
    return None if spread is None else max(0.0, 1 - spread / ((len(counts) ** 2 - 1) / 12))


def criticality(importance: float | None, frequency: float | None, points: int = POINTS) -> float | None:
    """Return importance times frequency, each brought to 0..1 first, or None where one is missing.

    The multiplicative model of Kane and others; raw 1-5 values are not multiplied, since 1 is not nothing.

    >>> criticality(5, 3)
    0.5
    """
    if importance is None or frequency is None:
        return None
    return (importance - 1) / (points - 1) * ((frequency - 1) / (points - 1))


def why_nil(row: Mapping[Any, Any]) -> str:
    """Return why the criticality in a row of `summary` reads 0.00; empty where it reads more, or is missing.

    >>> why_nil({"importance_mean": 5.0, "frequency_mean": 1.0, "criticality": 0.0})
    'its frequency is the lowest there is (1.0)'
    """
    if row["criticality"] is None or round(row["criticality"], 2):
        return ""
    lowest = {scale: row[f"{scale}_mean"] for scale in ("importance", "frequency")}
    at_all = [f"{scale} is the lowest there is (1.0)" for scale, mean in lowest.items() if mean == 1]
    near = [f"{scale} is near the lowest ({mean:.1f})" for scale, mean in lowest.items() if mean < 2]
    return f"its {listed(at_all or near)}"


def duty_weights(summary: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return each duty's share of the job's criticality in whole per cent that add up to 100.

    Columns: duty_id, tasks, rated (tasks that have a criticality), criticality (sum), weight (None where no task is
    rated, or all criticality is nil). Rounded by largest remainder; ties go to the duty that comes first.
    """
    merged = tasks[["task_id", "duty_id"]].merge(summary[["task_id", "criticality"]], on="task_id", how="left")
    merged["criticality"] = pd.to_numeric(merged["criticality"])
    rows: list[dict[str, Any]] = [
        {
            "duty_id": duty,
            "tasks": len(group),
            "rated": int(group["criticality"].notna().sum()),
            "criticality": float(group["criticality"].sum()),
        }
        for duty, group in merged.groupby("duty_id", sort=False)
    ]
    for row, weight in zip(rows, largest_remainder([row["criticality"] for row in rows]), strict=True):
        row["weight"] = weight
    return pd.DataFrame(rows, columns=["duty_id", "tasks", "rated", "criticality", "weight"], dtype=object)


def largest_remainder(parts: Sequence[float], total: int = 100) -> list[int | None]:
    """Return whole shares that add up to `total`, or None for each where the parts add up to nothing.

    >>> largest_remainder([1, 1, 1])
    [34, 33, 33]
    """
    whole = math.fsum(parts)
    if whole <= 0:
        return [None for _ in parts]
    exact = [part * total / whole for part in parts]
    floors = [math.floor(value + 1e-9) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (-round(exact[place] - floors[place], 9), place))
    extra = set(by_remainder[: total - sum(floors)])
    return [floor + (place in extra) for place, floor in enumerate(floors)]


def ranks(summary: pd.DataFrame) -> pd.DataFrame:
    """Return each rated task's rank by criticality and by the common additive index, and whether it moves far.

    The additive index is 2 * importance + frequency. Columns: task_id, rank, rank_additive, moves (True where the
    two ranks differ by more than a tenth of the rated tasks). Ties share the mean of their ranks.
    """
    rated = summary[pd.to_numeric(summary["criticality"]).notna()]
    additive = 2 * pd.to_numeric(rated["importance_mean"]) + pd.to_numeric(rated["frequency_mean"])
    both = pd.DataFrame(
        {
            "task_id": rated["task_id"],
            "rank": pd.to_numeric(rated["criticality"]).round(9).rank(ascending=False),
            "rank_additive": additive.round(9).rank(ascending=False),
        }
    )
    return both.assign(moves=(both["rank"] - both["rank_additive"]).abs() > len(both) / 10).reset_index(drop=True)


def breakdown(ratings: pd.DataFrame, raters: pd.DataFrame, by: str, *, small_group: int = 5) -> pd.DataFrame:
    """Return the means of each group of raters, and “n too small” for groups smaller than `small_group`.

    `by` is a column of raters; a rater with several values, separated by semicolons, counts in each, and one with none
    is a group of those not recorded. Where only one group of a task would be left out, the next smallest is left out
    too, since the rest would give it away; so it is with the means of each scale, which some of a group leave blank.
    Columns: task_id, group, n, importance, frequency, difficulty, note; n and means are None where left out.
    """
    members = _members(raters, by)
    task, tasks = pd.factorize(ratings["task_id"])
    rater, people = pd.factorize(ratings["rater_id"])
    given = {scale: values(ratings, scale) for scale in SCALES}
    rated = ~np.isnan(np.column_stack(list(given.values()))).all(axis=1)
    parts: dict[str, dict[str, tuple[np.ndarray, np.ndarray]]] = {}
    for group in sorted({group for groups in members.values() for group in groups} | {discretion.NOT_RECORDED}):
        is_in = np.array([group in members.get(one, [discretion.NOT_RECORDED]) for one in people], dtype=bool)
        mine = rated & is_in[rater] if len(rater) else rated
        parts[group] = {scale: _sums(task[mine], one[mine], len(tasks)) for scale, one in given.items()}
        parts[group]["n"] = _sums(task[mine], np.ones(int(mine.sum())), len(tasks))
    firsts = pd.unique(task[rated])
    rows = [row for at in firsts for row in _group_rows(str(tasks[at]), at, parts, small_group)]
    return pd.DataFrame(rows, columns=["task_id", "group", "n", *SCALES, "note"], dtype=object)


def _members(raters: pd.DataFrame, by: str) -> dict[str, list[str]]:
    """Return the groups of each rater who is in any."""
    groups = {
        str(rater): [part.strip() for part in str(cell).split(";") if part.strip()]
        for rater, cell in zip(raters["rater_id"], raters[by], strict=True)
    }
    return {rater: own for rater, own in groups.items() if own}


def _sums(at: np.ndarray, numbers: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each task how many numbers there are, blanks aside, and their sum."""
    there = ~np.isnan(numbers)
    return np.bincount(at[there], minlength=size), np.bincount(at[there], weights=numbers[there], minlength=size)


def _group_rows(
    task: str, at: int, parts: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]], small_group: int
) -> list[dict[str, Any]]:
    groups = {group: part for group, part in parts.items() if part["n"][0][at]}
    sizes = [int(part["n"][0][at]) for part in groups.values()]
    hidden = dict(zip(groups, discretion.withheld(sizes, small_group), strict=True))
    means = {scale: _means_told(groups, at, scale, small_group) for scale in SCALES}
    return [
        {
            "task_id": task,
            "group": group,
            "n": None if hidden[group] else size,
            **{scale: None if hidden[group] else means[scale][group] for scale in SCALES},
            "note": TOO_SMALL if hidden[group] else "",
        }
        for group, size in zip(groups, sizes, strict=True)
    ]


def _means_told(
    groups: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]], at: int, scale: str, small_group: int
) -> dict[str, float | None]:
    """Return the mean of each group on one scale; None where so few rated on it that they are not told of."""
    sums = {group: (int(part[scale][0][at]), float(part[scale][1][at])) for group, part in groups.items()}
    hidden = discretion.withheld([n for n, _ in sums.values()], small_group)
    return {
        group: None if is_hidden or not n else whole / n
        for (group, (n, whole)), is_hidden in zip(sums.items(), hidden, strict=True)
    }


def _summary_row(task: str, raters: int, given: Mapping[str, np.ndarray]) -> dict[str, Any]:
    row: dict[str, Any] = {"task_id": task, "raters": raters}
    for scale, counts in given.items():
        n, mean, spread = _moments(counts.tolist())
        row[f"{scale}_mean"], row[f"{scale}_n"] = mean, n
        row[f"{scale}_sd"] = None if spread is None else math.sqrt(spread)
        row[f"{scale}_rwg"] = agreement_within(counts.tolist())
    row["criticality"] = criticality(row["importance_mean"], row["frequency_mean"])
    return row


def _yes_and_no(ratings: pd.DataFrame, column: str, at: np.ndarray, size: int) -> np.ndarray:
    """Return how many say no and how many say yes, a row a task."""
    answers = values(ratings, column) if column in ratings else np.full(len(ratings), np.nan)
    there = (at >= 0) & ~np.isnan(answers)
    return np.bincount(at[there] * 2 + answers[there].astype(int), minlength=size * 2).reshape(size, 2)


def _share(name: str, no: int, yes: int) -> dict[str, Any]:
    return {name: 100 * yes / (yes + no) if yes + no else None, f"{name}_n": yes + no}


def _moments(counts: Sequence[int]) -> tuple[int, float | None, float | None]:
    """Return how many ratings there are, their mean and their sample variance, from how many said 1, 2, ..."""
    n = sum(counts)
    whole = sum(point * count for point, count in enumerate(counts, start=1))
    squares = sum(point**2 * count for point, count in enumerate(counts, start=1))
    return n, whole / n if n else None, (n * squares - whole**2) / (n * (n - 1)) if n > 1 else None


def values(ratings: pd.DataFrame, scale: str) -> np.ndarray:
    """Return the ratings on one scale as numbers, NaN for blanks."""
    numbers: np.ndarray = ratings[scale].astype(float).to_numpy()
    return numbers


def task_ids(tasks: pd.DataFrame) -> list[str]:
    """Return the ids of the tasks in order, each once."""
    return list(dict.fromkeys(str(task) for task in tasks["task_id"]))
