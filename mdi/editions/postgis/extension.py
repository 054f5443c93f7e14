"""Where PostGIS stands in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mdi.editions.postgis.connecting import Connection


def schema_of_postgis(connection: Connection) -> str | None:
    """The schema of the extension; None where there is none."""
    found = connection.execute(
        "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
        "WHERE e.extname = 'postgis'"
    ).fetchone()
    return str(found[0]) if found else None
