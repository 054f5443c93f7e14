"""Two results side by side: changes, their parts, the flow between deciles."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import mdi
from mdi.comparison import Mode, compare
from tests.comparison.years import OFFENCES, ON_SAFETY, SAFE, figures, two_years, year_of
from tests.countries import METHODS

relaxed = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def fixed():
    earlier, later = two_years()
    base = mdi.compute(earlier)
    return compare(base, mdi.compute(later, reference=base))


def test_changes_are_later_less_earlier_area_by_area(fixed):
    first, second = (r.scores for r in (fixed.earlier, fixed.later))
    codes = list(fixed.codes)
    assert len(fixed) == len(codes) == 40
    expected = second.loc[codes, "index"] - first.loc[codes, "index"]
    np.testing.assert_array_equal(fixed.index, expected)
    moved = (second.loc[codes, "rank"] - first.loc[codes, "rank"]).astype(int)
    np.testing.assert_array_equal(fixed.rank, moved)


def test_the_mode_stands_beside_the_numbers(fixed):
    mark = fixed.earlier.fingerprint[:12]
    assert fixed.mode is Mode.FIXED
    assert fixed.mode_in_words == f"fixed on the areas of 2020 ({mark})"
    assert repr(fixed) == f"<Comparison of 2020 and 2024: 40 areas, {fixed.mode_in_words}>"
    assert set(fixed.to_frame()["mode"]) == {"fixed"}
    assert fixed.provenance["mode"] == "fixed"
    turned = compare(fixed.later, fixed.earlier)
    assert turned.mode_in_words == fixed.mode_in_words
    np.testing.assert_array_equal(turned.index, -fixed.index)
    assert turned.fingerprint != fixed.fingerprint


def test_two_relative_years_carry_the_warning():
    first, second = (mdi.compute(table) for table in two_years())
    found = compare(first, second)
    assert found.mode is Mode.RELATIVE
    assert found.mode_in_words == "relative, each year to its own areas"
    assert found.warnings[0].startswith("relative: each year is measured against itself")
    assert set(found.to_frame()["mode"]) == {"relative"}


def test_a_fixed_comparison_of_the_same_complete_areas_has_nothing_to_warn_of():
    first, second = two_years(gaps=0)
    base = mdi.compute(first)
    assert compare(base, mdi.compute(second, reference=base)).warnings == ()


def test_areas_that_are_not_in_both_or_not_ranked_in_both_are_left_out_and_counted():
    first = year_of(figures(5), population=[900, 10, 900, 900, 900])
    areas = ["GM0001", "GM0002", "GM0003", "GM0004", "GM0099", "GM0098"]
    second = year_of(figures(6, seed=2), 2024, areas=areas, population=[900] * 6)
    base = mdi.compute(first)
    found = compare(base, mdi.compute(second, reference=base))
    assert found.codes == ("GM0001", "GM0003", "GM0004")
    assert found.warnings == (
        "ranked: 4 areas before, 6 after; ranks are among these",
        "not compared: 1 area of the earlier table that the later one does not have",
        "not compared: 2 areas of the later table that the earlier one does not have",
        "not compared: 1 area that one of the two does not rank",
    )


def test_areas_in_another_order_are_matched_by_code():
    columns = figures(12)
    first = mdi.compute(year_of(columns))
    turned = {name: values[::-1] for name, values in columns.items()}
    areas = [f"GM{n:04d}" for n in range(12, 0, -1)]
    found = compare(first, mdi.compute(year_of(turned, 2024, areas=areas)))
    assert found.codes == tuple(areas)
    assert not found.index.any()
    assert not found.rank.any()


def test_by_hand_the_part_of_a_domain_is_weight_times_change_of_points():
    method = mdi.Method(indicators={"by": "minmax"})
    weights = mdi.WeightSet(weights={"income": 3, "education": 1})
    columns = {"poor_households": [0.0, 5.0, 10.0], "low_educated": [20.0, 0.0, 10.0]}
    base = mdi.compute(year_of(columns), weights=weights, method=method)
    columns = {"poor_households": [2.0, 5.0, 8.0], "low_educated": [20.0, 10.0, 0.0]}
    later = mdi.compute(year_of(columns, 2024), reference=base)
    found = compare(base, later)
    domains = [node.id for node in later.tree.domains]
    parts = dict(zip(domains, found.contributions, strict=True))
    np.testing.assert_allclose(parts["income"], [15.0, 0.0, -15.0], atol=1e-12)
    np.testing.assert_allclose(parts["education"], [0.0, 12.5, -12.5], atol=1e-12)
    np.testing.assert_allclose(found.index, [15.0, 12.5, -27.5], atol=1e-12)


@given(seed=st.integers(0, 10_000), method=st.sampled_from(METHODS), gaps=st.sampled_from([0, 0.4]))
@relaxed
def test_the_parts_of_the_domains_sum_to_the_change_of_the_index(seed, method, gaps):
    first, second = two_years(seed, gaps)
    base = mdi.compute(first, method=method)
    later = mdi.compute(second, reference=base)
    assume(((base.rank > 0) & (later.rank > 0)).any())
    found = compare(base, later)
    total = found.contributions.sum(axis=0)
    np.testing.assert_allclose(total, found.index, rtol=0, atol=1e-9)


def test_the_parts_sum_to_the_change_of_an_index_that_is_no_weighted_sum():
    method = mdi.Method(
        indicators={"by": "minmax", "floor": 1.0, "ceiling": 100.0}, aggregation={"by": "geometric"}
    )
    first, second = two_years()
    base = mdi.compute(first, method=method)
    later = mdi.compute(second, method=method)
    found = compare(base, later)
    np.testing.assert_allclose(found.contributions.sum(axis=0), found.index, rtol=0, atol=1e-9)


def test_a_domain_that_is_only_there_in_one_year_is_told():
    columns = figures(20)
    gone = {**columns, "low_educated": np.append([np.nan] * 3, columns["low_educated"][3:])}
    base = mdi.compute(year_of(columns))
    found = compare(base, mdi.compute(year_of(gone, 2024), reference=base))
    assert found.warnings == ("domains with points differ before and after in 3 areas",)
    np.testing.assert_allclose(found.contributions.sum(axis=0), found.index, rtol=0, atol=1e-9)


def test_points_as_given_are_told():
    method = mdi.Method(indicators={"by": "as_given"})
    tables = (year_of(figures(names=OFFENCES, seed=s), domains=SAFE) for s in (1, 2))
    found = compare(*(mdi.compute(t, weights=ON_SAFETY, method=method) for t in tables))
    assert any(w.startswith(f"points as given: {', '.join(OFFENCES)}") for w in found.warnings)


def test_the_flow_counts_every_area_once_with_the_worst_first(fixed):
    assert fixed.flow.sum() == len(fixed)
    np.testing.assert_array_equal(
        fixed.flow.sum(axis=1), np.bincount(fixed.earlier.decile, minlength=11)[1:]
    )
    worst = {r.table.year: r.decile == 1 for r in (fixed.earlier, fixed.later)}
    assert fixed.flow[0, 0] == (worst[2020] & worst[2024]).sum()
    best_to_worst = (fixed.earlier.decile == 10) & (fixed.later.decile == 1)
    assert fixed.flow[9, 0] == best_to_worst.sum()


def test_where_nothing_moves_the_flow_is_a_diagonal():
    base = mdi.compute(year_of(figures(100)))
    flow = compare(base, mdi.compute(base.table, reference=base)).flow
    np.testing.assert_array_equal(flow, 10 * np.eye(10, dtype=np.int64))


def test_with_too_few_areas_for_deciles_they_are_missing_and_not_unchanged():
    base = mdi.compute(year_of(figures(5)))
    found = compare(base, mdi.compute(year_of(figures(5, seed=2), 2024), reference=base))
    frame = found.to_frame()
    assert not found.flow.any()
    assert frame[["decile_before", "decile_after", "decile_change"]].isna().all(axis=None)
    assert frame["rank_change"].notna().all()


def test_the_frame_has_every_change_with_what_it_is_made_of(fixed):
    frame = fixed.to_frame()
    domains = [f"{node.id}_change" for node in fixed.later.tree.domains]
    parts = [f"{n}_{end}" for n in ("index", "rank", "decile") for end in
             ("before", "after", "change")]  # fmt: skip
    assert list(frame) == ["area_code", "area_name", "mode", *parts, *domains]
    for name in ("index", "rank", "decile"):
        after = frame[f"{name}_after"] - frame[f"{name}_before"]
        np.testing.assert_array_equal(frame[f"{name}_change"], after)
    np.testing.assert_allclose(frame[domains].sum(axis=1), frame["index_change"], atol=1e-9)


def test_the_means_are_of_inhabitants_for_all_or_for_larger_areas(fixed):
    whole = fixed.means()
    people = fixed.earlier.table.population[fixed.before]
    mean = np.average(fixed.earlier.index[fixed.before], weights=people)
    assert whole.before.tolist() == pytest.approx([mean])
    assert whole.within + whole.composition == pytest.approx(whole.total, abs=1e-9)
    halves = fixed.means(np.arange(len(fixed)) % 2)
    assert halves.total.shape == (2,)


def test_the_provenance_holds_both_results(fixed):
    told = fixed.provenance
    assert told["earlier"]["fingerprint"] == fixed.earlier.fingerprint
    assert told["later"]["measured_with"]["year"] == 2020
    assert told["areas"] == 40
    assert told["warnings"] == list(fixed.warnings)
