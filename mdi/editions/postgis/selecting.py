"""All rows of one table or view, with its shapes apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mdi.editions.postgis.address import Address
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.extension import schema_of_postgis

if TYPE_CHECKING:
    from psycopg.sql import Composed, Identifier

    from mdi.editions.postgis.connecting import Connection

SHAPES = ("geometry", "geography")


@dataclass(frozen=True, eq=False)
class Selected:
    """The rows of a table.

    Attributes:
        name: what the table is called.
        columns: the names of the columns without shapes.
        rows: their values, row by row; None where there is nothing.
        shapes: the shapes as WKB, where they were asked for.
        systems: the numbers of their coordinate systems (SRID).
    """

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    shapes: list[bytes | None]
    systems: tuple[int, ...]

    def sorted_by(self, column: str) -> Selected:
        """The rows in the order of a column as text; as they are where there is none such."""
        if column not in self.columns:
            return self
        place = self.columns.index(column)
        return replace(self, rows=sorted(self.rows, key=lambda row: str(row[place])))


def select(connection: Connection, address: Address, *, shapes: bool = False) -> Selected:
    """Read the table that an address names.

    Args:
        connection: to the database.
        address: with `?table=schema.name`.
        shapes: whether its shapes are read too; it must then have one column of them.

    Raises:
        DatabaseError: the address names no table, or it has no or several columns of shapes.
    """
    from psycopg.types.numeric import FloatLoader  # noqa: PLC0415

    connection.adapters.register_loader("numeric", FloatLoader)
    name, table = _table(address)
    columns, spatial = _columns(connection, table)
    if not shapes:
        return Selected(name, columns, _rows(connection, table, columns), [], ())
    if len(spatial) != 1:
        found = ", ".join(spatial) or "none"
        raise DatabaseError(
            f"'{name}' has no single column of shapes; found {found}.",
            hint="Name a table or a view that has one.",
        )
    found_rows = _rows(connection, table, columns, _wkb(connection, spatial[0]))
    systems = sorted({row[-1] for row in found_rows if row[-1] is not None})
    rows = [row[:-2] for row in found_rows]
    return Selected(name, columns, rows, [row[-2] for row in found_rows], tuple(systems))


def _table(address: Address) -> tuple[str, Identifier]:
    from psycopg.sql import Identifier  # noqa: PLC0415

    if not address.table:
        raise DatabaseError(
            f"{address} names no table.", hint="Add it to the address: ?table=schema.name"
        )
    return address.table, Identifier(*address.table.split(".", 1))


def _columns(connection: Connection, table: Identifier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the columns without shapes, and of those with shapes."""
    from psycopg.sql import SQL  # noqa: PLC0415

    types = connection.execute("SELECT oid FROM pg_type WHERE typname = ANY(%s)", [list(SHAPES)])
    kinds = {row[0] for row in types}
    told = connection.execute(SQL("SELECT * FROM {} LIMIT 0").format(table)).description or []
    plain = tuple(column.name for column in told if column.type_code not in kinds)
    return plain, tuple(column.name for column in told if column.type_code in kinds)


def _rows(
    connection: Connection, table: Identifier, columns: tuple[str, ...], *more: Composed
) -> list[tuple[Any, ...]]:
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    wanted = SQL(", ").join([*map(Identifier, columns), *more])
    return connection.execute(SQL("SELECT {} FROM {}").format(wanted, table)).fetchall()


def _wkb(connection: Connection, column: str) -> Composed:
    """A shape as WKB, and the number of its system."""
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    home = Identifier(schema_of_postgis(connection) or "public")
    both = SQL(
        "{home}.ST_AsBinary({column}::{home}.geometry), {home}.ST_SRID({column}::{home}.geometry)"
    )
    return both.format(home=home, column=Identifier(column))
