"""A small application, and asking it as a server does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Header = tuple[bytes, bytes]


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    parts: list[bytes]


async def echo(_scope: Any, receive: Any, send: Any) -> None:
    """Answers with what was sent."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def scope_of(path: str = "/", *, method: str = "GET", headers: Sequence[Header] = (), **more: Any):
    path, _, query = path.partition("?")
    return {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": list(headers),
        "client": ("192.0.2.1", 4711),
        "server": ("127.0.0.1", 8000),
        "state": {},
        **more,
    }


def asked(app: Any, scope: Any = None, pieces: Sequence[bytes] = (), pause: float = 0) -> Answer:
    """Ask once; the body comes in pieces, each after a pause."""
    return asyncio.run(asking(app, scope, pieces, pause))


async def asking(
    app: Any, scope: Any = None, pieces: Sequence[bytes] = (), pause: float = 0
) -> Answer:
    left = list(pieces or [b""])
    came: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not left:
            return {"type": "http.disconnect"}
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: dict[str, Any]) -> None:
        came.append(message)

    await app(scope or scope_of(), receive, send)
    starts = [each for each in came if each["type"] == "http.response.start"]
    assert len(starts) <= 1, starts
    if not starts:
        return Answer(0, {}, b"", [])
    assert came[0] is starts[0]
    assert not came[-1].get("more_body", False)
    parts = [bytes(each.get("body", b"")) for each in came[1:]]
    pairs = [(name.decode(), value.decode()) for name, value in starts[0].get("headers", ())]
    assert len(pairs) == len(dict(pairs)), pairs
    return Answer(starts[0]["status"], dict(pairs), b"".join(parts), parts)
