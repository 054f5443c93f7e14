"""The short way answers as the long way does, and takes only what it may."""

from __future__ import annotations

import asyncio
import json
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from api.app import create_app
from api.http.answers import Reply
from api.http.quick import HELD, LARGEST, MOST, PARTS, Quick
from api.settings import Settings
from tests.api.http.plain import scope_of
from tests.api.ogc.conftest import publish
from tests.api.serving import parsed, read_all, serving

ITEMS = "/ogc/v1/collections/municipality-2020/items"
AREA = ITEMS + "/{code}"
NEWEST = "/ogc/v1/collections/municipality/items"  # of which sheets lie ready
TILE = "/ogc/v1/collections/municipality-2020/tiles/WebMercatorQuad/{place}"
OF_ONE = {b"x-request-id", b"date"}
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


@pytest.fixture(scope="module")
def edition(squareland, tmp_path_factory):
    """A store with tiles."""
    return publish(squareland, tmp_path_factory.mktemp("quick"), tiles=True).root


@pytest.fixture(scope="module")
def app(edition):
    made = create_app(Settings(store=edition))
    for path in (AREA.format(code="GM0001"), TILE.format(place="5/10/16")):
        long_way(made, path)
    return made


def long_way(app: Any, path: str, query: bytes = b"", **headers: str) -> tuple[int, dict, bytes]:
    """The answer through all that stands around."""
    sent: list[dict[str, Any]] = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    asyncio.run(app(of(path, query, **headers), receive, send))
    body = b"".join(bytes(message.get("body", b"")) for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def of(path: str, query: bytes = b"", method: str = "GET", **headers: str) -> dict[str, Any]:
    told = [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()]
    found = scope_of(path, headers=[(b"host", b"gis.example"), *told], method=method)
    return {**found, "query_string": query}


def short_way(app: Any, *asked: Any, **headers: str) -> tuple[int, dict, bytes] | None:
    ready = app.quick.answer(of(*asked, **headers))
    if ready is None:
        return None
    lines = dict(line.split(b": ", 1) for line in ready.head.splitlines())
    return int(ready.status), lines, b"".join(map(bytes, ready.pieces))


def codes(app: Any) -> list[str]:
    _, _, body = long_way(app, ITEMS)
    return [each["id"] for each in json.loads(body)["features"]]


def alike(one: Any, other: Any) -> bool:
    """Whether two answers are the same, but for what is of one request alone."""
    (status, headers, body), (status_too, headers_too, body_too) = one, other
    for each in (headers, headers_too):
        for name in OF_ONE:
            each.pop(name, None)
    return (int(status), headers, body) == (int(status_too), headers_too, body_too)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (b"", {}),
        (b"f=json&lang=en", {"accept_encoding": "gzip, br"}),
        (b"crs=" + RD.encode(), {"accept": "application/geo+json"}),
        (b"properties=index,area_name", {"accept_language": "en"}),
        (b"", {"x_forwarded_host": "elsewhere.example", "x_forwarded_proto": "https"}),
    ],
)
def test_an_area_is_the_same_both_ways(app, query, headers):
    for code in codes(app)[:3]:
        path = AREA.format(code=code)
        long = long_way(app, path, query, **headers)
        short = short_way(app, path, query, **headers)
        assert long[0] == 200
        assert short is not None
        assert alike(long, short)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (b"bbox=3,50,8,54", {}),
        (b"bbox=3,50,8,54&f=json", {"accept_encoding": "identity"}),
        (b"bbox=3,50,5.05,52.05&limit=2", {"accept_encoding": "gzip, br"}),
        (b"bbox=0,300000,150000,620000&bbox-crs=" + RD.encode() + b"&crs=" + RD.encode(), {}),
        (b"bbox=100,50,110,54", {}),
        (b"bbox=3,50,8,54", {"x_forwarded_host": "elsewhere.example"}),
    ],
)
def test_a_box_is_the_same_both_ways(app, query, headers):
    long = long_way(app, NEWEST, query, **headers)
    short = short_way(app, NEWEST, query, **headers)
    assert long[0] == 200
    assert short is not None
    assert alike(long, short)


