"""Tile matrix sets: declared as their publishers do, and tiles of them lie where they should."""

import gzip

import numpy as np
import orjson
import pytest
import shapely

from geodata import BoundaryError, read_boundaries, tile_pyramid
from geodata.tiles.archive import read_archive
from geodata.tiles.grid import EXTENT, bounds
from geodata.tiles.matrix_sets import WEB, matrix_set, matrix_sets
from tests.geodata.tiles.conftest import boundaries_of, decoded, features
from tests.geodata.tiles.test_pyramid import PIXEL, check_zoom

RD = "NetherlandsRDNewQuad"
SQUARES = [shapely.box(x, 450_000, x + 2_000, 452_000) for x in (150_000, 152_000, 154_000)]


@pytest.fixture
def squares():
    return boundaries_of(SQUARES, "EPSG:28992")


def corners(grid, zoom, column, row):
    """West, south, east and north of a tile in the unit of its system, by 17-083r4, 6.2."""
    span = 256 * grid.cell_size_of(zoom)
    west, north = grid.origin[0] + column * span, grid.origin[1] - row * span
    return west, north - span, west + span, north


def test_that_of_the_web_comes_first():
    assert [each.id for each in matrix_sets()] == [WEB, RD]


def test_that_of_the_netherlands_is_as_geonovum_publishes_it():
    grid = matrix_set(RD)
    assert grid.crs == "EPSG:28992"
    assert corners(grid, 0, 0, 0) == pytest.approx((-285401.92, 22598.08, 595401.92, 903401.92))
    scales = {0: 12_288_000, 5: 384_000, 12: 3_000, 16: 187.5}
    assert {zoom: grid.scale_of(zoom) for zoom in scales} == pytest.approx(scales, rel=1e-12)
    assert grid.cell_size_of(14) == pytest.approx(0.21, rel=1e-12)


def test_that_of_the_web_is_as_ogc_publishes_it():
    grid = matrix_set(WEB)
    assert grid.scale_of(0) == pytest.approx(559082264.028717, rel=1e-14)
    assert grid.scale_of(12) == pytest.approx(136494.693366386, rel=1e-14)
    assert grid.cell_size_of(12) == pytest.approx(38.218514142588, rel=1e-13)


def test_one_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(BoundaryError, match=r"(?s)no tile matrix set 'NetherlandsRD'.*NewQuad"):
        matrix_set("NetherlandsRD")
    with pytest.raises(BoundaryError, match="There are: WebMercatorQuad, "):
        matrix_set("?")


def test_a_place_is_where_its_tile_says(squares):
    """A known square, by hand: its tile, and its corners in units of it."""
    tiles = tile_pyramid(squares, range(8, 9), RD).tiles()
    grid = matrix_set(RD)
    found = {}
    for (zoom, column, row), tile in tiles.tiles.items():
        west, _, _, north = corners(grid, zoom, column, row)
        unit = 256 * grid.cell_size_of(zoom) / EXTENT
        for each in features(tile):
            shape = shapely.geometry.shape(each["geometry"])
            placed = shapely.transform(
                shape, lambda xy, w=west, n=north, u=unit: (w, n) + xy * (u, -u)
            )
            box = shapely.box(*corners(grid, zoom, column, row))
            code = each["properties"]["area_code"]
            found[code] = found.get(code, shapely.Polygon()).union(placed.intersection(box))
    for code, source in zip(squares.codes, SQUARES, strict=True):
        assert shapely.hausdorff_distance(found[code], source) < 0.84  # a unit in metres


def test_every_area_is_in_every_zoom_of_rd_glued_to_its_neighbours(invented):
    pyramid = tile_pyramid(invented, tile_matrix_set=RD)
    assert pyramid.zooms == range(matrix_set(RD).highest + 1)
    tiles = pyramid.tiles()
    for zoom in pyramid.zooms[:-1:3]:
        check_zoom(invented, tiles, zoom, PIXEL)
    check_zoom(invented, tiles, pyramid.zooms[-1], 1.0)


@pytest.mark.real_data
def test_no_border_of_real_municipalities_moves_farther_than_it_may(shared_data):
    boundaries = read_boundaries(shared_data / "netherlands" / "gemeente_2022_rd.geojson")
    tiles = tile_pyramid(boundaries, range(2, 5), RD).tiles()
    check_zoom(boundaries, tiles, 2, PIXEL)
    check_zoom(boundaries, tiles, 4, 1.0)


def test_shapes_in_degrees_go_into_the_same_tiles_of_rd(squares):
    here, there = (
        decoded(tile_pyramid(each, range(8, 9), RD).tiles(), 8)
        for each in (squares, squares.wgs84())
    )
    assert here.keys() == there.keys()
    for place, areas in here.items():
        for code, shape in areas.items():
            assert shapely.hausdorff_distance(shape, there[place][code]) <= 1.0


def test_an_archive_says_what_it_is_cut_from(squares, tmp_path):
    tiles = tile_pyramid(squares, range(5, 8), RD).tiles()
    tiles.write(tmp_path / "rd.pmtiles", "areas")
    archive = read_archive(tmp_path / "rd.pmtiles")
    assert archive.metadata["tile_matrix_set"] == RD
    assert archive.metadata["crs"] == "EPSG:28992"
    assert archive.zooms == range(5, 8)
    assert archive.bounds == pytest.approx(squares.wgs84().bounds, abs=1e-7)
    for (zoom, column, row), tile in tiles.tiles.items():
        assert bytes(archive.tile(zoom, column, row)) == tile
    tile_pyramid(squares, range(5, 8)).tiles().write(tmp_path / "web.pmtiles")
    assert read_archive(tmp_path / "web.pmtiles").metadata["tile_matrix_set"] == WEB


def test_tilejson_is_not_written_of_what_it_cannot_describe(squares):
    tiles = tile_pyramid(squares, range(5, 6), RD).tiles()
    with pytest.raises(BoundaryError, match="have no TileJSON"):
        tiles.tilejson("http://localhost/{z}/{y}/{x}")


def test_shapes_outside_of_the_square_are_refused():
    far = boundaries_of([shapely.box(-68.5, 12, -68.2, 12.3)])  # Bonaire
    with pytest.raises(BoundaryError, match=f"outside of {RD}"):
        tile_pyramid(far, tile_matrix_set=RD)


@pytest.mark.parametrize("place", [(0, 0, 0), (5, 16, 10), (12, 2105, 1350)])
def test_bounds_of_tiles_of_the_web_are_those_of_its_matrix_set(place):
    grid = matrix_set(WEB)
    west, south, east, north = bounds(*place)
    square = shapely.box(west, south, east, north)
    placed = np.array(grid.in_square(np.array([square]))[0].bounds) * 2 ** place[0]
    assert placed == pytest.approx([place[1], place[2], place[1] + 1, place[2] + 1])


def test_tiles_of_rd_are_the_same_bytes_every_time(squares):
    first, second = (
        tile_pyramid(squares, range(6, 8), RD).tiles({"index": np.arange(3.0)}) for _ in range(2)
    )
    assert first.pmtiles() == second.pmtiles()
    assert all(gzip.decompress(tile) for tile in first.tiles.values())
    assert orjson.loads(orjson.dumps(first.vector_layers()))[0]["minzoom"] == 6
