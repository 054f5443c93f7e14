"""Connections of slow clients: each costs little, and none for long.

What uvicorn leaves open: a client that never finishes its headers, one that does not read its
answer, and headers without an end. A watch that looks once a second closes these; when there
are more connections than may be open, those go that have waited longest without asking.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter
from typing import Any

import orjson
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from api.errors import PROBLEM
from api.http import request_ids
from api.http.around import API_VERSION
from api.http.quick import Quick, Ready
from api.settings import Settings

PAUSE = 1.0  # seconds between two looks
LINGER = 1.0  # seconds for which what follows a refusal is thrown away, so that it is read
JOINED = 1 << 16  # bytes of a body that are copied rather than sent in parts
BETWEEN = 2_048  # bytes of lines and signs that come with addresses and headers

END = b"\r\n"
NAMED = request_ids.HEADER + b": "

MALFORMED = HTTPStatus.BAD_REQUEST, "This is no request of HTTP/1.1."
ENDLESS = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The address or the headers are too large."


class Watchman:
    """Knows the connections that keep the service waiting, those that wait longest first.

    Args:
        settings: of the service.
        most: connections that may be open.
        quick: answers what can be answered at once; None where nothing is.

    Attributes:
        asking: connections without a whole request, with the moment since when.
        idle: connections between two requests, with the moment since when.
        reading: connections whose client does not read, with the moment since when.
    """

    def __init__(self, settings: Settings, most: int, quick: Quick | None = None) -> None:
        self.settings, self.most, self.quick = settings, most, quick
        self.head = settings.url_size + settings.header_size + BETWEEN
        self.asking: dict[Connection, float] = {}
        self.idle: dict[Connection, float] = {}
        self.reading: dict[Connection, float] = {}
        self._looks = False

    def protocol(self) -> Callable[..., asyncio.Protocol]:
        """Makes a connection, as uvicorn asks for it."""
        return lambda **given: Connection(self, **given)

    def arrives(self, connection: Connection) -> None:
        """A client came; where there are too many, the one goes that waits longest."""
        loop = connection.loop
        if not self._looks:
            self._looks = True
            loop.call_later(PAUSE, self._look, loop)
        if len(connection.connections) > self.most:
            longest = next(iter(self.asking or self.idle), connection)
            longest.transport.abort()
        self.asking[connection] = loop.time()

    def forgets(self, connection: Connection) -> None:
        """A connection is no more."""
        for waiting in (self.asking, self.idle, self.reading):
            waiting.pop(connection, None)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Leave those who take too long."""
        now = loop.time()
        for waiting, time in (
            (self.asking, self.settings.header_time),
            (self.reading, self.settings.send_time),
        ):
            for connection in _older(waiting, now - time):
                connection.transport.abort()
        loop.call_later(PAUSE, self._look, loop)


