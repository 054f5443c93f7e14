"""Weights stand as printed; shares are derived."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mdi


def test_the_dutch_weights_stand_as_printed_and_sum_to_99_9():
    weights = mdi.load_weights("mdi_nl")
    assert list(weights.weights.values()) == [22.5, 22.5, 13.5, 13.5, 9.3, 9.3, 9.3]
    assert weights.total == 99.9
    assert weights.base == 100
    assert sum(weights.shares().values()) == pytest.approx(1, abs=1e-15)
    assert weights.shares()["income"] == pytest.approx(22.5 / 99.9)


def test_equal_weights_are_parts_of_their_sum():
    weights = mdi.load_weights("equal")
    assert set(weights.weights.values()) == {1}
    assert weights.base == weights.total == 7


@given(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=7))
def test_shares_sum_to_one_however_large_or_small_the_weights(values):
    weights = mdi.WeightSet(weights={f"d{i}": value for i, value in enumerate(values)})
    assert sum(weights.shares().values()) == pytest.approx(1, rel=1e-9)


def test_a_domain_that_is_not_named_does_not_count():
    domains = mdi.load_domains()
    assert mdi.WeightSet(weights={"work": 2}).within(domains) == [0, 2, 0, 0, 0, 0, 0]


def test_weights_of_ones_own_are_read_by_path(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("of = 4\n[weights]\nwork = 3\nincome = 1")
    weights = mdi.load_weights(path)
    assert weights == mdi.load_weights(str(path))
    assert (weights.id, weights.base) == ("own", 4)


def test_weights_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="frozen"):
        mdi.load_weights("mdi_nl").of = 99.9
