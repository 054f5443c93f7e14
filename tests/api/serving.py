"""`mdi serve` as a real process, and asking it byte by byte."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
START = (sys.executable, "-c", "from mdi.cli import main; main()", "serve", "--port", "0")


class Serving:
    """A service that runs.

    Attributes:
        process: its first process.
        port: where it listens.
        log: the file with what it says.
    """

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process, self.log = process, log
        self.port = self._port()

    def _port(self) -> int:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.log.read_text())
            if found:
                return int(found[1])
            time.sleep(0.02)
        raise AssertionError(self.log.read_text())

    def connect(self, timeout: float = 20) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def get(self, address: str, method: str = "GET", body: Any = None, **headers: str) -> Any:
        """Status, headers and body, on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                method, address, body, {k.replace("_", "-"): v for k, v in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def stop(self, how: int = signal.SIGTERM, patience: float = 40) -> int:
        self.process.send_signal(how)
        return self.process.wait(patience)


@contextmanager
def serving(folder: Path, *options: object, **settings: object) -> Iterator[Serving]:
    """The service; settings are given in the environment."""
    log = folder / "server.log"
    environment = {f"MDI_{name.upper()}": str(value) for name, value in settings.items()}
    with log.open("wb") as screen:
        process = subprocess.Popen(
            [*START, *map(str, options)],
            stdout=screen,
            stderr=screen,
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "200", **environment},
        )
    try:
        yield Serving(process, log)
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def read_all(connection: socket.socket) -> bytes:
    """Everything until the other side closes."""
    found = b""
    while True:
        try:
            piece = connection.recv(1 << 16)
        except ConnectionResetError:
            return found
        if not piece:
            return found
        found += piece


def parsed(content: bytes) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers and body."""
    head, _, body = content.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body


def problem_in(content: bytes, status: int) -> dict[str, Any]:
    """The problem document of an answer."""
    found, headers, body = parsed(content)
    assert found == status, content[:300]
    assert headers["content-type"] == "application/problem+json"
    assert "api-version" in headers
    told: dict[str, Any] = json.loads(body)
    assert told["status"] == status
    return told
