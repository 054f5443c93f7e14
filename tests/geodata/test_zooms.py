"""Shapes for a zoom: corners left out of GeoJSON text, neighbours together."""

import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata import Boundaries, BoundaryError
from geodata.crs import RD_NEW, WGS84
from geodata.geojson import encode
from geodata.geojson.notation import notation_of
from geodata.geojson.outlines import outlines_of
from geodata.geojson.parting import parted
from geodata.geojson.zooms import Shown, shown_at, simplified_zooms, zoom_of
from geodata.sample import make_country
from geodata.tiles.grid import half_pixel, world

SYSTEMS = (WGS84, RD_NEW, "EPSG:4326", "EPSG:3857")
PIERCED = shapely.box(5, 52, 6, 53).difference(shapely.box(5.2, 52.2, 5.4, 52.4))
PAIR = shapely.MultiPolygon([shapely.box(6, 52, 7, 53), shapely.box(8, 52, 9, 53)])
MIXED = encode(("A", 'B"é', "C"), np.array([PIERCED, None, PAIR], dtype=object))
HELD = 1.2 * 2  # half pixels: how far a border may move, and some for rounding


@pytest.fixture(scope="module")
def areas():
    """Neighbourhoods with winding borders, in RD New."""
    layer = make_country(120, 1, range(2024, 2025)).at(2024).layers["neighbourhood"]
    nothing = tuple(None for _ in layer.codes)
    geometry = np.asarray(layer.geometry, dtype=object)
    found = Boundaries(
        "neighbourhood", 2024, RD_NEW, tuple(layer.codes), nothing, nothing, geometry
    )
    return found.by_code()


@pytest.fixture(scope="module")
def outlines(areas):
    return {crs: outlines_of(areas, notation_of(crs)).fragments for crs in SYSTEMS}


def shapes_in(fragments):
    texts = [json.loads(fragments.heads[row] + b"{}}") for row in range(len(fragments))]
    found = [text["geometry"] and shapely.geometry.shape(text["geometry"]) for text in texts]
    return np.array(found, dtype=object)


def corners(shapes):
    return int(shapely.get_num_coordinates(shapes).sum())


def everything(count):
    return np.arange(count)


@pytest.mark.parametrize("zoom", [0, 5, 8, 10, 11])
def test_neighbours_stay_together_and_none_is_lost(outlines, zoom):
    whole = outlines[WGS84]
    found = shapes_in(shown_at(whole, zoom).of(whole, everything(len(whole))))
    assert shapely.is_valid(found).all()
    assert shapely.coverage_is_valid(found)
    assert not shapely.is_empty(found).any()
    assert set(shapely.get_type_id(found)) == {shapely.GeometryType.MULTIPOLYGON}
    assert corners(found) < corners(shapes_in(whole))


@pytest.mark.parametrize("zoom", [8, 10, 11])
def test_no_border_moves_by_more_than_what_is_seen(outlines, zoom):
    whole = outlines[WGS84]
    pairs = zip(
        *(
            shapely.transform(shapely.boundary(shapes_in(each)), world)
            for each in (whole, shown_at(whole, zoom).of(whole, everything(len(whole))))
        ),
        strict=True,
    )
    for before, after in pairs:
        assert shapely.hausdorff_distance(before, after) <= HELD * half_pixel(zoom)


def test_the_farther_away_the_fewer_corners(outlines):
    whole = outlines[WGS84]
    counts = [
        corners(shapes_in(shown_at(whole, zoom).of(whole, everything(len(whole)))))
        for zoom in (6, 8, 9, 10, 11)
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] / 3


@pytest.mark.parametrize("crs", SYSTEMS)
def test_all_systems_show_the_same_corners_as_they_are_written(outlines, areas, crs):
    shown = shown_at(outlines[WGS84], 9)
    rows = everything(len(areas.codes))
    found, whole = shapes_in(shown.of(outlines[crs], rows)), shapes_in(outlines[crs])
    assert corners(found) == corners(shapes_in(shown.of(outlines[WGS84], rows)))
    for few, all_of_them in zip(found, whole, strict=True):
        assert set(map(tuple, shapely.get_coordinates(few))) <= set(
            map(tuple, shapely.get_coordinates(all_of_them))
        )
    assert shapely.coverage_is_valid(found)


