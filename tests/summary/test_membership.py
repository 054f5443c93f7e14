"""Which areas lie in which larger area: by level, by mapping, by regions."""

from types import SimpleNamespace

import pandas as pd
import pytest

import mdi
from mdi.declaration import Text
from mdi.summary.membership import lines_of, members_of

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


def test_what_the_table_tells_goes_before_the_code_at_every_level():
    of = [(line.get("district"), line["municipality"]) for line in lines_of(table())]
    assert of == [("WK000101", "GM0001"), ("WK000101", "GM0009"), ("WK000201", "GM0002")]


def test_a_level_has_every_larger_area_that_an_area_lies_in():
    assert inside(members_of(table(), "municipality")) == {
        "GM0001": [CODES[0]],
        "GM0002": [CODES[2]],
        "GM0009": [CODES[1]],
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
    region = SimpleNamespace(id="west", name=Text(nl="westen", en="west side"), codes=("GM0001",))
    members = members_of(table(), [region])
    assert (members.to, members.codes, members.names) == ("regions", ("west",), ("west side",))
    assert inside(members) == {"west": [CODES[0]]}


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
