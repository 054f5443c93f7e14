"""Which areas lie in which larger area: by level, by mapping, by regions."""

import pandas as pd
import pytest

import mdi
from mdi.membership import members_of

PARENTS = {"BU00010101": "WK000101", "BU00010102": "GM0009", "BU00020101": None}
CODES = tuple(PARENTS)


def table(parents=PARENTS, level="neighbourhood"):
    frame = pd.DataFrame({"area_code": list(parents), "population": 10.0, "smoking": 1.0})
    if any(parents.values()):
        frame["parent_code"] = list(parents.values())
    return mdi.IndicatorTable.from_frame(frame, level=level, year=2021)


def inside(members):
    """The codes of the areas in each larger area."""
    found = {code: [] for code in members.codes}
    for row, group in zip(members.rows, members.groups, strict=True):
        found[members.codes[group]].append(CODES[row])
    return found


def test_a_level_has_every_larger_area_that_an_area_lies_in():
    assert inside(members_of(table(), "municipality")) == {
        "GM0001": [CODES[0]],
        "GM0002": [CODES[2]],
        "GM0009": [CODES[1]],
    }


def test_a_declared_municipality_does_not_take_away_the_district():
    assert inside(members_of(table(), "district")) == {
        "WK000101": [CODES[0], CODES[1]],
        "WK000201": [CODES[2]],
    }


def test_provinces_have_the_names_of_the_geography():
    members = members_of(table({"GM0001": "PV21", "GM0002": "PV20"}, "municipality"), "province")
    assert members.codes == ("PV20", "PV21")
    assert members.names == ("Groningen", "Fryslân")


def test_a_region_of_municipalities_holds_their_neighbourhoods_each_of_them_once():
    regions = {"west": ["GM0001", CODES[0]], "all": ["GM0001", "GM0002", "GM0009"]}
    found = inside(members_of(table(), regions))
    assert found == {"west": [CODES[0]], "all": list(CODES)}


def test_regions_have_a_name():
    region = mdi.Region(id="west", name={"nl": "westen", "en": "west side"}, codes=("GM0001",))
    members = members_of(table(), [region, mdi.Region(id="east", codes=("GM0002",))])
    assert (members.to, members.level) == ("regions", "region")
    assert (members.codes, members.names) == (("west", "east"), ("westen", "east"))
    assert inside(members) == {"west": [CODES[0]], "east": [CODES[2]]}
    assert members.geography.level("region").areas["west"] == ("westen", "west side")


def test_regions_that_do_not_hold_up_are_refused():
    twice = [mdi.Region(id="x", codes=("GM0001",))] * 2
    with pytest.raises(mdi.ComputationError, match="'x' is declared 2 times"):
        members_of(table(), twice)


def test_what_is_in_none_of_the_larger_areas_is_known():
    assert members_of(table(), {"west": ["GM0001"]}).outside == CODES[1:]


def test_codes_without_an_area_may_be_told_instead_of_refused():
    members = members_of(table(), {"a": ["GM0001", "GM0011"], "b": ["GM0012"]}, strict=False)
    assert members.absent == {"a": ("GM0011",), "b": ("GM0012",)}
    assert inside(members) == {"a": [CODES[0]], "b": []}


def test_a_table_above_tells_names_and_where_its_areas_lie():
    frame = {"area_code": ["GM0001"], "area_name": ["Aa"], "parent_code": ["PV20"], "smoking": 1.0}
    above = mdi.IndicatorTable.from_frame(pd.DataFrame(frame), level="municipality", year=2021)
    members = members_of(table(), "municipality", above=[above])
    assert members.names == ("Aa", None, None)
    assert members.parents == ("PV20", None, None)
    assert inside(members_of(table(), "province", above=[above])) == {"PV20": [CODES[0]]}


def test_a_mapping_of_areas_may_know_more_areas_than_the_table():
    parents = {CODES[0]: "a", CODES[1]: None, "GM0002": "b", "GM0444": "b"}
    assert inside(members_of(table(), parents)) == {"a": [CODES[0]], "b": [CODES[2]]}


def test_a_region_that_lists_areas_which_are_not_there_is_refused_with_all_of_them():
    regions = {"west": ["GM0001", "GM0011"], "east": ["BU00029999", "PV20"]}
    with pytest.raises(mdi.ComputationError) as caught:
        members_of(table(), regions)
    message = str(caught.value)
    assert "region 'west' lists 1 area that the table does not have: GM0011" in message
    assert "region 'east' lists 2 areas that the table does not have: BU00029999, PV20" in message


def test_a_level_that_nothing_leads_to_is_refused():
    with pytest.raises(mdi.ComputationError, match="does not tell in which province any of its 3"):
        members_of(table(), "province")
    with pytest.raises(mdi.ComputationError, match="Give the larger area of each area"):
        members_of(table(), {})


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ("neighbourhood", "A neighbourhood is not larger than a neighbourhood"),
        ("municipalty", "did you mean 'municipality'"),
    ],
)
def test_a_level_that_is_not_larger_or_not_known_is_refused(to, found):
    with pytest.raises(mdi.DeclarationError, match=found):
        members_of(table(), to)


def test_the_largest_level_has_no_larger_one():
    with pytest.raises(mdi.DeclarationError, match="give regions instead"):
        members_of(table({"PV20": None}, "province"), "municipality")
