"""The short way: what is asked often and made in a moment is answered before anything else runs.

Around the service stand limits, headers and accounts (`api.http.around`). For one area or one
tile the way through all of them takes longer than the answer. Where none of them would refuse or
change anything, but for headers that are always the same, the answer is made at once, without a
task of its own; whatever is in doubt goes the long way. Both ways give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from time import perf_counter

from starlette.types import Scope

from api.edition_header import HEADER as EDITION
from api.http import request_ids
from api.http.answers import Reply, size_of
from api.http.around import standing
from api.http.proxies import Believed, Path
from api.http.sizes import refusal_of
from api.http.standing import Header
from api.http.watching import Seen, Watcher
from api.settings import Settings

LONG = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"range"})
MOST = 1 << 18  # bytes of a body; larger ones go out in pieces
MARK = EDITION.lower().encode()

Respond = Callable[[Scope], Reply | None]


class Quick:
    """Answers requests at once, or not at all.

    Args:
        respond: makes the answer to a GET at once; None for what it does not make at once.
        settings: of the service.
        watchers: who keeps account.
    """

    def __init__(self, respond: Respond, settings: Settings, watchers: Sequence[Watcher]) -> None:
        self._respond, self._settings, self._watchers = respond, settings, watchers
        self._believed, self._path = Believed(settings.proxies), Path(settings.public_url)

    def __call__(self, scope: Scope) -> Reply | None:
        """The whole answer with all its headers; None where the request goes the long way.

        Args:
            scope: of the request, which is changed.
        """
        began = perf_counter()
        if scope["method"] != "GET" or not LONG.isdisjoint([name for name, _ in scope["headers"]]):
            return None
        scope["state"] = {}
        self._believed.correct(scope)
        scope = self._path.taken_from(scope)
        if refusal_of(scope, self._settings):
            return None
        try:
            reply = self._respond(scope)
        except Exception:  # noqa: BLE001 - the long way says what is wrong
            return None
        if reply is None or (size := size_of(reply.pieces)) > MOST:
            return None
        known = request_ids.id_of(scope)
        self._complete(reply, scope["state"].get("edition"), known)
        self._tell(Seen(scope, reply.status, size, perf_counter() - began), known)
        return reply

    def _complete(self, reply: Reply, edition: str | None, known: bytes) -> None:
        """Add the headers that every answer has."""
        media = next((value for name, value in reply.headers if name == b"content-type"), None)
        if edition:
            reply.headers.append((MARK, edition.encode()))
        reply.headers.extend(self._standing(media))
        reply.headers.append((request_ids.HEADER, known))

    @cached_property
    def _standing(self) -> Callable[[bytes | None], list[Header]]:
        """The headers of every answer of a media type."""
        all_of_them = standing(self._settings)

        @lru_cache(64)
        def of(media: bytes | None) -> list[Header]:
            return all_of_them.lacking(() if media is None else ((b"content-type", media),))

        return of

    def _tell(self, seen: Seen, known: bytes) -> None:
        token = request_ids.current.set(known.decode())
        for watcher in self._watchers:
            watcher.begins()
            watcher.ends(seen)
        request_ids.current.reset(token)