@pytest.mark.parametrize("coding", ["gzip", "identity", "zstd"])
def test_a_tile_is_the_same_both_ways(app, coding):
    path = TILE.format(place="5/10/16")
    long, short = (way(app, path, accept_encoding=coding) for way in (long_way, short_way))
    assert long[0] == 200
    assert short is not None
    assert alike(long, short)


def test_who_has_it_is_told_so_both_ways(app):
    path = AREA.format(code=codes(app)[0])
    etag = long_way(app, path)[1][b"etag"].decode()
    long, short = (way(app, path, if_none_match=etag) for way in (long_way, short_way))
    assert long[0] == 304
    assert short is not None
    assert alike(long, short)


@pytest.mark.parametrize(
    ("path", "query", "method", "headers"),
    [
        (AREA.format(code="nothing"), b"", "GET", {}),
        (AREA, b"unknown=1", "GET", {}),
        (AREA, b"f=html&f=html", "GET", {}),
        (AREA, b"", "HEAD", {}),
        (AREA, b"", "POST", {}),
        (AREA, b"", "GET", {"content_length": "3"}),
        (AREA, b"", "GET", {"range": "bytes=0-3"}),
        (AREA, b"", "GET", {"accept": "image/png"}),
        (AREA, b"x" * 9_000, "GET", {}),
        (AREA, b"", "GET", {"cookie": "x" * 40_000}),
        (NEWEST, b"", "GET", {}),
        (ITEMS, b"bbox=3,50,8,54", "GET", {}),
        (NEWEST, b"bbox=3,50,8,54&filter=rank<3", "GET", {}),
        (NEWEST, b"bbox=3,50,8,54&sortby=rank", "GET", {}),
        (NEWEST, b"bbox=3,50,8,54&f=html", "GET", {}),
        (NEWEST, b"bbox=3,50,8,54&zoom-level=7", "GET", {}),
        (NEWEST, b"bbox=3,54,8,50", "GET", {}),
        ("/ogc/v1/collections", b"", "GET", {}),
        ("/ogc/v1", b"", "GET", {}),
        ("/v1/index", b"", "GET", {}),
        ("/readyz", b"", "GET", {}),
        (TILE.format(place="5/0/77"), b"", "GET", {}),
    ],
)
def test_whatever_is_in_doubt_goes_the_long_way(app, path, query, method, headers):
    path = path.format(code=codes(app)[0])
    assert app.quick.answer(of(path, query, method, **headers)) is None


def test_where_requests_are_counted_by_rate_all_go_the_long_way(edition):
    assert create_app(Settings(store=edition, rate=10)).quick is None


def test_it_stands_under_the_public_path(edition):
    app = create_app(Settings(store=edition, public_url="https://gis.example/depriv"))
    path = AREA.format(code=codes(app)[0])
    long_way(app, path)
    for asked in (path, "/depriv" + path):
        status, headers, body = short_way(app, asked)
        assert status == 200
        assert b"strict-transport-security" in headers
        here = next(link for link in json.loads(body)["links"] if link["rel"] == "self")
        assert here["href"] == "https://gis.example/depriv" + path


def test_what_is_asked_again_is_the_same_and_is_counted(edition, tmp_path):
    app = create_app(Settings(store=edition))
    path = AREA.format(code=codes(app)[0])
    expected = long_way(app, path)[2]
    with serving(tmp_path, "--store", edition, log="json") as service:
        for turn in range(4):
            kept = HTTPConnection("127.0.0.1", service.port, timeout=20)
            found = [ask(kept, path) for _ in range(5)]
            found.append(ask(kept, path, {"X-Request-Id": f"mine-{turn}"}))
            kept.close()
            assert {body for _, body in found} == {expected}
            assert found[-1][0]["x-request-id"] == f"mine-{turn}"
            assert len({headers["x-request-id"] for headers, _ in found}) == len(found)
            assert len({headers["etag"] for headers, _ in found}) == 1
        counts = service.get("/metrics")[2].decode()
    route = 'route="/ogc/v1/collections/{collection}/items/{code}",method="GET",status="200"'
    assert f"mdi_requests_total{{{route}}} 24" in counts
    lines = [json.loads(line) for line in service.log.read_text().splitlines() if "{" in line]
    told = [line for line in lines if line.get("path") == path]
    assert len(told) == len({line["id"] for line in told}) == 24
    assert {line["client"] for line in told} == {"127.0.0.1"}


