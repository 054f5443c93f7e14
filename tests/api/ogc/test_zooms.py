"""`zoom-level=`: shapes for a zoom, neighbours together (OGC API – Features – Part 7)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely

from api import atlas
from api.app import create_app
from api.library import Library
from api.settings import Settings
from geodata.geojson import zooms
from mdi.editions.sample import make_sample
from tests.api.conftest import strict
from tests.api.ogc.asking import EPSG, RD, Reader, ids
from tests.api.ogc.json_fg import check_profile

LEVEL = "neighbourhood"
LIST = f"/collections/{LEVEL}/items"
AREAS = 60


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """A country with winding borders."""
    folder = tmp_path_factory.mktemp("winding")
    make_sample(AREAS, 1, folder, range(2025, 2026))
    return folder


@pytest.fixture(scope="module")
def winding(land):
    app = create_app(Settings(data=land))
    reader = Reader(app)
    reader.items(LEVEL)
    assert app.state.shelf.library.certainties.wait(60)  # or else properties change between reads
    return reader


def shapes(page):
    return np.array([shapely.geometry.shape(each["geometry"]) for each in page["features"]])


def corners(page):
    return int(shapely.get_num_coordinates(shapes(page)).sum())


@pytest.mark.parametrize("zoom", [0, 6, "8.0", 9.5, 10.999])
def test_shapes_are_simpler_and_neighbours_stay_together(winding, zoom):
    whole, found = winding.items(LEVEL), winding.items(LEVEL, {"zoom-level": zoom})
    assert ids(found) == ids(whole)
    assert corners(found) < corners(whole)
    assert shapely.coverage_is_valid(shapes(found))
    assert {each["geometry"]["type"] for each in found["features"]} == {"MultiPolygon"}
    for mine, other in zip(found["features"], whole["features"], strict=True):
        assert mine["properties"] == other["properties"]


@pytest.mark.parametrize("zoom", [11.5, 12, 14, 24, "1e6"])
def test_beyond_the_deepest_one_shapes_are_whole(winding, zoom):
    whole, found = winding.items(LEVEL), winding.items(LEVEL, {"zoom-level": zoom})
    assert found["features"] == whole["features"]


@pytest.mark.parametrize("crs", [RD, EPSG + "4326", EPSG + "3857"])
def test_every_system_has_the_same_corners(winding, crs):
    told = {"zoom-level": 9}
    plain, found = winding.items(LEVEL, told), winding.items(LEVEL, told | {"crs": crs})
    assert corners(plain) == corners(found)
    assert shapely.coverage_is_valid(shapes(found))


def test_an_area_is_as_in_the_list(winding):
    for query in ({"zoom-level": 8}, {"zoom-level": 8, "crs": RD}):
        page = winding.items(LEVEL, query)
        one = winding.read(f"{LIST}/{ids(page)[7]}", query)
        assert {name: one[name] for name in page["features"][7]} == page["features"][7]


def test_it_goes_with_all_else_that_is_asked(winding):
    whole = winding.items(LEVEL, {"zoom-level": 9, "sortby": "-area_code"})
    page = winding.items(
        LEVEL, {"zoom-level": 9, "sortby": "-area_code", "limit": 7, "properties": "index"}
    )
    found = [each for one in winding.walk(page) for each in one["features"]]
    assert [each["geometry"] for each in found] == [each["geometry"] for each in whole["features"]]
    assert all(set(each["properties"]) == {"index"} for each in found)
    without = winding.items(LEVEL, {"zoom-level": 9, "skipGeometry": "true"})
    assert all(each["geometry"] is None for each in without["features"])


@pytest.mark.parametrize("profile", ["jsonfg", "jsonfg-plus"])
def test_json_fg_has_simple_shapes_too(winding, profile):
    query = {"zoom-level": 8, "crs": RD}
    plain = winding.items(LEVEL, query)
    found = winding.read(LIST, query | {"profile": profile})
    check_profile(found, profile)
    assert [each["place"] for each in found["features"]] == [
        each["geometry"] for each in plain["features"]
    ]


def test_boxes_choose_by_the_whole_shapes(winding):
    west, south, east, north = winding.read(f"/collections/{LEVEL}")["extent"]["spatial"]["bbox"][0]
    box = f"{west},{south},{(west + east) / 2},{(south + north) / 2}"
    for zoom in ({}, {"zoom-level": 3}):
        assert ids(winding.items(LEVEL, {"bbox": box} | zoom)) == ids(
            winding.items(LEVEL, {"bbox": box})
        )


@pytest.mark.parametrize("given", ["-1", "x", "", "nan", "inf", "-0.1", "1,2", "9" * 400])
def test_what_is_no_zoom_is_refused(winding, given):
    told = winding.refused(LIST, {"zoom-level": given})
    assert "zoom-level" in told["problems"][0]["what"]
    assert "0 or more" in told["problems"][0]["expected"]


def test_every_zoom_has_an_etag_of_its_own(winding):
    tags = [winding.get(LIST, {"zoom-level": zoom}).headers["etag"] for zoom in (7, 8, 12)]
    tags.append(winding.get(LIST).headers["etag"])
    assert len(set(tags)) == 4
    again = winding.get(LIST, {"zoom-level": 8}, if_none_match=tags[1])
    assert (again.status_code, again.content) == (304, b"")


def test_the_service_says_that_it_does(winding):
    told = winding.read("/conformance")["conformsTo"]
    part = "http://www.opengis.net/spec/ogcapi-features-7/1.0/conf/"
    assert {part + "zoom-level", part + "zoom-level-features"} <= set(told)
    paths = winding.read("/api")["paths"]
    for path in (LIST, f"{LIST}/{{code}}"):
        each = next(p for p in paths[path]["get"]["parameters"] if p.get("name") == "zoom-level")
        assert each["schema"] == {"type": "number", "minimum": 0}
        assert (each["in"], each["style"], each["explode"], each["required"]) == (
            "query",
            "form",
            False,
            False,
        )


def test_corners_are_found_once_and_not_where_others_are_answered(land, monkeypatch):
    """Many ask at once; one thread looks, in which no event loop runs."""
    looked = []

    def look(fragments, zoom):
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        looked.append(zoom)
        return zooms.shown_at(fragments, zoom)

    monkeypatch.setattr(atlas, "shown_at", look)
    reader = Reader(create_app(Settings(data=land)))
    code = ids(reader.items(LEVEL))[0]
    for address in (f"{LIST}/{code}", LIST, f"{LIST}?limit=1"):
        assert reader.get(address, {"zoom-level": 6}).status_code == 200
    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(lambda _: reader.get(LIST, {"zoom-level": 7}), range(4))]
    assert len({answer.content for answer in answers}) == 1
    assert looked == [6, 7]


def test_who_has_it_or_asks_for_the_head_of_it_gets_no_other_answer(winding):
    address = f"{LIST}?zoom-level=4&limit=2"
    answer = winding.get(address)
    head = winding.client.head(f"http://gis.example/ogc/v1{address}")
    assert head.headers["etag"] == answer.headers["etag"]
    assert strict(answer.content)["numberReturned"] == 2


@pytest.mark.parametrize("zoom", [6, 9.5])
def test_the_map_of_v1_has_simple_shapes_too(winding, zoom):
    client = winding.client
    query = {"level": LEVEL}
    whole, found = (
        strict(client.get("/v1/choropleth/index", params=query | more).content)
        for more in ({}, {"zoom": zoom})
    )
    assert ids(found) == sorted(ids(whole))
    assert corners(found) < corners(whole)
    assert shapely.coverage_is_valid(shapes(found))
    told = {each["id"]: each["properties"] for each in whole["features"]}
    assert {each["id"]: each["properties"] for each in found["features"]} == told
    plain = winding.items(LEVEL, {"zoom-level": zoom})
    by_code = {each["id"]: each["geometry"] for each in plain["features"]}
    assert {each["id"]: each["geometry"] for each in found["features"]} == by_code
    parted = client.get("/v1/choropleth/index", params=query | {"zoom": 12}).json()
    assert corners(parted) == corners(whole)
    for wrong in ("-1", "x", "nan", "inf"):
        answer = client.get("/v1/choropleth/index", params=query | {"zoom": wrong})
        assert answer.status_code == 400


def test_another_edition_with_the_same_shapes_knows_their_corners_too(land):
    earlier, later = (Library(Settings(data=land)) for _ in range(2))
    known = earlier.atlas.shown(LEVEL, 2025, 8)
    assert not later.atlas.has_shown(LEVEL, 2025, 8)
    later.atlas.take_over(earlier.atlas)
    assert later.atlas.has_shown(LEVEL, 2025, 8)
    assert later.atlas.shown(LEVEL, 2025, 8) is known
    assert not later.atlas.has_shown(LEVEL, 2025, 7)
