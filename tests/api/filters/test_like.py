"""Patterns of LIKE: against trying every way, and against time."""

import time

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.filters import FilterError, Layer, parse, rows
from api.filters.patterns import matching
from tests.api.filters.twin import like

SIGNS = "ab%_\\é\n.*"
patterns = st.text(SIGNS, max_size=6).filter(lambda p: (len(p) - len(p.rstrip("\\"))) % 2 == 0)


@given(st.lists(st.text(SIGNS, max_size=6), max_size=8), patterns)
def test_a_pattern_fits_the_texts_that_it_fits_sign_by_sign(texts, pattern):
    found = matching(pa.array(texts, pa.string()), pattern)

    assert found.tolist() == [like(text, pattern) for text in texts]


EVIL = {
    "stars": "%a" * 450 + "b",
    "gaps": "%_a" * 300 + "%b",
    "blanks": "_%" * 450 + "b",
    "long gaps": ("%" + "_" * 30 + "a") * 30 + "b",
}


@pytest.mark.parametrize("pattern", EVIL.values(), ids=EVIL)
def test_no_pattern_is_slow(pattern):
    texts = pa.array(["a" * 2000] * 200, pa.string())
    began = time.perf_counter()

    found = matching(texts, pattern)

    assert not found.any()
    assert time.perf_counter() - began < 2


def test_text_of_a_regular_expression_is_only_text():
    layer = Layer({"name": ["a.b", "axb", "(a+)+$", "[a]"]})

    for text in layer.columns["name"]:
        chosen = rows(parse(f"name LIKE '{text}'", "cql2-text"), layer)
        assert [layer.columns["name"][at] for at in chosen.nonzero()[0]] == [text]


def test_escapes_as_qgis_and_as_the_standard_write_them():
    layer = Layer({"name": ["50%", "50x", r"50\x"]})

    def select(text):
        return rows(parse(text, "cql2-text"), layer).tolist()

    assert select(r"name LIKE '50\%'") == select(r"name LIKE '50\\%'") == [True, False, False]
    assert select(r"name LIKE '50\\\\%'") == [False, False, True]


@pytest.mark.parametrize("pattern", ["'a\\\\'", "b", "1", "NULL", "'" + "a" * 1001 + "'"])
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(FilterError, match="LIKE"):
        rows(parse(f"name LIKE {pattern}", "cql2-text"), Layer({"name": ["a"]}))
