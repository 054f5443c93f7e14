"""How often one client may ask: a bucket of tokens for each, which all workers share.

The bucket is kept as one number, the moment at which it would be full again (the generic cell
rate algorithm, which is a token bucket without a clock of its own). Clients have a place each
in a table of fixed size; in the rare case that two want the same place at once, the one whose
bucket is full first is forgotten, and nobody is refused for it.
Headers: draft-ietf-httpapi-ratelimit-headers-10.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from math import ceil

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.refusals import Refusal
from api.http.standing import Header
from api.http.worker import Worker
from api.settings import Settings

PLACE = struct.Struct("<Qd")  # whose it is, and when the bucket is full
PLACES = 1 << 16
TRIED = 8  # places next to each other that a client may have
FILE = "rates"
SECRET = 16  # bytes in front of the table, so that nobody can aim at the place of another


class Buckets:
    """A bucket of tokens for every client.

    Args:
        worker: with whom the table is shared.
        quota: tokens of a full bucket.
        window: seconds in which an empty one is full again.
        clock: seconds of a clock that all workers share.
    """

    def __init__(
        self,
        worker: Worker,
        quota: int,
        window: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.quota, self.window, self.clock = quota, window, clock
        self._memory = worker.memory(FILE, SECRET + PLACE.size * (PLACES + TRIED))
        if not any(self._memory[:SECRET]):
            self._memory[:SECRET] = os.urandom(SECRET)

    def take(self, client: str) -> float:
        """Take a token of a client.

        Returns:
            The tokens that are left; below 0 there was none, and -n means that the next one
            comes in n tokens' time.
        """
        step, now = self.window / self.quota, self.clock()
        place, full = self._find(client, now)
        after = max(full, now) + step
        left = (now + self.window - after) / step
        if left < -1e-9:
            return left
        self._write(place, client, after)
        return max(left, 0.0)

    def _find(self, client: str, now: float) -> tuple[int, float]:
        """The place of a client and when its bucket is full; a new place where it has none."""
        key, first = self._key(client)
        free, soonest = first, float("inf")
        for number in range(first, first + TRIED):
            place = SECRET + number * PLACE.size
            whose, full = PLACE.unpack_from(self._memory, place)
            if whose == key:
                return place, full
            if full < soonest:
                free, soonest = place, full
        return free, now

    def _write(self, place: int, client: str, full: float) -> None:
        PLACE.pack_into(self._memory, place, self._key(client)[0], full)

    def _key(self, client: str) -> tuple[int, int]:
        """Whose a bucket is, as a number, and its first place."""
        digest = blake2b(client.encode(), digest_size=8, key=self._memory[:SECRET]).digest()
        key = int.from_bytes(digest, "little") | 1
        return key, (key >> 1) % PLACES


class RateLimit:
    """Refuses clients that ask too often, and tells all how much they may ask."""

    def __init__(self, app: ASGIApp, settings: Settings, worker: Worker) -> None:
        self.app = app
        self.buckets = Buckets(worker, settings.rate, settings.rate_window)
        policy = f'"client";q={settings.rate};w={ceil(settings.rate_window)}'
        self.policy: Header = (b"ratelimit-policy", policy.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while its client has tokens left."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        left = self.buckets.take(client_of(scope))
        step = self.buckets.window / self.buckets.quota
        full = ceil((self.buckets.quota - max(left, 0.0)) * step)
        limits = [self.policy, (b"ratelimit", f'"client";r={max(int(left), 0)};t={full}'.encode())]

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *limits]
            await send(message)

        if left >= 0:
            await self.app(scope, receive, told)
            return
        wait = max(ceil(-left * step), 1)
        detail = f"You asked too often; ask again in {wait} s. At most {self.buckets.quota} "
        detail += f"requests in {self.buckets.window:g} s are answered."
        refusal = Refusal(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(wait)})
        await refusal(scope, receive, told)


def client_of(scope: Scope) -> str:
    """Whom a request is counted for: an address, of IPv6 the network of one subscriber (/64)."""
    client = scope.get("client")
    name = client[0] if client else ""
    if ":" not in name:
        return str(name)
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return str(name)
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else address.packed[:8].hex()
    return str(address)
