"""Laws that every policy for missing children keeps."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mdi.missing import Completion, MissingPolicy
from mdi.status import Filled
from tests.missing.cases import cases, reference_of

UNION, _ = get_args(MissingPolicy)
POLICIES = [policy() for policy in get_args(UNION)]
WEIGHTS = np.array([0.4, 0.3, 0.0, 0.3])
every_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.by)
relaxed = settings(deadline=None, max_examples=40)


def fitted(policy, rows):
    return policy.fit(rows, reference_of(rows))


def completed(completion, rows):
    """The points after filling and the scores after settling, as an engine does it."""
    filled = rows.copy()
    completion.fill(filled)
    here = ~np.isnan(filled)
    total = WEIGHTS @ here
    scores = np.full(rows.shape[1], np.nan)
    sums = sum(w * np.where(h, f, 0.0) for w, h, f in zip(WEIGHTS, here, filled, strict=True))
    np.divide(sums, total, out=scores, where=total > 0)
    completion.settle(filled, WEIGHTS, scores)
    return filled, scores


def same(left, right):
    for one, other in zip(left, right, strict=True):
        np.testing.assert_array_equal(one, other)


@every_policy
@given(rows=cases)
@relaxed
def test_observed_points_and_the_scores_of_complete_areas_keep_their_bits(policy, rows):
    filled, scores = completed(fitted(policy, rows), rows)
    observed = ~np.isnan(rows)
    np.testing.assert_array_equal(filled[observed], rows[observed])
    complete = observed.all(axis=0)
    plain = completed(POLICIES[0].fit(rows, reference_of(rows)), rows)[1]
    np.testing.assert_array_equal(scores[complete], plain[complete])


@every_policy
@given(rows=cases, data=st.data())
@relaxed
def test_the_order_of_the_areas_does_not_matter(policy, rows, data):
    order = data.draw(st.permutations(range(rows.shape[1])))
    plain = completed(fitted(policy, rows), rows)
    shuffled = policy.fit(rows[:, order], reference_of(rows)[order])
    for one, other in zip(completed(shuffled, rows[:, order]), plain, strict=True):
        np.testing.assert_allclose(one, other[..., order], rtol=1e-9, atol=1e-9)


@every_policy
@given(rows=cases, figure=st.floats(-9, 9) | st.just(np.nan))
@relaxed
def test_areas_outside_of_the_reference_teach_nothing(policy, rows, figure):
    others = rows.copy()
    others[:, ~reference_of(rows)] = figure
    assert fitted(policy, others).model_dump_json() == fitted(policy, rows).model_dump_json()


@every_policy
@given(rows=cases, data=st.data())
@relaxed
def test_some_areas_alone_get_the_bits_they_get_among_all(policy, rows, data):
    chosen = data.draw(st.lists(st.integers(0, rows.shape[1] - 1), min_size=1, max_size=9))
    completion = fitted(policy, rows)
    filled, scores = completed(completion, rows)
    same(completed(completion, rows[:, chosen]), (filled[:, chosen], scores[chosen]))


@every_policy
@given(rows=cases)
@relaxed
def test_an_area_with_nothing_observed_stays_missing(policy, rows):
    completion = fitted(policy, rows)
    filled, scores = completed(completion, np.full((len(rows), 3), np.nan))
    assert np.isnan(filled).all()
    assert np.isnan(scores).all()


@every_policy
@given(rows=cases)
@relaxed
def test_what_is_fitted_is_finite_and_survives_json_to_the_last_bit(policy, rows):
    completion = fitted(policy, rows)
    written = completion.model_dump_json()
    assert "NaN" not in written
    assert "null" not in written
    read = TypeAdapter(Completion).validate_json(written)
    assert type(read) is type(completion)
    assert read.model_dump_json() == written
    same(completed(read, rows), completed(completion, rows))


@every_policy
@given(rows=cases, data=st.data())
@relaxed
def test_one_more_gap_changes_no_bit_of_another_area(policy, rows, data):
    child, area = (data.draw(st.integers(0, size - 1)) for size in rows.shape)
    completion = fitted(policy, rows)
    gap = rows.copy()
    gap[child, area] = np.nan
    others = np.arange(rows.shape[1]) != area
    left, right = completed(completion, gap), completed(completion, rows)
    same([part[..., others] for part in left], [part[..., others] for part in right])


@every_policy
@given(rows=cases)
@relaxed
def test_scores_are_finite_wherever_a_child_with_weight_is_there(policy, rows):
    filled, scores = completed(fitted(policy, rows), rows)
    if policy.by != "strict":
        known = ~np.isnan(filled[WEIGHTS > 0]).all(axis=0)
        assert np.isfinite(scores[known]).all()
    assert not np.isinf(scores).any()


@every_policy
@given(rows=cases)
@relaxed
def test_a_policy_says_truly_whether_it_fills_and_settles(policy, rows):
    completion, kept, scores = fitted(policy, rows), rows.copy(), np.ones(rows.shape[1])
    if not policy.fills:
        completion.fill(kept)
        np.testing.assert_array_equal(kept, rows)
    if not policy.settles:
        completion.settle(rows, WEIGHTS, scores)
        assert (scores == 1.0).all()


def test_a_policy_is_found_by_its_name_and_marks_what_it_did():
    policies = TypeAdapter(MissingPolicy)
    marks = {policy.by: policies.validate_python({"by": policy.by}).filled for policy in POLICIES}
    assert marks == {
        "renormalise": Filled.HANDED_OVER,
        "restored_spread": Filled.SPREAD_RESTORED,
        "strict": Filled.NOTHING,
        "zero": Filled.ZERO,
        "copula": Filled.COPULA,
    }
    assert [policy.by for policy in POLICIES if policy.additive_only] == ["restored_spread"]
    assert [policy.by for policy in POLICIES if policy.centred_only] == ["zero"]


@pytest.mark.parametrize("declared", [{"by": "median"}, {"by": "strict", "least": 0.5}, {}])
def test_an_unknown_policy_or_key_is_refused(declared):
    with pytest.raises(ValidationError):
        TypeAdapter(MissingPolicy).validate_python(declared)
