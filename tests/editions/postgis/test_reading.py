"""A table in a database is read as the same table in a file."""

import numpy as np
import pandas as pd
import psycopg
import pytest
import shapely

import geodata
import mdi
from geodata.described import Described
from mdi.editions.mapping import read_shapes
from mdi.editions.postgis.address import Address
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.publishing import publish
from mdi.editions.postgis.reading import read_boundaries, read_frame, read_table
from mdi.errors import TableError
from tests.editions.postgis.filling import write_figures, write_shapes

ASKED = {"source": "sample", "level": "municipality", "year": 2025}


@pytest.fixture
def figures(sample):
    return sample / "indicators_municipality_2025.parquet"


@pytest.fixture
def shapes(sample):
    return geodata.read_boundaries(sample / "boundaries_municipality_2024.parquet")


@pytest.fixture
def filled(cluster, base, figures, shapes):
    """The address of a database with a table of figures in another order, and one of shapes."""
    frame = pd.read_parquet(figures).iloc[::-1]
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("CREATE SCHEMA cbs")
        write_figures(boss, "cbs.figures", frame)
        write_shapes(boss, "cbs.shapes", shapes)
    return lambda table: Address.parse(f"{cluster.address(base)}&table={table}")


def test_a_table_gives_the_index_that_its_file_gives(filled, figures):
    from_file = mdi.read_table(figures, **ASKED)
    from_base = read_table(filled("cbs.figures"), **ASKED)
    assert sorted(from_base.codes) == sorted(from_file.codes)
    expected, found = (mdi.compute(each).scores.sort_index() for each in (from_file, from_base))
    pd.testing.assert_frame_equal(found, expected)


def test_provenance_names_the_table_and_its_rows_and_no_address(filled, cluster, base):
    first, second = (read_table(filled("cbs.figures"), **ASKED) for _ in range(2))
    assert (first.file, first.digest) == ("cbs.figures", second.digest)
    assert len(first.digest) == 64
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("UPDATE cbs.figures SET population = population + 1")
    assert read_table(filled("cbs.figures"), **ASKED).digest != first.digest
    said = str(mdi.compute(first).provenance)
    assert "postgresql" not in said


def test_figures_of_the_type_numeric_are_numbers(filled, cluster, base, figures):
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("ALTER TABLE cbs.figures ALTER population TYPE numeric")
    found = read_table(filled("cbs.figures"), **ASKED)
    expected = mdi.read_table(figures, **ASKED)
    assert found.population.sum() == expected.population.sum()


def test_a_table_that_does_not_hold_up_is_refused_with_its_name(filled, cluster, base):
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("UPDATE cbs.figures SET area_code = 'GM12'")
    with pytest.raises(TableError, match=r"cbs\.figures"):
        read_table(filled("cbs.figures"), **ASKED)


def test_boundaries_are_those_of_the_file(filled, shapes):
    found = read_boundaries(filled("cbs.shapes"), level="municipality", vintage=2024)
    assert (found.crs, found.level, found.vintage) == ("EPSG:28992", "municipality", 2024)
    assert dict(zip(found.codes, found.names, strict=True)) == dict(
        zip(shapes.codes, shapes.names, strict=True)
    )
    mine = dict(zip(found.codes, found.geometry, strict=True))
    expected = [mine[code] for code in shapes.codes]
    assert shapely.equals_exact(np.array(expected), shapes.geometry).all()


def test_the_views_of_an_edition_are_boundaries_too(new, address):
    publish(new, address)
    for view, system in (
        ("map_municipality", geodata.crs.WGS84),
        ("map_municipality_rd", "EPSG:28992"),
    ):
        found = Address.parse(f"{address.connection}&table=mdi.{view}")
        assert read_boundaries(found, Described(code_column="area_code")).crs == system


def test_shapes_for_a_result_come_from_a_database_as_from_a_file(filled, figures, shapes):
    result = mdi.compute(mdi.read_table(figures, **ASKED))
    assert sorted(read_shapes(filled("cbs.shapes"), result).codes) == sorted(shapes.codes)


def test_a_frame_leaves_out_the_shapes(filled):
    assert list(read_frame(filled("cbs.shapes")).columns) == ["code", "naam", "parent_code"]


@pytest.mark.parametrize("table", ["cbs.nothing", "nowhere.figures", "cbs.shapes; DROP TABLE x"])
def test_a_table_that_is_not_there_is_said(filled, table):
    with pytest.raises(DatabaseError, match="does not exist"):
        read_frame(filled(table))


def test_an_address_without_a_table_says_how_to_name_one(address):
    with pytest.raises(DatabaseError, match="names no table") as found:
        read_frame(address)
    assert found.value.hint == "Add it to the address: ?table=schema.name"


@pytest.mark.parametrize(
    ("table", "found"), [("cbs.figures", "none"), ("mdi.areas", "geom, geom_rd")]
)
def test_one_column_of_shapes_is_needed(filled, new, table, found):
    publish(new, filled(table))
    with pytest.raises(DatabaseError, match=f"no single column of shapes; found {found}"):
        read_boundaries(filled(table))


def test_shapes_of_several_systems_are_refused(filled, cluster, base):
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("CREATE TABLE cbs.mixed AS SELECT code, shape::geometry FROM cbs.shapes")
        boss.execute(
            "INSERT INTO cbs.mixed VALUES ('GM9999', ST_SetSRID(ST_MakeEnvelope(5,52,6,53), 4326))"
        )
    with pytest.raises(DatabaseError, match="of several systems: 4326, 28992"):
        read_boundaries(filled("cbs.mixed"))


def test_shapes_that_name_no_system_may_be_given_one(filled, cluster, base, shapes):
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute(
            "CREATE TABLE cbs.bare AS SELECT code, ST_SetSRID(shape::geometry, 0) AS g FROM cbs.shapes"
        )
    with pytest.raises(geodata.BoundaryError, match="names no coordinate system"):
        read_boundaries(filled("cbs.bare"))
    assert read_boundaries(filled("cbs.bare"), Described(crs="EPSG:28992")).crs == shapes.crs
