"""What cannot be asked is refused with words that help: names, years, boxes, classes, bodies."""

from __future__ import annotations

import pytest

from tests.api.conftest import EVERY_GET, OF_A_RESULT, WITH_LEVEL, problem_of


@pytest.mark.parametrize("address", EVERY_GET)
def test_a_parameter_that_does_not_exist_is_refused_by_name(refused, address):
    assert "wieghts" in refused(address, params={"wieghts": "equal"})["detail"]


def test_a_parameter_that_does_not_exist_is_refused_with_a_body_too(refused):
    found = refused("/v1/index", method="POST", params={"year": 2020}, json={})
    assert "year" in found["detail"]


@pytest.mark.parametrize("address", OF_A_RESULT)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weights", "mdi_nll"),
        ("method", "imdd"),
        ("weights", ""),
        ("method", " "),
    ],
)
def test_a_name_that_does_not_exist_is_refused_with_the_names_there_are(
    refused, address, name, value
):
    found = refused(address, params={name: value})
    assert f"'{value}'" in found["detail"]
    assert {"weights": "mdi_nl", "method": "imd"}[name] in found["hint"]


@pytest.mark.parametrize(
    "name",
    [
        "../x.toml",
        "..\\x.toml",
        "/etc/passwd",
        "x.toml",
        ".toml",
        "..",
        "../weights/equal",
        "equal.toml",
        "equal\x00",
        "file:///etc/passwd",
        "..%2fequal",
        "équal",
    ],
)
@pytest.mark.parametrize("parameter", ["weights", "method"])
def test_a_path_is_no_name(refused, name, parameter, tmp_path, monkeypatch):
    (tmp_path / ".toml").write_text("weights = { income = 1 }")
    monkeypatch.chdir(tmp_path)
    refused("/v1/index", params={parameter: name})
    refused("/v1/index", method="POST", json={parameter: name})


@pytest.mark.parametrize(
    "path", ["..%2f..%2fetc%2fpasswd", "%2e%2e", "GM0001%00", "%F0%9F%97%BA", "GM00011"]
)
@pytest.mark.parametrize(
    "folder", ["/v1/index/", "/v1/choropleth/", "/v1/legend/", "/v1/", "/web/", "/vendor/"]
)
def test_an_address_outside_is_not_found(refused, folder, path):
    refused(folder + path, status=404)


@pytest.mark.parametrize("address", WITH_LEVEL)
def test_an_unknown_level_is_refused_with_the_nearest(refused, address):
    assert "municipality" in refused(address, params={"level": "municipalty"})["hint"]


@pytest.mark.parametrize("address", WITH_LEVEL)
def test_a_level_without_a_table_is_refused(refused, address):
    assert "neighbourhood" in refused(address, params={"level": "neighbourhood"})["detail"]


@pytest.mark.parametrize("year", [1999, 0, -1, 10**30])
@pytest.mark.parametrize("address", [*OF_A_RESULT, "/v1/areas"])
def test_an_unknown_year_is_refused_with_the_years_there_are(refused, address, year):
    found = refused(address, params={"year": year})
    assert str(year) in found["detail"]
    assert "2020, 2021" in found["hint"]


@pytest.mark.parametrize("address", [*OF_A_RESULT, "/v1/areas"])
@pytest.mark.parametrize("year", ["twenty", "", "2021.5", "NaN"])
def test_a_year_that_is_no_number_is_refused(refused, address, year):
    assert "year" in refused(address, params={"year": year})["detail"]


@pytest.mark.parametrize("limit", [0, -1, 20_001, 10**30, "all", ""])
@pytest.mark.parametrize("address", ["/v1/index", "/v1/areas"])
def test_a_limit_beyond_the_bounds_is_refused(refused, address, limit):
    assert "limit" in refused(address, params={"limit": limit})["detail"]


def test_a_negative_offset_is_refused(refused):
    assert "offset" in refused("/v1/index", params={"offset": -1})["detail"]


def test_an_unknown_column_to_sort_by_is_refused(refused):
    assert "income" in refused("/v1/index", params={"sort": "-incme"})["hint"]


@pytest.mark.parametrize("address", ["/v1/index", "/v1/choropleth/index"])
@pytest.mark.parametrize("parent", ["PV99", "nowhere", "", "GM9999"])
def test_a_larger_area_without_areas_is_refused(refused, address, parent):
    assert (
        "PV" in refused(address, status=404, params={"parent": parent})["detail"]
        or parent != "PV99"
    )


@pytest.mark.parametrize(
    "bbox",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "5,53,6,52",
        "181,0,182,1",
        "0,-91,1,0",
        "nan,0,1,1",
        "inf,0,1,1",
        ",,,",
        "5.1;52;6;53",
    ],
)
def test_a_box_that_is_none_is_refused_with_an_example(refused, bbox):
    found = refused("/v1/choropleth/index", params={"bbox": bbox})
    assert "5.1,52.0,5.9,52.6" in found["hint"]


