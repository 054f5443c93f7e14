"""The service over Squareland, asked without a network."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.testclient import TestClient

from api.app import create_app
from api.library import Library
from api.settings import Settings
from tests.squares import make_squareland

EVERY_GET = (
    "/v1/index",
    "/v1/index/GM0001",
    "/v1/choropleth/index",
    "/v1/legend/index",
    "/v1/values/index",
    "/v1/why/GM0001",
    "/v1/rankings",
    "/v1/compare?codes=GM0001",
    "/v1/trend/GM0001",
    "/v1/areas",
    "/v1/areas/at?lon=5.1&lat=52.1",
    "/v1/catalogue",
    "/v1/domains",
    "/v1/weights",
    "/v1/methods",
    "/v1/edition",
    "/v1/edition/files",
    "/v1/deprecations",
    "/v1/health",
)
OF_A_RESULT = EVERY_GET[:5]
WITH_LEVEL = (
    "/v1/index",
    "/v1/choropleth/index",
    "/v1/legend/index",
    "/v1/values/index",
    "/v1/areas",
)

MDI = (sys.executable, "-c", "from mdi.cli import main; main()")
PLAN_OF_SAMPLE = 'catalogue = "sample"\nlevels = ["municipality", "neighbourhood"]\n'

Refused = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def squareland(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of Squareland; nobody writes in it."""
    return make_squareland(tmp_path_factory.mktemp("squareland"))


@pytest.fixture
def own_land(tmp_path: Path) -> Path:
    """A folder of Squareland that a test may break."""
    return make_squareland(tmp_path / "land")


@pytest.fixture(scope="session")
def app(squareland: Path) -> FastAPI:
    return create_app(Settings(data=squareland))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> TestClient:
    return client_of(app)


@pytest.fixture(scope="session")
def library(app: FastAPI) -> Library:
    kept: Library = app.state.shelf.library
    return kept


@pytest.fixture(scope="session")
def ask(client: TestClient) -> Callable[..., dict[str, Any]]:
    """Ask and get the document; anything but 200 fails, and so does a NaN."""

    def asked(address: str, **parameters: Any) -> dict[str, Any]:
        answer = client.get(address, params=parameters)
        assert answer.status_code == 200, answer.text
        return strict(answer.content)

    return asked


@pytest.fixture(scope="session")
def refused(client: TestClient) -> Refused:
    """Ask what cannot be; get the problem document, which must hold up."""

    def asked(
        address: str, *, status: int = 400, method: str = "GET", **given: Any
    ) -> dict[str, Any]:
        return problem_of(client.request(method, address, **given), status)

    return asked


def client_of(app: FastAPI) -> TestClient:
    """A client that sees a 500 as a reader does."""
    return TestClient(app, raise_server_exceptions=False)


def strict(content: bytes) -> dict[str, Any]:
    """JSON as the standard has it: without NaN and infinity."""

    def never(word: str) -> None:
        raise AssertionError(word)

    found: dict[str, Any] = json.loads(content, parse_constant=never)
    return found


def hold(model: type[BaseModel], found: dict[str, Any]) -> None:
    """A document is exactly what its model says; a text is no number."""
    model.model_validate_json(json.dumps(found), strict=True)


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    """The problem document of an answer, held against what every one must be."""
    assert answer.status_code == status, (answer.status_code, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    found = strict(answer.content)
    assert {"type", "title", "status", "detail"} <= set(found)
    assert found["status"] == status
    assert len(found["detail"]) > 10
    for internal in ("Traceback", "function-after", "Error(", "/tmp", ".py", "KeyError"):
        assert internal not in answer.text
    return found


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an edition of the invented country, tiles and all; nobody writes in it."""
    folder = tmp_path_factory.mktemp("sampled")
    (folder / "plan.toml").write_text(PLAN_OF_SAMPLE, encoding="utf-8")
    sample = ("sample", "--areas", "120", "--seed", "1", "--years", "2024-2025", "--out", "sample")
    for command in (sample, ("batch", "plan.toml", "--store", "store")):
        subprocess.run([*MDI, *command], cwd=folder, check=True, capture_output=True)
    return folder / "store"
