"""Areas whose borders moved too much are not compared, and the reader is told which."""

import numpy as np
import pytest

import mdi
from mdi.comparison import compare
from mdi.comparison.borders import lowest_quality
from tests.comparison.years import figures, year_of


def moved(qualities, year=2020, seed=1, areas=None):
    """A table of which the areas came from other borders with these qualities."""
    columns = figures(len(qualities), seed)
    how = {} if areas is None else {"areas": areas}
    return year_of({**columns, "border_quality": qualities}, year, **how)


def still(n, year=2024):
    return year_of(figures(n, seed=2), year)


def compared(first, second, **how):
    base = mdi.compute(first)
    return compare(base, mdi.compute(second, reference=base), **how)


def test_flagged_areas_are_left_out_with_all_that_is_made_of_them():
    found = compared(moved([1.0, 0.79, 0.8, 0.3, 1.0]), still(5))
    assert found.codes == ("GM0001", "GM0003", "GM0005")
    assert found.flagged == {"GM0002": 0.79, "GM0004": 0.3}
    assert len(found.to_frame()) == len(found.index) == found.contributions.shape[1] == 3
    (warning,) = found.warnings
    assert warning == (
        "not compared: 2 areas whose borders moved, with figures that rest for a good part on "
        "shares (quality below 0.8): GM0002 (0.79), GM0004 (0.30)"
    )
    assert found.provenance["flagged"] == {"GM0002": 0.79, "GM0004": 0.3}


def test_what_is_low_enough_can_be_said():
    first, second = moved([1.0, 0.79, 0.8, 0.3, 1.0]), still(5)
    assert set(compared(first, second, least_quality=1).flagged) == {"GM0002", "GM0003", "GM0004"}
    everything = compared(first, second, least_quality=0)
    assert (everything.flagged, len(everything)) == ({}, 5)
    assert everything.fingerprint != compared(first, second).fingerprint
    assert compared(first, second).index.tolist() == everything.index[[0, 2, 4]].tolist()


def test_the_lower_quality_of_both_years_counts_and_silence_is_no_flag():
    areas = ["GM0003", "GM0002", "GM0001", "GM0004"]
    first, second = moved([0.9, 0.5, np.nan, 1.0]), moved([0.7, np.nan, 0.6, 1.0], areas=areas)
    codes = ("GM0001", "GM0002", "GM0003", "GM0004")
    assert lowest_quality((first, second), codes).tolist() == [0.6, 0.5, 0.7, 1.0]
    assert lowest_quality((still(4),), codes).tolist() == [1.0] * 4


def test_an_area_that_is_not_ranked_is_not_counted_twice():
    first = year_of(
        {**figures(4), "border_quality": [0.1, 0.1, 1.0, 1.0]}, population=[10, 900, 900, 900]
    )
    found = compared(first, still(4))
    assert found.flagged == {"GM0002": 0.1}
    assert "not compared: 1 area that one of the two does not rank" in found.warnings


def test_where_nothing_is_left_the_reason_is_told():
    with pytest.raises(mdi.ComputationError, match="3 ranked areas in common, all with a quality"):
        compared(moved([0.1, 0.2, 0.3]), still(3))
    with pytest.raises(mdi.DeclarationError, match="'least_quality' is 80: expected a share"):
        compared(moved([1.0, 1.0, 1.0]), still(3), least_quality=80)


def test_a_quality_is_a_share():
    with pytest.raises(mdi.TableError) as caught:
        moved([1.0, 80.0, -0.1])
    told = str(caught.value)
    assert "border_quality" in told
    assert "is above 1" in told
    assert "is below 0" in told


def test_the_quality_goes_with_the_table():
    first = moved([1.0, 0.25, np.nan])
    frame = first.to_frame()
    again = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2020)
    np.testing.assert_array_equal(again.border_quality, [1.0, 0.25, np.nan])
    assert "border_quality" not in still(3).to_frame()
    assert not any("border_quality" in warning for warning in again.warnings)


def test_larger_areas_do_not_hide_that_borders_moved():
    frame = still(3).to_frame()
    frame["smoking_numerator"], frame["smoking_denominator"] = 10.0, 100.0
    frame = frame[["area_code", "smoking_numerator", "smoking_denominator"]]
    frame["border_quality"] = [1.0, 0.5, 0.9]
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2020)
    whole = mdi.Region(id="all", codes=table.codes)
    pooled = mdi.roll_up(table, to=[whole])
    assert pooled.border_quality is None
    assert any("borders moved in 2 areas" in warning for warning in pooled.warnings)
