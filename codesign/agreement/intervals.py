"""How far a coefficient would move with other interviews of the same kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from codesign.agreement import sums
from codesign.agreement.coefficients import Coefficient, Formula, Units, as_table
from codesign.agreement.sums import Sums

REPEATS = 1000
SEED = 20200505
LEVEL = 0.95
FEWEST_INTERVIEWS = 5
FEWEST_VARYING = 3
MOSTLY_UNDEFINED = "half of the draws of interviews or more leave it undefined"
FORMULAS: Mapping[str, Formula] = {
    "percent_agreement": sums.percent,
    "cohen_kappa": sums.cohen,
    "scott_pi": sums.scott,
    "fleiss_kappa": sums.fleiss,
    "krippendorff_alpha": sums.krippendorff,
    "gwet_ac1": sums.gwet,
}


def bootstrap_interval(
    units: Units,
    interviews: Sequence[str],
    coefficient: str = "krippendorff_alpha",
    *,
    repeats: int = REPEATS,
    seed: int = SEED,
    level: float = LEVEL,
) -> tuple[Coefficient, Coefficient]:
    """Return the percentile bootstrap interval of a coefficient; `interviews` names the interview of each unit.

    Whole interviews are drawn with replacement, since units of one interview are not independent (Efron and
    Tibshirani 1993). NaN, with the reason, under five interviews, where fewer than three hold a value other than the
    commonest one, and where half the draws or more leave the coefficient undefined. `units` of a bound are interviews.
    """
    table = as_table(units)
    if len(interviews) != len(table):
        raise ValueError(f"There are {len(table)} units and the interviews of {len(interviews)}.")
    groups, names = pd.factorize(np.asarray(interviews, dtype=object))
    order = np.argsort(groups, kind="stable")
    places, kinds = pd.factorize(table.to_numpy(dtype=object).ravel())
    starts = np.searchsorted(groups[order], np.arange(1, len(names))).tolist()
    summed = sums.summed(places.reshape(table.shape)[order], len(kinds), np.ones(len(table)), starts)
    drawn = summed.drawn(draws(len(names), repeats=repeats, seed=seed))
    reason = why_none(summed, "hold a value other than the commonest")
    low, high = (np.nan, np.nan) if reason else interval_of(drawn, FORMULAS[coefficient], level)
    reason = reason or (MOSTLY_UNDEFINED if np.isnan(low) else "")
    coders = table.shape[1]
    return (
        Coefficient(low, units=len(names), coders=coders, reason=reason),
        Coefficient(high, units=len(names), coders=coders, reason=reason),
    )


def draws(groups: int, *, repeats: int = REPEATS, seed: int = SEED) -> np.ndarray:
    """Return how often each group was drawn, one row a repeat: as many as there are, with replacement."""
    if not groups:
        return np.zeros((repeats, 0))
    chance = np.full(groups, 1 / groups)
    return np.random.default_rng(seed).multinomial(groups, chance, size=repeats).astype(float)


def why_none(summed: Sums, that_vary: str) -> str:
    """Return why sums by interview allow no interval, or nothing: one or two interviews have no spread to show."""
    commonest = summed.shares.sum(axis=0).argmax() if summed.shares.size else 0
    varying = (np.delete(summed.shares, commonest, axis=1) > 0).any(axis=1).sum() if summed.shares.size else 0
    return too_few(len(summed.paired), int(varying), that_vary)


def too_few(interviews: int, varying: int, that_vary: str) -> str:
    """Return why so many interviews, and so many of them that vary, are too few for an interval, or nothing."""
    if interviews < FEWEST_INTERVIEWS:
        return f"there are fewer than {FEWEST_INTERVIEWS} interviews to draw from ({interviews})"
    return f"fewer than {FEWEST_VARYING} interviews {that_vary}" if varying < FEWEST_VARYING else ""


def interval_of(drawn: Sums, formula: Formula, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a coefficient from the sums of each draw; NaN where half or more leave it undefined."""
    return quantiles(formula(drawn), level)


def quantiles(values: np.ndarray, level: float = LEVEL) -> tuple[float, float]:
    """Return the bounds that hold the middle of drawn values; NaN where half or more of them are undefined."""
    defined = values[~np.isnan(values)]
    if 2 * len(defined) <= len(values):
        return np.nan, np.nan
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
