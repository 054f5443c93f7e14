"""The short way: what is asked often and made in a moment is answered before anything else runs.

Around the service stand limits, headers and accounts (`api.http.around`). For one area or one
tile the way through all of them takes longer than the answer. Where none of them would refuse or
change anything, but for headers that are always the same, the answer is made at once, without a
task of its own; whatever is in doubt goes the long way. Both ways give the same answer. What is
asked again, byte for byte, of the same edition is not made again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from time import perf_counter
from weakref import ReferenceType, ref

from cachetools import LRUCache
from starlette.types import Scope

from api.edition_header import HEADER as EDITION
from api.http import request_ids
from api.http.answers import Pieces, Reply, size_of
from api.http.around import standing
from api.http.proxies import FORWARDED, Believed, Path
from api.http.sizes import refusal_of
from api.http.standing import Header
from api.http.watching import Seen, Watcher
from api.settings import Settings
from mdi.errors import MdiError

LONG = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"range"})
OF_ONE = frozenset({request_ids.HEADER, b"connection", *FORWARDED})  # in answers to one client
MOST = 1 << 22  # bytes of a body
HELD = 1 << 18  # bytes of it that lie nowhere but in memory; more of them go out in pieces
MARK = EDITION.lower().encode()

REMEMBERED = 8 << 20  # bytes of answers
LARGEST = 1 << 15  # bytes of one of them; what lies mapped into memory takes none
PARTS = 8  # of one of them; what is asked for with a box is made anew every time

Respond = Callable[[Scope], Reply | None]


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer as it is written, but for what is of one sending: date and id.

    Attributes:
        status: of HTTP.
        head: the lines of its headers.
        pieces: of the body.
        size: bytes of the body.
        scope: of the request.
        of: what it was made of, which it does not keep alive.
        own: bytes that it takes; None where it is not remembered.
    """

    status: int
    head: bytes
    pieces: Pieces
    size: int
    scope: Scope
    of: ReferenceType[object]
    own: int | None


class Quick:
    """Answers requests at once, or not at all.

    Args:
        respond: makes the answer to a GET at once; None for what it does not make at once.
        now: what answers are made of at this moment.
        settings: of the service.
        watchers: who keeps account.
    """

    def __init__(
        self,
        respond: Respond,
        now: Callable[[], object],
        settings: Settings,
        watchers: Sequence[Watcher],
    ) -> None:
        self._respond, self._now, self._settings = respond, now, settings
        self._watchers = watchers
        self._believed, self._path = Believed(settings.proxies), Path(settings.public_url)
        self._known: LRUCache[bytes, Ready] = LRUCache(REMEMBERED, getsizeof=_cost)

    def answer(self, scope: Scope) -> Ready | None:
        """The whole answer; None where the request goes the long way.

        Args:
            scope: of the request, which is changed.
        """
        names = {name for name, _ in scope["headers"]}
        if scope["method"] != "GET" or not LONG.isdisjoint(names):
            return None
        scope["state"] = {}
        self._believed.correct(scope)
        scope = self._path.taken_from(scope)
        if refusal_of(scope, self._settings):
            return None
        try:
            of, reply = self._now(), self._respond(scope)
        except Exception:  # noqa: BLE001 - the long way says what is wrong
            return None
        if reply is None or (size := size_of(reply.pieces)) > MOST:
            return None
        held = sum(len(piece) for piece in reply.pieces if isinstance(piece, bytes))
        if held > HELD:
            return None
        head = self._head(reply, scope["state"].get("edition"))
        own = len(head) + held
        once = own > LARGEST or len(reply.pieces) > PARTS or not OF_ONE.isdisjoint(names)
        own_or_none = None if once else own
        return Ready(reply.status, head, reply.pieces, size, scope, ref(of), own_or_none)

    def remember(self, asked: bytes, ready: Ready) -> None:
        """Remember an answer, where it may be.

        Args:
            asked: the request, byte for byte.
            ready: the answer.
        """
        if ready.own is not None and len(asked) <= LARGEST:
            self._known[asked] = ready

    def again(self, asked: bytes) -> Ready | None:
        """The answer to what was asked before; None where it was not, or things have changed."""
        ready = self._known.get(asked)
        if ready is None:
            return None
        try:
            if ready.of() is self._now():
                return ready
        except MdiError:  # there is nothing to serve any more
            pass
        self._known.clear()
        return None

    def tell(self, ready: Ready, client: object, known: bytes, began: float) -> None:
        """Keep account of an answer that was sent.

        Args:
            ready: the answer.
            client: who asked.
            known: the id of the request.
            began: when it came, by `perf_counter`.
        """
        scope = ready.scope if ready.own is None else {**ready.scope, "client": client}
        seen = Seen(scope, ready.status, ready.size, perf_counter() - began)
        token = request_ids.current.set(known.decode())
        for watcher in self._watchers:
            watcher.begins()
            watcher.ends(seen)
        request_ids.current.reset(token)

    def _head(self, reply: Reply, edition: str | None) -> bytes:
        """The headers of an answer, with those that every answer has."""
        media = next((value for name, value in reply.headers if name == b"content-type"), None)
        named = [(MARK, edition.encode())] if edition else []
        headers = (*reply.headers, *named, *self._standing(media))
        return b"".join([part for n, value in headers for part in (n, b": ", value, b"\r\n")])

    @cached_property
    def _standing(self) -> Callable[[bytes | None], list[Header]]:
        """The headers of every answer of a media type."""
        all_of_them = standing(self._settings)

        @lru_cache(64)
        def of(media: bytes | None) -> list[Header]:
            return all_of_them.lacking(() if media is None else ((b"content-type", media),))

        return of


def _cost(ready: Ready) -> int:
    return ready.own or 0
