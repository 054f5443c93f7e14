"""`mdi harmonise`: a series of years in the borders of one vintage, and what comes of it."""

from __future__ import annotations

import json
import shlex

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import mdi
from mdi.editions.sample import make_sample

HOW = ("--source", "sample", "--level", "municipality")


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """An invented country of which two municipalities merge and one is recoded."""
    return make_sample(300, 3, tmp_path_factory.mktemp("sample") / "out", range(2021, 2026))


@pytest.fixture
def files(country):
    tables = [country / f"indicators_municipality_{year}.parquet" for year in (2021, 2025)]
    shapes = sorted(country.glob("boundaries_municipality_*"))
    return tables, (shapes[0], shapes[-1])


@pytest.fixture
def shapes(files):
    old, new = files[1]
    return ["--from-boundaries", old, "--to-boundaries", new]


def next_command(ran):
    (line,) = [line for line in ran.out.splitlines() if line.startswith("Next: ")]
    command, *arguments = shlex.split(line.removeprefix("Next: "))
    assert command == "mdi"
    return arguments


def test_a_series_is_brought_to_the_borders_of_the_last_year(mdi_, here, files, shapes):
    tables, _ = files
    years = ["--years", "2021,2025", "--to-vintage", 2025]
    ran = mdi_("harmonise", *tables, *HOW, *years, *shapes, "--out", "series")
    assert ran.code == 0, ran.err
    first, last = (pd.read_parquet(here / "series" / f"{year}.parquet") for year in (2021, 2025))
    assert first["area_code"].tolist() == last["area_code"].tolist()
    old = pd.read_parquet(tables[0])
    assert first["population"].sum() == old["population"].sum()
    assert "carried over" in ran.err
    assert "2025: " in ran.err
    assert "in these borders already" in ran.err
    assert "0 areas of a quality below 0.8" in ran.out
    rows = {line.split("│")[1].strip(): line for line in ran.out.splitlines() if "│" in line}
    assert set(rows) == {"unchanged", "recoded", "merged"}


@pytest.mark.usefixtures("here")
def test_the_next_step_compares_the_first_year_with_the_last(mdi_, files, shapes):
    years = ["--years", "2021,2025", "--to-vintage", 2025]
    ran = mdi_("harmonise", *files[0], *HOW, *years, *shapes, "--out", "series")
    assert next_command(ran)[:3] == ["compare", "series/2021.parquet", "series/2025.parquet"]
    compared = mdi_(*next_command(ran), "--out", "change.csv")
    assert compared.code == 0, compared.err
    assert "not compared" not in compared.err


def test_kept_shares_do_the_same_as_the_shapes(mdi_, here, files, shapes):
    one = [files[0][0], *HOW, "--years", "2021"]
    kept = ["--keep-crosswalk", "shares.csv", "--report", "report.csv"]
    assert mdi_("harmonise", *one, *shapes, "--out", "a.csv", *kept).code == 0
    ran = mdi_("harmonise", *one, "--changes", "shares.csv", "--out", "b.csv")
    assert ran.code == 0, ran.err
    assert next_command(ran)[:2] == ["compute", "b.csv"]
    first, second = (
        pd.read_csv(here / name).set_index("area_code").sort_index() for name in ("a.csv", "b.csv")
    )
    numbers = first.select_dtypes("number").columns
    pd.testing.assert_frame_equal(first[numbers], second[numbers])
    report = pd.read_csv(here / "report.csv")
    assert set(report["kind"]) == {"unchanged", "recoded", "merged"}
    assert report["quality"].tolist() == [1.0] * len(report)
    assert report["flagged"].sum() == 0


TWO = ("--years", "2020,2021")
CHANGES = ("--changes", "changes.csv")


def table(folder):
    frame = pd.DataFrame(
        {
            "area_code": ["GM0001", "GM0002", "GM0003"],
            "population": [1000, 3000, 500],
            "smoking_numerator": [100, 700, 100],
            "smoking_denominator": [1000, 2800, 500],
        }
    )
    frame.to_csv(folder / "own.csv", index=False)
    (folder / "changes.csv").write_text("old;new;share\nGM0002;GM0001;0,5\nGM0002;GM0003;0,5\n")
    return ["own.csv", "--source", "own", "--level", "municipality"]


def test_declared_changes_split_counts_and_flag_what_rests_on_shares(mdi_, here):
    how = [*table(here), "--years", "2020", "--changes", "changes.csv", "--out", "new.csv"]
    ran = mdi_("harmonise", *how, "--to-vintage", "2022")
    assert ran.code == 0, ran.err
    found = mdi.read_table(here / "new.csv", source="own", level="municipality", year=2020)
    assert found.codes == ("GM0001", "GM0003")
    np.testing.assert_array_equal(found.counts["smoking"].numerator, [450, 450])
    assert found.population.tolist() == [2500, 2000]
    assert "2 areas of a quality below 0.8" in ran.out
    assert "GM0003" in ran.out
    assert "carried to the borders of 2022; the figures are still about 2020" in ran.err
    assert "Areas by kind, table of 2020" in ran.out
    assert "--to-vintage" not in ran.err


def test_where_the_year_of_the_new_borders_is_not_said_the_words_do_without(mdi_, here):
    ran = mdi_("harmonise", *table(here), "--years", "2020", *CHANGES, "--out", "new.csv")
    assert ran.code == 0, ran.err
    assert "carried to other borders, of an unknown year; the figures are still about" in ran.err
    assert "The year of the new borders is not known; --to-vintage YEAR says it." in ran.err


