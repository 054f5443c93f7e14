"""A real server and clients that do not behave; and a server that is told to stop."""

from __future__ import annotations

import json
import signal
import socket
import sys
import time
from contextlib import ExitStack, suppress

import pytest

from tests.api.serving import Serving, parsed, problem_in, read_all, serving

GET = b"GET /v1/health HTTP/1.1\r\nHost: here\r\n"
POST = b"POST /v1/index HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
MANY = 10_000


@pytest.fixture(scope="module")
def short(squareland, tmp_path_factory):
    """A service whose patience is short."""
    limits = {
        "header_time": 1,
        "body_time": 1.5,
        "send_time": 2,
        "idle_time": 1,
        "body_size": 100_000,
        "url_size": 2_000,
        "header_size": 8_000,
    }
    folder = tmp_path_factory.mktemp("short")
    with serving(folder, "--data", squareland, **limits) as service:
        yield service
        assert "Traceback" not in service.log.read_text()


@pytest.fixture(autouse=True)
def alive(request):
    """Whatever a client does, the next one is answered."""
    yield
    if "short" in request.fixturenames:
        assert request.getfixturevalue("short").get("/v1/health")[0] == 200


def sent(service: Serving, *pieces: bytes, pause: float = 0.0) -> bytes:
    """What comes back until the connection is closed."""
    with service.connect() as connection:
        with suppress(ConnectionError):
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        return read_all(connection)


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def test_a_chunked_body_that_is_too_large_is_refused_and_the_client_reads_why(short):
    pieces = [chunk(b"x" * 50_000)] * 100
    content = sent(short, POST + b"Transfer-Encoding: chunked\r\n\r\n", *pieces)
    assert "at most 100000 bytes" in problem_in(content, 413)["detail"]


def test_a_body_without_an_end_is_left(short):
    began = time.monotonic()
    with short.connect() as connection:
        connection.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        with suppress(ConnectionError):
            while time.monotonic() - began < 15:
                connection.sendall(chunk(b"x" * 60_000))
        assert time.monotonic() - began < 10


def test_a_length_that_is_too_large_is_refused_before_the_body(short):
    content = sent(short, POST + b"Content-Length: 100001\r\nExpect: 100-continue\r\n\r\n")
    assert not content.startswith(b"HTTP/1.1 100")
    problem_in(content, 413)


def test_a_body_that_does_not_come_is_waited_for_no_longer(short):
    began = time.monotonic()
    content = sent(short, POST + b"Content-Length: 10\r\n\r\n", b"{")
    assert "1.5 seconds" in problem_in(content, 408)["detail"]
    assert 1 < time.monotonic() - began < 8


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 1e3\r\n\r\n",
        b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        b"X : y\r\n\r\n",
        b"X: a\x00b\r\n\r\n",
        b": x\r\n\r\n",
        b"X\r\n\r\n",
    ],
)
def test_tricks_with_headers_are_no_requests(short, headers):
    content = sent(short, POST + headers)
    assert content.count(b"HTTP/1.1 ") == 1
    problem_in(content, 400)


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"GET",
        b"GET /\xff HTTP/1.1",
        b"GET / HTTP/9.9",
        b"\x16\x03\x01\x02",
        b"GET http:// HTTP/1.1",
    ],
)
def test_what_is_no_request_is_told(short, line):
    content = sent(short, line + b"\r\nHost: here\r\nConnection: close\r\n\r\n")
    assert parsed(content)[0] in {400, 404}
    assert b"problem+json" in content


def test_headers_without_an_end_are_refused(short):
    for opening in (GET + b"X: ", GET, b"GET /?"):
        piece = b"x" * 4_000 if opening != GET else b"X-Y: " + b"z" * 100 + b"\r\n"
        content = sent(short, opening, *([piece] * 2_000))
        assert problem_in(content, 431)["title"] == "Request Header Fields Too Large"


def test_headers_and_addresses_that_are_too_large_are_refused(short):
    content = sent(short, GET + b"X: " + b"x" * 8_000 + b"\r\n\r\n")
    problem_in(content, 431)
    content = sent(short, b"GET /?" + b"x" * 2_000 + b" HTTP/1.1\r\nHost: here\r\n\r\n")
    problem_in(content, 414)


def test_who_sends_headers_drop_by_drop_is_left(short):
    began = time.monotonic()
    with short.connect() as connection:
        with suppress(ConnectionError):
            for sign in GET * 3:
                connection.sendall(bytes([sign]))
                time.sleep(0.05)
        assert read_all(connection) == b""
    assert time.monotonic() - began < 6


def test_who_says_nothing_between_two_requests_is_left(short):
    with short.connect() as connection:
        connection.sendall(GET + b"\r\n")
        began = time.monotonic()
        assert parsed(read_all(connection))[0] == 200
        assert 0.5 < time.monotonic() - began < 5


