"""The filter of a request: CQL2, over what an area says and where it lies."""

import json

import pytest
import shapely

from tests.api.ogc.asking import CRS84, EPSG, MUNICIPALITIES, RD

TEXT, JSON = "cql2-text", "cql2-json"


@pytest.fixture
def every(reader):
    return reader.items(MUNICIPALITIES)["features"]


def chosen(reader, text, **query):
    found = reader.items(MUNICIPALITIES, {"filter": text, **query})
    assert found["numberMatched"] == len(found["features"])
    return [feature["id"] for feature in found["features"]]


def those(every, fits):
    return [feature["id"] for feature in every if fits(feature["properties"])]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("decile = 1", lambda p: p["decile"] == 1),
        ('"index" > 50 AND "status" = \'ranked\'', lambda p: (p["index"] or 0) > 50),
        ("index IS NULL", lambda p: p["index"] is None),
        (
            "area_code IN ('GM0004', 'GM0009', 'GM9999')",
            lambda p: p["area_code"][-1:] in "49" and p["area_code"] in {"GM0004", "GM0009"},
        ),
        ("area_code LIKE 'GM000%'", lambda p: p["area_code"].startswith("GM000")),
        ("rank BETWEEN 3 AND 5", lambda p: p["rank"] in {3, 4, 5}),
        ("NOT (decile < 9)", lambda p: (p["decile"] or 0) >= 9),
        (
            "income > work",
            lambda p: None not in (p["income"], p["work"]) and p["income"] > p["work"],
        ),
    ],
)
def test_areas_that_fit_are_those_of_a_loop(reader, every, text, fits):
    expected = those(every, fits)
    assert expected
    assert chosen(reader, text) == expected


def test_gdal_names_the_text_by_its_draft(reader, every):
    found = chosen(
        reader, "(area_code ILIKE 'gm000%') AND (decile > 1)", **{"filter-lang": "cql-text"}
    )
    expected = those(every, lambda p: p["area_code"].startswith("GM000") and (p["decile"] or 0) > 1)
    assert found == expected


def test_json_is_read_too(reader, every):
    told = json.dumps({"op": "<=", "args": [{"property": "rank"}, 4]})
    expected = those(every, lambda p: p["rank"] is not None and p["rank"] <= 4)
    assert chosen(reader, told, **{"filter-lang": JSON}) == expected


@pytest.mark.parametrize("uri", [CRS84, RD, EPSG + "4326", EPSG + "3857", EPSG + "9067"])
def test_a_shape_in_a_filter_is_in_the_system_that_is_named(reader, uri):
    area = reader.read(f"/collections/{MUNICIPALITIES}/items/GM0008", {"crs": uri})
    inside = shapely.geometry.shape(area["geometry"]).centroid
    point = shapely.to_wkt(inside, rounding_precision=9)
    found = chosen(reader, f"S_INTERSECTS(geometry, {point})", **{"filter-crs": uri})
    assert found == ["GM0008"]


def test_a_filter_goes_with_everything_else(reader, every):
    query = {"filter": "decile > 2", "sortby": "-rank", "limit": 2, "properties": "rank"}
    page = reader.items(MUNICIPALITIES, query)
    ranks = sorted(
        (f["properties"]["rank"] for f in every if (f["properties"]["decile"] or 0) > 2),
        reverse=True,
    )
    assert page["numberMatched"] == len(ranks)
    assert [f["properties"]["rank"] for f in page["features"]] == ranks[:2]
    following = next(link["href"] for link in page["links"] if link["rel"] == "next")
    assert [f["properties"]["rank"] for f in reader.read(following)["features"]] == ranks[2:4]


@pytest.mark.parametrize(
    "text",
    [
        "decyle = 1",
        "decile = 'one'",
        "decile =",
        "status > ",
        "NOT " * 500 + "decile = 1",
        "decile = 1 OR " * 4000 + "decile = 2",
        "S_INTERSECTS(geometry, POINT(1))",
        "",
    ],
)
def test_a_filter_that_does_not_hold_up_is_refused_in_words(reader, text):
    told = reader.get(f"/collections/{MUNICIPALITIES}/items", {"filter": text})
    assert told.status_code in {400, 414}
    assert told.headers["content-type"] == "application/problem+json"


def test_what_is_declared_is_what_qgis_needs_to_send_filters(reader):
    declared = set(reader.read("/conformance")["conformsTo"])
    features = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
    cql2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
    assert {features + "filter", features + "features-filter", features + "queryables"} <= declared
    assert {cql2 + "cql2-text", cql2 + "basic-cql2", cql2 + "basic-spatial-functions"} <= declared
