"""What those who look after the service ask: does it live, is it ready, what has it counted.

These are answered before every limit, or else a service under load would be taken for dead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http import metrics
from api.http.metrics import Metrics
from api.http.refusals import Refusal

LIVES, READY, COUNTS = "/livez", "/readyz", "/metrics"
READS = ("GET", "HEAD")
OTHERWISE = Refusal(
    HTTPStatus.METHOD_NOT_ALLOWED,
    "This address cannot be asked in this way.",
    {"Allow": ", ".join(READS)},
)


@dataclass(frozen=True, slots=True)
class State:
    """What a service can tell of itself.

    Attributes:
        unready: why no edition can be served; None where one is.
        edition: the name of the edition that is served.
        metrics: what was counted; None where nothing is told.
    """

    unready: Callable[[], str | None]
    edition: Callable[[], str | None]
    metrics: Metrics | None


class Probes:
    """Answers `/livez`, `/readyz` and `/metrics`."""

    def __init__(self, app: ASGIApp, state: State) -> None:
        self.app, self.state = app, state
        self.answers = {LIVES: self._lives, READY: self._ready}
        if state.metrics:
            self.answers[COUNTS] = self._counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a question of these, or pass the request on."""
        answer = self.answers.get(scope["path"]) if scope["type"] == "http" else None
        if answer is None:
            await self.app(scope, receive, send)
        elif scope["method"] not in READS:
            await OTHERWISE(scope, receive, send)
        else:
            await (await answer())(scope, receive, send)

    async def _lives(self) -> ASGIApp:
        return _text("alive\n")

    async def _ready(self) -> ASGIApp:
        why = self.state.unready()
        if why is None:
            return _text("ready\n")
        return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, why, {"Retry-After": "1"})

    async def _counts(self) -> ASGIApp:
        assert self.state.metrics is not None  # noqa: S101
        told = await run_in_threadpool(self.state.metrics.told, self.state.edition())
        return _text(told, metrics.MEDIA)


def _text(content: str, media: str = "text/plain; charset=utf-8") -> Response:
    return Response(content, media_type=media, headers={"Cache-Control": "no-store"})
