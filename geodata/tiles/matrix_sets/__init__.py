"""Tile matrix sets: the squares that tiles are cut from, each declared in a file of its own."""

from geodata.tiles.matrix_sets.model import WEB as WEB
from geodata.tiles.matrix_sets.model import TileMatrixSet as TileMatrixSet
from geodata.tiles.matrix_sets.model import matrix_set as matrix_set
from geodata.tiles.matrix_sets.model import matrix_sets as matrix_sets
