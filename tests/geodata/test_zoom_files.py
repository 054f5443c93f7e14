"""Which corners the zooms show, in a file that is read as it lies."""

import numpy as np
import pyarrow as pa
import pytest
import shapely

from geodata import BoundaryError
from geodata.crs import RD_NEW, WGS84
from geodata.geojson import encode
from geodata.geojson.notation import notation_of
from geodata.geojson.outlines import outlines_of
from geodata.geojson.zoom_files import read_zooms, write_zooms
from geodata.geojson.zooms import shown_at, shown_at_all, simplified_zooms
from geodata.tiles.grid import half_pixel, world
from tests.geodata.test_zooms import HELD, MIXED, areas, corners, everything, shapes_in

__all__ = ["areas"]


@pytest.fixture(scope="module")
def whole(areas):
    return outlines_of(areas, notation_of(WGS84)).fragments


@pytest.fixture(scope="module")
def zooms(whole, tmp_path_factory):
    return read_zooms(write_zooms(whole, tmp_path_factory.mktemp("zooms")))


@pytest.mark.parametrize("zoom", [0, 5, 8, 11])
def test_what_was_written_is_read_and_shows_valid_areas(whole, zooms, zoom):
    found = shapes_in(zooms.at(zoom).of(whole, everything(len(whole))))
    before = shapes_in(whole)
    assert shapely.coverage_is_valid(found)
    assert corners(found) < corners(before)
    assert not shapely.is_empty(found).any()
    for few, every in zip(found, before, strict=True):
        moved = [shapely.transform(each, world) for each in (every, few)]
        assert shapely.hausdorff_distance(*moved) <= HELD * half_pixel(zoom)


def test_every_zoom_shows_what_was_found_of_it(whole, zooms):
    found = dict(shown_at_all(whole))
    deepest = max(simplified_zooms())
    assert min(found) == zooms.first
    assert max(found) == deepest
    for zoom, shown in found.items():
        for name in ("firsts", "corners", "rings", "kept"):
            np.testing.assert_array_equal(getattr(zooms.at(zoom), name), getattr(shown, name))
    np.testing.assert_array_equal(zooms.at(deepest).kept, shown_at(whole, deepest).kept)
    below = zooms.at(zooms.first).kept
    np.testing.assert_array_equal(zooms.at(0).kept, below)


def test_it_is_read_without_any_of_this(whole, zooms, tmp_path):
    """As the reference says: a row for each area, a bit for each corner, the lowest first."""
    place = write_zooms(whole, tmp_path)
    table = pa.ipc.open_file(place).read_all()
    shapes = shapes_in(whole)
    assert table["corners"].to_pylist() == shapely.get_num_coordinates(shapes).tolist()
    thin = shapes_in(zooms.at(9).of(whole, everything(len(whole))))
    for row, bits in enumerate(table["zoom=9"].to_pylist()):
        kept = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")
        kept = kept[: table["corners"][row].as_py()].astype(bool)
        own = shapely.get_coordinates(shapes[row])[kept]
        assert {*map(tuple, own)} == {*map(tuple, shapely.get_coordinates(thin[row]))}


def test_any_system_is_thinned_by_the_same_bits(areas, whole, zooms):
    rows = everything(len(whole))
    metres = outlines_of(areas, notation_of(RD_NEW)).fragments
    thin = [shapes_in(zooms.at(9).of(each, rows)) for each in (whole, metres)]
    assert corners(thin[0]) == corners(thin[1])
    assert shapely.coverage_is_valid(thin[1])


def test_areas_without_a_shape_and_no_areas(tmp_path):
    zooms = read_zooms(write_zooms(MIXED, tmp_path))
    for zoom in simplified_zooms():
        assert zooms.at(zoom).of(MIXED, everything(3)).heads[1] == MIXED.heads[1]
    for name, geometry in (("none", []), ("unseen", [None])):
        (tmp_path / name).mkdir()
        few = encode(tuple("A" * len(geometry)), np.array(geometry, dtype=object))
        found = read_zooms(write_zooms(few, tmp_path / name)).at(4)
        assert len(found.of(few, everything(len(few)))) == len(geometry)


def test_other_areas_are_not_thinned_by_it(whole, tmp_path):
    zooms = read_zooms(write_zooms(MIXED, tmp_path))
    with pytest.raises(BoundaryError, match="corners differ"):
        zooms.at(5).of(whole.take(everything(3)), everything(3))
