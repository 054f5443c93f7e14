"""Make the shapes of a level ready: a layer, and tiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mdi.editions.batch.work.made import Clock, Made, kept, made
from mdi.editions.catalogue import BoundariesFile

if TYPE_CHECKING:
    from geodata import Boundaries

LAYER, TILES = "areas.parquet", "areas.pmtiles"


@dataclass(frozen=True)
class ShapesSource:
    """How the shapes of a level are read.

    Attributes:
        path: where the file lies.
        boundaries: which file, and how it is read.
        pattern: what area codes look like.
    """

    path: Path
    boundaries: BoundariesFile
    pattern: str

    def read(self) -> Boundaries:
        """The shapes, in the coordinate system of their file.

        Raises:
            GeodataError: all that is wrong with them, at once.
        """
        import geodata  # noqa: PLC0415

        given = self.boundaries
        return geodata.read_boundaries(
            self.path,
            level=given.level,
            vintage=given.vintage,
            code_column=given.code_column,
            code_pattern=self.pattern,
        )


@dataclass(frozen=True)
class ShapesWork:
    """Make the shapes of a level ready: a layer, and tiles.

    Attributes:
        key: of the step.
        source: how the shapes are read.
        tiles: whether tiles are made.
    """

    key: str
    source: ShapesSource
    tiles: bool

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.source.boundaries.file

    def run(self, scratch: Path) -> Iterator[Made]:
        """Read, clean and write the shapes."""
        clock, shapes = Clock(), self.source.read().wgs84()
        outputs = {LAYER: kept(scratch, self.key, LAYER, _layer(shapes))}
        if self.tiles:
            from geodata.tiles import tile_pyramid  # noqa: PLC0415

            tiles = tile_pyramid(shapes).tiles().pmtiles(self.source.boundaries.level)
            outputs[TILES] = kept(scratch, self.key, TILES, tiles)
        account = {"rows": len(shapes.codes), "notes": list(shapes.notes)}
        yield made(self.key, outputs, account, clock)


def _layer(shapes: Boundaries) -> bytes:
    import geodata  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        geodata.write_boundaries(shapes, Path(folder) / LAYER)
        return (Path(folder) / LAYER).read_bytes()
