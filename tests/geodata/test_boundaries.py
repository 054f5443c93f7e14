"""Boundaries: areas by code, in two coordinate systems."""

from dataclasses import replace

import numpy as np
import pytest


def test_bounds_go_past_areas_without_a_shape(towns):
    assert len(towns) == 3
    assert towns.bounds == (155_000.0, 463_000.0, 160_000.0, 464_000.0)


def test_the_wgs84_twin_is_made_once_and_is_its_own_twin(towns):
    twin = towns.wgs84()
    assert twin is towns.wgs84()
    assert twin.wgs84() is twin
    assert twin.crs == "OGC:CRS84"
    assert twin.codes == towns.codes
    assert twin.bounds[:2] == pytest.approx((5.387, 52.155), abs=0.001)


def test_a_box_finds_the_areas_whose_envelopes_it_touches(towns):
    west, south, east, north = towns.wgs84().bounds
    middle = (west + east) / 2
    assert towns.within((west, south, east, north)).tolist() == [True, False, True]
    assert towns.within((west, south, west + 0.01, north)).tolist() == [True, False, False]
    assert towns.within((middle, south, east, north)).tolist() == [False, False, True]
    assert not towns.within((middle, north + 1, east, north + 2)).any()


def test_a_box_may_cross_the_180th_meridian(towns):
    here = towns.wgs84().bounds
    assert towns.within((here[0], here[1], -170.0, here[3])).tolist() == [True, False, True]
    assert not towns.within((170.0, here[1], -170.0, here[3])).any()


def test_boundaries_without_any_shape_have_no_bounds(towns):
    empty = replace(towns, geometry=np.array([None, None, None], dtype=object))
    assert np.isnan(empty.bounds).all()
    assert not empty.within((0, 0, 90, 90)).any()


def test_the_vintage_is_part_of_the_key(towns):
    assert towns.key == ("municipality", 2022)
    assert towns.wgs84().key == towns.key
