"""Which p-values are low enough."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.spatial import fdr_cut


def test_the_example_of_benjamini_and_hochberg():
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert fdr_cut(np.array(p)[::-1], 0.05) == 0.0095  # their table 1: four are rejected


def test_a_later_low_value_brings_earlier_ones_along():
    assert fdr_cut(np.array([0.03, 0.04, 0.045, 0.05]), 0.05) == 0.05


def test_nothing_may_be_significant():
    assert fdr_cut(np.array([0.2, 0.6, np.nan])) == 0.0
    assert fdr_cut(np.array([np.nan])) == 0.0
    assert fdr_cut(np.array([])) == 0.0


def test_untested_areas_are_not_counted():
    assert fdr_cut(np.array([0.02, 0.5, np.nan, np.nan]), 0.05) == 0.02


@settings(max_examples=40)
@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_it_is_the_largest_k_that_holds(p, level):
    ranked = sorted(p)
    held = [q for k, q in enumerate(ranked, 1) if q <= k * level / len(p)]
    assert fdr_cut(np.array(p), level) == max(held, default=0.0)
