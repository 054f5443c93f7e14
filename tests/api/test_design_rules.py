"""The NLGov REST API Design Rules 2.x, rule by rule; `docs/reference/api-design-rules.md` lists them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import problem_of
from tests.api.linting.spectral import linted

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "api-design-rules.md"
HOST, PREFIX = "https://mdi.example.nl", "/depriv"
FACES = ("/v1", "/ogc/v1")
PLACES = {
    "code": "GM9001",
    "codes": "GM9001",
    "measure": "index",
    "level": "municipality",
    "ending": "csv",
    "tileMatrixSetId": "WebMercatorQuad",
    "tileMatrix": "7",
    "tileRow": "42",
    "tileCol": "65",
}
OF_KEYS = re.compile("/jobs|/joins/")  # of who has a key, in a service that has them
QUERIES = {"/areas/at": "?lon=5.1&lat=52.1", "/compare": "?codes=GM9001"}
GIVEN = "path-segments-kebab-case"
KEYS = "query-keys-camel-case"
EXPLAINED = {
    "/v1": {f"core-{GIVEN} /download/{{level}}.{{ending}}"},
    "/ogc/v1": {
        f"core-{GIVEN} /tileMatrixSets",
        f"core-{GIVEN} /tileMatrixSets/{{tileMatrixSetId}}",
        *(f"core-{KEYS} {name}" for name in ("bbox-crs", "filter-crs", "filter-lang")),
        f"core-{KEYS} zoom-level",
        f"core-{KEYS} a property",
    },
}


@pytest.fixture(scope="module")
def service(sample_store):
    app = create_app(Settings(store=sample_store, public_url=HOST + PREFIX))
    return TestClient(app, base_url=HOST, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="module")
def documents(service):
    return {root: service.get(f"{root}/openapi.json").json() for root in FACES}


@pytest.fixture(scope="module")
def addresses(documents):
    """Every documented address that is read, with its places filled in."""
    return [
        root + filled(path)
        for root, document in documents.items()
        for path, item in document["paths"].items()
        if "get" in item and not OF_KEYS.match(path)
    ]


@pytest.fixture(scope="module")
def answers(service, addresses):
    """An answer of every address, and errors of every kind."""
    errors = {
        "/v1/index?year=x": service.get("/v1/index?year=x"),
        "/v1/none": service.get("/v1/none"),
        "/": service.delete("/"),
        "/v1/index": service.request("TRACE", "/v1/index"),
        "/ogc/v1/collections": service.put("/ogc/v1/collections"),
        "/ogc/v1": service.get("/ogc/v1", headers={"accept": "image/png"}),
        "/v1/catalogue": service.get("/v1/catalogue?" + "x" * 9_000),
        "/v1/domains": service.get("/v1/domains", headers={"x": "x" * 40_000}),
    }
    return [*(service.get(each) for each in addresses), *errors.values()]


def filled(path):
    found = re.sub(r"\{(\w+)\}", lambda place: PLACES.get(place[1], "none"), path)
    return found + QUERIES.get(path, "")


@pytest.mark.parametrize("root", FACES)
def test_the_linter_finds_nothing_but_what_is_explained(service, documents, root, tmp_path):
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(documents[root]))
    properties = service.get("/ogc/v1/collections/municipality/schema").json()["properties"]
    found = {said(each, documents[root], properties) for each in linted(file)}
    assert found == EXPLAINED[root]


def said(finding, document, properties):
    """A finding in a line: by the name it is about, where that is explained."""
    what = document
    for step in finding["path"]:
        what = what[int(step) if isinstance(what, list) else step]
    name = what if isinstance(what, str) else finding["path"][-1]
    if finding["code"].endswith(KEYS) and name in properties:
        name = "a property"
    return f"{finding['code']} {name}"


@pytest.mark.parametrize("root", FACES)
def test_the_document_lies_at_the_root_of_the_api(service, documents, root):
    answer = service.get(f"{root}/openapi.json", headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert documents[root]["servers"] == [{"url": HOST + PREFIX + root}]
    text = json.dumps(documents[root])
    for reference in set(re.findall(r'"\$ref": "([^"]*)"', text)):
        found = documents[root]
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found


def test_whom_to_ask_is_who_the_settings_say(squareland):
    named = {"contact_name": "MDI", "contact_email": "mdi@example.nl"}
    app = create_app(Settings(data=squareland, contact_url="https://example.nl/mdi", **named))
    client = TestClient(app, base_url=HOST)
    expected = {"name": "MDI", "email": "mdi@example.nl", "url": "https://example.nl/mdi"}
    for root in FACES:
        assert client.get(f"{root}/openapi.json").json()["info"]["contact"] == expected


@pytest.mark.parametrize(
    ("host", "email"),
    [
        (HOST, "webmaster@mdi.example.nl"),
        ("http://localhost:8000", "webmaster@localhost.localdomain"),
        ("http://[::1]:8000", "webmaster@localhost.localdomain"),
    ],
)
def test_who_looks_after_the_host_is_asked_where_nobody_is_named(app, host, email):
    client = TestClient(app, base_url=host)
    contact = client.get("/v1/openapi.json").json()["info"]["contact"]
    assert contact == {"name": "The MDI founders", "email": email, "url": f"{host}/"}


def test_no_address_ends_in_a_slash(service, addresses):
    for address in addresses:
        path, _, query = address.partition("?")
        if path in {"/ogc/v1/", "/ogc/v1"}:  # the root is exempt
            assert service.get("/ogc/v1/").status_code == 200
            continue
        problem_of(service.get(f"{path}/?{query}"), 404)


def test_every_answer_names_the_version_of_the_document(documents, answers):
    versions = {document["info"]["version"] for document in documents.values()}
    assert {each.headers["api-version"] for each in answers} == versions


def test_every_error_is_a_problem(answers):
    wrong = [each for each in answers if each.status_code >= 400]
    assert {each.status_code for each in wrong} >= {400, 404, 405, 406, 414, 431}
    for each in wrong:
        problem_of(each, each.status_code)


def test_a_parameter_that_is_not_there_is_invalid_input(service, addresses):
    for address in addresses:
        sign = "&" if "?" in address else "?"
        problem_of(service.get(f"{address}{sign}nonsense=1"), 400)


def test_all_that_is_wrong_is_told_at_once(service):
    for address in (
        "/v1/index?limit=0&year=x&nonsense=1",
        "/ogc/v1/collections/municipality/items?limit=0&bbox=x&nonsense=1",
    ):
        assert len(problem_of(service.get(address), 400)["problems"]) == 3
    body = {"limit": 0, "year": "x", "nonsense": 1}
    assert len(problem_of(service.post("/v1/index", json=body), 400)["problems"]) == 3


def test_every_answer_has_the_headers_of_security(answers):
    for each in answers:
        told = each.headers
        assert told["x-content-type-options"] == "nosniff"
        assert told["x-frame-options"] == "DENY"
        assert told["strict-transport-security"].startswith("max-age=31536000")
        assert "frame-ancestors" in told["content-security-policy"]
        assert told["access-control-allow-origin"] == "*"
        assert each.status_code == 204 or told["content-type"]
        if each.status_code >= 400:
            assert told.get("cache-control", "no-store") == "no-store"


def test_a_service_that_is_not_public_over_https_promises_no_https(client):
    assert "strict-transport-security" not in client.get("/v1/health").headers


def test_reading_is_safe_and_the_same_twice(service, addresses):
    for address in addresses:
        one, two, head = (service.request(m, address) for m in ("GET", "GET", "HEAD"))
        assert one.content == two.content
        assert head.content == b""
        told = ("etag", "content-type", "content-length")
        assert [head.headers.get(name) for name in told] == [one.headers.get(n) for n in told]


def test_no_session_is_kept_and_nothing_tells_how_it_is_made(answers):
    for each in answers:
        assert not {"set-cookie", "server", "x-powered-by", "via"} & set(each.headers)
        body = each.text[:100_000].lower() if "json" in each.headers["content-type"] else ""
        assert not [
            word for word in ("fastapi", "uvicorn", "starlette", "pydantic") if word in body
        ]


def test_a_method_that_is_not_there_says_which_are(service, addresses):
    for address in addresses:
        answer = service.patch(address)
        problem_of(answer, 405)
        allowed = answer.headers["allow"].split(", ")
        assert {"GET", "HEAD", "OPTIONS"} <= set(allowed)
        told = service.options(address)
        assert (told.status_code, told.headers["allow"]) == (204, answer.headers["allow"])
    assert "POST" in service.options("/v1/index").headers["allow"]


def test_times_are_utc_and_may_be_asked_with_any_offset(service):
    for each in service.get("/ogc/v1/collections").json()["collections"]:
        for moment in each["extent"]["temporal"]["interval"][0]:
            assert moment.endswith("Z")
    items = "/ogc/v1/collections/municipality-2025/items"
    counts = [
        service.get(items, params={"datetime": moment}).json()["numberMatched"]
        for moment in ("2025-01-01T00:30:00%2B01:00".replace("%2B", "+"), "2025-01-01T00:30:00Z")
    ]
    assert counts[0] == 0 < counts[1]  # half past midnight in Amsterdam is still last year


def test_a_client_with_a_secret_never_writes_it_into_an_address(documents):
    for document in documents.values():
        schemes = document["components"].get("securitySchemes", {}).values()
        assert all(each.get("in", "header") == "header" for each in schemes)


def test_the_changelog_tells_of_this_version(documents):
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for document in documents.values():
        assert f"## {document['info']['version']} " in changelog
