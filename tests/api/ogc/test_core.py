"""OGC API – Features, Part 1, as the suite of OGC tests it: the way in and the collections."""

from datetime import datetime

import pytest

from tests.api.ogc.asking import CRS84, GEOJSON, HOST, MUNICIPALITIES, RD, ROOT, href
from tests.squares import CODES

CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
COLLECTIONS = ["municipality", "municipality-2021", "municipality-2020"]


@pytest.fixture
def landing(reader):
    return reader.read("/")


@pytest.fixture
def listed(reader):
    return reader.read("/collections")


def test_the_way_in_leads_everywhere(reader, landing):
    rels = {link["rel"] for link in landing["links"]}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels
    for link in landing["links"]:
        answer = reader.get(link["href"])
        assert answer.status_code == 200, link
        assert answer.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]


def test_the_way_in_may_have_a_stroke_at_its_end(reader):
    assert reader.read("/")["links"] == reader.read("")["links"]


def test_the_document_of_the_service_is_found_by_its_exact_media_type(reader, landing):
    address = href(landing, "service-desc", OPENAPI)
    answer = reader.get(address, accept=OPENAPI)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == OPENAPI
    assert answer.json()["openapi"].startswith("3.0.")


def test_conformance_has_the_core_and_nothing_twice(reader):
    told = reader.read("/conformance")["conformsTo"]
    assert CORE in told
    assert len(told) == len(set(told))
    assert all(each.startswith("http://www.opengis.net/spec/") for each in told)


def test_collections_link_to_themselves_in_every_format(listed):
    assert href(listed, "self", "application/json")
    assert href(listed, "alternate", "text/html")
    assert listed["crs"][0] == CRS84


def test_there_is_a_collection_of_each_year_and_of_the_newest(listed):
    assert [each["id"] for each in listed["collections"]] == COLLECTIONS
    titles = [each["title"] for each in listed["collections"]]
    assert titles == ["Gemeenten, nieuwste jaar", "Gemeenten 2021", "Gemeenten 2020"]


def test_levels_without_shapes_are_no_collections(reader):
    told = reader.refused("/collections/district", status=404)
    assert "district" in told["detail"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_is_what_the_list_says_of_it(reader, listed, name):
    (of_list,) = [each for each in listed["collections"] if each["id"] == name]
    assert reader.read(f"/collections/{name}") == of_list
    assert of_list["itemType"] == "feature"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_link_of_a_collection_is_alive_and_of_its_type(reader, name):
    found = reader.read(f"/collections/{name}")
    assert href(found, "items", GEOJSON) == f"{ROOT}/collections/{name}/items"  # without a query
    assert href(found, "items", "text/html")
    assert href(found, "self", "application/json")
    assert href(found, "alternate", "text/html")
    for rel in ("schema", "queryables", "sortables"):
        assert href(found, REL + rel, "application/schema+json")
    assert href(found, "describedby", "application/schema+json")
    for link in found["links"]:
        if link["href"].startswith(HOST):
            answer = reader.get(link["href"])
            assert answer.status_code == 200, link
            assert answer.headers["content-type"].removesuffix("; charset=utf-8") == link["type"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_tells_its_extent_its_count_and_its_systems(reader, name):
    found = reader.read(f"/collections/{name}")
    (box,) = found["extent"]["spatial"]["bbox"]
    assert found["extent"]["spatial"]["crs"] == CRS84
    features = reader.items(name)["features"]
    points = [point for each in features for point in points_of(each["geometry"])]
    xs, ys = zip(*points, strict=True)
    assert box == [min(xs), min(ys), max(xs), max(ys)]
    assert found["itemCount"] == len(features) == len(CODES)
    assert found["crs"][0] == CRS84
    assert found["storageCrs"] == RD
    assert found["storageCrs"] in found["crs"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_time_of_a_collection_is_its_year(reader, name):
    ((begin, end),) = reader.read(f"/collections/{name}")["extent"]["temporal"]["interval"]
    year = int(name.partition("-")[2] or 2021)
    assert datetime.fromisoformat(begin).year == datetime.fromisoformat(end).year == year


def test_a_collection_that_is_not_there_names_one_that_is(reader):
    told = reader.refused("/collections/municipalty/items", status=404)
    assert MUNICIPALITIES in told["hint"]


@pytest.mark.parametrize("path", ["/", "/collections", "/conformance", "/collections/municipality"])
def test_every_document_says_where_it_is(reader, path):
    found = reader.read(path)
    assert reader.read(href(found, "self")) == found
    assert href(found, "self").startswith(ROOT)


def points_of(geometry):
    parts = geometry["coordinates"]
    rings = [ring for part in parts for ring in part] if "Multi" in geometry["type"] else parts
    return [point for ring in rings for point in ring]
