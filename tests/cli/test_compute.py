"""`mdi compute`: every format, the same bytes twice, and every mistake in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

import mdi
import mdi.domains as shipped
from geodata.writers.field_names import short_names
from mdi.sensitivity.certainty import COLUMNS as CERTAINTY
from tests.cli.conftest import SAMPLE, SUFFIXES, shapes_for
from tests.squares import CODES, NO_FIGURES, NO_SHAPE, municipalities

DOMAINS = [domain.id for domain in mdi.load_domains()]
COLUMNS = [
    *("area_code", "area_name", "index", "rank", "decile", "coverage", "status"),
    *DOMAINS,
    *(f"{name}_rank" for name in DOMAINS),
]


def columns_and_provenance(path):
    """What a reader finds in a file, by suffix."""
    if path.suffix == ".csv":
        beside = json.loads(path.with_name(path.name + ".meta.json").read_text())
        return list(pd.read_csv(path).columns), beside
    if path.suffix == ".parquet":
        schema = pq.read_schema(path)
        return schema.names, json.loads(schema.metadata[b"mdi"])
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["index", "provenance"]
        rows = book["provenance"].iter_rows(min_row=2, values_only=True)
        return [cell.value for cell in book["index"][1]], dict(rows)
    found = json.loads(path.read_text())
    if path.suffix == ".geojson":
        return list(found["features"][0]["properties"]), found["provenance"]
    return list(found["areas"][0]), found["provenance"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_has_the_columns_and_its_provenance(
    mdi_, here, squareland, of_squareland, suffix
):
    out = here / f"mdi{suffix}"
    ran = mdi_("compute", *of_squareland, "--out", out, *shapes_for(suffix, squareland))
    assert ran.code == 0, ran.err
    columns, provenance = columns_and_provenance(out)
    assert columns == COLUMNS
    assert provenance["fingerprint"] in ran.out
    assert provenance["source"] == "sample"
    assert "mdi_nl" in json.dumps(provenance["weights"])
    assert provenance["file"] == "municipality_2021.parquet"
    assert out.name in ran.out
    beside = {".csv": [f"{out.name}.meta.json"], ".geojson": ["mdi.qml"]}
    expected = {out.name, *beside.get(suffix, [])}
    assert {path.name for path in here.iterdir()} == expected


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_run_gives_the_same_bytes(mdi_, here, squareland, of_squareland, suffix):
    outs = [here / f"{name}{suffix}" for name in ("first", "second")]
    for out in outs:
        assert (
            mdi_("compute", *of_squareland, "--out", out, *shapes_for(suffix, squareland)).code == 0
        )
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_every_format_has_the_same_numbers(mdi_, here, squareland, of_squareland):
    outs = [part for suffix in SUFFIXES for part in ("--out", here / f"mdi{suffix}")]
    shapes = shapes_for(".geojson", squareland)
    assert mdi_("compute", *of_squareland, *outs, *shapes).code == 0
    frames = {
        "csv": pd.read_csv(here / "mdi.csv"),
        "parquet": pd.read_parquet(here / "mdi.parquet"),
        "xlsx": pd.read_excel(here / "mdi.xlsx", engine="openpyxl"),
        "json": pd.DataFrame(json.loads((here / "mdi.json").read_text())["areas"]),
    }
    for name, frame in frames.items():
        for column in ("index", "rank", "income", "income_rank"):
            left = frames["json"][column].astype(float).tolist()
            assert frame[column].astype(float).tolist() == pytest.approx(
                left, rel=1e-14, nan_ok=True
            ), name
    drawn = json.loads((here / "mdi.geojson").read_text())
    by_code = frames["csv"].set_index("area_code")
    for feature in drawn["features"]:
        if feature["id"] != NO_FIGURES and feature["properties"]["index"] is not None:
            assert feature["properties"]["index"] == by_code.loc[feature["id"], "index"]
    assert drawn["unmatched"] == [NO_SHAPE]
    assert [feature["id"] for feature in drawn["features"]] == list(CODES)


def test_a_map_names_what_did_not_match(mdi_, here, squareland, of_squareland):
    ran = mdi_("compute", *of_squareland, "--out", "m.geojson", *shapes_for(".geojson", squareland))
    assert f"without a shape: {NO_SHAPE}" in ran.all
    assert f"without a row in the table: {NO_FIGURES}" in ran.all
    features = {f["id"]: f for f in json.loads((here / "m.geojson").read_text())["features"]}
    told = features[NO_FIGURES]["properties"]
    assert told["status"] == "not_in_table"
    assert told["area_name"] == f"Vorm {NO_FIGURES}"
    rest = {
        name: value
        for name, value in told.items()
        if name not in {"area_code", "area_name", "status"}
    }
    assert set(rest.values()) == {None}


def test_without_out_the_table_on_the_screen_is_enough(mdi_, here, of_squareland):
    ran = mdi_("compute", *of_squareland)
    assert ran.code == 0
    assert "28 of 30 areas ranked" in ran.out
    assert "Coverage" in ran.out
    assert "few" in ran.err
    assert list(here.iterdir()) == []


def test_a_suffix_in_capitals_is_known(mdi_, here, of_squareland):
    assert mdi_("compute", *of_squareland, "--out", "MDI.CSV").code == 0
    assert (here / "MDI.CSV").is_file()


def test_a_declaration_may_be_a_file(mdi_, here, squareland):
    folder = Path(shipped.__file__).parent
    own = here / "domains"
    own.mkdir()
    for name in ("income", "work"):
        shutil.copy(folder / f"{name}.toml", own)
    (here / "w.toml").write_text('id = "w"\nweights = { income = 3, work = 1 }')
    (here / "m.toml").write_text('id = "m"\nindicators = { by = "minmax" }')
    (here / "s.toml").write_text((folder.parent / "sources" / "sample.toml").read_text())
    table = squareland / "municipality_2021.parquet"
    named = ["--weights", "w.toml", "--method", "m.toml", "--domains", own]
    place = ["--source", "s.toml", "--level", "municipality", "--year", 2021]
    ran = mdi_("compute", table, *place, *named, "--out", "mine.json")
    assert ran.code == 0, ran.err
    found = json.loads((here / "mine.json").read_text())
    assert found["provenance"]["weights"]["id"] == "w"
    assert found["provenance"]["method"]["id"] == "m"
    assert list(found["areas"][0])[7:9] == ["income", "work"]
    area = found["areas"][5]
    assert area["index"] == pytest.approx((3 * area["income"] + area["work"]) / 4)


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".parquet", ".xlsx"])
def test_every_format_of_tables_is_read_alike(mdi_, here, suffix, of_squareland):
    frame, path = municipalities(2021), here / f"t{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(path)
    elif suffix == ".xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False)
    assert mdi_("compute", path, *SAMPLE, "--out", "a.csv").code == 0
    assert mdi_("compute", *of_squareland, "--out", "b.csv").code == 0
    assert (here / "a.csv").read_text() == (here / "b.csv").read_text()


@pytest.mark.parametrize("name", ["[/b]Dorp", "[red]Dorp", "=1+1", '<b>"Dorp"', "[link=x]"])
def test_a_name_is_shown_as_it_is_written(mdi_, here, name):
    frame = municipalities(2021)
    frame["area_name"] = name
    frame.to_parquet(here / "t.parquet")
    ran = mdi_("compute", "t.parquet", *SAMPLE)
    assert ran.code == 0, ran.err
    assert name in ran.out


def test_a_warning_is_shown_as_it_is_written(mdi_, here):
    frame = municipalities(2021)
    frame["[/b] 2020"] = 1
    frame.to_parquet(here / "t.parquet")
    for command in ("check", "compute"):
        ran = mdi_(command, "t.parquet", *SAMPLE)
        assert ran.code == 0, ran.err
        assert "[/b] 2020" in ran.all


def test_warnings_name_no_column_that_was_read(mdi_, of_squareland):
    ran = mdi_("compute", *of_squareland)
    assert "area_name" not in ran.err
    assert "parent_code" not in ran.err


@pytest.mark.real_data
def test_the_published_municipalities_rank_as_they_are_known(mdi_, here, shared_data):
    ran = mdi_("compute", *published(shared_data), "--out", "mdi.csv")
    assert ran.code == 0, ran.err
    found = pd.read_csv(here / "mdi.csv").set_index("area_name")
    assert list(found.reset_index().columns[:1]) == ["area_name"]
    assert len(found) == 352
    assert (found.loc[["Heerlen", "Kerkrade", "Pekela", "Oldambt", "Emmen"], "decile"] == 1).all()
    assert (found.loc[["Rozendaal", "Bloemendaal"], "decile"] == 10).all()
    sizes = found.decile.value_counts()
    assert sizes.max() - sizes.min() <= 1
    assert found["index"].max() <= 99.9
    told = json.loads((here / "mdi.csv.meta.json").read_text())
    assert told["domains_without_figures"] == ["health", "safety", "living_environment"]
    assert "health, safety, living_environment" in ran.err


@pytest.mark.real_data
def test_the_published_shapes_of_another_year_lose_nothing(mdi_, here, shared_data):
    shapes = shared_data / "netherlands" / "gemeente_2022_rd.geojson"
    ran = mdi_("compute", *published(shared_data), "--boundaries", shapes, "--out", "mdi.geojson")
    assert ran.code == 0, ran.err
    found = json.loads((here / "mdi.geojson").read_text())
    assert len(found["features"]) == 345
    gone = [
        "GM0370",
        "GM0398",
        "GM0416",
        "GM0756",
        "GM0786",
        "GM0815",
        "GM0856",
        "GM1684",
        "GM1685",
        "GM1702",
    ]
    assert found["unmatched"] == gone
    assert ", ".join(gone) in ran.err
    new = {
        f["id"]: f["properties"]
        for f in found["features"]
        if f["properties"]["status"] == "not_in_table"
    }
    assert sorted(new) == ["GM1980", "GM1982", "GM1991"]
    assert all(told["index"] is None and told["area_name"] for told in new.values())
    assert all(f["geometry"] for f in found["features"])


def published(shared_data):
    table = shared_data / "netherlands" / "gemeente_2021_kerncijfers.csv"
    return [table, "--source", "nl_kerncijfers_2021", "--level", "municipality", "--year", 2021]


@pytest.fixture
def sure(mdi_, here, of_squareland):
    ran = mdi_("sensitivity", *of_squareland, "--draws", 16, "--out", "sure.parquet")
    assert ran.code == 0, ran.err
    return here / "sure.parquet"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_carries_how_sure_the_ranks_are(
    mdi_, here, squareland, of_squareland, sure, suffix
):
    out, shapes = here / f"mdi{suffix}", shapes_for(suffix, squareland)
    ran = mdi_("compute", *of_squareland, "--sensitivity", sure, "--out", out, *shapes)
    assert ran.code == 0, ran.err
    columns, provenance = columns_and_provenance(out)
    assert columns == [*COLUMNS, *CERTAINTY]
    told = provenance["sensitivity"]
    told = json.loads(told) if isinstance(told, str) else told
    assert told["draws"] == 16


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp"])
def test_every_layer_carries_the_interval(mdi_, here, squareland, of_squareland, sure, suffix):
    out, shapes = here / f"mdi{suffix}", shapes_for(".geojson", squareland)
    ran = mdi_("compute", *of_squareland, "--sensitivity", sure, "--out", out, *shapes)
    assert ran.code == 0, ran.err
    frame = pyogrio.read_dataframe(out, layer="mdi", read_geometry=False).set_index("area_code")
    told = pd.read_parquet(sure).set_index("area_code")
    names = short_names(CERTAINTY) if suffix == ".shp" else {name: name for name in CERTAINTY}
    ranked = told.index[told["rank_low"].notna()].intersection(frame.index)
    assert len(ranked)
    for name in CERTAINTY[:3]:
        assert frame.loc[ranked, names[name]].tolist() == told.loc[ranked, name].tolist()
    words = frame.loc[ranked, names["reliability"]].tolist()
    assert [word or None for word in words] == [
        None if pd.isna(word) else word for word in told.loc[ranked, "reliability"]
    ]


def test_how_sure_another_index_is_does_not_fit(mdi_, of_squareland, sure):
    ran = mdi_("compute", *of_squareland, "--sensitivity", sure, "--weights", "equal")
    assert ran.code == 5
    assert "not of this index" in ran.all
    assert "mdi sensitivity TABLE" in ran.all
