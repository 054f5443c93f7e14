"""The shapes of the service: as they lie ready in an edition, or else read and encoded here."""

from __future__ import annotations

from pathlib import Path

import geodata
from api.kept import Kept
from geodata.crs import WGS84
from geodata.geojson.areas import Encoded
from geodata.geojson.notation import notation_of
from geodata.geojson.outlines import Outlines, outlines_of, read_outlines
from geodata.geojson.packing import PACKERS
from geodata.geojson.sheets import Sheet, read_sheet
from geodata.tiles.archive import Archive, read_archive
from mdi.editions.catalogue import BoundariesFile, Catalogue
from mdi.editions.store.edition import Edition
from mdi.editions.store.soundness import sound_path
from mdi.errors import DeclarationError
from mdi.formats import digest_of

MOST = 1000  # layers; those that lie ready take no memory of their own


class Atlas:
    """The shapes of one folder, or of one edition.

    Args:
        catalogue: what lies where.
        folder: in which.
        edition: of which it is the folder; a file of it is read only when its bytes are those
            of the manifest.
    """

    def __init__(self, catalogue: Catalogue, folder: Path, edition: Edition | None) -> None:
        self._catalogue, self._folder, self._edition = catalogue, folder, edition
        self._kept = Kept(MOST)

    def shapes(self, level: str, year: int) -> Encoded:
        """The shapes that go with a table, in the order of their file or by code.

        Raises:
            DeclarationError: there are no shapes of this level.
        """
        entry = self._entry(level, year)

        def read() -> Encoded:
            ready = self._ready(entry, WGS84)
            return ready if ready is not None else self._read(entry)

        return self._kept.once(("shapes", level, entry.vintage), read)

    def outlines(self, level: str, year: int, crs: str) -> Outlines:
        """The shapes that go with a table as GeoJSON, sorted by code.

        Args:
            level: the level of the areas.
            year: the year of the figures.
            crs: the coordinate system.

        Raises:
            DeclarationError: there are no shapes of this level.
        """
        entry = self._entry(level, year)

        def read() -> Outlines:
            ready = self._ready(entry, crs)
            if ready is not None:
                return ready
            return outlines_of(self._read(entry).by_code(), notation_of(crs))

        return self._kept.once(("outlines", level, entry.vintage, crs), read)

    def sheet(self, level: str, year: int, crs: str) -> Sheet | None:
        """The whole layer that is shown of a level as it lies ready; None where it does not.

        Raises:
            FileError: it is damaged.
        """
        found = self._edition.manifest.sheet(level, year, crs) if self._edition else None
        if found is None:
            return None

        def read() -> Sheet:
            for packer in PACKERS:
                self.file(found.file + packer.suffix)
            return read_sheet(self.file(found.file), self.file(found.index))

        return self._kept.once(("sheet", level, year, crs), read)

    def archive(self, level: str, year: int) -> Archive | None:
        """The tiles of the shapes that go with a table; None where none lie ready.

        Raises:
            FileError: they are damaged.
        """
        entry = self._catalogue.shapes(level, year)
        tiles = (
            self._edition.manifest.tiles(level, entry.vintage) if self._edition and entry else None
        )
        if entry is None or tiles is None:
            return None
        key = ("archive", level, entry.vintage)
        return self._kept.once(key, lambda: read_archive(self.file(tiles)))

    def digest(self, level: str, year: int) -> str | None:
        """SHA-256 of the file with the shapes of a table; None where there are none."""
        entry = self._catalogue.shapes(level, year)
        return None if entry is None else self._digest(entry)

    def file(self, name: str) -> Path:
        """Where a file lies.

        Raises:
            FileError: it is damaged.
        """
        return sound_path(self._edition, name) if self._edition else self._folder / name

    def take_over(self, earlier: Atlas) -> None:
        """Keep the shapes that another atlas has read, where they are the same here."""
        alike = self._catalogue.geography == earlier._catalogue.geography
        for entry in self._catalogue.boundaries if alike else ():
            known = entry in earlier._catalogue.boundaries
            if known and self._digest(entry) == earlier._digest(entry):
                key = ("shapes", entry.level, entry.vintage)
                found = earlier._kept.already(key)
                if found is not None:
                    self._kept.keep(key, found)

    def _entry(self, level: str, year: int) -> BoundariesFile:
        entry = self._catalogue.shapes(level, year)
        if entry is None:
            raise DeclarationError(f"There are no shapes of level '{level}' for {year}.")
        return entry

    def _read(self, shapes: BoundariesFile) -> geodata.Boundaries:
        return geodata.read_boundaries(
            self.file(shapes.file),
            level=shapes.level,
            vintage=shapes.vintage,
            code_column=shapes.code_column,
            code_pattern=self._catalogue.declared_geography().level(shapes.level).pattern,
        )

    def _ready(self, shapes: BoundariesFile, crs: str) -> Outlines | None:
        """Shapes that lie ready in a coordinate system; None where they do not."""
        if self._edition is None:
            return None
        found = self._edition.manifest.outlines(shapes.level, shapes.vintage, crs)
        if found is None:
            return None
        files = self.file(found.file), self.file(found.index)
        return read_outlines(*files, level=shapes.level, vintage=shapes.vintage)

    def _digest(self, shapes: BoundariesFile) -> str:
        if self._edition:
            return self._edition.manifest.files[shapes.file].sha256
        key = ("digest", shapes.level, shapes.vintage)
        return self._kept.once(key, lambda: digest_of(self._folder / shapes.file))
