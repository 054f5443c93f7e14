"""What must hold before an edition is loaded: nobody else loads, PostGIS, roles, a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdi.editions.postgis.connecting import driver
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.extension import schema_of_postgis
from mdi.editions.postgis.roles import WRITER, has_role, is_member, make_roles

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection

LOCK = 0x6D6469  # "mdi"
LONGEST_WAIT = "60s"  # for tables that somebody holds, when the schema changes


def prepare(connection: Connection) -> list[str]:
    """Wait for others that publish, then see to PostGIS, the roles and the schema.

    From here on the transaction acts as the owner of the schema.

    Returns:
        In words, what was not done because this user may not.

    Raises:
        DatabaseError: PostGIS is not there, or the schema belongs to somebody else.
    """
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    connection.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
    notes = make_roles(connection)
    extension = _add_extension(connection)
    _make_schema(connection)
    _act_as_owner(connection)
    _look_in(connection, extension)
    return notes


def _add_extension(connection: Connection) -> str:
    """The schema that PostGIS stands in; it is added to the database where it is absent."""
    psycopg = driver()
    if schema_of_postgis(connection) is None:
        try:
            connection.execute("CREATE EXTENSION postgis")
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported) as error:
            raise DatabaseError(
                f"This database has no PostGIS: {error.diag.message_primary}.",
                hint="An administrator adds it once: CREATE EXTENSION postgis;",
            ) from None
    return schema_of_postgis(connection) or "public"


def _make_schema(connection: Connection) -> None:
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    if _owner(connection) is not None:
        return
    writer = has_role(connection, WRITER) and is_member(connection, WRITER)
    owner = Identifier(WRITER) if writer else SQL("CURRENT_USER")
    connection.execute(SQL("CREATE SCHEMA mdi AUTHORIZATION {}").format(owner))


def _act_as_owner(connection: Connection) -> None:
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    owner = _owner(connection) or WRITER
    if not is_member(connection, owner):
        raise DatabaseError(
            f"The schema mdi belongs to {owner}, and user {connection.info.user} is no member of it.",
            hint=f"An administrator grants it once: GRANT {owner} TO {connection.info.user};",
        )
    connection.execute(SQL("SET LOCAL ROLE {}").format(Identifier(owner)))


def _owner(connection: Connection) -> str | None:
    found = connection.execute(
        "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'mdi'"
    ).fetchone()
    return str(found[0]) if found else None


def _look_in(connection: Connection, extension: str) -> None:
    """Names without a schema are those of PostgreSQL and PostGIS, whatever the user has set."""
    path = "SELECT set_config('search_path', 'pg_catalog, ' || quote_ident(%s), true)"
    connection.execute(path, [extension])
