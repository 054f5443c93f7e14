"""Entropy and CRITIC by hand."""

import numpy as np
import pytest

from mdi.errors import ComputationError
from mdi.weighting import Critic, Entropy
from tests.weighting.planted import planted


def weights_of(rule, rows):
    return rule.fit(rows, np.ones(len(rows)), np.ones(rows.shape[1], bool))


def test_entropy_weights_by_hand():
    rows = np.array([[0.0, 1, 1, 2], [5.0, 5, 5, 6]])
    first = -(0.25 * np.log(0.25) * 2 + 0.5 * np.log(0.5)) / np.log(4)  # of ¼, ¼, ½: 0.75
    assert first == pytest.approx(0.75)
    found = weights_of(Entropy(), rows)
    np.testing.assert_allclose(found.weights, [0.25 / 1.25, 1 / 1.25], atol=1e-12)


def test_a_single_child_has_all_the_entropy_weight():
    np.testing.assert_array_equal(weights_of(Entropy(), planted()[:1]).weights, [1.0])


def test_critic_weights_by_hand():
    rows = planted((0.9, 0.4, 0.2), seed=6)
    unit = (rows - rows.min(axis=1, keepdims=True)) / np.ptp(rows, axis=1)[:, np.newaxis]
    contrast = unit.std(axis=1, ddof=1) * (1 - np.corrcoef(unit)).sum(axis=1)
    found = weights_of(Critic(), rows)
    np.testing.assert_allclose(found.weights, contrast / contrast.sum(), atol=1e-11)


def test_a_child_that_repeats_another_loses_critic_weight():
    rows = planted((0.5, 0.5, 0.5), seed=2)
    alone = weights_of(Critic(), rows).weights[0]
    doubled = weights_of(Critic(), np.vstack([rows, rows[:1]])).weights
    assert doubled[0] < alone
    assert doubled[0] == pytest.approx(doubled[3])


def test_children_that_all_tell_the_same_are_refused_by_critic():
    rows = planted()[:1] * np.array([[1.0], [2.0], [3.0]])
    with pytest.raises(ComputationError, match="no two children that differ"):
        weights_of(Critic(), rows)
