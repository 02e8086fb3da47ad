"""What agreement is counted from, and the formulas on it.

All coefficients are functions of a few sums over units. Sums of interviews add up to those of the study, and an
interview drawn twice counts twice: so a bootstrap over interviews is one multiplication, and runs of characters
count by their length. Formulas work on any number of such sums at once and give NaN where they are undefined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

TINY = 1e-12


@dataclass(frozen=True)
class Sums:
    """Sums over units, by group of units (first axis) and value (last axes).

    `paired` units have two or more values, `agreeing` adds up their shares of agreeing pairs; `coincidences` are
    pairs of values within them, each unit weighing 1 / (values - 1). `valued` units have one or more, `shares` adds
    up how their values divide. `complete` units have two or more values and as many as the fullest unit has; `crossed`
    is the table of two coders.
    """

    paired: np.ndarray
    agreeing: np.ndarray
    coincidences: np.ndarray
    valued: np.ndarray
    shares: np.ndarray
    complete: np.ndarray
    complete_agreeing: np.ndarray
    complete_shares: np.ndarray
    crossed: np.ndarray

    def drawn(self, times: np.ndarray) -> Sums:
        """Return the sums of groups drawn that many times: one row of `times` a draw, one column a group."""
        return Sums(*(np.tensordot(times, getattr(self, field.name), axes=1) for field in fields(self)))

    def total(self) -> Sums:
        """Return the sums of all groups together, as one group."""
        return self.drawn(np.ones((1, len(self.paired))))


def summed(places: np.ndarray, kinds: int, weights: np.ndarray, starts: Sequence[int] = ()) -> Sums:
    """Return the sums of units; `places` has the number of the value each coder (column) gave, -1 for none.

    `weights` says how many times each row stands. Rows from one of `starts` to the next are a group.
    """
    counts = (places[:, :, None] == np.arange(kinds)).sum(axis=1).astype(float)
    valued = counts.sum(axis=1)
    is_paired, is_complete = valued >= 2, valued == max(2, valued.max(initial=0))
    others = np.where(is_paired, valued - 1, 1)
    agreeing = np.where(is_paired, (counts * (counts - 1)).sum(axis=1) / (np.maximum(valued, 1) * others), 0.0)
    shares = counts / np.maximum(valued, 1)[:, None]
    lines = np.column_stack([is_paired, agreeing, valued > 0, is_complete, agreeing * is_complete, shares,
                             shares * is_complete[:, None]]) * weights[:, None]  # fmt: skip
    within = counts * (weights * is_paired / others)[:, None]
    first, second = _both(places, kinds, weights)
    added = np.stack([part.sum(axis=0) for part in np.split(lines, starts)])
    coincidences = _products(within, counts, starts) - _diagonal(within, starts)
    return Sums(
        added[:, 0],
        added[:, 1],
        coincidences,
        added[:, 2],
        added[:, 5 : 5 + kinds],
        added[:, 3],
        added[:, 4],
        added[:, 5 + kinds :],
        _products(first, second, starts),
    )


def _both(places: np.ndarray, kinds: int, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of the first two coders as ones and noughts, the first weighted, where both gave one."""
    if places.shape[1] != 2:
        nothing = np.zeros((len(places), kinds))
        return nothing, nothing
    marks = (places[:, :, None] == np.arange(kinds)).astype(float)
    both = (places >= 0).all(axis=1)
    return marks[:, 0] * (weights * both)[:, None], marks[:, 1]


def _products(left: np.ndarray, right: np.ndarray, starts: Sequence[int]) -> np.ndarray:
    parts = zip(np.split(left, starts), np.split(right, starts), strict=True)
    return np.stack([one.T @ other for one, other in parts])


def _diagonal(within: np.ndarray, starts: Sequence[int]) -> np.ndarray:
    return np.stack([np.diag(part.sum(axis=0)) for part in np.split(within, starts)])


# formulas -----------------------------------------------------------------------------------------------


def percent(sums: Sums) -> np.ndarray:
    """Return the mean share of agreeing pairs of coders."""
    return _divided(sums.agreeing, sums.paired)


def cohen(sums: Sums) -> np.ndarray:
    """Return Cohen's kappa."""
    table = _of_all(sums.crossed)
    return _beyond_chance(_trace(table), (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1))


def scott(sums: Sums) -> np.ndarray:
    """Return Scott's pi."""
    table = _of_all(sums.crossed)
    return _beyond_chance(_trace(table), (((table.sum(axis=-1) + table.sum(axis=-2)) / 2) ** 2).sum(axis=-1))


def fleiss(sums: Sums) -> np.ndarray:
    """Return Fleiss' kappa."""
    shares = _divided(sums.complete_shares, sums.complete[..., None])
    return _beyond_chance(_divided(sums.complete_agreeing, sums.complete), (shares**2).sum(axis=-1))


def gwet(sums: Sums) -> np.ndarray:
    """Return Gwet's AC1."""
    shares = _divided(sums.shares, sums.valued[..., None])
    kinds = (shares > 0).sum(axis=-1)
    chance = _divided((shares * (1 - shares)).sum(axis=-1), kinds - 1)
    return _beyond_chance(percent(sums), chance)


def krippendorff(sums: Sums, differences: np.ndarray | None = None) -> np.ndarray:
    """Return Krippendorff's alpha; without squared `differences` of values, for nominal ones."""
    totals = sums.coincidences.sum(axis=-1)
    apart = 1 - np.eye(totals.shape[-1]) if differences is None else differences
    pairs = totals.sum(axis=-1)
    observed = (sums.coincidences * apart).sum(axis=(-2, -1))
    expected = (totals[..., :, None] * totals[..., None, :] * apart).sum(axis=(-2, -1))
    varies = expected > TINY * pairs**2
    return np.asarray(1 - _divided(observed * (pairs - 1), np.where(varies, expected, 0)))


def _divided(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _of_all(table: np.ndarray) -> np.ndarray:
    return _divided(table, table.sum(axis=(-2, -1), keepdims=True))


def _trace(table: np.ndarray) -> np.ndarray:
    return np.asarray(np.trace(table, axis1=-2, axis2=-1))


def _beyond_chance(observed: np.ndarray, chance: np.ndarray) -> np.ndarray:
    return _divided(observed - chance, np.where(1 - chance > TINY, 1 - chance, 0))
