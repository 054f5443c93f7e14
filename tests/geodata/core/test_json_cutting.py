"""Cutting finds the same elements as decoding and encoding again."""

import json

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.json_cutting import cut

TEXT = st.text(st.sampled_from('",\\[]{}: a\n'), max_size=6)
VALUES = st.recursive(
    st.none() | st.integers(-9, 9) | st.floats(allow_nan=False) | TEXT,
    lambda value: st.lists(value, max_size=3) | st.dictionaries(TEXT, value, max_size=3),
)


def elements(text: bytes, count: int) -> list[bytes]:
    starts = np.empty(count + 1, np.int64)
    cut(np.frombuffer(text, np.uint8), starts)
    return [text[starts[i] : starts[i + 1] - 1] for i in range(count)]


@settings(deadline=None, max_examples=100)
@given(st.lists(VALUES, max_size=6))
def test_every_element_is_what_it_is_alone(values):
    assert elements(orjson.dumps(values), len(values)) == [orjson.dumps(each) for each in values]


@pytest.mark.parametrize(
    "text", ['["\\\\",1]', '["\\"",","]', '["\\\\\\"",[",]"]]', '["]",{"[":"}"}]']
)
def test_signs_in_strings_part_nothing(text):
    assert [json.loads(part) for part in elements(text.encode(), 2)] == json.loads(text)


def test_an_array_without_elements_has_none():
    assert elements(b"[]", 0) == []
