"""Tables in the borders of another vintage: counts are carried, rates recomputed, never averaged."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from geodata.crosswalks import FLAGGED, Change, Crosswalk, Links, Side, crosswalk_of_changes
from mdi.comparison.borders import LEAST_QUALITY
from mdi.editions.harmonise import harmonise, quality_of
from mdi.status import CellStatus

SPLIT = [Change("GM0003", "GM0011", 0.25), Change("GM0003", "GM0004", 0.75)]
MERGED = [Change("GM0001", "GM0010"), Change("GM0002", "GM0010")]
CODES = [f"GM{n:04d}" for n in range(1, 5)]


def table(**columns):
    frame = {
        "area_code": CODES,
        "area_name": ["Aa", "Bé", "Cee", "Dee"],
        "population": [1000.0, 2000.0, 400.0, 600.0],
        "smoking_numerator": [100.0, 500.0, 40.0, 90.0],
        "smoking_denominator": [900.0, 1900.0, 400.0, 500.0],
        "heat_stress": [10.0, 20.0, 30.0, 40.0],
        **columns,
    }
    return mdi.IndicatorTable.from_frame(pd.DataFrame(frame), level="municipality", year=2020)


def walk(changes, codes=CODES):
    return crosswalk_of_changes(changes, codes, 2022)


def row_of(of, name):
    return [figures.indicator.id for figures in of.figures].index(name)


def figure(of, name, code):
    """Value and status of one cell."""
    row, area = row_of(of, name), of.codes.index(code)
    return of.values[row, area], CellStatus(of.status[row, area])


def counts(of, name, code):
    area = of.codes.index(code)
    return of.counts[name].numerator[area], of.counts[name].denominator[area]


def test_a_merger_adds_counts_and_recomputes_the_rate_exactly():
    found = harmonise(table(), walk(MERGED))
    assert found.codes == ("GM0003", "GM0004", "GM0010")
    assert found.year == 2020
    assert counts(found, "smoking", "GM0010") == (600.0, 2800.0)
    assert figure(found, "smoking", "GM0010") == (100 * 600 / 2800, CellStatus.OBSERVED)
    assert found.population.tolist() == [400.0, 600.0, 3000.0]


def test_a_part_of_a_split_area_is_an_estimate():
    found = harmonise(table(), walk(SPLIT))
    assert counts(found, "smoking", "GM0011") == (10.0, 100.0)
    assert counts(found, "smoking", "GM0004") == (90 + 30, 500 + 300)
    assert figure(found, "smoking", "GM0004") == (pytest.approx(15.0), CellStatus.ESTIMATED)
    assert figure(found, "smoking", "GM0001")[1] == CellStatus.OBSERVED
    assert found.population.tolist() == [1000.0, 2000.0, 900.0, 100.0]
    assert any("estimated in 2 areas" in warning for warning in found.warnings)


def test_an_indicator_without_counts_is_never_averaged():
    found = harmonise(table(), walk(MERGED))
    value, status = figure(found, "heat_stress", "GM0010")
    assert np.isnan(value)
    assert status == CellStatus.MISSING
    assert figure(found, "heat_stress", "GM0003") == (30.0, CellStatus.OBSERVED)
    assert any("without counts" in w and "heat_stress" in w for w in found.warnings)


def test_a_recoded_area_keeps_everything_it_had():
    before = table(
        smoking_status=[None, None, "suppressed", None],
        smoking_numerator=[100.0, 500.0, np.nan, 90.0],
        smoking_denominator=[900.0, 1900.0, np.nan, 500.0],
        smoking_standard_error=[1.0, 2.0, np.nan, 4.0],
        town_class=["x", "y", "z", None],
    )
    found = harmonise(before, walk([Change("GM0003", "GM0012"), *MERGED]))
    assert found.codes == ("GM0004", "GM0010", "GM0012")
    assert figure(found, "smoking", "GM0012")[1] == CellStatus.SUPPRESSED
    assert figure(found, "heat_stress", "GM0012") == (30.0, CellStatus.OBSERVED)
    np.testing.assert_array_equal(found.standard_errors["smoking"], [4.0, np.nan, np.nan])
    assert found.classes["town"] == (None, None, "z")


def test_a_merger_of_which_one_part_is_unknown_tells_what_it_covers():
    before = table(smoking_numerator=[100.0, np.nan, 40.0, 90.0])
    found = harmonise(before, walk(MERGED))
    assert np.isnan(figure(found, "smoking", "GM0010")[0])
    guessed = harmonise(before, walk(MERGED), least_covered=0.3)
    value, status = figure(guessed, "smoking", "GM0010")
    assert (value, status) == (pytest.approx(100 * 100 / 900), CellStatus.ESTIMATED)
    assert guessed.covered["smoking"].tolist() == [1.0, 1.0, pytest.approx(1 / 3)]


def test_an_old_area_that_the_table_does_not_have_leaves_a_gap_and_is_told():
    codes = [*CODES, "GM0009"]
    found = harmonise(
        table(), walk([Change("GM0001", "GM0010"), Change("GM0009", "GM0010")], codes)
    )
    area = found.codes.index("GM0010")
    assert np.isnan(found.population[area])
    assert figure(found, "smoking", "GM0010")[1] == CellStatus.ESTIMATED
    assert found.covered["smoking"][area] == 0.5
    assert any("not in the table" in w and "GM0009" in w for w in found.warnings)


def test_an_area_that_is_not_in_the_older_borders_is_left_out_and_told():
    found = harmonise(table(), walk(MERGED, CODES[:3]))
    assert "GM0004" not in found.codes
    assert any("1 area without a new area left out: GM0004" in w for w in found.warnings)


def test_the_names_are_those_of_the_areas_that_live_on():
    found = harmonise(table(), walk([Change("GM0002", "GM0001"), Change("GM0003", "GM0012")]))
    assert dict(zip(found.codes, found.names, strict=True)) == {
        "GM0001": "Aa",
        "GM0004": "Dee",
        "GM0012": None,
    }


def test_quality_goes_by_the_people_of_the_table_and_is_told():
    before, over = table(), walk(SPLIT)
    assert over.new.codes == ("GM0001", "GM0002", "GM0004", "GM0011")
    expected = [1.0, 1.0, (600 + 300 * 0.75) / 900, 0.25]
    assert quality_of(before, over) == pytest.approx(expected)
    assert any("GM0011 (0.25)" in warning for warning in harmonise(before, over).warnings)


def test_the_quality_stays_with_the_table_and_is_passed_on_to_the_next_borders():
    found = harmonise(table(), walk([*MERGED, *SPLIT]))
    assert found.codes == ("GM0004", "GM0010", "GM0011")
    assert found.border_quality == pytest.approx([(600 + 300 * 0.75) / 900, 1.0, 0.25])
    merged = [Change("GM0010", "GM0020"), Change("GM0011", "GM0020")]
    again = harmonise(found, crosswalk_of_changes(merged, found.codes, 2023))
    assert again.codes == ("GM0004", "GM0020")
    expected = [found.border_quality[0], (3000 * 1.0 + 100 * 0.25) / 3100]
    assert again.border_quality == pytest.approx(expected)


def test_what_compare_leaves_out_is_what_was_flagged():
    assert LEAST_QUALITY == FLAGGED
    first = harmonise(table(), walk(SPLIT))
    second = table(
        area_code=["GM0001", "GM0002", "GM0004", "GM0011"],
        smoking_numerator=[90.0, 450.0, 80.0, 10.0],
    )
    without = [t.to_frame().drop(columns="heat_stress") for t in (first, second)]
    early, late = (
        mdi.IndicatorTable.from_frame(frame, level="municipality", year=year)
        for frame, year in zip(without, (2020, 2024), strict=True)
    )
    base = mdi.compute(early)
    found = mdi.compare(base, mdi.compute(late, reference=base))
    flagged = [w for w in first.warnings if "not to be ranked by change" in w]
    assert list(found.flagged) == ["GM0011"]
    assert len(flagged) == 1
    assert "GM0011" in flagged[0]
    assert "GM0004" in found.codes


def test_the_table_is_written_and_read_again():
    found = harmonise(table(), walk([*MERGED, *SPLIT]))
    again = mdi.IndicatorTable.from_frame(found.to_frame(), level="municipality", year=2020)
    np.testing.assert_array_equal(again.values, found.values)
    np.testing.assert_array_equal(again.status, found.status)
    np.testing.assert_array_equal(again.population, found.population)


def test_a_table_of_another_country_is_refused():
    with pytest.raises(mdi.ComputationError, match="None of the 4 areas"):
        harmonise(table(), walk(MERGED, ["GM0098", "GM0099"]))


def test_codes_of_another_level_are_refused():
    with pytest.raises(mdi.ComputationError, match="Not of level municipality"):
        harmonise(table(), walk([Change("GM0001", "WK000100")]))


def test_a_least_share_is_a_share():
    with pytest.raises(mdi.DeclarationError, match="least_covered"):
        harmonise(table(), walk(MERGED), least_covered=50)


# --- laws -------------------------------------------------------------------------------------

N = 12
whole = st.integers(0, 5000).map(float)
targets = st.lists(st.integers(0, 7), min_size=N, max_size=N)


def numbered(n):
    return tuple(f"GM{i:04d}" for i in range(1, n + 1))


def counted(numerators):
    frame = {
        "area_code": numbered(N),
        "population": [x + 50 for x in numerators],
        "smoking_numerator": numerators,
        "smoking_denominator": [x + 40 for x in numerators],
    }
    return mdi.IndicatorTable.from_frame(pd.DataFrame(frame), level="municipality", year=2020)


def crossed(first, second, parts):
    """Each old area in two new ones, by a share."""
    pairs = {}
    for old, (a, b, part) in enumerate(zip(first, second, parts, strict=True)):
        for new, share in ((a, part), (b, 1 - part)):
            pairs[old, new] = pairs.get((old, new), 0.0) + share
    old, new = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
    links = Links(old, new, np.array(list(pairs.values())), (N, 8))
    sides = Side.of_codes(numbered(N)), Side.of_codes(numbered(8))
    return Crosswalk(*sides, links, np.ones(N))


@given(
    st.lists(whole, min_size=N, max_size=N),
    targets,
    targets,
    st.lists(st.floats(0, 1), min_size=N, max_size=N),
)
@settings(max_examples=40)
def test_totals_of_counts_are_preserved(numerators, first, second, parts):
    found = harmonise(counted(numerators), crossed(first, second, parts))
    assert found.counts["smoking"].numerator.sum() == pytest.approx(sum(numerators), rel=1e-9)
    assert found.population.sum() == pytest.approx(sum(numerators) + 50 * N, rel=1e-9)


@given(st.lists(whole, min_size=N, max_size=N), targets)
@settings(max_examples=40)
def test_mergers_sum_whole_numbers_exactly(numerators, into):
    found = harmonise(counted(numerators), crossed(into, into, [1.0] * N))
    for code, total in zip(found.codes, found.counts["smoking"].numerator, strict=True):
        assert total == sum(
            x for x, i in zip(numerators, into, strict=True) if numbered(8)[i] == code
        )
    assert (found.status[row_of(found, "smoking")] == CellStatus.OBSERVED).all()


def test_borders_that_did_not_change_change_nothing():
    before = table(smoking=[11.1, 26.3, 10.0, 18.0], smoking_standard_error=[1.0, 2.0, 3.0, 4.0])
    found = harmonise(before, walk([]))
    pd.testing.assert_frame_equal(found.to_frame(), before.to_frame())
    assert found.covered == {}
    assert found.border_quality is None
    assert mdi.compute(found).fingerprint == mdi.compute(before).fingerprint


@given(st.permutations(range(4)))
@settings(max_examples=25)
def test_the_order_of_the_rows_does_not_matter(order):
    mixed = table().to_frame().iloc[list(order)]
    again = mdi.IndicatorTable.from_frame(mixed, level="municipality", year=2020)
    changes = [*MERGED, *SPLIT]
    first, second = harmonise(table(), walk(changes)), harmonise(again, walk(changes, again.codes))
    pd.testing.assert_frame_equal(second.to_frame(), first.to_frame(), rtol=1e-12)
