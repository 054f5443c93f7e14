"""An older schema is brought up to date; a newer or a strange one is left alone."""

import psycopg
import pytest

from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.migrating import migrations
from mdi.editions.postgis.publishing import publish

FIRST = migrations()[1]


@pytest.fixture
def first_version(address):
    """A database as version 1 of the schema left it: published and owned."""
    with psycopg.connect(address.connection) as boss:
        boss.execute(
            "DO $$ BEGIN CREATE ROLE mdi_writer; EXCEPTION WHEN duplicate_object THEN END $$;"
            "CREATE SCHEMA mdi AUTHORIZATION mdi_writer; SET ROLE mdi_writer"
        )
        boss.execute(FIRST.read_bytes())
        boss.execute(
            "INSERT INTO mdi.schema_version (version, name) VALUES (1, '0001_edition');"
            "INSERT INTO mdi.edition (name, title, invented, geography, software, manifest) "
            "VALUES ('old', '{}', true, 'nl', '{}', '{}');"
            "INSERT INTO mdi.areas (id, level, vintage, area_code, geom) VALUES (1, 'municipality', "
            "2020, 'GM0001', ST_Multi(ST_MakeEnvelope(5, 52, 5.1, 52.1, 4326)));"
            "INSERT INTO mdi.results (level, year, weights, method, area_code, status, domains) "
            "VALUES ('municipality', 2020, 'mdi_nl', 'imd', 'GM0001', 'ranked', '{}');"
        )
    return address


def test_migrations_are_numbered_one_after_another():
    assert list(migrations()) == list(range(1, len(migrations()) + 1))
    assert len(migrations()) > 1


def test_a_schema_of_the_first_version_is_brought_up_to_date(first_version, new, asked):
    assert publish(new, first_version).changed
    versions = asked("SELECT version, name FROM mdi.schema_version ORDER BY 1")
    assert versions == [(number, path.stem) for number, path in migrations().items()]
    assert asked("SELECT name FROM mdi.edition") == [(new.name,)]
    assert asked("SELECT count(*), count(geom), count(geom_rd) FROM mdi.areas") == [
        (sum(record.areas for record in new.manifest.shapes),) * 3
    ]


def test_a_migrated_schema_is_the_one_that_is_made_at_once(first_version, new, cluster):
    fresh = type(first_version).parse(cluster.address(cluster.database()))
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'mdi' ORDER BY 1, ordinal_position"
    )
    indices = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'mdi' ORDER BY 1"
    found = []
    for address in (first_version, fresh):
        publish(new, address)
        with psycopg.connect(address.connection) as connection:
            found.append([connection.execute(q.encode()).fetchall() for q in (columns, indices)])
    assert found[0] == found[1]
    assert len(found[0][0]) > 40


def test_a_migration_that_fails_leaves_the_old_schema(first_version, new, asked):
    with psycopg.connect(first_version.connection) as boss:
        boss.execute("ALTER TABLE mdi.areas ADD COLUMN geom_rd text")
    with pytest.raises(DatabaseError, match=r"already exists\. Nothing was changed"):
        publish(new, first_version)
    assert asked("SELECT max(version) FROM mdi.schema_version") == [(1,)]
    assert asked("SELECT name FROM mdi.edition") == [("old",)]


def test_a_newer_schema_is_refused(old, new, address, asked):
    publish(old, address)
    with psycopg.connect(address.connection) as boss:
        boss.execute("INSERT INTO mdi.schema_version (version, name) VALUES (99, 'later')")
    with pytest.raises(DatabaseError, match="has version 99; this package knows up to"):
        publish(new, address)
    assert asked("SELECT name FROM mdi.edition") == [(old.name,)]


def test_the_schema_of_somebody_else_is_left_alone(new, address, asked):
    with psycopg.connect(address.connection) as boss:
        boss.execute("CREATE SCHEMA mdi; CREATE TABLE mdi.results (own text)")
    with pytest.raises(DatabaseError, match="a schema mdi with other tables"):
        publish(new, address)
    assert asked("SELECT count(*) FROM pg_class WHERE relnamespace = 'mdi'::regnamespace") == [(1,)]


def test_an_empty_schema_made_beforehand_is_used(new, address, asked):
    with psycopg.connect(address.connection) as boss:
        boss.execute("CREATE SCHEMA mdi")
    publish(new, address)
    assert asked("SELECT name FROM mdi.edition") == [(new.name,)]
