"""The work of the steps of a plan: what workers are given, in the order in which they can do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.geojson.outlines import outline_names
from mdi.editions.batch.steps import WOVEN, ResultStep, Step, Steps
from mdi.editions.batch.work import (
    CheckWork,
    MapWork,
    ResultsWork,
    SensitivityWork,
    ShapesSource,
    ShapesWork,
    SheetWork,
    Work,
)
from mdi.editions.batch.work.sensitivities import SENSITIVITY
from mdi.editions.catalogue import BoundariesFile, TableFile
from mdi.methods.model import Method
from mdi.weights.model import WeightSet

Lies = Callable[[Step], Mapping[str, Path]]  # the files of a finished step, by name


@dataclass(frozen=True, eq=False)
class Works:
    """The work of steps.

    Attributes:
        steps: all steps of a plan.
    """

    steps: Steps

    def checking(self, keys: set[str]) -> Iterator[Work]:
        """The work of the checks with these keys."""
        for table, step in self.steps.checks.items():
            if step.key in keys:
                yield self._check(table)

    def computing(self, keys: set[str]) -> Iterator[Work]:
        """The work of the other steps with these keys; those that read one file go together."""
        for shapes in self.steps.plan.catalogue.boundaries:
            layer, outlines = (
                each[shapes].key if shapes in each and each[shapes].key in keys else None
                for each in (self.steps.shapes, self.steps.outlines)
            )
            if layer or outlines:
                source = self._source(shapes)
                yield ShapesWork(source, layer, outlines, self.steps.plan.tiles, self.steps.systems)
        plan = self.steps.plan
        for table in plan.catalogue.tables:
            wanted = tuple(
                (step.key, plan.weights[step.weights], plan.methods[step.method])
                for step in self.steps.results
                if step.table == table and step.key in keys
            )
            if wanted:
                yield ResultsWork(self._check(table), wanted)
        for result in self.steps.results:
            sure = self.steps.sensitivities.get(result.place)
            if plan.sensitivity is not None and sure is not None and sure.key in keys:
                yield SensitivityWork(sure.key, *self._recipe(result), plan.sensitivity.question)
        if not self.steps.sensitivities:
            yield from self._mapping(keys, None)

    def weaving(self, keys: set[str], lies: Lies) -> Iterator[Work]:
        """The work of the steps with these keys that read what others have made.

        Args:
            keys: which.
            lies: where the files of a finished step lie.
        """
        if self.steps.sensitivities:
            yield from self._mapping(keys, lies)
        for level, step in self.steps.sheets.items():
            if step.key in keys:
                shown, shapes = self.steps.mapped[level]
                there = lies(self.steps.outlines[shapes])
                files = tuple(
                    (crs, there[lines], there[index])
                    for crs in self.steps.systems[:WOVEN]
                    for lines, index in [outline_names(crs)]
                )
                sure = self._certainty(shown, lies)
                yield SheetWork(step.key, *self._recipe(shown), files, sure)

    def _mapping(self, keys: set[str], lies: Lies | None) -> Iterator[Work]:
        """The work of the maps with these keys."""
        for level, step in self.steps.maps.items():
            if step.key in keys:
                shown, shapes = self.steps.mapped[level]
                sure = self._certainty(shown, lies)
                yield MapWork(step.key, *self._recipe(shown), self._source(shapes), sure)

    def _certainty(self, shown: ResultStep, lies: Lies | None) -> Path | None:
        """Where it stands how sure the ranks of a result are; None where nothing tells."""
        step = self.steps.sensitivities.get(shown.place)
        return None if step is None or lies is None else lies(step).get(SENSITIVITY)

    def _source(self, shapes: BoundariesFile) -> ShapesSource:
        pattern = self.steps.plan.catalogue.declared_geography().level(shapes.level).pattern
        return ShapesSource(self.steps.plan.path_of(shapes.file), shapes, pattern)

    def _recipe(self, shown: ResultStep) -> tuple[CheckWork, WeightSet, Method]:
        weights, method = (
            self.steps.plan.weights[shown.weights],
            self.steps.plan.methods[shown.method],
        )
        return self._check(shown.table), weights, method

    def _check(self, table: TableFile) -> CheckWork:
        domains = self.steps.plan.catalogue.domains
        path = self.steps.plan.path_of(table.file)
        return CheckWork(self.steps.checks[table].key, self.steps.plan.folder, path, table, domains)
