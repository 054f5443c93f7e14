"""Group means taken apart: by hand, and by law."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.comparison import change_of_means

relaxed = settings(deadline=None, max_examples=40)
NONE = float("nan")


def of(before, after, people_before, people_after, groups):
    columns = [np.array(c, float) for c in (before, after, people_before, people_after)]
    return change_of_means(tuple(columns[:2]), tuple(columns[2:]), np.array(groups, np.int64))


def test_without_moves_the_whole_change_is_within():
    found = of([10, 30], [20, 30], [100, 300], [100, 300], [0, 0])
    assert found.before.tolist() == [25.0]
    assert found.after.tolist() == [27.5]
    assert found.total.tolist() == found.within.tolist() == [2.5]
    assert found.composition.tolist() == [0.0]


def test_without_changed_scores_the_whole_change_is_composition():
    found = of([10, 30], [10, 30], [100, 300], [300, 100], [0, 0])
    assert found.total.tolist() == found.composition.tolist() == [-10.0]
    assert found.within.tolist() == [0.0]


def test_both_at_once_by_hand():
    """Shares ½, ½ → ¼, ¾; scores 10, 20 → 14, 20; means 15 → 18.5.

    Within: p̄ = (3/8, 5/8), so 3/8 · 4 + 5/8 · 0 = 1.5. Composition: ȳ = (12, 20) less the
    middle mean 16.75, times (−¼, ¼): 4.75/4 + 3.25/4 = 2.
    """
    found = of([10, 20], [14, 20], [50, 50], [50, 150], [0, 0])
    assert found.total[0] == pytest.approx(3.5)
    assert found.within[0] == pytest.approx(1.5)
    assert found.composition[0] == pytest.approx(2.0)


def test_growth_of_all_areas_alike_is_no_composition():
    found = of([10, 20], [10, 20], [50, 150], [100, 300], [0, 0])
    assert found.composition.tolist() == [0.0]


def test_groups_without_people_have_no_mean_and_leave_the_others_alone():
    found = of([1, 2, 3, 4], [2, 3, 4, 5], [10, 0, 10, 5], [10, 7, 0, 5], [0, 1, 2, 4])
    for numbers in (found.before, found.after, found.total, found.within, found.composition):
        assert np.isnan(numbers).tolist() == [False, True, True, True, False]
    assert found.total[[0, 4]].tolist() == [1.0, 1.0]


def test_areas_without_score_or_people_and_outside_the_groups_are_left_out_of_both_means():
    base = of([10, 30], [20, 30], [100, 300], [100, 300], [0, 0])
    more = of(
        [10, 30, NONE, 5, 7, 9],
        [20, 30, 5, NONE, 7, 9],
        [100, 300, 50, 50, NONE, 50],
        [100, 300, 50, 50, 50, 50],
        [0, 0, 0, 0, 0, -1],
    )
    assert more.before.tolist() == base.before.tolist()
    assert more.total.tolist() == base.total.tolist()


def test_without_any_group_there_is_no_mean():
    assert of([1], [2], [1], [1], [-1]).total.tolist() == []


areas = st.lists(
    st.tuples(
        st.floats(-100, 100),
        st.one_of(st.floats(-100, 100), st.just(NONE)),
        st.integers(0, 5000),
        st.integers(0, 5000),
        st.integers(-1, 4),
    ),
    min_size=1,
    max_size=30,
)


@given(areas)
@relaxed
def test_within_and_composition_sum_to_the_change_of_the_mean(rows):
    before, after, first, second, groups = map(np.array, zip(*rows, strict=True))
    found = of(before, after, first, second, groups)
    assert len(found.total) == max(groups.max() + 1, 0)
    for group, total in enumerate(found.total.tolist()):
        here = (groups == group) & ~np.isnan(after)
        if not first[here].sum() or not second[here].sum():
            assert np.isnan(total)
            continue
        means = [np.average(before[here], weights=first[here])]
        means.append(np.average(after[here], weights=second[here]))
        assert total == pytest.approx(means[1] - means[0], abs=1e-9)
        assert found.within[group] + found.composition[group] == pytest.approx(total, abs=1e-9)
