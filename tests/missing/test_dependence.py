"""What is learnt about the children together, whatever is missing."""

import numpy as np
import pytest
from hypothesis import given, settings

from mdi.missing.dependence import correlation, positive_definite, telling
from tests.missing.cases import cases, reference_of, rows_of


def test_complete_areas_are_learnt_from_where_there_are_ten_for_each_child():
    rows = np.arange(120.0).reshape(2, 60)
    rows[0, 20:] = np.nan
    everyone = np.ones(60, bool)
    np.testing.assert_array_equal(telling(rows, everyone), np.arange(60) < 20)
    rows[0, 19] = np.nan
    np.testing.assert_array_equal(telling(rows, everyone), everyone)


def test_a_child_that_the_reference_never_has_is_not_asked_for():
    rows = np.vstack([np.arange(60.0), np.arange(60.0), np.full(60, np.nan)])
    rows[0, :9] = np.nan
    np.testing.assert_array_equal(telling(rows, np.ones(60, bool)), np.arange(60) >= 9)


def test_correlations_of_complete_areas_are_those_of_numpy():
    rows = rows_of(1, areas=300, gaps=0.0)
    found = correlation(rows, np.ones(300, bool))
    np.testing.assert_allclose(found, np.corrcoef(rows), atol=1e-12)


@given(rows=cases)
@settings(deadline=None, max_examples=40)
def test_correlations_are_always_symmetric_and_positive_definite(rows):
    found = correlation(rows, reference_of(rows))
    np.testing.assert_array_equal(found, found.T)
    np.testing.assert_array_equal(np.diag(found), 1.0)
    assert np.linalg.eigvalsh(found).min() > 1e-7
    assert np.abs(found).max() <= 1.0


def test_correlations_that_contradict_each_other_are_repaired():
    matrix = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1.0]])
    repaired = positive_definite(matrix)
    assert np.linalg.eigvalsh(repaired).min() > 0
    assert repaired[0, 1] == pytest.approx(0.5, abs=1e-3)
    np.testing.assert_array_equal(np.diag(repaired), 1.0)


def test_correlations_that_can_be_are_left_as_they_are():
    matrix = np.array([[1, 0.5], [0.5, 1]])
    assert positive_definite(matrix) is matrix
