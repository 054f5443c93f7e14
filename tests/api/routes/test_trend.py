"""Areas over the years, and what may be subtracted."""

from __future__ import annotations

import pandas as pd
import pytest

from api.app import create_app
from api.documents import TrendAnswer
from api.settings import Settings
from tests.api.conftest import client_of, hold, strict
from tests.squares import NO_FIGURES, NO_SHAPE

TREND, INDEX = "/v1/trend", "/v1/index"


@pytest.mark.parametrize("base", [None, 2020, 2021])
def test_every_year_is_told_and_changes_add_up(ask, base):
    asked = {} if base is None else {"base": base}
    found = ask(f"{TREND}/GM0001,GM0010", **asked)
    hold(TrendAnswer, found)
    assert [year["year"] for year in found["years"]] == [2020, 2021]
    before, after = ({area["area_code"]: area for area in year["areas"]} for year in found["years"])
    (change,) = found["changes"]
    assert change["comparable"]
    assert change["mode"] == ("relative" if base is None else "fixed")
    for area in change["areas"]:
        code = area["area_code"]
        assert area["index"] == pytest.approx(after[code]["index"] - before[code]["index"])
        assert area["rank"] == after[code]["rank"] - before[code]["rank"]


def test_without_a_base_a_year_is_what_its_list_says(ask):
    for year in ask(f"{TREND}/GM0007")["years"]:
        profile = ask(f"{INDEX}/GM0007", year=year["year"])
        assert year["areas"][0]["index"] == profile["index"]
        assert year["areas"][0]["rank"] == profile["rank"]


def test_with_a_base_another_year_is_measured_otherwise(ask):
    own, fixed = (ask(f"{TREND}/GM0007", **asked)["years"] for asked in ({}, {"base": 2020}))
    assert own[0]["areas"] == fixed[0]["areas"]
    assert own[1]["areas"][0]["index"] != fixed[1]["areas"][0]["index"]
    assert "2020" in fixed[1]["measured"]


@pytest.mark.parametrize(("code", "absent"), [(NO_SHAPE, 0), (NO_FIGURES, 1)])
def test_an_area_of_one_year_has_no_change_and_the_reason(ask, code, absent):
    found = ask(f"{TREND}/{code}")
    assert found["years"][absent]["areas"][0]["status"] == "not_in_table"
    moved = found["changes"][0]["areas"][0]
    assert moved["index"] is moved["rank"] is None
    assert "not an area in both" in moved["why"]


def test_years_that_cannot_be_compared_are_not_subtracted(own_land):
    path = own_land / "municipality_2020.parquet"
    pd.read_parquet(path).drop(columns=["overweight"]).to_parquet(path)
    client = client_of(create_app(Settings(data=own_land)))
    found = strict(client.get(f"{TREND}/GM0001").content)
    hold(TrendAnswer, found)
    (change,) = found["changes"]
    assert change["comparable"] is False
    assert "overweight" in change["problems"][0]["what"]
    assert "areas" not in change
    line = client.get(f"{TREND}/GM0001.csv").text.splitlines()[2]
    assert ",false,,," in line


def test_one_year_alone_has_no_changes(ask):
    assert ask(f"{TREND}/WK000700")["changes"] == []


def test_what_is_not_there_is_refused(refused):
    refused(f"{TREND}/GM9999", status=404)
    refused(f"{TREND}/GM0001,WK000700")
    refused(f"{TREND}/GM0001", params={"base": 1999})
