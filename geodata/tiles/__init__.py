"""Vector tiles: shapes cut into tiles once, values spliced in as often as they change."""

from geodata.tiles.pyramid import Pyramid, tile_pyramid
from geodata.tiles.tileset import TileSet

__all__ = ["Pyramid", "TileSet", "tile_pyramid"]
