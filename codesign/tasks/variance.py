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
    products, tasks = _products((ratings - values.mean()) / scale), ratings.shape[0]
    free = len(values) - 1
    ratios = _ratios(products, tasks, free)
    if ratios.max() > MOST / 10:
        ratios, free = _without_rest(products, tasks, ratios)
    _, taken = _weighed(products, tasks, ratios)
    rest = _ends(products, taken)[2] / free * scale**2
    return Variance(float(ratios[0]) * rest, float(ratios[1]) * rest, rest)


def _ratios(products: np.ndarray, tasks: int, free: int) -> np.ndarray:
    """Return the likeliest variances of tasks and of raters in units of the rest."""
    from scipy.optimize import minimize

    # In logarithms the likelihood bends alike along both, and no step leaves what a variance can be.
    searched = minimize(
        lambda logs: _deviance(products, tasks, np.exp(logs), free),
        np.zeros(2),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-math.log(MOST), math.log(MOST))] * 2,
        options={"ftol": 1e-15, "gtol": 1e-8, "maxiter": 500},
    )
    ratios: np.ndarray = np.exp(searched.x)
    return np.where(ratios > 10 / MOST, ratios, 0.0)


def _without_rest(products: np.ndarray, tasks: int, ratios: np.ndarray) -> tuple[np.ndarray, int]:
    """Return how tasks and raters divide a variance that leaves no rest, and how many differences tell of it."""
    from scipy.optimize import minimize_scalar

    varying = np.repeat(ratios > 0, [tasks, len(products) - 2 - tasks])
    free = int(np.linalg.matrix_rank(products[:-2, :-2][np.ix_(varying, varying)])) - 1
    if ratios.min() < MOST / 10:
        return ratios, free
    searched = minimize_scalar(
        lambda share: _deviance(products, tasks, MOST * np.array([share, 1 - share]), free)[0],
        bounds=(0, 1),
        method="bounded",
        options={"xatol": 1e-8},
    )
    return MOST * np.array([searched.x, 1 - searched.x]), free


def _products(ratings: np.ndarray) -> np.ndarray:
    """Return the cross products of the columns of the model: one a task, one a rater, the mean, and the ratings."""
    given = ~np.isnan(ratings)
    filled, marks = np.where(given, ratings, 0.0), given.astype(float)
    of_tasks, of_raters = marks.sum(axis=1), marks.sum(axis=0)
    means = np.concatenate([of_tasks, of_raters]), np.concatenate([filled.sum(axis=1), filled.sum(axis=0)])
    effects = np.block([[np.diag(of_tasks), marks], [marks.T, np.diag(of_raters)]])
    ends = np.array([[marks.sum(), filled.sum()], [filled.sum(), (filled**2).sum()]])
    both = np.column_stack(means)
    return np.block([[effects, both], [both.T, ends]])


def _weighed(products: np.ndarray, tasks: int, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the factor of the effects' matrix, and what it takes from the products to weigh them by their variance.

    `ratios` are the variances of tasks and of raters in units of the rest.
    """
    from scipy.linalg import cholesky, solve_triangular

    size = len(products) - 2
    root = np.sqrt(np.repeat(ratios, [tasks, size - tasks]))
    lines = root[:, None] * products[:size]
    lower = cholesky(np.eye(size) + lines[:, :size] * root, lower=True, check_finite=False)
    return lower, solve_triangular(lower, lines, lower=True, check_finite=False)


def _ends(products: np.ndarray, taken: np.ndarray) -> tuple[float, float, float]:
    """Return the weight of the mean, the mean, and what is left of the ratings about it."""
    left = products[-2:, -2:] - taken[:, -2:].T @ taken[:, -2:]
    weight, mean = float(left[0, 0]), float(left[0, 1] / left[0, 0])
    return weight, mean, max(float(left[1, 1]) - mean**2 * weight, 1e-300)


def _deviance(products: np.ndarray, tasks: int, ratios: np.ndarray, free: int) -> tuple[float, np.ndarray]:
    """Return minus twice the restricted log likelihood for each free rating, and how it changes with log ratios.

    log |V| + log (1' V^-1 1) + (N - 1) log (y' P y), V = I + Z G Z' with the ratios in G and the rest worked out;
    `free` is N - 1.
    """
    lower, taken = _weighed(products, tasks, ratios)
    weight, mean, left = _ends(products, taken)
    size = len(lower)
    value = 2 * float(np.log(np.diag(lower)).sum()) + math.log(weight) + free * math.log(left)
    seen = products[:size, -2:] - taken[:, :size].T @ taken[:, -2:]
    traces = np.diag(products)[:size] - (taken[:, :size] ** 2).sum(axis=0) - seen[:, 0] ** 2 / weight
    each = traces - free * (seen[:, 1] - mean * seen[:, 0]) ** 2 / left
    slope = ratios * np.array([each[:tasks].sum(), each[tasks:].sum()])
    return value / free, slope / free
