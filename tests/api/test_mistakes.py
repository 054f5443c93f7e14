"""What is wrong with a request is told in plain words, with the key that was written."""

from __future__ import annotations

import pytest

from api.bodies import TRUTHS, OwnIndex
from api.mistakes import mistakes
from api.queries import IndexQuery, MapQuery
from tests.test_faults import JARGON, VALUES


def told(refused, body):
    return [each["what"] for each in refused("/v1/index", method="POST", json=body)["problems"]]


def test_the_keys_that_are_true_or_false_are_those_of_the_document():
    models = OwnIndex.model_json_schema()["$defs"].values()
    keys = [(key, told) for model in models for key, told in model.get("properties", {}).items()]
    assert {key for key, told in keys if told.get("type") == "boolean"} == TRUTHS


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"limit": 0}, "key 'limit': expected a number of 1 or more (found 0)"),
        ({"year": "x"}, "key 'year': expected a whole number (found 'x')"),
        ({"level": ["x"]}, "key 'level': expected a text (found a list of 1)"),
        ({"lmit": 3}, "key 'lmit' is not known"),
        ({"method": {}}, "key 'method.indicators' is missing"),
        (
            {"weights": {"weights": {"income": "much"}}},
            "key 'weights.weights.income': expected a number (found 'much')",
        ),
        (
            {"method": {"indicators": {"by": "exponential_rank", "c": 0}}},
            "key 'method.indicators.c': expected a number of 1 or more (found 0)",
        ),
        (
            {"method": {"indicators": {"by": "magic"}}},
            "key 'method.indicators.by': there is no 'magic'",
        ),
        ({"limit": False}, "'limit' is false; expected neither true nor false"),
        (
            {"method": {"indicators": {"by": "minmax", "truncate": 0}}},
            "'truncate' is 0; expected true or false",
        ),
        ([], "the body is no JSON object"),
        (None, "the body is empty"),
    ],
)
def test_a_body_is_answered_with_the_keys_that_were_written(refused, body, words):
    assert told(refused, body) == [words]


def test_a_body_that_is_no_json_is_told(refused):
    json_type = {"content-type": "application/json"}
    found = refused("/v1/index", method="POST", content=b"{", headers=json_type)
    assert found["detail"].startswith("the body is no JSON: ")
    assert found["problems"][0]["expected"].startswith("a JSON object")


def test_parameters_are_called_parameters_and_the_nearest_is_suggested(refused):
    found = refused("/v1/index", params={"lmit": "3", "offset": "-1"})
    assert found["problems"] == [
        {"what": "parameter 'offset': expected a number of 0 or more (found '-1')"},
        {"what": "parameter 'lmit' is not known", "hint": "did you mean 'limit'?"},
    ]


def test_a_long_value_is_not_sent_back_in_full(refused):
    assert len(refused("/v1/index", params={"year": "9x" * 2000})["detail"]) < 200


def test_breaks_that_do_not_rise_are_named(refused):
    found = refused("/v1/legend/index", params={"scheme": "fixed", "breaks": "10,30,20"})
    (problem,) = found["problems"]
    assert problem["what"] == (
        "key 'breaks': expected rising numbers, each above the one before: 20 follows 30"
    )


@pytest.mark.parametrize("key", [*OwnIndex.model_fields, "weights.of", "method.indicators", "no"])
def test_no_value_in_a_body_is_answered_in_jargon(client, key):
    outer, _, inner = key.partition(".")
    for value in VALUES:
        if value != value or (key == "year" and isinstance(value, bool)):  # noqa: PLR0124
            continue  # NaN is no JSON
        body = {outer: {inner: value} if inner else value}
        answer = client.post("/v1/index", json=body)
        assert answer.status_code in {200, 400, 404}
        if answer.status_code == 400:
            assert not JARGON.search(answer.text), answer.text


@pytest.mark.parametrize("query", [IndexQuery, MapQuery], ids=lambda kind: kind.__name__)
def test_no_parameter_is_answered_in_jargon(client, query):
    address = "/v1/index" if query is IndexQuery else "/v1/legend/index"
    for name in [*query.model_fields, "no"]:
        for value in ("x", "", "-1", "2.5", "1e400", "[]"):
            answer = client.get(address, params={name: value})
            if answer.status_code == 400:
                assert not JARGON.search(answer.text), answer.text
                assert name in answer.text or value in answer.json()["detail"]


def test_without_an_endpoint_the_words_are_the_same():
    error = {"type": "int_parsing", "loc": ("query", "year"), "msg": "no", "input": "x"}
    (found,) = mistakes(None, [error])
    assert found.what == "parameter 'year': expected a whole number (found 'x')"
