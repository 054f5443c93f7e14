"""The manifest of an edition: what is in it, what it follows from, and how to check it."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from mdi.errors import FileError

FORMAT = 1
NAME = "manifest.json"


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
    """

    level: str
    vintage: int
    file: str
    tiles: str | None
    areas: int
    boundaries: str
    outlines: tuple[OutlinesRecord, ...] = ()
    other_tiles: tuple[TilesRecord, ...] = ()


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

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Level, year, weights and method."""
        return self.level, self.year, self.weights, self.method


class Manifest(Record):
    """What an edition holds. It says nothing of when: the same inputs give the same bytes.

    Attributes:
        format: of the manifest.
        title: what readers see.
        invented: whether the figures are invented.
        geography: the geography of all areas.
        software: versions of what it was made with.
        tables: the tables of indicators.
        shapes: the shapes.
        results: the indices.
        maps: a layer of each level, for GIS.
        sheets: the same layers, ready to be sent.
        files: every file but the manifest, by its path in the edition.
    """

    format: int = FORMAT
    title: dict[str, str]
    invented: bool
    geography: str
    software: dict[str, str]
    tables: tuple[TableRecord, ...]
    shapes: tuple[ShapesRecord, ...]
    results: tuple[ResultRecord, ...]
    maps: tuple[MapRecord, ...] = ()
    sheets: tuple[SheetRecord, ...] = ()
    files: dict[str, FileRecord]

    def to_bytes(self) -> bytes:
        """The manifest as it stands in the edition; the same content gives the same bytes."""
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS
        return orjson.dumps(self.model_dump(), option=options)

    @property
    def edition(self) -> str:
        """The name of the edition: sixteen signs that follow from its content."""
        return edition_of(self.to_bytes())

    def outlines(self, level: str, vintage: int, crs: str) -> OutlinesRecord | None:
        """The shapes of a level as a service sends them; None where they do not lie ready."""
        found = (
            outlines
            for shapes in self.shapes
            if (shapes.level, shapes.vintage) == (level, vintage)
            for outlines in shapes.outlines
            if outlines.crs == crs
        )
        return next(found, None)

    def tiles(self, level: str, vintage: int, matrix_set: str | None = None) -> str | None:
        """The path of the tiles of a level; None where there are none.

        Args:
            level: the level of the areas.
            vintage: the year of the borders.
            matrix_set: the tile matrix set; that of the web if absent.
        """
        wanted = level, vintage
        found = next((s for s in self.shapes if (s.level, s.vintage) == wanted), None)
        if found is None or matrix_set is None:
            return found.tiles if found else None
        return next((t.file for t in found.other_tiles if t.matrix_set == matrix_set), None)

    def sheet(self, level: str, year: int, crs: str) -> SheetRecord | None:
        """A whole layer as a service sends it; None where it does not lie ready."""
        wanted = level, year, crs
        return next((s for s in self.sheets if (s.level, s.year, s.crs) == wanted), None)

    @classmethod
    def parse(cls, content: bytes, place: str) -> Manifest:
        """Read a manifest.

        Raises:
            FileError: it is damaged, or of a format that is not known here.
        """
        try:
            plain: Any = orjson.loads(content)
            if isinstance(plain, dict) and plain.get("format") != FORMAT:
                message = f"'{place}' is of format {plain.get('format')!r}."
                raise FileError(message, hint=f"This version reads format {FORMAT}.")
            return cls.model_validate(plain)
        except (orjson.JSONDecodeError, ValidationError):
            message = f"'{place}' is damaged: it is no manifest."
            raise FileError(message, hint="`mdi editions verify` tells what is left.") from None


def edition_of(content: bytes) -> str:
    """The name that follows from the bytes of a manifest."""
    return hashlib.sha256(content).hexdigest()[:16]
