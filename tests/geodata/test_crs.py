"""RD New and WGS84, and the way between them."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geodata.crs import RD_NEW, WGS84, authority, check_place, projjson, to_wgs84
from geodata.errors import BoundaryError

BACK = Transformer.from_crs(WGS84, RD_NEW, always_xy=True)
METRE = 1 / 111_000  # degrees of latitude


def points(*pairs):
    return np.array([shapely.Point(pair) for pair in pairs], dtype=object)


def test_amersfoort_lies_where_the_land_register_says():
    # the origin of RD New, 155000 463000, is 5°23'15.5" E 52°9'22.178" N on Bessel; in WGS84:
    (moved,) = to_wgs84(points((155_000, 463_000)), RD_NEW)
    assert abs(moved.x - 5.387206) < 2 * METRE
    assert abs(moved.y - 52.155172) < 2 * METRE


def test_longitude_comes_first_whatever_the_authority_says():
    (moved,) = to_wgs84(points((5.0, 52.0)), "EPSG:4258")
    assert moved.x == pytest.approx(5.0, abs=1e-4)


def test_height_is_left_out_and_none_stays_none():
    geometry = np.array([shapely.Point(155_000, 463_000, 12.0), None], dtype=object)
    for crs in (RD_NEW, WGS84):
        moved = to_wgs84(geometry, crs)
        assert not moved[0].has_z
        assert moved[1] is None


@settings(deadline=None)
@given(st.floats(15_000, 278_000), st.floats(307_000, 618_000))
def test_there_and_back_is_where_it_began(x, y):
    (moved,) = to_wgs84(points((x, y)), RD_NEW)
    back = BACK.transform(moved.x, moved.y)
    assert back == pytest.approx((x, y), abs=0.01)


@pytest.mark.parametrize(
    ("definition", "name"),
    [
        ("EPSG:28992", "EPSG:28992"),
        ("EPSG:4326", WGS84),
        (28992, "EPSG:28992"),
        (projjson(RD_NEW), "EPSG:28992"),
    ],
)
def test_a_system_goes_by_its_short_name(definition, name):
    assert authority(definition) == name


def test_an_unknown_system_is_refused_with_examples():
    with pytest.raises(BoundaryError, match="EPSG:28992 or OGC:CRS84"):
        authority("RD, you know")


@pytest.mark.parametrize(
    ("bounds", "crs"),
    [((5.0, 52.0, 6.0, 53.0), RD_NEW), ((15_000.0, 307_000.0, 278_000.0, 618_000.0), WGS84)],
)
def test_coordinates_that_lie_elsewhere_betray_a_wrong_system(bounds, crs):
    with pytest.raises(BoundaryError, match="do not lie in the area of"):
        check_place(bounds, crs)


def test_coordinates_in_place_pass():
    check_place((15_000.0, 307_000.0, 278_000.0, 618_000.0), RD_NEW)
    check_place((-180.0, -90.0, 180.0, 90.0), WGS84)


def test_coordinates_that_do_not_exist_are_refused():
    with pytest.raises(BoundaryError, match="do not exist in EPSG:3035"):
        to_wgs84(points((1e9, 1e9)), "EPSG:3035")
