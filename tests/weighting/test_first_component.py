"""The first principal component against numpy's singular values."""

import numpy as np
import pytest

from mdi.errors import ComputationError
from mdi.weighting import FirstComponent
from tests.weighting.planted import exactly, planted


def weights_of(rows):
    return FirstComponent().fit(rows, np.ones(len(rows)), np.ones(rows.shape[1], bool))


def test_weights_are_the_first_right_singular_vector_of_the_standardised_points():
    rows = planted(seed=8)
    standard = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    first = np.linalg.svd(standard.T, full_matrices=False)[2][0]
    np.testing.assert_allclose(weights_of(rows).weights, first / first.sum(), atol=1e-10)


def test_two_children_that_agree_share_alike():
    np.testing.assert_allclose(weights_of(planted((0.9, 0.5))).weights, 0.5, atol=1e-12)


def test_two_children_against_each_other_cancel_out():
    with pytest.raises(ComputationError, match="cancel out"):
        weights_of(planted((0.9, -0.9)))


def test_a_negative_weight_is_flagged():
    found = weights_of(planted((0.9, 0.8, -0.5)))
    assert found.weights[2] < 0
    assert "child 3" in found.flags[0].lower()


def test_children_without_a_common_direction_are_refused():
    with pytest.raises(ComputationError, match="two directions"):
        weights_of(exactly(np.eye(3)))


def test_copies_share_alike():
    rows = np.vstack([planted()[0]] * 3)
    np.testing.assert_allclose(weights_of(rows).weights, 1 / 3, atol=1e-11)
