"""ETag, 304, caching, compression: the same answer is not sent twice."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest

import geodata
from api.app import create_app
from api.settings import Settings
from tests.api.conftest import client_of
from tests.squares import shapes

TAGGED = (
    "/v1/index",
    "/v1/index/GM0001",
    "/v1/choropleth/index",
    "/v1/legend/index",
    "/v1/values/index",
    "/v1/values/index?f=arrow",
    "/v1/index?f=csv",
    "/v1/why/GM0001",
    "/v1/rankings?measure=income",
    "/v1/compare?codes=GM0001&against=size",
    "/v1/trend/GM0001",
    "/v1/areas?q=een",
    "/v1/areas/at?x=151000&y=451000",
    "/v1/catalogue",
    "/v1/domains",
    "/v1/weights",
    "/v1/methods",
)
OF_DATA = TAGGED[:13]


def etag(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.headers["etag"]


@pytest.mark.parametrize("address", TAGGED)
def test_the_same_question_has_the_same_tag(client, squareland, address):
    other = client_of(create_app(Settings(data=squareland)))
    assert etag(client, address) == etag(client, address) == etag(other, address)


@pytest.mark.parametrize("address", TAGGED)
@pytest.mark.parametrize(
    "form", ["{weak}", "{strong}", '"other", {weak}', "{strong} ,\t{weak}", "*", '"a,b",{weak}']
)
def test_who_has_the_answer_gets_no_body(client, address, form):
    """The comparison is weak: W/"x" and "x" are the same (RFC 9110, 13.1.2)."""
    strong = etag(client, address)
    given = form.format(weak=f"W/{strong}", strong=strong)
    answer = client.get(address, headers={"If-None-Match": given})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == strong
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize("address", [*TAGGED, "/v1/edition", "/v1/health", "/v1/index/none"])
def test_head_has_the_headers_of_get_and_no_body(client, address):
    got, head = client.get(address), client.head(address)
    assert head.status_code == got.status_code
    assert head.content == b""
    differ = ("x-request-id",)
    assert {k: v for k, v in head.headers.items() if k not in differ} == {
        k: v for k, v in got.headers.items() if k not in differ
    }


@pytest.mark.parametrize("given", ['"other"', "", "W/", ",", 'W/"', '"*"'])
def test_who_has_another_answer_gets_this_one(client, given):
    answer = client.get("/v1/index", headers={"If-None-Match": given})
    assert answer.status_code == 200
    assert answer.json()["areas"]


def test_a_question_that_is_wrong_is_refused_also_to_who_has_everything(client):
    answer = client.get("/v1/index?sort=nonsense", headers={"If-None-Match": "*"})
    assert answer.status_code == 400


@pytest.mark.parametrize("address", OF_DATA[:4])
def test_the_tag_follows_weights_method_and_year(client, address):
    asked = ["", "?weights=equal", "?method=zscore", "?year=2020"]
    assert len({etag(client, address + query) for query in asked}) == len(asked)


@pytest.mark.parametrize("address", ["/v1/index?limit=3&offset=1", "/v1/index?offset=1&limit=3"])
def test_the_order_of_parameters_does_not_matter(client, address):
    assert etag(client, address) == etag(client, "/v1/index?limit=3&offset=1")


@pytest.mark.parametrize("address", OF_DATA)
def test_the_tag_follows_the_figures(client, own_land, address):
    path = own_land / "municipality_2021.parquet"
    frame = pd.read_parquet(path)
    frame.loc[frame.area_code == "GM0005", "area_name"] = "Een ander dorp"
    frame.loc[frame.area_code == "GM0006", "overweight"] += 1
    frame.to_parquet(path)
    assert etag(client, address) != etag(client_of(create_app(Settings(data=own_land))), address)


def test_the_tag_of_a_map_follows_the_shapes(client, own_land):
    moved = shapes()
    moved.geometry[7] = moved.geometry[7].buffer(-100)
    geodata.write_boundaries(moved, own_land / "municipality.parquet")
    other = client_of(create_app(Settings(data=own_land)))
    assert etag(client, "/v1/choropleth/index") != etag(other, "/v1/choropleth/index")


def test_an_answer_to_a_body_is_never_taken_for_another(client):
    first = client.post("/v1/index", json={"limit": 1})
    tag = first.headers.get("etag", '"none"')
    second = client.post("/v1/index", json={"limit": 2}, headers={"If-None-Match": tag})
    assert second.status_code == 200
    assert second.json()["returned"] == 2


def test_a_long_answer_is_compressed_for_who_can_read_it(client):
    with client.stream(
        "GET", "/v1/choropleth/index", headers={"accept-encoding": "gzip"}
    ) as answer:
        packed = b"".join(answer.iter_raw())
    plain = client.get("/v1/choropleth/index", headers={"accept-encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content)
    assert answer.headers["etag"] != plain.headers["etag"], "another representation"


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_caches_are_told_that_the_encoding_matters(client, encoding):
    answer = client.get("/v1/choropleth/index", headers={"accept-encoding": encoding})
    assert "accept-encoding" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    "address", ["/v1/index", "/v1/health", "/v1/index/none", "/v1/index?year=x", "/openapi.json"]
)
def test_pages_of_others_may_ask(client, address):
    answer = client.get(address, headers={"origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_pages_of_others_may_send_a_body_and_read_the_tag(client):
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    may = client.options(
        "/v1/index", headers={**asked, "access-control-request-headers": "content-type"}
    )
    assert may.status_code == 204
    assert "POST" in may.headers["access-control-allow-methods"]
    assert "content-type" in may.headers["access-control-allow-headers"].lower()
    got = client.get("/v1/index", headers={"origin": "https://example.org"})
    assert "ETag" in got.headers["access-control-expose-headers"]


@pytest.mark.parametrize("address", TAGGED)
def test_the_same_question_has_the_same_bytes(client, squareland, address):
    other = client_of(create_app(Settings(data=squareland)))
    assert client.get(address).content == other.get(address).content


def test_json_is_utf_8(client):
    answer = client.get("/v1/areas", params={"q": "hoek"})
    assert answer.headers["content-type"] == "application/json"
    assert "Één".encode() in answer.content
