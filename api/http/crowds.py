"""How many requests are worked on at once, and how long an answer may take to begin.

A request has its place until its answer begins; who then reads slowly takes no place of others.
"""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.refusals import Refusal

FULL = "Too many requests are being answered at this moment; come back in a second."
LATE = "The answer could not be made within {time:g} seconds; ask for less, or later."
START = "http.response.start"

log = logging.getLogger("mdi.api")


class Crowd:
    """Refuses requests beyond those that can be worked on, and answers that take too long.

    Args:
        app: what answers.
        most: requests at once.
        time: seconds in which an answer must begin. What runs in a thread cannot be broken
            off: it keeps its place until it is done, but the client has its answer.
    """

    def __init__(self, app: ASGIApp, most: int, time: float) -> None:
        self.app, self.most, self.time = app, most, time
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, if there is a place."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif self.inside >= self.most:
            refusal = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, FULL, {"Retry-After": "1"})
            await refusal(scope, receive, send)
        else:
            await Guest(self, scope, receive, send).served()


class Guest:
    """One request that is worked on: either the service answers it, or the deadline does."""

    def __init__(self, crowd: Crowd, scope: Scope, receive: Receive, send: Send) -> None:
        self._crowd, self._scope, self._receive, self._send = crowd, scope, receive, send
        self._inside = self._answered = self._late = False
        self._task: asyncio.Task[None] | None = None

    async def served(self) -> None:
        """Let the service answer; at the deadline, say that it could not."""
        loop = asyncio.get_running_loop()
        timer = loop.call_later(self._crowd.time, self._expire)
        self._crowd.inside += 1
        self._inside = True
        try:
            await self._crowd.app(self._scope, self._receive, self._pass)
        finally:
            timer.cancel()
            self._leave()
            if self._task is not None:
                await self._task

    async def _pass(self, message: Message) -> None:
        """Send what the service answers, unless the deadline was first."""
        if self._late:
            return
        if message["type"] == START:
            self._answered = True
            self._leave()
        await self._send(message)

    def _leave(self) -> None:
        if self._inside:
            self._crowd.inside -= 1
            self._inside = False

    def _expire(self) -> None:
        if not self._answered:
            self._late = True
            log.warning("No answer to %s in %g s.", self._scope["path"], self._crowd.time)
            self._task = asyncio.get_running_loop().create_task(self._say_so())

    async def _say_so(self) -> None:
        detail = LATE.format(time=self._crowd.time)
        refusal = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": "60"})
        await refusal(self._scope, self._receive, self._send)
