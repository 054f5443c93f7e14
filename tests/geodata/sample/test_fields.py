"""Smooth fields: near points are alike, and the grid is read where it says."""

import numpy as np
import pytest

from geodata.sample.fields import COLUMNS, ROWS, Box, Field, grid, smooth_field

BOX = Box(west=100_000, south=400_000, width=50_000, height=60_000)


def test_a_field_has_mean_zero_and_variance_one():
    values = smooth_field(np.random.default_rng(1), BOX, 1.5).values
    assert values.mean() == pytest.approx(0, abs=1e-12)
    assert values.std() == pytest.approx(1)


def test_a_field_is_read_at_the_middle_of_its_cells():
    values = np.arange(float(ROWS * COLUMNS)).reshape(ROWS, COLUMNS)
    assert Field(BOX, values)(grid(BOX)) == pytest.approx(values.ravel(), abs=1e-6)


def test_near_points_are_more_alike_than_far_ones():
    rng = np.random.default_rng(2)
    field = smooth_field(rng, BOX, 1.5)
    points = BOX.place(rng.random((2000, 2)) * 0.9)
    near, far = field(points + 300), field(points[::-1])
    assert np.abs(field(points) - near).mean() < 0.2 * np.abs(field(points) - far).mean()


def test_a_steeper_spectrum_is_smoother():
    rough, smooth = (smooth_field(np.random.default_rng(3), BOX, slope) for slope in (1.0, 2.5))
    assert np.diff(smooth.values).std() < 0.3 * np.diff(rough.values).std()
