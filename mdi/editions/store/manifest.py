"""The manifest of an edition: what is in it, what it follows from, and how to check it."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from pydantic import ValidationError

from mdi.editions.store.records import (
    Causes,
    FileRecord,
    MapRecord,
    OfResult,
    OutlinesRecord,
    Record,
    ResultRecord,
    SensitivityRecord,
    ShapesRecord,
    SheetRecord,
    TableRecord,
    TilesRecord,
)
from mdi.errors import FileError

__all__ = [
    "FORMAT",
    "NAME",
    "Causes",
    "FileRecord",
    "Manifest",
    "MapRecord",
    "OfResult",
    "OutlinesRecord",
    "Record",
    "ResultRecord",
    "SensitivityRecord",
    "ShapesRecord",
    "SheetRecord",
    "TableRecord",
    "TilesRecord",
    "edition_of",
]

FORMAT = 1
NAME = "manifest.json"


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
        sensitivities: how sure their ranks are, where the plan asks.
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
    sensitivities: tuple[SensitivityRecord, ...] = ()
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

    def zooms(self, level: str, vintage: int) -> str | None:
        """Where it lies which corners the zooms show; None where it does not lie ready."""
        wanted = level, vintage
        return next((s.zooms for s in self.shapes if (s.level, s.vintage) == wanted), None)

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
