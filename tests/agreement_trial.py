"""What several tests of agreement share: units and sections as tables, and the coefficients by their kind."""

import math

import pandas as pd

from codesign import agreement

OF_ANY = [agreement.percent_agreement, agreement.krippendorff_alpha, agreement.gwet_ac1, agreement.fleiss_kappa]
BY_NAME = [getattr(agreement, name) for name in agreement.COEFFICIENTS]


def units(*rows):
    return pd.DataFrame(list(rows), dtype=object)


def sections(observers):
    rows = [(coder, first - 1, last, value) for coder, own in observers.items() for first, last, value in own]
    return pd.DataFrame(rows, columns=["coder", "start", "end", "value"])


def same(one: float, other: float) -> bool:
    return math.isclose(one, other, abs_tol=1e-9) or (math.isnan(one) and math.isnan(other))
