"""`mdi roll-up`: counts of small areas to larger ones and regions, and from there to an index."""

from __future__ import annotations

import json
import shlex

import numpy as np
import pandas as pd
import pytest

import mdi
from tests.squares import districts

COUNTED = ("smoking", "poor_households", "overweight", "violent_offences", "low_educated")
DISTRICTS = ("--source", "own", "--level", "district", "--year", "2021")
REGIONS = (
    "region,area_code,name\nwest,GM0001,Het westen\nwest,GM0004,\neast,GM0007,\neast,WK001001,\n"
)


def counts():
    """The districts with the counts of five indicators, one of them partly secret."""
    frame = districts()[["area_code", "parent_code", "population", *COUNTED, "heat_stress"]]
    measures = {leaf.id: leaf.measure for leaf in mdi.load_domains().leaves()}
    for leaf in COUNTED:
        under = frame["population"]
        over = np.round(frame[leaf] / (1000 if measures[leaf] == "rate" else 100) * under)
        frame = frame.drop(columns=leaf).assign(
            **{f"{leaf}_numerator": over, f"{leaf}_denominator": under}
        )
    frame.loc[frame["population"][:2].idxmin(), "smoking_numerator"] = np.nan
    return frame


@pytest.fixture
def table(here):
    counts().to_csv("districts.csv", index=False)
    (here / "regions.csv").write_text(REGIONS)
    return "districts.csv"


def pooled(to, **how):
    read = mdi.IndicatorTable.from_frame(counts(), level="district", year=2021)
    return mdi.roll_up(read, to=to, **how)


def next_command(ran):
    (line,) = [line for line in ran.out.splitlines() if line.startswith("Next: ")]
    command, *arguments = shlex.split(line.removeprefix("Next: "))
    assert command == "mdi"
    return arguments


def numbers(frame):
    return frame.set_index("area_code")["index"].to_numpy(float)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_the_next_step_computes_what_was_pooled(mdi_, here, table, suffix):
    ran = mdi_("roll-up", table, *DISTRICTS, "--to", "municipality", "--out", f"gm{suffix}")
    assert ran.code == 0, ran.err
    computed = mdi_(*next_command(ran), "--out", "index.csv")
    assert computed.code == 0, computed.err
    expected = mdi.compute(pooled("municipality"))
    found = pd.read_csv(here / "index.csv")
    assert found["area_code"].tolist() == list(expected.table.codes)
    np.testing.assert_allclose(numbers(found), expected.index, rtol=1e-12)


def test_regions_have_an_index_of_their_own_pooled_figures(mdi_, here, table):
    ran = mdi_("roll-up", table, *DISTRICTS, "--regions", "regions.csv", "--out", "my regions.csv")
    assert ran.code == 0, ran.err
    assert "60 areas of level district pooled to 2 larger areas of level region" in ran.all
    assert next_command(ran)[1:] == [
        "my regions.csv",
        *DISTRICTS[:2],
        "--level",
        "region",
        *DISTRICTS[4:],
    ]
    assert mdi_(*next_command(ran), "--out", "index.csv").code == 0
    found = pd.read_csv(here / "index.csv")
    expected = mdi.compute(pooled(mdi.read_regions(here / "regions.csv")))
    assert found["area_code"].tolist() == ["west", "east"]
    assert found["area_name"].tolist() == ["Het westen", "east"]
    np.testing.assert_array_equal(numbers(found), expected.index)


def test_a_region_is_placed_among_municipalities_with_their_yardstick(mdi_, here, table):
    (here / "one.csv").write_text("region,area_code\nalone,GM0007\n")
    level = mdi_("roll-up", table, *DISTRICTS, "--to", "municipality", "--out", "gm.csv")
    outs = ["--out", "index.csv", "--keep-yardstick", "y.json"]
    assert mdi_(*next_command(level), *outs).code == 0
    region = mdi_("roll-up", table, *DISTRICTS, "--regions", "one.csv", "--out", "one.parquet")
    assert "add --reference YARDSTICK" in region.out
    ran = mdi_(*next_command(region), "--reference", "y.json", "--out", "alone.csv")
    assert ran.code == 0, ran.err
    own = pd.read_csv(here / "index.csv").set_index("area_code")["index"]["GM0007"]
    assert numbers(pd.read_csv(here / "alone.csv")).tolist() == pytest.approx([own], rel=1e-12)


