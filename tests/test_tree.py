"""The tree of the index: rows, weights and who is whose parent."""

import numpy as np
import pytest

import mdi
from mdi.tree import grow

TREE = grow(mdi.load_domains(), mdi.load_weights("mdi_nl"))


def nodes(tree):
    found, stack = [], [tree.root]
    while stack:
        found.append(stack.pop())
        stack.extend(found[-1].children)
    return found


def test_every_node_has_a_row_of_its_own_and_the_leaves_come_first():
    rows = sorted(node.row for node in nodes(TREE))
    assert rows == list(range(TREE.rows))
    leaves = [node.row for node in nodes(TREE) if not node.children]
    assert sorted(leaves) == list(range(20))
    assert TREE.root.row == TREE.rows - 1


def test_a_parent_is_always_computed_after_its_children():
    for node in nodes(TREE):
        assert all(child.row < node.row for child in node.children)


def test_a_part_of_healthy_lifestyle_is_a_third_of_a_third_of_health():
    weights = TREE.leaf_weights()
    row = {node.id: node.row for node in nodes(TREE)}
    assert weights[row["smoking"]] == pytest.approx(13.5 / 9)
    assert weights[row["self_rated_health"]] == pytest.approx(13.5 / 3)
    assert weights.sum() == pytest.approx(99.9)


def test_the_scale_is_the_sum_of_the_weights_by_what_they_are_parts_of():
    assert TREE.scale == pytest.approx(0.999)
    assert grow(mdi.load_domains(), mdi.load_weights("equal")).scale == 1


def test_groups_come_the_deepest_first():
    part = {"name": {"nl": "x", "en": "x"}, "unit": "%"}
    deep = {
        "id": "b",
        **part,
        "parts": [{"id": "c", **part, "parts": [{"id": "d", **part}, {"id": "e", **part}]}],
    }
    domains = mdi.Domains.model_validate(
        {"domains": [{"id": "a", "name": part["name"], "indicators": [deep, {"id": "f", **part}]}]}
    )
    tree = grow(domains, mdi.WeightSet(weights={"a": 1}))
    assert [node.id for node in tree.groups()] == ["c", "b"]
    np.testing.assert_allclose(tree.leaf_weights(), [0.25, 0.25, 0.5])


def test_a_weight_for_a_domain_that_does_not_exist_suggests_the_nearest():
    with pytest.raises(mdi.DeclarationError, match="did you mean 'income'"):
        grow(mdi.load_domains(), mdi.WeightSet(weights={"incomes": 1, "work": 1}))
