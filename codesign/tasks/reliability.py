"""How alike the raters rate, with a refusal where there are too few of them to say."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from codesign.phrases import count_of
from codesign.tasks.ratings import SCALES, largest_remainder, values
from codesign.tasks.variance import Overlap, overlap, variance_parts

FEWEST_RATERS = 3
FEWEST_TASKS = 5


@dataclass(frozen=True)
class Reliability:
    """How alike raters rate on one scale: for one rater alone, and for the mean of those who rated a task.

    `single` is ICC(2,1), `mean` is ICC(2,k) with `raters_a_task` for k; NaN with a `reason` where there is too little
    to say. `shares` divide the differences between ratings among tasks, raters and the rest, in whole per cent. All
    ratings are used; `groups` of raters share no task with each other.
    """

    scale: str
    single: float
    mean: float
    tasks: int
    raters: int
    ratings: int
    raters_a_task: float
    groups: int
    shares: tuple[int, int, int] | None
    reason: str

    @property
    def sentence(self) -> str:
        """Return the result in words that never give a coefficient without its n."""
        name = self.scale.capitalize()
        if self.reason:
            return f"{name}: no coefficient, since {self.reason}."
        return " ".join([f"{name}: {self._of_what()}", self._divided(), *self._apart()])

    def _of_what(self) -> str:
        whole = (
            f"{count_of(self.ratings, 'rating')} of {count_of(self.tasks, 'task')} by {count_of(self.raters, 'rater')}"
        )
        return (
            f"{whole}. The mean of a task rests on {self.raters_a_task:.1f} raters and has a reliability of "
            f"{self.mean:.2f}; one rater alone has {self.single:.2f}."
        )

    def _divided(self) -> str:
        of_tasks, of_raters, rest = self.shares or (0, 0, 0)
        return (
            f"Of the differences between ratings, {of_tasks}% lie between tasks, {of_raters}% between milder and "
            f"stricter raters, and {rest}% in neither."
        )

    def _apart(self) -> list[str]:
        if self.groups < 2:
            return []
        return [f"The raters form {self.groups} groups that share no task; the figures take the groups to be alike."]


def reliability(ratings: pd.DataFrame, scale: str) -> Reliability:
    """Return ICC(2,1) and ICC(2,k) of one scale from all its ratings, however many are missing.

    Two-way random effects, absolute agreement (Shrout and Fleiss 1979), from variances by restricted maximum
    likelihood. Refused, with the reason, where the ratings let less be compared than those of three raters who rated
    the same five tasks, and where they do not differ.
    """
    if scale not in SCALES:
        raise ValueError(f"There is no scale “{scale}”; the scales are {', '.join(SCALES)}.")
    grid = _grid(ratings, scale)
    shared, given = overlap(grid), ~np.isnan(grid)
    a_task = _raters_a_task(grid)
    about = (grid.shape[0], grid.shape[1], int(given.sum()), a_task, shared.parts)
    if reason := _too_little(grid, shared):
        return Reliability(scale, math.nan, math.nan, *about, None, reason)
    parts = variance_parts(grid)
    tasks, raters, rest = (share or 0 for share in largest_remainder([parts.tasks, parts.raters, parts.rest]))
    return Reliability(scale, parts.reliability(), parts.reliability(a_task), *about, (tasks, raters, rest), "")


def _grid(ratings: pd.DataFrame, scale: str) -> np.ndarray:
    """Return the ratings of one scale as a table of tasks by raters, both in order of their ids, NaN for blanks."""
    given = values(ratings, scale)
    rated = ~np.isnan(given)
    task, tasks = pd.factorize(ratings["task_id"][rated], sort=True)
    rater, raters = pd.factorize(ratings["rater_id"][rated], sort=True)
    grid = np.full((len(tasks), len(raters)), np.nan)
    grid[task, rater] = given[rated]
    return grid


def intraclass(ratings: np.ndarray) -> tuple[float, float]:
    """Return ICC(2,1) and ICC(2,k) of a table of tasks by raters, NaN for blanks; NaN where undefined.

    k is the harmonic mean of the number of raters a task has. The example of Shrout and Fleiss 1979 gives .29 and .62:

    >>> table = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    >>> [round(value, 2) for value in intraclass(table)]
    [0.29, 0.62]
    """
    grid = np.asarray(ratings, dtype=float)
    parts = variance_parts(grid)
    return parts.reliability(), parts.reliability(_raters_a_task(grid))


def _raters_a_task(grid: np.ndarray) -> float:
    """Return the harmonic mean of the number of raters a task has: a mean of few raters errs by 1 / number."""
    counts = (~np.isnan(grid)).sum(axis=1)
    return float(len(counts) / (1 / counts).sum()) if len(counts) else math.nan


def raters_needed(single: float, target: float = 0.8) -> int | None:
    """Return how many raters bring the mean to `target` if one rater alone has reliability `single`.

    Spearman-Brown, turned round: k = R (1 - r) / (r (1 - R)). None where `single` is missing, 0 or less.

    >>> [raters_needed(single) for single in (0.2, 0.3, 0.4)]
    [16, 10, 6]
    """
    if not 0 < target < 1:
        raise ValueError(f"The target {target} is not between 0 and 1.")
    if math.isnan(single) or single <= 0:
        return None
    return 1 if single >= target else math.ceil(target * (1 - single) / (single * (1 - target)) - 1e-9)


def _too_little(grid: np.ndarray, shared: Overlap) -> str:
    """Return why a table of tasks by raters gives no coefficient, or nothing."""
    tasks, raters = grid.shape
    if raters < FEWEST_RATERS:
        few = f"{count_of(raters, 'rater is', 'raters are')} too few (at least {FEWEST_RATERS})"
        return f"{few}; read the ratings as a judgement, n = {raters}"
    if tasks < FEWEST_TASKS:
        return f"{count_of(tasks, 'task is', 'tasks are')} too few (at least {FEWEST_TASKS})"
    if np.ptp(grid[~np.isnan(grid)]) == 0:
        return "all ratings are the same"
    least = (FEWEST_TASKS - 1, FEWEST_RATERS - 1, (FEWEST_TASKS - 1) * (FEWEST_RATERS - 1))
    if any(have < need for have, need in zip((shared.tasks, shared.raters, shared.spare), least, strict=True)):
        return (
            f"too few tasks were rated by several of the same raters (it takes as many as {FEWEST_RATERS} raters "
            f"who all rated the same {FEWEST_TASKS} tasks)"
        )
    return ""


def sentences(results: Iterable[Reliability], target: float = 0.8) -> list[str]:
    """Return each scale's reliability as a sentence, with the raters that a mean reliable to `target` takes."""
    return [f"{result.sentence} {_need(result, target)}".rstrip() for result in results]


def _need(result: Reliability, target: float) -> str:
    if result.reason:
        return ""
    needed = raters_needed(result.single, target)
    if needed is None:
        return "Tasks differ no more from each other than the ratings of one task do, so no mean is reliable."
    return f"For a mean reliable to {target:.2f} each task needs {count_of(needed, 'rater')}."
