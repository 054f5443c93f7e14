"""Single tiles: the bytes of a layer around its features, compressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from geodata.tiles.attributes import Attributes, varint
from geodata.tiles.grid import EXTENT

if TYPE_CHECKING:
    from geodata.tiles.pyramid import Place

LAYER, NAME, KEY = 0x1A, 0x0A, 0x1A
VERSION = b"\x78\x02"
LEVEL = 1  # of compression: the fastest
GZIP = 31  # a window of 32 kB, and the header of gzip without a name or a time


def encoder(ids: NDArray[np.int64], attributes: Attributes, layer: str) -> Callable[[Place], bytes]:
    """What writes one tile after the other; each thread needs its own.

    Args:
        ids: the number of each area (n).
        attributes: the values of the areas.
        layer: the name of the layer.
    """
    from geodata.core import tile_features  # noqa: PLC0415

    values = (attributes.octets, attributes.begins)
    stamps = np.full(len(attributes.begins), -1, np.int32)
    head = VERSION + _text(NAME, layer)
    keys = b"".join(_text(KEY, name) for name in attributes.fields)
    tail = keys + b"\x28" + varint(EXTENT)

    def write(place: Place) -> bytes:
        level, span = place.level, slice(place.first, place.last)
        areas = np.ascontiguousarray(level.labels[span, 0])
        size = int(level.begins[place.last] - level.begins[place.first])
        out = np.empty(tile_features.room(areas, size, attributes.choices, values[1]), np.uint8)
        shapes = (level.octets, level.begins)
        count = tile_features.layer(
            areas, ids, shapes, place.first, attributes.choices, values, stamps, out
        )
        body = head + out[:count].tobytes() + tail
        return _compressed(bytes((LAYER,)) + varint(len(body)) + body)

    return write


def _text(field: int, text: str) -> bytes:
    octets = text.encode()
    return bytes((field,)) + varint(len(octets)) + octets


def _compressed(octets: bytes) -> bytes:
    from isal import isal_zlib  # noqa: PLC0415

    made = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, GZIP)
    return made.compress(octets) + made.flush()
