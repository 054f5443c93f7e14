"""The shapes of the service: as they lie ready in an edition, or else read and encoded here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

import geodata
from api.kept import Kept
from geodata.crs import WGS84
from geodata.geojson.areas import Encoded
from geodata.geojson.notation import notation_of
from geodata.geojson.outlines import Outlines, outlines_of, read_outlines
from geodata.geojson.packing import PACKERS
from geodata.geojson.sheets import Sheet, read_sheet
from geodata.geojson.zoom_files import Zooms, read_zooms
from geodata.geojson.zooms import Shown, shown_at, simplified_zooms
from geodata.tiles.archive import Archive, read_archive
from geodata.tiles.matrix_sets import WEB, matrix_sets
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
        return self._kept.once(
            ("sheet", level, year, crs), lambda: self._read_sheet(level, year, crs)
        )

    def has_sheet(self, level: str, year: int, crs: str) -> bool:
        """Whether the whole layer lies ready and is mapped already."""
        return self._kept.already(("sheet", level, year, crs)) is not None

    def shown(self, level: str, year: int, zoom: int) -> Shown:
        """Which corners of the outlines that go with a table a zoom shows.

        Raises:
            DeclarationError: there are no shapes of this level.
        """
        entry = self._entry(level, year)
        ready = self._zooms(entry)
        if ready is not None:
            return ready.at(zoom)
        outlines = self.outlines(level, year, WGS84)
        key = ("shown", level, entry.vintage, zoom)
        return self._kept.once(key, lambda: shown_at(outlines.fragments, zoom))

    def simplified(self, level: str, year: int, zoom: int) -> Outlines:
        """The outlines that go with a table as a zoom shows them; errors as in `shown`."""
        whole = self.outlines(level, year, WGS84)
        shown = self.shown(level, year, zoom).of(whole.fragments, np.arange(len(whole)))
        return replace(whole, fragments=shown)

    def has_shown(self, level: str, year: int, zoom: int) -> bool:
        """Whether that is known already."""
        vintage = self._entry(level, year).vintage
        keys = ("zooms", level, vintage), ("shown", level, vintage, zoom)
        return any(self._kept.already(key) is not None for key in keys)

    def archive(self, level: str, year: int, matrix_set: str = WEB) -> Archive | None:
        """The tiles of the shapes that go with a table; None where none lie ready.

        Args:
            level: the level of the areas.
            year: the year of the figures.
            matrix_set: the tile matrix set, by its name.

        Raises:
            FileError: they are damaged.
        """
        key = ("archive", level, year, matrix_set)
        return self._kept.once(key, lambda: self._read_archive(level, year, matrix_set))

    def archives(self, level: str, year: int) -> dict[str, Archive]:
        """All tiles of the shapes that go with a table, by their tile matrix set.

        Raises:
            FileError: they are damaged.
        """
        found = {each.id: self.archive(level, year, each.id) for each in matrix_sets()}
        return {name: archive for name, archive in found.items() if archive is not None}

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
                own = entry.level, entry.vintage
                shown = (("shown", *own, zoom) for zoom in simplified_zooms())
                for key in (("shapes", *own), *shown):
                    found = earlier._kept.already(key)
                    if found is not None:
                        self._kept.keep(key, found)

    def _read_sheet(self, level: str, year: int, crs: str) -> Sheet | None:
        manifest = self._edition.manifest if self._edition else None
        found = manifest.sheet(level, year, crs) if manifest else None
        if manifest is None or found is None:
            return None
        packed = {found.file + packer.suffix for packer in PACKERS}
        for name in packed & manifest.files.keys():  # an older edition has fewer
            self.file(name)
        return read_sheet(self.file(found.file), self.file(found.index))

    def _read_archive(self, level: str, year: int, matrix_set: str) -> Archive | None:
        entry = self._catalogue.shapes(level, year)
        if entry is None or self._edition is None:
            return None
        other = None if matrix_set == WEB else matrix_set
        tiles = self._edition.manifest.tiles(level, entry.vintage, other)
        if tiles is None:
            return None
        key = ("tiles", level, entry.vintage, matrix_set)  # which several years may share
        return self._kept.once(key, lambda: read_archive(self.file(tiles)))

    def _entry(self, level: str, year: int) -> BoundariesFile:
        entry = self._kept.once(("entry", level, year), lambda: self._catalogue.shapes(level, year))
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

    def _zooms(self, shapes: BoundariesFile) -> Zooms | None:
        """Which corners the zooms show as it lies ready; None where it does not."""
        edition = self._edition
        found = edition.manifest.zooms(shapes.level, shapes.vintage) if edition else None
        if found is None:
            return None
        key = ("zooms", shapes.level, shapes.vintage)
        return self._kept.once(key, lambda: read_zooms(self.file(found)))

    def _digest(self, shapes: BoundariesFile) -> str:
        if self._edition:
            return self._edition.manifest.files[shapes.file].sha256
        key = ("digest", shapes.level, shapes.vintage)
        return self._kept.once(key, lambda: digest_of(self._folder / shapes.file))
