"""One area explained in plain words."""

from __future__ import annotations

import pytest

from api.documents import WhyAnswer
from tests.api.conftest import hold
from tests.squares import CODES, FEW_FIGURES, FEW_PEOPLE, NO_FIGURES

WHY, INDEX = "/v1/why", "/v1/index"
SHOWN = [code for code in CODES if code != NO_FIGURES]


@pytest.mark.parametrize("code", [*SHOWN, "WK000700"])
@pytest.mark.parametrize("method", ["imd", "zscore"])
def test_every_area_can_be_explained(ask, code, method):
    found = ask(f"{WHY}/{code}", method=method)
    hold(WhyAnswer, found)
    for each in found["sentences"]:
        for text in each["text"].values():
            assert text[0] == text[0].upper()
            assert text.endswith(".")
            assert not set("{}") & set(text)
            assert "None" not in text
            assert "nan" not in text


@pytest.mark.parametrize("code", ["GM0001", "GM0010", "GM0020"])
def test_what_is_said_follows_from_the_profile(ask, code):
    profile = ask(f"{INDEX}/{code}")
    domains = {each["id"]: each["above_average"] for each in profile["domains"]}
    said = [each for each in ask(f"{WHY}/{code}")["sentences"] if each.get("measure") in domains]
    assert said
    for each in said:
        amount = domains[each["measure"]]
        assert each["above_average"] == amount
        assert each["about"] == ("up" if amount > 0 else "down")
        assert f"{abs(amount):.1f}" in each["text"]["en"]
        assert f"{abs(amount):.1f}".replace(".", ",") in each["text"]["nl"]
    most = max(domains, key=domains.get)
    assert most in [each["measure"] for each in said if each["about"] == "up"]


def test_the_place_is_the_rank(ask):
    found = ask(f"{WHY}/GM0001")
    first = found["sentences"][0]["text"]
    assert f"plaats {found['rank']} van {found['ranked']} gemeenten" in first["nl"]
    assert f"place {found['rank']} of {found['ranked']} municipalities" in first["en"]


@pytest.mark.parametrize(
    ("code", "words"),
    [(FEW_PEOPLE, "too few inhabitants"), (FEW_FIGURES, "too few figures")],
)
def test_an_area_without_a_rank_is_told_why(ask, code, words):
    found = ask(f"{WHY}/{code}")
    assert words in found["sentences"][0]["text"]["en"].lower()
    assert not any(each["about"] in {"up", "down"} for each in found["sentences"])


def test_what_is_missing_and_withheld_is_named(ask):
    about = {each["about"]: each["text"] for each in ask(f"{WHY}/GM0004")["sentences"]}
    assert "smoking" in about["missing"]["en"]
    hidden = {each["about"]: each["text"] for each in ask(f"{WHY}/{FEW_PEOPLE}")["sentences"]}
    assert "poor households" in hidden["withheld"]["en"]
    assert "%" in about["coverage"]["en"]


def test_an_area_that_is_not_there_is_not_found(refused):
    refused(f"{WHY}/GM9999", status=404)
    refused(f"{WHY}/none", status=404)
