"""CQL2 text: against the JSON of the same filter, against another parser, and by hand."""

import json

import cql2
import pytest
from hypothesis import assume, given, settings

from api.filters import FilterError, parse
from api.filters.document import Reading
from api.filters.limits import DEFAULT
from api.filters.model import And, Comparison, Number, Property, Spatial, Text
from tests.api.filters.documents import documents, standard, written

A, ONE = Property("a"), Number(1.0)


def read(text):
    return parse(text, "cql2-text")


def value(literal):
    return read(f"a = {literal}").right


@settings(max_examples=300)
@given(documents)
def test_text_says_the_same_as_json(document):
    assert read(written(document)) == parse(json.dumps(document), "cql2-json")


@settings(max_examples=200)
@given(documents)
def test_text_is_read_as_another_parser_reads_it(document):
    text = written(document)
    assume(text.count("(") - text.count("((") < 12)  # its time doubles with every bracket

    theirs = cql2.parse_text(text).to_json()

    assert Reading("OGC:CRS84", DEFAULT).expression(theirs) == read(text)


@settings(max_examples=40)  # it reads the schema anew each time
@given(standard)
def test_the_json_of_the_tests_is_that_of_the_standard(document):
    cql2.parse_json(json.dumps(document)).validate()


def test_and_binds_stronger_than_or_and_not_stronger_than_both():
    assert read("a=1 OR b=2 AND c=3") == read("a=1 OR (b=2 AND c=3)")
    assert read("NOT a=1 AND b=2") == read("(NOT a=1) AND b=2")
    assert read("a=1 OR NOT b=2 OR c=3") == read("a=1 OR (NOT b=2) OR c=3")


def test_brackets_around_parts_of_one_chain_mean_nothing():
    parts = tuple(Comparison("=", A, Number(float(n))) for n in range(3))

    assert read("(a=0 AND a=1) AND a=2") == And(parts) == read("a=0 AND (a=1 AND a=2)")


def test_calculations_bind_as_in_mathematics():
    assert read("2 + 3 * 4 = a") == read("(2 + (3 * 4)) = a")
    assert read("2 - 3 - 4 = a") == read("((2 - 3) - 4) = a")
    assert read("2 * 3 ^ 4 = a") == read("(2 * (3 ^ 4)) = a")
    assert read("a - b > 3") == read("a -b > 3") == read("a-b>3")
    assert read("a = -2 ^ 2") == read("a = (-2) ^ 2")


@pytest.mark.parametrize(
    ("literal", "number"),
    {"1": 1, "1.": 1, ".5": 0.5, "-1": -1, "+1": 1, "1.5e3": 1500, "1E-2": 0.01, "007": 7}.items(),
)
def test_numbers(literal, number):
    assert value(literal) == Number(number)


@pytest.mark.parametrize(
    ("literal", "text"),
    {
        "'it''s'": "it's",
        r"'it\'s'": "it's",
        r"'a\\b'": r"a\b",
        r"'a\%b'": r"a\%b",
        r"'\a\b\t\n\v\f\r'": "\a\b\t\n\v\f\r",
        "''": "",
        "'日本 é 😀'": "日本 é 😀",
        "'a\nb'": "a\nb",
    }.items(),
)
def test_texts_and_their_escapes(literal, text):
    assert value(literal) == Text(text)


@pytest.mark.parametrize(
    ("written", "name"),
    {
        "a": "a",
        "index": "index",
        "date": "date",
        "point": "point",
        "android": "android",
        "orange": "orange",
        "notes": "notes",
        "div2": "div2",
        "eo:cloud.cover": "eo:cloud.cover",
        "_é1": "_é1",
        '"a b"': "a b",
        '"a""b"': 'a"b',
        '"AND"': "AND",
    }.items(),
)
def test_names_of_properties(written, name):
    assert read(f"{written} = 1") == Comparison("=", Property(name), ONE)
    assert read(f"TRUE AND {written}=1").parts[1].left == Property(name)


def test_case_and_space_of_keywords_do_not_matter():
    assert read("a=1 and\n\tnot b like 'x' or c In(1)") == read(
        "a = 1 AND NOT b LIKE 'x' OR c IN (1)"
    )


@pytest.mark.parametrize(
    ("text", "kind", "same"),
    [
        ("POINT(5 52)", "Point", "POINT Z (5 52 1)"),
        ("MULTIPOINT(5 52, 5 53)", "MultiPoint", "MULTIPOINT((5 52),(5 53))"),
        ("LINESTRING(5 52,6 +53)", "LineString", "linestring ( 5 52 , 6 53 )"),
        ("MULTILINESTRING((5 52,6 53))", "MultiLineString", "MultiLineStringZ((5 52 0,6 53 0))"),
        ("POLYGON((5 52,6 52,6 53,5 52))", "Polygon", "POLYGON ((5 52, 6 52, 6 53, 5 52))"),
        (
            "MULTIPOLYGON(((5 52,6 52,6 53,5 52)))",
            "MultiPolygon",
            "multipolygon(((5 52,6 52,6 53,5 52)))",
        ),
        (
            "GEOMETRYCOLLECTION(POINT(5 52))",
            "GeometryCollection",
            "geometrycollection (POINT(5 52))",
        ),
        ("BBOX(5,52,6,53)", "Polygon", "BBOX(5,52,-1,6,53,1)"),
        ("BBOX(-5,-52,-5,-52)", "Point", "bbox( -5 , -52 , -5 , -52 )"),
    ],
)
def test_geometries(text, kind, same):
    found = read(f"S_INTERSECTS(g, {text})")

    assert isinstance(found, Spatial)
    assert found.right.geometry.geom_type == kind
    assert read(f"s_intersects(g,{same})") == found


@pytest.mark.parametrize(
    ("text", "what", "expected"),
    [
        ("a = 1 AND", "it stops after 'a = 1 AND'", "a property or a value"),
        ("a == 1", "at character 4 stands '= 1'", "a property or a value"),
        ("a = 1 b", "at character 7 stands 'b'", "an operator such as = or AND, or the end"),
        ("a ~ 1", "at character 3 stands '~ 1'", "an operator such as = or AND, or the end"),
        ("a = 1)", "at character 6 stands ')'", "the end"),
        ("((a = 1)", "it stops after '((a = 1)'", "',' or ')'"),
        ("a = 'x", "the quote at character 5 is not closed", None),
        ("a IN ()", "at character 7 stands ')'", "a property or a value"),
        ("a = 2^3^2", "at character 8 stands '^2'", "an operator such as = or AND, or the end"),
        ("S_WITHIN(g, POINT(5))", "at character 20 stands '))'", "a number"),
        ("a = 1e400", "the number at character 5 is too large", None),
    ],
)
def test_where_reading_stops_is_told(text, what, expected):
    with pytest.raises(FilterError) as raised:
        read(text)

    (problem,) = raised.value.problems
    assert problem.what == what
    assert problem.expected == expected
