"""Every link of every answer leads to another one, behind a real nginx that gives the service a path."""

from __future__ import annotations

import html
import json
import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest

from tests.api.conftest import EVERY_GET
from tests.api.ogc.conftest import publish
from tests.api.serving import serving
from tests.api.test_behind_nginx import NGINX, SETTINGS, get, nginx

HERE = SETTINGS["public_url"]
HOST = urlsplit(HERE).netloc
ALIKE = 3  # addresses of one form that are followed
FIRST = (
    "/",
    "/?lang=nl",
    "/ogc/v1/",
    "/ogc/v1?f=html",
    "/ogc/v1/collections/municipality/items?limit=3&offset=3",
    "/ogc/v1/collections/municipality/items?limit=3&offset=3&f=html",
    "/v1/openapi.json",
    "/v1/index?limit=3&offset=3&sort=-income&parent=PV20",
    "/v1/index?limit=3&offset=3&f=csv",
    "/v1/index?limit=3&offset=3&f=jsonstat",
    *EVERY_GET,
)
PLACES = (
    (r"GM\d+|WK\w+|PV\d+", "CODE"),
    (r"/tiles/(\w+)/\d+/\d+/\d+", r"/tiles/\1/Z/Y/X"),
    (r"after=[\w-]+|before=[\w-]+", "MARK"),
    (r"=[^&]*", ""),
    (r"styles/[\w.:-]+", "styles/STYLE"),
    (r"-20\d\d", "-YEAR"),
)

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed (Debian: nginx-light)"
)


@pytest.fixture(scope="module")
def store(squareland, tmp_path_factory):
    return publish(squareland, tmp_path_factory.mktemp("linked"), tiles=True)


@pytest.mark.parametrize("keep_path", [False, True])
def test_every_link_leads_to_an_answer(store, tmp_path, keep_path):
    with (
        serving(tmp_path, "--store", store.root, **{**SETTINGS, "rate": 0}) as service,
        nginx(tmp_path, service.port, keep_path=keep_path) as port,
    ):
        found = crawled(port)
    roots = Counter(address.removeprefix(HERE).split("/")[1] for address in found)
    assert roots["v1"] >= len(EVERY_GET)
    assert roots["ogc"] > 100
    assert roots["web"] > 5
    for part in ("offset=", "f=csv", "jsonstat", "f=html", "/tiles/", "/styles/", "openapi.json"):
        assert any(part in address for address in found), part


def crawled(port):
    """The addresses that were followed; each answered."""
    waiting, forms = deque((HERE + path, "the start") for path in FIRST), Counter()
    found = {}
    while waiting:
        address, origin = waiting.popleft()
        if address in found or forms[form_of(address)] >= ALIKE:
            continue
        forms[form_of(address)] += 1
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        status, headers, body = get(port, path)
        assert status in {200, 204}, (address, origin, status, body[:300])
        found[address] = status
        for link in links_of(address, headers, body):
            check(link, address)
            if link.startswith(HERE):
                waiting.append((link.partition("#")[0], address))
    return found


def form_of(address):
    """An address without what tells one area, tile or page from another."""
    for pattern, place in PLACES:
        address = re.sub(pattern, place, address)
    return address


def check(link, origin):
    """A link is absolute, and one to this service begins where the public finds it."""
    parts = urlsplit(link)
    assert parts.scheme in {"http", "https", "mailto", "data", "blob"}, (link, origin)
    assert "127.0.0.1" not in link, (link, origin)
    if parts.netloc == HOST:
        assert link.startswith(f"{HERE}/"), (link, origin)


def links_of(address, headers, body):
    """Where an answer leads to: its headers, and its links in JSON or HTML."""
    yield from re.findall(r"<([^>]+)>; *rel", headers.get("link", ""))
    if "location" in headers:
        yield headers["location"]
    media = headers.get("content-type", "")
    if "json" in media:
        yield from filled(in_json(json.loads(body)))
    elif "html" in media:
        text = re.sub(r"<script[^>]*>.*?</script>", "", body.decode(), flags=re.DOTALL)
        given = re.findall(r"""\s(?:href|src|action)=["']([^"'#][^"']*)["']""", text)
        scripts = re.findall(r"""<script[^>]*\ssrc=["']([^"']+)["']""", body.decode())
        for each in (*given, *scripts):
            yield urljoin(address, html.unescape(each))


def in_json(found):
    """Every address in a document; those from the root of a server lead nowhere behind a proxy."""
    if isinstance(found, dict):
        for name, each in found.items():
            if name in {"example", "examples", "paths", "servers"}:
                continue
            if isinstance(each, str) and name in {"href", "url", "uri", "sprite", "glyphs"}:
                yield each
            yield from in_json(each)
    elif isinstance(found, list):
        for each in found:
            yield from in_json(each)
    elif isinstance(found, str):
        assert not re.match(r"/(v1|ogc|web|depriv)(/|$)", found), found
        if f"//{HOST}" in found:
            yield found


def filled(links):
    """Links; those with places to fill in are left to the clients that know them."""
    return (link for link in links if "{" not in link)
