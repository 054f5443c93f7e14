"""What is too large is refused, and never read to its end."""

import asyncio
import json
from dataclasses import replace

import pytest

from api.http import sizes
from api.http.sizes import Sizes
from api.settings import Settings
from tests.api.http.plain import asked, asking, echo, scope_of

LIMITS = Settings(url_size=100, header_size=200, body_size=1000, bodies_size=5000, body_time=5)
CHUNKED = [(b"transfer-encoding", b"chunked")]


def length(size):
    return [(b"content-length", str(size).encode())]


def told(answer, status):
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"
    found = json.loads(answer.body)
    assert found["status"] == status
    return found["detail"]


def test_what_fits_passes_whole():
    sent = [b"a" * 400, b"b" * 600]
    app = Sizes(echo, LIMITS)
    for headers in (length(1000), CHUNKED):
        answer = asked(app, scope_of(method="POST", headers=headers), sent)
        assert answer.body == b"".join(sent)
    assert app.held == 0


@pytest.mark.parametrize("size", ["1001", "9" * 30])
def test_a_length_that_is_too_large_is_refused_before_anything_is_read(size):
    async def never(_scope, _receive, _send):
        raise AssertionError

    scope = scope_of(method="POST", headers=[(b"content-length", size.encode())])
    assert "at most 1000 bytes" in told(asked(Sizes(never, LIMITS), scope), 413)


def test_a_body_without_a_length_is_refused_when_it_is_too_large(monkeypatch):
    monkeypatch.setattr(sizes, "LINGERED", 3000)
    read = []

    async def endless():
        read.append(1)
        return {"type": "http.request", "body": b"x" * 600, "more_body": True}

    came = []

    async def send(message):
        came.append(message)

    async def never(_scope, _receive, _send):
        raise AssertionError

    app = Sizes(never, LIMITS)
    asyncio.run(app(scope_of(method="POST", headers=CHUNKED), endless, send))
    assert came[0]["status"] == 413
    assert len(read) == 2 + 5  # refused at the second; five more are thrown away
    assert app.held == 0


def test_a_refusal_is_sent_before_the_rest_of_the_body_came():
    """Or else the client would never read it: its connection would be reset."""
    order = []

    async def receive():
        order.append("receive")
        return {"type": "http.request", "body": b"x" * 2000, "more_body": len(order) < 5}

    async def send(message):
        order.append(message["type"])

    scope = scope_of(method="POST", headers=CHUNKED)
    asyncio.run(Sizes(echo, LIMITS)(scope, receive, send))
    assert order == [
        "receive",
        "http.response.start",
        "http.response.body",
        "receive",
        "receive",
        "http.response.body",
    ]


def test_a_body_that_takes_too_long_is_refused():
    limits = replace(LIMITS, body_time=0.05)
    scope = scope_of(method="POST", headers=CHUNKED)
    assert "0.05 seconds" in told(asked(Sizes(echo, limits), scope, [b"x"] * 50, 0.01), 408)


def test_a_client_that_leaves_gets_nothing():
    async def gone():
        return {"type": "http.disconnect"}

    async def never(*_):
        raise AssertionError

    asyncio.run(Sizes(never, LIMITS)(scope_of(method="POST", headers=CHUNKED), gone, never))


def test_all_bodies_together_are_bounded():
    app = Sizes(echo, LIMITS)

    async def crowd():
        scopes = [scope_of(method="POST", headers=CHUNKED) for _ in range(10)]
        return await asyncio.gather(
            *(asking(app, each, [b"x" * 900, b""], 0.05) for each in scopes)
        )

    statuses = [answer.status for answer in asyncio.run(crowd())]
    assert statuses.count(200) == 5
    assert statuses.count(503) == 5
    assert app.held == 0


def test_an_address_that_is_too_long_is_refused():
    assert "at most 100" in told(asked(Sizes(echo, LIMITS), scope_of("/?" + "x" * 100)), 414)
    assert asked(Sizes(echo, LIMITS), scope_of("/?" + "x" * 99)).status == 200


def test_headers_that_are_too_large_are_refused():
    many = [(b"x-%d" % number, b"y" * 16) for number in range(11)]
    assert "at most 200" in told(asked(Sizes(echo, LIMITS), scope_of(headers=many)), 431)


def test_a_body_that_is_read_again_is_at_its_end():
    messages = []

    async def app(_scope, receive, send):
        messages.extend([await receive(), await receive()])
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})

    asked(Sizes(app, LIMITS), scope_of(method="POST", headers=CHUNKED), [b"a", b"b"])
    assert messages[0] == {"type": "http.request", "body": b"ab", "more_body": False}
    assert messages[1] == {"type": "http.disconnect"}