def ask(connection: HTTPConnection, path: str, headers: dict[str, str] | None = None) -> Any:
    connection.request("GET", path, headers={"Host": "gis.example", **(headers or {})})
    answer = connection.getresponse()
    assert answer.status == 200
    return {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_what_is_remembered_is_of_the_edition_of_now():
    now = [Edition(), Edition()]
    reply = Reply(200, [(b"content-type", b"text/plain")], [b"one"])
    quick = Quick(lambda _: reply, lambda: now[0], Settings(), ())
    ready = quick.answer(of("/one"))
    quick.remember(b"asked", ready)
    assert quick.again(b"asked") is ready
    assert quick.again(b"asked otherwise") is None
    now.reverse()
    assert quick.again(b"asked") is None
    now.reverse()
    assert quick.again(b"asked") is None


@pytest.mark.parametrize(
    "pieces",
    [[b"x" * (LARGEST + 1)], [memoryview(b"x")] * (PARTS + 1)],
    ids=["large", "many"],
)
def test_what_is_made_as_fast_again_is_not_remembered(pieces):
    now, reply = Edition(), Reply(200, [(b"content-type", b"text/plain")], pieces)
    quick = Quick(lambda _: reply, lambda: now, Settings(), ())
    quick.remember(b"asked", quick.answer(of("/one")))
    assert quick.again(b"asked") is None


def test_what_does_not_lie_ready_and_is_large_goes_out_in_pieces():
    now, answers = Edition(), []
    quick = Quick(lambda _: answers[-1], lambda: now, Settings(), ())
    for piece, taken in ((b"x" * (HELD + 1), False), (memoryview(b"x" * (HELD + 1)), True)):
        answers.append(Reply(200, [(b"content-type", b"text/plain")], [piece]))
        assert (quick.answer(of("/one")) is not None) == taken
    answers.append(Reply(200, [(b"content-type", b"text/plain")], [memoryview(bytes(MOST + 1))]))
    assert quick.answer(of("/one")) is None


class Edition:
    """What answers are made of."""


@pytest.mark.parametrize("headers", [{"x_request_id": "a"}, {"x_forwarded_for": "10.0.0.1"}])
def test_what_is_for_one_client_is_not_remembered(app, headers):
    ready = app.quick.answer(of(AREA.format(code=codes(app)[0]), **headers))
    app.quick.remember(b"asked of one", ready)
    assert app.quick.again(b"asked of one") is None


def test_requests_that_come_at_once_are_answered_in_their_order(edition, tmp_path):
    app = create_app(Settings(store=edition))
    here = [AREA.format(code=code) for code in codes(app)[:4]]
    paths = [here[0], "/v1/index", here[1], here[2], "/ogc/v1", "/v1/nothing", here[3]] * 20
    with serving(tmp_path, "--store", edition) as service, service.connect() as connection:
        last = "Connection: close\r\n"
        lines = [f"GET {path} HTTP/1.1\r\nHost: gis.example\r\n" for path in paths]
        connection.sendall("\r\n".join([*lines[:-1], lines[-1] + last, ""]).encode())
        found = split(read_all(connection))
        expected = [long_way(app, path)[2] for path in paths]
        assert [body for _, _, body in found] == expected
        assert service.get("/readyz")[0] == 200


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by Linux")
def test_a_client_that_asks_on_and_does_not_read_fills_no_memory(edition, tmp_path):
    app = create_app(Settings(store=edition))
    path = AREA.format(code=codes(app)[0])
    request = f"GET {path} HTTP/1.1\r\nHost: gis.example\r\n\r\n".encode()
    with serving(tmp_path, "--store", edition) as service, service.connect() as connection:
        service.get(path)
        before = memory_of(service.process.pid)
        connection.settimeout(1)
        with pytest.raises(TimeoutError):
            connection.sendall(request * 200_000)
        assert memory_of(service.process.pid) - before < 100 << 20
        assert service.get(path)[0] == 200


def split(content: bytes) -> list[tuple[int, dict[str, str], bytes]]:
    """Answers that came behind each other."""
    found = []
    while content:
        status, headers, rest = parsed(content)
        length = int(headers["content-length"])
        found.append((status, headers, rest[:length]))
        content = rest[length:]
    return found


def memory_of(process: int) -> int:
    """Resident bytes of a process."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS"))
