"""The coefficients of agreement, each with its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from codesign.agreement import sums
from codesign.agreement.sums import Sums

Scale = Literal["nominal", "ordinal", "interval", "ratio"]
Formula = Callable[[Sums], np.ndarray]
NOT_TWICE = "no unit was valued by two coders"
NOT_BOTH = "no unit was valued by both coders"
NOT_ALL = "no unit was valued by every coder"
NO_VARIATION = "the values do not vary: all coders used one and the same value"


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


def percent_agreement(units: pd.DataFrame, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return the share of pairs of coders who agree, averaged over the units two or more coders valued, from 0 to 1.

    Each unit counts the same, however many coders valued it. It makes no allowance for chance. Here and below,
    `weights` says how many times each unit stands, such as the length of a run of characters.

    >>> percent_agreement(pd.DataFrame({"ana": ["x", "x", "y"], "ben": ["x", "y", "y"]}))
    0.6666666666666666
    """
    found = _summed(units, weights)
    return _coefficient(sums.percent(found), found.paired, units, NOT_TWICE)


def cohen_kappa(units: pd.DataFrame, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Cohen's kappa of two coders: agreement beyond what each coder's own habits would give by chance.

    (po - pe) / (1 - pe), pe from the two coders' own distributions (Cohen 1960). Units only one coder valued are
    left aside. Raises ValueError where the table does not have two columns.
    """
    _of_two(units, "Cohen's kappa")
    found = _summed(units, weights)
    return _coefficient(sums.cohen(found), found.paired, units, NOT_BOTH)


def scott_pi(units: pd.DataFrame, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Scott's pi of two coders: agreement beyond what the values' shares among both would give by chance.

    (po - pe) / (1 - pe), pe from the distribution of both coders taken together (Scott 1955). Units only one coder
    valued are left aside. Raises ValueError where the table does not have two columns.
    """
    _of_two(units, "Scott's pi")
    found = _summed(units, weights)
    return _coefficient(sums.scott(found), found.paired, units, NOT_BOTH)


def fleiss_kappa(units: pd.DataFrame, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Fleiss' kappa: two or more coders, on the units all of them valued.

    (P - Pe) / (1 - Pe), P the mean share of agreeing pairs, Pe the sum of squared shares of the values (Fleiss
    1971). It asks for the same number of values in each unit; with gaps, alpha uses more of them.
    """
    found = _summed(units, weights)
    complete = found.complete if units.shape[1] > 1 else np.zeros(1)
    return _coefficient(sums.fleiss(found), complete, units, NOT_ALL)


def gwet_ac1(units: pd.DataFrame, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Gwet's AC1: two or more coders, gaps allowed; it does not fall when one value is rare.

    (pa - pe) / (1 - pe), pe = the sum of p (1 - p) over the Q values used, divided by Q - 1, with p the mean over
    units of the share of coders who chose a value (Gwet 2008, 2014).
    """
    found = _summed(units, weights)
    return _coefficient(sums.gwet(found), found.paired, units, NOT_TWICE)


def krippendorff_alpha(
    units: pd.DataFrame, *, weights: Sequence[float] | None = None, scale: Scale = "nominal"
) -> Coefficient:
    """Return Krippendorff's alpha: two or more coders, missing values allowed.

    1 - Do / De from the coincidences of pairs within units, each unit of m values weighing 1 / (m - 1)
    (Krippendorff 2011, Computing Krippendorff's alpha-reliability). Units with fewer than two values are left aside.
    On another `scale` than the nominal one the values are numbers; ValueError where they are not.
    """
    kinds = pd.factorize(units.to_numpy(dtype=object).ravel())[1]
    found = _summed(units, weights)
    apart = None if scale == "nominal" else _differences(kinds, found.coincidences[0].sum(axis=-1), scale)
    return _coefficient(sums.krippendorff(found, apart), found.paired, units, NOT_TWICE)


def _differences(kinds: np.ndarray, totals: np.ndarray, scale: Scale) -> np.ndarray:
    """Return the squared differences of values on a scale, after Krippendorff 2011."""
    try:
        values = np.asarray(kinds, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"Values on the {scale} scale must be numbers.") from error
    if scale == "ordinal":
        order = np.argsort(values)
        middle = np.empty_like(values)
        middle[order] = np.cumsum(totals[order]) - totals[order] / 2
        values = middle
    apart = (values[:, None] - values[None, :]) ** 2
    if scale == "ratio":
        both = (values[:, None] + values[None, :]) ** 2
        apart = np.divide(apart, both, out=np.zeros_like(apart), where=both > 0)
    return np.asarray(apart)


def _summed(units: pd.DataFrame, weights: Sequence[float] | None) -> Sums:
    places, kinds = pd.factorize(units.to_numpy(dtype=object).ravel())
    times = np.ones(len(units)) if weights is None else np.asarray(weights, dtype=float)
    if len(times) != len(units):
        raise ValueError(f"There are {len(units)} units and {len(times)} weights.")
    return sums.summed(places.reshape(units.shape), len(kinds), times)


def _coefficient(value: np.ndarray, rests_on: np.ndarray, units: pd.DataFrame, nothing: str) -> Coefficient:
    number, many = float(value[0]), round(float(rests_on[0]))
    if not many:
        return Coefficient(math.nan, units=0, coders=units.shape[1], reason=nothing)
    reason = NO_VARIATION if math.isnan(number) else ""
    return Coefficient(number, units=many, coders=units.shape[1], reason=reason)


def _of_two(units: pd.DataFrame, name: str) -> None:
    if units.shape[1] != 2:
        raise ValueError(f"{name} compares two coders; this table has {units.shape[1]}.")
