"""Matrices of siblings and the pairs that stand out."""

import numpy as np
import pytest

import mdi
from mdi.audit import Thresholds, audit
from tests.countries import random_table, table_of


def related(r, n=400):
    """Two columns with exactly this correlation, around 50."""
    rng = np.random.default_rng(7)
    both = rng.normal(size=(2, n))
    both -= both.mean(axis=1, keepdims=True)
    both[1] -= both[0] * (both[0] @ both[1]) / (both[0] @ both[0])
    left, right = both / np.linalg.norm(both, axis=1, keepdims=True)
    return 50 + 100 * left, 50 + 100 * (r * left + np.sqrt(1 - r * r) * right)


def pairs(r, **limits):
    left, right = related(r)
    table = table_of({"violent_offences": left, "property_offences": right})
    return audit(mdi.compute(table, method="zscore"), Thresholds(**limits)).pairs


@pytest.mark.parametrize(
    ("r", "flag"),
    [(0.93, "redundant"), (-0.93, "redundant"), (-0.2, "negative"), (0.29, "weak")],
)
def test_a_pair_is_flagged_by_its_correlation(r, flag):
    (pair,) = pairs(r)
    assert (pair.left, pair.right, pair.parent) == (
        "violent_offences",
        "property_offences",
        "safety",
    )
    assert pair.flag == flag
    assert pair.r == pytest.approx(r)


@pytest.mark.parametrize("r", [0.31, 0.6, 0.91])
def test_a_pair_that_fits_together_is_not_flagged(r):
    assert pairs(r) == ()


def test_the_limits_can_be_declared():
    assert [pair.flag for pair in pairs(0.6, redundant=0.5)] == ["redundant"]
    assert [pair.flag for pair in pairs(0.6, weak=0.7)] == ["weak"]
    with pytest.raises(mdi.DeclarationError, match="redundant"):
        Thresholds.parse({"redundant": 1.2}, "mine")


def test_figures_of_different_domains_that_say_the_same_are_redundant_too():
    left, right = related(0.97)
    found = audit(mdi.compute(table_of({"smoking": left, "vandalism": right}), method="zscore"))
    across = [pair for pair in found.pairs if pair.parent is None]
    assert [(pair.left, pair.right, pair.flag) for pair in across] == [
        ("smoking", "vandalism", "redundant")
    ]
    assert any("smoking and vandalism say the same (r = 0.97)" in s for s in found.findings)


def test_a_redundant_pair_that_runs_opposite_ways_is_a_mirror_image():
    left, right = related(-0.97)
    found = audit(mdi.compute(table_of({"smoking": left, "vandalism": right}), method="zscore"))
    said = "smoking and vandalism are each other's mirror image (r = −0.97): redundant"
    assert said in found.findings


def test_every_node_has_the_matrix_of_its_children():
    result = mdi.compute(random_table(80, gaps=0))
    found = {siblings.node: siblings for siblings in audit(result).siblings}
    assert set(found) == {"index", "healthy_lifestyle", *(n.id for n in result.tree.domains)}
    safety = next(node for node in result.tree.domains if node.id == "safety")
    points = result.points[safety.child_rows()][:, result.rank > 0]
    assert found["safety"].children == tuple(child.id for child in safety.children)
    np.testing.assert_allclose(found["safety"].correlations, np.corrcoef(points), atol=1e-11)
