"""Headers of every answer: security, versions, and pages from anywhere."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.http.security import policy_of, security_headers
from api.http.standing import Standing, StandingHeaders
from api.library import Library
from api.settings import Settings
from mdi.version import __version__
from tests.api.conftest import EVERY_GET, client_of
from tests.api.http.plain import asked, scope_of

OTHERS = ("/", "/web/main.js", "/nothing", "/v1/index?nothing=1", "/livez", "/readyz", "/metrics")
ALWAYS = {
    "api-version": __version__,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "access-control-allow-origin": "*",
}


@pytest.mark.parametrize("address", EVERY_GET + OTHERS)
def test_every_answer_has_them(client: TestClient, address: str):
    headers = client.get(address).headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    for name in ("x-request-id", "permissions-policy", "content-security-policy"):
        assert headers.get_list(name) == [headers[name]]
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_also_one_that_is_our_mistake(squareland, monkeypatch):
    def broken(*_: object) -> None:
        raise KeyError

    fresh = create_app(Settings(data=squareland))
    monkeypatch.setattr(Library, "result", broken)
    answer = client_of(fresh).get("/v1/index")
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert answer.headers["x-request-id"]


def test_a_page_may_load_what_is_ours_and_data_nothing(client: TestClient):
    page = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in page
    assert "frame-ancestors 'self'" in page
    assert "unsafe" not in page
    data = client.get("/v1/catalogue").headers["content-security-policy"]
    assert data == "default-src 'none'; frame-ancestors 'none'"
    assert policy_of(b"text/html; charset=utf-8") != policy_of(b"application/json")


@pytest.mark.parametrize("url", [None, "http://mdi.example.nl"])
def test_https_is_asked_for_only_where_the_service_is_public_over_it(url):
    names = [name for name, _ in security_headers(url)]
    assert b"strict-transport-security" not in names
    assert b"strict-transport-security" in [n for n, _ in security_headers("https://a.nl/b")]


def test_what_an_answer_says_itself_stays():
    async def app(_scope, _receive, send):
        headers = [(b"Referrer-Policy", b"no-referrer")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body"})

    answer = asked(StandingHeaders(app, Standing([(b"referrer-policy", b"origin"), (b"a", b"b")])))
    assert answer.headers == {"Referrer-Policy": "no-referrer", "a": "b"}


def test_pages_elsewhere_may_read_what_gis_needs(client: TestClient):
    exposed = client.get("/v1/index").headers["access-control-expose-headers"].split(", ")
    needed = {"ETag", "Link", "Content-Crs", "API-Version", "X-Edition", "RateLimit"}
    assert needed <= set(exposed)
    assert "RateLimit-Policy" in exposed


def test_caches_keep_one_answer_for_all_origins(client: TestClient):
    one, other = (client.get("/v1/catalogue", headers=h) for h in ({}, {"origin": "https://a.nl"}))
    assert one.headers.get("vary") == other.headers.get("vary")
    assert "origin" not in one.headers.get("vary", "").lower()


def test_a_browser_that_asks_whether_it_may_is_told(client: TestClient):
    asks = {
        "origin": "https://a.nl",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-api-key",
    }
    answer = client.options("/v1/index", headers=asks)
    assert answer.status_code == 204
    assert answer.content == b""
    assert "POST" in answer.headers["access-control-allow-methods"]
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert {"content-type", "x-api-key", "authorization"} <= set(allowed.split(", "))


def test_options_without_that_question_is_no_preflight(client: TestClient):
    answer = client.options("/v1/index")
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert "access-control-allow-methods" not in answer.headers


def test_the_scope_of_a_lifespan_is_left_alone():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    asked(StandingHeaders(app, Standing(ALWAYS_RAW)), {**scope_of(), "type": "lifespan"})
    assert seen == ["lifespan"]


ALWAYS_RAW = [(b"a", b"b")]
