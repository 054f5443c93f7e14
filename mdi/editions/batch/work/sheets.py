"""Weave a result into outlines: whole layers as a service sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mdi
from mdi.editions.batch.work.checks import CheckWork
from mdi.editions.batch.work.made import Clock, Made, made, room
from mdi.editions.batch.work.sensitivities import certainty_of
from mdi.methods.model import Method
from mdi.weights.model import WeightSet


@dataclass(frozen=True)
class SheetWork:
    """Weave a result into outlines: whole layers as a service sends them.

    Attributes:
        key: of the step.
        table: how the table is read.
        weights: the weight set.
        method: the method.
        outlines: the coordinate systems, each with the two files of its outlines.
        certainty: where it stands how sure the ranks are; None: nowhere.
    """

    key: str
    table: CheckWork
    weights: WeightSet
    method: Method
    outlines: tuple[tuple[str, Path, Path], ...]
    certainty: Path | None = None

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.table.file

    def run(self, scratch: Path) -> Iterator[Made]:
        """Compute, and write the layer in one system after the other."""
        from geodata.geojson.notation import notation_of  # noqa: PLC0415
        from geodata.geojson.outlines import read_outlines  # noqa: PLC0415
        from geodata.geojson.sheets import write_sheet  # noqa: PLC0415
        from mdi.editions.joining import JoinedResult  # noqa: PLC0415

        clock, place, outputs = Clock(), room(scratch, self.key), dict[str, Path]()
        result = mdi.compute(self.table.read(), weights=self.weights, method=self.method)
        sure = certainty_of(self.certainty, result)
        for crs, lines, index in self.outlines:
            outlines = read_outlines(lines, index)
            columns = JoinedResult(result, outlines, sure).columns()
            files = write_sheet(outlines, columns, notation_of(crs), place)
            outputs |= {path.name: path for path in files}
        yield made(self.key, outputs, {"rows": len(result)}, clock)
