"""Filters that do not fit a layer: everything that is wrong is told at once."""

from datetime import date

import numpy as np
import pytest

from api.filters import FilterError, Kind, Layer, equals, parse, rows
from api.filters.columns import column, kind_of
from mdi.errors import DeclarationError
from tests.api.filters.areas import outlines

LAYER = Layer(
    {"area_name": ["a"], "index": [1.0], "ranked": [True], "day": [date(2020, 1, 1)]},
    outlines([None]),
)


def problems(text):
    with pytest.raises(FilterError) as raised:
        rows(parse(text, "cql2-text"), LAYER)
    return raised.value.problems


def test_an_unknown_property_is_named_with_the_nearest_and_all_others():
    (problem,) = problems("area_nam = 'x' AND area_nam <> 'y'")

    assert problem.column == "area_nam"
    assert problem.hint == "did you mean 'area_name'?"
    assert problem.expected == "one of area_name, index, ranked, day, geometry"


def test_all_problems_are_told_at_once():
    found = problems(
        "foo = 1 AND index = 'x' AND area_name > 3 AND bar LIKE 'x%' AND index LIKE 'x'"
    )

    assert [each.column for each in found] == ["foo", "index", "area_name", "bar", "index"]


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "index = 'x'": "column 'index' holds numbers, and is compared with texts",
        "'x' = index": "column 'index' holds numbers, and is compared with texts",
        "index = area_name": "column 'index' holds numbers, and is compared with texts",
        "index IN (1, 'x')": "column 'index' holds numbers, and is compared with texts",
        "area_name IN (1, 2, 3)": "column 'area_name' holds texts, and is compared with numbers",
        "ranked = 1": "column 'ranked' holds truth values, and is compared with numbers",
        "area_name + 1 > 2": "column 'area_name' holds texts — expected a number",
        "'x' + 1 > 2": "the text 'x' stands where it cannot — expected a number",
        "CASEI(index) = 'x'": "column 'index' holds numbers — expected a text",
        "index LIKE 'x'": "column 'index' holds numbers — expected a text",
        "index": "column 'index' holds numbers — expected TRUE or FALSE",
        "index AND ranked": "column 'index' holds numbers — expected TRUE or FALSE",
        "NOT area_name": "column 'area_name' holds texts — expected TRUE or FALSE",
        "1 = 'x'": "the number 1 stands, and is compared with texts",
        "(index > 1) = 1": "a statement that is true or false stands",
        "S_WITHIN(index, POINT(1 1))": "column 'index' holds numbers — expected a geometry",
        "S_WITHIN(geometry, 'POINT(1 1)')": "the text 'POINT(1 1)' stands where it cannot",
        "geometry = POINT(1 1)": "column 'geometry' holds geometries",
        "POINT(1 1) = POINT(1 1)": "a Point stands where it cannot",
        "index + 1 = area_name": "column 'area_name' holds texts, and is compared with numbers",
        "index + 1 = 'x'": "a calculation stands, and is compared with texts",
    }.items(),
)
def test_what_cannot_be_compared_is_told_with_its_kind(text, said):
    assert said in str(problems(text)[0])


def test_an_error_of_a_filter_is_a_mistake_of_the_one_who_asked():
    with pytest.raises(DeclarationError, match="a_overlaps"):
        parse("A_OVERLAPS(index, (1, 2))", "cql2-text")
    with pytest.raises(FilterError, match="did you mean 'S_INTERSECTS'"):
        parse("S_INTERSECT(geometry, POINT(1 1))", "cql2-text")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (np.array([1, 2], dtype=np.int16), Kind.NUMBER),
        ([1, None, 2.5], Kind.NUMBER),
        ([None, None], Kind.NUMBER),
        (np.array(["a", "b"]), Kind.TEXT),
        (np.array(["a", None, float("nan")], dtype=object), Kind.TEXT),
        (np.array([True, False]), Kind.FLAG),
        ([True, None], Kind.FLAG),
        (np.array(["2020-01-01", "NaT"], dtype="M8[D]"), Kind.DATE),
        (np.array(["2020-01-01", "NaT"], dtype="M8[ns]"), Kind.TIMESTAMP),
        ([], Kind.NUMBER),
    ],
)
def test_the_kind_of_a_column_follows_from_its_values(values, kind):
    assert kind_of(column(values)) is kind
    assert Layer({"a": values}).kind("a") is kind


def test_a_column_of_texts_with_numbers_in_it_is_our_mistake():
    with pytest.raises(TypeError, match="holds 2"):
        column(["a", 2])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Kind.NUMBER),
        ("nan", Kind.NUMBER),
        ("inf", Kind.NUMBER),
        ("1,2", Kind.NUMBER),
        ("True", Kind.FLAG),
        ("2020", Kind.DATE),
        ("2020-01-01", Kind.TIMESTAMP),
        ("POINT(1 1)", Kind.SHAPE),
    ],
)
def test_a_plain_filter_of_the_wrong_kind_is_refused(text, kind):
    with pytest.raises(FilterError):
        equals("a", text, kind)
