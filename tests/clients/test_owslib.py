"""OWSLib, the library of Python for services of OGC, finds its way through OGC API."""

import pytest

from tests.squares import CODES

Features = pytest.importorskip("owslib.ogcapi.features").Features
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


@pytest.fixture
def features(service):
    return Features(service.url)


def test_it_finds_the_collections_and_what_they_conform_to(features):
    assert features.feature_collections() == [
        "municipality",
        "municipality-2021",
        "municipality-2020",
    ]
    assert any(
        each.endswith("features-1/1.0/conf/core") for each in features.conformance()["conformsTo"]
    )
    assert features.api()["openapi"].startswith("3.0")
    assert features.collection("municipality")["itemType"] == "feature"


def test_it_finds_what_areas_are_chosen_by(features):
    told = features.collection_queryables("municipality")["properties"]
    assert {"area_code", "index", "decile", "geometry"} <= set(told)
    assert features.collection_schema("municipality")["properties"].keys() == told.keys()


def test_it_reads_areas_by_page_box_value_and_order(features):
    first = features.collection_items("municipality", limit=4, offset=8)
    assert [each["id"] for each in first["features"]] == [*CODES[8:12]]
    assert first["numberMatched"] == 30
    boxed = features.collection_items("municipality", bbox=[5.44, 52.07, 5.45, 52.08])
    assert 0 < boxed["numberMatched"] < 30
    named = features.collection_items("municipality", area_code="GM0009", skipGeometry="true")
    assert [each["id"] for each in named["features"]] == ["GM0009"]
    assert named["features"][0]["geometry"] is None
    drawn = features.collection_items("municipality", limit=1, crs=RD)
    assert drawn["features"][0]["geometry"]["coordinates"][0][0][0][0] > 100_000
    sort = features.collection_items("municipality", sortby=("index", "desc"))
    figures = [each["properties"]["index"] for each in sort["features"]]
    known = [each for each in figures if each is not None]
    assert known == sorted(known, reverse=True)


def test_it_reads_one_area(features):
    found = features.collection_item("municipality", "GM0007")
    assert (found["id"], found["type"]) == ("GM0007", "Feature")


def test_what_cannot_be_asked_is_an_error(features):
    with pytest.raises(RuntimeError, match="limit=none"):
        features.collection_items("municipality", limit="none")
