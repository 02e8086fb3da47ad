"""The coefficients of agreement, each with its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from codesign.agreement import sums
from codesign.agreement.sums import Sums

Scale = Literal["nominal", "ordinal", "interval", "ratio"]
Formula = Callable[[Sums], np.ndarray]
Units = pd.DataFrame | np.ndarray | Sequence[Sequence[Any]]
NOT_TWICE = "no unit was valued by two coders"
NOT_BOTH = "no unit was valued by both coders"
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


def percent_agreement(units: Units, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return the share of pairs of coders who agree, averaged over the units two or more coders valued, from 0 to 1.

    Each unit counts the same, however many coders valued it. It makes no allowance for chance. Here and below,
    `weights` says how many times each unit stands, such as the length of a run of characters.

    >>> percent_agreement(pd.DataFrame({"ana": ["x", "x", "y"], "ben": ["x", "y", "y"]}))
    0.6666666666666666
    """
    table, summed = _summed(units, weights)
    return _coefficient(sums.percent(summed), summed.paired, table, NOT_TWICE)


def cohen_kappa(units: Units, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Cohen's kappa of two coders: agreement beyond what each coder's own habits would give by chance.

    (po - pe) / (1 - pe), pe from the two coders' own distributions (Cohen 1960). Units only one coder valued are
    left aside. Raises ValueError where the table does not have two columns.
    """
    table, summed = _summed(_of_two(units, "Cohen's kappa"), weights)
    return _coefficient(sums.cohen(summed), summed.paired, table, NOT_BOTH)


def scott_pi(units: Units, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Scott's pi of two coders: agreement beyond what the values' shares among both would give by chance.

    (po - pe) / (1 - pe), pe from the distribution of both coders taken together (Scott 1955). Units only one coder
    valued are left aside. Raises ValueError where the table does not have two columns.
    """
    table, summed = _summed(_of_two(units, "Scott's pi"), weights)
    return _coefficient(sums.scott(summed), summed.paired, table, NOT_BOTH)


def fleiss_kappa(units: Units, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Fleiss' kappa: two or more coders, on the units with the most values.

    (P - Pe) / (1 - Pe), P the mean share of agreeing pairs, Pe the sum of squared shares of the values (Fleiss
    1971). It asks for the same number of values in each unit, by whichever coders: units with fewer values than the
    fullest are left aside, and with such gaps alpha uses more of them.
    """
    table, summed = _summed(units, weights)
    return _coefficient(sums.fleiss(summed), summed.complete, table, NOT_TWICE)


def gwet_ac1(units: Units, *, weights: Sequence[float] | None = None) -> Coefficient:
    """Return Gwet's AC1: two or more coders, gaps allowed; it does not fall when one value is rare.

    (pa - pe) / (1 - pe), pe = the sum of p (1 - p) over the Q values used, divided by Q - 1, with p the mean over
    units of the share of coders who chose a value (Gwet 2008, 2014).
    """
    table, summed = _summed(units, weights)
    return _coefficient(sums.gwet(summed), summed.paired, table, NOT_TWICE)


def krippendorff_alpha(
    units: Units, *, weights: Sequence[float] | None = None, scale: Scale = "nominal"
) -> Coefficient:
    """Return Krippendorff's alpha: two or more coders, missing values allowed.

    1 - Do / De from the coincidences of pairs within units, each unit of m values weighing 1 / (m - 1)
    (Krippendorff 2011, Computing Krippendorff's alpha-reliability). Units with fewer than two values are left aside.
    On another `scale` than the nominal one the values are numbers; ValueError where they are not.
    """
    if scale not in get_args(Scale):
        raise ValueError(f"There is no scale “{scale}”; it is one of {', '.join(get_args(Scale))}.")
    table, summed = _summed(units, weights)
    kinds = pd.factorize(table.to_numpy(dtype=object).ravel())[1]
    apart = None if scale == "nominal" else _differences(kinds, summed.coincidences[0].sum(axis=-1), scale)
    return _coefficient(sums.krippendorff(summed, apart), summed.paired, table, NOT_TWICE)


def _differences(kinds: np.ndarray, totals: np.ndarray, scale: Scale) -> np.ndarray:
    """Return the squared differences of values on a scale, after Krippendorff 2011."""
    try:
        values = np.asarray(kinds, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"Values on the {scale} scale must be numbers.") from error
    if not np.isfinite(values).all():
        raise ValueError(f"Values on the {scale} scale must be finite numbers.")
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


def _summed(units: Units, weights: Sequence[float] | None) -> tuple[pd.DataFrame, Sums]:
    table = as_table(units)
    places, kinds = pd.factorize(table.to_numpy(dtype=object).ravel())
    times = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
    if len(times) != len(table):
        raise ValueError(f"There are {len(table)} units and {len(times)} weights.")
    if not (np.isfinite(times) & (times >= 0)).all():
        raise ValueError("A weight is a number of 0 or more: how many times a unit stands.")
    return table, sums.summed(places.reshape(table.shape), len(kinds), times)


def as_table(units: Units) -> pd.DataFrame:
    """Return units as a table, whatever a caller has them in."""
    return units if isinstance(units, pd.DataFrame) else pd.DataFrame(units, dtype=object)


def _coefficient(value: np.ndarray, rests_on: np.ndarray, units: pd.DataFrame, nothing: str) -> Coefficient:
    number, many = float(value[0]), float(rests_on[0])
    if not many:
        return Coefficient(math.nan, units=0, coders=units.shape[1], reason=nothing)
    reason = NO_VARIATION if math.isnan(number) else ""
    return Coefficient(number, units=round(many), coders=units.shape[1], reason=reason)


def _of_two(units: Units, name: str) -> pd.DataFrame:
    table = as_table(units)
    if table.shape[1] != 2:
        raise ValueError(f"{name} compares two coders; this table has {table.shape[1]}.")
    return table
