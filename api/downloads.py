"""Files of a whole level: as they lie in an edition, or else made when first asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import finalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cachetools import LRUCache

import geodata
import mdi
from api.errors import BusyError, NotHereError
from api.http.files import File
from api.sureness import marked
from mdi.editions.mapping import MappedResult
from mdi.errors import did_you_mean
from mdi.formats import digest_of
from mdi.sensitivity.certainty import Certainty, SureResult
from mdi.writing import WRITERS, Outcome

if TYPE_CHECKING:
    from api.library import Library

MEDIA = {
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "geoparquet": "application/vnd.apache.parquet",
    "fgb": "application/flatgeobuf",
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "pmtiles": "application/vnd.pmtiles",
}
TABLES = ("parquet", "csv", "xlsx")  # of the result alone
PATIENCE = 10.0  # seconds in which the files before this one must be made


@dataclass(frozen=True)
class Wanted:
    """A file that is asked for.

    Attributes:
        library: what it is made of.
        result: the index that is in it.
        ending: its format.
        certainty: how sure its ranks are; None where that is not known.
    """

    library: Library
    result: mdi.IndexResult
    ending: str
    certainty: Certainty | None = None

    @property
    def name(self) -> str:
        """Under which readers save it."""
        table = self.result.table
        return f"mdi-{table.level}-{table.year}.{self.ending}"

    @property
    def mark(self) -> str:
        """What it follows from."""
        return marked(self.library.map_mark(self.result), self.certainty)

    @property
    def _known(self) -> Outcome:
        return SureResult(self.result, self.certainty) if self.certainty else self.result

    def ready(self) -> File | None:
        """The file as it lies in the edition; None where it does not, or says less than is known."""
        edition = self.library.published
        says_less = self.ending == "parquet" and self.certainty is not None
        if edition is None or says_less:
            return None
        path = _lying(edition.manifest, self.result, self.ending, self._vintage)
        if path is None:
            return None
        found = self.library.atlas.file(path)
        return File(found, edition.manifest.files[path].sha256, MEDIA[self.ending], self.name)

    def write(self, folder: Path) -> Path:
        """Make the file in a folder.

        Raises:
            NotHereError: it cannot be made here.
        """
        path = folder / f"{self.name}"
        if self.ending in TABLES:
            path.write_bytes(WRITERS[f".{self.ending}"](self._known))
            return path
        if self.ending == "pmtiles":
            hint = "They lie in an edition of a plan with `tiles = true`: serve a store."
            raise NotHereError("There are no tiles of these shapes here.", hint=hint)
        shapes = MappedResult(self.result, self._boundaries(), self.certainty)
        if self.ending != "zip":
            shapes.write(path)
            return path
        parts = shapes.write(path.with_suffix(".shp"))
        return _zipped(sorted(parts), path)

    @property
    def _vintage(self) -> int | None:
        entry = self.library.catalogue.shapes(self.result.table.level, self.result.table.year)
        return entry.vintage if entry else None

    def _boundaries(self) -> geodata.Boundaries:
        table, catalogue = self.result.table, self.library.catalogue
        entry = catalogue.shapes(table.level, table.year)
        if entry is None:
            hint = f"Without shapes there are {', '.join(TABLES)}."
            raise NotHereError(f"There are no shapes of level '{table.level}' here.", hint=hint)
        return geodata.read_boundaries(
            self.library.atlas.file(entry.file),
            level=entry.level,
            vintage=entry.vintage,
            code_column=entry.code_column,
            code_pattern=catalogue.declared_geography().level(entry.level).pattern,
        )


class Workshop:
    """Makes files, one at a time, and keeps the last of them on disk, and those being sent.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._made: LRUCache[tuple[str, str], File] = LRUCache(most)
        self._lock = Lock()

    @cached_property
    def _folder(self) -> str:
        """A folder that goes with the workshop."""
        folder = mkdtemp(prefix="mdi-downloads-")
        finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder

    def file(self, wanted: Wanted) -> File:
        """A file that was made before, or is made now.

        Raises:
            BusyError: others are being made.
            NotHereError: it cannot be made here.
        """
        key = (wanted.mark, wanted.ending)
        if not self._lock.acquire(timeout=PATIENCE):
            raise BusyError("Other files are being made; ask again in a moment.")
        try:
            if key not in self._made:
                self._made[key] = self._make(wanted)
            found: File = self._made[key]
            return found
        finally:
            self._lock.release()

    def _make(self, wanted: Wanted) -> File:
        """A file in a folder of its own, which goes when nobody keeps or sends the file."""
        folder = Path(mkdtemp(dir=self._folder))
        try:
            path = wanted.write(folder)
            made = File(path, digest_of(path), MEDIA[wanted.ending], wanted.name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        finalize(made, shutil.rmtree, folder, ignore_errors=True)
        return made


def ending_of(text: str) -> str:
    """The format in an address.

    Raises:
        NotHereError: there is none of that name.
    """
    if text not in MEDIA:
        raise NotHereError(f"There is no format '{text}'.", hint=did_you_mean(text, list(MEDIA)))
    return text


def _lying(manifest: Any, result: mdi.IndexResult, ending: str, vintage: int | None) -> str | None:
    """The path in the edition of a file with this result; None where there is none."""
    table = result.table
    key = (table.level, table.year, result.weights.id, result.method.id)
    kinds: dict[str, Callable[[], Any]] = {
        "parquet": lambda: manifest.results,
        "gpkg": lambda: manifest.maps,
        "geojson": lambda: [sheet for sheet in manifest.sheets if sheet.crs == "OGC:CRS84"],
    }
    if ending == "pmtiles":
        path: str | None = manifest.tiles(table.level, vintage) if vintage else None
        return path
    records = kinds[ending]() if ending in kinds else ()
    same = (r.file for r in records if (r.level, r.year, r.weights, r.method) == key)
    return next(same, None)


def _zipped(parts: list[Path], path: Path) -> Path:
    """Files in one; the same files give the same bytes."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for part in parts:
            packed.writestr(ZipInfo(part.name), part.read_bytes(), ZIP_DEFLATED)
    return path
