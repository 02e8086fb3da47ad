"""How alike the raters rate, with a refusal where there are too few of them to say."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from codesign.phrases import count_of
from codesign.tasks.ratings import SCALES, numbers

FEWEST_RATERS = 3
FEWEST_TASKS = 5


@dataclass(frozen=True)
class Reliability:
    """How alike raters rate on one scale: for one rater alone, and for the mean of all of them.

    `single` is ICC(2,1), `mean` is ICC(2,k); NaN with a `reason` where there is too little to say. `tasks` and
    `raters` are those of the block without gaps it was computed on; the rest is counted in `tasks_left_out` and
    `raters_left_out`.
    """

    scale: str
    single: float
    mean: float
    tasks: int
    raters: int
    tasks_left_out: int
    raters_left_out: int
    reason: str

    @property
    def sentence(self) -> str:
        """Return the result as a sentence that never gives a coefficient without its n."""
        if self.reason:
            return f"{self.scale.capitalize()}: no coefficient, since {self.reason}."
        return (
            f"{self.scale.capitalize()}: the mean of the {self.raters} raters without gaps has a reliability of "
            f"{self.mean:.2f}, one rater alone {self.single:.2f} ({self.tasks} tasks)."
        )


def reliability(ratings: pd.DataFrame, scale: str) -> Reliability:
    """Return ICC(2,1) and ICC(2,k) of one scale, on the block of tasks and raters that holds most ratings with no gap.

    Two-way random effects, absolute agreement (Shrout and Fleiss 1979). Refused, with the reason, under three
    raters or five tasks, and where the ratings do not differ.
    """
    if scale not in SCALES:
        raise ValueError(f"There is no scale “{scale}”; the scales are {', '.join(SCALES)}.")
    rated = numbers(ratings).dropna(subset=[scale])
    grid = rated.pivot_table(index="task_id", columns="rater_id", values=scale, aggfunc="last")
    block = _complete_block(grid)
    tasks, raters = block.shape
    rest = (tasks, raters, grid.shape[0] - tasks, grid.shape[1] - raters)
    reason = _too_little(tasks, raters)
    if reason:
        return Reliability(scale, math.nan, math.nan, *rest, reason)
    single, mean = intraclass(block.to_numpy(dtype=float))
    reason = "the ratings do not differ between tasks or raters" if math.isnan(single) or math.isnan(mean) else ""
    return Reliability(scale, single, mean, *rest, reason)


def intraclass(ratings: np.ndarray) -> tuple[float, float]:
    """Return ICC(2,1) and ICC(2,k) of a complete table of tasks by raters; NaN where undefined.

    (MSR - MSE) / (MSR + (k-1) MSE + k (MSC - MSE) / n) and (MSR - MSE) / (MSR + (MSC - MSE) / n), after
    Shrout and Fleiss 1979, whose example gives .29 and .62:

    >>> table = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    >>> [round(value, 2) for value in intraclass(table)]
    [0.29, 0.62]
    """
    n, k = ratings.shape
    between_tasks = k * float(((ratings.mean(axis=1) - ratings.mean()) ** 2).sum())
    between_raters = n * float(((ratings.mean(axis=0) - ratings.mean()) ** 2).sum())
    rest = max(0.0, float(((ratings - ratings.mean()) ** 2).sum()) - between_tasks - between_raters)
    msr, msc, mse = between_tasks / (n - 1), between_raters / (k - 1), rest / ((n - 1) * (k - 1))
    single = _ratio(msr - mse, msr + (k - 1) * mse + k * (msc - mse) / n)
    return single, _ratio(msr - mse, msr + (msc - mse) / n)


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


def _complete_block(grid: pd.DataFrame) -> pd.DataFrame:
    """Return the rows complete for the busiest raters, as many raters as keep the most ratings.

    One rater who rated two tasks would otherwise take all other tasks away.
    """
    order = list(grid.notna().sum().sort_values(ascending=False, kind="stable").index)
    blocks = [grid[order[:size]].dropna() for size in range(min(FEWEST_RATERS, len(order)), len(order) + 1)]
    return max(blocks, key=_block_merit, default=grid)


def _block_merit(block: pd.DataFrame) -> tuple[bool, int, int]:
    return block.shape[0] >= FEWEST_TASKS, block.size, block.shape[1]


def _too_little(tasks: int, raters: int) -> str:
    if raters < FEWEST_RATERS:
        few = f"{count_of(raters, 'rater is', 'raters are')} too few (at least {FEWEST_RATERS})"
        return f"{few}; read the ratings as a judgement, n = {raters}"
    if tasks < FEWEST_TASKS:
        return f"{tasks} tasks rated by the same {raters} raters are too few (at least {FEWEST_TASKS})"
    return ""


def _ratio(part: float, whole: float) -> float:
    return part / whole if abs(whole) > 1e-12 else math.nan


def sentences(results: Iterable[Reliability]) -> list[str]:
    """Return each scale's reliability as a sentence, with the raters a reliability of .80 would take."""
    return [_with_need(result) for result in results]


def _with_need(result: Reliability) -> str:
    needed = raters_needed(result.single) if not result.reason else None
    if needed is None or needed <= result.raters:
        return result.sentence
    return f"{result.sentence} A mean reliable to .80 would take {needed} raters."
