"""Roles have the rights they need and no others."""

import psycopg
import pytest

from mdi.editions.postgis.address import Address
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.publishing import publish
from tests.editions.postgis.cluster import running

TABLES = ("schema_version", "edition", "areas", "results", "layers")
VIEWS = ("domain_scores", "gt_pk_metadata", "map_municipality", "map_municipality_rd")


@pytest.fixture
def login(cluster, base):
    """A user who can log in and has some roles, by his address."""
    made = []

    def user(name, *roles):
        with psycopg.connect(cluster.address(base)) as boss:
            boss.execute(f"CREATE ROLE {name} LOGIN".encode())
            for role in roles:
                boss.execute(f"GRANT {role} TO {name}".encode())
        made.append(name)
        return Address.parse(cluster.address(base, name))

    yield user
    with psycopg.connect(cluster.address(base)) as boss:
        for name in made:
            boss.execute(f"DROP OWNED BY {name}; DROP ROLE {name}".encode())


@pytest.fixture
def published(old, address):
    return publish(old, address)


@pytest.mark.usefixtures("published")
def test_a_reader_reads_every_table_and_view(login):
    with psycopg.connect(login("rita", "mdi_reader").connection) as reader:
        for name in (*TABLES, *VIEWS):
            assert reader.execute(f"SELECT count(*) FROM mdi.{name}".encode()).fetchone()[0] > 0


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "statement",
    [
        *(f"DELETE FROM mdi.{name}" for name in TABLES),
        "INSERT INTO mdi.layers VALUES ('x', 1, 1, 'x', 'x')",
        "UPDATE mdi.results SET rank = 1",
        "TRUNCATE mdi.areas",
        "UPDATE mdi.map_municipality SET rank = 1",
        "CREATE TABLE mdi.own (x int)",
        "CREATE VIEW mdi.own AS SELECT 1",
        "DROP VIEW mdi.map_municipality",
        "ALTER TABLE mdi.areas ADD COLUMN own int",
        "SET ROLE mdi_writer",
        "GRANT mdi_reader TO mdi_writer",
    ],
)
def test_a_reader_writes_nothing(login, statement):
    with (
        psycopg.connect(login("rita", "mdi_reader").connection) as reader,
        pytest.raises(psycopg.Error) as refused,
    ):
        reader.execute(statement.encode())
    assert refused.value.sqlstate in {"42501", "55000"}  # no right; a view that takes no rows


@pytest.mark.usefixtures("published")
def test_others_do_not_even_read(login):
    with (
        psycopg.connect(login("otto").connection) as other,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        other.execute("SELECT * FROM mdi.edition")


@pytest.mark.usefixtures("published")
def test_the_roles_cannot_log_in_and_have_no_powers(asked):
    powers = "rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls"
    found = asked(f"SELECT rolname, {powers} FROM pg_roles WHERE rolname LIKE 'mdi%%' ORDER BY 1")
    assert found == [("mdi_reader", False), ("mdi_writer", False)]


@pytest.mark.usefixtures("published")
def test_the_writer_owns_all_of_it_and_loads_with_no_other_right(new, login, asked):
    owners = "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = %s::regnamespace"
    assert asked(owners, "mdi") == [("mdi_writer",)]
    publish(new, login("wim", "mdi_writer"))
    assert asked("SELECT name FROM mdi.edition") == [(new.name,)]
    assert asked(owners, "mdi") == [("mdi_writer",)]


def test_who_may_not_load_is_told_whom_to_ask(new, published, login, asked):
    with pytest.raises(DatabaseError) as refused:
        publish(new, login("otto"))
    assert refused.value.message == (
        "The schema mdi belongs to mdi_writer, and user otto is no member of it."
    )
    assert refused.value.hint == "An administrator grants it once: GRANT mdi_writer TO otto;"
    assert asked("SELECT name FROM mdi.edition") == [(published.edition,)]


def test_without_the_right_to_create_schemas_that_is_said(new, login):
    with pytest.raises(DatabaseError, match="permission denied for database") as refused:
        publish(new, login("otto"))
    assert "member of the role mdi_writer" in refused.value.hint


def test_where_a_user_may_not_create_roles_it_is_said_and_the_rest_is_done(new):
    with running() as cluster:
        base = cluster.database()
        with psycopg.connect(cluster.address(base)) as boss:
            boss.execute("CREATE EXTENSION postgis; CREATE ROLE otto LOGIN")
            boss.execute(f"GRANT CREATE ON DATABASE {base} TO otto".encode())
        done = publish(new, Address.parse(cluster.address(base, "otto")))
        (note,) = done.notes
        assert note == (
            "This user may not create roles; an administrator can: "
            "CREATE ROLE mdi_reader NOLOGIN; CREATE ROLE mdi_writer NOLOGIN;"
        )
        administrator = publish(new, Address.parse(cluster.address(base)), again=True)
        assert administrator.notes == ()
        with psycopg.connect(cluster.address(base)) as boss:
            boss.execute("SET ROLE mdi_reader")
            assert boss.execute("SELECT name FROM mdi.edition").fetchone() == (new.name,)


def test_who_may_create_roles_becomes_a_member_of_the_writer(new):
    with running() as cluster:
        base = cluster.database()
        with psycopg.connect(cluster.address(base)) as boss:
            boss.execute("CREATE EXTENSION postgis; CREATE ROLE clara LOGIN CREATEROLE")
            boss.execute(f"GRANT CREATE ON DATABASE {base} TO clara".encode())
        assert publish(new, Address.parse(cluster.address(base, "clara"))).notes == ()
        with psycopg.connect(cluster.address(base)) as boss:
            owner = "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'mdi'"
            assert boss.execute(owner.encode()).fetchone() == ("mdi_writer",)
