"""How far a coefficient would move with other interviews of the same kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from codesign.agreement import sums
from codesign.agreement.coefficients import Formula
from codesign.agreement.sums import Sums

REPEATS = 1000
SEED = 20200505
LEVEL = 0.95
FEWEST_INTERVIEWS = 5
FEWEST_VARYING = 3
FORMULAS: Mapping[str, Formula] = {
    "percent_agreement": sums.percent,
    "cohen_kappa": sums.cohen,
    "scott_pi": sums.scott,
    "fleiss_kappa": sums.fleiss,
    "krippendorff_alpha": sums.krippendorff,
    "gwet_ac1": sums.gwet,
}


def bootstrap_interval(
    units: pd.DataFrame,
    interviews: Sequence[str],
    coefficient: str = "krippendorff_alpha",
    *,
    repeats: int = REPEATS,
    seed: int = SEED,
    level: float = LEVEL,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a coefficient; `interviews` names the interview of each unit.

    Whole interviews are drawn with replacement, since units of one interview are not independent (Efron and
    Tibshirani 1993). NaN under five interviews, where fewer than three hold a value other than the commonest one,
    and where half the draws or more leave the coefficient undefined.
    """
    groups, names = pd.factorize(np.asarray(interviews, dtype=object))
    order = np.argsort(groups, kind="stable")
    places, kinds = pd.factorize(units.to_numpy(dtype=object).ravel())
    starts = np.searchsorted(groups[order], np.arange(1, len(names))).tolist()
    found = sums.summed(places.reshape(units.shape)[order], len(kinds), np.ones(len(units)), starts)
    drawn = found.drawn(draws(len(names), repeats=repeats, seed=seed))
    return interval_of(drawn, FORMULAS[coefficient], level) if is_enough(found) else (np.nan, np.nan)


def draws(groups: int, *, repeats: int = REPEATS, seed: int = SEED) -> np.ndarray:
    """Return how often each group was drawn, one row a repeat: as many as there are, with replacement."""
    if not groups:
        return np.zeros((repeats, 0))
    chance = np.full(groups, 1 / groups)
    return np.random.default_rng(seed).multinomial(groups, chance, size=repeats).astype(float)


def is_enough(found: Sums) -> bool:
    """Return whether sums by interview allow an interval: what one or two interviews hold has no spread to show."""
    commonest = found.shares.sum(axis=0).argmax() if found.shares.size else 0
    varying = (np.delete(found.shares, commonest, axis=1) > 0).any(axis=1).sum() if found.shares.size else 0
    return len(found.paired) >= FEWEST_INTERVIEWS and bool(varying >= FEWEST_VARYING)


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
