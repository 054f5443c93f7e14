"""Lines of JSON: one of every request, and never a secret."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest

from api.app import create_app
from api.http import logs
from api.library import Library
from api.settings import Settings
from tests.api.conftest import client_of

SECRET = "mdi_0123456789ab_verysecretverysecret"
WORDS = {"time", "level", "logger", "message", "id", "method", "path", "status", "bytes"}
MORE = {"milliseconds", "edition", "client"}


@pytest.fixture
def lines(monkeypatch):
    """What the log has; the loggers are as before at the end."""
    before = {name: (list(x.handlers), x.propagate, x.level) for name, x in _loggers()}
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    logs.to_screen("json")

    def read():
        return [json.loads(line) for line in screen.getvalue().splitlines()]

    yield read
    for name, logger in _loggers():
        handlers, logger.propagate, level = before[name]
        logger.handlers = list(handlers)
        logger.setLevel(level)


def _loggers():
    return [(name, logging.getLogger(name)) for name in logs.LOGGERS]


def test_every_request_is_a_line(squareland, lines):
    client = client_of(create_app(Settings(data=squareland, log="json")))
    answer = client.get("/v1/index?limit=3", headers={"x-request-id": "abc"})
    (line,) = lines()
    assert set(line) == WORDS | MORE
    assert line["path"] == "/v1/index"
    assert (line["method"], line["status"], line["id"]) == ("GET", 200, "abc")
    assert line["bytes"] == int(answer.headers["content-length"])
    assert line["milliseconds"] > 0
    assert line["client"] == "testclient"


def test_nothing_secret_is_written(squareland, lines):
    client = client_of(create_app(Settings(data=squareland, log="json")))
    headers = {"authorization": f"Bearer {SECRET}", "x-api-key": SECRET, "cookie": SECRET}
    client.get(f"/v1/index?key={SECRET}", headers=headers)
    assert SECRET not in json.dumps(lines())


def test_a_line_cannot_be_forged(squareland, lines):
    client = client_of(create_app(Settings(data=squareland, log="json")))
    client.get('/x%0a{"level":"error"}', headers={"x-request-id": 'a"b'})
    (line,) = lines()
    assert line["path"] == '/x\n{"level":"error"}'
    assert line["status"] == 404


def test_a_mistake_of_ours_carries_the_id_of_its_request(squareland, lines, monkeypatch):
    def broken(*_: object) -> None:
        raise KeyError("here")

    client = client_of(create_app(Settings(data=squareland, log="json")))
    monkeypatch.setattr(Library, "result", broken)
    client.get("/v1/index", headers={"x-request-id": "bad"})
    mistake, request = lines()
    assert (mistake["level"], mistake["id"]) == ("error", "bad")
    assert "KeyError" in mistake["exception"]
    assert request["status"] == 500


def test_plain_lines_tell_no_requests(squareland, lines):
    client = client_of(create_app(Settings(data=squareland)))
    client.get("/v1/index")
    assert lines() == []


def test_a_plain_line_names_the_request_it_is_of():
    record = logging.LogRecord("mdi.api", logging.ERROR, "", 0, "Something.", None, None)
    token = logs.request_ids.current.set("abc")
    try:
        assert logs.PlainLines().format(record).endswith("ERROR Something. (request abc)")
    finally:
        logs.request_ids.current.reset(token)
    assert logs.PlainLines().format(record).endswith("ERROR Something.")
