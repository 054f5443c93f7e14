"""`mdi summarise`: larger areas on the screen and in every format."""

from __future__ import annotations

import json

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import mdi
from mdi.summary import summarise
from tests.squares import districts

TO = ("--to", "municipality")


@pytest.fixture
def of_districts(squareland):
    return [
        squareland / "district_2021.parquet",
        *("--source", "sample", "--level", "district", "--year", "2021"),
    ]


@pytest.fixture(scope="module")
def expected():
    table = mdi.IndicatorTable.from_frame(districts(), level="district", year=2021)
    return summarise(mdi.compute(table), "municipality").to_frame()


def frame_and_provenance(path):
    """What a reader finds in a file, by suffix."""
    if path.suffix == ".csv":
        beside = json.loads(path.with_name(path.name + ".meta.json").read_text())
        return pd.read_csv(path), beside
    if path.suffix == ".parquet":
        metadata = pq.read_schema(path).metadata
        return pd.read_parquet(path), json.loads(metadata[b"mdi"])
    if path.suffix == ".xlsx":
        rows = dict(
            openpyxl.load_workbook(path)["provenance"].iter_rows(min_row=2, values_only=True)
        )
        return pd.read_excel(path, engine="openpyxl"), rows | {
            "summary": json.loads(rows["summary"])
        }
    found = json.loads(path.read_text())
    return pd.DataFrame(found["areas"]), found["provenance"]


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet", ".xlsx"])
def test_every_format_has_the_frame_and_its_provenance(mdi_, here, of_districts, expected, suffix):
    out = here / f"gm{suffix}"
    ran = mdi_("summarise", *of_districts, *TO, "--out", out)
    assert ran.code == 0, ran.err
    found, provenance = frame_and_provenance(out)
    assert list(found.columns) == list(expected.columns)
    assert found["area_code"].tolist() == expected["area_code"].tolist()
    for name in ("average_score", "local_concentration", "safety_extent"):
        assert found[name].tolist() == pytest.approx(expected[name].tolist(), rel=1e-14)
        assert found[f"{name}_rank"].tolist() == expected[f"{name}_rank"].tolist()
    assert provenance["summary"]["to"] == "municipality"
    assert provenance["summary"]["fingerprint"] in ran.out
    assert f"Written: {out}" in ran.out


def test_the_screen_shows_both_ends(mdi_, of_districts, expected):
    ran = mdi_("summarise", *of_districts, *TO)
    assert ran.code == 0, ran.err
    order = expected.sort_values("average_score_rank")["area_code"].tolist()
    assert [code for code in order if code in ran.out] == [*order[:5], *order[-5:]]
    assert "60 areas of level district in 30 larger areas" in ran.all


def test_a_larger_area_without_ranked_areas_is_null_in_json(mdi_, here):
    frame = districts()
    frame.loc[frame.parent_code == "GM0005", "population"] = 3
    frame.to_parquet(here / "few.parquet")
    how = ["--source", "sample", "--level", "district", "--year", "2021", *TO]
    ran = mdi_("summarise", "few.parquet", *how, "--out", "gm.json")
    assert ran.code == 0, ran.err
    areas = {a["area_code"]: a for a in json.loads((here / "gm.json").read_text())["areas"]}
    empty = areas["GM0005"]
    assert empty["average_score"] is None
    assert empty["extent_rank"] is None
    assert (empty["areas"], empty["ranked"]) == (2, 0)
    assert "Warning: no measures: 1 larger area without any ranked area" in ran.err


def test_regions_of_municipalities_hold_their_districts(mdi_, here, of_districts):
    (here / "mine.csv").write_text("region,area_code\nwest,GM0001\nwest,GM0004\neast,GM0007\n")
    ran = mdi_("summarise", *of_districts, "--regions", "mine.csv", "--out", "mine.json")
    assert ran.code == 0, ran.err
    found = json.loads((here / "mine.json").read_text())
    assert [(a["area_code"], a["areas"]) for a in found["areas"]] == [("west", 4), ("east", 2)]
    assert found["provenance"]["summary"]["to"] == "regions"
    assert "Warning: 54 areas in none of the larger areas" in ran.err


@pytest.mark.parametrize(
    ("how", "code", "found"),
    [
        ([], 2, "give --to LEVEL or --regions FILE"),
        ([*TO, "--regions", "mine.csv"], 2, "give --to LEVEL or --regions FILE"),
        (["--to", "municipalty"], 4, "did you mean 'municipality'"),
        (["--to", "neighbourhood"], 4, "not larger than a district"),
        ([*TO, "--out", "gm.pdf"], 2, "has an ending that is not known"),
        ([*TO, "--out", "none/gm.csv"], 2, "there is no folder 'none'"),
        ([*TO, "--denominator", "safety"], 2, "is no DOMAIN=INDICATOR"),
        ([*TO, "--denominator", "safet=smoking"], 4, "did you mean 'safety'"),
        ([*TO, "--scale", "smokin"], 4, "did you mean 'smoking'"),
    ],
)
def test_every_mistake_is_told_in_words(mdi_, of_districts, how, code, found):
    ran = mdi_("summarise", *of_districts, *how)
    assert ran.code == code
    assert found in ran.all


def test_what_is_read_is_never_written(mdi_, here, squareland):
    path = here / "table.parquet"
    path.write_bytes((squareland / "district_2021.parquet").read_bytes())
    how = ["--source", "sample", "--level", "district", "--year", "2021", *TO]
    ran = mdi_("summarise", path, *how, "--out", path)
    assert ran.code == 2
    assert "is read; it cannot be written" in ran.all
