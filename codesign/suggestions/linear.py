"""A logistic regression for each code, all codes at once, worked out from how alike the passages are.

There are far more terms than passages, so each model's weights are sought as a blend of the passages: with K the
passages' cosines, the scores of one code's model are f = (K + 1)a, and the weights are the vectors blended by a. The
optimum of the penalised likelihood is where a = C y / (1 + exp(y f)) (Zhu and Hastie 2005, Kernel Logistic Regression
and the Import Vector Machine, J. Comput. Graph. Stat. 14(1), section 2). Newton's method finds it, each of its
steps by conjugate gradients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from codesign.suggestions.examples import Flags
from codesign.suggestions.scoring import Floats

# The inverse of the penalty on large weights in the logistic regression.
LOOSENESS = 2.0
PRECISION = 1e-3
STEPS, MOST_GRADIENTS, HALVINGS = 20, 30, 10


@dataclass(frozen=True, eq=False)
class Linear:
    """A logistic regression for each code against all other passages."""

    weights: Floats
    constants: Floats

    @classmethod
    def learned(cls, vectors: Any, alike: Floats, has: Flags, pause: Callable[[], None]) -> Linear | None:
        """Return the models of all codes from the passages and their cosines; None where nothing is coded.

        Where all passages carry a code nothing tells apart, so its weights are the mean of the passages.
        """
        if not has.any():
            return None
        everywhere = has.all(axis=0)
        telling = np.flatnonzero(has.any(axis=0) & ~everywhere)
        blend = np.zeros(has.shape)
        blend[:, everywhere] = 1 / len(has)
        if len(telling):
            blend[:, telling] = _blend(alike + 1, has[:, telling], pause)
        return cls(np.asarray(vectors.T @ blend, dtype=float), blend.sum(axis=0) * ~everywhere)

    def odds(self, vectors: Any) -> Floats:
        """Return the odds each model gives its code, a row for each vector."""
        return np.asarray(np.exp(vectors @ self.weights + self.constants), dtype=float)


def _blend(alike: Floats, has: Flags, pause: Callable[[], None]) -> Floats:
    """Return how the passages are blended into the weights of each code, a column for each."""
    signs = np.where(has, 1.0, -1.0)
    uses = has.sum(axis=0)
    costs = LOOSENESS * len(has) / (2 * np.where(has, uses, len(has) - uses))
    blend, scores = np.zeros(has.shape), np.zeros(has.shape)
    enough = PRECISION * np.linalg.norm(costs / 2, axis=0)
    for _ in range(STEPS):
        pause()
        wrong = 1 / (1 + np.exp(np.clip(signs * scores, -500, 500)))
        short = costs * signs * wrong - blend
        if (np.linalg.norm(short, axis=0) <= enough).all():
            break
        step = _newton(alike, costs * wrong * (1 - wrong), short)
        rise = alike @ step
        size = _size(costs, signs, (blend, scores), (step, rise))
        blend, scores = blend + size * step, scores + size * rise
    return blend


def _newton(alike: Floats, curve: Floats, short: Floats) -> Floats:
    """Return each column of x where (1 + curve K) x = short, to a tenth, by conjugate gradients."""
    root = np.sqrt(np.maximum(curve, 1e-9))
    left = short / root
    solution, way = np.zeros_like(left), left.copy()
    size = (left**2).sum(axis=0)
    enough = 0.01 * size
    for _ in range(MOST_GRADIENTS):
        ahead = way + root * (alike @ (root * way))
        share = size / np.maximum((way * ahead).sum(axis=0), 1e-300)
        solution, left = solution + share * way, left - share * ahead
        now = (left**2).sum(axis=0)
        if (now <= enough).all():
            break
        way, size = left + now / np.maximum(size, 1e-300) * way, now
    return root * solution


def _size(costs: Floats, signs: Floats, here: tuple[Floats, Floats], step: tuple[Floats, Floats]) -> Floats:
    """Return how much of each column's step to go: all of it, or the first half of a half that makes nothing worse."""
    size = np.ones(costs.shape[1])
    before = _loss(costs, signs, *here)
    for _ in range(HALVINGS):
        worse = _loss(costs, signs, here[0] + size * step[0], here[1] + size * step[1]) > before + 1e-9 * abs(before)
        if not worse.any():
            break
        size = np.where(worse, size / 2, size)
    return size


def _loss(costs: Floats, signs: Floats, blend: Floats, scores: Floats) -> Floats:
    missed = (costs * np.logaddexp(0, -signs * scores)).sum(axis=0)
    return np.asarray((blend * scores).sum(axis=0) / 2 + missed, dtype=float)
