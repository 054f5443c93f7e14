"""Two roles with the least rights: one reads, one owns and loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection

READER, WRITER = "mdi_reader", "mdi_writer"
ABOUT = {
    READER: "Reads the views and tables of the schema mdi, and nothing else",
    WRITER: "Owns the schema mdi and loads editions into it",
}


def make_roles(connection: Connection) -> list[str]:
    """Create the roles that are not there; neither of them can log in.

    Returns:
        In words, what this user may not do.
    """
    from psycopg.sql import SQL, Identifier, Literal  # noqa: PLC0415

    missing = [role for role in ABOUT if not has_role(connection, role)]
    if not missing:
        return []
    mighty, may_create = _rights(connection)
    if not may_create:
        wanted = " ".join(f"CREATE ROLE {role} NOLOGIN;" for role in missing)
        return [f"This user may not create roles; an administrator can: {wanted}"]
    for role in missing:
        connection.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(role)))
        told = SQL("COMMENT ON ROLE {} IS {}").format(Identifier(role), Literal(ABOUT[role]))
        connection.execute(told)
    if WRITER in missing and not mighty:
        connection.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(WRITER)))
    return []


def has_role(connection: Connection, role: str) -> bool:
    """Whether there is such a role."""
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    return found.fetchone() is not None


def is_member(connection: Connection, role: str) -> bool:
    """Whether this user may act as a role."""
    found = connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [role])
    return bool((found.fetchone() or (False,))[0])


def let_read(connection: Connection) -> None:
    """The reader may read all that is in the schema now; nobody else is given anything."""
    if not has_role(connection, READER):
        return
    connection.execute(
        f"GRANT USAGE ON SCHEMA mdi TO {READER}; GRANT SELECT ON ALL TABLES IN SCHEMA mdi TO {READER}"
    )


def _rights(connection: Connection) -> tuple[bool, bool]:
    """Whether this user is a superuser, and whether it may create roles."""
    row = connection.execute(
        "SELECT rolsuper, rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    return (bool(row[0]), bool(row[1])) if row else (False, False)
