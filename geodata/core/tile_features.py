"""A whole layer of a tile: ready-made geometry and fresh values spliced together.

Source: Mapbox Vector Tile Specification 2.1, 4.1 and 4.4.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Ints = NDArray[np.int64]
Choices = NDArray[np.int32]
Octets = NDArray[np.uint8]

FEATURE, TAGS, IDENTITY = 0x12, 0x12, 0x08
MOST = 10  # bytes of a varint


@kernel
def layer(  # noqa: PLR0913 -- a kernel takes arrays, not objects
    areas: Ints,
    ids: Ints,
    shapes: tuple[Octets, Ints],
    first: int,
    choices: Choices,
    values: tuple[Octets, Ints],
    stamps: Choices,
    out: Octets,
) -> int:
    """Write the features and the values of one tile.

    Args:
        areas: the area of each feature (n).
        ids: the number of each area.
        shapes: the bytes of all shapes, and where each begins.
        first: which shape the first feature has; the others follow.
        choices: the value of each area and key, -1 for none (areas, keys).
        values: the bytes of all values, and where each begins.
        stamps: the place of each value in the tile, all -1; left as found.
        out: is filled; large enough, as `room` tells.

    Returns:
        How many bytes were written.
    """
    keys = choices.shape[1]
    tags, used = np.empty(2 * keys, np.int64), np.empty(len(areas) * keys, np.int32)
    end, known = 0, 0
    for feature in range(len(areas)):
        area, count, size = areas[feature], 0, 0
        for key in range(keys):
            value = choices[area, key]
            if value >= 0:
                if stamps[value] < 0:
                    stamps[value], used[known] = known, value
                    known += 1
                tags[count], tags[count + 1] = key, stamps[value]
                size += _size(key) + _size(stamps[value])
                count += 2
        begin, stop = shapes[1][first + feature], shapes[1][first + feature + 1]
        whole = 1 + _size(ids[area]) + stop - begin
        whole += 1 + _size(size) + size if count else 0
        out[end] = FEATURE
        end = _varint(out, end + 1, whole)
        out[end] = IDENTITY
        end = _varint(out, end + 1, ids[area])
        end = _tags(out, end, tags[:count], size)
        out[end : end + stop - begin] = shapes[0][begin:stop]
        end += stop - begin
    return _values(out, end, used[:known], values[0], values[1], stamps)


@kernel
def room(areas: Ints, shape_bytes: int, choices: Choices, begins: Ints) -> Any:
    """Bytes that are certainly enough for a tile with these areas."""
    keys = choices.shape[1]
    total = shape_bytes + len(areas) * (4 * MOST + 2 * MOST * keys)
    for area in areas:
        for key in range(keys):
            value = choices[area, key]
            if value >= 0:
                total += begins[value + 1] - begins[value]
    return total


@kernel
def _tags(out: Octets, n: int, tags: Ints, size: int) -> int:
    """Write the numbers of keys and values; nothing where there are none."""
    if len(tags) == 0:
        return n
    out[n] = TAGS
    n = _varint(out, n + 1, size)
    for i in range(len(tags)):
        n = _varint(out, n, tags[i])
    return n


@kernel
def _values(  # noqa: PLR0913
    out: Octets, n: int, used: Choices, octets: Octets, begins: Ints, stamps: Choices
) -> int:
    """Write the values of a tile and forget their places."""
    for i in range(len(used)):
        value = used[i]
        stamps[value] = -1
        for j in range(begins[value], begins[value + 1]):
            out[n] = octets[j]
            n += 1
    return n


@kernel
def _size(number: int) -> int:
    """How many bytes a varint takes."""
    size = 1
    while number > 127:
        number >>= 7
        size += 1
    return size


@kernel
def _varint(out: Octets, n: int, number: int) -> int:
    """Write a number in sevens of bits; returns where it ends."""
    while number > 127:
        out[n] = number & 127 | 128
        number >>= 7
        n += 1
    out[n] = number
    return n + 1
