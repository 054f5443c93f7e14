"""Who may write: requests with a key of the right scope, and nobody where there are no keys."""

from __future__ import annotations

import hashlib
import logging
import re
from asyncio import Semaphore
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from cachetools import LRUCache
from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import Scope as Asked

from api.keyring import WRITTEN, Key, Keys, Scope, read_keys
from mdi.editions.clock import moment
from mdi.errors import MdiError

BEARER, OWN = b"authorization", b"x-api-key"
CHALLENGED = "WWW-Authenticate"
CHALLENGE = 'Bearer realm="mdi"'
WRONG_KEY = f'{CHALLENGE}, error="invalid_token"'
REMEMBERED = 1_000  # keys of which is known whether they are right
AT_ONCE = 1  # keys that are proven at the same time; each takes 16 MB and a processor
NOBODY = Key(
    name="nobody",
    id="0" * 12,
    scopes=("jobs",),
    salt="0" * 32,
    hash="0" * 64,
    added=datetime(1, 1, 1, tzinfo=UTC),
)

CLOSED = "This service has no keys, so nothing can be written to it."
MISSING = "This needs a key: send it as 'Authorization: Bearer KEY' or as 'X-Api-Key: KEY'."
WRONG = "This key opens nothing: it is not known, has expired or was revoked."
NARROW = "This key is not made for this; it needs the scope '{scope}'."

log = logging.getLogger("mdi.api")


class Gate:
    """Lets requests through that bring a key.

    The file of keys is read again when it changes. One that does not hold up opens nothing.
    A key that was proven once is remembered, by its digest, as long as the file stays.

    Args:
        file: of the keys; None where nothing can be written.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._seen: tuple[int, int, int] | None = None
        self._keys: Keys | None = None
        self._proven: LRUCache[bytes, bool] = LRUCache(REMEMBERED)
        self._at_once = Semaphore(AT_ONCE)

    async def let_through(self, asked: Asked, scope: Scope) -> Key:
        """The key of a request.

        Raises:
            HTTPException: 401 where it has none that is valid; 403 where the key is for
                something else, or the service has no keys.
        """
        keys = self._now()
        if keys is None:
            raise HTTPException(HTTPStatus.FORBIDDEN, CLOSED)
        written = key_in(asked)
        if written is None:
            raise HTTPException(HTTPStatus.UNAUTHORIZED, MISSING, {CHALLENGED: CHALLENGE})
        found = await self._proven_key(keys, written)
        if found is None or found.state(moment()) != "valid":
            raise HTTPException(HTTPStatus.UNAUTHORIZED, WRONG, {CHALLENGED: WRONG_KEY})
        if scope not in found.scopes:
            raise HTTPException(HTTPStatus.FORBIDDEN, NARROW.format(scope=scope))
        return found

    async def _proven_key(self, keys: Keys, written: str) -> Key | None:
        """The entry of a key; None where there is none, which takes as long to find out."""
        parts = WRITTEN.fullmatch(written)
        known, secret = parts.groups() if parts else ("", "")
        found = keys.by_id(known)
        entry, proven = found or NOBODY, self._proven
        digest = hashlib.sha256(written.encode()).digest()
        right = proven.get(digest)
        if right is None:
            async with self._at_once:
                right = await run_in_threadpool(entry.proven_by, secret)
            proven[digest] = right
        return found if right else None

    def _now(self) -> Keys | None:
        """The keys as the file has them now; None where there is none."""
        if self.file is None:
            return None
        try:
            told = self.file.stat()
            seen = told.st_mtime_ns, told.st_size, told.st_ino
            if seen != self._seen:
                self._keys, self._proven = read_keys(self.file), LRUCache(REMEMBERED)
                self._seen = seen
        except (OSError, MdiError) as error:
            if self._seen is not None or self._keys is not None:
                log.error("The keys cannot be read; nothing can be written. %s", error)  # noqa: TRY400
            self._seen = self._keys = None
        return self._keys


def key_in(asked: Asked) -> str | None:
    """The key that a request brings; None where it brings none."""
    headers = dict(reversed(asked["headers"]))
    bearer = re.fullmatch(rb"(?i:bearer) +([\x21-\x7e]+) *", headers.get(BEARER, b""))
    found = bearer[1] if bearer else headers.get(OWN, b"").strip()
    return found.decode("latin-1") or None


def needs(scope: Scope) -> Callable[[Request], Awaitable[Key]]:
    """A dependency of routes that write: `Depends(needs("jobs"))`."""

    async def key(request: Request) -> Key:
        gate: Gate = request.app.state.gate
        return await gate.let_through(request.scope, scope)

    return key