@pytest.mark.parametrize("address", ["/v1/choropleth", "/v1/legend"])
@pytest.mark.parametrize(
    "asked",
    [
        {"scheme": "quantile"},
        {"classes": 1},
        {"classes": 10},
        {"classes": "five"},
        {"palette": "rainbow"},
        {"palette": "../palettes"},
        {"scheme": "fixed"},
        {"scheme": "fixed", "breaks": ""},
        {"scheme": "fixed", "breaks": "1;2"},
        {"scheme": "fixed", "breaks": "20,10"},
        {"scheme": "fixed", "breaks": "10,10"},
        {"scheme": "fixed", "breaks": "10,nan"},
        {"scheme": "fixed", "breaks": "10,inf"},
        {"scheme": "fixed", "breaks": "1,2,3,4,5,6,7,8,9"},
    ],
)
def test_classes_that_cannot_be_made_are_refused(refused, address, asked):
    refused(f"{address}/index", params=asked)


@pytest.mark.parametrize("address", ["/v1/choropleth", "/v1/legend"])
def test_breaks_for_another_scheme_are_not_passed_over_in_silence(refused, address):
    assert "breaks" in refused(f"{address}/index", params={"breaks": "10,20"})["detail"]


@pytest.mark.parametrize("address", ["/v1/choropleth", "/v1/legend"])
@pytest.mark.parametrize("measure", ["nonsense", "indeks", "area_code", "healthy_lifestyle"])
def test_an_unknown_measure_is_not_found(refused, address, measure):
    assert refused(f"{address}/{measure}", status=404)["hint"]


@pytest.mark.parametrize(
    "code", ["GM9999", "gm0001", "WK990099", "BU00010000", "PV20", "x", "GM0030"]
)
def test_an_unknown_area_is_not_found(refused, code):
    refused(f"/v1/index/{code}", status=404)


def test_a_level_without_shapes_says_so(refused):
    assert "shapes" in refused("/v1/choropleth/index", params={"level": "district"})["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"equal"',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"limit": 1e400}',
        b'{"limit": 100000000000000000000000000000000}',
        b'{"year": 1' + b"0" * 400 + b"}",
        b'{"level": "\\ud800"}',
        b'{"level": ["municipality"]}',
        b'{"weights": {"weights": {"\\ud800": 1}}}',
        b'{"weights": {"weights": {"income": NaN}}}',
        b'{"weights": {"weights": {"income": Infinity}}}',
        b'{"weights": {"weights": {"income": -1}}}',
        b'{"weights": {"weights": {"income": 0}}}',
        b'{"weights": {"weights": {"income": "much"}}}',
        b'{"weights": {"weights": {}}}',
        b'{"weights": {"weights": {"incme": 1}}}',
        b'{"weights": {"weights": {"income": 1.7e308, "work": 1.7e308}}}',
        b'{"weights": {"weights": {"income": 1}, "of": 0}}',
        b'{"weights": {"weights": {"income": 1}, "of": Infinity}}',
        b'{"weights": {"income": 1}}',
        b'{"method": {}}',
        b'{"method": {"indicators": {"by": "magic"}}}',
        b'{"method": {"indicators": {"by": "exponential_rank", "c": 0}}}',
        b'{"method": {"indicators": {"by": "exponential_rank", "c": NaN}}}',
        b'{"method": {"indicators": {"by": "exponential_rank", "c": Infinity}}}',
        b'{"method": {"indicators": {"by": "minmax"}, "min_coverage": 2}}',
        b'{"method": {"indicators": {"by": "minmax"}, "min_population": NaN}}',
        b'{"method": {"indicators": {"by": "minmax"}, "min_population": Infinity}}',
        b'{"sort": "\\ud800"}',
        b'{"parent": "\\udfff"}',
        b'{"lmit": 3}',
    ],
)
def test_a_body_that_does_not_hold_up_is_refused(client, body):
    answer = client.post("/v1/index", content=body, headers={"content-type": "application/json"})
    problem_of(answer, 404 if b"udfff" in body and answer.status_code == 404 else 400)


def test_a_body_of_another_kind_is_refused(client):
    answer = client.post("/v1/index", content="level: x", headers={"content-type": "text/yaml"})
    problem_of(answer, 400)


def test_all_that_is_wrong_is_said_at_once(refused):
    asked = {"classes": 1, "year": "x", "scheme": "y", "colour": "red"}
    found = refused("/v1/legend/index", params=asked)
    assert len(found["problems"]) == 4
    assert all(name in found["detail"] for name in asked)
