"""The addresses of jobs answer as the OpenAPI document says, whatever is asked of them."""

from __future__ import annotations

import shutil

import pytest
import schemathesis
from hypothesis import given
from schemathesis import GenerationMode

from api.app import create_app
from api.examples import JOB, JOB_EVENTS
from tests.api.conftest import client_of
from tests.api.jobs.office import Office, events_in
from tests.api.test_contract import BOUNDED, CHECKS, JOBS, from_the_host, validator

OPERATIONS = [
    *((path, "get") for path in JOBS),
    (JOBS[0], "post"),
    (JOBS[1], "delete"),
]


@pytest.fixture(scope="module")
def here(begun, tmp_path_factory):
    folder = tmp_path_factory.mktemp("contract") / "office"
    shutil.copytree(begun, folder)
    return Office(folder)


@pytest.fixture(scope="module")
def app_with_jobs(here):
    app = create_app(here.settings(jobs_waiting=1000))
    assert app.document  # made while no other thread changes which warnings are errors
    return app


@pytest.fixture(scope="module")
def headers(here):
    return {"authorization": f"Bearer {here.key}"}


@pytest.fixture(scope="module")
def described(app_with_jobs):
    return from_the_host(client_of(app_with_jobs).get("/v1/openapi.json").json())


@pytest.fixture(scope="module")
def of_jobs(app_with_jobs):
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", app_with_jobs)
    schema.config.update(base_url="http://testserver/v1")
    found = (result.ok() for result in schema.get_all_operations())
    return {(f"/v1{o.path}", o.method): o for o in found}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@pytest.mark.parametrize("known", [True, False])
def test_invented_requests_get_documented_answers(of_jobs, headers, path, method, mode, known):
    @BOUNDED
    @given(of_jobs[path, method].as_strategy(generation_mode=mode))
    def ask(case):
        answer = case.call(headers={**headers} if known else {"authorization": "Bearer x"})
        assert answer.status_code < 500, answer.text
        assert known or answer.status_code >= 400
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"]

    ask()


def test_answers_are_as_documented(app_with_jobs, headers, described):
    client = client_of(app_with_jobs)
    body = {"plan": "nightly", "dry_run": True}
    job = client.post("/v1/jobs", json=body, headers=headers)
    assert job.status_code == 202, job.text
    job = job.json()["id"]
    for path, method, status in (
        (JOBS[0], "get", "200"),
        (JOBS[0], "post", "202"),
        (JOBS[1], "get", "200"),
        (JOBS[1], "delete", "200"),
    ):
        address = path.replace("{job}", job)
        given = {"json": body} if method == "post" else {}
        answer = client.request(method, address, headers=headers, **given)
        told = described["paths"][path][method]["responses"][status]
        validator(described, told["content"]["application/json"]["schema"]).validate(answer.json())
        assert str(answer.status_code) == status
        assert set(told.get("headers", ())) <= {name.title() for name in answer.headers} | {
            "API-Version",
            "ETag",
        }


def test_keys_are_documented_with_every_address(described):
    schemes = described["components"]["securitySchemes"]
    assert (schemes["key"]["type"], schemes["key"]["scheme"]) == ("http", "bearer")
    assert schemes["key_header"]["name"] == "X-Api-Key"
    for path, method in OPERATIONS:
        asked = described["paths"][path][method]["security"]
        assert asked == [{"key": []}, {"key_header": []}]
    others = [path for path in described["paths"] if path not in JOBS]
    assert not [
        path for path in others for each in described["paths"][path].values() if "security" in each
    ]


def test_the_example_of_a_stream_is_a_stream():
    (event,) = events_in(line.encode() + b"\n" for line in JOB_EVENTS.split("\n"))
    assert (event["event"], event["data"]) == ("progress", JOB)
