"""Areas fit their neighbours, or are made to; how much that changes them is told."""

import dataclasses

import numpy as np
import pytest
import shapely

from geodata import read_boundaries
from geodata.boundaries import Boundaries
from geodata.coverage import clean_coverage, cleaned, coverage_faults, slits

RD = "EPSG:28992"


def shapes(*found):
    return np.array(found, dtype=object)


def box(x, y, width=10, height=10):
    return shapely.box(x, y, x + width, y + height)


FITTING = shapes(box(0, 0), box(10, 0), None, box(20, 0))
OVERLAPPING = shapes(box(0, 0), None, box(9, 0, 11), box(20, 0))
UNMATCHED = shapes(box(0, 0, 20), box(0, 10), box(10, 10))  # one side lacks the point 10, 10
WITH_A_SLIT = shapes(
    shapely.Polygon([(0, 0), (10, 0), (10, 2), (9.6, 5), (10, 8), (10, 10), (0, 10)]),
    shapely.Polygon([(20, 0), (20, 10), (10, 10), (10, 8), (10, 2), (10, 0)]),
    box(40, 0),
)


def test_areas_that_fit_have_no_fault():
    assert not coverage_faults(FITTING, RD).any()


@pytest.mark.parametrize(
    ("geometry", "faulty"),
    [
        (OVERLAPPING, [True, False, True, False]),
        (UNMATCHED, [True, True, True]),
        (WITH_A_SLIT, [True, True, False]),
    ],
)
def test_faults_are_told_area_by_area_and_cleaned(geometry, faulty):
    assert coverage_faults(geometry, RD).tolist() == faulty
    made = clean_coverage(geometry, RD)
    assert not coverage_faults(made.geometry, RD).any()
    assert not made.lost.any()
    assert shapely.is_missing(made.geometry).tolist() == shapely.is_missing(geometry).tolist()


def test_the_largest_change_is_told_with_its_code():
    made = clean_coverage(OVERLAPPING, RD)
    changes = shapely.area(made.geometry) / shapely.area(OVERLAPPING) - 1
    row = int(np.nanargmax(np.abs(changes)))
    assert made.largest() == row
    said = f"largest change of area {changes[row]:+.2%} ({'abcd'[row]})"
    assert made.in_words("abcd") == said


def test_an_area_wholly_under_another_is_lost_and_named():
    made = clean_coverage(shapes(box(0, 0), box(0, 0)), RD)
    assert made.lost.sum() == 1
    assert made.geometry[made.lost].tolist() == [None]
    assert "wholly under others: GM2" in made.in_words(["GM1", "GM2"])


def test_a_wide_hole_is_water_and_no_slit():
    ring = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    assert not len(slits(shapes(ring), 1.0))
    assert not coverage_faults(shapes(ring, box(30, 0, 10, 30)), RD).any()


def test_a_layer_without_shapes_has_no_faults():
    nothing = shapes(None, None)
    assert not coverage_faults(nothing, RD).any()
    assert clean_coverage(nothing, RD).largest() is None


def test_the_given_shapes_are_not_changed():
    given = OVERLAPPING.copy()
    clean_coverage(given, RD)
    assert all(a is b for a, b in zip(given, OVERLAPPING, strict=True))


def areas(geometry):
    nobody = (None,) * len(geometry)
    codes = tuple(f"GM{n}" for n in range(len(geometry)))
    return Boundaries("municipality", 2022, RD, codes, nobody, nobody, geometry)


def test_boundaries_that_fit_are_the_same_boundaries():
    fitting = areas(FITTING)
    assert cleaned(fitting) is fitting


def test_boundaries_are_cleaned_with_a_note():
    made = cleaned(areas(OVERLAPPING))
    assert made.key == ("municipality", 2022)
    change = clean_coverage(OVERLAPPING, RD).in_words(made.codes)
    assert made.notes == (f"2 areas did not fit their neighbours, cleaned: {change}",)


REAL = [
    ("netherlands/gemeente_2017_rd", None, 381, 0.008),
    ("netherlands/gemeente_2022_wgs84", None, 2, 1e-9),
    ("netherlands/amsterdam_buurten_2022_rd", "bu_code_2022", 393, 0.005),
    ("england/Blackpool", None, 94, 1e-6),
    ("england/Hartlepool", None, 58, 1e-6),
]


@pytest.mark.real_data
@pytest.mark.parametrize(("file", "column", "faulty", "most"), REAL)
def test_published_shapes_that_do_not_fit_are_made_to(shared_data, file, column, faulty, most):
    path = shared_data / f"{file}.geojson"
    raw = read_boundaries(path, code_column=column)
    made = read_boundaries(path, code_column=column, clean=True)
    assert coverage_faults(raw.geometry, raw.crs).sum() == faulty
    assert f"{faulty} areas did not fit" in made.notes[-1]
    assert "largest change of area" in made.notes[-1]
    assert shapely.coverage_is_valid(made.geometry)
    change = np.abs(shapely.area(made.geometry) / shapely.area(raw.geometry) - 1)
    assert change.max() < most
    size = np.sqrt(shapely.area(raw.geometry))
    moved = shapely.distance(shapely.centroid(raw.geometry), shapely.centroid(made.geometry))
    assert (moved / size).max() < most
    assert made.codes == raw.codes


@pytest.mark.real_data
@pytest.mark.parametrize("file", ["gemeente_2022_rd", "wijk_2022_rd", "provincie_2022_rd"])
def test_published_shapes_that_fit_are_left_alone(shared_data, file):
    path = shared_data / "netherlands" / f"{file}.geojson"
    raw, made = read_boundaries(path), read_boundaries(path, clean=True)
    assert shapely.equals_exact(raw.geometry, made.geometry).all()
    assert made.notes == raw.notes == ()


@pytest.mark.real_data
def test_area_and_centroid_of_districts_survive_the_way_to_degrees_and_back(shared_data):
    from geodata.crs import RD_NEW, WGS84, transformed  # noqa: PLC0415

    rd = read_boundaries(shared_data / "netherlands" / "wijk_2022_rd.geojson")
    back = dataclasses.replace(rd, geometry=transformed(rd.wgs84().geometry, WGS84, RD_NEW))
    assert (np.abs(shapely.area(back.geometry) / shapely.area(rd.geometry) - 1) < 1e-6).all()
    assert (
        shapely.distance(shapely.centroid(rd.geometry), shapely.centroid(back.geometry)).max()
        < 1e-3
    )
    assert shapely.coverage_is_valid(rd.wgs84().geometry)
