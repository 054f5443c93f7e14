"""The data of the service: read and computed when first asked for, then kept."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

import mdi
from api.atlas import Atlas
from api.certainties import Certainties, Moment
from api.contact import contact_of
from api.disclosure import disclosure_of
from api.kept import Kept
from api.ogc.layers import Layer
from api.settings import Settings
from mdi.editions.catalogue import read_catalogue
from mdi.editions.declared import declared_in
from mdi.editions.store.edition import Edition
from mdi.errors import FileError, UnknownAreaError
from mdi.lineage import Lineage, lineage_of
from mdi.sensitivity.certainty import Certainty
from mdi.sources.model import Source, load_source

WEIGHTS, METHOD = "mdi_nl", "imd"  # where nothing is asked
PARTS = 4  # of every result that is kept, on average


class Library:
    """Tables, results and shapes of one folder, or of one edition.

    Every thing is made once, even when many ask at the same time; results of weights or
    methods of a reader's own are computed and not kept.

    Attributes:
        folder: where all lies.
        catalogue: what lies where.
        domains: of all tables.
        declared: weight sets and methods by name.
        atlas: the shapes.
        disclosure: which figures are shown.
        contact: whom to ask about them.
        parts: what else is made once, such as a measure in classes.
        certainties: how sure the ranks of results are.
    """

    def __init__(self, settings: Settings, edition: Edition | None = None) -> None:
        folder = edition.folder if edition else settings.data
        if folder is None:
            raise FileError("There is no folder to serve.")
        self.folder, self._edition = folder, edition
        self.catalogue = read_catalogue(folder)
        self.domains = self.catalogue.declared_domains(folder)
        self.declared = declared_in(folder)
        self.atlas = Atlas(self.catalogue, folder, edition)
        self.disclosure = disclosure_of(settings)
        self.contact = contact_of(settings)
        self._kept = Kept(settings.kept)
        self.parts = Kept(PARTS * settings.kept)
        self.certainties = Certainties(self, settings.kept)

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
    def published(self) -> Edition | None:
        """The edition that this is; None where the folder is none."""
        return self._edition

    @cached_property
    def mark(self) -> str:
        """What the declarations here follow from."""
        own = (*self.declared.weights.values(), *self.declared.methods.values())
        every = (self.catalogue, self.domains, *own)
        content = "\n".join(declaration.model_dump_json() for declaration in every)
        return hashlib.sha256(content.encode()).hexdigest()

    @cached_property
    def whole_mark(self) -> str:
        """What everything here follows from, but for what is computed."""
        return f"{self.edition or self._state_of_files()} {self.mark}"

    def _state_of_files(self) -> str:
        """What tells whether a file of a folder is another than before."""
        told = self.catalogue
        files = (*(each.file for each in told.tables), *(each.file for each in told.boundaries))
        states = (self.atlas.file(file).stat() for file in files)
        return " ".join(f"{state.st_size}-{state.st_mtime_ns}" for state in states)

    def warm(self, earlier: Library | None = None) -> None:
        """Make what the first map needs, before the first reader asks.

        Args:
            earlier: the library that was served before; shapes that are the same in both
                are taken over.
        """
        if earlier is not None:
            self.atlas.take_over(earlier.atlas)
        level = self.default_level
        year = self.years(level)[-1]
        self.result(level, year, WEIGHTS, METHOD)
        self.certainty(level, year, WEIGHTS, METHOD)
        self.bounds()

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east and north of the first map in degrees; None without shapes."""
        level = self.default_level
        year = self.years(level)[-1]
        if self.catalogue.shapes(level, year) is None:
            return None
        return self.atlas.shapes(level, year).fragments.extent

    def table(self, level: str, year: int) -> mdi.IndicatorTable:
        """The table of a level and year.

        Raises:
            DeclarationError: there is none.
        """
        entry = self.catalogue.table(level, year)

        def read() -> mdi.IndicatorTable:
            own = entry.source.endswith(".toml")
            return mdi.read_table(
                self.atlas.file(entry.file),
                source=self.atlas.file(entry.source) if own else entry.source,
                level=level,
                year=year,
                domains=self.domains,
            )

        return self._kept.once(("table", level, year), read)

    def source(self, level: str, year: int) -> Source:
        """The source of a table: who published its figures, and how they may be used.

        Raises:
            DeclarationError: there is no such table.
        """
        entry = self.catalogue.table(level, year)
        own = entry.source.endswith(".toml")
        return load_source(self.atlas.file(entry.source) if own else entry.source)

    def provenance(self, result: mdi.IndexResult) -> dict[str, Any]:
        """Where a result came from, with its edition and who published the figures."""
        table = result.table
        named = {"edition": self.edition} if self.edition else {}
        published = {"publisher": self.source(table.level, table.year).publisher}
        return {**named, **result.provenance, **published}

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

        return compute() if len(named) < 2 else self._kept.once((level, year, *named), compute)

    def certainty(self, level: str, year: int, weights: str, method: str) -> Certainty | None:
        """How sure the ranks of a result are; None where nobody asks, or until they are drawn.

        Raises:
            DeclarationError: there is no such table, weight set or method.
        """
        return self.certainties.of((level, year, weights, method)).certainty

    @property
    def now(self) -> Moment:
        """Another one when answers may change though the library does not."""
        return self.certainties.now

    def shown(self, level: str) -> tuple[str, str]:
        """The weight set and method of what is shown of a level first."""
        sheets = self._edition.manifest.sheets if self._edition else ()
        found = next(((s.weights, s.method) for s in sheets if s.level == level), None)
        return found or (WEIGHTS, METHOD)

    def layer(self, level: str, year: int) -> Layer:
        """The areas of a level and year as a GIS reads them."""
        drawn = self.certainties.times_drawn((level, year, *self.shown(level)))
        return self._kept.once(("layer", level, year, drawn), lambda: Layer(self, level, year))

    def map_mark(self, result: mdi.IndexResult) -> str:
        """What a map of a result follows from: the figures and the shapes."""
        shapes = self.atlas.digest(result.table.level, result.table.year)
        return f"{result.fingerprint} {shapes}" if shapes else result.fingerprint

    def shapes_within(self, result: mdi.IndexResult, parent: str | None) -> set[str] | None:
        """Codes of the shapes that lie in a larger area, also without figures; None for all.

        Raises:
            UnknownAreaError: no area lies in it.
        """
        inside = self.within(result, parent)
        if inside is None or parent is None:
            return None
        shapes = self.atlas.shapes(result.table.level, result.table.year)
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

        return self._kept.once(("lineage", year), read)

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
