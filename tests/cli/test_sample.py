"""`mdi sample`: what is asked of the invented country."""

from __future__ import annotations

import pytest

from mdi.editions.catalogue import read_catalogue
from tests.cli.conftest import Run


@pytest.mark.parametrize("years", ["2025-2021", "21-25", "2021:2025", "", "now", "2021-"])
def test_years_that_are_no_range_are_told(mdi_: Run, here, years):
    ran = mdi_("sample", "--out", "land", "--years", years)
    assert ran.code == 2
    assert "2021-2025" in ran.all
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("areas", ["-5", "0", "many"])
def test_a_number_of_areas_that_cannot_be_is_told(mdi_: Run, here, areas):
    ran = mdi_("sample", "--out", "land", "--areas", areas)
    assert ran.code == 2
    assert list(here.iterdir()) == []


def test_a_country_can_be_computed_with_the_commands_that_are_printed(mdi_: Run, here):
    made = mdi_("sample", "--areas", 300, "--seed", 4, "--out", "land", "--years", "2024-2025")
    assert made.code == 0, made.err
    assert read_catalogue(here / "land").years("municipality") == [2024, 2025]
    table = "land/indicators_municipality_2025.parquet"
    place = ["--source", "sample", "--level", "municipality", "--year", 2025]
    ran = mdi_("compute", table, *place, "--out", "mdi.csv")
    assert ran.code == 0, ran.err
    assert (here / "mdi.csv").is_file()


def test_a_place_that_cannot_be_written_is_told(mdi_: Run, here):
    (here / "land").write_text("a file")
    ran = mdi_("sample", "--areas", 300, "--out", "land", "--years", "2025")
    assert ran.code == 5
    assert "land" in ran.all
    assert (here / "land").read_text() == "a file"
