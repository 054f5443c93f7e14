"""One factor by maximum likelihood, against EM, a general optimiser and planted loadings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.errors import ComputationError
from mdi.weighting import FactorAnalysis
from mdi.weighting.one_factor import one_factor
from tests.weighting.planted import (
    LOADINGS,
    by_expectation_maximisation,
    by_search,
    exactly,
    misfit,
    planted,
)

seeds = st.integers(0, 10_000)


def weights_of(rows, kind="loadings"):
    everyone = np.ones(rows.shape[1], bool)
    return FactorAnalysis(weights=kind).fit(rows, np.ones(len(rows)), everyone)


@given(seed=seeds)
@settings(deadline=None, max_examples=8)
def test_loadings_are_those_of_expectation_maximisation(seed):
    among = np.corrcoef(planted(seed=seed))
    found = one_factor(among)
    np.testing.assert_allclose(found.loadings, by_expectation_maximisation(among), atol=1e-7)
    np.testing.assert_allclose(found.uniquenesses, 1 - found.loadings**2, atol=1e-9)


@given(seed=seeds, children=st.integers(3, 7), areas=st.integers(12, 80))
@settings(deadline=None, max_examples=25)
def test_no_search_from_many_starts_finds_a_better_fit(seed, children, areas):
    rng = np.random.default_rng(seed)
    among = np.corrcoef(planted(rng.uniform(-0.3, 1.0, children), areas, seed))
    assert misfit(one_factor(among).uniquenesses, among) <= by_search(among, seed=seed) + 1e-7


@pytest.mark.parametrize("loadings", [LOADINGS, (0.9, 0.2, 0.4), (0.3,) * 8])
def test_planted_loadings_are_recovered_exactly_from_exact_correlations(loadings):
    loadings = np.array(loadings)
    among = np.outer(loadings, loadings)
    np.fill_diagonal(among, 1.0)
    np.testing.assert_allclose(one_factor(among).loadings, loadings, atol=1e-10)
    found = weights_of(exactly(among))
    np.testing.assert_allclose(found.weights, loadings / loadings.sum(), atol=1e-10)
    assert found.flags == ()


def test_planted_loadings_are_recovered_from_many_areas():
    found = one_factor(np.corrcoef(planted(areas=50_000)))
    np.testing.assert_allclose(found.loadings, LOADINGS, atol=0.02)


def test_regression_and_bartlett_weights_follow_from_the_loadings():
    rows = planted(seed=4)
    among = np.corrcoef(rows)
    loadings, own = one_factor(among)
    for kind, raw in [
        ("regression", np.linalg.inv(among) @ loadings),
        ("bartlett", loadings / own),
    ]:
        np.testing.assert_allclose(weights_of(rows, kind).weights, raw / raw.sum(), atol=1e-11)


def test_a_heywood_case_is_flagged_with_its_child():
    among = np.array([[1.0, 0.9, 0.8], [0.9, 1.0, 0.5], [0.8, 0.5, 1.0]])  # λ₁² = 1.44
    found = one_factor(among)
    assert found.heywood.tolist() == [True, False, False]
    flags = weights_of(exactly(among)).flags
    assert flags == (
        "Heywood case: child 1 is the factor itself, its uniqueness stands at its bound of 0.005.",
    )


@pytest.mark.parametrize("kind", ["loadings", "regression", "bartlett"])
def test_a_child_that_runs_against_the_others_is_flagged_and_never_flipped(kind):
    rows = planted((0.9, 0.8, 0.7, -0.6))
    found = weights_of(rows, kind)
    assert found.weights[3] < 0
    assert (found.weights[:3] > 0).all()
    assert [flag.startswith("Child 4 has a negative weight") for flag in found.flags] == [True]


def test_weights_that_cancel_out_are_refused():
    among = np.outer([1, 1, -1, -1], [1, 1, -1, -1]) * 0.5 + 0.5 * np.eye(4)
    with pytest.raises(ComputationError, match="cancel out"):
        weights_of(exactly(among))


def test_children_with_nothing_in_common_are_refused():
    with pytest.raises(ComputationError, match="nothing in common"):
        weights_of(exactly(np.eye(4)))


def test_a_child_that_is_a_copy_of_others_is_refused_by_position():
    rows = planted()
    rows[4] = 3 * rows[1] + 2
    with pytest.raises(ComputationError, match="child 2, 5 apart"):
        weights_of(rows)


def test_a_child_that_is_nearly_a_copy_gives_finite_weights():
    rows = planted()
    rows[4] = rows[1] + 1e-3 * rows[4]
    found = weights_of(rows)
    assert np.isfinite(found.weights).all()
    assert any("Heywood" in flag for flag in found.flags)
