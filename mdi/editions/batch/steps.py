"""The steps of a plan, each with a key that follows from all it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from geodata.crs import WGS84
from mdi.editions.batch.marks import engine_mark, mark_of
from mdi.editions.catalogue import BoundariesFile, TableFile
from mdi.editions.plan import Prepared
from mdi.editions.store.manifest import Causes
from mdi.formats import digest_of
from mdi.sources.model import load_source

SYSTEMS_OF_THE_WEB = ("EPSG:4326", "EPSG:3857")
WOVEN = 2  # of the systems, the first: whole layers lie ready in these


@dataclass(frozen=True)
class Step:
    """A step of a batch.

    Attributes:
        key: follows from all that the step depends on.
        kind: "check", "shapes", "outlines", "result", "sensitivity", "map" or "sheet".
        what: of which level and year, in words.
    """

    key: str
    kind: str
    what: str


@dataclass(frozen=True)
class ResultStep(Step):
    """A step that computes an index.

    Attributes:
        table: the table.
        weights: the name of the weight set.
        method: the name of the method.
        causes: what the result follows from.
    """

    table: TableFile
    weights: str
    method: str
    causes: Causes

    @property
    def place(self) -> tuple[str, int, str, str]:
        """Level, year, weights and method."""
        return self.table.level, self.table.year, self.weights, self.method


@dataclass(frozen=True, eq=False)
class Steps:
    """All steps of a plan.

    Attributes:
        plan: the plan.
    """

    plan: Prepared

    @cached_property
    def checks(self) -> dict[TableFile, Step]:
        """A check of every table."""
        return {
            table: Step(self._table_mark(table), "check", f"{table.level} {table.year}")
            for table in self.plan.catalogue.tables
        }

    @cached_property
    def shapes(self) -> dict[BoundariesFile, Step]:
        """A step for the shapes of every level and vintage."""
        return {
            shapes: Step(
                mark_of("shapes", self._source_mark(shapes), self.plan.tiles),
                "shapes",
                f"{shapes.level} {shapes.vintage}",
            )
            for shapes in self.plan.catalogue.boundaries
        }

    @cached_property
    def outlines(self) -> dict[BoundariesFile, Step]:
        """A step for the shapes of every level and vintage, as a service sends them."""
        return {
            shapes: Step(
                mark_of("outlines", self._source_mark(shapes), self.systems), "outlines", step.what
            )
            for shapes, step in (self.shapes if self.plan.ready else {}).items()
        }

    @cached_property
    def results(self) -> list[ResultStep]:
        """A step for every table, weight set and method."""
        return [
            self._result(table, weights, method)
            for table in self.plan.catalogue.tables
            for weights in self.plan.weights
            for method in self.plan.methods
        ]

    @cached_property
    def sensitivities(self) -> dict[tuple[str, int, str, str], Step]:
        """A step for how sure the ranks of every result are, where the plan asks."""
        if self.plan.sensitivity is None:
            return {}
        asked = self.plan.sensitivity.question
        drawn = (asked.draws, asked.seed, *asked.sources)
        return {
            step.place: Step(mark_of("sensitivity", step.key, *drawn), "sensitivity", step.what)
            for step in self.results
        }

    @cached_property
    def maps(self) -> dict[str, Step]:
        """A step for the map of every level that has shapes."""
        return {
            level: Step(
                mark_of("map", shown.key, shown.causes, self._sure(shown)), "map", shown.what
            )
            for level, (shown, _) in (self.mapped if self.plan.maps else {}).items()
        }

    @cached_property
    def sheets(self) -> dict[str, Step]:
        """A step for the whole layer of every level that has shapes, as a service sends it."""
        return {
            level: Step(
                mark_of(
                    "sheet",
                    shown.key,
                    self.outlines[shapes].key,
                    self._sure(shown),
                    self.systems[:WOVEN],
                ),
                "sheet",
                shown.what,
            )
            for level, (shown, shapes) in (self.mapped if self.plan.ready else {}).items()
        }

    @cached_property
    def systems(self) -> tuple[str, ...]:
        """The coordinate systems of a service: that of GeoJSON, that of the country, the web's."""
        own = self.plan.catalogue.declared_geography().crs
        return tuple(dict.fromkeys([WGS84, own or WGS84, *SYSTEMS_OF_THE_WEB]))

    @cached_property
    def mapped(self) -> dict[str, tuple[ResultStep, BoundariesFile]]:
        """What is shown of each level first: its newest year, by what the plan names first."""
        catalogue, found = self.plan.catalogue, dict[str, tuple[ResultStep, BoundariesFile]]()
        first = (next(iter(self.plan.weights)), next(iter(self.plan.methods)))
        for step in self.results:
            level, year, *how = step.place
            shapes = catalogue.shapes(level, year)
            if shapes is not None and year == catalogue.years(level)[-1] and tuple(how) == first:
                found[level] = step, shapes
        return found

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file of the plan, by its name."""
        catalogue = self.plan.catalogue
        names = {table.file for table in catalogue.tables}
        names |= {shapes.file for shapes in catalogue.boundaries}
        return {name: digest_of(self.plan.path_of(name)) for name in sorted(names)}

    def all(self) -> list[Step]:
        """Every step, in the order in which they are carried out."""
        shapes = [*self.shapes.values(), *self.outlines.values()]
        shown = [*self.maps.values(), *self.sheets.values()]
        sure = self.sensitivities.values()
        return [*self.checks.values(), *shapes, *self.results, *sure, *shown]

    def _sure(self, shown: ResultStep) -> str | None:
        """What the certainty of the ranks of a result follows from."""
        step = self.sensitivities.get(shown.place)
        return None if step is None else step.key

    def _result(self, table: TableFile, weights: str, method: str) -> ResultStep:
        shapes = self.plan.catalogue.shapes(table.level, table.year)
        causes = Causes(
            data=self.digests[table.file],
            definition=self._definition(table),
            weights=mark_of(self.plan.weights[weights]),
            method=mark_of(self.plan.methods[method]),
            boundary=self.digests[shapes.file] if shapes else "",
            engine=engine_mark(),
        )
        apart = causes.model_copy(update={"boundary": ""})  # figures do not follow from shapes
        key = mark_of("result", table.level, table.year, weights, method, apart)
        what = f"{table.level} {table.year} · {weights} · {method}"
        return ResultStep(key, "result", what, table, weights, method, causes)

    def _table_mark(self, table: TableFile) -> str:
        place = (table.level, table.year)
        definition = self._definition(table)
        return mark_of("check", *place, self.digests[table.file], definition, engine_mark())

    def _source_mark(self, shapes: BoundariesFile) -> str:
        digest = self.digests[shapes.file]
        apart = shapes.model_dump(exclude={"file"})
        geography = self.plan.catalogue.declared_geography()
        return mark_of(apart, digest, geography, engine_mark())

    def _definition(self, table: TableFile) -> str:
        """What the figures of a table mean: its source, the domains and the geography."""
        if table.source not in self._definitions:
            own = table.source.endswith(".toml")
            source = load_source(self.plan.folder / table.source if own else table.source)
            catalogue = self.plan.catalogue
            domains = catalogue.declared_domains(self.plan.folder)
            self._definitions[table.source] = mark_of(
                source, domains, catalogue.declared_geography()
            )
        return self._definitions[table.source]

    @cached_property
    def _definitions(self) -> dict[str, str]:
        return {}
