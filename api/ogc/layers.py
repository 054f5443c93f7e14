"""Layers: the areas of a level and year with their index, as a GIS reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from api import filters
from api.ogc.filtering import filterable
from api.ogc.systems import Systems, systems_of
from api.sureness import marked
from geodata.crs import WGS84
from geodata.geojson import Column, encode_columns
from geodata.geojson.collection import spliced
from geodata.geojson.outlines import Outlines
from geodata.geojson.parting import parted
from geodata.geojson.shapes import Fragments
from geodata.geojson.sheets import Sheet
from geodata.geojson.texts import Texts, woven
from mdi.columns import columns_of
from mdi.editions.joining import JoinedResult
from mdi.editions.styling import title
from mdi.geographies.model import Geography

if TYPE_CHECKING:
    import mdi
    from api.http.languages import Language
    from api.library import Library
    from mdi.sensitivity.certainty import Certainty

Kind = Literal["string", "number", "integer"]
Rows = NDArray[np.int64]
Buffer = bytes | memoryview
NO_SHAPE = b'null,"properties":'


@dataclass(frozen=True, eq=False)
class Layer:
    """The areas of a level and year, sorted by code.

    Attributes:
        library: where everything is kept.
        level: the level of the areas.
        year: the year of the figures.
    """

    library: Library
    level: str
    year: int

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.codes)

    @cached_property
    def result(self) -> mdi.IndexResult:
        """The index that is shown of this level and year."""
        return self.library.result(self.level, self.year, *self.library.shown(self.level))

    @cached_property
    def certainty(self) -> Certainty | None:
        """How sure its ranks are; None where nothing tells."""
        return self.library.certainty(self.level, self.year, *self.library.shown(self.level))

    @property
    def is_loaded(self) -> bool:
        """Whether all that its areas are told from is in memory."""
        return "columns" in self.__dict__

    def is_at_hand(self, crs: str) -> bool:
        """Whether one area with all its properties can be told from memory."""
        if "positions" not in self.__dict__:
            return False
        return self.is_loaded or self.library.atlas.has_sheet(self.level, self.year, crs)

    def title(self, name: str, language: Language) -> str:
        """What a property shows, in words."""
        return title(name, language)

    @cached_property
    def mark(self) -> str:
        """What every answer follows from."""
        own = marked(self.library.map_mark(self.result), self.certainty)
        return f"{self.library.edition or ''} {own}"

    @property
    def codes(self) -> tuple[str, ...]:
        """Area codes, sorted."""
        return self.outlines(WGS84).codes

    @cached_property
    def positions(self) -> dict[str, int]:
        """The row of each area by its code."""
        return {code: row for row, code in enumerate(self.codes)}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """What is said of the areas: a column for each property."""
        return JoinedResult(self.result, self.outlines(WGS84), self.certainty).columns()

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The type of each property; known also when the layer was forgotten meanwhile."""

        def find() -> dict[str, Kind]:
            sure = {} if self.certainty is None else self.certainty.columns()
            columns = {**columns_of(self.result), **sure}
            return {name: _kind(column) for name, column in columns.items()}

        return self.library.parts.once(("kinds", *self.key), find)

    @property
    def filterable(self) -> filters.Layer:
        """The same as filters see it."""
        return self.library.parts.once(("filterable", *self.key), lambda: filterable(self))

    @property
    def key(self) -> tuple[str, int, bool]:
        """What its properties are kept by: they are more when it is known how sure ranks are."""
        return self.level, self.year, self.certainty is not None

    @cached_property
    def geography(self) -> Geography:
        """What the areas are part of."""
        return self.library.catalogue.declared_geography()

    @property
    def systems(self) -> Systems:
        """The coordinate systems that can be asked for."""
        return systems_of(self.geography)

    @cached_property
    def box(self) -> list[float]:
        """West, south, east and north in degrees; the world where nothing has a shape."""
        bounds = self.outlines(WGS84).bounds
        return [-180.0, -90.0, 180.0, 90.0] if np.isnan(bounds[0]) else list(bounds)

    def outlines(self, crs: str) -> Outlines:
        """The shapes as GeoJSON in a coordinate system."""
        return self.library.atlas.outlines(self.level, self.year, crs)

    def sheet(self, crs: str) -> Sheet | None:
        """The whole layer as it lies ready; None where it does not."""
        return self.library.atlas.sheet(self.level, self.year, crs)

    def features(
        self,
        rows: Rows,
        crs: str,
        names: Sequence[str] | None = None,
        *,
        shapes: bool = True,
        zoom: int | None = None,
    ) -> list[Buffer]:
        """Features with commas between them, in pieces.

        Args:
            rows: which, in the order wanted.
            crs: the coordinate system.
            names: which properties; all of them if absent.
            shapes: whether their shapes are wanted.
            zoom: for which zoom these are simplified; the whole ones if absent.
        """
        sheet = self.sheet(crs)
        if sheet is not None and names is None and shapes and zoom is None:
            return [*sheet.features(rows)]
        if not len(rows):
            return []
        fragments = self.fragments(rows, crs, zoom)
        if not shapes:
            opened, _ = parted(fragments, [self.codes[row] for row in rows.tolist()])
            fragments = Fragments(woven([opened, NO_SHAPE], len(rows)), fragments.bounds)
        return [spliced(fragments, self.properties(rows, names)).view[:-1]]

    def fragments(self, rows: Rows, crs: str, zoom: int | None = None) -> Fragments:
        """Some areas without their properties.

        Args:
            rows: which, in the order wanted.
            crs: the coordinate system.
            zoom: for which zoom their shapes are simplified; the whole ones if absent.
        """
        fragments = self.outlines(crs).fragments
        if zoom is None:
            return fragments.take(rows)
        return self.library.atlas.shown(self.level, self.year, zoom).of(fragments, rows)

    def properties(self, rows: Rows, names: Sequence[str] | None = None) -> Texts:
        """The properties of some areas as JSON; all of them if none are named."""
        sheet = self.sheet(WGS84) if names is None else None
        if sheet is not None:
            return sheet.properties(self.outlines(WGS84).fragments.heads, rows)
        chosen = self.columns if names is None else {name: self.columns[name] for name in names}
        return encode_columns(chosen, rows)


def _kind(column: object) -> Kind:
    if not isinstance(column, np.ndarray):
        return "string"
    return "number" if column.dtype == np.float64 else "integer"
