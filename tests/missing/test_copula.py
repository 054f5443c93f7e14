"""The conditional expectation of a missing child: formula F24 against a slow twin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, rankdata

from mdi.missing import Copula
from tests.missing.cases import cases, reference_of, rows_of

NODES, OMEGA = np.polynomial.hermite.hermgauss(21)


def everyone(rows):
    return np.ones(rows.shape[1], bool)


def filled(rows, reference=None):
    """Fitted on the reference and filled, in a copy."""
    result = rows.copy()
    Copula().fit(rows, everyone(rows) if reference is None else reference).fill(result)
    return result


def plain(rows, reference):
    """Formula F24 cell by cell: ranks, matrix inverses and a sum over the nodes."""
    known = [np.sort(row[reference & ~np.isnan(row)]) for row in rows]
    complete = reference & ~np.isnan(rows).any(axis=0)
    normal = [norm.ppf(rankdata(row[reference], nan_policy="omit") / (points.size + 1))
              for row, points in zip(rows, known, strict=True)]  # fmt: skip
    sigma = np.corrcoef(np.array(normal)[:, complete[reference]])
    result = rows.copy()
    for area in range(rows.shape[1]):
        o = np.flatnonzero(~np.isnan(rows[:, area]))
        m = np.flatnonzero(np.isnan(rows[:, area]))
        if o.size == 0 or m.size == 0:
            continue
        z = np.array([score(rows[j, area], known[j]) for j in o])
        b = sigma[np.ix_(m, o)] @ np.linalg.inv(sigma[np.ix_(o, o)])
        variance = np.diag(sigma[np.ix_(m, m)] - b @ sigma[np.ix_(o, m)])
        for j, mu, var in zip(m, b @ z, variance, strict=True):
            shares = norm.cdf(mu + np.sqrt(var) * np.sqrt(2) * NODES)
            result[j, area] = sum(
                w * quantile(known[j], p) for w, p in zip(OMEGA, shares, strict=True)
            ) / np.sqrt(np.pi)
    return result


def score(x, points):
    rho = (points < x).sum() + ((points == x).sum() + 1) / 2
    return norm.ppf(min(max(rho, 0.5), points.size) / (points.size + 1))


def quantile(points, share):
    places = np.arange(1, points.size + 1)
    return np.interp(share * (points.size + 1), places, points)


@given(seed=st.integers(0, 2**32 - 1), gaps=st.floats(0.0, 0.25))
@settings(deadline=None, max_examples=25)
def test_missing_points_are_those_of_a_slow_twin(seed, gaps):
    rows = rows_of(seed, areas=200, gaps=gaps)
    reference = reference_of(rows)
    expected = plain(rows, reference)
    np.testing.assert_allclose(filled(rows, reference), expected, rtol=1e-9, atol=1e-9)


@given(rows=cases)
@settings(deadline=None, max_examples=40)
def test_filled_points_lie_within_the_range_of_the_child_in_the_reference(rows):
    reference = reference_of(rows)
    for row, points, known in zip(rows, filled(rows, reference), rows[:, reference], strict=True):
        new = np.isnan(row) & ~np.isnan(points)
        if new.any():
            assert points[new].min() >= np.nanmin(known)
            assert points[new].max() <= np.nanmax(known)


@given(rows=cases)
@settings(deadline=None, max_examples=40)
def test_all_is_filled_but_children_never_observed_and_areas_that_tell_nothing(rows):
    reference = reference_of(rows)
    offered = (~np.isnan(rows) & reference).any(axis=1)
    telling = ~np.isnan(rows[offered]).all(axis=0)
    result = filled(rows, reference)
    assert np.isfinite(result[np.ix_(offered, telling)]).all()
    np.testing.assert_array_equal(result[:, ~telling], rows[:, ~telling])
    np.testing.assert_array_equal(result[~offered], rows[~offered])


def test_a_child_that_has_nothing_to_do_with_the_others_gets_about_its_mean():
    rng = np.random.default_rng(1)
    rows = rng.exponential(size=(3, 20_000))
    gap = rows.copy()
    gap[0, :500] = np.nan
    found = filled(gap)[0, :500]
    np.testing.assert_allclose(found, rows[0].mean(), atol=0.05)


def test_a_child_that_says_the_same_as_another_gets_its_quantile():
    common = np.random.default_rng(2).normal(size=4_000)
    rows = np.array([common, np.exp(common)])
    gap = rows.copy()
    gap[1, :300] = np.nan
    shares = [norm.cdf(x) for x in (filled(gap)[1, :300], rows[1, :300])]
    np.testing.assert_allclose(*shares, atol=0.01)


def test_a_child_that_says_the_opposite_gets_the_mirrored_quantile():
    common = np.random.default_rng(3).normal(size=4_000)
    gap = np.array([common, -common])
    gap[1, :300] = np.nan
    np.testing.assert_allclose(filled(gap)[1, :300], -common[:300], atol=0.15)


def test_a_constant_child_is_filled_with_its_constant():
    rows = rows_of(4, areas=200, gaps=0.0)
    rows[1] = 0.1
    rows[1, :20] = np.nan
    assert (filled(rows)[1] == 0.1).all()


def test_a_constant_child_tells_nothing_about_the_others():
    rows = rows_of(4, areas=200, gaps=0.0)
    rows[1] = 0.1
    rows[0, 20:40] = np.nan
    np.testing.assert_allclose(filled(rows)[0], filled(rows[[0, 2, 3]])[0], rtol=1e-12)


def test_an_area_that_has_only_a_child_the_reference_never_has_is_not_filled():
    rows = rows_of(5, areas=60, gaps=0.0)
    rows[1, :59] = np.nan
    rows[[0, 2, 3], 59] = np.nan
    reference = np.arange(60) < 59
    np.testing.assert_array_equal(filled(rows, reference)[:, 59], rows[:, 59])


def test_figures_beyond_the_reference_count_as_its_ends():
    rows = rows_of(6, areas=200, gaps=0.0)
    completion = Copula().fit(rows, everyone(rows))
    beyond = np.array([[np.nan, np.nan], [1e9, rows[1].max()], [0.1, 0.1], [0.2, 0.2]])
    completion.fill(beyond)
    assert beyond[0, 0] == beyond[0, 1]


def test_the_less_is_known_the_wider_the_normal_score_of_a_gap():
    rows = rows_of(7, areas=500, gaps=0.0)
    completion = Copula().fit(rows, everyone(rows))
    cells = np.full((4, 2), np.nan)
    cells[1], cells[2, 0] = 1.0, 1.0
    mean, deviation = completion.conditional(cells)
    assert deviation[0, 0] < deviation[0, 1] < 1.0
    assert mean[0, 1] > 0
    np.testing.assert_array_equal(np.isnan(mean), ~np.isnan(cells))


def test_with_no_complete_area_at_all_pairs_of_children_are_learnt_from():
    whole = rows_of(8, areas=2_000, gaps=0.0)
    rows = whole.copy()
    rows[np.arange(2_000) % 4, np.arange(2_000)] = np.nan
    gaps = np.isnan(rows[1])
    assert np.corrcoef(filled(rows)[1, gaps], whole[1, gaps])[0, 1] > 0.8
    found = Copula().fit(rows, everyone(rows)).correlation
    np.testing.assert_allclose(found, Copula().fit(whole, everyone(rows)).correlation, atol=0.04)


@pytest.mark.parametrize("areas", [1, 2, 3])
def test_a_handful_of_areas_is_enough_to_be_finite(areas):
    rows = rows_of(9, areas=areas, gaps=0.0)
    rows[0, 0] = np.nan
    result = filled(rows)
    assert np.isfinite(result).all() if areas > 1 else np.isnan(result[0, 0])
