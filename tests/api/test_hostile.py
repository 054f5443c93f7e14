"""A service as `mdi serve --store` starts it, and clients that mean it harm.

Whatever they send, the answer is a clean error within seconds, memory stays within bounds, and the
next client is answered as if nothing had happened.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.serving import Serving, parsed, problem_in, read_all, serving

HEAD = b"Host: here\r\nConnection: close\r\n"
POST = b"POST /v1/index HTTP/1.1\r\nContent-Type: application/json\r\n" + HEAD
ITEMS = "/ogc/v1/collections/neighbourhood/items"
DEEP = 10_000
MANY = 10_000  # connections
SOON = 10  # seconds in which anything is refused
PROMPT = 8  # seconds, of a machine that does much else, in which the next client is answered
SPARE = 200  # megabytes that hostile clients may cost, together

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory of a process is read from /proc"
)


@pytest.fixture(scope="module")
def service(sample_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    with serving(folder, "--store", sample_store) as found:
        for address in (ITEMS, "/v1/index", "/v1/choropleth/index", f"{ITEMS}?filter=decile=1"):
            assert found.get(address)[0] == 200
        yield found
        assert "Traceback" not in found.log.read_text()


@pytest.fixture(scope="module")
def before(service):
    """Megabytes before anybody did harm."""
    return resident(service)


@pytest.fixture(autouse=True)
def unharmed(service, before):
    """What holds after every attack."""
    yield
    began = time.monotonic()
    assert service.get("/v1/health")[0] == 200
    assert service.get(f"{ITEMS}?limit=3")[0] == 200
    assert time.monotonic() - began < PROMPT
    assert resident(service) < before + SPARE


def resident(service: Serving) -> int:
    """Megabytes of memory of the process."""
    told = Path(f"/proc/{service.process.pid}/status").read_text().splitlines()
    line = next(line for line in told if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def sent(service, *pieces, pause=0.0):
    """What comes back until the connection is closed, which must be soon."""
    began = time.monotonic()
    with service.connect(timeout=SOON) as connection:
        with suppress(ConnectionError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        found = read_all(connection)
    assert time.monotonic() - began < SOON
    return found


def post(body, *headers):
    return (POST + b"".join(headers) + b"Content-Length: %d\r\n\r\n" % len(body), body)


def chunk(content):
    return b"%x\r\n%s\r\n" % (len(content), content)


BODIES = {
    "an open nest of lists": b"[" * 900_000,
    "an open nest of objects": b'{"a":' * 150_000,
    "a closed nest": b"[" * 100_000 + b"]" * 100_000,
    "a nested method": b'{"method":' * 90_000 + b"1" + b"}" * 90_000,
    "half a document": b'{"weights": {"weights": {"income"',
    "no JSON": os.urandom(100_000),
    "no UTF-8": b'{"level": "\xff\xfe"}',
    "half a character": b'{"level": "\\ud800"}',
    "a number without an end": b'{"limit": ' + b"9" * 900_000 + b"}",
    "a number beyond numbers": b'{"weights": {"weights": {"income": 1e99999}}}',
    "no number": b'{"weights": {"weights": {"income": NaN}}}',
    "a key without an end": b'{"' + b"a" * 900_000 + b'": 1}',
    "a thousand keys": json.dumps({f"k{n}": n for n in range(50_000)}).encode(),
    "a list of everything": b'{"weights": {"weights": [' + b"1," * 400_000 + b"1]}}",
    "nothing": b"",
    "null": b"null",
    "signs of control": b"\x00" * 100_000,
    "a method of a thousand rules": json.dumps(
        {"method": {"indicators": {"by": "minmax"}, "nodes": {f"n{n}": {} for n in range(20_000)}}}
    ).encode(),
}


@pytest.mark.parametrize("body", BODIES)
def test_a_body_that_is_no_question_is_refused(service, body):
    found = problem_in(sent(service, *post(BODIES[body])), 400)
    assert len(json.dumps(found)) < 100_000


@pytest.mark.parametrize("address", ["/v1/index", "/v1/reweight", "/v1/jobs", "/ogc/v1/joins"])
@pytest.mark.parametrize("told", [b"Content-Length: 2000000000\r\n\r\n", b"", b"chunked"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(service, address, told):
    head = f"POST {address} HTTP/1.1\r\nContent-Type: application/json\r\n".encode() + HEAD
    if told == b"chunked":
        head += b"Transfer-Encoding: chunked\r\n\r\n"
        pieces = [chunk(b"x" * 500_000)] * 100
    else:
        head += told or b"Content-Length: 99999999\r\n\r\n"
        pieces = [b"x" * 500_000] * 20
    status = parsed(sent(service, head, *pieces))[0]
    assert status in {401, 403, 404, 413, 415}


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\nabc\r\n",
        b"-1\r\nabc\r\n",
        b"5\r\nabc\r\n0\r\n\r\n",
        b"ffffffffffffffffffff\r\nabc\r\n",
        b"3;" + b"x" * 100_000 + b"\r\nabc\r\n0\r\n\r\n",
        b"3\r\nabcdef\r\n0\r\n\r\n",
        b"0\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"\r\n" * 50_000,
        chunk(b"x") * 20_000 + b"0\r\n\r\n",
        b"0" * 50_000 + b"\r\n\r\n",
    ],
)
def test_chunks_that_are_none_are_no_request(service, chunks):
    found = sent(service, POST + b"Transfer-Encoding: chunked\r\n\r\n", chunks, b"\r\n\r\n")
    assert parsed(found)[0] in {400, 413, 431}
    assert b"problem+json" in found


def test_two_requests_in_one_are_not_smuggled(service):
    inner = b"GET /v1/none HTTP/1.1\r\nHost: here\r\n\r\n"
    for headers in (
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    ):
        found = sent(service, POST + headers + inner)
        assert found.count(b"HTTP/1.1 404") == 0


PATHS = {
    "/../../etc/passwd": 404,
    "/web/../../../etc/passwd": 404,
    "/web/%2e%2e/%2e%2e/settings.py": 404,
    "/web/..%2f..%2fsettings.py": 404,
    "/web/%2e%2e%5c%2e%2e%5csettings.py": 404,
    "/web//etc/passwd": 404,
    "/web/%00": 404,
    "/vendor/..%2fmaplibre-gl.js": 404,
    "/v1/index/..": 404,
    "/v1/index/%2e%2e%2f%2e%2e": 404,
    "/v1/index/GM9001%00": 404,
    "/v1//index": 404,
    "//v1/index": 404,
    "/v1/index/": 404,
    "/v1/./index": 404,
    "/v1/download/..%2f..%2fcatalogue.toml": 404,
    "/v1/download/%2e%2e.csv": 400,
    "/v1/download/municipality.csv%00.parquet": 404,
    "/v1/why/%F0%9F%92%A9": 404,
    "/v1/why/%ff%fe": 404,
    "/v1/choropleth/%2e%2e%2fcatalogue": 404,
    "/ogc/v1//collections": 404,
    "/ogc/v1/collections/..": 404,
    "/ogc/v1/collections/%2e%2e/items": 404,
    "/ogc/v1/collections/neighbourhood%2fitems": 200,  # the same address (RFC 3986, 2.2, decoded)
    "/ogc/v1/collections/%00/items": 404,
    "/ogc/v1/collections/neighbourhood/items/%00": 404,
    "/ogc/v1/collections/neighbourhood/tiles/WebMercatorQuad/-1/0/0": 404,
    "/ogc/v1/collections/neighbourhood/tiles/WebMercatorQuad/9/1e9/0": 404,
    "/ogc/v1/collections/neighbourhood/tiles/WebMercatorQuad/" + "9" * 400 + "/0/0": 404,
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd": 404,
    "/v1/index%3Flimit=1": 404,
    "/v1/" + "a/" * 2_000: 404,
    "/v1/" + "a" * 8_000: 404,
    "/v1/" + "%41" * 10_000: 414,
    "/v1/index?" + "&".join(["limit=1"] * 900): 200,
    "/v1/index?" + "a=1&" * 1_500: 400,
    "/v1/index?limit=%zz": 400,
    f"{ITEMS}?" + "f=json&" * 900: 400,
    f"{ITEMS}?limit=" + "9" * 5_000: 400,
    f"{ITEMS}?bbox=1e999,0,1,1": 400,
    f"{ITEMS}?bbox=nan,0,1,1": 400,
    f"{ITEMS}?bbox=" + ",".join(["1"] * 2_000): 400,
    f"{ITEMS}?sortby=" + ",".join(["index"] * 1_000): 200,
    f"{ITEMS}?properties=" + ",".join(["index"] * 1_000): 200,
    f"{ITEMS}?after=" + "A" * 6_000: 400,
    f"{ITEMS}?datetime=" + "9" * 5_000: 400,
    f"{ITEMS}?crs=" + "http://" * 900: 400,
    f"{ITEMS}?f=%00": 400,
    f"{ITEMS}?lang=../../etc": 400,
    "/v1/areas?q=" + "%25" * 2_000: 200,
    "/v1/areas?q=" + "a" * 7_000: 200,
    "/v1/areas/at?lon=1e308&lat=1e308": 400,
}


@pytest.mark.parametrize("path", PATHS, ids=[each[:60] for each in PATHS])
def test_tricks_with_addresses_lead_nowhere(service, path):
    found = sent(service, b"GET " + path.encode() + b" HTTP/1.1\r\n" + HEAD + b"\r\n")
    status, headers, body = parsed(found)
    assert status in {PATHS[path], 400} if PATHS[path] != 200 else status in {200, 400}, body[:300]
    assert b"root:" not in body
    assert status == 200 or headers["content-type"] == "application/problem+json"
    assert status == 200 or len(body) < 20_000


@pytest.mark.parametrize("line", [b"/\xff", b"/\x00", b"/ /", b"*", b"here:80", b"/\r\nX: y"])
def test_a_line_that_is_no_address_is_told(service, line):
    found = sent(service, b"GET " + line + b" HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert parsed(found)[0] in {200, 400, 404} if line == b"/\r\nX: y" else {400, 404}


FLOODS = {
    "ten thousand headers": b"".join(b"X-%d: y\r\n" % n for n in range(10_000)),
    "one header without an end": b"X: " + b"x" * 1_000_000,
    "one header again and again": b"Accept: */*\r\n" * 2_000,
    "formats": b"Accept: " + b",".join(b"a%d/b;q=0.%d" % (n, n) for n in range(2_000)) + b"\r\n",
    "languages": b"Accept-Language: " + b"a-b-c-d;q=0.1," * 2_000 + b"\r\n",
    "codings": b"Accept-Encoding: " + b"x;q=0," * 4_000 + b"\r\n",
    "etags": b"If-None-Match: " + b'"x",W/"y",' * 2_000 + b"\r\n",
    "cookies": b"Cookie: " + b"a=b; " * 5_000 + b"\r\n",
    "hosts": b"X-Forwarded-For: " + b"1.1.1.1," * 3_000 + b"\r\n",
    "a request id": b"X-Request-Id: " + b"x" * 20_000 + b"\r\n",
    "ranges": b"Range: bytes=" + b",".join(b"%d-%d" % (n, n) for n in range(3_000)) + b"\r\n",
    "ranges that lap": b"Range: bytes=" + b"0-," * 5_000 + b"0-\r\n",
}


@pytest.mark.parametrize("flood", FLOODS)
@pytest.mark.parametrize("path", [f"{ITEMS}?limit=5", "/v1/index", "/v1/download/municipality.csv"])
def test_a_flood_of_headers_is_borne_or_refused(service, flood, path):
    found = sent(service, b"GET " + path.encode() + b" HTTP/1.1\r\n" + HEAD, FLOODS[flood], b"\r\n")
    status, headers, body = parsed(found)
    assert status in {200, 206, 400, 406, 416, 431}
    assert len(body) < 2_000_000
    assert status < 400 or headers["content-type"] == "application/problem+json"


LIKES = {
    "wildcards": "area_name LIKE '" + "%a" * 1_000 + "%'",
    "wildcards that never fit": "area_name LIKE '" + "%e" * 1_500 + "%%%%#'",
    "single signs": "area_name LIKE '" + "_" * 3_000 + "'",
    "both": "area_name LIKE '" + "%_" * 1_000 + "'",
    "without capitals": "CASEI(area_name) LIKE CASEI('" + "%a" * 1_000 + "')",
    "many": " OR ".join(["area_name LIKE '%a%e%i%o%z%'"] * 60),
    "regular expressions": "area_name LIKE '(a+)+$%'",
    "strokes": "area_name LIKE '" + "\\%" * 1_000 + "'",
    "accents": "ACCENTI(area_name) LIKE ACCENTI('" + "é%" * 500 + "')",
}


@pytest.mark.parametrize("text", LIKES)
def test_a_pattern_is_answered_soon_however_it_is_made(service, text):
    began = time.monotonic()
    path = f"{ITEMS}?limit=5&filter=" + quote(LIKES[text], safe="")
    status, _, body = parsed(
        sent(service, b"GET " + path.encode() + b" HTTP/1.1\r\n" + HEAD + b"\r\n")
    )
    assert status in {200, 400, 414}, body[:300]
    assert time.monotonic() - began < 3


DEPTHS = {
    "brackets": ("(" * DEEP + "decile=1" + ")" * DEEP, "cql2-text"),
    "NOT": ("NOT " * DEEP + "decile=1", "cql2-text"),
    "functions": ("CASEI(" * DEEP + "area_name" + ")" * DEEP, "cql2-text"),
    "JSON": ('{"op":"not","args":[' * DEEP + "true" + "]}" * DEEP, "cql2-json"),
    "lists": ("[" * DEEP + "]" * DEEP, "cql2-json"),
}


@pytest.mark.parametrize("text", DEPTHS)
@pytest.mark.parametrize("size", [None, 7_000])
def test_a_filter_nested_ten_thousand_deep_is_refused(service, text, size):
    """At default settings the address is too long; and as deep as fits, the filter is refused."""
    whole, language = DEPTHS[text]
    path = f"{ITEMS}?filter-lang={language}&filter=" + (whole if size is None else whole[:size])
    line = path.encode().replace(b" ", b"+").replace(b'"', b"%22").replace(b"{", b"%7B")[:30_000]
    line = line if size is None else line[:8_000].rstrip(b"%27B")
    found = sent(service, b"GET " + line + b" HTTP/1.1\r\n" + HEAD + b"\r\n")
    problem_in(found, 414 if size is None else 400)


def test_a_filter_nested_ten_thousand_deep_is_refused_where_addresses_may_be_long(
    sample_store, tmp_path
):
    limits = {"url_size": 1_000_000, "header_size": 1_000_000}
    with serving(tmp_path, "--store", sample_store, **limits) as service:
        for whole, language in DEPTHS.values():
            path = f"{ITEMS}?filter-lang={language}&filter=" + quote(whole, safe="()")
            found = sent(service, b"GET " + path.encode() + b" HTTP/1.1\r\n" + HEAD + b"\r\n")
            problem_in(found, 400)
        assert service.get(f"{ITEMS}?filter=decile=1")[0] == 200


def test_who_asks_for_much_and_does_not_read_fills_no_memory(service):
    with ExitStack() as stack:
        for _ in range(200):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", service.port))
            connection.sendall(f"GET {ITEMS} HTTP/1.1\r\nHost: here\r\n\r\n".encode() * 10)
        time.sleep(2)
        began = time.monotonic()
        assert service.get("/v1/health")[0] == 200
        assert time.monotonic() - began < PROMPT


def test_ten_thousand_connections_that_dribble_do_not_stop_it(service, before):
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < MANY + 1_000:
        pytest.skip(f"this system allows a process {hard} open files; {MANY} clients need more")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with ExitStack() as slow:
            clients = [slow.enter_context(service.connect()) for _ in range(MANY)]
            for client in clients:
                with suppress(OSError):
                    client.sendall(b"GET /v1/health HTTP/1.1\r\n")
            for client in clients[::10]:
                with suppress(OSError):
                    client.sendall(b"X: y\r\n")
            times = []
            for _ in range(50):
                began = time.perf_counter()
                assert service.get(f"{ITEMS}?limit=1")[0] == 200
                times.append(time.perf_counter() - began)
            assert sorted(times)[25] < 0.2
            assert max(times) < PROMPT
            assert resident(service) < before + SPARE
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
