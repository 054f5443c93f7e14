"""The service over the store that the environment names; what it is asked stands in a file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import create_app
from api.settings import Settings

STORE, TOLD = "MDI_TEST_STORE", "MDI_TEST_TOLD"


class Telling:
    """Writes a line of every request: its path and query, its status, the bytes of the answer.

    The line is there before the last piece of the answer leaves, so that whoever has the whole
    answer finds it.
    """

    def __init__(self, app: ASGIApp, path: Path) -> None:
        self.app, self.path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told: dict[str, Any] = {"bytes": 0}

        async def counted(message: Message) -> None:
            told.setdefault("status", message.get("status"))
            told["bytes"] += len(message.get("body", b""))
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._write(scope, told)
            await send(message)

        await self.app(scope, receive, counted)

    def _write(self, scope: Scope, told: dict[str, Any]) -> None:
        query = scope["query_string"].decode()
        line = json.dumps({"path": scope["path"], "query": query, **told})
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def make() -> ASGIApp:
    """The service."""
    app = create_app(Settings(store=Path(os.environ[STORE])))
    return Telling(app, Path(os.environ[TOLD]))
