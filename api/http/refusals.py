"""Problem documents that a middleware answers with, instead of the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from api.errors import problem


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered.

    Attributes:
        status: of the answer.
        detail: what is wrong, and what to do.
        headers: more of the answer, such as `Retry-After`.
    """

    status: HTTPStatus
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with a problem document."""
        answer = problem(self.status, self.status.phrase, self.detail)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers.update(self.headers)
        await answer(scope, receive, send)


class RefusedError(Exception):
    """A request is refused while it is being received."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.detail)
