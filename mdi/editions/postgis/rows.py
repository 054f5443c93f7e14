"""The rows of an edition as the tables of the schema `mdi` take them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mdi.editions.postgis.domain_documents import domain_documents, ranks_within
from mdi.editions.store.manifest import Manifest, ResultRecord, ShapesRecord
from mdi.sensitivity.certainty import COLUMNS as SURE

if TYPE_CHECKING:
    from geodata.crs import Geometries

FIGURES = ("area_code", "area_name", "index", "rank", "decile", "coverage", "status")
RESULT_COLUMNS = (
    *("level", "year", "weights", "method"),
    *(*FIGURES, "ranks_within", "domains"),
    *SURE,
)
NAMES = ("area_code", "area_name", "parent_code")
AREA_COLUMNS = ("id", "level", "vintage", *NAMES, "geom", "geom_rd")
AREA_TYPES = ("int4", "text", "int4", "text", "text", "text", "bytea", "bytea")
DEGREES, METRES = 4326, 28992
DUTCH = "nl"  # the geography whose shapes are wanted in RD New as well


def is_dutch(manifest: Manifest) -> bool:
    """Whether the shapes of an edition are wanted in RD New as well."""
    return manifest.geography == DUTCH


def result_rows(path: Path, record: ResultRecord, sure: Path | None = None) -> bytes:
    """A result as CSV in the order of `RESULT_COLUMNS`; Arrow makes it, column by column.

    Args:
        path: the result.
        record: what it holds.
        sure: how sure its ranks are; None where nobody asked.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.csv as arrow_csv  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = _plain(pq.read_table(path))
    same = (record.level, record.year, record.weights, record.method)
    columns = [
        *(pa.repeat(value, table.num_rows) for value in same),
        *(table[name] for name in FIGURES),
        ranks_within(table),
        domain_documents(table),
        *_sureness(table["area_code"], sure),
    ]
    file = BytesIO()
    options = arrow_csv.WriteOptions(include_header=False)
    arrow_csv.write_csv(pa.table(columns, names=RESULT_COLUMNS), file, options)
    return file.getvalue()


def area_rows(
    path: Path, record: ShapesRecord, first: int, *, dutch: bool
) -> Iterator[tuple[Any, ...]]:
    """The shapes of a level in the order of `AREA_COLUMNS`; shapes as the bytes of PostGIS.

    Args:
        path: GeoParquet.
        record: what it holds.
        first: the number of the first area; the others follow it by area code.
        dutch: whether they are wanted in RD New as well.
    """
    from geodata.crs import RD_NEW, WGS84, to_wgs84, transformed  # noqa: PLC0415
    from geodata.geoparquet import read_geoparquet  # noqa: PLC0415

    layer = read_geoparquet(path)
    shapes = to_wgs84(layer.geometry, layer.crs or WGS84)
    texts = [layer.text(name) for name in NAMES]
    degrees = _bytes(shapes, DEGREES)
    metres = _bytes(transformed(shapes, WGS84, RD_NEW), METRES) if dutch else [None] * len(shapes)
    rows = sorted(zip(*texts, degrees, metres, strict=True), key=lambda row: str(row[0]))
    for number, row in enumerate(rows, first):
        yield number, record.level, record.vintage, *row


def _sureness(codes: Any, path: Path | None) -> list[Any]:
    """How sure the rank of every area is, in the order of `SURE`; missing where nobody asked."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    if path is None:
        return [pa.nulls(len(codes)) for _ in SURE]
    table = _plain(pq.read_table(path, columns=["area_code", *SURE]))
    rows = table.take(pc.index_in(codes, value_set=table["area_code"]))
    return [rows[name] for name in SURE]


def _plain(table: Any) -> Any:
    """An Arrow table in which a figure that is not a number is missing."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    for place, name in enumerate(table.column_names):
        if pa.types.is_floating(table[name].type):
            gaps = pc.is_nan(table[name])
            figures = pc.if_else(gaps, pa.scalar(None, table[name].type), table[name])
            table = table.set_column(place, name, figures)
    return table


def _bytes(shapes: Geometries, system: int) -> list[bytes | None]:
    """(n,) every shape as a multipolygon in extended WKB; None where there is none."""
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    single = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON)
    many = np.array(shapes, dtype=object)
    if len(single):
        many[single] = shapely.multipolygons(many[single], indices=np.arange(len(single)))
    found: list[bytes | None] = shapely.to_wkb(
        shapely.set_srid(many, system), include_srid=True
    ).tolist()
    return found
