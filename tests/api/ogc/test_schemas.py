"""Part 5 and the drafts beside it: schemas that GDAL reads, properties, sorting, no shapes."""

import math

import pytest

from tests.api.ogc.asking import BEFORE, HOST, MUNICIPALITIES, ids

LIST = f"/collections/{MUNICIPALITIES}/items"
KINDS = {"string": str, "integer": int, "number": (int, float)}
DOCUMENTS = ["schema", "queryables", "sortables"]


@pytest.fixture(scope="session")
def every(reader):
    return reader.items(MUNICIPALITIES)


@pytest.fixture(scope="session")
def schema(reader):
    return reader.read(f"/collections/{MUNICIPALITIES}/schema")


def values(page, name):
    return [each["properties"][name] for each in page["features"]]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_a_json_schema_of_its_own_address(reader, name):
    address = f"/collections/{MUNICIPALITIES}/{name}"
    answer = reader.get(address)
    assert answer.headers["content-type"] == "application/schema+json"
    found = answer.json()
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == f"{HOST}/ogc/v1{address}"
    assert found["type"] == "object"
    assert found["properties"]


@pytest.mark.parametrize("collection", [MUNICIPALITIES, BEFORE])
def test_the_schema_is_true_of_every_area(reader, collection):
    found = reader.read(f"/collections/{collection}/schema")["properties"]
    shape = found.pop("geometry")
    assert shape["x-ogc-role"] == "primary-geometry"
    for each in reader.items(collection)["features"]:
        assert [*each["properties"]] == [*found]
        for name, value in each["properties"].items():
            assert value is None or isinstance(value, KINDS[found[name]["type"]]), (name, value)
            assert not isinstance(value, bool)


def test_types_are_one_word_since_gdal_reads_no_more(schema):
    kinds = {each.get("type") for each in schema["properties"].values()}
    assert kinds == {"string", "integer", "number", None}
    assert "anyOf" not in str(schema)


def test_the_schema_of_a_feature_has_the_same_properties(reader, schema):
    found = reader.read(f"/collections/{MUNICIPALITIES}/schemas/feature")
    properties = found["properties"]["properties"]["properties"]
    flat = {name: each for name, each in schema["properties"].items() if name != "geometry"}
    assert {name: {**each, "readOnly": True} for name, each in properties.items()} == flat
    assert set(found["required"]) <= set(reader.read(f"{LIST}/GM0001"))


def test_the_code_is_the_id_and_the_order_is_told(schema):
    roles = {
        n: each["x-ogc-role"] for n, each in schema["properties"].items() if "x-ogc-role" in each
    }
    assert roles == {"area_code": "id", "geometry": "primary-geometry"}
    order = [each["x-ogc-propertySeq"] for each in schema["properties"].values()]
    assert order == [*range(1, len(order) + 1)]


def test_all_is_read_and_nothing_is_received(reader, schema):
    """Returnables and receivables (23-058r2); what is asked by is neither."""
    assert all(each["readOnly"] is True for each in schema["properties"].values())
    asked = reader.read(f"/collections/{MUNICIPALITIES}/queryables")["properties"].values()
    assert not any("readOnly" in each for each in asked)
    told = reader.read("/conformance")["conformsTo"]
    part = "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/"
    assert f"{part}returnables-and-receivables" in told


@pytest.mark.parametrize("language", ["nl", "en"])
def test_titles_are_words(reader, language):
    found = reader.read(f"/collections/{MUNICIPALITIES}/schema", {"lang": language})["properties"]
    assert all("_" not in each["title"] for each in found.values())
    assert found["income"]["title"] == {"nl": "Inkomen", "en": "Income"}[language]


def test_what_is_sorted_by_has_no_shape(reader, schema):
    sortable = reader.read(f"/collections/{MUNICIPALITIES}/sortables")["properties"]
    assert set(sortable) == set(schema["properties"]) - {"geometry"}


# Choosing by what the queryables tell


