"""The filter of a request: CQL2 over the properties and shapes of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from api import filters
from geodata.crs import WGS84, Geometries

if TYPE_CHECKING:
    from api.ogc.layers import Layer
    from api.ogc.systems import System
    from geodata.geojson.texts import Texts

BEFORE, BEHIND = b'"geometry":', b',"properties":'
NO_SHAPE = b"null"


def chosen(layer: Layer, text: str, language: str, system: System) -> NDArray[np.bool_]:
    """Which areas a filter chooses (n,).

    Args:
        layer: the areas (n).
        text: the filter.
        language: `cql2-json`, or else text.
        system: of the coordinates in it.

    Raises:
        FilterError: it cannot be read, or does not fit the properties.
    """
    form: filters.Language = "cql2-json" if language == "cql2-json" else "cql2-text"
    expression = filters.parse(text, form, crs=system.crs)
    return filters.rows(expression, layer.filterable)


def filterable(layer: Layer) -> filters.Layer:
    """A layer as filters see it: shapes are built for the areas that envelopes leave open."""
    fragments = layer.outlines(WGS84).fragments

    def shapes(rows: NDArray[np.intp]) -> Geometries:
        return shapes_of(fragments.heads.take(rows.astype(np.int64)))

    outlines = filters.Outlines(shapes, fragments.bounds)
    return filters.Layer(layer.columns, outlines)


def shapes_of(heads: Texts) -> Geometries:
    """The shapes of features from their text; None where there is none."""
    found = (heads[row].partition(BEFORE)[2].removesuffix(BEHIND) for row in range(len(heads)))
    texts = [None if text == NO_SHAPE else text.decode() for text in found]
    made: Geometries = shapely.from_geojson(np.array(texts, dtype=object))
    return made
