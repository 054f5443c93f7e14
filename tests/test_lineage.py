"""Which areas lie in which."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.lineage import Lineage, lineage_of
from tests.squares import districts, municipalities

NL = mdi.load_geography()
WORDS = st.sampled_from("abcdefgh")


def squares():
    frames = (("municipality", municipalities(2021)), ("district", districts()))
    return lineage_of(
        (mdi.IndicatorTable.from_frame(f, level=level, year=2021) for level, f in frames), NL
    )


def test_what_a_table_tells_goes_before_the_code():
    lineage = Lineage(NL, {"WK000100": "GM0009"})
    assert lineage.parent("WK000100") == "GM0009"
    assert lineage.parent("WK000101") == "GM0001"
    assert lineage.parent("BU00010102") == "WK000101"


def test_a_province_and_a_word_lie_in_nothing():
    assert Lineage(NL, {}).parent("PV20") is None
    assert Lineage(NL, {}).parent("nowhere") is None
    assert Lineage(NL, {}).parent("GM0001") is None


def test_it_goes_from_small_to_large():
    lineage = Lineage(NL, {"GM0001": "PV21"})
    assert lineage.above("BU00010102") == ("WK000101", "GM0001", "PV21")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"BU00010102": "GM0009"}, ("WK000101", "GM0009")),
        ({"BU00010102": "PV21"}, ("WK000101", "GM0001", "PV21")),
        ({"BU00010102": "GM0009", "GM0001": "PV20", "GM0009": "PV21"}, ("WK000101", "GM0009", "PV21")),
        ({"BU00010102": "WK000202"}, ("WK000202", "GM0002")),
        ({"BU00010102": "the west"}, ("the west", "WK000101", "GM0001")),
    ],
)  # fmt: skip
def test_what_is_told_of_a_far_larger_area_leaves_the_levels_below_it(told, expected):
    assert Lineage(NL, told).above("BU00010102") == expected


def test_the_rows_of_an_area_are_those_of_all_areas_in_it():
    rows = Lineage(NL, {"WK000102": "GM0009"}).rows_within(["WK000101", "WK000102"])
    assert rows == {"WK000101": [0], "GM0001": [0], "WK000102": [1], "GM0009": [1]}


def test_tables_of_several_levels_make_one_lineage():
    lineage = squares()
    assert lineage.above("WK000700") == ("GM0007", "PV20")
    assert lineage.within(["WK000700", "WK000400", "GM0007", "PV20"], "PV20") == [
        True,
        False,
        True,
        True,
    ]


def test_a_table_without_larger_areas_tells_nothing():
    frame = municipalities(2021).drop(columns="parent_code")
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    assert lineage_of([table], NL).declared == {}


@settings(deadline=None)
@given(declared=st.dictionaries(WORDS, WORDS), codes=st.lists(WORDS), parent=WORDS)
def test_an_area_lies_in_all_of_its_lineage_and_in_itself_also_in_a_circle(declared, codes, parent):
    lineage = Lineage(NL, declared)
    expected = [code == parent or parent in lineage.above(code) for code in codes]
    assert lineage.within(codes, parent) == expected


@settings(deadline=None)
@given(declared=st.dictionaries(WORDS, WORDS), code=WORDS)
def test_a_lineage_ends_and_meets_nobody_twice(declared, code):
    met = list(Lineage(NL, declared).above(code))
    assert len(met) == len(set(met))
    assert code not in met
