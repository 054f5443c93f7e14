"""A FeatureCollection: ready-made shapes with fresh properties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from geodata.envelopes import Bbox
from geodata.geojson.columns import OPTIONS, Column, check_lengths, encode_columns
from geodata.geojson.shapes import Fragments
from geodata.geojson.texts import Ints, Texts, woven


def feature_collection(
    fragments: Fragments,
    properties: Mapping[str, Column] | Texts,
    mask: NDArray[np.bool_] | None = None,
    members: Mapping[str, Any] | None = None,
) -> bytes:
    """Join shapes and properties.

    Args:
        fragments: the encoded areas (n).
        properties: a column of n values for each name, of which only the areas asked for are
            encoded; or what `encode_columns` has made of them, to be used many times.
        mask: which areas to write (n,); all of them if absent.
        members: extra members of the collection, placed after `type`.

    Returns:
        UTF-8 without white space; `bbox` is left out if no area has a shape.

    Raises:
        BoundaryError: a column of another length, or a value that JSON cannot hold.
    """
    rows = np.arange(len(fragments)) if mask is None else np.flatnonzero(mask)
    tails = _tails(properties, len(fragments), rows)
    here = fragments if mask is None else fragments.take(rows)
    features = spliced(here, tails)
    top = {"type": "FeatureCollection", **(members or {}), **bbox_member(here.extent)}
    opening = orjson.dumps(top, default=dict, option=OPTIONS)[:-1]
    return b"".join([opening, b',"features":[', features.data[:-1].data, b"]}"])


def spliced(fragments: Fragments, properties: Texts) -> Texts:
    """Features with a comma behind each: shapes and properties (n)."""
    return woven([fragments.heads, properties, b"},"], len(fragments))


def _tails(properties: Mapping[str, Column] | Texts, count: int, rows: Ints) -> Texts:
    if isinstance(properties, Texts):
        return properties.take(rows)
    check_lengths(properties, count)
    return encode_columns(properties, rows)


def bbox_member(box: Bbox) -> dict[str, Bbox]:
    """The member `bbox` of a collection; nothing where there are no shapes."""
    return {} if np.isnan(box[0]) else {"bbox": box}
