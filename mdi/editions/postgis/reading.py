"""Tables and shapes from a database, as if they were files."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geodata import Boundaries
from geodata.described import Described
from geodata.layer import Layer
from geodata.reading import areas_of
from mdi.domains.model import Domains
from mdi.editions.postgis.address import Address
from mdi.editions.postgis.connecting import reading
from mdi.editions.postgis.errors import DatabaseError
from mdi.editions.postgis.extension import schema_of_postgis
from mdi.editions.postgis.parquet import geoparquet_of, parquet_of
from mdi.editions.postgis.selecting import Selected, select_shapes, select_table
from mdi.reading import table_of_frame
from mdi.sources.model import Source, load_source
from mdi.table import IndicatorTable

if TYPE_CHECKING:
    import pandas as pd

    from mdi.editions.postgis.connecting import Connection


def read_frame(address: Address) -> pd.DataFrame:
    """The rows of a table or view, without its shapes, ordered by all columns.

    Args:
        address: of the database, with `?table=schema.name`.

    Raises:
        DatabaseError: no connection, no such table, or it may not be read.
    """
    frame: pd.DataFrame = _selected(address).rows.to_pandas()
    return frame


def read_table(
    address: Address,
    *,
    source: str | Source,
    level: str,
    year: int,
    domains: Domains | None = None,
) -> IndicatorTable:
    """Read a table of indicators from a database.

    Its columns are what those of a CSV that PostgreSQL writes would be. The rows are ordered
    by area code; provenance has the name of the table and the SHA-256 of its rows as Parquet.

    Args:
        address: of the database, with `?table=schema.name`.
        source: the name of a source declaration, a path to one, or the declaration.
        level: the level of the areas.
        year: the year of the table.
        domains: your own domains; by default the Dutch MDI.

    Raises:
        DatabaseError: no connection, no such table, or it may not be read.
        TableError: all that is wrong with the table, at once.
    """
    declared = source if isinstance(source, Source) else load_source(source)
    selected = _selected(address, declared.code)
    frame = selected.rows.to_pandas()
    origin = (selected.name, hashlib.sha256(parquet_of(selected)).hexdigest())
    return table_of_frame(frame, declared, level=level, year=year, domains=domains, origin=origin)


def read_boundaries(
    address: Address,
    described: Described | None = None,
    *,
    level: str | None = None,
    vintage: int | None = None,
) -> Boundaries:
    """Read the shapes of areas from a table or view with one column of shapes.

    Args:
        address: of the database, with `?table=schema.name`.
        described: what the maker of the table left out, as for a file.
        level: the kind of area, as you call it.
        vintage: the year of the borders.

    Raises:
        DatabaseError: no connection, no such table, or no or several columns of shapes.
        BoundaryError: what it holds does not hold up; all problems with the codes at once.
    """
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    with reading(address) as connection:
        selected = select_shapes(connection, address)
        system = _system(connection, selected)
    columns = {name: selected.rows[name].to_numpy() for name in selected.rows.column_names}
    shapes = shapely.from_wkb(selected.shapes, on_invalid="fix")
    layer = Layer(columns, np.array(shapes, dtype=object), system)
    found = areas_of(layer, selected.name, described or Described())
    return replace(found, level=level, vintage=vintage)


def table_file(connection: Connection, address: Address, code: str) -> bytes:
    """A table of indicators as Parquet; the same rows give the same bytes.

    Args:
        connection: to the database.
        address: with `?table=schema.name`.
        code: the column with area codes, by which the rows are ordered.

    Raises:
        DatabaseError: no such table, or it may not be read.
    """
    return parquet_of(select_table(connection, address, code))


def shapes_file(connection: Connection, address: Address) -> bytes:
    """A table of shapes as GeoParquet, in its own coordinate system; the same gives the same.

    Args:
        connection: to the database.
        address: with `?table=schema.name`.

    Raises:
        DatabaseError: no such table, or no or several columns of shapes.
    """
    selected = select_shapes(connection, address)
    return geoparquet_of(selected, _system(connection, selected))


def _selected(address: Address, first: str | None = None) -> Selected:
    with reading(address) as connection:
        return select_table(connection, address, first)


def _system(connection: Connection, selected: Selected) -> str | None:
    """The coordinate system of the shapes; None where they name none."""
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    from geodata.crs import authority  # noqa: PLC0415

    if len(selected.systems) > 1:
        numbers = ", ".join(map(str, selected.systems))
        raise DatabaseError(f"The shapes of '{selected.name}' are of several systems: {numbers}.")
    known = SQL("SELECT auth_name || ':' || auth_srid FROM {}.spatial_ref_sys WHERE srid = ANY(%s)")
    home = Identifier(schema_of_postgis(connection) or "public")
    found: Any = connection.execute(known.format(home), [list(selected.systems)]).fetchone()
    return authority(found[0]) if found and found[0] else None
