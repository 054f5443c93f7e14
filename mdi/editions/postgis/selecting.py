"""All rows of one table or view, with its shapes apart; what is the same reads the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mdi.editions.postgis.address import Address
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.extension import schema_of_postgis

if TYPE_CHECKING:
    import pyarrow as pa
    from psycopg.sql import Composable, Identifier

    from mdi.editions.postgis.connecting import Connection

SHAPES = ("geometry", "geography")
WHOLE = (20, 21, 23)  # the types int8, int2 and int4
DECIMAL = (700, 701, 1700)  # float4, float8 and numeric
BLOCK = 2**31 - 1  # Arrow reads no more at once


@dataclass(frozen=True, eq=False)
class Selected:
    """The rows of a table, in an order that follows from them alone.

    Attributes:
        name: what the table is called.
        rows: (n) its columns without shapes: whole numbers, float64, and else text as in a CSV
            that PostgreSQL writes; null where there is nothing.
        shapes: (n,) the shapes as WKB, where they were asked for.
        systems: the numbers of their coordinate systems (SRID).
    """

    name: str
    rows: pa.Table
    shapes: list[bytes | None]
    systems: tuple[int, ...]


@dataclass(frozen=True)
class _Column:
    """A column: its name, and the number of its type."""

    name: str
    kind: int


def select_table(connection: Connection, address: Address, first: str | None = None) -> Selected:
    """Read the table that an address names, without shapes.

    Args:
        connection: to the database.
        address: with `?table=schema.name`.
        first: the column by which the rows are ordered before all others.

    Raises:
        DatabaseError: the address names no table, or it has nothing but shapes.
    """
    name, table = _table(address)
    plain, _ = _columns(connection, table)
    if not plain:
        raise DatabaseError(f"'{name}' has no columns of figures.")
    rows = _rows(connection, table, {column.name: _type(column) for column in plain})
    return Selected(name, _sorted(rows, first), [], ())


def select_shapes(connection: Connection, address: Address) -> Selected:
    """Read the table that an address names, with its one column of shapes; the rest as text.

    Arguments and errors are those of `select_table`.

    Raises:
        DatabaseError: it has no or several columns of shapes.
    """
    import pyarrow as pa  # noqa: PLC0415
    from psycopg.sql import SQL  # noqa: PLC0415

    name, table = _table(address)
    plain, spatial = _columns(connection, table)
    if len(spatial) != 1:
        found = ", ".join(column.name for column in spatial) or "none"
        raise DatabaseError(
            f"'{name}' has no single column of shapes; found {found}.",
            hint="Name a table or a view that has one.",
        )
    (shape,) = spatial
    texts = {column.name: pa.string() for column in (*plain, shape)}
    system, wkb = _of_shape(connection, shape.name)
    rows = _sorted(_rows(connection, table, texts, {shape.name: wkb}))
    asked = SQL("SELECT DISTINCT {} FROM {}").format(system, table)
    systems = sorted(row[0] for row in connection.execute(asked) if row[0] is not None)
    shapes = [text and bytes.fromhex(text) for text in rows[shape.name].to_pylist()]
    return Selected(name, rows.drop_columns([shape.name]), shapes, tuple(systems))


def _table(address: Address) -> tuple[str, Identifier]:
    from psycopg.sql import Identifier  # noqa: PLC0415

    if not address.table:
        raise DatabaseError(
            f"{address} names no table.", hint="Add it to the address: ?table=schema.name"
        )
    return address.table, Identifier(*address.table.split(".", 1))


def _columns(
    connection: Connection, table: Identifier
) -> tuple[tuple[_Column, ...], tuple[_Column, ...]]:
    """The columns without shapes, and those with shapes."""
    from psycopg.sql import SQL  # noqa: PLC0415

    types = connection.execute("SELECT oid FROM pg_type WHERE typname = ANY(%s)", [list(SHAPES)])
    kinds = {row[0] for row in types}
    told = connection.execute(SQL("SELECT * FROM {} LIMIT 0").format(table)).description or []
    every = [_Column(column.name, column.type_code) for column in told]
    plain = tuple(column for column in every if column.kind not in kinds)
    return plain, tuple(column for column in every if column.kind in kinds)


def _type(column: _Column) -> pa.DataType:
    """What a column becomes; `numeric` has a decimal mark and no marks of its own."""
    import pyarrow as pa  # noqa: PLC0415

    if column.kind in WHOLE:
        return pa.int64()
    return pa.float64() if column.kind in DECIMAL else pa.string()


def _rows(
    connection: Connection,
    table: Identifier,
    types: dict[str, pa.DataType],
    made: dict[str, Composable] | None = None,
) -> pa.Table:
    """Columns by name and type; `made` are expressions that stand for some of them."""
    import pyarrow as pa  # noqa: PLC0415
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    wanted = SQL(", ").join((made or {}).get(name, Identifier(name)) for name in types)
    asked = SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv)").format(wanted, table)
    with connection.cursor().copy(asked) as copy:
        content = b"".join(copy)
    if not content:
        return pa.table({name: pa.array([], kind) for name, kind in types.items()})
    try:
        return csv.read_csv(
            pa.BufferReader(content),
            csv.ReadOptions(column_names=list(types), block_size=min(len(content) + 1, BLOCK)),
            csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=types,
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise DatabaseError(f"The rows cannot be read: {str(error).splitlines()[0]}.") from None


def _sorted(rows: pa.Table, first: str | None = None) -> pa.Table:
    """The rows ordered by one column and then by all others."""
    names = sorted(rows.column_names, key=lambda name: name != first)
    return rows.sort_by([(name, "ascending") for name in names]).combine_chunks()


def _of_shape(connection: Connection, column: str) -> tuple[Composable, Composable]:
    """The number of the system of a shape, and the shape as WKB in hexadecimal."""
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    parts: dict[str, Any] = {
        "home": Identifier(schema_of_postgis(connection) or "public"),
        "column": Identifier(column),
    }
    system = SQL("{home}.ST_SRID({column}::{home}.geometry)")
    wkb = SQL("encode({home}.ST_AsBinary({column}::{home}.geometry, 'NDR'), 'hex')")
    return system.format(**parts), wkb.format(**parts)