class Connection(HttpToolsProtocol):
    """A connection that tells the watchman when it waits for its client."""

    def __init__(self, watchman: Watchman, **given: Any) -> None:
        super().__init__(**given)
        self._watchman = watchman
        self._taken = 0  # bytes of a request whose headers are not all there
        self._ended = False  # whether what came last had an end of other headers, or of a body
        self._between = True  # whether no request is half there
        self._begun = 0  # requests that began in what came last
        self._made: Ready | None = None  # the answer that was made at once of what came last
        self._refused = False
        self._running: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client came."""
        super().connection_made(transport)
        self._watchman.arrives(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client left, or was left."""
        self._watchman.forgets(self)
        if self._running:  # uvicorn tells only the last of several requests that came at once
            self._running.disconnected = True
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """A request is answered at once, or passed on to the service."""
        if self._answered(cycle):
            return
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _answered(self, cycle: RequestResponseCycle) -> bool:
        """Whether a request could be answered at once, and was.

        Nothing is answered at once while other requests of the client wait for their turn, or
        while it does not read.
        """
        quick, began = self._watchman.quick, perf_counter()
        if quick is None or self.flow.write_paused or self.pipeline:
            return False
        ready = quick.answer(dict(cycle.scope))
        if ready is None:
            return False
        self._made = ready if cycle.keep_alive else None
        known = request_ids.id_of(ready.scope)
        self._write(ready, known, b"" if cycle.keep_alive else b"connection: close\r\n")
        quick.tell(ready, self.client, known, began)
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        return True

    def _answered_again(self, data: bytes) -> bool:
        """Whether what came is a request that was answered before, and was answered so again."""
        quick, began = self._watchman.quick, perf_counter()
        if quick is None or self.flow.write_paused or self.transport.is_closing():
            return False
        if self.pipeline or (self.cycle is not None and not self.cycle.response_complete):
            return False
        ready = quick.again(data)
        if ready is None:
            return False
        self._unset_keepalive_if_required()
        for waiting in (self._watchman.asking, self._watchman.idle):
            waiting.pop(self, None)
        known = request_ids.new()
        self._write(ready, known)
        quick.tell(ready, self.client, known, began)
        self.on_response_complete()
        return True

    def _remember(self, data: bytes) -> None:
        """Remember the answer that was made at once to all that came, if one was."""
        if self._made is not None and self._watchman.quick is not None:
            self._watchman.quick.remember(data, self._made)

    def _write(self, ready: Ready, known: bytes, more: bytes = b"") -> None:
        date = [part for n, v in self.server_state.default_headers for part in (n, b": ", v, END)]
        lines = (STATUS_LINE[ready.status], *date, ready.head, more, NAMED, known, END, END)
        if ready.size <= JOINED:
            self.transport.write(b"".join([*lines, *ready.pieces]))
        else:  # what lies mapped is sent as it lies, and takes no memory while it waits
            self.transport.writelines([b"".join(lines), *ready.pieces])

    def data_received(self, data: bytes) -> None:
        """Something came; headers without an end are refused."""
        if self._refused or (self._between and self._answered_again(data)):
            return
        alone, self._begun, self._made, self._ended = self._between, 0, None, False
        super().data_received(data)
        if alone and self._between and self._begun == 1:
            self._remember(data)
        if self in self._watchman.asking and not self._ended:
            self._taken += len(data)
            if self._taken > self._watchman.head:
                self._refuse(*ENDLESS)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._taken, self._between = 0, False
        self._begun += 1
        self._watchman.idle.pop(self, None)
        self._watchman.asking.setdefault(self, self.loop.time())

    def on_headers_complete(self) -> None:
        """Its headers are there."""
        self._ended = True
        self._watchman.asking.pop(self, None)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Its body is there."""
        self._ended = self._between = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It was answered."""
        self._watchman.idle[self] = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        self._watchman.reading[self] = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client has read most of what was written."""
        self._watchman.reading.pop(self, None)
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing was asked for a while; what was written before may take a while to be read."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(self._watchman.settings.send_time, self.transport.abort)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request."""
        del msg  # the words of uvicorn
        self._refuse(*MALFORMED)

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Answer with a problem document and close, once the client could read it."""
        self._refused = True
        self._watchman.asking.pop(self, None)
        content = orjson.dumps(
            {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
        )
        headers = (
            (b"content-type", PROBLEM.encode()),
            (b"content-length", str(len(content)).encode()),
            (b"connection", b"close"),
            API_VERSION,
        )
        lines = [name + b": " + value + b"\r\n" for name, value in headers]
        self.transport.write(b"".join([STATUS_LINE[status], *lines, b"\r\n", content]))
        self.loop.call_later(LINGER, self.transport.close)


def _older(waiting: dict[Connection, float], moment: float) -> list[Connection]:
    """Those that wait since before a moment; the dictionary has the earliest first."""
    found = []
    for connection, since in waiting.items():
        if since > moment:
            break
        if not connection.flow.read_paused:  # or else it waits for us
            found.append(connection)
    return found
