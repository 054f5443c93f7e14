"""Who is whose neighbour."""

import warnings
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.graph import Graph
from shapely.affinity import translate

from geodata.errors import BoundaryError
from geodata.neighbours import Neighbours, find_neighbours
from geodata.reading import read_boundaries
from geodata.sample import make_country
from tests.geodata.spatial.lattice import boundaries, chessboard, codes_of, grid, line


def pairs_of(neighbours):
    both = zip(neighbours.owners.tolist(), neighbours.indices.tolist(), strict=True)
    return {(one, other) for one, other in both if one < other}


def pairs_between(*shapes, contiguity="rook", nearest=0):
    return pairs_of(find_neighbours(boundaries(*shapes), contiguity, nearest=nearest))


def by_libpysal(geometry, *, rook):
    """Their strict way looks at shapes; their quick way sees a border in a repeated point."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = Graph.build_contiguity(gpd.GeoDataFrame(geometry=geometry), rook=rook, strict=True)
    found = graph.adjacency.reset_index()
    there = found[found["weight"] > 0]
    both = zip(there["focal"].tolist(), there["neighbor"].tolist(), strict=True)
    return {(one, other) for one, other in both if one < other}


SQUARE = shapely.box(0, 0, 100, 100)


def test_squares_are_neighbours_by_their_sides():
    assert pairs_of(find_neighbours(chessboard(4, 5))) == pairs_of(grid(4, 5))


def test_a_queen_has_neighbours_at_her_corners_too():
    found = find_neighbours(chessboard(3, 3), "queen")
    assert found.of("GM00004") == tuple(code for code in found.codes if code != "GM00004")


def test_weights_are_equal_and_one_together():
    found = find_neighbours(chessboard(3, 3))
    assert found.counts.tolist() == [2, 3, 2, 3, 4, 3, 2, 3, 2]
    sums = np.bincount(found.owners, found.weights)
    np.testing.assert_allclose(sums, 1.0, rtol=1e-15)


def test_a_border_with_points_on_one_side_only_is_shared():
    beside = shapely.Polygon([(100, 0), (100, 30), (100, 100), (200, 100), (200, 0)])
    assert pairs_between(SQUARE, beside) == {(0, 1)}


def test_a_border_that_runs_along_a_longer_one_is_shared():
    assert pairs_between(SQUARE, shapely.box(100, 20, 150, 70)) == {(0, 1)}


SLIT = shapely.Polygon([(100.4, 0), (100.2, 50), (100.4, 100), (200, 100), (200, 0)])


def test_a_slit_between_neighbours_is_bridged_and_a_wider_gap_is_not():
    assert pairs_between(SQUARE, SLIT) == {(0, 1)}
    assert pairs_between(SQUARE, SLIT, contiguity="queen") == {(0, 1)}
    assert pairs_between(SQUARE, shapely.box(101.5, 0, 200, 100)) == set()
    exact = find_neighbours(boundaries(SQUARE, SLIT), nearest=0, gap=0)
    assert pairs_of(exact) == set()
    assert exact.islands.all()
    wide = find_neighbours(boundaries(SQUARE, shapely.box(103, 0, 200, 100)), nearest=0, gap=5)
    assert pairs_of(wide) == {(0, 1)}


def test_a_sliver_of_a_third_area_does_not_part_neighbours():
    finger = shapely.box(100, -50, 100.3, 100).union(shapely.box(0, -50, 200, 0))
    other = shapely.box(100.3, 0, 200, 100)
    assert shapely.coverage_is_valid([SQUARE, finger, other])
    assert pairs_between(SQUARE, finger, other) == {(0, 1), (0, 2), (1, 2)}


def test_borders_that_come_near_over_a_short_length_are_not_shared():
    tip = shapely.Polygon([(100.5, 50), (200, 100), (200, 0)])
    assert pairs_between(SQUARE, tip) == set()
    assert pairs_between(SQUARE, shapely.box(100, 100, 200, 200)) == set()


def test_a_slit_is_as_wide_in_degrees_as_in_metres():
    from geodata.crs import WGS84, transformed  # noqa: PLC0415

    def in_degrees(*shapes):
        layer = boundaries(*(translate(shape, 155_000, 463_000) for shape in shapes))
        geometry = transformed(layer.geometry, "EPSG:28992", WGS84)
        return pairs_of(find_neighbours(replace(layer, crs=WGS84, geometry=geometry), nearest=0))

    assert in_degrees(SQUARE, SLIT) == {(0, 1)}
    assert in_degrees(SQUARE, shapely.box(101.5, 0, 200, 100)) == set()


@given(st.integers(2, 5), st.integers(2, 5), st.sampled_from(["rook", "queen"]))
@settings(max_examples=20)
def test_where_borders_fit_bridging_slits_changes_nothing(rows, columns, contiguity):
    layer = chessboard(rows, columns)
    exact, bridged = (find_neighbours(layer, contiguity, gap=gap) for gap in (0, 1.0))
    np.testing.assert_array_equal(bridged.indices, exact.indices)


@pytest.mark.parametrize("gap", [-1, float("nan"), float("inf")])
def test_a_gap_is_a_length(gap):
    with pytest.raises(BoundaryError, match="is no length"):
        find_neighbours(boundaries(SQUARE), gap=gap)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "column", "exact", "bridged"),
    [
        ("amsterdam_buurten_2022_rd", "bu_code_2022", 934, 1050),
        ("gemeente_2017_rd", None, 971, 990),
        ("gemeente_2022_rd", None, 884, 884),
        ("wijk_2022_rd", None, 9212, 9212),
    ],
)
def test_published_neighbours_are_found_across_slits_as_after_cleaning(
    shared_data, file, column, exact, bridged
):
    path = shared_data / "netherlands" / f"{file}.geojson"
    raw = read_boundaries(path, code_column=column)
    clean = read_boundaries(path, code_column=column, clean=True)
    found = pairs_of(find_neighbours(raw, nearest=0))
    assert len(pairs_of(find_neighbours(raw, nearest=0, gap=0))) == exact
    assert len(found) == bridged
    assert len(pairs_of(find_neighbours(clean, nearest=0)) ^ found) <= 1


def test_overlapping_areas_are_neighbours():
    assert pairs_between(SQUARE, shapely.box(50, 50, 150, 150)) == {(0, 1)}


def test_a_hole_and_what_fills_it_are_neighbours():
    ring = shapely.Polygon(SQUARE.exterior, [shapely.box(40, 40, 60, 60).exterior])
    assert pairs_between(ring, shapely.box(40, 40, 60, 60)) == {(0, 1)}


def test_three_areas_that_hold_the_same_edge_are_all_neighbours():
    assert pairs_between(SQUARE, SQUARE, SQUARE) == {(0, 1), (0, 2), (1, 2)}


def test_two_parts_of_one_area_are_not_its_neighbours():
    halves = shapely.MultiPolygon([shapely.box(0, 0, 50, 100), shapely.box(50, 0, 100, 100)])
    assert pairs_between(halves, shapely.box(100, 0, 200, 100)) == {(0, 1)}


def test_a_point_that_both_repeat_is_no_border():
    left = shapely.Polygon([(0, 0), (100, 100), (100, 100), (0, 100)])
    right = shapely.Polygon([(100, 100), (100, 100), (200, 200), (200, 100)])
    assert pairs_between(left, right) == set()
    assert pairs_between(left, right, contiguity="queen") == {(0, 1)}


def test_minus_zero_is_zero():
    left = shapely.Polygon([(-0.0, 0), (-0.0, 100), (-50, 50)])
    assert pairs_between(SQUARE, left) == {(0, 1)}


def test_where_borders_must_be_exact_no_gap_is_bridged():
    layer = boundaries(SQUARE, shapely.box(100.001, 0, 200, 100))
    assert pairs_of(find_neighbours(layer, nearest=0, gap=0)) == set()


def test_an_area_without_a_shape_has_no_neighbours():
    found = find_neighbours(
        boundaries(SQUARE, None, shapely.Polygon(), shapely.box(100, 0, 200, 9))
    )
    assert found.counts.tolist() == [1, 0, 0, 1]
    assert not found.islands.any()


def test_an_island_gets_its_nearest_and_they_get_it():
    row = [shapely.box(100.0 * x, 0, 100.0 * (x + 1), 100) for x in range(5)]
    found = find_neighbours(boundaries(*row, shapely.box(600, 0, 700, 100)), nearest=2)
    assert found.islands.tolist() == [False] * 5 + [True]
    assert found.of("GM00005") == ("GM00003", "GM00004")
    assert "GM00005" in found.of("GM00003")


def test_nearest_is_measured_between_borders_not_boxes():
    thin = shapely.Polygon([(200, 0), (1200, 0), (1200, 1000), (1190, 10)])  # its box is nearer
    beside_thin = shapely.box(1200, 0, 1300, 1000)
    near, beside_near = shapely.box(200, 600, 250, 650), shapely.box(150, 600, 200, 650)
    island = shapely.box(300, 500, 400, 600)
    found = find_neighbours(boundaries(thin, beside_thin, near, beside_near, island), nearest=1)
    assert found.of("GM00004") == ("GM00002",)


@settings(max_examples=25)
@given(st.integers(2, 12), st.integers(0, 10**6))
def test_the_nearest_of_islands_are_those_of_all_distances(count, seed):
    random = np.random.default_rng(seed)
    places = random.permutation(400)[:count]
    discs = shapely.buffer(shapely.points(places % 20 * 10.0, places // 20 * 10.0), 3)
    discs = shapely.affinity.scale(shapely.GeometryCollection(list(discs)), 1.0, 1.4)
    shapes = list(discs.geoms)
    distances = shapely.distance(np.array(shapes)[:, None], np.array(shapes))
    np.fill_diagonal(distances, np.inf)
    expected = set()
    for island in range(count):
        for other in np.argsort(distances[island], kind="stable")[:3]:
            if np.isfinite(distances[island, other]):
                expected.add((min(island, int(other)), max(island, int(other))))
    assert pairs_between(*shapes, nearest=3) == expected


def test_degrees_east_are_shorter_than_degrees_north():
    island = shapely.box(5.0, 60.0, 5.1, 60.1)
    north = shapely.box(5.0, 60.4, 5.1, 60.5)  # 0.3 degrees: 33 km
    east = shapely.box(5.5, 60.0, 5.6, 60.1)  # 0.4 degrees: 22 km
    found = find_neighbours(boundaries(island, north, east, crs="OGC:CRS84"), nearest=1)
    assert found.of("GM00002") == ("GM00000",)
    assert "GM00002" in found.of("GM00000")


def test_an_island_alone_stays_alone():
    found = find_neighbours(boundaries(SQUARE, None))
    assert found.counts.tolist() == [0, 0]
    assert found.islands.tolist() == [True, False]


def test_nothing_has_no_neighbours():
    assert len(find_neighbours(boundaries())) == 0
    assert find_neighbours(boundaries(None, None)).counts.tolist() == [0, 0]


def test_the_same_boundaries_are_looked_at_once():
    board = chessboard(3, 3)
    assert find_neighbours(board) is find_neighbours(board, "rook", nearest=3)
    assert find_neighbours(board) is not find_neighbours(board, "queen")
    assert find_neighbours(chessboard(3, 3)) is not find_neighbours(board)


def test_an_unknown_contiguity_is_refused():
    with pytest.raises(BoundaryError, match="'bishop'"):
        find_neighbours(chessboard(2, 2), "bishop")
    with pytest.raises(BoundaryError, match="-1 nearest"):
        find_neighbours(chessboard(2, 2), nearest=-1)


def test_an_unknown_code_has_no_neighbours_to_name():
    with pytest.raises(KeyError, match="GM99999"):
        line(3).of("GM99999")


@pytest.mark.parametrize("pairs", [[(0, 0)], [(0, 3)], [(-1, 0)]])
def test_pairs_are_of_two_places_that_exist(pairs):
    with pytest.raises(BoundaryError, match="from 0 to 2"):
        Neighbours.from_pairs(codes_of(3), np.array(pairs))


def test_a_pair_may_be_given_twice_and_both_ways():
    found = Neighbours.from_pairs(codes_of(3), np.array([(1, 0), (0, 1), (0, 1)]))
    assert found.of("GM00000") == ("GM00001",)


def test_some_areas_keep_the_neighbours_that_are_among_them():
    found = grid(3, 3).among(np.array([8, 4, 5]))
    assert found.codes == ("GM00008", "GM00004", "GM00005")
    assert found.of("GM00005") == ("GM00008", "GM00004")
    assert found.of("GM00008") == ("GM00005",)


@settings(max_examples=25)
@given(st.permutations(range(12)))
def test_the_order_of_the_areas_does_not_matter(order):
    board = chessboard(3, 4)
    turned = boundaries(*board.geometry[order])
    pairs = {tuple(sorted((order[a], order[b]))) for a, b in pairs_of(find_neighbours(turned))}
    assert pairs == pairs_of(grid(3, 4))


@pytest.mark.parametrize(("contiguity", "rook"), [("rook", True), ("queen", False)])
def test_libpysal_finds_the_same_in_an_invented_country(contiguity, rook):
    layer = make_country(600, 5, range(2022, 2023)).vintages[0].layers["neighbourhood"]
    found = find_neighbours(boundaries(*layer.geometry), contiguity, nearest=0)
    assert pairs_of(found) == by_libpysal(layer.geometry, rook=rook)


@pytest.mark.real_data
@pytest.mark.parametrize("file", ["england/Hartlepool", "england/Blackpool"])
def test_areas_that_overlap_a_little_everywhere_are_neighbours_all_the_same(shared_data, file):
    shapes = pyogrio.read_dataframe(shared_data / f"{file}.geojson").geometry.to_numpy()
    found = find_neighbours(boundaries(*shapes), nearest=0)
    one, other = np.triu_indices(len(shapes), 1)
    common = shapely.length(shapely.intersection(shapes[one], shapes[other])) > 0
    assert pairs_of(found) == set(zip(one[common].tolist(), other[common].tolist(), strict=True))
    assert not found.islands.any()


@pytest.mark.real_data
@pytest.mark.parametrize("contiguity", ["rook", "queen"])
def test_libpysal_finds_the_same_in_the_districts_of_2022(shared_data, contiguity):
    file = shared_data / "netherlands" / "wijk_2022_rd.geojson"
    shapes = pyogrio.read_dataframe(file).geometry.to_numpy()
    found = find_neighbours(boundaries(*shapes), contiguity, nearest=0)
    assert pairs_of(found) == by_libpysal(shapes, rook=contiguity == "rook")
    assert found.islands.any()
    np.testing.assert_array_equal(found.islands, found.counts == 0)
