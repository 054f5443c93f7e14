"""Finished tiles: to serve one by one, or to keep as one PMTiles archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geodata.envelopes import Bbox
from geodata.errors import BoundaryError, unwritable
from geodata.tiles.matrix_sets import WEB, TileMatrixSet, matrix_set

Name = tuple[int, int, int]  # zoom, column, row


@dataclass(frozen=True, eq=False)
class TileSet:
    """Tiles of one layer.

    Attributes:
        tiles: each tile, MVT 2.1 in gzip, by zoom, column and row.
        layer: the name of the layer.
        fields: the type of every attribute as TileJSON names it.
        bounds: west, south, east and north in degrees.
        matrix_set: the square that the tiles are cut from; that of the web if absent.
    """

    tiles: Mapping[Name, bytes]
    layer: str
    fields: Mapping[str, str]
    bounds: Bbox
    matrix_set: TileMatrixSet = field(default_factory=lambda: matrix_set(WEB))

    @property
    def zooms(self) -> range:
        """From the lowest to the highest zoom."""
        found = {zoom for zoom, _, _ in self.tiles}
        return range(min(found), max(found) + 1)

    def vector_layers(self) -> list[dict[str, Any]]:
        """The layer and its fields, as TileJSON 3.0 and PMTiles describe them."""
        ends = {"minzoom": self.zooms[0], "maxzoom": self.zooms[-1]}
        return [{"id": self.layer, "fields": dict(self.fields), **ends}]

    def tilejson(self, url: str, name: str | None = None, **members: Any) -> dict[str, Any]:
        """A TileJSON 3.0 document.

        Args:
            url: where a tile is found, with `{z}`, `{x}` and `{y}`.
            name: the name of the tile set; that of the layer if absent.
            members: more members, such as `attribution` or `description`.

        Raises:
            BoundaryError: the tiles are not those of the web, which alone TileJSON knows.
        """
        if self.matrix_set.id != WEB:
            message = f"Tiles of {self.matrix_set.id} have no TileJSON."
            raise BoundaryError(message, hint=f"TileJSON describes tiles of {WEB} alone.")
        return {
            "tilejson": "3.0.0",
            "tiles": [url],
            "name": name or self.layer,
            **members,
            "scheme": "xyz",
            "minzoom": self.zooms[0],
            "maxzoom": self.zooms[-1],
            "bounds": list(self.bounds),
            "center": [*self._center, self.zooms[0]],
            "vector_layers": self.vector_layers(),
        }

    def pmtiles(self, name: str | None = None, **members: Any) -> bytes:
        """A PMTiles 3 archive; the same tiles give the same bytes.

        The metadata name the tile matrix set. Tiles of another one than that of the web lie
        under their own zoom, column and row: viewers that do not look there draw them as if
        they were of the web.

        Args:
            name: the name of the tile set; that of the layer if absent.
            members: more members of the metadata, such as `attribution`.
        """
        file = BytesIO()
        writer = Writer(file)
        ids = {zxy_to_tileid(*place): place for place in self.tiles}
        for number in sorted(ids):
            writer.write_tile(number, self.tiles[ids[number]])
        described = {"name": name or self.layer, **members}
        cut = {"tile_matrix_set": self.matrix_set.id, "crs": self.matrix_set.crs}
        layers = self.vector_layers()
        metadata = {**described, "type": "overlay", **cut, "vector_layers": layers}
        writer.finalize(self._header(), metadata)
        return file.getvalue()

    def write(self, path: str | Path, name: str | None = None, **members: Any) -> None:
        """Write a PMTiles archive; arguments as for `pmtiles`.

        Raises:
            BoundaryFileError: the place cannot be written to.
        """
        try:
            Path(path).write_bytes(self.pmtiles(name, **members))
        except OSError as error:
            raise unwritable(path, error) from error

    @property
    def _center(self) -> tuple[float, float]:
        west, south, east, north = self.bounds
        return (west + east) / 2, (south + north) / 2

    def _header(self) -> dict[str, Any]:
        names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        places = (*names, "center_lon_e7", "center_lat_e7")
        degrees = (*self.bounds, *self._center)
        return {
            "tile_type": TileType.MVT,
            "tile_compression": Compression.GZIP,
            "center_zoom": self.zooms[0],
            **{place: round(1e7 * d) for place, d in zip(places, degrees, strict=True)},
        }
