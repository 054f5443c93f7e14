"""`mdi harmonise`: a series of years in the borders of one vintage, and what comes of it."""

from __future__ import annotations

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
    assert "carried to the borders of 2022" in ran.err


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
    assert b"carried to the borders" in provenance


TWO = ("--years", "2020,2021")
CHANGES = ("--changes", "changes.csv")


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
