"""The same answers from memory: what a client takes when the server takes no time at all."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

ASKED = ("Host", "Accept", "Accept-Encoding", "Accept-Language", "User-Agent")
OWN = {"connection", "date", "etag"}  # of each answer; without a tag, all is sent every time

Answer = tuple[int, list[tuple[str, str]], bytes]


class Replay(ThreadingHTTPServer):
    """Asks a service once for everything, and then answers by itself.

    Args:
        port: of the service.
    """

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._service, self._known = port, dict[str, Answer]()

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        """The answer of the service, which is asked the first time."""
        if path not in self._known:
            self._known[path] = self._asked(path, headers)
        return self._known[path]

    def _asked(self, path: str, headers: dict[str, str]) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self._service)) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            told = [(n, v) for n, v in answer.getheaders() if n.lower() not in OWN]
            return answer.status, told, answer.read()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Replay

    def do_GET(self) -> None:
        """Answer as the service did."""
        headers = {name: self.headers[name] for name in ASKED if name in self.headers}
        status, told, body = self.server.answer(self.path, headers)
        self.send_response(status)
        for name, value in told:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *given: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def replaying(port: int) -> Iterator[int]:
    """The port at which the answers of a service come from memory."""
    with Replay(port) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
