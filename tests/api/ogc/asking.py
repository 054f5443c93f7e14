"""Readers of OGC API who insist on good answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.testclient import TestClient

from tests.api.conftest import problem_of, strict

HOST = "http://gis.example"
ROOT = f"{HOST}/ogc/v1"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
RD = EPSG + "28992"
GEOJSON = "application/geo+json"
MUNICIPALITIES, BEFORE = "municipality", "municipality-2020"
MOST_PAGES = 100

Query = Mapping[str, Any]


class Reader:
    """Asks a service, without a network."""

    def __init__(self, app: Any) -> None:
        self.client = TestClient(
            app, base_url=HOST, raise_server_exceptions=False, follow_redirects=False
        )

    def get(self, address: str, query: Query | None = None, **headers: str) -> Any:
        """An answer, whatever it is; an address without a host is below the root."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        where = address if address.startswith("http") else ROOT + address
        return self.client.get(where, params=query, headers=told)

    def read(self, address: str, query: Query | None = None, **headers: str) -> dict[str, Any]:
        """The document of an answer of 200, without NaN."""
        answer = self.get(address, query, **headers)
        assert answer.status_code == 200, (answer.status_code, answer.text[:500])
        return strict(answer.content)

    def refused(
        self, address: str, query: Query | None = None, status: int = 400
    ) -> dict[str, Any]:
        """The problem document, which must hold up."""
        return problem_of(self.get(address, query), status)

    def items(self, collection: str, query: Query | None = None) -> dict[str, Any]:
        """A page of areas, held against what every page must be."""
        answer = self.get(f"/collections/{collection}/items", query)
        assert answer.status_code == 200, answer.text[:500]
        assert answer.headers["content-type"] == GEOJSON
        page = strict(answer.content)
        check_page(page)
        return page

    def walk(self, page: Mapping[str, Any], rel: str = "next") -> Iterator[dict[str, Any]]:
        """A page, and all pages that follow it."""
        for _ in range(MOST_PAGES):
            yield dict(page)
            address = href(page, rel)
            if address is None:
                return
            page = self.read(address)
            check_page(page)
        raise AssertionError("the pages do not end")


def check_page(page: Mapping[str, Any]) -> None:
    """A page is a FeatureCollection that tells how much it holds, and where it stands."""
    assert page["type"] == "FeatureCollection"
    assert page["numberReturned"] == len(page["features"])
    assert page["numberMatched"] >= page["numberReturned"]
    assert all(each["type"] == "Feature" for each in page["features"])
    rels = [link["rel"] for link in page["links"]]
    assert {"self", "alternate", "collection"} <= set(rels)
    assert all(rels.count(rel) == 1 for rel in ("self", "next", "prev") if rel in rels)
    assert all({"href", "rel", "type"} <= set(link) for link in page["links"])


def href(document: Mapping[str, Any], rel: str, media: str | None = None) -> str | None:
    """Where a link of a document goes; None where there is none."""
    found = [
        link["href"]
        for link in document["links"]
        if link["rel"] == rel and media in (None, link.get("type"))
    ]
    return found[0] if found else None


def ids(page: Mapping[str, Any]) -> list[str]:
    """The codes of the areas of a page."""
    return [each["id"] for each in page["features"]]


def without_profile(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Links but for those to profiles, which lie at OGC."""
    return [link for link in links if link["rel"] != "profile"]
