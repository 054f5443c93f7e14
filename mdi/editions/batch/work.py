"""What a worker does: read files, compute, and hand back bytes; nothing is written here."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import mdi
from mdi.editions.catalogue import BoundariesFile, TableFile
from mdi.methods.model import Method
from mdi.status import Filled
from mdi.weights.model import WeightSet

if TYPE_CHECKING:
    from geodata import Boundaries


@dataclass(frozen=True)
class Made:
    """What came of a step.

    Attributes:
        key: of the step.
        outputs: the bytes of its files, by name.
        account: rows in, filled in, computed and the like, as plain data.
        seconds: it took.
        computing: seconds of these that the engine took.
        memory: of the worker at its largest so far, in bytes.
    """

    key: str
    outputs: dict[str, bytes]
    account: dict[str, Any]
    seconds: float
    computing: float
    memory: int


@dataclass(frozen=True)
class CheckWork:
    """Read a table, and tell whether it holds up.

    Attributes:
        key: of the step.
        folder: what declarations are relative to.
        path: where the file lies.
        table: which file, and how it is read.
        domains: a folder with domains of one's own.
    """

    key: str
    folder: Path
    path: Path
    table: TableFile
    domains: str | None

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.table.file

    def run(self) -> list[Made]:
        """Check the table."""
        start = perf_counter()
        table = self.read()
        account = {"rows": len(table), "figures": table.values.size}
        return [Made(self.key, {}, account, perf_counter() - start, 0.0, peak_memory())]

    def read(self) -> mdi.IndicatorTable:
        """The table.

        Raises:
            TableError: all that is wrong with it, at once.
        """
        domains = self.folder / self.domains if self.domains else None
        own = self.table.source.endswith(".toml")
        return mdi.read_table(
            self.path,
            source=self.folder / self.table.source if own else self.table.source,
            level=self.table.level,
            year=self.table.year,
            domains=mdi.load_domains(domains),
        )


@dataclass(frozen=True)
class ResultsWork:
    """Compute a table by several weight sets and methods.

    Attributes:
        table: how the table is read.
        wanted: the key of each step, its weight set and its method.
    """

    table: CheckWork
    wanted: tuple[tuple[str, WeightSet, Method], ...]

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.wanted[0][0]

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.table.file

    def run(self) -> list[Made]:
        """Compute every index of the table."""
        from mdi.writing import WRITERS  # noqa: PLC0415

        start, found = perf_counter(), []
        table = self.table.read()
        for key, weights, method in self.wanted:
            begun = perf_counter()
            result = mdi.compute(table, weights=weights, method=method)
            computing = perf_counter() - begun
            outputs = {"result.parquet": WRITERS[".parquet"](result)}
            seconds = perf_counter() - start
            found.append(Made(key, outputs, account_of(result), seconds, computing, peak_memory()))
            start = perf_counter()
        return found


@dataclass(frozen=True)
class ShapesWork:
    """Make the shapes of a level ready: a layer, and tiles.

    Attributes:
        key: of the step.
        path: where the file lies.
        boundaries: which file, and how it is read.
        pattern: what area codes look like.
        tiles: whether tiles are made.
    """

    key: str
    path: Path
    boundaries: BoundariesFile
    pattern: str
    tiles: bool

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.boundaries.file

    def run(self) -> list[Made]:
        """Read, clean and write the shapes."""
        from tempfile import TemporaryDirectory  # noqa: PLC0415

        import geodata  # noqa: PLC0415

        start, given = perf_counter(), self.boundaries
        shapes = self.read().wgs84()
        with TemporaryDirectory() as folder:
            geodata.write_boundaries(shapes, Path(folder) / "areas.parquet")
            outputs = {"areas.parquet": (Path(folder) / "areas.parquet").read_bytes()}
        if self.tiles:
            from geodata.tiles import tile_pyramid  # noqa: PLC0415

            outputs["areas.pmtiles"] = tile_pyramid(shapes).tiles().pmtiles(given.level)
        account = {"rows": len(shapes.codes), "notes": list(shapes.notes)}
        return [Made(self.key, outputs, account, perf_counter() - start, 0.0, peak_memory())]

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
class MapWork:
    """Lay a result over its shapes, as a layer that opens coloured.

    Attributes:
        key: of the step.
        table: how the table is read.
        weights: the weight set.
        method: the method.
        shapes: how the shapes are read.
    """

    key: str
    table: CheckWork
    weights: WeightSet
    method: Method
    shapes: ShapesWork

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.key

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.shapes.file

    def run(self) -> list[Made]:
        """Compute, and write the layer."""
        from tempfile import TemporaryDirectory  # noqa: PLC0415

        from mdi.editions.mapping import MappedResult  # noqa: PLC0415

        start = perf_counter()
        result = mdi.compute(self.table.read(), weights=self.weights, method=self.method)
        with TemporaryDirectory() as folder:
            place = Path(folder) / f"{self.table.table.level}.gpkg"
            MappedResult(result, self.shapes.read()).write(place)
            outputs = {"map.gpkg": place.read_bytes()}
        account = {"rows": len(result)}
        return [Made(self.key, outputs, account, perf_counter() - start, 0.0, peak_memory())]


Work = CheckWork | ResultsWork | ShapesWork | MapWork


def account_of(result: mdi.IndexResult) -> dict[str, Any]:
    """What a report tells of a result."""
    filled = result.filled > Filled.HANDED_OVER
    return {
        "rows": len(result),
        "ranked": int(result.ranked),
        "filled_in": int(filled.sum()),
        "fingerprint": result.fingerprint,
        "warnings": list(result.warnings),
    }


def peak_memory() -> int:
    """The most memory that this process had, in bytes; 0 where that is not told."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
