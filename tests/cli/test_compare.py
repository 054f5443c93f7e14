"""`mdi compare`: two years side by side, with what they are measured against in words."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import mdi
from mdi.comparison import compare
from tests.squares import municipalities

LEVEL = ("--source", "sample", "--level", "municipality")
YEARS = ("--years", "2020,2021")


@pytest.fixture
def both(squareland):
    """The arguments that name the tables of both years."""
    return [*(squareland / f"municipality_{y}.parquet" for y in (2020, 2021)), *LEVEL, *YEARS]


@pytest.fixture
def expected(squareland):
    """What the command should find, as the library finds it."""
    tables = [
        mdi.read_table(
            squareland / f"municipality_{year}.parquet",
            source="sample",
            level="municipality",
            year=year,
        )
        for year in (2020, 2021)
    ]
    base = mdi.compute(tables[0])
    return compare(base, mdi.compute(tables[1], reference=base))


def test_the_earlier_year_is_the_yardstick_and_the_screen_says_so(mdi_, both, here, expected):
    ran = mdi_("compare", *both)
    assert ran.code == 0, ran.err
    assert f"{len(expected)} areas compared · municipality 2020 → 2021" in ran.out
    assert f"Measured: {expected.mode_in_words}. Above 0 is more deprived." in ran.out
    assert "Largest rises and falls of the index (fixed)" in ran.out
    assert "Mean change of the index by domain (fixed)" in ran.out
    assert expected.fingerprint in ran.out
    assert list(here.iterdir()) == []


def test_the_largest_rise_and_fall_are_shown_with_before_and_after(mdi_, both, expected):
    lines = mdi_("compare", *both).out.splitlines()
    for place in (expected.index.argmax(), expected.index.argmin()):
        (line,) = [x for x in lines if expected.codes[place] in x]
        before = expected.earlier.index[expected.before[place]]
        after = expected.later.index[expected.after[place]]
        assert f"{before:.2f} → {after:.2f}" in line
        assert f"{after - before:+.2f}".replace("-", "−") in line


def test_who_stayed_in_the_worst_tenth_is_counted(mdi_, both, expected):
    ran = mdi_("compare", *both)
    stayed, all_of_them = expected.flow[0, 0], expected.flow[0].sum()
    assert f"Of {all_of_them} areas in the worst tenth of 2020, {stayed} stayed in it" in ran.out


def test_relative_years_are_marked_and_warned_of(mdi_, both):
    ran = mdi_("compare", *both, "--mode", "relative")
    assert ran.code == 0, ran.err
    assert "Measured: relative, each year to its own areas." in ran.out
    assert "Largest rises and falls of the index (relative)" in ran.out
    assert "a change is a change of place" in ran.err


def test_what_is_left_out_and_what_each_year_warns_of_is_told(mdi_, both):
    ran = mdi_("compare", *both)
    assert "not compared: 1 area of the earlier table that the later one does not have" in ran.err
    assert "Warning: 2021: not ranked: 1 area with fewer than 50 inhabitants" in ran.err


def test_json_stands_alone_and_is_the_comparison(mdi_, both, expected):
    ran = mdi_("compare", *both, "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert told["provenance"]["mode"] == "fixed"
    assert told["provenance"]["fingerprint"] == expected.fingerprint
    assert told["flow"] == expected.flow.tolist()
    assert sum(told["domains"].values()) == pytest.approx(told["mean_change"], abs=1e-9)
    assert [area["area_code"] for area in told["areas"]] == list(expected.codes)
    means = told["mean_of_inhabitants"]
    assert means["within"] + means["composition"] == pytest.approx(means["total"], abs=1e-9)


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet", ".xlsx"])
def test_every_format_has_the_changes_and_the_provenance(mdi_, both, here, expected, suffix):
    out = here / f"change{suffix}"
    ran = mdi_("compare", *both, "--out", out)
    assert ran.code == 0, ran.err
    assert f"Written: {out}" in ran.out
    frame, provenance = content_of(out)
    assert list(frame) == list(expected.to_frame())
    assert frame["index_change"].tolist() == pytest.approx(expected.index.tolist(), abs=1e-12)
    assert provenance["fingerprint"] == expected.fingerprint
    assert provenance["mode"] == "fixed"


def content_of(path):
    """The areas and the provenance in a file."""
    if path.suffix == ".csv":
        beside = path.with_name(path.name + ".meta.json")
        return pd.read_csv(path), json.loads(beside.read_text())
    if path.suffix == ".parquet":
        return pd.read_parquet(path), json.loads(pq.read_schema(path).metadata[b"mdi"])
    if path.suffix == ".xlsx":
        rows = openpyxl.load_workbook(path)["provenance"].iter_rows(min_row=2, values_only=True)
        return pd.read_excel(path, engine="openpyxl"), dict(rows)
    found = json.loads(path.read_text())
    return pd.DataFrame(found["areas"]), found["provenance"]


def test_the_same_run_gives_the_same_bytes(mdi_, both, here):
    for name in ("a.json", "b.json"):
        assert mdi_("compare", *both, "--out", here / name).code == 0
    assert (here / "a.json").read_bytes() == (here / "b.json").read_bytes()


def test_weights_and_method_hold_for_both_years(mdi_, both):
    told = json.loads(
        mdi_("compare", *both, "--weights", "equal", "--method", "zscore", "--json").out
    )
    for year in ("earlier", "later"):
        found = told["provenance"][year]
        assert (found["weights"]["id"], found["method"]["id"]) == ("equal", "zscore")


def test_the_later_table_may_have_another_source(mdi_, both, here):
    shipped = Path(mdi.sources.__path__[0]) / "sample.toml"
    (here / "s.toml").write_text(shipped.read_text().replace('id = "sample"', 'id = "mine"'))
    told = json.loads(mdi_("compare", *both, "--later-source", "s.toml", "--json").out)
    assert told["provenance"]["earlier"]["source"] == "sample"
    assert told["provenance"]["later"]["source"] == "mine"


def test_other_sets_of_indicators_are_refused_with_the_reason(mdi_, here, squareland):
    municipalities(2021).drop(columns=["smoking", "smoking_status"]).to_parquet(here / "t.parquet")
    earlier = squareland / "municipality_2020.parquet"
    for mode in ("fixed", "relative"):
        ran = mdi_(
            "compare", earlier, "t.parquet", *LEVEL, *YEARS, "--mode", mode, "--out", "c.csv"
        )
        assert ran.code == 3
        assert "The results of 2020 and 2021 cannot be subtracted." in ran.err
        assert "the sets of indicators differ: only the earlier has smoking" in ran.err
        assert not (here / "c.csv").exists()


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("2020", "'2020' is not two years"),
        ("2020,2021,2022", "is not two years"),
        ("2020,later", "is not two years"),
        ("2021,2020", "the earlier year goes first"),
    ],
)
def test_years_that_are_not_two_in_order_are_a_mistake_of_the_command_line(
    mdi_, both, years, words
):
    ran = mdi_("compare", *both[:-1], years)
    assert ran.code == 2
    assert words in ran.all


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("c.txt", "expected .csv"),
        ("nowhere/c.csv", "no folder"),
        (".", "ending"),
        ("d.csv", "folder"),
    ],
)
def test_what_cannot_be_written_is_said_before_anything_is_computed(mdi_, both, here, out, words):
    (here / "d.csv").mkdir()
    ran = mdi_("compare", *both, "--out", out)
    assert ran.code == 2
    assert words in ran.all


def test_a_table_that_is_read_is_not_written_over(mdi_, both):
    ran = mdi_("compare", *both, "--out", both[1])
    assert ran.code == 2
    assert "it cannot be written at the same time" in ran.all


def test_names_are_shown_as_they_are_written(mdi_, here, squareland):
    frame = municipalities(2021)
    frame["area_name"] = "[/b]Dorp"
    frame.to_parquet(here / "t.parquet")
    ran = mdi_("compare", squareland / "municipality_2020.parquet", "t.parquet", *LEVEL, *YEARS)
    assert ran.code == 0, ran.err
    assert "[/b]Dorp" in ran.out


def test_without_inhabitants_the_mean_is_unknown_and_not_zero(mdi_, here):
    for year in (2020, 2021):
        municipalities(year).drop(columns="population").to_parquet(here / f"{year}.parquet")
    ran = mdi_("compare", "2020.parquet", "2021.parquet", *LEVEL, *YEARS)
    assert ran.code == 0, ran.err
    assert "Mean index of the inhabitants: their number is unknown." in ran.out


def test_too_few_areas_for_deciles_have_no_flow(mdi_, here):
    for year in (2020, 2021):
        municipalities(year).head(10).to_parquet(here / f"{year}.parquet")
    ran = mdi_("compare", "2020.parquet", "2021.parquet", *LEVEL, *YEARS)
    assert ran.code == 0, ran.err
    assert "worst tenth" not in ran.out
    assert "– → –" in ran.out
