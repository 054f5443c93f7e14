"""Codes: sorted, unique, of the Dutch pattern, and of nothing real."""

import re

import numpy as np

from geodata.sample.layers import _district_letters

PATTERNS = {
    "neighbourhood": r"BU9[0-9]{3}[0-9A-Z]{2}[0-9]{2}",
    "district": r"WK9[0-9]{3}[0-9A-Z]{2}",
    "municipality": r"GM9[0-9]{3}",
    "province": r"PV[89][0-9]",
}


def test_codes_follow_the_dutch_pattern_in_a_range_of_nothing_real(country):
    for vintage in country.vintages:
        for level, layer in vintage.layers.items():
            assert all(re.fullmatch(PATTERNS[level], code) for code in layer.codes)


def test_codes_are_unique_and_sorted(country):
    for vintage in country.vintages:
        for layer in vintage.layers.values():
            assert list(layer.codes) == sorted(set(layer.codes))


def test_the_code_of_a_parent_stands_in_the_code_of_its_child(country):
    for vintage in country.vintages:
        for level, digits in (("neighbourhood", 8), ("district", 6)):
            layer = vintage.layers[level]
            pairs = zip(layer.codes, layer.parents, strict=True)
            assert all(code[2:digits] == parent[2:] for code, parent in pairs)


def test_a_neighbourhood_lies_in_the_row_that_its_code_says(country):
    layers = country.vintages[-1].layers
    small, large = layers["neighbourhood"], layers["district"]
    assert (large.codes[large.row] == small.parents[small.row]).all()


def test_provinces_have_no_parent(country):
    assert all(parent is None for parent in country.vintages[0].layers["province"].parents)


def test_districts_beyond_a_hundred_get_letters():
    letters = _district_letters(1036)
    assert letters[:2] + letters[99:102] + letters[-1:] == ["00", "01", "99", "A0", "A1", "ZZ"]
    assert len(set(letters)) == 1036
    assert np.array_equal(letters, sorted(letters))
