"""Weaving lays the parts of every row behind one another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.json_weaving import place, stamp
from geodata.geojson.texts import chosen, elements, woven

WORDS = st.binary(max_size=9)


def as_texts(rows):
    return chosen([*rows, b"unused"], np.arange(len(rows)))


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 7).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n))), WORDS
)
def test_every_row_is_its_parts_joined(columns, word):
    count = len(columns[0]) if columns else 3
    texts = [as_texts(rows) for rows in columns]
    found = woven([word, *texts, word], count)
    rows = [b"".join(row) for row in zip(*columns, strict=True)] if columns else [b""] * count
    assert [found[row] for row in range(count)] == [word + text + word for text in rows]
    assert found.data.tobytes() == b"".join(found[row] for row in range(count))


def test_rows_can_be_taken_again_and_in_any_order():
    texts = elements(b'[1,"a",null]', 3).take(np.array([2, 0, 0]))
    assert [texts[row] for row in range(len(texts))] == [b"null", b"1", b"1"]


def test_what_is_written_moves_the_place_and_touches_nothing_else():
    out, at = np.full(10, 46, np.uint8), np.array([1, 6])
    text = np.frombuffer(b"abcd", np.uint8)
    place(text, np.array([0, 3]), np.array([3, 4]), at, out)
    stamp(np.frombuffer(b"+", np.uint8), at, out)
    assert out.tobytes() == b".abc+.d+.."
    assert at.tolist() == [5, 8]


def test_a_text_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        elements(b"[1]", 1).data[0] = 0
