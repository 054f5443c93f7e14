"""Make the shapes of a level ready: a layer and tiles, and GeoJSON for a service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from geodata.crs import WGS84
from geodata.tiles.matrix_sets import WEB
from mdi.editions.batch.work.made import Clock, Made, kept, made, room
from mdi.editions.catalogue import BoundariesFile

if TYPE_CHECKING:
    from geodata import Boundaries

LAYER = "areas.parquet"


def tiles_name(matrix_set: str, stem: str = "areas") -> str:
    """The name of an archive of tiles: it says which tile matrix set, but for that of the web."""
    return f"{stem}.pmtiles" if matrix_set == WEB else f"{stem}.{matrix_set}.pmtiles"


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
    """Make the shapes of a level ready: a layer and tiles, and GeoJSON for a service.

    Attributes:
        source: how the shapes are read.
        shapes: the key of the step that makes the layer; None where it is made already.
        outlines: the key of the step that makes GeoJSON; None where it is made already.
        tiles: the tile matrix sets of which tiles are made.
        systems: the coordinate systems of the GeoJSON.
    """

    source: ShapesSource
    shapes: str | None
    outlines: str | None
    tiles: tuple[str, ...]
    systems: tuple[str, ...]

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.shapes or self.outlines or ""

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.source.boundaries.file

    def run(self, scratch: Path) -> Iterator[Made]:
        """Read and clean the shapes, and write them, sorted by code."""
        clock, shapes = Clock(), self.source.read().by_code()
        if self.shapes is not None:
            outputs = self._layer(scratch, self.shapes, shapes)
            account = {"rows": len(shapes), "notes": list(shapes.notes)}
            yield made(self.shapes, outputs, account, clock)
        if self.outlines is not None:
            place = room(scratch, self.outlines)
            outputs = {path.name: path for path in self._outlines(place, shapes)}
            yield made(self.outlines, outputs, {"rows": len(shapes)}, clock)

    def _layer(self, scratch: Path, key: str, shapes: Boundaries) -> dict[str, Path]:
        outputs = {LAYER: kept(scratch, key, LAYER, _parquet(shapes.wgs84()))}
        for name in self.tiles:
            place = tiles_name(name)
            outputs[place] = kept(scratch, key, place, self._tiles(shapes, name))
        return outputs

    def _tiles(self, shapes: Boundaries, matrix_set: str) -> bytes:
        from geodata.tiles import tile_pyramid  # noqa: PLC0415

        pyramid = tile_pyramid(shapes, tile_matrix_set=matrix_set)
        return pyramid.tiles().pmtiles(self.source.boundaries.level)

    def _outlines(self, place: Path, shapes: Boundaries) -> Iterator[Path]:
        """GeoJSON in every system, and which of its corners the zooms show."""
        from geodata.geojson.notation import notation_of  # noqa: PLC0415
        from geodata.geojson.outlines import read_outlines, write_outlines  # noqa: PLC0415
        from geodata.geojson.zoom_files import write_zooms  # noqa: PLC0415

        for crs in self.systems:
            files = write_outlines(shapes, notation_of(crs), place)
            yield from files
            if crs == WGS84:
                yield write_zooms(read_outlines(*files).fragments, place)


def _parquet(shapes: Boundaries) -> bytes:
    import geodata  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        geodata.write_boundaries(shapes, Path(folder) / LAYER)
        return (Path(folder) / LAYER).read_bytes()
