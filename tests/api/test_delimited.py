"""Delimited text: RFC 4180, and the dialect that a Dutch Excel opens."""

from __future__ import annotations

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from api.delimited import DIALECTS, delimited

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
ROWS = st.lists(st.tuples(TEXT, NUMBER, st.integers(), st.none()))
TITLES = ("name", "value", "count", "nothing")


def read(content, delimiter):
    return list(csv.reader(StringIO(content.decode(), newline=""), delimiter=delimiter))


@given(ROWS)
def test_what_is_written_is_read_back(rows):
    titles, *found = read(delimited(TITLES, rows, DIALECTS["csv"]), ",")
    assert titles == list(TITLES)
    assert [(row[0], float(row[1]), int(row[2]), row[3]) for row in found] == [
        (name, value, count, "") for name, value, count, _ in rows
    ]


@given(st.lists(st.tuples(NUMBER)))
def test_the_dutch_dialect_has_a_mark_semicolons_and_decimal_commas(rows):
    content = delimited(["a"], rows, DIALECTS["csv-nl"])
    assert content.startswith(b"\xef\xbb\xbf")
    found = read(content.removeprefix(b"\xef\xbb\xbf"), ";")[1:]
    assert all("." not in cell for row in found for cell in row)
    assert [float(row[0].replace(",", ".")) for row in found] == [row[0] for row in rows]


def test_lines_end_as_the_standard_has_it():
    assert delimited(["a", "b"], [(1, None)], DIALECTS["csv"]) == b"a,b\r\n1,\r\n"
    assert delimited(["a"], [], DIALECTS["csv"]) == b"a\r\n"


def test_a_text_is_no_formula_in_a_spreadsheet():
    rows = [(sign + "1+1", -1.5) for sign in "=+-@"]
    found = read(delimited(["a", "b"], rows, DIALECTS["csv-nl"])[3:], ";")[1:]
    assert [row[0] for row in found] == ["'=1+1", "'+1+1", "'-1+1", "'@1+1"]
    assert {row[1] for row in found} == {"-1,5"}, "numbers are numbers"
