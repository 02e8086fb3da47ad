"""Agreement between coders, in numbers that say when they mean nothing.

Every coefficient takes a table of units: one row a unit, one column a coder, missing values as NaN or None; the
table holds nothing else. Each comes back as a number that also carries the units and coders it rests on and,
where it is NaN, the reason.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd


class Coefficient(float):
    """A coefficient; NaN with a `reason` where it is undefined. `units` and `coders` say what it rests on."""

    units: int
    coders: int
    reason: str

    def __new__(cls, value: float, *, units: int, coders: int, reason: str = "") -> Coefficient:
        """Return the number with what it rests on."""
        coefficient = super().__new__(cls, value)
        coefficient.units, coefficient.coders, coefficient.reason = units, coders, reason
        return coefficient

    def __getnewargs_ex__(self) -> tuple[tuple[float], dict[str, object]]:
        return (float(self),), {"units": self.units, "coders": self.coders, "reason": self.reason}


def percent_agreement(units: pd.DataFrame) -> Coefficient:
    """Return the share of pairs of coders who agree, averaged over the units two or more coders valued, from 0 to 1.

    Each unit counts the same, however many coders valued it. It makes no allowance for chance.

    >>> percent_agreement(pd.DataFrame({"ana": ["x", "x", "y"], "ben": ["x", "y", "y"]}))
    0.6666666666666666
    """
    counts = _paired(units)
    if not len(counts):
        return _undefined(units, counts, "no unit was valued by two coders")
    valued = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1) / (valued * (valued - 1))
    return _coefficient(float(agreeing.mean()), units, counts)


def cohen_kappa(units: pd.DataFrame) -> Coefficient:
    """Return Cohen's kappa of two coders: agreement beyond what each coder's own habits would give by chance.

    (po - pe) / (1 - pe), pe from the two coders' own distributions (Cohen 1960). Units only one coder valued are
    left aside. Raises ValueError where the table does not have two columns.
    """
    if units.shape[1] != 2:
        raise ValueError(f"Cohen's kappa compares two coders; this table has {units.shape[1]}.")
    both = units.dropna()
    counts = _paired(units)
    if both.empty:
        return _undefined(units, counts, "no unit was valued by both coders")
    shares = [both.iloc[:, place].value_counts(normalize=True) for place in (0, 1)]
    expected = sum(float(shares[0][value]) * float(shares[1].get(value, 0.0)) for value in shares[0].index)
    if math.isclose(expected, 1.0):
        return _undefined(units, counts, "both coders used one and the same value throughout")
    observed = float((both.iloc[:, 0] == both.iloc[:, 1]).mean())
    return _coefficient((observed - expected) / (1 - expected), units, counts)


def krippendorff_alpha(units: pd.DataFrame) -> Coefficient:
    """Return Krippendorff's alpha for nominal values: two or more coders, missing values allowed.

    1 - Do / De from the coincidences of pairs within units, each unit of m values weighing 1 / (m - 1)
    (Krippendorff 2011, Computing Krippendorff's alpha-reliability). Units with fewer than two values are left aside.
    """
    counts = _paired(units)
    if not len(counts):
        return _undefined(units, counts, "no unit was valued by two coders")
    totals = counts.sum(axis=0)
    n = float(totals.sum())
    valued = counts.sum(axis=1)
    observed = float(((valued**2 - (counts**2).sum(axis=1)) / (valued - 1)).sum())
    expected = float(n**2 - (totals**2).sum()) / (n - 1)
    if expected == 0:
        return _undefined(units, counts, "the values do not vary: all coders used one and the same value")
    return _coefficient(1 - observed / expected, units, counts)


def _paired(units: pd.DataFrame) -> np.ndarray:
    """Return how often each value was given to each unit, for the units with at least two values."""
    values = units.to_numpy(dtype=object)
    codes, kinds = pd.factorize(values.ravel())
    known = codes >= 0
    rows = np.repeat(np.arange(len(units)), units.shape[1])
    counts = np.zeros((len(units), len(kinds)))
    np.add.at(counts, (rows[known], codes[known]), 1)
    paired: np.ndarray = counts[counts.sum(axis=1) >= 2]
    return paired


def _coefficient(value: float, units: pd.DataFrame, counts: np.ndarray) -> Coefficient:
    return Coefficient(value, units=len(counts), coders=units.shape[1])


def _undefined(units: pd.DataFrame, counts: np.ndarray, reason: str) -> Coefficient:
    return Coefficient(math.nan, units=len(counts), coders=units.shape[1], reason=reason)
