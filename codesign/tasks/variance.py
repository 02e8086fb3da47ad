"""How much of the differences between ratings lies between tasks, between raters, and in neither, with any blanks.

A rating is a mean, plus what its task adds, plus what its rater adds, plus a rest; tasks and raters are drawn at
random and crossed. The variances of the three are estimated by restricted maximum likelihood (Patterson and Thompson
1971), which uses every rating of an incomplete table and, on a complete one, gives the estimates of the two-way
analysis of variance wherever none of those is negative (Searle, Casella and McCulloch 1992).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

MOST = 1e7
"""The largest ratio of the variance of tasks and raters to that of the rest; more is no rest at all."""

LARGE = 10_000
"""Ratings from which the search begins near its end; in small tables it might end on another hill there."""


@dataclass(frozen=True)
class Variance:
    """The variances of a rating: between tasks, between raters, and the rest."""

    tasks: float
    raters: float
    rest: float

    @property
    def whole(self) -> float:
        """The variance of one rating."""
        return self.tasks + self.raters + self.rest

    def reliability(self, raters: float = 1) -> float:
        """Return the reliability of the mean of so many raters, ICC(2,k); NaN where nothing varies.

        A task's variance over itself plus that of raters and rest, each divided by the number of raters.
        """
        spread = self.tasks + (self.raters + self.rest) / raters
        return self.tasks / spread if spread > 0 else math.nan


@dataclass(frozen=True)
class Overlap:
    """What a table of ratings lets compare: tasks within one rater, raters within one task.

    `parts` are sets of tasks and raters that no rating ties together. `tasks` and `raters` are how many can be
    compared directly: their number less one for each part, since one of each is what the others are compared with.
    `spare` are the ratings left over when each task and each rater has its own level.
    """

    parts: int
    tasks: int
    raters: int
    spare: int


def overlap(ratings: np.ndarray) -> Overlap:
    """Return what a table of tasks by raters, with NaN for blanks, lets compare; every row and column has a rating."""
    from scipy.sparse import bmat, csr_array
    from scipy.sparse.csgraph import connected_components

    given = csr_array(~np.isnan(ratings))
    parts = int(connected_components(bmat([[None, given], [given.T, None]]), directed=False)[0]) if given.nnz else 0
    tasks, raters = (number - parts for number in ratings.shape)
    return Overlap(parts, tasks, raters, int(given.nnz) - tasks - raters - parts)


def variance_parts(ratings: np.ndarray) -> Variance:
    """Return the variances between tasks, between raters and of the rest, from a table of tasks by raters.

    NaN is a blank. No variance is below nought: where the analysis of variance would say so, it is nought, and the
    others are those that then fit best.

    >>> table = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
    >>> parts = variance_parts(table.astype(float))
    >>> [round(value, 2) for value in (parts.tasks, parts.raters, parts.rest)]
    [2.56, 5.24, 1.02]
    """
    values = ratings[~np.isnan(ratings)]
    scale = float(values.std()) if len(values) else 0.0
    if not scale > 0:
        return Variance(0.0, 0.0, 0.0)
    is_long = ratings.shape[0] > ratings.shape[1]
    model = _Model.of((ratings.T if is_long else ratings) - values.mean(), scale)
    free = len(values) - 1
    ratios = _ratios(model, free)
    if ratios.max() > MOST / 10:
        ratios, free = _without_rest(model, ratios)
    rest = model.weighed(ratios).left / free * scale**2
    few, many = (float(ratio) * rest for ratio in ratios)
    return Variance(many, few, rest) if is_long else Variance(few, many, rest)


@dataclass(frozen=True)
class _Weighed:
    """What one choice of variances makes of the ratings.

    `logs` is log |V|; `weight` of the mean; `left` of the ratings about it; `own` are the sums of 1 less the diagonal
    of the inverse of the effects' matrix, and `seen` the effects' shares in mean and ratings, rows and columns each.
    """

    logs: float
    weight: float
    mean: float
    left: float
    own: tuple[float, float]
    seen: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class _Model:
    """A table with no more rows than columns: where it has ratings, how many a row and a column, and their sums.

    The columns' effects meet no other column's, so they are worked out first, each by itself, and what is left is as
    large as the rows are many: time grows with the ratings of the longer side, not with its square.
    """

    marks: np.ndarray
    of_rows: np.ndarray
    of_columns: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, ratings: np.ndarray, scale: float) -> _Model:
        given = ~np.isnan(ratings)
        filled, marks = np.where(given, ratings / scale, 0.0), given.astype(float)
        rows, columns = (np.column_stack([marks.sum(axis=at), filled.sum(axis=at)]) for at in (1, 0))
        ends = np.array([[marks.sum(), filled.sum()], [filled.sum(), (filled**2).sum()]])
        return cls(marks, rows, columns, ends)

    def weighed(self, ratios: np.ndarray) -> _Weighed:
        """Weigh the ratings by their variance; `ratios` are those of rows and of columns in units of the rest."""
        from scipy.linalg import cholesky, solve_triangular

        row, column = (math.sqrt(ratio) for ratio in ratios)
        alone = 1 + ratios[1] * self.of_columns[:, 0]
        meets = self.marks * (row * column / np.sqrt(alone))
        lower = cholesky(np.diag(1 + ratios[0] * self.of_rows[:, 0]) - meets @ meets.T, lower=True, check_finite=False)
        inverse = solve_triangular(lower, np.eye(len(lower)), lower=True, check_finite=False)
        ends_of_columns = self.of_columns * (column / np.sqrt(alone))[:, None]
        ends_of_rows = inverse @ (row * self.of_rows - meets @ ends_of_columns)
        seen_rows = inverse.T @ ends_of_rows
        seen_columns = (ends_of_columns - meets.T @ seen_rows) / np.sqrt(alone)[:, None]
        left = self.ends - ends_of_rows.T @ ends_of_rows - ends_of_columns.T @ ends_of_columns
        weight, mean = float(left[0, 0]), float(left[0, 1] / left[0, 0])
        meets /= np.sqrt(alone)
        through = float(((inverse.T @ inverse) * (meets @ meets.T)).sum())
        return _Weighed(
            logs=float(np.log(alone).sum()) + 2 * float(np.log(np.diag(lower)).sum()),
            weight=weight,
            mean=mean,
            left=max(float(left[1, 1]) - mean**2 * weight, 1e-300),
            own=(len(lower) - float((inverse**2).sum()), float((1 - 1 / alone).sum()) - through),
            seen=(seen_rows, seen_columns),
        )

    def deviance(self, ratios: np.ndarray, free: int) -> tuple[float, np.ndarray]:
        """Return minus twice the restricted log likelihood for each free rating, and how it changes with log ratios.

        log |V| + log (1' V^-1 1) + (N - 1) log (y' P y), V = I + Z G Z' with the ratios in G and the rest worked out;
        `free` is N - 1. With W = I + G^1/2 Z'Z G^1/2, G^1/2 Z'V^-1 Z G^1/2 is I - W^-1 and G^1/2 Z'V^-1 X is
        W^-1 G^1/2 Z'X.
        """
        one = self.weighed(ratios)
        value = one.logs + math.log(one.weight) + free * math.log(one.left)
        slope = [
            own - float((seen[:, 0] ** 2).sum()) / one.weight
            - free * float(((seen[:, 1] - one.mean * seen[:, 0]) ** 2).sum()) / one.left
            for own, seen in zip(one.own, one.seen, strict=True)
        ]  # fmt: skip
        return value / free, np.array(slope) / free

    def beginning(self) -> np.ndarray:
        """Return log ratios to search from: the variance of the means of rows and of columns, less that of their rest.

        Near enough in a large table to spare half the steps.
        """
        spread = [
            max(float(np.var(sums[:, 1] / np.maximum(sums[:, 0], 1))) - 1 / float(np.mean(sums[:, 0])), 0.001)
            for sums in (self.of_rows, self.of_columns)
        ]
        beginning: np.ndarray = np.log(np.clip(np.array(spread) / max(1 - sum(spread), 0.05), 0.001, 20))
        return beginning

    def differences(self, varying: np.ndarray) -> int:
        """Return how many differences the effects of the rows and columns that vary can tell of."""
        whole = np.block([[np.diag(self.of_rows[:, 0]), self.marks], [self.marks.T, np.diag(self.of_columns[:, 0])]])
        sides = np.repeat(varying, self.marks.shape)
        return int(np.linalg.matrix_rank(whole[np.ix_(sides, sides)])) - 1


def _ratios(model: _Model, free: int) -> np.ndarray:
    """Return the likeliest variances of rows and of columns in units of the rest."""
    from scipy.optimize import minimize

    # In logarithms the likelihood bends alike along both, and no step leaves what a variance can be.
    searched = minimize(
        lambda logs: model.deviance(np.exp(logs), free),
        model.beginning() if free > LARGE else np.zeros(2),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-math.log(MOST), math.log(MOST))] * 2,
        options={"ftol": 1e-15, "gtol": 1e-8, "maxiter": 500},
    )
    ratios: np.ndarray = np.exp(searched.x)
    return np.where(ratios > 10 / MOST, ratios, 0.0)


def _without_rest(model: _Model, ratios: np.ndarray) -> tuple[np.ndarray, int]:
    """Return how rows and columns divide a variance that leaves no rest, and how many differences tell of it."""
    from scipy.optimize import minimize_scalar

    free = model.differences(ratios > 0)
    if ratios.min() < MOST / 10:
        return ratios, free
    searched = minimize_scalar(
        lambda share: model.deviance(MOST * np.array([share, 1 - share]), free)[0],
        bounds=(0, 1),
        method="bounded",
        options={"xatol": 1e-8},
    )
    return MOST * np.array([searched.x, 1 - searched.x]), free
