"""Names: invented, different, and said to be invented."""

import csv

import numpy as np
import pytest

from geodata.sample.names import municipality_names, province_names, quarter_names


@pytest.mark.real_data
def test_no_municipality_has_the_name_of_a_real_one(shared_data):
    with (shared_data / "netherlands" / "gemeente_2021_kerncijfers.csv").open(
        encoding="utf-8-sig"
    ) as file:
        real = {row["Naam"].casefold() for row in csv.DictReader(file)}
    assert len(real) > 300
    invented = {name.casefold() for name in municipality_names(np.random.default_rng(1), 2000)}
    assert not real & invented


def test_municipalities_have_different_names_and_there_are_enough():
    names = municipality_names(np.random.default_rng(2), 902)
    assert len(set(names)) == 902


def test_provinces_say_that_they_are_invented():
    names = province_names(np.random.default_rng(2), 20)
    assert len(set(names)) == 20
    assert all("verzonnen" in name for name in names)


def test_parts_of_one_municipality_have_different_names():
    municipality = np.repeat([0, 1, 2], [300, 2, 40])
    names = np.array(quarter_names(np.random.default_rng(3), municipality))
    for number in range(3):
        mine = names[municipality == number]
        assert len(set(mine)) == len(mine)
