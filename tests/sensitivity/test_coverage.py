"""The promise of an interval: nine true ranks in ten lie within it."""

import numpy as np
import pytest

import mdi
from tests.sensitivity.simulated import shrinking, simulated


@pytest.mark.slow
@pytest.mark.parametrize("sizes", ["of each indicator", "of the area"])
@pytest.mark.parametrize("districts", [0.0, 0.3])
@pytest.mark.parametrize("together", [0.0, 0.3, 0.6])
def test_an_interval_of_ninety_per_cent_covers_the_true_rank_in_as_many_areas(
    together, districts, sizes
):
    """Also of small areas and of large ones, where an area is small in all of its indicators."""
    method, inside = shrinking("parent" if districts else "national"), []
    for seed in (1, 2):
        country = simulated(3000, seed, together, districts, of_area=sizes == "of the area")
        truth = country.true_ranks(method.model_copy(update={"shrinkage": ()}))
        found = mdi.sensitivity(country.table, 500, vary=("sampling",), method=method)
        inside.append((found.low <= truth) & (truth <= found.high))
    assert 0.88 <= np.mean(inside) <= 0.92


def covered(country, method, source):
    truth = country.true_ranks(method.model_copy(update={"shrinkage": ()}))
    found = mdi.sensitivity(country.table, 200, vary=(source,), method=method)
    return np.mean((found.low <= truth) & (truth <= found.high))


def test_the_posterior_of_the_rule_of_shrinkage_misses_where_things_are_rare():
    """What `exact` is for: small areas are too high in all of their indicators at once."""
    country = simulated(1500, 1, together=0.3, of_area=True, times=0.1)
    rule = mdi.Uncertainty.parse({"varies": {"by": "sampling", "exact": False}}, "a test")
    assert covered(country, shrinking(), rule) < 0.86
    assert 0.88 <= covered(country, shrinking(), "sampling") <= 0.92


def test_posteriors_that_are_drawn_one_by_one_say_too_little_where_indicators_go_together():
    """What `together` is for: without it intervals are wider than they need to be."""
    country, method = simulated(1000, 1, together=0.6, size=(4.5, 0.8)), shrinking()
    alone = mdi.Uncertainty.parse({"varies": {"by": "sampling", "together": False}}, "a test")
    wide, narrow = (
        mdi.sensitivity(country.table, 200, vary=(source,), method=method)
        for source in (alone, "sampling")
    )
    assert (wide.high - wide.low).mean() > 1.1 * (narrow.high - narrow.low).mean()
