"""Every rule of shrinkage: between what an area has and what its group has."""

import numpy as np
import pytest

import mdi
from mdi.shrinkage import Proportion
from tests.battery.areas import COUNTRY, DOMAINS, LEAVES, frame_of
from tests.battery.cases import CASES
from tests.battery.laws import compute, on_tables
from tests.shrinkage.places import SHARE, counted

ROUNDING = 1e-9
SHRINKING = [case for case in CASES if case.family == "shrinkage"]
every_shrinkage = pytest.mark.parametrize("case", SHRINKING, ids=str)


@every_shrinkage
@on_tables
def test_what_is_shrunken_lies_between_raw_and_target(case, table):
    found = compute(case, table).steadied.shrunken
    assert found
    for name, leaf in found.items():
        rows, sample = case.rule.sample(table, name)
        own = case.rule.back(sample.estimate)  # a share with half a person more on both sides
        weight, target, value = leaf.weight[rows], leaf.target[rows], leaf.value[rows]
        here = ~np.isnan(weight)
        assert ((weight[here] >= 0) & (weight[here] <= 1)).all()
        low, high = np.minimum(own, target)[here], np.maximum(own, target)[here]
        room = ROUNDING * (1 + np.abs(value[here]))
        assert ((value[here] >= low - room) & (value[here] <= high + room)).all()
        np.testing.assert_array_equal(np.isnan(leaf.value), np.isnan(leaf.raw))


def with_many(figures, area):
    """A table in which very many people stand behind all figures of one area."""
    frame = frame_of(figures)
    for leaf in LEAVES:
        mean = leaf.measure == "mean"
        name, factor = ("_standard_error", 1e-6) if mean else ("_denominator", 1e9)
        frame.loc[area, leaf.id + name] *= factor
    how = {"level": "municipality", "year": 2024, "domains": DOMAINS}
    return mdi.IndicatorTable.from_frame(frame, **how)


@every_shrinkage
@pytest.mark.parametrize("area", [0, 7, 148])
def test_an_area_of_very_many_people_keeps_its_figures(case, area):
    figures = compute(case, with_many(COUNTRY.values, area)).steadied.values[:, area]
    np.testing.assert_allclose(figures, COUNTRY.values[:, area], rtol=1e-4)


@every_shrinkage
def test_what_is_shrunken_differs_from_what_was_observed(case):
    found = compute(case, COUNTRY).steadied.shrunken
    assert all(np.nanmax(np.abs(leaf.value - leaf.raw)) > 0 for leaf in found.values())


@pytest.mark.parametrize("way", ["dl", "pm"])
def test_among_areas_that_hardly_differ_a_full_share_is_drawn_further_than_one_below_it(way):
    """The limit of logits: the error grows faster towards 1 than the distance to the group."""
    few, n = [48, 50, 52, 51, 49] * 20, [100] * 101
    shrunken = [
        Proportion(variance=way).shrink(counted(SHARE, [1] * 101, [*few, r], n), SHARE).value[-1]
        for r in (97, 100)
    ]
    assert shrunken[0] > shrunken[1] > 0.5
