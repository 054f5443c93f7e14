"""The schema `mdi`: made where there is none, brought up to date where it is older."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mdi.editions.postgis.errors import DatabaseError

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection

HERE = Path(__file__).parent / "migrations"


def migrations() -> dict[int, Path]:
    """The numbered files of SQL, in their order."""
    return {int(path.name[:4]): path for path in sorted(HERE.glob("[0-9]*.sql"))}


def migrate(connection: Connection) -> bool:
    """Apply what the schema does not have yet, in this transaction.

    Returns:
        Whether there was anything to do.

    Raises:
        DatabaseError: a newer version of this package has written it, or somebody else has.
    """
    steps, found = migrations(), version_of(connection)
    newest = max(steps)
    if found > newest:
        raise DatabaseError(
            f"The schema mdi has version {found}; this package knows up to {newest}.",
            hint="Publish with the newer version of the package that wrote it.",
        )
    for version, path in steps.items():
        if version > found:
            connection.execute(path.read_bytes())
            connection.execute(
                "INSERT INTO mdi.schema_version (version, name) VALUES (%s, %s)",
                [version, path.stem],
            )
    return found < newest


def version_of(connection: Connection) -> int:
    """The version of the schema; 0 where it is empty.

    Raises:
        DatabaseError: it holds tables that are not ours.
    """
    if _one(connection, "SELECT to_regclass('mdi.schema_version') IS NOT NULL"):
        return int(_one(connection, "SELECT coalesce(max(version), 0) FROM mdi.schema_version"))
    others = "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('mdi')"
    if _one(connection, others):
        raise DatabaseError(
            "The database has a schema mdi with other tables in it.",
            hint="Rename it: ALTER SCHEMA mdi RENAME TO another_name.",
        )
    return 0


def _one(connection: Connection, query: str) -> int:
    """The single number or truth that a query gives."""
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
