"""Every request has an id, which comes back with its answer."""

import re

import pytest

from api.http import request_ids
from api.http.request_ids import RequestIds
from tests.api.http.plain import asked, echo, scope_of

OURS = re.compile(r"[0-9a-f]{16}")


def given(*values):
    headers = [(b"x-request-id", value) for value in values]
    return asked(RequestIds(echo), scope_of(headers=headers)).headers["x-request-id"]


@pytest.mark.parametrize("sane", ["abc", "7f3a-22", "A.b_c~d", "x" * 64])
def test_a_sane_id_of_the_client_is_taken_over(sane):
    assert given(sane.encode()) == sane


@pytest.mark.parametrize(
    "insane", [b"", b"x" * 65, b"a b", b"a\r\nSet-Cookie: b", b'"', b"\xff", b"{}", b"a\x00"]
)
def test_any_other_is_replaced(insane):
    assert OURS.fullmatch(given(insane))


def test_two_ids_are_none():
    assert OURS.fullmatch(given(b"a", b"b"))


def test_no_two_requests_share_an_id():
    assert len({given() for _ in range(100)}) == 100


def test_the_id_is_known_while_the_request_runs_and_not_after():
    seen = []

    async def app(scope, receive, send):
        seen.append(request_ids.current.get())
        await echo(scope, receive, send)

    answer = asked(RequestIds(app))
    assert seen == [answer.headers["x-request-id"]]
    assert request_ids.current.get() is None
