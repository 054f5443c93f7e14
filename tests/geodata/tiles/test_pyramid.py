"""A pyramid of tiles: every area everywhere, glued to its neighbours, near to its source."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import BoundaryError, read_boundaries
from geodata.coverage import cleaned
from geodata.tiles import tile_pyramid
from geodata.tiles.grid import EXTENT
from tests.geodata.tiles.conftest import boundaries_of, decoded, in_units, whole

PIXEL = EXTENT / 256


def check_zoom(boundaries, tiles, zoom, reach):
    """Hold a zoom against its source: all codes, no overlap, no hole, no border beyond reach."""
    pieces, source = decoded(tiles, zoom), in_units(boundaries, zoom, tiles.matrix_set.id)
    for areas in pieces.values():
        shapes = np.array(list(areas.values()))
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
    found = whole(pieces)
    assert set(found) == set(source)
    for code, shape in source.items():
        assert apart(found[code], shape) <= reach, code
    check_holes(list(found.values()), list(source.values()), reach)


def apart(found, source):
    """How far a border lies from the other one, both ways: of all corners and points between."""
    borders = [shapely.boundary(shape) for shape in (found, source)]
    shapely.prepare(borders)
    return max(
        shapely.distance(
            shapely.points(shapely.get_coordinates(shapely.segmentize(one, PIXEL / 4))), other
        ).max()
        for one, other in (borders, borders[::-1])
    )


def check_holes(found, source, reach):
    """What lies outside of all areas was outside before, and areas add up without overlap."""
    union, land = shapely.union_all(found), shapely.union_all(source)
    assert shapely.difference(land.buffer(-reach), union).area == 0
    assert union.area == pytest.approx(sum(shape.area for shape in found))


def test_every_area_is_in_every_zoom_glued_to_its_neighbours(invented):
    pyramid = tile_pyramid(invented)
    assert pyramid.zooms[-1] == 12
    for zoom in pyramid.zooms[:-1:2]:
        check_zoom(invented, pyramid.tiles(), zoom, PIXEL)


def test_at_the_highest_zoom_nothing_moves_by_more_than_a_unit(invented):
    pyramid = tile_pyramid(invented, range(12, 13))
    check_zoom(invented, pyramid.tiles(), 12, 1.0)


@pytest.mark.real_data
@pytest.mark.parametrize("layer", ["gemeente_2022_rd", "wijk_2022_rd"])
def test_no_border_of_real_areas_moves_farther_than_it_may(shared_data, layer):
    boundaries = read_boundaries(shared_data / "netherlands" / f"{layer}.geojson")
    tiles = tile_pyramid(boundaries, range(5, 13)).tiles()
    for zoom in (5, 7, 9, 11):
        check_zoom(boundaries, tiles, zoom, PIXEL)
    check_zoom(boundaries, tiles, 12, 1.0)


@pytest.mark.real_data
@pytest.mark.parametrize("layer", ["gemeente_2017_rd", "amsterdam_buurten_2022_rd"])
def test_areas_that_overlapped_stay_near_what_cleaning_made_of_them(shared_data, layer):
    path = shared_data / "netherlands" / f"{layer}.geojson"
    column = "bu_code_2022" if layer.startswith("amsterdam") else None
    boundaries = cleaned(read_boundaries(path, code_column=column).wgs84())
    tiles = tile_pyramid(boundaries, range(5, 13)).tiles()
    source = in_units(boundaries, 8)
    found = whole(decoded(tiles, 8))
    assert set(found) == set(source)
    assert all(apart(found[code], source[code]) <= PIXEL for code in source)
    check_holes(list(found.values()), list(source.values()), PIXEL)


def test_an_area_too_small_for_a_unit_takes_half_a_unit_from_its_surroundings():
    large = shapely.box(4, 52, 6, 53)
    specks = [shapely.box(5 + n * 1e-4, 52.5, 5 + n * 1e-4 + 5e-5, 52.5 + 5e-5) for n in range(6)]
    around = shapely.difference(large, shapely.union_all(specks))
    tiles = tile_pyramid(boundaries_of([around, *specks]), range(3, 4)).tiles()
    ((areas),) = decoded(tiles, 3).values()
    shapes = np.array(list(areas.values()))
    assert len(areas) == 7
    assert shapely.area(shapes)[1:].tolist() == [0.5] * 6
    assert shapely.coverage_is_valid(shapes)
    assert not list(shapely.union_all(shapes).interiors)


def test_an_island_too_small_for_a_unit_stays_an_area():
    tiles = tile_pyramid(boundaries_of([shapely.box(5, 52, 5.0001, 52.0001)]), range(2)).tiles()
    for zoom in (0, 1):
        ((areas),) = decoded(tiles, zoom).values()
        assert areas["GM0000"].area == 0.5


def test_a_thin_tail_stays_in_view():
    needle = shapely.Polygon([(4, 52), (6, 52), (6, 52.00001)])
    tiles = tile_pyramid(boundaries_of([needle]), range(4, 5)).tiles()
    found = whole(decoded(tiles, 4))["GM0000"]
    west, _, east, _ = in_units(boundaries_of([needle]), 4)["GM0000"].bounds
    assert found.bounds[0] - west < PIXEL
    assert east - found.bounds[2] < PIXEL


def test_an_area_without_a_shape_is_in_no_tile():
    pyramid = tile_pyramid(boundaries_of([shapely.box(4, 52, 5, 53), None, shapely.Polygon()]))
    assert pyramid.codes == ("GM0000",)


def test_shapes_that_overlap_are_cleaned_and_it_is_said():
    pyramid = tile_pyramid(boundaries_of([shapely.box(4, 52, 5, 53), shapely.box(4.9, 52, 6, 53)]))
    assert pyramid.notes
    (areas, *_) = decoded(pyramid.tiles(), pyramid.zooms[0]).values()
    assert shapely.coverage_is_valid(np.array(list(areas.values())))


def test_without_any_shape_there_is_nothing_to_cut():
    with pytest.raises(BoundaryError, match="No area has a shape"):
        tile_pyramid(boundaries_of([None]))


@pytest.mark.parametrize("zooms", [range(0), range(5, 40), range(0, 9, 2), range(-1, 3)])
def test_zooms_that_cannot_be_made_are_refused(zooms):
    with pytest.raises(BoundaryError, match="cannot be made"):
        tile_pyramid(boundaries_of([shapely.box(4, 52, 5, 53)]), zooms)


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(2, 40), st.integers(0, 6))
def test_any_division_of_the_plane_stays_a_coverage(seed, count, zoom):
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.uniform((3, 50), (8, 54), (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(points))
    tiles = tile_pyramid(boundaries_of(cells), range(zoom, zoom + 1)).tiles()
    pieces = decoded(tiles, zoom)
    for areas in pieces.values():
        shapes = np.array(list(areas.values()))
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
    assert len(whole(pieces)) == count


def test_the_same_shapes_and_values_give_the_same_bytes(invented):
    values = {"index": np.arange(300.0)}
    first, second = (tile_pyramid(invented, range(6, 9)).tiles(values) for _ in range(2))
    assert first.pmtiles("a") == second.pmtiles("a")
