"""`mdi publish`, and tables and shapes of a database where files are expected."""

import pandas as pd
import psycopg
import pytest

from mdi.editions.postgis.publishing import publish
from tests.cli.conftest import mdi_  # noqa: F401

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
        columns = ", ".join(
            f'"{name}" {"double precision" if frame[name].dtype.kind in "fiu" else "text"}'
            for name in frame
        )
        boss.execute(f"CREATE TABLE figures ({columns})".encode())
        with boss.cursor().copy("COPY figures FROM STDIN") as copy:
            for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
                copy.write_row(row)
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
