"""One merger and one recoding: what changes, and what stays."""

import numpy as np
import pytest
import shapely

from geodata.sample import make_country


def municipalities(vintage):
    layer = vintage.layers["municipality"]
    return dict(zip(layer.codes, layer.geometry, strict=True))


def changed(before, after):
    """Shapes whose codes are gone, and shapes whose codes are new."""
    old, new = municipalities(before), municipalities(after)
    gone = [shape for code, shape in old.items() if code not in new]
    come = [shape for code, shape in new.items() if code not in old]
    return gone, come


def test_two_neighbours_merge_into_one_with_a_new_code(country):
    gone, come = changed(*country.vintages[:2])
    assert (len(gone), len(come)) == (2, 1)
    assert shapely.touches(*gone)
    assert shapely.equals(shapely.coverage_union_all(gone), come[0])


def test_one_municipality_is_recoded_and_keeps_its_border(country):
    gone, come = changed(*country.vintages[1:])
    assert (len(gone), len(come)) == (1, 1)
    assert shapely.equals_exact(gone[0], come[0])
    names = [set(v.layers["municipality"].names) for v in country.vintages[1:]]
    assert len(names[0] - names[1]) == len(names[1] - names[0]) == 1


def test_districts_and_neighbourhoods_keep_their_borders_and_follow_the_new_code(country):
    for level in ("district", "neighbourhood"):
        first, *others = (vintage.layers[level] for vintage in country.vintages)
        for other in others:
            same = shapely.equals_exact(first.geometry[first.row], other.geometry[other.row])
            assert same.all()
            assert (first.names[first.row] == other.names[other.row]).all()
    moved = first.codes[first.row] != other.codes[other.row]
    assert 0 < moved.sum() < len(moved) / 2


def test_provinces_never_change(country):
    first, *others = (vintage.layers["province"] for vintage in country.vintages)
    for other in others:
        assert (first.codes == other.codes).all()
        assert shapely.equals(first.geometry, other.geometry).all()


@pytest.mark.parametrize(
    ("years", "vintages"),
    [
        (range(2021, 2022), [2021]),
        (range(2021, 2023), [2021, 2022]),
        (range(2021, 2024), [2021, 2022, 2023]),
        (range(2015, 2025), [2015, 2020, 2021]),
    ],
)
def test_there_is_a_vintage_for_the_first_year_and_for_each_year_with_a_change(years, vintages):
    country = make_country(60, 4, years)
    assert [vintage.year for vintage in country.vintages] == vintages


def test_in_two_years_both_changes_fall_together():
    country = make_country(60, 4, range(2021, 2023))
    gone, come = changed(*country.vintages)
    assert (len(gone), len(come)) == (3, 2)
    assert np.isclose(shapely.area(gone).sum(), shapely.area(come).sum())
