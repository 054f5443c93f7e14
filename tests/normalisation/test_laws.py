"""Laws that every rule of normalisation keeps: fitted on the reference, more is worse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mdi.normalisation import Normalisation, Scale, ZScore
from tests import reference
from tests.normalisation.cases import (
    RULES,
    UNION,
    applied,
    cases,
    every_rule,
    fitted,
    points_of,
    turned,
)

TWINS = {
    "normal score": "normal_score",
    "normal score as published": "normal_score/as_published",
    "england": "exponential_rank",
    "england as published": "exponential_rank/as_published",
    "scotland": "scotland",
    "scotland as published": "scotland/as_published",
    "percentile rank": "percentile_rank",
    "percentile rank as published": "percentile_rank/as_published",
    "z-score": "zscore",
    "min-max": "minmax",
    "as given": "as_given",
}
relaxed = settings(deadline=None, max_examples=40)
signs = st.sampled_from([1.0, -1.0])


def rounding(rule):
    """A mean is a sum in some order; all others give the same bits."""
    return 1e-9 if isinstance(rule, ZScore) else 0.0


def test_every_member_of_the_union_is_tried():
    assert {type(rule) for rule in RULES.values()} == set(UNION.__args__)


@pytest.mark.parametrize("name", TWINS)
@given(case=cases, sign=signs)
@relaxed
def test_a_rule_gives_what_its_slow_twin_gives(name, case, sign):
    values, among = case
    known = values[among & ~np.isnan(values)]
    if name == "z-score" and known.size and 0 < np.ptp(known) < 1e-3:
        return  # the spread is the rounding of the mean
    expected = reference.scaled(values.tolist(), sign, among.tolist(), TWINS[name])
    np.testing.assert_allclose(points_of(RULES[name], values, sign, among), expected, 1e-7, 1e-9)


@every_rule
@given(case=cases, sign=signs)
@relaxed
def test_points_never_fall_when_the_figure_gets_worse(rule, case, sign):
    values, among = case
    scale = fitted(rule if sign > 0 else turned(rule), values, sign, among)
    known = np.sort(sign * values[~np.isnan(values)])
    points = applied(scale, sign * known)
    assert (np.diff(points[~np.isnan(points)]) >= 0).all()


@every_rule
@given(case=cases)
@relaxed
def test_mirrored_figures_with_the_other_direction_have_the_same_points(rule, case):
    values, among = case
    plain = points_of(rule, values, 1.0, among)
    mirrored = points_of(turned(rule), -values, -1.0, among)
    np.testing.assert_allclose(mirrored, plain, rtol=rounding(rule), atol=rounding(rule))


@every_rule
@given(case=cases)
@relaxed
def test_only_the_reference_has_points_and_only_where_there_is_a_figure(rule, case):
    values, among = case
    points = points_of(rule, values, 1.0, among)
    np.testing.assert_array_equal(np.isnan(points), np.isnan(values) | ~among)


@every_rule
@given(case=cases)
@relaxed
def test_a_scale_gives_points_to_all_figures_or_to_none(rule, case):
    values, among = case
    points = applied(fitted(rule, values, 1.0, among), values)
    known = ~np.isnan(values)
    assert np.isnan(points[~known]).all()
    assert np.isfinite(points[known]).all() or np.isnan(points[known]).all()


@every_rule
@pytest.mark.parametrize("value", [0.0, 3.0, -1e300, 1e300])
@pytest.mark.parametrize("count", [1, 2, 30])
def test_a_flat_reference_has_finite_points_and_judges_others_too(rule, value, count):
    scale = fitted(rule, np.full(count, value))
    assert np.isfinite(applied(scale, [value, value + 1, 0.0])).all()


@every_rule
def test_a_reference_without_figures_gives_nothing_or_finite_points(rule):
    for values in ([], [np.nan, np.nan]):
        scale = fitted(rule, values)
        points = applied(scale, [1.0, 2.0, np.nan])
        assert np.isnan(points[2])
        assert np.isnan(points[:2]).all() or np.isfinite(points[:2]).all()


@every_rule
@given(case=cases)
@relaxed
def test_applying_at_once_is_fitting_and_applying(rule, case):
    values, among = case
    later = applied(fitted(rule, values, 1.0, among), values)
    np.testing.assert_array_equal(points_of(rule, values, 1.0, among)[among], later[among])


@every_rule
@given(case=cases)
@relaxed
def test_a_scale_does_not_depend_on_the_areas_it_is_applied_to(rule, case):
    values, among = case
    scale = fitted(rule, values, 1.0, among)
    one_by_one = [applied(scale, [value])[0] for value in values]
    np.testing.assert_array_equal(applied(scale, values), one_by_one)


@every_rule
@given(case=cases, data=st.data())
@relaxed
def test_the_order_of_the_areas_does_not_matter(rule, case, data):
    values, among = case
    order = np.array(data.draw(st.permutations(range(values.size))))
    shuffled = points_of(rule, values[order], 1.0, among[order])
    plain = points_of(rule, values, 1.0, among)[order]
    np.testing.assert_allclose(shuffled, plain, rtol=rounding(rule), atol=rounding(rule))


@every_rule
@given(case=cases, other=st.floats(-1e6, 1e6) | st.just(np.nan))
@relaxed
def test_areas_outside_the_reference_influence_nobody(rule, case, other):
    values, among = case
    changed = np.where(among, values, other)
    plain = points_of(rule, values, 1.0, among)
    np.testing.assert_array_equal(points_of(rule, changed, 1.0, among), plain)


@every_rule
@given(case=cases, sign=signs)
@relaxed
def test_a_scale_comes_back_from_json_to_the_last_bit(rule, case, sign):
    values, among = case
    scale = fitted(rule if sign > 0 else turned(rule), values / 3, sign, among)
    back = TypeAdapter(Scale).validate_json(scale.model_dump_json())
    assert type(back) is type(scale)
    assert applied(back, values).tobytes() == applied(scale, values).tobytes()
    np.testing.assert_array_equal(back.beyond(values), scale.beyond(values))


@every_rule
@given(case=cases)
@relaxed
def test_points_of_the_reference_stay_inside_the_bounds_and_above_0_where_promised(rule, case):
    values, among = case
    points = points_of(rule, values, 1.0, among)
    known = points[~np.isnan(points)]
    low, high = rule.bounds() or (-np.inf, np.inf)
    slack = 1e-12 * max(abs(low), abs(high)) if np.isfinite(low) else 0.0
    assert ((known >= low - slack) & (known <= high + slack)).all()
    if rule.positive:
        assert (known > 0).all()


@every_rule
@given(case=cases)
@relaxed
def test_the_figures_are_not_touched(rule, case):
    values, among = case
    before = values.tobytes(), among.tobytes()
    points_of(rule, values, 1.0, among)
    applied(fitted(rule, values, 1.0, among), values)
    assert (values.tobytes(), among.tobytes()) == before


@every_rule
def test_a_rule_comes_back_from_plain_data_and_from_json(rule):
    rules = TypeAdapter(Normalisation)
    assert rules.validate_python(rule.model_dump()) == rule
    assert rules.validate_json(rule.model_dump_json()) == rule


def test_an_unknown_rule_and_a_key_of_another_rule_are_refused():
    rules = TypeAdapter(Normalisation)
    for wrong in ({"by": "zscores"}, {"by": "zscore", "c": 23}, {}):
        with pytest.raises(ValidationError):
            rules.validate_python(wrong)
