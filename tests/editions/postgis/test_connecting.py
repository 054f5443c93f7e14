"""What is wrong with a connection is said in a sentence, without the password."""

import builtins
import socket

import psycopg
import pytest

from mdi.editions.postgis.address import Address
from mdi.editions.postgis.connecting import connected
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.publishing import publish

SECRET = "sesam-open-u"


def refused(address: Address) -> DatabaseError:
    with pytest.raises(DatabaseError) as found, connected(address):
        pass
    assert found.value.__suppress_context__
    assert SECRET not in str(found.value)
    return found.value


@pytest.fixture
def guarded(cluster, base):
    """A user with a password, by his name."""
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute(f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'".encode())
    yield "guarded"
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("DROP ROLE guarded")


def test_a_password_in_the_address_lets_in(cluster, base, guarded):
    with connected(Address.parse(cluster.address(base, guarded, SECRET))) as connection:
        assert connection.info.user == guarded


def test_a_wrong_password_is_said_and_not_repeated(cluster, base, guarded):
    error = refused(Address.parse(cluster.address(base, guarded, SECRET + "x")))
    assert "password authentication failed" in error.message
    assert "PGPASSWORD" in error.hint


def test_nobody_listens_at_the_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        error = refused(Address.parse(f"postgresql://ann:{SECRET}@127.0.0.1:{port}/gis"))
    assert error.message == (
        f"postgresql://ann@127.0.0.1:{port}/gis cannot be reached: Connection refused."
    )


def test_a_host_that_nobody_knows():
    error = refused(Address.parse(f"postgresql://ann:{SECRET}@nowhere.invalid/gis"))
    assert error.message.startswith("postgresql://ann@nowhere.invalid/gis cannot be reached: ")


def test_a_database_that_is_not_there(cluster):
    assert (
        'database "nosuch" does not exist'
        in refused(Address.parse(cluster.address("nosuch"))).message
    )


def test_a_setting_that_the_driver_does_not_know(cluster, base):
    address = Address.parse(cluster.address(base) + f"&passwort={SECRET}")
    assert refused(address).message.startswith("The settings behind the '?'")


def test_a_password_that_the_database_repeats_is_taken_out(cluster, base):
    address = Address.parse(cluster.address(base, password=SECRET))
    with pytest.raises(DatabaseError) as found, connected(address) as connection:
        connection.execute(f"SELECT '{SECRET}'::int".encode())
    assert SECRET not in str(found.value)
    assert "…" in found.value.message


def test_a_lost_connection_is_a_sentence(cluster, address):
    def cut_off():
        with connected(address) as mine:
            with psycopg.connect(cluster.address("postgres")) as boss:
                boss.execute("SELECT pg_terminate_backend(%s)", [mine.info.backend_pid])
            mine.execute("SELECT 1")

    with pytest.raises(DatabaseError, match="Nothing was changed"):
        cut_off()


def test_a_database_without_postgis_says_who_can_add_it(cluster, new):
    base = cluster.database("template0")
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute("CREATE ROLE otto LOGIN")
        boss.execute(f"GRANT CREATE ON DATABASE {base} TO otto".encode())
    try:
        with pytest.raises(DatabaseError, match="This database has no PostGIS") as found:
            publish(new, Address.parse(cluster.address(base, "otto")))
    finally:
        with psycopg.connect(cluster.address(base)) as boss:
            boss.execute("DROP OWNED BY otto; DROP ROLE otto")
    assert found.value.hint == "An administrator adds it once: CREATE EXTENSION postgis;"


def test_who_may_adds_postgis_to_a_database(cluster, new):
    address = Address.parse(cluster.address(cluster.database("template0")))
    assert publish(new, address).changed


def test_postgis_may_stand_in_a_schema_of_its_own(cluster, new):
    base = cluster.database("template0")
    with psycopg.connect(cluster.address(base)) as boss:
        boss.execute('CREATE SCHEMA "GIS tools"; CREATE EXTENSION postgis SCHEMA "GIS tools"')
        boss.execute('GRANT USAGE ON SCHEMA "GIS tools" TO PUBLIC')
    assert publish(new, Address.parse(cluster.address(base))).changed


def test_without_the_driver_it_is_said_how_to_get_it(monkeypatch, new):
    imported = builtins.__import__

    def without(name, *others):
        if name == "psycopg":
            raise ImportError(name)
        return imported(name, *others)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DatabaseError, match="driver for PostgreSQL is not installed") as found:
        publish(new, Address.parse("postgresql://db/gis"))
    assert found.value.hint == "Install it: pip install 'multi-deprivation-index[postgis]'"
