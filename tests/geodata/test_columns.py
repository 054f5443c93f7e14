"""The column with the area codes is found by what stands in it."""

import numpy as np
import pytest

from geodata.columns import code_faults, find_code_column, find_name_column
from geodata.errors import BoundaryError
from geodata.layer import Layer


def layer(**columns):
    length = len(next(iter(columns.values()), []))
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return Layer(arrays, np.full(length, None, dtype=object), "EPSG:28992")


def test_the_column_of_codes_is_found_whatever_its_name():
    found = layer(naam=["A", "B"], statcode=["GM0014", " GM0034 "], jaar=[2022, 2022])
    assert find_code_column(found) == "statcode"


@pytest.mark.parametrize("code", ["GM0014", "WK001400", "BU0363AE01", "PV20", "E01000001", "NL112"])
def test_codes_of_several_countries_are_codes(code):
    assert find_code_column(layer(x=[code])) == "x"


@pytest.mark.parametrize("word", ["Groningen", "GRONINGEN", "1234AB", "gm0014", "GM 0014", "A1"])
def test_words_are_no_codes(word):
    with pytest.raises(BoundaryError, match="No column of the file holds area codes"):
        find_code_column(layer(x=[word]))


def test_a_column_that_repeats_its_codes_is_not_the_one():
    found = layer(gm_code=["GM0014", "GM0014"], wk_code=["WK001400", "WK001401"])
    assert find_code_column(found) == "wk_code"


def test_two_columns_of_codes_are_named_and_the_choice_is_the_users():
    both = layer(bu_2015=["BU01", "BU02"], bu_2022=["BU03", "BU04"])
    with pytest.raises(
        BoundaryError, match=r"bu_2015, bu_2022.*\n.*code column you mean, such as 'bu_2022'"
    ):
        find_code_column(both)
    assert find_code_column(both, "bu_2015") == "bu_2015"


@pytest.mark.parametrize("name", ["code", "area_code"])
def test_a_column_called_code_wins(name):
    assert find_code_column(layer(old=["BU01", "BU02"], **{name: ["BU03", "BU04"]})) == name


def test_all_that_is_wrong_with_the_codes_is_said_at_once():
    bad = layer(code=["GM0014", "GM0014", "gm 15", None, "GM0016"])
    with pytest.raises(BoundaryError) as caught:
        find_code_column(bad)
    assert caught.value.problems == (
        "1 × duplicate codes: GM0014 (2 times)",
        "1 × malformed codes: 'gm 15'",
        "1 × no code: row 4",
    )


def test_codes_of_another_form_are_foreign_and_words_are_malformed():
    faults = code_faults(["GM0014", "WK001400", "Groningen", None, "GM0014"], "GM[0-9]{4}")
    assert (faults.foreign, faults.malformed) == (("WK001400",), ("Groningen",))
    assert (faults.twice, faults.empty) == ({"GM0014": 2}, (4,))
    assert len(faults.in_words()) == 4
    assert not code_faults(["GM0014"], "GM[0-9]{4}")


def test_a_named_column_is_checked_too():
    with pytest.raises(BoundaryError, match="malformed"):
        find_code_column(layer(code=["GM0014"], naam=["Groningen"]), "naam")
    with pytest.raises(BoundaryError, match=r"no column 'cod'.*\n.*It has: code"):
        find_code_column(layer(code=["GM0014"]), "cod")


def test_a_pattern_of_ones_own_finds_numbers():
    found = layer(id=[1, 2], tract=[36061, 36062])
    assert find_code_column(found, pattern=r"\d{5}") == "tract"


def test_without_columns_there_are_no_codes():
    with pytest.raises(BoundaryError, match="No column"):
        find_code_column(layer())


@pytest.mark.parametrize(
    ("columns", "code", "name"),
    [
        (("code", "name", "province"), "code", "name"),
        (("gm_code", "gm_naam"), "gm_code", "gm_naam"),
        (("buurtcode", "buurtnaam", "gemeentenaam"), "buurtcode", "buurtnaam"),
        (("bu_code_2022", "bu_naam_2022", "wijk_2022"), "bu_code_2022", "bu_naam_2022"),
        (("LSOA21CD", "LSOA21NM", "LSOA21NMW"), "LSOA21CD", "LSOA21NM"),
        (("id", "GEMEENTENAAM"), "id", "GEMEENTENAAM"),
        (("id", "wijk_naam", "gm_naam"), "id", None),
        (("id",), "id", None),
    ],
)
def test_the_name_column_is_the_twin_of_the_code_column(columns, code, name):
    assert find_name_column(layer(**{each: ["x"] for each in columns}), code) == name


def test_a_name_column_that_is_not_there_is_refused():
    with pytest.raises(BoundaryError, match="no column 'label'"):
        find_name_column(layer(code=["GM0014"]), "code", "label")
