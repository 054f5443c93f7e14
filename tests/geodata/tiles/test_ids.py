"""Numbers for features: stable, unique, and safe in JavaScript."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.tiles.ids import SAFE, feature_ids


def test_the_code_after_its_prefix_is_read_in_base_36():
    assert feature_ids(["GM0014", "GM00A1"]).tolist() == [40, 361]


def test_the_number_of_an_area_does_not_depend_on_the_others():
    assert feature_ids(["WK001400"])[0] == feature_ids(["WK001401", "WK001400"])[1]


def test_codes_that_differ_in_their_prefix_alone_have_numbers_of_their_own():
    assert len(set(feature_ids(["E01000001", "W01000001"]).tolist())) == 2


@pytest.mark.parametrize("codes", [["NL-01", "NL-02"], ["A" * 30, "A" * 31], ["é1", "e1"]])
def test_codes_of_any_form_have_numbers(codes):
    ids = feature_ids(codes)
    assert len(set(ids.tolist())) == len(codes)
    assert ids.max() < SAFE


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=30))
def test_numbers_are_unique_and_safe(codes):
    ids = feature_ids(codes).tolist()
    assert len(set(ids)) == len(codes)
    assert all(0 <= number < SAFE for number in ids)
