"""Which library is served: that of a folder for ever, that of a store until the next edition."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from api.documents import EditionAnswer
from api.earlier import GONE, HINT, Earlier
from api.errors import GoneError, NothingToServeError
from api.library import Library
from api.settings import Settings
from geodata.errors import GeodataError
from mdi.editions.remote.opening import open_store
from mdi.editions.store.history import Published
from mdi.editions.store.soundness import Inspector
from mdi.errors import MdiError

LOOKS = 10  # looks between two attempts at what could not be served

NOTHING = "No edition has been published in this store yet."
UNKNOWN = "It cannot be read which edition is published; the log of the service says why."
REFUSED = "Edition '{name}' is published but cannot be served; the log of the service says why."

log = logging.getLogger("mdi.api")


class Shelf(Protocol):
    """Knows the library that is served now.

    A request asks once and keeps what it got, so that no answer mixes two editions. A library
    that was replaced is forgotten with the last request that holds it.
    """

    @property
    def library(self) -> Library:
        """The library of now.

        Raises:
            NothingToServeError: there is none.
        """

    @property
    def told(self) -> EditionAnswer:
        """Which edition is served, which is published, and why these differ."""

    def of(self, edition: str) -> Library:
        """The library of an edition: that of now, or one that was published before.

        Raises:
            NothingToServeError: there is none of now.
            GoneError: it is not kept any more, or never was.
            BusyError: others are being opened.
        """

    def following(self) -> AbstractContextManager[None]:
        """Go along with what is published, in the background."""


def shelf_of(settings: Settings) -> Shelf:
    """The shelf over the store or the folder of the settings.

    Raises:
        FileError, DeclarationError: the folder is no store, or its catalogue does not hold up.
    """
    return StoreShelf(settings.store, settings) if settings.store else FolderShelf(settings)


class FolderShelf:
    """A folder that is no edition, and always the same.

    Attributes:
        library: its library.
        told: nothing, since it is no edition.
    """

    def __init__(self, settings: Settings) -> None:
        self.library = Library(settings)
        self.told = EditionAnswer()

    def of(self, edition: str) -> Library:
        """There are no editions.

        Raises:
            GoneError: always.
        """
        raise GoneError(GONE.format(name=edition), hint=HINT)

    def following(self) -> AbstractContextManager[None]:
        """There is nothing to follow; what takes seconds is begun."""
        if self.library.certainties.asked:
            Thread(target=_warm, args=(self.library,), name="warming", daemon=True).start()
        return nullcontext()


class StoreShelf:
    """The edition that a store says is the current one.

    A new edition is checked, opened and warmed beside the one that is served, and then takes
    its place in one move. One that is damaged never does: the one before it stays.
    """

    def __init__(self, store: str | Path, settings: Settings) -> None:
        self._store = open_store(store, cache=settings.cache)
        self._settings = settings
        self._inspector = Inspector()
        self._earlier = Earlier(self._store, settings)
        self._library: Library | None = None
        self._published: str | None = None
        self._problem: str | None = None
        self._said: set[str] = set()
        self.look()

    @property
    def library(self) -> Library:
        """The library of the edition that is served."""
        library = self._library
        if library is None:
            raise NothingToServeError(self._problem or NOTHING)
        return library

    def of(self, edition: str) -> Library:
        """The library of an edition: that of now, or one that was published before.

        Raises:
            NothingToServeError, GoneError, BusyError: as every shelf.
        """
        library = self.library
        return library if library.edition == edition else self._earlier.library(edition)

    @property
    def told(self) -> EditionAnswer:
        """Which edition is served, which is published, and why these differ."""
        return EditionAnswer(edition=self._served, published=self._published, problem=self._problem)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Go along with what is published, in a thread of its own."""
        left = Event()
        follower = Thread(target=self._follow, args=(left,), name="editions", daemon=True)
        follower.start()
        try:
            yield
        finally:
            left.set()
            follower.join(timeout=1)

    def look(self) -> None:
        """Serve what is published now, if it is whole.

        A service that has nothing yet takes the newest whole edition that was ever published.
        """
        try:
            names = _newest_first(self._store.history())
        except MdiError as error:
            self._problem = UNKNOWN
            self._say(str(error))
            self._serve_what_is_here()
            return
        self._published = names[0] if names else None
        if self._served != self._published:
            wanted = names[:1] if self._library else list(dict.fromkeys(names))
            any(self._serves(name) for name in wanted)
        self._problem = self._difference()
        if self._problem is None:
            self._said.clear()

    def _serve_what_is_here(self) -> None:
        """A service that has nothing yet, and cannot ask, takes what it finds of the store."""
        if self._library is None:
            with suppress(MdiError):
                any(map(self._serves, _newest_first(self._store.switches.read())))

    @property
    def _served(self) -> str | None:
        library = self._library
        return library.edition if library else None

    def _difference(self) -> str | None:
        """Why what is served is not what is published; None where it is."""
        if self._published is None:
            return NOTHING
        return None if self._served == self._published else REFUSED.format(name=self._published)

    def _serves(self, name: str) -> bool:
        """Go over to an edition; whether that could be done."""
        try:
            edition = self._store.whole(name)
            self._inspector.inspect(edition)
            library = Library(self._settings, edition)
            if self._library:
                _warm(library, self._library)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the other one stays
            self._say(f"Edition '{name}' cannot be served. {error}")
            return False
        before, self._library = self._served, library
        self._said.clear()
        log.info("Edition '%s' is served.", name)
        self._store.let_go({name, before or name})
        return True

    def _follow(self, left: Event) -> None:
        """Look when what is published has changed, and now and then while it is not served."""
        if self._library:
            _warm(self._library)
        seen: bytes | None = None
        looks = 0
        while not left.wait(self._store.pause):
            content, looks = self._store.mark(), looks + 1
            self._earlier.forget()
            if content != seen or (self._problem and looks % LOOKS == 0):
                self.look()
            seen = content

    def _say(self, message: str) -> None:
        """Write to the log what was not written before."""
        if message not in self._said:
            log.error("%s", message)
            self._said.add(message)


def _newest_first(past: list[Published]) -> list[str]:
    """The editions that were current, the one of now first."""
    return [each.edition for each in reversed(past)]


def _warm(library: Library, earlier: Library | None = None) -> None:
    """Make what the first map needs; where that cannot be made, its readers are told."""
    with suppress(MdiError, GeodataError):
        library.warm(earlier)
