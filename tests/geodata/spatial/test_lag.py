"""What surrounds an area."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.neighbours import Neighbours
from geodata.spatial import StatisticError, spatial_lag
from tests.geodata.spatial.lattice import codes_of, grid, line


def test_it_is_the_mean_of_the_neighbours():
    lag = spatial_lag(np.array([1.0, 2.0, 4.0, 8.0]), line(4))
    np.testing.assert_array_equal(lag, [2.0, 2.5, 5.0, 4.0])


def test_a_missing_neighbour_leaves_its_weight_to_the_others():
    lag = spatial_lag(np.array([1.0, np.nan, 4.0, 8.0]), line(4))
    np.testing.assert_array_equal(lag, [np.nan, 2.5, 8.0, 4.0])


def test_an_area_without_neighbours_has_none():
    nobody = Neighbours.from_pairs(codes_of(2), np.empty((0, 2)))
    assert np.isnan(spatial_lag(np.array([1.0, 2.0]), nobody)).all()


@settings(max_examples=25)
@given(st.floats(-100, 100), st.floats(-100, 100), st.integers(0, 1000))
def test_the_lag_follows_shift_and_scale(shift, scale, seed):
    values, around = np.random.default_rng(seed).normal(size=20), grid(4, 5)
    moved = spatial_lag(shift + scale * values, around)
    np.testing.assert_allclose(moved, shift + scale * spatial_lag(values, around), atol=1e-12)


def test_values_are_one_for_each_area():
    with pytest.raises(StatisticError, match="3 values for 4 areas"):
        spatial_lag(np.ones(3), line(4))


def test_infinite_values_are_named():
    with pytest.raises(StatisticError, match="GM00001"):
        spatial_lag(np.array([1.0, np.inf, 0.0]), line(3))
