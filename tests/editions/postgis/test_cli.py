"""`mdi publish`, and tables and shapes of a database where files are expected."""

import pandas as pd
import psycopg
import pytest

from mdi.editions.postgis.publishing import publish
from tests.cli.conftest import mdi_  # noqa: F401
from tests.editions.postgis.filling import write_figures

ASKED = ("--source", "sample", "--level", "municipality", "--year", "2025")


def test_the_current_edition_is_published_and_told(mdi_, store, new, address):  # noqa: F811
    ran = mdi_("publish", "--to", address.connection, "--store", store.root)
    shapes = sum(record.areas for record in new.manifest.shapes)
    results = sum(record.areas for record in new.manifest.results)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"Published: edition {new.name} to {address}, {shapes} shapes, {results} results",
        "Views: mdi.map_district, mdi.map_municipality",
    ]
    again = mdi_("publish", "--to", address.connection, "--store", store.root)
    assert again.out == f"{address} has edition {new.name} already.\n"
    forced = mdi_("publish", "--to", address.connection, "--store", store.root, "--again")
    assert forced.out.startswith("Published: ")


def test_an_older_edition_is_published_by_name(mdi_, store, old, address, asked):  # noqa: F811
    chosen = ("publish", "--to", address.connection, "--store", store.root, "--edition")
    assert mdi_(*chosen, old.name[:6]).code == 0
    assert asked("SELECT name FROM mdi.edition") == [(old.name,)]
    assert mdi_(*chosen, "nothing").code == 5


def test_a_database_that_is_not_there_is_a_sentence_without_the_password(mdi_, store):  # noqa: F811
    ran = mdi_("publish", "--to", "postgresql://a:sesam@127.0.0.1:9/gis", "--store", store.root)
    assert ran.code == 5
    assert "A database cannot be used" in ran.err
    assert "postgresql://a@127.0.0.1:9/gis cannot be reached" in ran.all
    assert "sesam" not in ran.all


@pytest.mark.parametrize("password", ["sesam@x", "sesam/x", "sesam#x"])
def test_a_broken_address_is_refused_without_being_repeated(mdi_, store, password):  # noqa: F811
    ran = mdi_("publish", "--to", f"postgresql://a:{password}@db/gis", "--store", store.root)
    assert ran.code == 5
    assert "sesam" not in ran.all
    ran = mdi_("check", f"postgresql://a:{password}@db/gis?table=x", *ASKED)
    assert ran.code == 5
    assert "sesam" not in ran.all


def test_an_index_of_a_table_and_shapes_in_a_database(
    mdi_,  # noqa: F811
    sample,
    new,
    address,
    tmp_path,
):
    publish(new, address)
    frame = pd.read_parquet(sample / "indicators_municipality_2025.parquet")
    with psycopg.connect(address.connection) as boss:
        write_figures(boss, "public.figures", frame)
    ran = mdi_(
        *("compute", f"{address.connection}&table=public.figures", *ASKED),
        *("--boundaries", f"{address.connection}&table=mdi.map_municipality"),
        *("--out", tmp_path / "map.geojson", "--out", tmp_path / "mdi.csv"),
    )
    assert ran.code == 0, ran.err
    plain = mdi_("compute", sample / "indicators_municipality_2025.parquet", *ASKED)
    assert plain.out.splitlines()[:9] == ran.out.splitlines()[:9]
    assert (tmp_path / "map.geojson").stat().st_size > 1000
    assert "postgresql" not in (tmp_path / "mdi.csv.meta.json").read_text(encoding="utf-8")
    assert mdi_("check", f"{address.connection}&table=public.figures", *ASKED).code == 0


def test_a_map_of_tables_and_shapes_in_a_database(mdi_, sample, new, address, tmp_path):  # noqa: F811
    publish(new, address)
    with psycopg.connect(address.connection) as boss:
        for year in (2024, 2025):
            frame = pd.read_parquet(sample / f"indicators_municipality_{year}.parquet")
            write_figures(boss, f"public.figures_{year}", frame)
    figures = f"{address.connection}&table=public.figures_"
    drawn = tmp_path / "map.svg"
    ran = mdi_(
        *("map", f"{figures}2025", *ASKED, "--multiples", f"2024={figures}2024", "--out", drawn),
        *("--boundaries", f"{address.connection}&table=mdi.map_municipality"),
        *("--code-column", "area_code"),
    )
    assert ran.code == 0, ran.err
    text = drawn.read_text(encoding="utf-8")
    assert "mdi.map_municipality" in text
    assert "postgresql" not in text


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        ("postgresql://a:sesam@127.0.0.1:9/gis?table=x", 5),
        ("postgresql://a:sesam@x@db/gis?table=x", 5),
        ("Postgresql://a:sesam@db/gis?table=x", 5),
    ],
)
def test_shapes_that_cannot_be_read_are_said_unrepeated(mdi_, sample, tmp_path, shapes, code):  # noqa: F811
    table = sample / "indicators_municipality_2025.parquet"
    out = ("--out", tmp_path / "map.svg")
    ran = mdi_("map", table, *ASKED, "--boundaries", shapes, *out)
    assert ran.code == code
    assert "sesam" not in ran.all
