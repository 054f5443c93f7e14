"""Hostile filters: refused in plain words, in little time, whatever they hold."""

import json
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.filters import FilterError, Layer, Limits, parse, rows

WIDE = Limits(length=2_000_000)
DEEP = 10_000
WORDS = (
    *"(),=<>+-*/^%\\';",
    *("a", "1", "'x'", "'2020-01-01'", "'..'", "AND", "OR", "NOT", "LIKE", "IN", "BETWEEN", "IS"),
    *("NULL", "TRUE", "CASEI(", "S_WITHIN(", "T_AFTER(", "POINT(", "BBOX(", "INTERVAL(", "DATE("),
)
ONE = '{"op":"=","args":[{"property":"a"},1]}'


def refused(text, language="cql2-text", limits=WIDE, within=5.0):
    """What is said of a filter, which must be said soon."""
    began = time.perf_counter()
    with pytest.raises(FilterError) as raised:
        parse(text, language, limits=limits)
    assert time.perf_counter() - began < within
    assert len(str(raised.value)) < 1500
    return str(raised.value)


TEXTS = {
    "open brackets": ("(" * DEEP, "it stops after"),
    "open conjunctions": ("(a=1 AND " * DEEP, "it stops after"),
    "a mistake inside brackets": ("(" * DEEP + "a=" + ")" * DEEP, "character 10003"),
    "NOT": ("NOT " * DEEP + "a=1", "64 levels at most"),
    "NOT in brackets": ("NOT (" * DEEP + "a=1" + ")" * DEEP, "64 levels at most"),
    "AND and OR": ("a=1 AND (b=1 OR (" * DEEP + "a=1" + "))" * DEEP, "64 levels at most"),
    "sums": ("a=" + "+".join(["1"] * DEEP), "64 levels at most"),
    "minus": ("a=" + "-" * DEEP + "b", "64 levels at most"),
    "functions": ("CASEI(" * DEEP + "a" + ")" * DEEP, "64 levels at most"),
    "open functions": ("f(" * DEEP, "it stops after"),
    "arrays": ("a IN " + "(1," * DEEP, "it stops after"),
    "closed arrays": ("a=" + "(1," * DEEP + "1" + ")" * DEEP, "array"),
    "geometries": ("S_WITHIN(g," + "GEOMETRYCOLLECTION(" * DEEP, "it stops after"),
    "nests": ("S_WITHIN(g,POLYGON" + "(" * DEEP, "it stops after"),
    "closed nests": ("S_WITHIN(g,POLYGON" + "(" * DEEP + "1 1" + ")" * DEEP + ")", "position"),
    "powers": ("a=1" + "^2" * DEEP, "character"),
    "comparisons": ("a" + "=1" * DEEP, "character"),
    "quotes": ("'" * (2 * DEEP + 1), "not closed"),
    "operations": (" OR ".join(["a=1"] * DEEP), "1,000 at most"),
    "searches": (" OR ".join(["a LIKE 'x%'"] * 100), "64 at most"),
    "members": ("a IN (" + ",".join(["1"] * 100_000) + ")", "1,000 at most"),
    "positions": ("S_WITHIN(g,LINESTRING(" + ",".join(["1 1"] * 20_000) + "))", "10,000 positions"),
    "a long number": ("a=" + "9" * 100_000, "too large"),
    "an empty text": (" \n\t ", "it is empty"),
    "half a character": ("a='\ud800'", "no UTF-8"),
    "bytes": (b"a='\xff'", "no UTF-8"),
    "a zero": ("a=\0", "character 3"),
}


@pytest.mark.parametrize(("text", "said"), TEXTS.values(), ids=TEXTS)
def test_hostile_text(text, said):
    assert said in refused(text)


def nested(before, inside, after, times=DEEP):
    return before * times + inside + after * times


