"""What the agreement on single codes comes to: all of them pooled, their mean, and the weakest by name."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from codesign.agreement.codes import POOLED

WEAK = 0.667
"""Below this, conclusions are not drawn, not even tentative ones (Krippendorff 2019)."""
NOBODY_TWICE = "no interview was coded by two people"


@dataclass(frozen=True)
class OfCode:
    """Krippendorff's alpha of one code: in so many answers somebody put it, of so many that were compared."""

    code_id: str
    alpha: float
    used: int
    of: int


@dataclass(frozen=True)
class Overall:
    """Agreement on all codes, answer by answer, worst code first; `reason` says why there is none.

    `pooled` and `share` are of all codes together (alpha, and the share judged alike), over so many `judgements`:
    an answer and a code, put or not.
    """

    pooled: float
    share: float
    judgements: int
    interviews: int
    codes: tuple[OfCode, ...]
    reason: str

    @property
    def mean(self) -> float:
        """The mean alpha of the codes that have one: a summary, no coefficient."""
        return math.fsum(code.alpha for code in self.codes) / len(self.codes) if self.codes else math.nan

    @property
    def weak(self) -> int:
        """How many codes are too weak to draw conclusions from."""
        return sum(code.alpha < WEAK for code in self.codes)


def overall(by_code: pd.DataFrame) -> Overall:
    """Return what a table of `by_code` comes to, by answers."""
    rows = by_code[by_code["level"] == "turns"]
    if rows.empty:
        return Overall(math.nan, math.nan, 0, 0, (), NOBODY_TWICE)
    whole, single = rows[rows["code_id"] == POOLED].iloc[0], rows[rows["code_id"] != POOLED]
    single = single.dropna(subset=["krippendorff_alpha"]).sort_values("krippendorff_alpha", kind="stable")
    codes = tuple(
        OfCode(str(row["code_id"]), float(row["krippendorff_alpha"]), int(row["used"]), int(row["units"]))
        for row in single.to_dict("records")
    )
    pooled, share = float(whole["krippendorff_alpha"]), float(whole["percent_agreement"])
    reason = str(whole["reason"]) if math.isnan(pooled) else ""
    return Overall(pooled, share, int(whole["units"]), int(whole["interviews"]), codes, reason)
