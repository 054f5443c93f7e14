"""A measure as columns by feature id, for clients that hold the tiles."""

from __future__ import annotations

import orjson
import pyarrow as pa
import pytest

from api.documents import Values
from geodata.tiles.ids import feature_ids
from tests.api.conftest import hold
from tests.squares import CODES, FEW_FIGURES, FEW_PEOPLE, NO_FIGURES

VALUES, MAP, LEGEND = "/v1/values", "/v1/choropleth", "/v1/legend"
MEASURES = ["index", "income", "woz_value", "landscape_naturalness"]


def near(value):
    """The same number, or the same nothing."""
    return value if value is None else pytest.approx(value, rel=1e-14)


def read_arrow(content):
    return pa.ipc.open_file(pa.py_buffer(content)).read_all()


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("query", [{}, {"scheme": "fixed", "breaks": "20,40"}, {"classes": 3}])
def test_columns_say_what_the_map_says(ask, measure, query):
    found = ask(f"{VALUES}/{measure}", columns="ids,codes,values,class", decimals=15, **query)
    hold(Values, found)
    drawn = {
        each["id"]: each["properties"] for each in ask(f"{MAP}/{measure}", **query)["features"]
    }
    assert found["codes"] == sorted(drawn)
    rows = zip(found["codes"], found["values"], found["class"], strict=True)
    for code, value, number in rows:
        assert value == near(drawn[code]["value"])
        assert number == drawn[code]["class"]


@pytest.mark.parametrize("measure", MEASURES)
def test_the_legend_is_that_of_the_map(ask, measure):
    found, legend = ask(f"{VALUES}/{measure}"), ask(f"{LEGEND}/{measure}")
    assert {name: found[name] for name in legend} == legend


def test_ids_are_those_of_the_features_of_tiles(ask):
    found = ask(f"{VALUES}/index", columns="ids,codes")
    assert found["ids"] == feature_ids(CODES).tolist()
    assert {"values", "class"}.isdisjoint(found)


def test_rows_are_in_one_order_for_every_measure_of_a_level_and_year(ask):
    asked = [ask(f"{VALUES}/{measure}", columns="ids")["ids"] for measure in MEASURES]
    assert all(ids == asked[0] for ids in asked)


def test_an_area_without_a_value_is_null(ask):
    found = ask(f"{VALUES}/index", columns="codes,values,class")
    none = {c for c, v in zip(found["codes"], found["values"], strict=True) if v is None}
    assert none == {NO_FIGURES, FEW_PEOPLE, FEW_FIGURES}
    assert [n is None for n in found["class"]] == [v is None for v in found["values"]]


def test_values_are_rounded_as_asked_and_classes_are_not(ask):
    exact, round_ = (ask(f"{VALUES}/index", decimals=n) for n in (15, 0))
    assert exact["class"] == round_["class"]
    assert exact["classes"] == round_["classes"]
    assert all(value is None or value == round(value) for value in round_["values"])
    assert exact["values"] != round_["values"]


def test_without_shapes_rows_are_those_of_the_table(ask):
    found = ask(f"{VALUES}/index", level="district", columns="codes,values")
    assert len(found["codes"]) == len(found["values"]) == 60


@pytest.mark.parametrize(
    "asked",
    [
        {"params": {"f": "arrow"}},
        {"headers": {"Accept": "application/vnd.apache.arrow.file"}},
    ],
)
def test_arrow_has_the_same_columns_and_the_legend(ask, client, asked):
    answer = client.get(f"{VALUES}/woz_value", **asked)
    assert answer.headers["content-type"] == "application/vnd.apache.arrow.file"
    table, plain = read_arrow(answer.content), ask(f"{VALUES}/woz_value", decimals=15)
    assert table["id"].to_pylist() == plain["ids"]
    assert table["class"].to_pylist() == plain["class"]
    assert table["value"].to_pylist() == [near(value) for value in plain["values"]]
    told = orjson.loads(table.schema.metadata[b"mdi"])
    assert told["classes"] == plain["classes"]


def test_a_suffix_asks_for_a_format(client):
    by_suffix = client.get(f"{VALUES}/index.arrow?columns=values")
    assert by_suffix.content == client.get(f"{VALUES}/index?columns=values&f=arrow").content
    assert client.get(f"{VALUES}/index.json").json() == client.get(f"{VALUES}/index").json()


@pytest.mark.parametrize("columns", ["", "ids,names", "values,", "geometry"])
def test_columns_that_are_not_there_are_refused_by_name(refused, columns):
    found = refused(f"{VALUES}/index", params={"columns": columns})
    assert "ids, codes, values, class" in found["hint"]


def test_a_measure_that_is_not_there_is_not_found(refused):
    assert "did you mean 'index'" in refused(f"{VALUES}/indx", status=404)["hint"]
    refused(f"{VALUES}/index", params={"f": "csv"})
    refused(f"{VALUES}/index", status=406, headers={"Accept": "image/png"})
