"""The kernels of the Gaussian copula, against matrix algebra and a fine sum."""

import numpy as np
from scipy.special import ndtr, ndtri

from mdi.core.copula import conditional, conditional_draw, expected_points


def test_conditional_moments_are_those_of_matrix_algebra():
    rng = np.random.default_rng(1)
    sigma = np.corrcoef(rng.normal(size=(5, 9)))
    scores = rng.normal(size=(5, 1))
    scores[[1, 3]] = np.nan
    mean, deviation = np.empty((5, 1)), np.empty((5, 1))
    conditional(scores, sigma, mean, deviation)
    o, m = [0, 2, 4], [1, 3]
    b = sigma[np.ix_(m, o)] @ np.linalg.inv(sigma[np.ix_(o, o)])
    variance = np.diag(sigma[np.ix_(m, m)] - b @ sigma[np.ix_(o, m)])
    np.testing.assert_allclose(mean[m, 0], b @ scores[o, 0], rtol=1e-9)
    np.testing.assert_allclose(deviation[m, 0] ** 2, variance, rtol=1e-9)
    assert np.isnan(mean[o]).all()


def test_an_area_without_any_score_has_no_conditional_moments():
    scores = np.full((2, 1), np.nan)
    mean, deviation = np.zeros((2, 1)), np.zeros((2, 1))
    conditional(scores, np.eye(2), mean, deviation)
    assert np.isnan(mean).all()
    assert np.isnan(deviation).all()


def test_expected_points_are_those_of_a_fine_sum_over_quantiles():
    points = np.sort(np.random.default_rng(2).exponential(size=400))
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    row, mean, deviation = np.array([np.nan, 7.0]), np.array([0.8, np.nan]), np.array([0.6, np.nan])
    expected_points(mean, deviation, points, nodes, weights / weights.sum(), row)
    shares = (np.arange(100_000) + 0.5) / 100_000
    place = ndtr(0.8 + 0.6 * ndtri(shares)) * 401
    fine = np.interp(place, np.arange(1, 401), points).mean()
    np.testing.assert_allclose(row, [fine, 7.0], rtol=1e-2)


def test_the_expectation_of_a_straight_quantile_function_at_no_spread_is_the_point_itself():
    points, row = np.arange(1.0, 100.0), np.array([np.nan])
    expected_points(ndtri(np.array([0.25])), np.zeros(1), points, np.zeros(1), np.ones(1), row)
    np.testing.assert_allclose(row, [25.0], rtol=1e-12)


def test_draws_of_missing_scores_have_the_conditional_mean_and_covariance():
    sigma = np.array([[1.0, 0.6, 0.5], [0.6, 1.0, 0.7], [0.5, 0.7, 1.0]])
    n = 40_000
    scores = np.full((3, n), np.nan)
    scores[1] = 1.5
    numbers = np.random.default_rng(1).normal(size=(3, n))
    drawn = np.empty((3, n))
    conditional_draw(scores, sigma, numbers, drawn)
    apart = [0, 2]
    mean = sigma[apart, 1] * 1.5
    spread = sigma[np.ix_(apart, apart)] - np.outer(sigma[apart, 1], sigma[1, apart])
    assert np.isnan(drawn[1]).all()
    np.testing.assert_allclose(drawn[apart].mean(axis=1), mean, atol=0.02)
    np.testing.assert_allclose(np.cov(drawn[apart]), spread, atol=0.02)


def test_an_area_of_which_nothing_is_observed_is_not_drawn():
    drawn = np.zeros((2, 1))
    conditional_draw(np.full((2, 1), np.nan), np.eye(2), np.ones((2, 1)), drawn)
    assert np.isnan(drawn).all()
