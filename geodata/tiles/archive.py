"""PMTiles archives as they lie: mapped into memory, each tile found without reading the others."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from pmtiles.tile import (
    Compression,
    Entry,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    deserialize_directory,
    deserialize_header,
    tileid_to_zxy,
    zxy_to_tileid,
)

from geodata.envelopes import Bbox
from geodata.errors import BoundaryFileError
from geodata.geojson.texts import view_of

HEADER = 127  # bytes
Limits = tuple[int, int, int, int]  # the first and last row, the first and last column
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Archive:
    """Finished tiles of an archive; each is MVT in gzip.

    Attributes:
        metadata: what the archive says of itself, with its `vector_layers`.
        bounds: west, south, east and north in degrees.
        zooms: from the lowest to the highest.
    """

    metadata: dict[str, Any]
    bounds: Bbox
    zooms: range
    _ids: Ints = field(repr=False)
    _runs: Ints = field(repr=False)
    _begins: Ints = field(repr=False)
    _lengths: Ints = field(repr=False)
    _data: memoryview = field(repr=False)

    def __len__(self) -> int:
        """How many tiles there are."""
        return int(self._runs.sum())

    @cached_property
    def limits(self) -> Mapping[int, Limits]:
        """The rows and columns that there are tiles in, by zoom."""
        ids = np.repeat(self._ids, self._runs)
        within = np.arange(len(ids)) - np.repeat(np.cumsum(self._runs) - self._runs, self._runs)
        found: dict[int, Limits] = {}
        for number in (ids + within).tolist():
            zoom, column, row = tileid_to_zxy(number)
            found[zoom] = _wider(found.get(zoom, (row, row, column, column)), row, column)
        return found

    def tile(self, zoom: int, column: int, row: int) -> memoryview | None:
        """A tile in gzip; None where there is none."""
        if zoom not in self.zooms or not (0 <= column < 1 << zoom and 0 <= row < 1 << zoom):
            return None
        wanted = zxy_to_tileid(zoom, column, row)
        at = int(np.searchsorted(self._ids, wanted, "right")) - 1
        if at < 0 or wanted >= self._ids[at] + self._runs[at]:
            return None
        begin = self._begins[at]
        return self._data[begin : begin + self._lengths[at]]


def _wider(limits: Limits, row: int, column: int) -> Limits:
    """Limits that have a tile within them."""
    top, bottom, left, right = limits
    return min(top, row), max(bottom, row), min(left, column), max(right, column)


def read_archive(path: Path) -> Archive:
    """Map an archive into memory.

    Raises:
        BoundaryFileError: it is no PMTiles archive of version 3, or its tiles are not in gzip.

    Source: PMTiles specification, version 3.
    """
    try:
        data = view_of(np.memmap(path, np.uint8, mode="r"))
        header = deserialize_header(data[:HEADER])
        entries = list(_entries(data, header))
        begin, length = header["metadata_offset"], header["metadata_length"]
        metadata: dict[str, Any] = orjson.loads(gzip.decompress(data[begin : begin + length]))
    except (OSError, ValueError, IndexError, MagicNumberNotFound, SpecVersionUnsupported) as error:
        message = f"'{path}' cannot be read as PMTiles."
        raise BoundaryFileError(message, hint="Expected an archive of version 3.") from error
    if header["tile_compression"] != Compression.GZIP:
        raise BoundaryFileError(f"The tiles of '{path}' are not in gzip.")
    sides = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    west, south, east, north = (header[side] / 1e7 for side in sides)
    columns = [(each.tile_id, each.run_length, each.offset, each.length) for each in entries]
    ids, runs, begins, lengths = np.array(columns, np.int64).reshape(-1, 4).T.copy()
    begins += header["tile_data_offset"]
    zooms = range(header["min_zoom"], header["max_zoom"] + 1)
    return Archive(metadata, (west, south, east, north), zooms, ids, runs, begins, lengths, data)


def _entries(data: memoryview, header: Any) -> Iterator[Entry]:
    """The tiles of all directories, by their number."""
    begin, leaves = header["root_offset"], header["leaf_directory_offset"]
    for each in deserialize_directory(data[begin : begin + header["root_length"]]):
        if each.run_length:
            yield each
        else:
            begin = leaves + each.offset
            yield from deserialize_directory(data[begin : begin + each.length])