def test_what_was_pooled_and_what_was_not_is_told(mdi_, table):
    ran = mdi_("roll-up", table, *DISTRICTS, "--to", "municipality", "--out", "gm.csv")
    rows = {line.split("│")[1].strip(): line for line in ran.out.splitlines() if "│" in line}
    assert set(rows) == set(COUNTED)
    assert "30 of 30" in rows["overweight"]
    assert "100.0%" in rows["overweight"]
    assert "100.0%" not in rows["smoking"]
    assert "without counts, and so not rolled up: heat_stress" in ran.err
    assert "smoking: 1 figure about a part of the inhabitants" in ran.err


def test_a_mean_by_inhabitants_is_made_where_it_is_asked_for(mdi_, here, table):
    how = ["--to", "municipality", "--by-population", "heat_stress", "--out", "gm.csv"]
    ran = mdi_("roll-up", table, *DISTRICTS, *how)
    assert ran.code == 0, ran.err
    assert "mean by inhabitants" in ran.out
    found = pd.read_csv(here / "gm.csv")
    assert set(found["heat_stress_status"]) == {"estimated"}
    expected = pooled("municipality", by_population=["heat_stress"]).to_frame()
    np.testing.assert_array_equal(found["heat_stress"], expected["heat_stress"])


def test_a_figure_about_too_few_people_is_missing(mdi_, here, table):
    for least, known in ((0.5, True), (1.0, False)):
        how = ["--to", "municipality", "--least-covered", least, "--out", "gm.csv"]
        assert mdi_("roll-up", table, *DISTRICTS, *how).code == 0
        assert bool(pd.read_csv(here / "gm.csv")["smoking"].notna()[0]) == known


def test_the_file_says_where_it_came_from(mdi_, here, table):
    assert mdi_("roll-up", table, *DISTRICTS, "--to", "municipality", "--out", "gm.csv").code == 0
    told = json.loads((here / "gm.csv.meta.json").read_text())
    assert (told["file"], told["level"], told["year"]) == ("districts.csv", "municipality", 2021)
    assert len(told["file_sha256"]) == 64
    assert any("heat_stress" in warning for warning in told["warnings"])


TO = ("--to", "municipality")


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        (["--out", "gm.csv"], 2, "give --to LEVEL or --regions FILE"),
        ([*TO, "--regions", "regions.csv", "--out", "gm.csv"], 2, "and not both"),
        ([*TO], 2, "Missing option '--out'"),
        ([*TO, "--out", "gm.json"], 2, "expected .csv, .parquet, .xlsx"),
        ([*TO, "--out", "districts.csv"], 2, "is read; it cannot be written"),
        ([*TO, "--out", "none/gm.csv"], 2, "there is no folder 'none'"),
        (
            [*TO, "--least-covered", "50", "--out", "gm.csv"],
            2,
            "Invalid value for '--least-covered'",
        ),
        ([*TO, "--by-population", "heat", "--out", "gm.csv"], 3, "there is no indicator 'heat'"),
        (["--to", "neighbourhood", "--out", "gm.csv"], 4, "not larger than a district"),
        (["--to", "province", "--out", "pv.csv"], 3, "not tell in which province"),
        (["--regions", "none.csv", "--out", "gm.csv"], 5, "There is no file 'none.csv'"),
    ],
)
def test_every_mistake_is_told_in_words(mdi_, here, table, how, code, words):
    before = sorted(here.iterdir())
    ran = mdi_("roll-up", table, *DISTRICTS, *how)
    assert ran.code == code
    assert words in ran.all
    assert sorted(here.iterdir()) == before


def test_a_table_without_any_counts_cannot_be_pooled(mdi_, squareland):
    table = squareland / "district_2021.parquet"
    ran = mdi_("roll-up", table, "--source", "sample", *DISTRICTS[2:], *TO, "--out", "gm.csv")
    assert ran.code == 3
    assert "No indicator" in ran.err
    assert "--by-population" in ran.err
