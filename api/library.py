"""The data of the service: read and computed when first asked for, then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache

import geodata
import mdi
from api.settings import Settings
from mdi.editions.catalogue import BoundariesFile, read_catalogue
from mdi.editions.declared import declared_in
from mdi.editions.store.edition import Edition
from mdi.editions.store.soundness import sound_path
from mdi.errors import DeclarationError, FileError, UnknownAreaError
from mdi.formats import digest_of
from mdi.lineage import Lineage, lineage_of

T = TypeVar("T")
WEIGHTS, METHOD = "mdi_nl", "imd"  # where nothing is asked


class Library:
    """Tables, results and shapes of one folder, or of one edition.

    Every thing is made once, even when many ask at the same time; results of weights or
    methods of a reader's own are computed and not kept. A file of an edition is read only
    when its bytes are those of the manifest.
    """

    def __init__(self, settings: Settings, edition: Edition | None = None) -> None:
        folder = edition.folder if edition else settings.data
        if folder is None:
            raise FileError("There is no folder to serve.")
        self.folder, self._edition = folder, edition
        self.catalogue = read_catalogue(folder)
        self.domains = self.catalogue.declared_domains(folder)
        self.declared = declared_in(folder)
        self._kept: LRUCache[tuple[object, ...], object] = LRUCache(settings.kept)
        self._locks: dict[tuple[object, ...], Lock] = {}
        self._lock = Lock()

    @property
    def default_level(self) -> str:
        """The level that is shown first: municipalities, or else the largest there is."""
        levels = self.catalogue.levels()
        return "municipality" if "municipality" in levels else levels[-1]

    @property
    def edition(self) -> str | None:
        """The name of the edition; None where the folder is none."""
        return self._edition.name if self._edition else None

    @property
    def mark(self) -> str:
        """What the declarations here follow from."""
        own = (*self.declared.weights.values(), *self.declared.methods.values())
        every = (self.catalogue, self.domains, *own)
        content = "\n".join(declaration.model_dump_json() for declaration in every)
        return hashlib.sha256(content.encode()).hexdigest()

    def warm(self, earlier: Library | None = None) -> None:
        """Make what the first map needs, before the first reader asks.

        Args:
            earlier: the library that was served before; shapes that are the same in both
                are taken over.
        """
        if earlier is not None:
            self._take_over(earlier)
        level = self.default_level
        self.result(level, self.years(level)[-1], WEIGHTS, METHOD)
        self.bounds()

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of the first map in degrees; None without shapes."""
        level = self.default_level
        year = self.years(level)[-1]
        if self.catalogue.shapes(level, year) is None:
            return None
        return self.shapes(level, year).wgs84().bounds

    def table(self, level: str, year: int) -> mdi.IndicatorTable:
        """The table of a level and year.

        Raises:
            DeclarationError: there is none.
        """
        entry = self.catalogue.table(level, year)

        def read() -> mdi.IndicatorTable:
            own = entry.source.endswith(".toml")
            return mdi.read_table(
                self._file(entry.file),
                source=self._file(entry.source) if own else entry.source,
                level=level,
                year=year,
                domains=self.domains,
            )

        return self._once(("table", level, year), read)

    def result(
        self, level: str, year: int, weights: str | mdi.WeightSet, method: str | mdi.Method
    ) -> mdi.IndexResult:
        """The index of a level and year by weights and a method.

        Raises:
            DeclarationError: there is no such table, weight set or method.
        """
        named = [name for name in (weights, method) if isinstance(name, str)]
        known = self.declared
        weight_set = known.weight_set(weights) if isinstance(weights, str) else weights
        rules = known.method(method) if isinstance(method, str) else method

        def compute() -> mdi.IndexResult:
            return mdi.compute(self.table(level, year), weights=weight_set, method=rules)

        return compute() if len(named) < 2 else self._once((level, year, *named), compute)

    def shapes(self, level: str, year: int) -> geodata.Boundaries:
        """The shapes that go with a table.

        Raises:
            DeclarationError: the folder has no shapes of this level.
        """
        entry = self.catalogue.shapes(level, year)
        if entry is None:
            raise DeclarationError(f"There are no shapes of level '{level}' for {year}.")

        def read() -> geodata.Boundaries:
            return geodata.read_boundaries(
                self._file(entry.file),
                level=level,
                vintage=entry.vintage,
                code_column=entry.code_column,
                code_pattern=self.catalogue.declared_geography().level(level).pattern,
            )

        return self._once(("shapes", level, entry.vintage), read)

    def map_mark(self, result: mdi.IndexResult) -> str:
        """What a map of a result follows from: the figures and the shapes."""
        table = result.table
        entry = self.catalogue.shapes(table.level, table.year)
        if entry is None:
            return result.fingerprint
        return f"{result.fingerprint} {self._digest(entry)}"

    def shapes_within(self, result: mdi.IndexResult, parent: str | None) -> set[str] | None:
        """Codes of the shapes that lie in a larger area, also without figures; None for all.

        Raises:
            UnknownAreaError: no area lies in it.
        """
        inside = self.within(result, parent)
        if inside is None or parent is None:
            return None
        shapes = self.shapes(result.table.level, result.table.year)
        lineage = self.lineage(result.table.year)
        found = {code for code, here in zip(result.table.codes, inside, strict=True) if here}
        above = zip(shapes.codes, shapes.parents, strict=True)
        told = {code: up for code, up in above if up and code not in result.positions}
        return found | {code for code, up in told.items() if lineage.within([up], parent)[0]}

    def lineage(self, year: int) -> Lineage:
        """Which areas lie in which, as the tables of a year tell."""

        def read() -> Lineage:
            levels = [level for level in self.catalogue.levels() if year in self.years(level)]
            tables = (self.table(level, year) for level in levels)
            return lineage_of(tables, self.catalogue.declared_geography())

        return self._once(("lineage", year), read)

    def years(self, level: str) -> list[int]:
        """Years with a table of this level, oldest first."""
        return self.catalogue.years(level)

    def within(self, result: mdi.IndexResult, parent: str | None) -> list[bool] | None:
        """For each area of a result whether it lies in a larger one; None for all.

        Raises:
            UnknownAreaError: no area lies in it.
        """
        if parent is None:
            return None
        inside = self.lineage(result.table.year).within(result.table.codes, parent)
        if not any(inside):
            raise UnknownAreaError(
                f"No area of level '{result.table.level}' lies in '{parent}'.",
                hint="Expected the code of a district, municipality or province.",
            )
        return inside

    def _file(self, name: str) -> Path:
        """Where a file lies.

        Raises:
            FileError: it is damaged.
        """
        return sound_path(self._edition, name) if self._edition else self.folder / name

    def _digest(self, shapes: BoundariesFile) -> str:
        """SHA-256 of a file of shapes."""
        if self._edition:
            return self._edition.manifest.files[shapes.file].sha256
        key = ("shapes digest", shapes.level, shapes.vintage)
        return self._once(key, lambda: digest_of(self.folder / shapes.file))

    def _take_over(self, earlier: Library) -> None:
        """Keep the shapes that another library has read, where they are the same here."""
        alike = self.catalogue.geography == earlier.catalogue.geography
        for entry in self.catalogue.boundaries if alike else ():
            known = entry in earlier.catalogue.boundaries
            if known and self._digest(entry) == earlier._digest(entry):
                key = ("shapes", entry.level, entry.vintage)
                found = earlier._already(key)
                if found is not None:
                    self._kept[key] = found

    def _already(self, key: tuple[object, ...]) -> object:
        """What is kept under this key; None where nothing is."""
        with self._lock:
            return self._kept.get(key)

    def _once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What is kept under this key; made by the first who asks while the others wait."""
        with self._lock:
            lock = self._locks.setdefault(key, Lock())
        with lock:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]  # type: ignore[return-value]
            made = make()
            with self._lock:
                self._kept[key] = made
            return made
