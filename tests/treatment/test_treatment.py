"""Every treatment: it bends, it never turns, and it learns from the reference alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from mdi.errors import ComputationError
from mdi.treatment import Asinh, BoxCox, Log1p, Treated, Treatment, Winsorise

RULES = [
    Winsorise(share=0), Winsorise(share=0.1), Log1p(), Asinh(), Asinh(unit=0.2), BoxCox(),
    BoxCox(power=0), BoxCox(power=-2, shift=1), BoxCox(power=0.5, shift=3),
]  # fmt: skip
every_rule = pytest.mark.parametrize("rule", RULES, ids=str)
figures = st.one_of(st.integers(1, 4).map(float), st.floats(1e-3, 1e3), st.just(np.nan))
cases = arrays(np.float64, st.integers(1, 40), elements=figures).flatmap(
    lambda v: st.tuples(st.just(v), arrays(bool, v.size))
)
quick = settings(deadline=None, max_examples=40)


def fitted(rule, values, among=None):
    values = np.asarray(values, float)
    return rule.fit(values, np.ones(values.size, bool) if among is None else among)


def applied(treated, values):
    values = np.asarray(values, float)
    out = np.empty(values.size)
    treated.apply(values, out)
    return out


def treated_by(rule, values):
    return applied(fitted(rule, values), values)


@every_rule
@given(case=cases)
@quick
def test_a_higher_figure_never_becomes_the_lower_one(rule, case):
    values, among = case
    out = applied(fitted(rule, values, among), values)
    known = out[~np.isnan(values)][np.argsort(values[~np.isnan(values)], kind="stable")]
    assert (np.diff(known) >= -1e-12 * np.abs(known[1:])).all()


@every_rule
@given(case=cases)
@quick
def test_missing_stays_missing_and_the_rest_is_finite(rule, case):
    values, among = case
    before = values.copy()
    out = applied(fitted(rule, values, among), values)
    np.testing.assert_array_equal(np.isnan(out), np.isnan(values))
    assert not np.isinf(out).any()
    np.testing.assert_array_equal(values, before)


@every_rule
@given(case=cases, other=st.floats(1, 1e6))
@quick
def test_areas_outside_the_reference_teach_nothing(rule, case, other):
    values, among = case
    changed = np.where(among, values, other)
    assert fitted(rule, values, among) == fitted(rule, changed, among)


@every_rule
@given(case=cases, seed=st.integers(0, 99))
@quick
def test_the_order_of_areas_changes_no_bit(rule, case, seed):
    values, among = case
    order = np.random.default_rng(seed).permutation(values.size)
    assert fitted(rule, values, among) == fitted(rule, values[order], among[order])


@every_rule
@given(case=cases)
@quick
def test_what_is_fitted_survives_json_to_the_last_bit(rule, case):
    found = fitted(rule, *case)
    kinds = TypeAdapter(Treated)
    read = kinds.validate_json(kinds.dump_json(found))
    assert read == found
    np.testing.assert_array_equal(applied(read, case[0]), applied(found, case[0]))


@every_rule
@pytest.mark.parametrize("values", [[2.0], [2.0] * 9, [np.nan] * 3, [1.0, np.nan], [1.0, 2.0]])
def test_a_flat_a_short_and_an_empty_reference_give_finite_figures(rule, values):
    out = treated_by(rule, values)
    np.testing.assert_array_equal(np.isfinite(out), np.isfinite(values))


@pytest.mark.parametrize("rule", [r for r in RULES if r.by != "box_cox" or r.shift > 0], ids=str)
def test_a_column_of_zeros_is_treated_as_any_flat_one(rule):
    assert np.ptp(treated_by(rule, np.zeros(8))) == 0


@given(values=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=60), share=st.floats(0, 0.49))
@quick
def test_winsorising_changes_no_more_than_the_share_in_each_tail(values, share):
    values = np.asarray(values)
    limits = fitted(Winsorise(share=share), values)
    assert (values < limits.low).sum() <= share * values.size
    assert (values > limits.high).sum() <= share * values.size
    assert {limits.low, limits.high} <= set(values)


def test_winsorising_pulls_in_the_declared_number_of_areas():
    out = treated_by(Winsorise(share=0.29), np.arange(100.0))
    assert (out != np.arange(100.0)).sum() == 58
    assert (out.min(), out.max()) == (29, 70)


def test_a_reference_without_figures_sets_no_limits():
    limits = fitted(Winsorise(share=0.1), [np.nan, np.nan])
    np.testing.assert_array_equal(applied(limits, [-9.0, 9.0]), [-9, 9])


def test_areas_outside_the_reference_are_held_within_its_limits():
    values, among = np.array([1.0, 2.0, 3.0, 99.0]), np.array([True, True, True, False])
    np.testing.assert_array_equal(
        applied(fitted(Winsorise(share=0), values, among), values), [1, 2, 3, 3]
    )


def test_the_curves_are_those_of_the_textbook():
    values = np.array([0.0, 0.5, 20.0])
    np.testing.assert_allclose(treated_by(Log1p(), values), np.log(1 + values), rtol=1e-15)
    np.testing.assert_allclose(treated_by(Asinh(unit=4), values), np.arcsinh(values / 4))
    centre = stats.gmean(values + 1)
    np.testing.assert_allclose(
        treated_by(BoxCox(power=0, shift=1), values), np.log((values + 1) / centre), atol=1e-14
    )
    np.testing.assert_allclose(
        treated_by(BoxCox(power=2, shift=1), values), (((values + 1) / centre) ** 2 - 1) / 2
    )


def test_asinh_takes_figures_of_both_signs_alike():
    values = np.array([-1e6, -1.0, 0.0, 1.0, 1e6])
    out = treated_by(Asinh(), values)
    np.testing.assert_array_equal(out, -out[::-1])


@pytest.mark.parametrize("seed", range(4))
def test_the_fitted_power_is_the_likeliest_and_the_shape_that_of_the_textbook(seed):
    rng = np.random.default_rng(seed)
    values = rng.gamma(1 + seed, 500, 400) + 1
    expected, power = stats.boxcox(values)
    found = fitted(BoxCox(), values)
    assert found.power == pytest.approx(power, abs=1e-5)
    ours = applied(found, values)
    np.testing.assert_allclose(stats.zscore(ours), stats.zscore(expected), atol=1e-4)


@given(unit=st.floats(1e-6, 1e6), seed=st.integers(0, 99))
@quick
def test_the_fitted_power_does_not_depend_on_the_unit_of_the_figures(unit, seed):
    values = np.random.default_rng(seed).lognormal(0, 1, 60)
    assert fitted(BoxCox(), values * unit).power == pytest.approx(
        fitted(BoxCox(), values).power, abs=1e-5
    )


def test_a_logarithm_is_the_likeliest_power_of_lognormal_figures():
    values = np.random.default_rng(1).lognormal(11, 0.5, 20_000)
    assert fitted(BoxCox(), values).power == pytest.approx(0, abs=0.03)


def test_a_negative_power_keeps_large_figures_apart():
    values = 1e6 + np.arange(1000.0)
    assert (np.diff(treated_by(BoxCox(power=-5), values)) > 0).all()


@pytest.mark.parametrize(
    ("rule", "values", "said"),
    [
        (Log1p(), [0, -1, 5], "1 area has a lower one or exactly that (lowest: -1)"),
        (Log1p(), [-3, -1, 5], "2 areas have a lower one or exactly that (lowest: -3)"),
        (BoxCox(), [0, 0, 0], "figures above 0; 3 areas have"),
        (BoxCox(shift=2), [-2.5, 1], "figures above -2; 1 area has"),
    ],
)
def test_a_figure_that_cannot_be_bent_is_refused_with_the_way_out(rule, values, said):
    with pytest.raises(ComputationError) as error:
        treated_by(rule, values)
    assert said in str(error.value)
    assert "asinh" in error.value.hint


def test_a_figure_outside_the_reference_is_refused_where_it_is_applied():
    treated = fitted(BoxCox(), [1.0, 2.0, 4.0])
    with pytest.raises(ComputationError, match=r"above 0; 1 area has"):
        applied(treated, [1.0, 0.0])


def test_figures_beyond_the_largest_number_are_refused():
    treated = fitted(BoxCox(power=5), [1.0, 2.0])
    with pytest.raises(ComputationError, match="1 area too large"):
        applied(treated, [1.0, 1e300])


@pytest.mark.parametrize(
    "declared",
    [
        {"by": "winsorise"}, {"by": "winsorise", "share": 0.5}, {"by": "winsorise", "share": -0.1},
        {"by": "asinh", "unit": 0}, {"by": "box_cox", "power": 6}, {"by": "log"},
        {"by": "box_cox", "shift": float("nan")}, {"by": "log1p", "shift": 1},
    ],
)  # fmt: skip
def test_a_declaration_out_of_bounds_is_refused(declared):
    with pytest.raises(ValidationError):
        TypeAdapter(Treatment).validate_python(declared)


@every_rule
def test_a_rule_is_found_by_its_name(rule):
    assert TypeAdapter(Treatment).validate_python(rule.model_dump()) == rule
