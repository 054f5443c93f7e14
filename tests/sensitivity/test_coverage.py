"""The promise of an interval: nine true ranks in ten lie within it."""

import numpy as np
import pytest

import mdi
from tests.sensitivity.simulated import shrinking, simulated


@pytest.mark.slow
@pytest.mark.parametrize("districts", [0.0, 0.3])
@pytest.mark.parametrize("together", [0.0, 0.3, 0.6])
def test_an_interval_of_ninety_per_cent_covers_the_true_rank_in_as_many_areas(together, districts):
    method, inside = shrinking("parent" if districts else "national"), []
    for seed in (1, 2):
        country = simulated(3000, seed, together, districts)
        truth = country.true_ranks(method.model_copy(update={"shrinkage": ()}))
        found = mdi.sensitivity(country.table, 500, vary=("sampling",), method=method)
        inside.append((found.low <= truth) & (truth <= found.high))
    assert 0.88 <= np.mean(inside) <= 0.92


def test_posteriors_that_are_drawn_one_by_one_say_too_little_where_indicators_go_together():
    """What `together` is for: without it intervals are wider than they need to be."""
    country, method = simulated(1000, 1, together=0.6, size=(4.5, 0.8)), shrinking()
    alone = mdi.Uncertainty.parse({"varies": {"by": "sampling", "together": False}}, "a test")
    wide, narrow = (
        mdi.sensitivity(country.table, 200, vary=(source,), method=method)
        for source in (alone, "sampling")
    )
    assert (wide.high - wide.low).mean() > 1.15 * (narrow.high - narrow.low).mean()
