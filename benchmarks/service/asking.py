"""A client of HTTP that costs little beside what it measures: prepared requests, one parser in C."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from time import perf_counter

import httptools

PATIENCE = 120  # seconds
GULP = 1 << 18  # bytes read at once


class WrongAnswerError(Exception):
    """What a server answered instead."""


def request(port: int, path: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """A request as it goes over the line."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode()


class Answer:
    """The answer that is being read: whether it is whole, and its status."""

    def __init__(self) -> None:
        self.whole = False
        self._parser = httptools.HttpResponseParser(self)

    def on_message_complete(self) -> None:
        """Told by the parser."""
        self.whole = True

    def feed(self, data: bytes | memoryview) -> None:
        """Some more of it."""
        if not data:
            message = "a server hung up in the middle of an answer"
            raise WrongAnswerError(message)
        self._parser.feed_data(data)

    @property
    def status(self) -> int:
        """The status."""
        return int(self._parser.get_status_code())


class Line:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = memoryview(bytearray(GULP))

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def seconds(self, asked: bytes) -> float:
        """How long an answer takes, to its last byte."""
        answer, start = Answer(), perf_counter()
        self._socket.sendall(asked)
        while not answer.whole:
            answer.feed(self._read[: self._socket.recv_into(self._read)])
        seconds = perf_counter() - start
        fine(answer.status)
        return seconds


def fine(status: int) -> None:
    """Make sure that it is an answer.

    Raises:
        WrongAnswerError: where it is something else.
    """
    if status not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        message = f"a server answers {status}"
        raise WrongAnswerError(message)


def get(port: int, path: str, coding: str = "identity") -> tuple[int, str, bytes]:
    """Status, ETag and body of an answer."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        return answer.status, answer.getheader("ETag", ""), answer.read()
