"""What is missing is drawn from N(μ, C) of the Gaussian copula: against matrices and distributions."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest, norm, rankdata

import mdi
from mdi.missing import Copula
from tests.missing.test_copula import quantile, score
from tests.sensitivity import plain
from tests.sensitivity.test_sensitivity import drawn_ranks
from tests.sensitivity.test_uncertainties import copula, with_gaps


def known_of(rows, reference):
    """The sorted points of each child, and the correlations of their normal scores."""
    known = [np.sort(row[reference & ~np.isnan(row)]) for row in rows]
    complete = reference & ~np.isnan(rows).any(axis=0)
    scores = [
        norm.ppf(rankdata(row[reference], nan_policy="omit") / (points.size + 1))
        for row, points in zip(rows, known, strict=True)
    ]
    return known, np.corrcoef(np.array(scores)[:, complete[reference]])


def conditional(z, sigma, o, m):
    """μ and C of formula F24."""
    b = sigma[np.ix_(m, o)] @ np.linalg.inv(sigma[np.ix_(o, o)])
    return b @ z, sigma[np.ix_(m, m)] - b @ sigma[np.ix_(o, m)]


def test_draws_are_normal_with_the_mean_and_covariance_of_f24():
    rng = np.random.default_rng(1)
    sigma = np.array([[1, 0.7, 0.5], [0.7, 1, 0.3], [0.5, 0.3, 1]])
    rows = rng.multivariate_normal(np.zeros(3), sigma, 4000).T
    fitted = Copula().fit(rows, np.ones(4000, bool))
    many = np.repeat(np.array([[np.nan], [rows[1, 7]], [np.nan]]), 5000, axis=1)
    fitted.draw(many, rng.normal(size=many.shape))
    known, found = known_of(rows, np.ones(4000, bool))
    mean, covariance = conditional(np.array([score(rows[1, 7], known[1])]), found, [1], [0, 2])
    drawn = norm.ppf([np.interp(many[k], known[k], np.arange(1, 4001)) / 4001 for k in (0, 2)])
    np.testing.assert_allclose(drawn.mean(axis=1), mean, atol=0.05)
    np.testing.assert_allclose(np.cov(drawn), covariance, atol=0.04)
    for each, m, variance in zip(drawn, mean, np.diag(covariance), strict=True):
        assert kstest(each, "norm", args=(m, variance**0.5)).pvalue > 0.01


@pytest.mark.parametrize("seed", [1, 5])
def test_ranks_with_what_is_missing_drawn_are_those_of_the_plain_twin(seed):
    table = with_gaps(400)
    result, found = drawn_ranks(table, ("imputation",), 6, copula(), seed=seed)
    root = result.tree.root
    rows = mdi.compute(table, method=result.method.model_copy(update={"nodes": {}})).points[
        root.child_rows()
    ]
    known, sigma = known_of(rows[~np.isnan(rows).all(axis=1)], result.reference)
    there = np.flatnonzero(~np.isnan(rows).all(axis=1))
    weights = root.child_weights()[there]
    for draw, ranks in enumerate(found):
        numbers = np.array(
            [
                plain.normals(seed, "imputation", root.children[k].id, draw, table.codes)
                for k in there
            ]
        )
        points = rows[there]
        for area in range(len(table)):
            gaps = np.isnan(points[:, area])
            o, m = np.flatnonzero(~gaps), np.flatnonzero(gaps)
            if m.size and o.size:
                z = np.array([score(points[k, area], known[k]) for k in o])
                mean, covariance = conditional(z, sigma, o, m)
                drawn = mean + np.linalg.cholesky(covariance) @ numbers[m, area]
                for k, x in zip(m, drawn, strict=True):
                    points[k, area] = np.clip(
                        quantile(known[k], norm.cdf(x)), known[k][0], known[k][-1]
                    )
        expected = plain.ranks(plain.weighted(points, weights, result.scale))
        np.testing.assert_array_equal(ranks, np.where(result.rank > 0, expected, 0))