JSONS = {
    "NOT": (nested('{"op":"not","args":[', ONE, "]}"), "cannot be used"),
    "NOT, not as deep": (nested('{"op":"not","args":[', ONE, "]}", 100), "64 levels at most"),
    "arrays": (nested("[", "", "]"), "no JSON"),
    "arrays, not as deep": (nested("[", "", "]", 500), "array"),
    "coordinates": (
        '{"type":"Polygon","coordinates":' + nested("[", "1", "]", 500) + "}",
        "position",
    ),
    "members": (f'{{"op":"in","args":[1,{json.dumps([1] * 100_000)}]}}', "1,000 at most"),
    "NaN": ('{"op":"=","args":[{"property":"a"},NaN]}', "no JSON"),
    "Infinity": ('{"op":"=","args":[{"property":"a"},1e999]}', "cannot be used"),
    "an integer without end": ('{"op":"=","args":[{"property":"a"},' + "9" * 5000 + "]}", "cannot"),
    "half": ('{"op":"=","args":[', "no JSON"),
    "a number": ("1", "it is a value"),
    "nothing": ("null", "it is a value"),
    "an object": ("{}", "no CQL2"),
    "no arguments": ('{"op":"="}', "no list of arguments"),
    "one argument": ('{"op":"=","args":[1]}', "'=' has 1 arguments"),
    "AND of one": ('{"op":"and","args":[true]}', "two or more"),
    "IN without a list": ('{"op":"in","args":[1,2]}', "has no list"),
    "a name that is none": ('{"property":1}', "no CQL2"),
    "an operation that is none": ('{"op":["="],"args":[]}', "no CQL2"),
    "a date that is none": ('{"date":["2020-01-01"]}', "is no date"),
    "surrogates": ('{"op":"=","args":[{"property":"a"},"\\ud800"]}', "no JSON"),
}


@pytest.mark.parametrize(("text", "said"), JSONS.values(), ids=JSONS)
def test_hostile_json(text, said):
    assert said in refused(text, "cql2-json")


@pytest.mark.parametrize("language", ["cql2-text", "cql2-json"])
@pytest.mark.parametrize("text", ["(" * 1_000_000, b"[" * 1_000_000, "a" * 8193])
def test_what_is_too_long_is_not_even_read(text, language):
    said = refused(text, language, Limits(), within=0.05)

    assert "8,192" in said


@given(st.text(max_size=200) | st.binary(max_size=200), st.sampled_from(["cql2-text", "cql2-json"]))
def test_any_text_is_read_or_refused(text, language):
    with suppress(FilterError):
        parse(text, language)


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=15,
    ).map(" ".join)
)
def test_any_row_of_words_is_answered_or_refused(text):
    layer = Layer({"a": [1.0, None]})
    with suppress(FilterError):
        rows(parse(text, "cql2-text"), layer)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["op", "args", "property", "date", "interval", "bbox", "type", "coordinates"]
                ),
                inner
                | st.sampled_from(
                    ["=", "and", "in", "like", "casei", "s_within", "Point", "Polygon", "a"]
                ),
                max_size=3,
            )
        ),
        max_leaves=10,
    )
)
def test_any_json_is_answered_or_refused(document):
    with suppress(FilterError):
        rows(parse(json.dumps(document), "cql2-json"), Layer({"a": [1.0, None]}))


def test_a_language_that_nobody_speaks_is_refused():
    assert "cql2-text" in refused("a = 1", "cql-text")


def test_no_filter_within_the_limits_takes_long():
    texts = ["".join(chr(97 + (at * step) % 26) for step in range(1, 30)) for at in range(14_500)]
    layer = Layer({"a": list(range(14_500)), "name": texts, "other": texts[::-1]})
    for text in (
        " OR ".join(["a=1"] * 900),
        " OR ".join(["name<other"] * 500),
        " OR ".join([f"name LIKE '%{'_z' * 40}%'"] * 64),
        f"a IN ({','.join(['a'] * 900)})",
    ):
        expression = parse(text, "cql2-text")
        began = time.perf_counter()
        rows(expression, layer)
        assert time.perf_counter() - began < 3


def test_the_parser_is_loaded_by_the_first_filter_only():
    code = (
        "import sys, api.filters as f; heavy = {'lark', 'pyarrow', 'pyproj'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "f.parse('a = 1', 'cql2-text'); assert 'lark' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], check=True)
