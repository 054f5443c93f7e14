"""Editions that were current before, opened again for readers who are half-way through them."""

from __future__ import annotations

import logging
from threading import Lock

from cachetools import TTLCache

from api.errors import BusyError, GoneError
from api.library import Library
from api.settings import Settings
from mdi.editions.store.store import Store
from mdi.errors import MdiError

MOST = 2  # of them are open at once
TIME = 600.0  # seconds for which one stays open that nobody asks for
PATIENCE = 10.0  # seconds in which the one before this must be opened

GONE = "Edition '{name}', of which this page is, is no longer kept here."
HINT = "Leave `edition` out to go on among the figures of now, or begin again at the first page."
BUSY = "Another edition is being opened; ask again in a moment."

log = logging.getLogger("mdi.api")


class Earlier:
    """Opens editions of a store when they are asked for, and forgets them when nobody does.

    Only those are opened that were published and whose files are here. One that is taken away
    is gone at once.

    Args:
        store: where they lie.
        settings: of the service.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._open: TTLCache[str, Library] = TTLCache(MOST, TIME)
        self._lock, self._opening = Lock(), Lock()

    def library(self, name: str) -> Library:
        """The library of an edition that was published.

        Raises:
            GoneError: it is not kept any more, or never was.
            BusyError: others are being opened.
        """
        found = self._known(name)
        if found is not None:
            return found
        if not self._opening.acquire(timeout=PATIENCE):
            raise BusyError(BUSY)
        try:
            return self._known(name) or self._opened(name)
        finally:
            self._opening.release()

    def forget(self) -> None:
        """Close those that nobody asked for lately."""
        with self._lock:
            self._open.expire()

    def _known(self, name: str) -> Library | None:
        """The library of an edition that is open, and still there."""
        with self._lock:
            found = self._open.pop(name, None)
            if found is None or not found.folder.is_dir():
                return None
            self._open[name] = found  # for as long again
            return found

    def _opened(self, name: str) -> Library:
        try:
            past = {each.edition for each in self._store.switches.read()}
            edition = self._store.at_hand(name) if name in past else None
            library = Library(self._settings, edition) if edition else None
        except MdiError as error:
            log.info("Edition '%s' cannot be opened again. %s", name, error)
            library = None
        if library is None:
            raise GoneError(GONE.format(name=name), hint=HINT)
        with self._lock:
            self._open[name] = library
        return library
