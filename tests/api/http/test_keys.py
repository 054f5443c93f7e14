"""Who may write."""

from __future__ import annotations

import json
from datetime import date
from http import HTTPStatus
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI
from starlette.testclient import TestClient

from api import errors
from api.app import create_app
from api.http import keys
from api.http.keys import CLOSED, Gate, needs
from api.keyring import Key, add_key, revoke_key
from api.settings import Settings
from tests.api.conftest import EVERY_GET, client_of, problem_of


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.toml"


def service(file) -> TestClient:
    """A service with one address that writes."""
    app = FastAPI()
    app.state.gate = Gate(file)
    errors.install(app)

    @app.post("/write")
    def write(key: Annotated[Key, Depends(needs("jobs"))]) -> str:
        return key.name

    return client_of(app)


def bearer(key):
    return {"authorization": f"Bearer {key}"}


def test_without_keys_nothing_can_be_written(file):
    for client in (service(None), service(file)):
        for headers in ({}, bearer("x")):
            found = problem_of(client.post("/write", headers=headers), 403)
            assert found["detail"] == CLOSED


def test_a_key_of_the_right_scope_opens(file):
    made = add_key(file, "nightly", ("jobs", "joins"))
    client = service(file)
    for headers in (
        bearer(made.written),
        {"authorization": f"bearer  {made.written} "},
        {"x-api-key": made.written},
    ):
        answer = client.post("/write", headers=headers)
        assert (answer.status_code, answer.json()) == (200, "nightly")


def test_a_key_of_another_scope_does_not(file):
    made = add_key(file, "maps", ("joins",))
    found = problem_of(service(file).post("/write", headers=bearer(made.written)), 403)
    assert "scope 'jobs'" in found["detail"]


def test_no_key_is_asked_for(file):
    add_key(file, "nightly", ("jobs",))
    client = service(file)
    for headers in (
        {},
        {"authorization": "Basic YTpi"},
        {"x-api-key": " "},
        {"authorization": "Bearer"},
    ):
        answer = client.post("/write", headers=headers)
        problem_of(answer, 401)
        assert answer.headers["www-authenticate"] == 'Bearer realm="mdi"'


def test_a_key_that_is_wrong_is_refused(file):
    made = add_key(file, "nightly", ("jobs",)).written
    client = service(file)
    for wrong in (
        made[:-1] + "~",
        made + "a",
        "mdi_000000000000_" + made[17:],
        "no-key",
        "\xff",
        made.upper(),
    ):
        answer = client.post("/write", headers={"x-api-key": wrong.encode("latin-1")})
        found = problem_of(answer, 401)
        assert "error=" in answer.headers["www-authenticate"]
        assert wrong not in json.dumps(found)


def test_a_key_that_was_revoked_or_has_expired_is_refused_at_once(file):
    made = add_key(file, "nightly", ("jobs",)).written
    client = service(file)
    assert client.post("/write", headers=bearer(made)).status_code == 200
    revoke_key(file, "nightly")
    problem_of(client.post("/write", headers=bearer(made)), 401)
    old = add_key(file, "old", ("jobs",), date(2020, 1, 1)).written
    problem_of(client.post("/write", headers=bearer(old)), 401)


def test_a_key_that_is_added_opens_at_once(file):
    client = service(file)
    assert client.post("/write").status_code == 403
    made = add_key(file, "nightly", ("jobs",)).written
    assert client.post("/write", headers=bearer(made)).status_code == 200


def test_a_file_that_breaks_or_goes_opens_nothing(file, caplog):
    made = add_key(file, "nightly", ("jobs",)).written
    client, whole = service(file), file.read_text()
    assert client.post("/write", headers=bearer(made)).status_code == 200
    file.write_text(whole.replace("scopes", "scope"))
    assert client.post("/write", headers=bearer(made)).status_code == 403
    assert "nothing can be written" in caplog.text
    file.write_text(whole)
    assert client.post("/write", headers=bearer(made)).status_code == 200
    file.unlink()
    assert client.post("/write", headers=bearer(made)).status_code == 403


def test_a_key_is_proven_once_and_an_unknown_one_costs_the_same(file, monkeypatch):
    made, proofs = add_key(file, "nightly", ("jobs",)), []
    real = keys.Key.proven_by

    def proven_by(self, secret):
        proofs.append(self.id)
        return real(self, secret)

    monkeypatch.setattr(keys.Key, "proven_by", proven_by)
    client = service(file)
    for _ in range(5):
        assert client.post("/write", headers=bearer(made.written)).status_code == 200
    assert proofs == [made.entry.id]
    unknown = "mdi_ffffffffffff_" + made.written[17:]
    for _ in range(5):
        assert client.post("/write", headers=bearer(unknown)).status_code == 401
    assert proofs == [made.entry.id, "0" * 12]


def test_two_keys_in_one_request_are_read_as_the_first(file):
    made = add_key(file, "nightly", ("jobs",)).written
    headers = [("x-api-key", made), ("x-api-key", "other")]
    assert service(file).post("/write", headers=headers).status_code == 200


@pytest.mark.parametrize("address", EVERY_GET)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_nothing_of_the_service_can_be_written(squareland, address, method):
    answer = client_of(create_app(Settings(data=squareland))).request(method, address)
    assert answer.status_code in {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.FORBIDDEN}
