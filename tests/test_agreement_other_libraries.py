"""Agreement: other people's libraries give the same numbers where they have them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import inter_rater

from codesign.agreement import cohen_kappa, fleiss_kappa


def rows_of(coders):
    return st.lists(st.tuples(*[st.sampled_from("abc")] * coders), min_size=2, max_size=12)


@given(st.integers(2, 5).flatmap(rows_of))
def test_fleiss_kappa_is_that_of_statsmodels(rows):
    kappa = fleiss_kappa(pd.DataFrame(rows))
    if not math.isnan(kappa):
        assert kappa == pytest.approx(inter_rater.fleiss_kappa(inter_rater.aggregate_raters(np.array(rows))[0]))


@given(rows_of(2))
def test_cohen_kappa_is_that_of_statsmodels(rows):
    kappa = cohen_kappa(pd.DataFrame(rows))
    if not math.isnan(kappa):
        table = inter_rater.to_table(np.array(rows))[0]
        with np.errstate(all="ignore"):  # its standard error is undefined where coders agree completely
            assert kappa == pytest.approx(inter_rater.cohens_kappa(table).kappa)
