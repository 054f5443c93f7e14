"""Borders: shared point for point, wiggly, and without slivers."""

import numpy as np
import pytest
import shapely

from geodata.sample.borders import GRAIN, draw_cells
from geodata.sample.points import Sites


def scattered(seed, areas=60):
    rng = np.random.default_rng(seed)
    points = rng.uniform(20_000, 40_000, (areas * 3, 2))
    inner = np.abs(points - 30_000).max(axis=1) < 5_000
    ring = np.array([[x, y] for x in (0, 30_000, 60_000) for y in (0, 30_000, 60_000)], float)
    far = ring[np.abs(ring - 30_000).max(axis=1) > 0]
    return Sites(points[inner], np.vstack([points[~inner], far]))


@pytest.mark.parametrize("seed", range(5))
def test_cells_of_points_that_were_never_spread_out_are_a_valid_coverage(seed):
    cells = draw_cells(np.random.default_rng(seed), scattered(seed))
    assert shapely.is_valid(cells.polygons).all()
    assert shapely.coverage_is_valid(cells.polygons)


def test_a_cell_lies_around_its_own_site():
    sites = scattered(7)
    cells = draw_cells(np.random.default_rng(7), sites)
    assert shapely.contains_xy(cells.polygons, sites.land[:, 0], sites.land[:, 1]).all()


def test_neighbours_share_a_line_and_others_do_not():
    cells = draw_cells(np.random.default_rng(3), scattered(3))
    first, second = cells.neighbours.T
    shared = shapely.intersection(cells.polygons[first], cells.polygons[second])
    assert (shapely.length(shared) > 0).all()
    tree = shapely.STRtree(cells.polygons)
    touching = tree.query(cells.polygons, predicate="touches").T
    lines = shapely.intersection(*cells.polygons[touching].T)
    assert (shapely.length(lines) > 0).sum() == 2 * len(cells.neighbours)


def test_borders_are_not_straight(country):
    neighbourhoods = country.vintages[0].layers["neighbourhood"].geometry
    assert 60 <= shapely.get_num_coordinates(neighbourhoods).mean() <= 120
    hull = shapely.length(shapely.convex_hull(neighbourhoods))
    assert (shapely.length(neighbourhoods) > hull).all()


def test_coordinates_are_eighths_of_a_metre(country):
    at = shapely.get_coordinates(country.vintages[0].layers["province"].geometry) * GRAIN
    assert (at == np.round(at)).all()


def test_no_neighbourhood_is_a_sliver(country):
    shapes = country.vintages[0].layers["neighbourhood"].geometry
    roundness = 4 * np.pi * shapely.area(shapes) / shapely.length(shapes) ** 2
    assert roundness.min() > 0.1  # a strip of 1 by 30 has 0.1, a square 0.79
    assert shapely.area(shapes).min() > 20_000
