"""The Netherlands: four levels, their codes and how they nest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mdi

NL = mdi.load_geography("nl")


def test_the_levels_go_from_small_to_large():
    assert NL.level_ids() == ["neighbourhood", "district", "municipality", "province"]


@pytest.mark.parametrize(
    ("code", "level"),
    [("BU00140101", "neighbourhood"), ("BU0363AA01", "neighbourhood"), ("WK0363AB", "district"),
     ("GM0014", "municipality"), ("PV27", "province")],
)  # fmt: skip
def test_a_code_tells_its_level(code, level):
    assert NL.level_of(code).id == level


@pytest.mark.parametrize(
    "code", ["", "GM14", "GM00144", "gm0014", "GM001A", " GM0014", "GM0014\n", "WK0363ABC", "BU0363AAA1", "GM٠٠١٤"]
)  # fmt: skip
def test_what_is_no_code_has_no_level(code):
    assert NL.level_of(code) is None


@given(
    st.lists(
        st.sampled_from(["GM0001", "GM0002", "GM14", "GM0001\nGM0002", "GM0001\n", "", "\n"]),
        min_size=1,
    )
)
def test_all_codes_are_good_when_every_one_of_them_is(codes):
    level = NL.level("municipality")
    assert level.has_all(codes) == all(level.has(code) for code in codes)


def test_what_is_no_text_is_no_code():
    assert not NL.level("municipality").has_all(["GM0001", None])
    assert not NL.level("municipality").has_all(["GM0001", 14])


def test_the_twelve_provinces_are_known_by_name():
    codes = NL.level("province").code_of_name()
    assert len(set(codes.values())) == 12
    assert codes["Fryslân"] == codes["Friesland"] == "PV21"


def test_an_unknown_level_suggests_the_nearest():
    with pytest.raises(mdi.DeclarationError, match="did you mean 'district'"):
        NL.level("districts")
