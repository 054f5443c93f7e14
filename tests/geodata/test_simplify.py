"""Simpler shapes: still a coverage, still all there, still in place."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import Boundaries, BoundaryError, read_boundaries
from geodata.sample import make_country
from geodata.simplify import REACH, simplified


def boundaries_of(geometry, crs="EPSG:28992"):
    codes = tuple(f"GM{n:04}" for n in range(len(geometry)))
    none = (None,) * len(codes)
    shapes = np.empty(len(geometry), object)
    shapes[:] = geometry
    return Boundaries("municipality", 2022, crs, codes, none, none, shapes)


def check(source, tolerance):
    thin = simplified(source, tolerance)
    assert thin.codes == source.codes
    assert shapely.coverage_is_valid(thin.geometry)
    assert shapely.is_valid(thin.geometry).all()
    assert (shapely.area(thin.geometry) > 0).all()
    far = shapely.hausdorff_distance(thin.geometry, source.geometry)
    assert far.max() <= REACH * tolerance * (1 + 1e-9)
    return thin


@pytest.fixture(scope="module")
def invented():
    layer = make_country(300, seed=3, years=range(2022, 2023)).vintages[0].layers["neighbourhood"]
    return boundaries_of(layer.geometry)


@pytest.mark.parametrize("tolerance", [1.0, 20.0, 100.0, 1000.0])
def test_neighbours_stay_glued_and_borders_near(invented, tolerance):
    thin = check(invented, tolerance)
    before, after = (shapely.get_num_coordinates(b.geometry).sum() for b in (invented, thin))
    assert after < before
    assert "corners left" in thin.notes[-1]


@pytest.mark.real_data
@pytest.mark.parametrize("layer", ["gemeente_2022_rd", "wijk_2022_rd"])
def test_real_areas_keep_surface_and_centre(shared_data, layer):
    source = read_boundaries(shared_data / "netherlands" / f"{layer}.geojson")
    tolerance = 100.0
    thin = check(source, tolerance)
    room = REACH * tolerance * shapely.length(source.geometry)
    assert (np.abs(shapely.area(thin.geometry) - shapely.area(source.geometry)) <= room).all()
    total = shapely.area(source.geometry).sum()
    assert shapely.area(thin.geometry).sum() == pytest.approx(total, rel=1e-3)
    moved = shapely.distance(shapely.centroid(thin.geometry), shapely.centroid(source.geometry))
    assert np.quantile(moved, 0.99) <= tolerance


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("layer", "column"),
    [
        ("netherlands/gemeente_2017_rd", None),
        ("netherlands/amsterdam_buurten_2022_rd", "bu_code_2022"),
        ("england/Hartlepool", None),
    ],
)
def test_real_areas_that_are_no_coverage_become_one(shared_data, layer, column):
    source = read_boundaries(shared_data / f"{layer}.geojson", code_column=column)
    unit = 1e-3 if source.crs == "OGC:CRS84" else 100.0
    thin = simplified(source, unit)
    there = ~shapely.is_missing(thin.geometry)
    assert shapely.coverage_is_valid(thin.geometry[there])


def test_an_area_without_a_shape_stays_without(invented):
    some = boundaries_of([None, invented.geometry[0], shapely.Polygon()])
    thin = simplified(some, 50.0)
    assert thin.geometry[0] is None
    assert thin.geometry[1].area > 0


def test_a_tolerance_of_zero_leaves_shapes_as_they_are(invented):
    assert (simplified(invented, 0.0).geometry == invented.geometry).all()


def test_the_source_is_not_changed(invented):
    before = shapely.to_wkb(invented.geometry).tolist()
    simplified(invented, 500.0)
    assert shapely.to_wkb(invented.geometry).tolist() == before


def test_a_spike_stays_though_it_has_no_surface():
    spiked = shapely.Polygon(
        [(0, 0), (500, 0), (500.5, 5000), (501, 0), (1000, 0), (1000, 900), (0, 900)]
    )
    beside = shapely.box(1000, 0, 2000, 900)
    check(boundaries_of([spiked, beside]), 100.0)


@pytest.mark.parametrize("tolerance", [-1.0, float("nan"), float("inf")])
def test_a_tolerance_that_makes_no_sense_is_refused(invented, tolerance):
    with pytest.raises(BoundaryError, match="tolerance"):
        simplified(invented, tolerance)


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(2, 30), st.floats(1.0, 1e5))
def test_any_division_of_the_plane_stays_one(seed, count, tolerance):
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.uniform(0, 1e5, (count, 2)))
    cells = shapely.segmentize(shapely.get_parts(shapely.voronoi_polygons(points)), 1e4)
    check(boundaries_of(cells), tolerance)
