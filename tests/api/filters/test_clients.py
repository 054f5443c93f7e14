"""Filters as GIS clients write them, and what is promised to them."""

import numpy as np
import pytest
from shapely.geometry import box

from api.filters import CONFORMANCE, Layer, parse, rows
from tests.api.filters.areas import outlines

LAYER = Layer(
    {
        "area_name": ["Almere", "Ámersfoort", "'s-Hertogenbosch", "Zwolle"],
        "area_code": ["GM0034", "GM0307", "GM0796", "GM0193"],
        "index": np.array([95.5, 12.0, np.nan, 40.0]),
        "rank": np.array([1.0, 3.0, np.nan, 2.0]),
        "status": ["ranked", "ranked", "too_few", "ranked"],
        "year": [2025, 2025, 2025, 2025],
    },
    outlines([box(at, 50, at + 1, 51) for at in range(4)]),
    years=frozenset({"year"}),
)

# What the OAPIF provider of QGIS 3.44 and the OAPIF driver of GDAL write for a filter in
# their own languages.
CLIENTS = {
    "(index > 90)": [0],
    "((index > 90) AND (\"area_name\" LIKE 'A%'))": [0],
    "((\"area_name\" = '''s-Hertogenbosch') OR (NOT ((rank >= 2))))": [0, 2],
    "(CASEI(\"area_name\") LIKE CASEI('a%'))": [0],
    "(\"area_name\" NOT LIKE '%e')": [1, 2],
    "(\"area_name\" LIKE '50\\\\%')": [],
    "(index IS NULL)": [2],
    "(index IS NOT NULL)": [0, 1, 3],
    "(index = NULL)": [],
    "(( - (index)) < -50)": [0],
    "(((index + 1) * 2) > (rank / 2))": [0, 1, 3],
    "\"area_code\" IN ('GM0034','GM0193')": [0, 3],
    "\"area_code\" NOT IN ('GM0034','GM0193')": [1, 2],
    "(index BETWEEN 10 AND 50 AND (status = 'ranked'))": [1, 3],
    "index NOT BETWEEN 10 AND 50": [0],
    "S_INTERSECTS(geometry,BBOX(0.5,50.2,1.5,50.4))": [0, 1],
    "((index > 20) AND S_INTERSECTS(geometry,POINT(3.5 50.5)))": [3],
    'S_INTERSECTS("geometry", POLYGON((0.5 50.2,1.5 50.2,1.5 50.4,0.5 50.2)))': [0, 1],
    "(index > 90) AND (area_name LIKE 'A%')": [0],
    "NOT (status = 'ranked')": [2],
    "(index IS NULL) OR (rank <> 1)": [1, 2, 3],
    "TRUE": [0, 1, 2, 3],
}


@pytest.mark.parametrize(("text", "chosen"), CLIENTS.items())
def test_what_clients_write_is_answered(text, chosen):
    assert rows(parse(text, "cql2-text"), LAYER).nonzero()[0].tolist() == chosen


def test_a_long_chain_of_a_client_in_brackets_of_two_is_no_depth():
    text = "(rank = 1)"
    for number in range(2, 200):
        text = f"({text} OR (rank = {number}))"

    assert rows(parse(text, "cql2-text"), LAYER).nonzero()[0].tolist() == [0, 1, 3]


# For every class that is declared, filters that only it allows, and the areas they choose.
CLASSES = {
    "cql2-text": {"index > 90 OR (NOT status = 'ranked')": [0, 2]},
    "cql2-json": {
        '{"op":"and","args":[{"op":"isNull","args":[{"property":"index"}]},true]}': [2],
        '{"op":"t_after","args":[{"property":"year"},{"date":"2024-12-31"}]}': [0, 1, 2, 3],
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[2.5,50,9,51]}]}': [2, 3],
    },
    "basic-cql2": {"index <> 12 AND NOT index >= 50": [3], "area_code IS NULL": []},
    "advanced-comparison-operators": {
        "area_name LIKE '_l%'": [0],
        "rank BETWEEN 2 AND 3": [1, 3],
        "rank IN (2, 3)": [1, 3],
    },
    "case-insensitive-comparison": {"CASEI(area_name) = CASEI('ZWOLLE')": [3]},
    "accent-insensitive-comparison": {"ACCENTI(area_name) LIKE ACCENTI('A%')": [0, 1]},
    "basic-spatial-functions": {
        "S_INTERSECTS(geometry, POINT(0.5 50.5))": [0],
        "S_INTERSECTS(geometry, BBOX(0.5,50.2,1.5,50.4))": [0, 1],
    },
    "basic-spatial-operators": {"S_INTERSECTS(geometry, POINT(0.5 50.5))": [0]},
    "basic-spatial-functions-plus": {
        "S_INTERSECTS(geometry, LINESTRING(0.5 50.5,1.5 50.5))": [0, 1],
        "S_INTERSECTS(geometry, POLYGON((0.5 50.2,1.5 50.2,1.5 50.4,0.5 50.2)))": [0, 1],
        "S_INTERSECTS(geometry, MULTIPOINT(0.5 50.5,3.5 50.5))": [0, 3],
        "S_INTERSECTS(geometry, MULTILINESTRING((0.5 50.5,0.6 50.5)))": [0],
        "S_INTERSECTS(geometry, MULTIPOLYGON(((0.5 50.2,1.5 50.2,1.5 50.4,0.5 50.2))))": [0, 1],
        "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(0.5 50.5)))": [0],
    },
    "spatial-functions": {
        "S_DISJOINT(geometry, POINT(0.5 50.5))": [1, 2, 3],
        "S_WITHIN(geometry, BBOX(0,49,2.5,52))": [0, 1],
        "S_CONTAINS(geometry, POINT(2.5 50.5))": [2],
        "S_TOUCHES(geometry, POLYGON((1 50,2 50,2 51,1 51,1 50)))": [0, 2],
        "S_EQUALS(geometry, POLYGON((1 50,2 50,2 51,1 51,1 50)))": [1],
        "S_OVERLAPS(geometry, BBOX(0.5,50.5,0.6,52))": [0],
        "S_CROSSES(geometry, LINESTRING(0.5 50.5,0.5 53))": [0],
    },
    "temporal-functions": {"T_DURING(year, INTERVAL('2024-12-31','2026-01-01'))": [0, 1, 2, 3]},
    "property-property": {"index > rank": [0, 1, 3], "50 < index": [0], "1 = 2": []},
    "arithmetic": {"index / 2 - 1 > rank ^ 2 + 7 % 4 * 2 div 3": [0, 3]},
}


def test_every_class_that_is_declared_holds_and_no_other_is_declared():
    declared = {uri.rsplit("/", 1)[-1] for uri in CONFORMANCE}

    assert declared == set(CLASSES)
    assert all(uri.startswith("http://www.opengis.net/spec/cql2/1.0/conf/") for uri in CONFORMANCE)


@pytest.mark.parametrize("name", CLASSES)
def test_filters_of_a_class_choose_what_they_should(name):
    for text, chosen in CLASSES[name].items():
        found = rows(parse(text, "cql2-json" if text[0] == "{" else "cql2-text"), LAYER)
        assert found.nonzero()[0].tolist() == chosen
