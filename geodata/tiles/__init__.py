"""Vector tiles: shapes cut into tiles once, values spliced in as often as they change."""

from geodata.tiles.matrix_sets import TileMatrixSet, matrix_sets
from geodata.tiles.pyramid import Pyramid, tile_pyramid
from geodata.tiles.tileset import TileSet

__all__ = ["Pyramid", "TileMatrixSet", "TileSet", "matrix_sets", "tile_pyramid"]