def test_who_does_not_read_is_left(short):
    """Or else the answers to a client that only asks would fill the memory."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", short.port))
        connection.settimeout(20)
        ask = b"GET /vendor/maplibre-gl.js HTTP/1.1\r\nHost: here\r\n\r\n"
        with suppress(ConnectionError, TimeoutError):
            connection.sendall(ask * 20)
        time.sleep(5)
        with suppress(ConnectionError):
            assert len(read_all(connection)) < 6_000_000


def test_an_upgrade_is_not_made(short):
    upgrade = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n"
    content = sent(short, GET + upgrade + b"Sec-WebSocket-Version: 13\r\n\r\n")
    assert parsed(content)[0] == 200


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the limit of files")
def test_ten_thousand_slow_connections_do_not_stop_it(squareland, tmp_path):
    import resource  # noqa: PLC0415

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < MANY + 1_000:
        pytest.skip(
            f"this system allows a process {hard} open files, and {MANY} connections need more"
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with (
            serving(tmp_path, "--data", squareland, header_time=60) as service,
            ExitStack() as slow,
        ):
            assert service.get("/v1/index?limit=1")[0] == 200
            for _ in range(MANY):
                connection = slow.enter_context(service.connect())
                connection.sendall(GET)
            times = []
            for _ in range(50):
                began = time.perf_counter()
                assert service.get("/v1/index?limit=1")[0] == 200
                times.append(time.perf_counter() - began)
            assert sorted(times)[25] < 0.1
            assert max(times) < 1
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_beyond_the_connections_that_may_be_open_those_go_that_say_nothing(squareland, tmp_path):
    with (
        serving(tmp_path, "--data", squareland, connections=20, header_time=60) as service,
        ExitStack() as slow,
    ):
        silent = [slow.enter_context(service.connect()) for _ in range(50)]
        assert [service.get("/v1/health")[0] for _ in range(20)] == [200] * 20
        assert all(read_all(connection) == b"" for connection in silent[:20])


def test_a_request_that_runs_is_answered_when_the_service_is_told_to_stop(squareland, tmp_path):
    with serving(tmp_path, "--data", squareland) as service, service.connect() as connection:
        assert service.get("/v1/index")[0] == 200
        body = json.dumps({"weights": {"weights": {"income": 2, "work": 1}}}).encode()
        connection.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(body) + body[:10])
        time.sleep(0.3)
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.6)
        with pytest.raises(OSError, match=r"refused|reset"):
            service.get("/v1/health")
        assert service.process.poll() is None
        connection.sendall(body[10:])
        status, headers, answer = parsed(read_all(connection))
        assert status == 200
        assert headers["connection"] == "close"
        assert len(json.loads(answer)["areas"]) > 10
        assert service.process.wait(10) in {0, -signal.SIGTERM}


def test_what_does_not_end_in_time_is_broken_off(squareland, tmp_path):
    limits = {"stop_time": 1, "body_time": 60}
    with (
        serving(tmp_path, "--data", squareland, **limits) as service,
        service.connect() as connection,
    ):
        connection.sendall(POST + b"Content-Length: 10\r\n\r\n")
        time.sleep(0.3)
        began = time.monotonic()
        assert service.stop() in {0, -signal.SIGTERM}
        assert 0.8 < time.monotonic() - began < 6


def test_it_is_not_ready_before_it_refuses(squareland, tmp_path):
    with serving(tmp_path, "--data", squareland, drain_time=2) as service:
        assert service.get("/readyz")[0] == 200
        began = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        status, headers, body = service.get("/readyz")
        assert status == 503
        assert headers["content-type"] == "application/problem+json"
        assert "about to stop" in json.loads(body)["detail"]
        assert service.get("/livez")[0] == 200
        assert service.get("/v1/index")[0] == 200
        assert service.process.wait(15) in {0, -signal.SIGTERM}
        assert time.monotonic() - began > 2


def test_settings_come_from_a_file(squareland, tmp_path):
    file = tmp_path / "service.toml"
    file.write_text(f'data = "{squareland}"\nlog = "json"\nrate = 1000\n')
    with serving(tmp_path, "--settings", file) as service:
        headers = service.get("/v1/health", x_request_id="abc")[1]
        assert "ratelimit" in headers
        assert headers["x-request-id"] == "abc"
    lines = [json.loads(line) for line in service.log.read_text().splitlines() if "{" in line]
    assert [line["id"] for line in lines if line.get("path") == "/v1/health"] == ["abc"]


@pytest.mark.parametrize(
    "path", ["/v1/index", "/v1/health", "/ogc/v1/collections", "/", "/v1/none"]
)
def test_after_the_head_of_an_answer_the_connection_goes_on(short, path):
    head = b"HEAD " + path.encode() + b" HTTP/1.1\r\nHost: here\r\n\r\n"
    content = sent(short, head, GET + b"Connection: close\r\n\r\n")
    first, _, rest = content.partition(b"\r\n\r\n")
    assert parsed(first + b"\r\n\r\n")[0] in {200, 404}
    status, _, body = parsed(rest)
    assert (status, json.loads(body)["status"]) == (200, "ok")
