"""The parts of a manifest: what is told of every table, layer and result of an edition."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen part of a manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FileRecord(Record):
    """A file of an edition.

    Attributes:
        sha256: of its bytes, in hexadecimal.
        size: in bytes.
    """

    sha256: str
    size: int


class TableRecord(Record):
    """A table of indicators as it came in.

    Attributes:
        level: the level of its areas.
        year: the year of its figures.
        file: its path in the edition.
        rows: how many areas it has.
    """

    level: str
    year: int
    file: str
    rows: int


class OutlinesRecord(Record):
    """The shapes of a level in one vintage and coordinate system, as a service sends them.

    Attributes:
        crs: the coordinate system.
        file: a GeoJSON feature without properties on each line, its path in the edition.
        index: where each of them lies in it: an Arrow file.
    """

    crs: str
    file: str
    index: str


class TilesRecord(Record):
    """Vector tiles of the areas without values.

    Attributes:
        matrix_set: the tile matrix set that they are cut by.
        file: PMTiles, its path in the edition.
    """

    matrix_set: str
    file: str


class ShapesRecord(Record):
    """The shapes of a level in one vintage.

    Attributes:
        level: the level of the areas.
        vintage: the year of the borders.
        file: GeoParquet in longitude and latitude, its path in the edition.
        tiles: PMTiles of the areas without values, on the map of the web; None where the plan
            asks for none.
        areas: how many there are.
        boundaries: SHA-256 of the file they were read from.
        outlines: the same as GeoJSON without properties, in several coordinate systems.
        other_tiles: the same tiles by other tile matrix sets than that of the web.
        zooms: which corners of the outlines each zoom shows: an Arrow file; None where these
            are found when they are asked for.
    """

    level: str
    vintage: int
    file: str
    tiles: str | None
    areas: int
    boundaries: str
    outlines: tuple[OutlinesRecord, ...] = ()
    other_tiles: tuple[TilesRecord, ...] = ()
    zooms: str | None = None


class OfResult(Record):
    """Which result something shows.

    Attributes:
        level: the level of the areas.
        year: the year of the figures.
        weights: the name of the weight set.
        method: the name of the method.
    """

    level: str
    year: int
    weights: str
    method: str

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Level, year, weights and method."""
        return self.level, self.year, self.weights, self.method


class MapRecord(OfResult):
    """A layer that opens coloured in QGIS: the newest index of a level on its shapes.

    Attributes:
        file: GeoPackage with a style in it, its path in the edition.
    """

    file: str


class SheetRecord(OfResult):
    """The same layer as GeoJSON, whole, as a service sends it.

    Attributes:
        crs: the coordinate system.
        file: a FeatureCollection, its path in the edition; compressed ones lie beside it.
        index: where each feature lies in it: an Arrow file.
    """

    crs: str
    file: str
    index: str


class Causes(Record):
    """What a result follows from, each as SHA-256: two editions differ where these differ.

    Attributes:
        data: the table as it came in.
        definition: the source, the domains and the geography.
        weights: the weight set.
        method: the method.
        boundary: the shapes; empty where there are none.
        engine: the version of the engine.
    """

    data: str
    definition: str
    weights: str
    method: str
    boundary: str
    engine: str


class ResultRecord(OfResult):
    """An index of all areas of a level.

    Attributes:
        vintage: of the shapes that go with it; None where there are none.
        file: Parquet, its path in the edition.
        areas: how many areas it has.
        ranked: how many of them have a rank.
        fingerprint: of all that it follows from.
        causes: the same, apart.
    """

    vintage: int | None
    file: str
    areas: int
    ranked: int
    fingerprint: str
    causes: Causes


class SensitivityRecord(OfResult):
    """How sure the ranks of a result are.

    Attributes:
        file: Parquet, its path in the edition.
        vary: the sources of uncertainty that were drawn, by id.
        draws: how many draws.
        seed: of all numbers.
        classes: how many areas are certainly, probably, possibly and not in the most deprived
            tenth.
        fingerprint: of all that it follows from.
    """

    file: str
    vary: tuple[str, ...]
    draws: int
    seed: int
    classes: dict[str, int]
    fingerprint: str
