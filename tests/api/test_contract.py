"""The OpenAPI document: complete, true, and held against invented requests."""

from __future__ import annotations

import re

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import problem_of

SAMPLES = {
    "/v1/index": [
        "",
        "?f=csv",
        "?f=csv-nl",
        "?limit=2&sort=-income",
        "?parent=PV20",
        "?level=district",
        "?method=zscore",
        "?f=jsonstat&limit=3",
    ],
    "/v1/index/{code}": [
        "GM0001",
        "GM0001?f=csv",
        "GM0002",
        "GM0003",
        "GM0004?method=minmax",
        "WK000700",
    ],
    "/v1/choropleth/{measure}": [
        "index",
        "woz_value?scheme=natural_breaks",
        "landscape_naturalness",
        "work?bbox=0,0,1,1",
    ],
    "/v1/legend/{measure}": ["index", "woz_value?scheme=fixed&breaks=1,2", "landscape_naturalness"],
    "/v1/values/{measure}": [
        "index",
        "woz_value?columns=codes,values",
        "income?f=arrow",
        "income?f=jsonstat",
    ],
    "/v1/why/{code}": ["GM0001", "GM0002", "GM0003", "GM0004", "WK000700", "GM0001?method=zscore"],
    "/v1/rankings": ["", "?measure=woz_value&end=best&parent=PV20", "?f=csv"],
    "/v1/compare": [
        "?codes=GM0001,GM0002&against=country,province,region,size,profile&region=PV20",
        "?codes=GM0001&f=csv",
    ],
    "/v1/trend/{codes}": ["GM0001", "GM0001,GM0030?base=2020", "WK000700", "GM0001?f=csv"],
    "/v1/areas/at": ["?lon=5.1&lat=52.1", "?x=151000&y=451000"],
    "/v1/areas": ["", "?f=csv", "?q=none", "?level=district"],
    "/v1/download/{level}.{ending}": ["municipality.csv", "municipality.geojson"],
    "/v1/catalogue": [""],
    "/v1/domains": [""],
    "/v1/weights": [""],
    "/v1/methods": [""],
    "/v1/edition": [""],
    "/v1/edition/files": [""],
    "/v1/deprecations": [""],
    "/v1/health": [""],
}
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = [
    *((path, "get") for path in SAMPLES),
    ("/v1/sensitivity", "get"),  # which nobody asks for in Squareland
    ("/v1/reweight", "post"),
    ("/v1/index", "post"),
]
JOBS = ("/v1/jobs", "/v1/jobs/{job}", "/v1/jobs/{job}/events", "/v1/jobs/{job}/log")
BODIES = {"OwnIndex": "/v1/index", "OwnColumns": "/v1/reweight"}
INVENTED = [
    *((*operation, "as documented") for operation in OPERATIONS),
    *((*operation, "against the document") for operation in (*OPERATIONS[:8], *OPERATIONS[-2:])),
]
ASKED = [(path, query) for path, queries in SAMPLES.items() for query in queries]


@pytest.fixture(scope="session")
def document(client):
    return from_the_host(client.get("/v1/openapi.json").json())


@pytest.fixture(scope="session")
def operations(app):
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app)
    schema.config.update(base_url="http://testserver/v1")
    found = (result.ok() for result in schema.get_all_operations())
    return {(f"/v1{o.path}", o.method): o for o in found}


@pytest.mark.parametrize(("path", "method", "invented"), INVENTED)
def test_invented_requests_get_documented_answers(operations, path, method, invented):
    mode = {
        "as documented": GenerationMode.POSITIVE,
        "against the document": GenerationMode.NEGATIVE,
    }
    operation = operations[path, method]

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode[invented]))
    def ask(case):
        answer = case.call()
        assert answer.status_code < 500, answer.text
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"]

    ask()


@pytest.mark.parametrize(("path", "query"), ASKED)
def test_an_answer_is_as_documented(client, document, path, query):
    address = re.sub(r"{.*}", "", path) + query
    answer = client.get(address)
    assert answer.status_code == 200
    told = document["paths"][path]["get"]["responses"]["200"]["content"]
    media = answer.headers["content-type"]
    assert media in told, "no other media type is promised"
    if media.endswith("json"):
        validator(document, told[media]["schema"]).validate(answer.json())


def test_an_answer_to_a_body_is_as_documented(client, document):
    told = document["paths"]["/v1/index"]["post"]["responses"]["200"]["content"]
    answer = client.post("/v1/index", json={"weights": {"weights": {"income": 1}}})
    validator(document, told["application/json"]["schema"]).validate(answer.json())


def test_every_error_is_documented_as_a_problem_and_as_nothing_else(client, document):
    found = problem_of(client.get("/v1/index?year=x"), 400)
    for path, operations in document["paths"].items():
        for name, operation in operations.items():
            told = operation["responses"]
            assert "422" not in told
            for status in ("400", "404", "406", "500", "503"):
                content = resolved(document, told[status])["content"]
                assert list(content) == ["application/problem+json"], (path, name)
                validator(document, content["application/problem+json"]["schema"]).validate(found)


def test_only_the_service_is_documented(document):
    assert set(document["paths"]) == {*SAMPLES, "/v1/reweight", "/v1/sensitivity", *JOBS}
    assert document["info"]["version"]
    assert document["info"]["license"]


def test_every_operation_and_parameter_explains_itself(document):
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert operation["tags"], path
            for parameter in operation.get("parameters", []):
                told = parameter.get("description") or parameter["schema"].get("description")
                assert told, (path, parameter["name"])
                assert parameter["name"] == parameter["name"].lower()
                named = (path, parameter["name"]) == ("/v1/compare", "codes")
                assert parameter["required"] == (parameter["in"] == "path" or named)


def test_every_path_and_body_has_an_example(document):
    """A reader can send what stands there."""
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path":
                    told = {**parameter, **parameter["schema"]}
                    assert "example" in told or "examples" in told, (path, parameter["name"])
    for body in BODIES:
        assert document["components"]["schemas"][body]["examples"]


@pytest.mark.parametrize("body", BODIES)
def test_the_examples_of_bodies_work(client, document, body):
    for example in document["components"]["schemas"][body]["examples"]:
        answer = client.post(BODIES[body], json=example)
        assert answer.status_code == 200, answer.text


def from_the_host(document):
    """The document with its addresses written out from the root of the host."""
    return {**document, "paths": {f"/v1{path}": item for path, item in document["paths"].items()}}


def resolved(document, found):
    """What a reference to a component means."""
    return document["components"]["responses"][found["$ref"].rpartition("/")[2]]


def validator(document, schema):
    """A validator of one schema in the document."""
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole)


def _operations(document):
    for path, item in document["paths"].items():
        for verb, operation in item.items():
            yield f"{verb} {path}", operation


def test_every_answer_has_an_example_that_is_of_its_model(document):
    for name, operation in _operations(document):
        told = operation["responses"]
        for media, content in told["200" if "200" in told else "202"]["content"].items():
            assert "example" in content, (name, media)
            validator(document, content["schema"]).validate(content["example"])


def test_every_parameter_has_an_example_or_a_default(document):
    for name, operation in _operations(document):
        for told in operation.get("parameters", []):
            schema = told["schema"]
            found = {"example", "examples", "default"} & {*told, *schema}
            assert found, (name, told["name"])
