"""Write the shapes of a level as GeoJSON in every coordinate system of a service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mdi.editions.batch.work.made import Clock, Made, made, room
from mdi.editions.batch.work.shapes import ShapesSource


@dataclass(frozen=True)
class OutlinesWork:
    """Write the shapes of a level as GeoJSON in every coordinate system of a service.

    Attributes:
        key: of the step.
        source: how the shapes are read.
        systems: the coordinate systems.
    """

    key: str
    source: ShapesSource
    systems: tuple[str, ...]

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.source.boundaries.file

    def run(self, scratch: Path) -> Iterator[Made]:
        """Read the shapes, and write them by code in one system after the other."""
        from geodata.geojson.notation import notation_of  # noqa: PLC0415
        from geodata.geojson.outlines import write_outlines  # noqa: PLC0415

        clock, shapes = Clock(), self.source.read().by_code()
        place = room(scratch, self.key)
        files = [
            path for crs in self.systems for path in write_outlines(shapes, notation_of(crs), place)
        ]
        outputs = {path.name: path for path in files}
        yield made(self.key, outputs, {"rows": len(shapes)}, clock)
