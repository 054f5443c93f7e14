"""What will go is declared, and told wherever it is met; today there is nothing."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api import app as application
from api import deprecations
from api.app import create_app
from api.deprecations import NOTICE, ROOTS, Deprecation, Schedule, schedule
from api.http import around
from api.settings import Settings
from mdi.declaration import Text
from mdi.errors import DeclarationError

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "versions.md"
SINCE, UNTIL = date(2027, 1, 1), date(2028, 1, 1)
WHY = Text(nl="Het nieuwe kan meer.", en="The new one does more.")


def going(path, **more):
    told = {"since": SINCE, "until": UNTIL, "why": WHY, **more}
    return Deprecation(path=path, **told)


DECLARED = Schedule(
    deprecated=(
        going("/v1/index/{code}", instead="/v1/why/{code}"),
        going("/v1/rankings", parameter="n", until=date(2029, 1, 1)),
        going("/ogc/v1/collections/{collection}/items", parameter="skipGeometry"),
    )
)


@pytest.fixture
def service(squareland, monkeypatch):
    """A service some of which will go."""
    for module in (deprecations, around, application):
        monkeypatch.setattr(module, "schedule", lambda: DECLARED)
    monkeypatch.setattr("api.routes.deprecations.schedule", lambda: DECLARED)
    return TestClient(create_app(Settings(data=squareland)), base_url="https://mdi.example.nl")


def test_nothing_goes_today_and_the_page_says_so(client):
    assert schedule() == Schedule()
    assert client.get("/v1/deprecations").json() == {"deprecated": []}
    assert "deprecation" not in client.get("/v1/index/GM0001").headers
    assert "Nothing of `/v1` or `/ogc/v1` will go at present." in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "until"),
    [
        ("/v1/index/GM0001", 2028),
        ("/v1/index/GM0001.csv", 2028),
        ("/v1/index/none", 2028),  # also where it is an error
        ("/v1/rankings?n=3", 2029),
        ("/ogc/v1/collections/municipality/items?skipGeometry=true", 2028),
        ("/v1/index", None),
        ("/v1/rankings", None),
        ("/v1/why/GM0001", None),
        ("/ogc/v1/collections/municipality/items", None),
        ("/ogc/v1/collections/municipality/items/GM0001", None),
    ],
)
def test_answers_of_what_goes_say_so(service, address, until):
    told = service.get(address).headers
    if until is None:
        assert not {"deprecation", "sunset"} & set(told)
        return
    assert told["deprecation"] == f"@{int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())}"
    assert parsedate_to_datetime(told["sunset"]) == datetime(until, 1, 1, tzinfo=UTC)
    assert told["sunset"].endswith(" GMT")
    for rel in ("deprecation", "sunset"):
        assert f'/v1/deprecations>; rel="{rel}"; type="application/json"' in told["link"]
    exposed = told["access-control-expose-headers"]
    assert {"Deprecation", "Sunset"} <= set(exposed.split(", "))


def test_a_link_leads_to_what_comes_instead(service):
    assert (
        '/v1/why/{code}>; rel="successor-version"'
        in service.get("/v1/index/GM0001").headers["link"]
    )
    assert "successor" not in service.get("/v1/rankings?n=3").headers["link"]


def test_the_schedule_is_told_as_data(service):
    found = service.get("/v1/deprecations").json()
    assert found == json.loads(DECLARED.model_dump_json())


def test_the_documents_mark_what_goes(service):
    plain = service.get("/v1/openapi.json").json()["paths"]
    assert plain["/index/{code}"]["get"]["deprecated"]
    marked = [
        each["name"] for each in plain["/rankings"]["get"]["parameters"] if "deprecated" in each
    ]
    assert marked == ["n"]
    assert "deprecated" not in plain["/index"]["get"]
    gis = service.get("/ogc/v1/openapi.json").json()["paths"]
    for collection in ("municipality", "municipality-2020"):
        parameters = gis[f"/collections/{collection}/items"]["get"]["parameters"]
        assert [each["name"] for each in parameters if "deprecated" in each] == ["skipGeometry"]


@given(st.integers(0, 3 * NOTICE.days))
def test_there_is_a_year_between_saying_and_going(days):
    until = SINCE + timedelta(days=days)
    if days >= NOTICE.days:
        assert going("/v1/x", until=until).until == until
        return
    with pytest.raises(DeclarationError, match="365 days after 'since'"):
        Deprecation.parse({"path": "/v1/x", "since": SINCE, "until": until, "why": WHY}, "x.toml")


@pytest.mark.parametrize("path", ["/", "/livez", "v1/index", "/v1", "https://a/v1/x"])
def test_only_addresses_of_the_api_are_declared(path):
    with pytest.raises(DeclarationError):
        Deprecation.parse({"path": path, "since": SINCE, "until": UNTIL, "why": WHY}, "x.toml")
    assert all(going(f"{root}/x").is_at(f"{root}/x") for root in ROOTS)


def test_the_shipped_file_says_how_to_declare():
    text = deprecations.DECLARED.read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    begin, end = lines.index("[[deprecated]]"), lines.index('why.en = "…"')
    example = "\n".join(lines[begin : end + 1])
    assert len(Schedule.parse(tomllib.loads(example), "example").deprecated) == 1
