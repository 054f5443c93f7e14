"""The document of OGC API: valid, whole, true, and readable by GDAL and QGIS."""

import re

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.api.ogc.asking import MUNICIPALITIES, ROOT, href

ITEMS = f"/collections/{MUNICIPALITIES}/items"
SAMPLES = {
    "filter": "decile = 1",
    "filter-lang": "cql2-text",
    "filter-crs": "http://www.opengis.net/def/crs/EPSG/0/28992",  # a value that is served, by name or else by type
    "limit": "5",
    "offset": "3",
    "bbox": "5,52,6,53",
    "bbox-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
    "datetime": "2021-01-01/..",
    "properties": "index,rank",
    "sortby": "-index",
    "skipGeometry": "true",
    "f": "html",
    "lang": "en",
    "area_name": "nobody",
    "status": "ranked",
}
PLACES = {"code": "GM0001", "tileMatrixSetId": "WebMercatorQuad", "keyFieldId": "area_code"}
STYLES = {True: "municipality.decile", False: "decile"}  # of all collections, of one


@pytest.fixture(scope="session")
def document(reader):
    return reader.read("/api")


@pytest.fixture
def parameters(document):
    found = document["paths"][ITEMS]["get"]["parameters"]
    return {each["name"]: each for each in (resolved(document, each) for each in found)}


def resolved(document, parameter):
    if "$ref" not in parameter:
        return parameter
    _, components, kind, name = parameter["$ref"].split("/")
    return document[components][kind][name]


def test_the_document_is_valid_and_stands_alone(document):
    OpenAPIV30SpecValidator(document).validate()
    references = re.findall(r"'\$ref': '([^']*)'", str(document))
    assert references
    assert all(each.startswith("#/components/") for each in references)
    assert document["servers"] == [{"url": ROOT}]


def test_operations_have_names_of_their_own_and_a_contact(document):
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(names) == len(set(names))
    assert document["info"]["contact"]["name"]
    assert document["info"]["license"]["name"]


def test_operations_of_tiles_have_the_names_that_ogc_prescribes(document):
    """OGC 20-057, requirement 23 and table 11."""
    named = {path: item["get"]["operationId"] for path, item in document["paths"].items()}
    tiles = f"/collections/{MUNICIPALITIES}/tiles"
    one = f"{tiles}/{{tileMatrixSetId}}"
    suffix = ".collection.vector.getTile"
    assert named[tiles].endswith(f"{suffix}SetsList")
    assert named[one].endswith(f"{suffix}Set")
    assert named[f"{one}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"].endswith(suffix)
    assert named["/tileMatrixSets"].endswith("getTileMatrixSetsList")
    assert named["/tileMatrixSets/{tileMatrixSetId}"].endswith("getTileMatrixSet")


def test_every_schema_is_one_that_is_used_and_says_what_it_holds(document):
    schemas = document["components"]["schemas"]
    used = set(re.findall(r"'#/components/schemas/(\w+)'", str(document)))
    assert used == set(schemas)
    for name, schema in schemas.items():
        assert {"properties", "items", "oneOf"} & set(schema), name


def test_every_collection_has_its_addresses_written_out(reader, document):
    paths = [path for path in document["paths"] if path.endswith("/items")]
    listed = reader.read("/collections")["collections"]
    assert paths == [f"/collections/{each['id']}/items" for each in listed]


def test_gdal_and_qgis_find_how_many_areas_a_page_may_have(document):
    references = [each.get("$ref") for each in document["paths"][ITEMS]["get"]["parameters"]]
    assert "#/components/parameters/limit" in references
    limit = document["components"]["parameters"]["limit"]
    schema = limit["schema"]
    assert schema["type"] == "integer"
    assert 1 == schema["minimum"] <= schema["default"] <= schema["maximum"]
    assert max(1000, schema["default"]) >= 14_500  # a whole country in one page


@pytest.mark.parametrize("name", ["bbox", "limit", "datetime", "bbox-crs", "crs", "index"])
def test_parameters_are_written_as_the_suite_of_ogc_wants_them(parameters, name):
    found = parameters[name]
    assert (found["in"], found["required"], found["style"]) == ("query", False, "form")
    assert found["explode"] is False
    assert isinstance(found["schema"]["type"], str)


def test_a_box_has_four_to_six_numbers(parameters):
    schema = parameters["bbox"]["schema"]
    assert (schema["type"], schema["items"]["type"]) == ("array", "number")
    assert (schema["minItems"], schema["maxItems"]) == (4, 6)


def test_every_documented_address_answers_in_every_documented_format(reader, document):
    for path, methods in document["paths"].items():
        places = PLACES | {"styleId": STYLES[path.startswith("/styles")]}
        address = re.sub(r"\{(\w+)\}", lambda place, p=places: p.get(place[1], "0"), path)
        for media in methods["get"]["responses"]["200"]["content"]:
            answer = reader.get(address, accept=media)
            if ("tile" in path.lower() or "{joinId}" in path) and answer.status_code == 404:
                continue  # this country has no tiles, and keeps no joins
            assert answer.status_code == 200, (address, media, answer.text[:300])
            assert answer.headers["content-type"].removesuffix("; charset=utf-8") == media


def test_every_documented_parameter_is_understood(reader, document):
    for path in (ITEMS, f"{ITEMS}/{{code}}", "/collections", f"/collections/{MUNICIPALITIES}"):
        for each in document["paths"][path]["get"]["parameters"]:
            found = resolved(document, each)
            if found["in"] == "query" and found["name"] not in {"after", "before", "edition"}:
                value = SAMPLES.get(found["name"], "1")
                answer = reader.get(path.replace("{code}", "GM0001"), {found["name"]: value})
                assert answer.status_code == 200, (path, found["name"], answer.text)


def test_pages_are_documented_by_what_they_link_to(reader, parameters):
    page = reader.items(MUNICIPALITIES, {"limit": 3, "offset": 3})
    for rel in ("next", "prev"):
        names = re.findall(r"[?&]([^=]+)=", href(page, rel))
        assert set(names) <= set(parameters)


def test_the_address_of_the_document_is_where_clients_look(reader):
    assert reader.get("/api", {"f": "json"}).json() == reader.read("/api")
