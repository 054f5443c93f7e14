"""Scores of incomplete areas get the spread of complete ones."""

import numpy as np
import pytest

from mdi.missing import RestoredSpread
from tests.missing.cases import rows_of

EQUAL = np.ones(3)


def country(areas=200_000, correlation=0.5):
    """Three normal scores, each pair correlated alike."""
    rng = np.random.default_rng(1)
    own, common = rng.normal(size=(3, areas)), rng.normal(size=areas)
    return np.sqrt(1 - correlation) * own + np.sqrt(correlation) * common


def test_an_area_with_one_of_three_children_is_as_often_in_the_top_tenth_as_any_other():
    rows = country()
    cut = np.quantile(rows.mean(axis=0), 0.9)
    completion = RestoredSpread().fit(rows, np.ones(rows.shape[1], bool))
    one = np.full(rows.shape, np.nan)
    one[0] = rows[0]
    scores = rows[0].copy()
    assert (scores > cut).mean() == pytest.approx(0.148, abs=0.002)
    completion.settle(one, EQUAL, scores)
    assert (scores > cut).mean() == pytest.approx(0.100, abs=0.002)


def test_the_score_is_moved_and_stretched_as_on_paper():
    rows = rows_of(3, areas=200, gaps=0.0)
    weights = np.array([0.5, 0.2, 0.0, 0.3])
    completion = RestoredSpread().fit(rows, np.ones(200, bool))
    gaps = rows.copy()
    gaps[0, :50] = np.nan
    scores = weights[1:] @ rows[1:] / 0.5
    settled = scores.copy()
    completion.settle(gaps, weights, settled)
    mean, covariance = rows.mean(axis=1), np.cov(rows)
    part = np.where(np.arange(4) == 0, 0.0, weights) / 0.5
    stretch = np.sqrt(weights @ covariance @ weights / (part @ covariance @ part))
    expected = weights @ mean + (scores - part @ mean) * stretch
    np.testing.assert_allclose(settled[:50], expected[:50], rtol=1e-12)
    np.testing.assert_array_equal(settled[50:], scores[50:])


def test_children_that_say_the_same_are_not_stretched():
    row = np.random.default_rng(2).normal(size=500)
    rows = np.array([row, row, row])
    completion = RestoredSpread().fit(rows, np.ones(500, bool))
    rows[0, :9] = np.nan
    scores = row.copy()
    completion.settle(rows, EQUAL, scores)
    np.testing.assert_allclose(scores, row, atol=1e-5)


def test_without_complete_areas_each_child_and_each_pair_is_learnt_from():
    rows = country(3000)
    rows[np.arange(3000) % 3, np.arange(3000)] = np.nan
    completion = RestoredSpread().fit(rows, np.ones(3000, bool))
    np.testing.assert_allclose(completion.mean, np.nanmean(rows, axis=1), atol=1e-12)
    np.testing.assert_allclose(completion.covariance, 0.5 + 0.5 * np.eye(3), atol=0.08)


def test_a_child_that_the_reference_never_has_does_not_count():
    rows = country(500)
    reference = np.ones(500, bool)
    rows[2] = np.nan
    scores = rows[:2].mean(axis=0)
    settled = scores.copy()
    RestoredSpread().fit(rows, reference).settle(rows, EQUAL, settled)
    np.testing.assert_array_equal(settled, scores)


def test_where_the_observed_child_is_the_same_everywhere_the_score_is_only_moved():
    rows = country(500)
    rows[0] = 0.1
    completion = RestoredSpread().fit(rows, np.ones(500, bool))
    gaps = rows.copy()
    gaps[1:] = np.nan
    scores = np.full(500, 0.1)
    completion.settle(gaps, EQUAL, scores)
    np.testing.assert_allclose(scores, rows.mean(axis=0).mean(), atol=1e-12)
