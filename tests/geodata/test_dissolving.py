"""Larger areas are the smaller ones together, exactly."""

import dataclasses

import numpy as np
import pytest
import shapely

from geodata import read_boundaries
from geodata.boundaries import Boundaries
from geodata.dissolving import dissolve
from geodata.errors import BoundaryError


def square(n, side=1000):
    return shapely.box(1000 * n, 0, 1000 * n + side, 1000)


def districts(*geometry, parents=None):
    codes = tuple(f"WK910{n}00" for n in range(len(geometry)))
    nobody = (None,) * len(codes)
    shapes = np.array(geometry, dtype=object)
    return Boundaries("district", 2022, "EPSG:28992", codes, nobody, parents or nobody, shapes)


def test_shared_borders_disappear():
    made = dissolve(
        districts(*map(square, range(4)), parents=("GM2", "GM1", "GM2", "GM1")),
        level="municipality",
    )
    assert (made.codes, made.key) == (("GM1", "GM2"), ("municipality", 2022))
    assert [shape.geom_type for shape in made.geometry] == ["MultiPolygon"] * 2
    whole = dissolve(districts(*map(square, range(4)), parents=("GM1",) * 4))
    assert whole.geometry[0].equals(shapely.box(0, 0, 4000, 1000))
    assert whole.notes == ()


def test_parents_may_be_given_with_their_names():
    smaller = districts(square(0), square(1))
    parents = {"WK910000": "GM1", "WK910100": "GM2"}
    made = dissolve(smaller, parents, "municipality", {"GM1": "Aa"})
    assert (made.codes, made.names, made.parents) == (("GM1", "GM2"), ("Aa", None), (None, None))
    assert made.geometry[1] is smaller.geometry[1]


def test_an_area_without_a_parent_is_left_out_and_named():
    made = dissolve(districts(square(0), square(1), parents=("GM1", None)))
    assert made.notes == ("1 area left out, without a parent: WK910100",)
    assert made.geometry[0].equals(square(0))


def test_a_parent_of_areas_without_a_shape_has_none():
    made = dissolve(districts(None, square(1), None, parents=("GM1", "GM2", "GM2")))
    assert made.geometry[0] is None
    assert made.geometry[1].equals(square(1))


def test_parts_that_overlap_are_joined_all_the_same_and_named():
    made = dissolve(districts(square(0, 1500), square(1), parents=("GM1", "GM1")))
    assert made.geometry[0].area == pytest.approx(2_000_000)
    assert made.notes == ("1 area joined of parts that overlap: GM1",)


def test_parts_that_miss_a_point_of_their_border_leave_no_crack():
    upper = [shapely.box(0, 1000, 700, 2000), shapely.box(700, 1000, 1000, 2000)]
    made = dissolve(districts(square(0), *upper, parents=("GM1",) * 3))
    assert made.geometry[0].equals(shapely.box(0, 0, 1000, 2000))
    assert made.notes == ()


def test_without_a_single_parent_nothing_can_be_made():
    with pytest.raises(BoundaryError, match="None of the 2 areas has a parent"):
        dissolve(districts(square(0), square(1)))


@pytest.mark.real_data
def test_districts_dissolve_into_the_published_municipalities(shared_data):
    folder = shared_data / "netherlands"
    wijken = read_boundaries(folder / "wijk_2022_rd.geojson", level="district", vintage=2022)
    parents = {code: f"GM{code[2:6]}" for code in wijken.codes}
    made = dissolve(wijken, parents, "municipality")
    assert shapely.coverage_is_valid(made.geometry)
    assert shapely.area(made.geometry).sum() == pytest.approx(shapely.area(wijken.geometry).sum())
    published = read_boundaries(folder / "gemeente_2022_rd.geojson")
    assert made.codes == tuple(sorted(published.codes))
    slow = dataclasses.replace(wijken).geometry
    for code in ("GM0363", "GM0448"):
        parts = slow[[parents[each] == code for each in wijken.codes]]
        assert shapely.equals(shapely.union_all(parts), made.geometry[made.codes.index(code)])
