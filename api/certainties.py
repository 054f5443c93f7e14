"""How sure the ranks of a library are: as it lies ready, or else drawn beside the requests."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.beside import Beside
from api.kept import Kept
from geodata.errors import GeodataError
from mdi.editions.certainties import certainty_in
from mdi.errors import FileError, MdiError
from mdi.sensitivity.certainty import Certainty, read_certainty

if TYPE_CHECKING:
    import mdi
    from api.library import Library

Place = tuple[str, int, str, str]  # level, year, and the names of weights and method

log = logging.getLogger("mdi.api")


class Moment:
    """As long as this one is there, nothing more has become known."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known at a moment.

    Attributes:
        certainty: how sure the ranks are; None where that is not known.
        later: whether more will be known in a moment.
    """

    certainty: Certainty | None = None
    later: bool = False


NOTHING, LATER = Known(), Known(later=True)


class Certainties:
    """How sure the ranks of the results of a library are.

    What lies ready in an edition is read, in a moment. Draws take seconds: they are made beside the
    requests when they are first asked for, and answers go out without them until they are there.

    Args:
        library: whose results these are.
        most: how many are kept.

    Attributes:
        now: another one when more has become known.
    """

    def __init__(self, library: Library, most: int) -> None:
        self._library = library
        self._kept = Kept(most)
        self._beside = Beside()
        self._drawn: Counter[Place] = Counter()
        self.now = Moment()

    @property
    def asked(self) -> bool:
        """Whether the library asks for them."""
        return self._library.catalogue.sensitivity is not None

    def of(self, place: Place) -> Known:
        """How sure the ranks of a result are.

        Args:
            place: of the result.

        Raises:
            DeclarationError: there is no such table, weight set or method.
        """
        if not self.asked:
            return NOTHING
        found = self._kept.already(place)
        if found is None and self._is_ready(place):
            found = self._kept.once(place, lambda: self._read(place))
        if isinstance(found, Known) and found is not LATER:
            return found
        self._library.result(*place)  # refuses what is not there
        self._beside.make(place, lambda: self._draw(place))
        return LATER

    def times_drawn(self, place: Place) -> int:
        """How often they became known after readers may have asked."""
        return self._drawn[place]

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for what is being drawn; whether it came within so many seconds."""
        return self._beside.wait(timeout)

    def _is_ready(self, place: Place) -> bool:
        edition = self._library.published
        return edition is not None and any(
            record.key == place for record in edition.manifest.sensitivities
        )

    def _read(self, place: Place) -> Known:
        """What lies ready; it is drawn where that is damaged, or of another engine."""
        edition = self._library.published
        records = edition.manifest.sensitivities if edition else ()
        record = next(each for each in records if each.key == place)
        try:
            file = self._library.atlas.file(record.file)
            return Known(read_certainty(file, self._library.result(*place)))
        except FileError as error:
            log.warning("%s", error)
            return LATER

    def _draw(self, place: Place) -> None:
        """Draw, and keep what came of it; where nothing can, that is kept too."""
        library, found = self._library, None
        try:
            result: mdi.IndexResult = library.result(*place)
            folder, edition = library.folder, library.published
            found = certainty_in(folder, library.catalogue, edition, result, *place[2:])
        except (MdiError, GeodataError) as error:
            log.error("How sure ranks are cannot be drawn: %s", error)  # noqa: TRY400 - for readers
        except Exception:
            log.exception("How sure ranks are cannot be drawn.")
        self._kept.keep(place, Known(found))
        self._drawn[place] += 1
        self.now = Moment()
