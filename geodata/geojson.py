"""GeoJSON as RFC 7946 wants it: geometry is encoded once, properties are spliced per request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely

from geodata.crs import Geometries

DECIMALS = 6  # a tenth of a metre; RFC 7946, 11.2 advises no more
OPTIONS = orjson.OPT_SERIALIZE_NUMPY


@dataclass(frozen=True, eq=False)
class Fragments:
    """Features as bytes up to their properties, ready to be joined.

    Attributes:
        heads: one per area: type, id and geometry.
        bounds: west, south, east, north per area (n, 4), in degrees; NaN without a shape.
    """

    heads: tuple[bytes, ...]
    bounds: np.ndarray[Any, np.dtype[np.float64]]

    def __len__(self) -> int:
        """How many features there are."""
        return len(self.heads)


def encode(codes: Sequence[str], geometry: Geometries) -> Fragments:
    """Encode shapes once: six decimals, exteriors counter-clockwise (RFC 7946, 3.1.6).

    Args:
        codes: area codes (n); each becomes the `id` of its feature.
        geometry: polygons in longitude and latitude (n,); None and empty shapes become null.
    """
    rounded = shapely.orient_polygons(shapely.transform(geometry, _round))
    rounded[shapely.is_empty(rounded)] = None
    shapes = shapely.to_geojson(rounded)
    heads = (_head(code, shape) for code, shape in zip(codes, shapes, strict=True))
    return Fragments(tuple(heads), shapely.bounds(rounded))


def feature_collection(
    fragments: Fragments,
    properties: Sequence[Mapping[str, Any]],
    mask: np.ndarray[Any, np.dtype[np.bool_]] | None = None,
    members: Mapping[str, Any] | None = None,
) -> bytes:
    """A FeatureCollection: ready-made shapes with fresh properties.

    Args:
        fragments: the encoded areas.
        properties: the properties of each area, as many as there are fragments; NaN and
            infinite numbers become null.
        mask: which areas to write (n,); all of them if absent.
        members: extra members of the collection, placed after `type`.

    Returns:
        UTF-8 without white space; `bbox` is left out if no area has a shape.
    """
    chosen = np.arange(len(fragments)) if mask is None else np.flatnonzero(mask)
    top = {"type": "FeatureCollection", **(members or {}), **_bbox(fragments.bounds[chosen])}
    features = b",".join(
        fragments.heads[i] + orjson.dumps(properties[i], default=dict, option=OPTIONS) + b"}"
        for i in chosen.tolist()
    )
    opening = orjson.dumps(top, default=dict, option=OPTIONS)[:-1]
    return b"".join([opening, b',"features":[', features, b"]}"])


def _head(code: str, shape: str | None) -> bytes:
    geometry = shape.encode() if shape else b"null"
    identifier = orjson.dumps(code)
    opening = b'{"type":"Feature","id":' + identifier
    return opening + b',"geometry":' + geometry + b',"properties":'


def _round(coordinates: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    rounded: np.ndarray[Any, Any] = np.round(coordinates, DECIMALS) + 0.0  # −0 becomes 0
    return rounded


def _bbox(bounds: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, list[float]]:
    known = bounds[~np.isnan(bounds).any(axis=1)]
    if not len(known):
        return {}
    return {"bbox": [*known[:, :2].min(axis=0).tolist(), *known[:, 2:].max(axis=0).tolist()]}
