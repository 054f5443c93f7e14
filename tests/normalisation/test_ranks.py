"""Ranks read off a table, and of columns too long for one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.normalisation import rank_scale, ranks
from tests.normalisation.cases import RULES, applied

OF_RANKS = {name: rule for name, rule in RULES.items() if isinstance(rule, ranks.RankRule)}


@pytest.mark.parametrize("rule", OF_RANKS.values(), ids=OF_RANKS.keys())
@given(
    values=st.lists(st.integers(-3, 3) | st.floats(-1e3, 1e3) | st.just(float("nan")), min_size=1)
)
@settings(deadline=None, max_examples=40)
def test_a_column_too_long_for_a_table_gets_the_same_points(rule, values):
    column = np.array([values, values[::-1]], float)
    signs, everyone = np.array([1.0, -1.0]), np.ones(len(values), bool)
    by_table, by_group = np.empty(column.shape), np.empty(column.shape)
    rule.apply_rows(column, signs, everyone, by_table)
    scale = rule.fit(column[0], 1.0, everyone)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranks, "LONGEST_TABLE", 0)
        patch.setattr(rank_scale, "LONGEST_TABLE", 0)
        rule.apply_rows(column, signs, everyone, by_group)
        by_scale = applied(scale, column[0])
    np.testing.assert_allclose(by_group, by_table, rtol=1e-13, atol=1e-15)
    np.testing.assert_array_equal(by_scale, by_group[0])


def test_a_table_of_all_ranks_is_made_once_for_a_rule_and_a_number_of_areas():
    rule = RULES["england"]
    assert ranks.table_of(rule, 77) is ranks.table_of(rule.model_copy(), 77)
    assert ranks.table_of(rule, 77).size == 2 * 77
    assert ranks.table_of(rule, 0).size == 0