def test_every_queryable_chooses_the_areas_that_have_the_value(reader, every):
    told = reader.read(f"/collections/{MUNICIPALITIES}/queryables")["properties"]
    for name in set(told) - {"geometry"}:
        all_of_them = values(every, name)
        wanted = next(value for value in all_of_them if value is not None)
        found = reader.items(MUNICIPALITIES, {name: wanted})
        assert ids(found) == [
            code for code, value in zip(ids(every), all_of_them, strict=True) if value == wanted
        ]


@pytest.mark.parametrize("value", ["much", "", "nan", "inf", "1,2"])
def test_a_number_that_is_none_is_refused(reader, value):
    told = reader.refused(LIST, {"index": value})
    assert told["problems"] == [{"what": f"index={value}", "expected": "a number"}]


# Properties and shapes


def test_only_the_properties_that_are_asked_for_are_sent(reader, every):
    page = reader.items(MUNICIPALITIES, {"properties": "rank, area_name"})
    for few, all_of_them in zip(page["features"], every["features"], strict=True):
        known = all_of_them["properties"]
        assert few["properties"] == {"rank": known["rank"], "area_name": known["area_name"]}
        assert few["geometry"] == all_of_them["geometry"]
    one = reader.read(f"{LIST}/GM0004", {"properties": "index"})
    assert [*one["properties"]] == ["index"]


def test_no_properties_are_none(reader):
    page = reader.items(MUNICIPALITIES, {"properties": ""})
    assert all(each["properties"] == {} for each in page["features"])


@pytest.mark.parametrize("words", ["indx", "index,indx", "geometry"])
def test_a_property_that_is_not_there_is_refused(reader, words):
    told = reader.refused(LIST, {"properties": words})
    assert "properties" in told["problems"][0]["what"]


def test_shapes_are_left_out_where_asked(reader, every):
    page = reader.items(MUNICIPALITIES, {"skipGeometry": "true", "limit": 5})
    assert [each["geometry"] for each in page["features"]] == [None] * 5
    assert [each["properties"] for each in page["features"]] == [
        each["properties"] for each in every["features"][:5]
    ]
    assert ids(page) == ids(every)[:5]
    whole = reader.items(MUNICIPALITIES, {"skipGeometry": "false"})
    assert whole["features"] == every["features"]
    reader.refused(LIST, {"skipGeometry": "yes"})


# Sorting


def missing_last(value, *, downward):
    if value is None:
        return (1, 0)
    return (0, -value if downward else value)


@pytest.mark.parametrize("name", ["index", "rank", "decile", "income_rank", "coverage"])
@pytest.mark.parametrize("sign", ["", "+", "-"])
def test_areas_are_sorted_and_those_without_a_value_come_last(reader, every, name, sign):
    page = reader.items(MUNICIPALITIES, {"sortby": sign + name})
    known = dict(zip(ids(every), values(every, name), strict=True))
    downward = sign == "-"
    expected = sorted(known, key=lambda code: (missing_last(known[code], downward=downward), code))
    assert ids(page) == expected
    assert page["features"][-1]["properties"]["status"] == "not_in_table"


def test_texts_are_sorted_and_ties_go_by_the_next_key_and_then_by_code(reader, every):
    page = reader.items(MUNICIPALITIES, {"sortby": "-status,-decile"})
    known = {each["id"]: each["properties"] for each in every["features"]}

    def place(code):
        told = known[code]
        status = [-ord(sign) for sign in told["status"]] + [math.inf]
        return status, missing_last(told["decile"], downward=True), code

    assert ids(page) == sorted(known, key=place)


@pytest.mark.parametrize("key", ["indx", "-geometry", "--index", "index desc"])
def test_a_key_that_is_not_there_is_refused(reader, key):
    told = reader.refused(LIST, {"sortby": key})
    assert "sortby" in told["problems"][0]["what"]


def test_a_sorted_page_is_the_same_in_the_system_of_the_country(reader):
    asked = {"sortby": "index", "limit": 9}
    rd = {**asked, "crs": "http://www.opengis.net/def/crs/EPSG/0/28992"}
    assert ids(reader.items(MUNICIPALITIES, asked)) == ids(reader.items(MUNICIPALITIES, rd))
