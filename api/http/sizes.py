"""How large a request may be: its address, its headers, its body.

A body is received whole before the service sees it, and never more of it than may be sent:
a client that is slow, or sends without an end, costs a bounded time and a bounded memory.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.refusals import Refusal, RefusedError
from api.settings import Settings

BODIES = (b"content-length", b"transfer-encoding")
CLOSE = {"Connection": "close"}  # what is left of the request is not kept
BUSY = {**CLOSE, "Retry-After": "5"}
LINGER = 2.0  # seconds, and
LINGERED = 1 << 24  # bytes, for which what follows is thrown away, so that a refusal is read


class Sizes:
    """Refuses what is too large, and what takes too long to be sent."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.held = 0  # bytes of bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif refusal := refusal_of(scope, self.settings):
            await _refuse(refusal, scope, receive, send)
        elif not any(name in BODIES for name, _ in scope["headers"]):
            await self.app(scope, receive, send)
        else:
            await self._with_body(scope, receive, send)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Receive the body, then pass the request on."""
        body = bytearray()
        try:
            await self._fill(body, receive)
        except RefusedError as error:
            await _refuse(error.refusal, scope, receive, send)
        except ClientDisconnect:
            return
        else:
            await self.app(scope, _again(bytes(body), receive), send)
        finally:
            self.held -= len(body)

    async def _fill(self, body: bytearray, receive: Receive) -> None:
        """Receive a body.

        Raises:
            RefusedError: it is too large, too slow, or there are too many.
            ClientDisconnect: the client left.
        """
        try:
            async with asyncio.timeout(self.settings.body_time):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientDisconnect
                    piece, more = message.get("body", b""), message.get("more_body", False)
                    self._take(body, piece)
        except TimeoutError:
            detail = f"The body did not come within {self.settings.body_time:g} seconds."
            raise RefusedError(Refusal(HTTPStatus.REQUEST_TIMEOUT, detail, CLOSE)) from None

    def _take(self, body: bytearray, piece: bytes) -> None:
        if len(body) + len(piece) > self.settings.body_size:
            raise RefusedError(_too_large(self.settings))
        if self.held + len(piece) > self.settings.bodies_size:
            detail = "Too many bodies are being received at this moment; come back later."
            raise RefusedError(Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail, BUSY))
        body += piece
        self.held += len(piece)


def refusal_of(scope: Scope, limits: Settings) -> Refusal | None:
    """What is too large of a request before its body is read; None where nothing is."""
    asked = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if asked > limits.url_size:
        detail = f"The address has {asked} bytes; at most {limits.url_size} are read."
        return Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, detail, CLOSE)
    size = sum([len(name) + len(value) for name, value in scope["headers"]])
    if size > limits.header_size:
        detail = f"The headers have {size} bytes; at most {limits.header_size} are read."
        return Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail, CLOSE)
    told = next((value for name, value in scope["headers"] if name == BODIES[0]), b"")
    return _too_large(limits) if _number(told) > limits.body_size else None


def _too_large(limits: Settings) -> Refusal:
    detail = f"The body is too large; at most {limits.body_size} bytes are read."
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, CLOSE)


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a request whose body may still be coming.

    A connection that is closed while its client sends is reset, and the refusal is lost. So the
    end of the answer waits until the client has stopped, or has had time to.
    """

    async def lingering(message: Message) -> None:
        if message["type"] == "http.response.body":
            await send({**message, "more_body": True})
            await _throw_away(receive)
            message = {"type": message["type"]}
        await send(message)

    await refusal(scope, receive, lingering)


async def _throw_away(receive: Receive) -> None:
    """Receive what is left of a body, for a while."""
    thrown = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER):
            while thrown < LINGERED:
                message = await receive()
                if not message.get("more_body", False):  # the end, or the client left
                    return
                thrown += len(message["body"])


def _number(told: bytes) -> int:
    """A length as a number; one of more signs than any length has is as large as that."""
    return int(told[:20]) if told.isdigit() else 0


def _again(body: bytes, receive: Receive) -> Receive:
    """What was received, as one message; then what follows, which is that the client left."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
