"""Which areas lie in which."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.editions.nesting import Nesting, nesting_of
from tests.squares import districts, municipalities

NL = mdi.load_geography()
WORDS = st.sampled_from("abcdefgh")


def squares():
    frames = (("municipality", municipalities(2021)), ("district", districts()))
    return nesting_of(
        (mdi.IndicatorTable.from_frame(f, level=level, year=2021) for level, f in frames), NL
    )


def test_what_a_table_tells_goes_before_the_code():
    nesting = Nesting(NL, {"WK000100": "GM0009"})
    assert nesting.parent("WK000100") == "GM0009"
    assert nesting.parent("WK000101") == "GM0001"
    assert nesting.parent("BU00010102") == "WK000101"


def test_a_province_and_a_word_lie_in_nothing():
    assert Nesting(NL, {}).parent("PV20") is None
    assert Nesting(NL, {}).parent("nowhere") is None
    assert Nesting(NL, {}).parent("GM0001") is None


def test_the_lineage_goes_from_small_to_large():
    nesting = Nesting(NL, {"GM0001": "PV21"})
    assert list(nesting.lineage("BU00010102")) == ["WK000101", "GM0001", "PV21"]


def test_tables_of_several_levels_make_one_nesting():
    nesting = squares()
    assert list(nesting.lineage("WK000700")) == ["GM0007", "PV20"]
    assert nesting.within(["WK000700", "WK000400", "GM0007", "PV20"], "PV20") == [
        True,
        False,
        True,
        True,
    ]


def test_a_table_without_larger_areas_tells_nothing():
    frame = municipalities(2021).drop(columns="parent_code")
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)
    assert nesting_of([table], NL).declared == {}


@settings(deadline=None)
@given(declared=st.dictionaries(WORDS, WORDS), codes=st.lists(WORDS), parent=WORDS)
def test_an_area_lies_in_all_of_its_lineage_and_in_itself_also_in_a_circle(declared, codes, parent):
    nesting = Nesting(NL, declared)
    expected = [code == parent or parent in nesting.lineage(code) for code in codes]
    assert nesting.within(codes, parent) == expected


@settings(deadline=None)
@given(declared=st.dictionaries(WORDS, WORDS), code=WORDS)
def test_a_lineage_ends_and_meets_nobody_twice(declared, code):
    met = list(Nesting(NL, declared).lineage(code))
    assert len(met) == len(set(met))
    assert code not in met