@given(st.lists(st.integers(0, 119), max_size=20))
def test_some_areas_are_as_among_all(outlines, rows):
    whole = outlines[WGS84]
    shown = shown_of_ten(whole)
    every = shown.of(whole, everything(len(whole)))
    some = shown.of(whole, np.array(rows, np.int64))
    assert [some.heads[i] for i in range(len(rows))] == [every.heads[row] for row in rows]
    np.testing.assert_array_equal(some.bounds, whole.bounds[rows])


KNOWN: dict[int, Shown] = {}


def shown_of_ten(whole):
    return KNOWN.setdefault(id(whole), shown_at(whole, 10))


def test_holes_parts_and_areas_without_a_shape_stay():
    for zoom in simplified_zooms():
        found = shown_at(MIXED, zoom).of(MIXED, everything(3))
        assert found.heads[1] == MIXED.heads[1]
        assert b'"geometry":null' in found.heads[1]
        pierced, _, pair = shapes_in(found)
        assert len(pierced.geoms[0].interiors) == 1
        assert len(pair.geoms) == 2
        assert pierced.is_valid
        assert corners(np.array([pierced, pair])) <= corners(np.array([PIERCED, PAIR]))


def test_a_ring_begins_with_a_corner_that_is_shown():
    points = [(5, 52), (5.5, 52.00001), (6, 52), (6, 53), (5, 53), (4.99999, 52.5)]
    turned = points[1:] + points[:1]
    whole = encode(("A",), np.array([shapely.Polygon(turned)], dtype=object))
    (found,) = shapes_in(shown_at(whole, 3).of(whole, everything(1)))
    ring = shapely.get_coordinates(found).tolist()
    assert ring[0] == ring[-1]
    assert sorted(map(tuple, ring[:-1])) == [(5, 52), (5, 53), (6, 52), (6, 53)]


def test_other_areas_are_not_thinned_by_these_corners(outlines):
    shown = shown_at(MIXED, 5)
    with pytest.raises(BoundaryError, match="corners differ"):
        shown.of(outlines[WGS84].take(everything(3)), everything(3))


def test_no_areas_at_all():
    nothing = encode((), np.empty(0, dtype=object))
    assert len(shown_at(nothing, 5).of(nothing, np.empty(0, np.int64))) == 0
    unseen = encode(("A",), np.array([None], dtype=object))
    assert shown_at(unseen, 5).of(unseen, everything(1)).heads[0] == unseen.heads[0]


def test_shapes_that_overlap_are_thinned_all_the_same(areas):
    moved = areas.geometry.copy()
    moved[0] = shapely.affinity.translate(moved[0], 300, 300)
    whole = outlines_of(replace(areas, geometry=moved), notation_of(WGS84)).fragments
    found = shapes_in(shown_at(whole, 8).of(whole, everything(len(whole))))
    assert corners(found) < corners(shapes_in(whole))
    assert not shapely.is_empty(found).any()


@pytest.mark.parametrize(
    ("level", "zoom"),
    [(0, 0), (0.2, 1), (7, 7), (7.01, 8), (11, 11), (11.1, None), (12, None), (1e300, None)],
)
def test_between_two_zooms_there_are_the_shapes_of_the_finer_one(level, zoom):
    assert zoom_of(level) == zoom


def test_features_are_taken_apart_before_and_behind_their_shape():
    codes = ("A", 'B"é', "C")
    opened, shapes = parted(MIXED, codes)
    for row, code in enumerate(codes):
        feature = json.loads(opened[row] + shapes[row] + b"}")
        assert feature["id"] == code
        assert json.loads(shapes[row]) == feature["geometry"]
        assert (feature["geometry"] is None) == (row == 1)
