"""Lay a result over its shapes, as a layer that opens coloured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import mdi
from mdi.editions.batch.work.checks import CheckWork
from mdi.editions.batch.work.made import Clock, Made, kept, made
from mdi.editions.batch.work.sensitivities import certainty_of
from mdi.editions.batch.work.shapes import ShapesSource
from mdi.methods.model import Method
from mdi.weights.model import WeightSet

MAP = "map.gpkg"


@dataclass(frozen=True)
class MapWork:
    """Lay a result over its shapes, as a layer that opens coloured.

    Attributes:
        key: of the step.
        table: how the table is read.
        weights: the weight set.
        method: the method.
        shapes: how the shapes are read.
        certainty: where it stands how sure the ranks are; None: nowhere.
    """

    key: str
    table: CheckWork
    weights: WeightSet
    method: Method
    shapes: ShapesSource
    certainty: Path | None = None

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.shapes.boundaries.file

    def run(self, scratch: Path) -> Iterator[Made]:
        """Compute, and write the layer."""
        from mdi.editions.mapping import MappedResult  # noqa: PLC0415

        clock = Clock()
        result = mdi.compute(self.table.read(), weights=self.weights, method=self.method)
        sure = certainty_of(self.certainty, result)
        with TemporaryDirectory() as folder:
            place = Path(folder) / f"{self.table.table.level}.gpkg"
            MappedResult(result, self.shapes.read(), sure).write(place)
            outputs = {MAP: kept(scratch, self.key, MAP, place.read_bytes())}
        yield made(self.key, outputs, {"rows": len(result)}, clock)
