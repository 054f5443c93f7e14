"""`mdi audit`: readable tables, findings, and JSON that stands alone."""

from __future__ import annotations

import json

import numpy as np
import pytest

import mdi
from tests.cli.conftest import SAMPLE
from tests.squares import municipalities


def test_tables_and_findings_are_shown(mdi_, of_squareland, here):
    ran = mdi_("audit", *of_squareland)
    assert ran.code == 0, ran.err
    assert "28 ranked areas · municipality 2021 · weights mdi_nl · method imd" in ran.out
    for words in ("rest", "covariance", "KMO", "Correlations of the parts of health"):
        assert words in ran.out
    assert "findings, the gravest first:" in ran.out
    assert "no figures in any ranked area: landscape_naturalness" in ran.out
    assert list(here.iterdir()) == []


def test_json_stands_alone_and_is_the_audit(mdi_, of_squareland, squareland):
    ran = mdi_("audit", *of_squareland, "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert "few" in ran.err
    table = mdi.read_table(
        squareland / "municipality_2021.parquet", source="sample", level="municipality", year=2021
    )
    result = mdi.compute(table)
    assert told["fingerprint"] == result.fingerprint
    assert told["areas"] == result.ranked
    assert told["findings"]
    shares = [p["covariance"] for p in told["influence"] if p["kind"] == "domain"]
    assert sum(shares) == pytest.approx(1)


def test_weights_and_method_are_those_that_are_named(mdi_, of_squareland):
    named = ["--weights", "equal", "--method", "zscore"]
    told = json.loads(mdi_("audit", *of_squareland, *named, "--json").out)
    assert (told["weights"], told["method"]) == ("equal", "zscore")
    assert {part["reason"] for part in told["influence"]} == {None}


def test_an_indicator_read_the_wrong_way_round_is_the_first_finding(mdi_, here):
    frame = municipalities(2020)
    factor = np.arange(30.0)
    for name in ("violent_offences", "road_accidents"):
        frame[name] = factor + frame[name] / 10
    frame["property_offences"] = 40 - factor
    frame.to_parquet(here / "t.parquet")
    ran = mdi_("audit", "t.parquet", *SAMPLE)
    assert " 1. property_offences runs against its domain safety (r = −" in ran.out


def test_a_mistake_is_one_in_words(mdi_, of_squareland):
    ran = mdi_("audit", *of_squareland, "--method", "imdd")
    assert ran.code == 4
    assert "did you mean 'imd'" in ran.all
