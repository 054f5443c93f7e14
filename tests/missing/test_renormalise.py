"""Weights that pass to the children that are there: nothing is filled, nothing is learnt."""

import numpy as np

from mdi.missing import Renormalise


def test_the_weights_are_handed_over_without_a_touch():
    rows, scores = np.array([[1.0, np.nan], [3.0, 4.0]]), np.array([2.0, 4.0])
    completion = Renormalise().fit(rows, np.ones(2, bool))
    completion.fill(rows)
    completion.settle(rows, np.ones(2), scores)
    np.testing.assert_array_equal(rows, [[1.0, np.nan], [3.0, 4.0]])
    np.testing.assert_array_equal(scores, [2.0, 4.0])
    assert completion.model_dump() == {"kind": "renormalise"}
