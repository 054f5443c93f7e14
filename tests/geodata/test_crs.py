"""RD New and WGS84, and the way between them."""

from threading import Thread

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geodata.crs import (
    RD_NEW,
    WGS84,
    authority,
    check_place,
    elsewhere,
    likely,
    projjson,
    to_wgs84,
    transformed,
)
from geodata.errors import BoundaryError

PROJ = Transformer.from_crs(RD_NEW, WGS84, always_xy=True)  # without the grid: 0.22 m off
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
    moved = to_wgs84(points((x, y)), RD_NEW)
    (back,) = transformed(moved, WGS84, RD_NEW)
    assert (back.x, back.y) == pytest.approx((x, y), abs=0.001)
    lon, lat = PROJ.transform(x, y)
    assert np.hypot((moved[0].x - lon) * np.cos(np.radians(lat)), moved[0].y - lat) < 0.25 * METRE


@pytest.mark.parametrize("crs", ["EPSG:4258", "EPSG:3857", "EPSG:3035", "EPSG:28992"])
def test_every_system_has_a_way_to_rd_new_and_back(crs):
    (there,) = transformed(points((121_687, 487_484)), RD_NEW, crs)
    (back,) = transformed(np.array([there], dtype=object), crs, RD_NEW)
    assert (back.x, back.y) == pytest.approx((121_687, 487_484), abs=0.001)


def test_etrs89_is_taken_for_wgs84():
    at = points((121_687, 487_484))
    (etrs89,), (wgs84,) = transformed(at, RD_NEW, "EPSG:4258"), transformed(at, RD_NEW, WGS84)
    assert (etrs89.x, etrs89.y) == pytest.approx((wgs84.x, wgs84.y), abs=1e-12)


def test_a_system_that_nothing_leads_to_is_refused():
    nowhere = (
        'ENGCRS["A sheet of paper",EDATUM["paper"],CS[Cartesian,2],AXIS["x",east],'
        'AXIS["y",north],LENGTHUNIT["metre",1]]'
    )
    with pytest.raises(BoundaryError, match="There is no way from"):
        to_wgs84(points((1, 1)), authority(nowhere))


@pytest.mark.parametrize(
    ("definition", "name"),
    [
        ("EPSG:28992", "EPSG:28992"),
        ("EPSG:4326", WGS84),
        (28992, "EPSG:28992"),
        ("EPSG:7415", "EPSG:28992"),  # RD New with heights
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


def test_envelopes_are_told_apart_one_by_one():
    inside, abroad, unknown = (155e3, 463e3, 156e3, 464e3), (5.0, 52.0, 6.0, 53.0), [np.nan] * 4
    assert elsewhere(np.array([inside, abroad, unknown]), RD_NEW).tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("bounds", "crs", "advice"),
    [
        ((5.0, 52.0, 6.0, 53.0), RD_NEW, "looks like OGC:CRS84"),
        ((155e3, 463e3, 156e3, 464e3), WGS84, "looks like EPSG:28992"),
        ((463e3, 155e3, 464e3, 156e3), RD_NEW, "declare the axes as 'yx'"),
        ((52.0, 5.0, 53.0, 6.0), "EPSG:4258", "declare the axes as 'yx'"),
        ((1e8, 1e8, 1e9, 1e9), RD_NEW, "another coordinate system than it says"),
    ],
)
def test_a_wrong_system_is_answered_with_the_likely_one(bounds, crs, advice):
    assert elsewhere(np.array([bounds]), crs)[0]
    assert advice in likely(bounds, crs)


def test_coordinates_in_place_pass():
    check_place((15_000.0, 307_000.0, 278_000.0, 618_000.0), RD_NEW)
    check_place((-180.0, -90.0, 180.0, 90.0), WGS84)


def test_coordinates_that_do_not_exist_are_refused():
    with pytest.raises(BoundaryError, match="do not exist in EPSG:3035"):
        to_wgs84(points((1e9, 1e9)), "EPSG:3035")


@pytest.mark.parametrize("crs", [WGS84, RD_NEW, "EPSG:4258", "EPSG:3857", "EPSG:25831"])
def test_a_system_is_written_alike_whatever_was_read_before(crs):
    """Or else the bytes of a file would hang on what its thread did before."""
    found = []

    def read_and_write():
        found.append(projjson(crs))
        assert authority(found[0]) == crs
        found.append(projjson(crs))

    def read_first():
        assert authority(found[0]) == crs
        found.append(projjson(crs))

    for each in (read_and_write, read_first):
        thread = Thread(target=each)
        thread.start()
        thread.join()
    assert len(found) == 3
    assert found[0] == found[1] == found[2]


def test_what_has_no_name_is_read_as_it_is():
    unnamed = {name: part for name, part in projjson(RD_NEW).items() if name != "id"}
    assert authority(unnamed) == RD_NEW
    with pytest.raises(BoundaryError):
        authority({"id": {"authority": "EPSG", "code": 1}})
