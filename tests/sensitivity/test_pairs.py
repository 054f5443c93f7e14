"""Second-order indices, on functions of which they are known."""

import numpy as np
import pytest

from mdi.errors import ComputationError
from mdi.sensitivity.design import SobolDesign
from mdi.sensitivity.pairs import pair_indices
from tests.sensitivity.test_variance import G, ishigami, sobol_g

NAMES = ("x1", "x2", "x3")


def runs(model, design):
    """The values of a model at A, at B, at the mixtures, and at those turned."""
    a, b, *mixed = (model(points) for points in design.blocks())
    return a, b, mixed, [model(design.turned(name)) for name in design.inputs]


def test_the_turned_points_are_those_of_b_with_one_input_of_a():
    design = SobolDesign.drawn({"one": 2, "two": 1}, 8, seed=1)
    turned = design.turned("one")
    np.testing.assert_array_equal(turned[:, :2], design.a[:, :2])
    np.testing.assert_array_equal(turned[:, 2], design.b[:, 2])


def test_of_ishigami_only_the_first_and_the_third_work_together():
    design = SobolDesign.drawn(dict.fromkeys(NAMES, 1), 16384, seed=3)
    found = pair_indices(*runs(ishigami, design), NAMES, replicates=200)
    assert found.pairs == (("x1", "x2"), ("x1", "x3"), ("x2", "x3"))
    np.testing.assert_allclose(found.second, [0, 0.2437, 0], atol=0.01)
    low, high = found.interval[1]
    assert low <= 0.2437 <= high
    assert high - low < 0.06


def test_of_sobol_g_a_pair_has_the_product_of_its_own():
    design = SobolDesign.drawn({f"x{i}": 1 for i in range(5)}, 16384, seed=5)
    found = pair_indices(*runs(sobol_g, design), tuple(design.inputs), replicates=0)
    own = 1 / (3 * (1 + G) ** 2)
    known = [own[int(i[1])] * own[int(j[1])] for i, j in found.pairs] / (np.prod(1 + own) - 1)
    np.testing.assert_allclose(found.second, known, atol=0.01)
    assert np.isnan(found.interval).all()


def test_groups_have_pairs_as_well_and_a_sum_has_none():
    design = SobolDesign.drawn({"one": 2, "two": 3}, 4096, seed=2)
    found = pair_indices(*runs(lambda x: x.sum(axis=1), design), ("one", "two"), replicates=50)
    np.testing.assert_allclose(found.second, [0], atol=0.01)
    frame = found.to_frame()
    assert list(frame.columns) == ["input", "with", "second", "second_low", "second_high"]
    product = pair_indices(
        *runs(lambda x: (x[:, 0] - 0.5) * (x[:, 4] - 0.5), design), ("one", "two"), replicates=50
    )
    np.testing.assert_allclose(product.second, [1], atol=0.02)


def test_what_does_not_vary_has_no_shares_and_one_input_no_pair():
    still = np.ones(8)
    found = pair_indices(still, still, [still] * 2, [still] * 2, ("one", "two"), replicates=5)
    assert np.isnan(found.second).all()
    with pytest.raises(ComputationError, match="no pair of 1 input"):
        pair_indices(still, still, [still], [still], ("one",))