def test_changes_of_several_years_follow_each_other_up_to_the_vintage(mdi_, here):
    own = table(here)
    rows = "old,new,year\nGM0001,GM0010,2021\nGM0010,GM0003,2022\nGM0003,GM0011,2023\n"
    (here / "changes.csv").write_text(rows)
    how = [*own, "--years", "2020", *CHANGES, "--out", "new.csv"]
    codes = {}
    for vintage in ("2021", "2022", "2023"):
        ran = mdi_("harmonise", *how, "--to-vintage", vintage)
        assert ran.code == 0, ran.err
        assert f"carried from the borders of 2020 to those of {vintage}" in ran.err
        found = mdi.read_table(here / "new.csv", source="own", level="municipality", year=2020)
        codes[vintage] = dict(zip(found.codes, found.population.tolist(), strict=True))
    assert codes["2021"] == {"GM0002": 3000, "GM0003": 500, "GM0010": 1000}
    assert codes["2022"] == {"GM0002": 3000, "GM0003": 1500}
    assert codes["2023"] == {"GM0002": 3000, "GM0011": 1500}
    assert mdi_("harmonise", *how).code == 0
    assert "GM0011" in (here / "new.csv").read_text()


def test_flagged_areas_do_not_move_in_the_comparison_that_follows(mdi_, here):
    how = table(here)
    codes = [f"GM{n:04d}" for n in range(3, 9)]
    for year, smokers in ((2020, 100), (2022, 150)):
        own = pd.DataFrame({"area_code": codes, "population": 1000, "smoking_denominator": 1000})
        own["smoking_numerator"] = [smokers + 20 * n for n in range(len(codes))]
        own.to_csv(here / f"{year}.csv", index=False)
    (here / "changes.csv").write_text("old,new,share\nGM0008,GM0007,0.5\nGM0008,GM0009,0.5\n")
    later = (here / "2022.csv").read_text().replace("GM0008", "GM0009")
    (here / "2022.csv").write_text(later)
    both = ["--years", "2020,2022", "--to-vintage", "2022", "--changes", "changes.csv"]
    ran = mdi_("harmonise", "2020.csv", "2022.csv", *how[1:], *both, "--out", "series")
    assert ran.code == 0, ran.err
    compared = mdi_(*next_command(ran), "--json")
    assert compared.code == 0, compared.err
    assert "1 area whose borders moved" in compared.err
    told = json.loads(compared.out)
    assert told["provenance"]["flagged"] == {"GM0009": 0.5}
    assert [a["area_code"] for a in told["areas"]] == [*codes[:4], "GM0007"]
    every = json.loads(mdi_(*next_command(ran), "--least-quality", "0", "--json").out)
    assert [a["area_code"] for a in every["areas"]] == [*codes[:5], "GM0009"]


def test_people_decide_where_they_are_given(mdi_, here, files, shapes):
    shares = {}
    (here / "homes.csv").write_text("x,y,population\n155000,463000,100\n")
    one = [files[0][0], *HOW, "--years", "2021", *shapes]
    for name, more in (("surface", []), ("people", ["--people", "homes.csv"])):
        kept = ["--keep-crosswalk", f"{name}.csv"]
        assert mdi_("harmonise", *one, *more, "--out", f"{name}.parquet", *kept).code == 0
        shares[name] = (here / f"{name}.csv").read_text()
    assert shares["people"] == shares["surface"]
    provenance = pq.read_schema(here / "people.parquet").metadata[b"mdi"]
    assert b"carried to other borders" in provenance


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        (["--years", "2020", "--out", "new.csv"], 2, "or --changes"),
        (["--years", "2020", *CHANGES, "--people", "own.csv", "--out", "n.csv"], 2, "stand alone"),
        (["--years", "2020", "--from-boundaries", "a", "--out", "n.csv"], 2, "or --changes"),
        ([*TWO, *CHANGES, "--out", "new.csv"], 2, "2 years for 1 table"),
        (["--years", "2020,x", *CHANGES, "--out", "n.csv"], 2, "no list of different years"),
        (["--years", "2020", *CHANGES, "--out", "own.csv"], 2, "is read"),
        (["--years", "2020", *CHANGES, "--out", "new.json"], 2, "is no folder"),
        (["--years", "2020", *CHANGES, "--out", "none/new"], 2, "there is no folder 'none'"),
        (["--years", "2020", "--changes", "none.csv", "--out", "n.csv"], 5, "There is no file"),
        (["--years", "2020", "--changes", "own.csv", "--out", "n.csv"], 3, "no column 'old'"),
        (
            ["--years", "2020", *CHANGES, "--to-vintage", "2020", "--out", "n.csv"],
            3,
            "nothing to do",
        ),
        (
            ["--years", "2020", *CHANGES, "--source", "own", "--source", "own", "--out", "n.csv"],
            2,
            "for 1 table",
        ),
    ],
)
def test_every_mistake_is_told_in_words(mdi_, here, how, code, words):
    own = table(here)
    before = sorted(here.iterdir())
    ran = mdi_("harmonise", *own, *how)
    assert ran.code == code
    assert words in ran.all
    assert sorted(here.iterdir()) == before


def test_a_table_in_the_newer_borders_is_not_carried_twice(mdi_, here, files, shapes):
    ran = mdi_("harmonise", *files[0], *HOW, "--years", "2021,2025", *shapes, "--out", "series")
    assert ran.code == 3
    assert "Add --to-vintage 2025" in ran.err
    assert list(here.iterdir()) == []
