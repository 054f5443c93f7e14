"""Files as they lie: ranges, digests, and what need not be sent again."""

from __future__ import annotations

import asyncio
import base64
import hashlib

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api import errors
from api.http.files import File, FileAnswer

BODY = bytes(range(256)) * 9000


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "file.bin"
    path.write_bytes(BODY)
    app = FastAPI()
    file = File(path, hashlib.sha256(BODY).hexdigest(), "application/x-test", "mdi.bin")
    app.add_route("/", lambda _: FileAnswer(file, "public"))
    return TestClient(app)


def get(client, **headers):
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get("/", headers=told)


def test_the_whole_file_says_what_it_is(client):
    answer = get(client)
    assert answer.content == BODY
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert answer.headers["etag"] == f'"{hashlib.sha256(BODY).hexdigest()}"'
    assert answer.headers["content-disposition"] == 'attachment; filename="mdi.bin"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(len(BODY))


@given(begin=st.integers(0, len(BODY) - 1), more=st.integers(0, len(BODY) * 2))
def test_any_part_can_be_asked_for(client, begin, more):
    answer = get(client, range=f"bytes={begin}-{begin + more}")
    assert answer.status_code == 206
    assert answer.content == BODY[begin : begin + more + 1]
    end = min(begin + more, len(BODY) - 1)
    assert answer.headers["content-range"] == f"bytes {begin}-{end}/{len(BODY)}"


@pytest.mark.parametrize(
    ("asked", "part"),
    [("bytes=100-", BODY[100:]), ("bytes=-100", BODY[-100:]), ("bytes=-99999999", BODY)],
)
def test_open_ranges_go_to_the_end(client, asked, part):
    answer = get(client, range=asked)
    assert (answer.status_code, answer.content) == (206, part)


@pytest.mark.parametrize(
    "asked", ["bytes=5-1", "bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b", "bytes"]
)
def test_what_is_no_single_range_gets_the_whole(client, asked):
    answer = get(client, range=asked)
    assert (answer.status_code, answer.content) == (200, BODY)


@pytest.mark.parametrize("asked", [f"bytes={len(BODY)}-", "bytes=999999999-1999999999", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(client, asked):
    answer = get(client, range=asked)
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(BODY)}"
    assert answer.headers["content-type"] == "application/problem+json"


def test_who_has_the_file_gets_nothing(client):
    etag = get(client).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = get(client, if_none_match=known)
        assert (answer.status_code, answer.content) == (304, b"")
    assert get(client, if_none_match='"other"').status_code == 200


def test_a_part_of_another_version_is_not_sent(client):
    etag = get(client).headers["etag"]
    assert get(client, range="bytes=0-9", if_range=etag).status_code == 206
    other = get(client, range="bytes=0-9", if_range='"other"')
    assert (other.status_code, other.content) == (200, BODY)


@pytest.mark.parametrize("asked", [{}, {"range": "bytes=5-9"}, {"range": "bytes=-3"}])
def test_the_digest_is_of_the_whole_also_where_a_part_is_sent(client, asked):
    """RFC 9530, 3: `Repr-Digest` is of the selected representation, not of the content."""
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    for answer in (get(client, **asked), client.head("/", headers=asked)):
        assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    known = get(client, **asked, if_none_match="*")
    assert (known.status_code, known.headers["repr-digest"]) == (304, f"sha-256=:{digest}:")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "file.bin"
    path.write_bytes(BODY)
    return File(path, hashlib.sha256(BODY).hexdigest(), "application/x-test", "mdi.bin")


def test_a_file_that_loses_its_name_while_it_is_sent_is_sent_to_its_end(file):
    sent = []

    async def send(message):
        file.path.unlink(missing_ok=True)
        sent.append(message)

    scope = {"type": "http", "method": "GET", "headers": []}
    asyncio.run(FileAnswer(file, "public")(scope, None, send))
    assert b"".join(message.get("body", b"") for message in sent) == BODY


def test_a_file_that_is_gone_is_no_mistake_of_ours(file):
    app = FastAPI()
    errors.install(app)
    app.add_route("/", lambda _: FileAnswer(file, "public"))
    file.path.unlink()
    told = TestClient(app, raise_server_exceptions=False).get("/")
    assert told.status_code == 503
    assert int(told.headers["retry-after"]) > 0
    assert str(file.path.parent) not in told.text
