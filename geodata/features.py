"""Areas with their attributes: what is written to a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.errors import BoundaryError, listed
from geodata.styles.model import Style

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

CODE, NAME, PARENT = "area_code", "area_name", "parent_code"
OWN = (CODE, NAME, PARENT)
ONE_POLYGON = np.array(bytes.fromhex("010600000001000000"), object)  # a multipolygon that has one
TAKEN = {"fid", "geom", "geometry", "bbox", "ogc_fid"}  # names that the formats give themselves


@dataclass(frozen=True, eq=False)
class Features:
    """Areas, one row of attributes for each, and how they are drawn.

    Attributes:
        boundaries: the areas (n).
        table: a pyarrow table of n rows: `area_code, area_name, parent_code` and the columns:
            truth values, whole numbers, decimal numbers or text, null where there is nothing.
        styles: how the columns are drawn; the first is what a map opens with.
        unmatched: codes that have values but no shape, sorted.
        without_values: codes that have a shape but no row of values, sorted.
    """

    boundaries: Boundaries
    table: pa.Table
    styles: tuple[Style, ...] = ()
    unmatched: tuple[str, ...] = ()
    without_values: tuple[str, ...] = ()

    @property
    def wkb(self) -> np.ndarray[Any, np.dtype[np.object_]]:
        """The shapes as multipolygons in WKB (n,), None where there is none: one type for a layer.

        A polygon becomes a multipolygon by the nine bytes that say so.
        Source: OGC 06-103r4, 8.2 (well-known binary).
        """
        shapes = self.boundaries.geometry
        wkb: np.ndarray[Any, np.dtype[np.object_]]
        wkb = shapely.to_wkb(shapes, output_dimension=2, byte_order=1)
        single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
        wkb[single] = ONE_POLYGON + wkb[single]
        wkb[shapely.is_empty(shapes)] = None
        return wkb


def features_of(
    boundaries: Boundaries,
    columns: pd.DataFrame | Mapping[str, Mapping[str, Any]] | None = None,
    styles: tuple[Style, ...] = (),
) -> Features:
    """Join columns to areas by their code.

    Args:
        boundaries: the areas; all of them are kept.
        columns: a frame with a row for each area, told by its column `area_code` or else by its
            index; or values by code, by the name of the column. NaN, infinite and absent values
            become null. An `area_name` in a frame goes before that of the boundaries.
        styles: how columns are drawn.

    Raises:
        BoundaryError: a code twice, or columns that a file cannot hold; all problems at once.
    """
    import pandas as pd  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    frame = columns if isinstance(columns, pd.DataFrame) else pd.DataFrame(columns or {})
    frame = frame.set_index(CODE) if CODE in frame.columns else frame
    _hold(frame)
    rows = frame.index.get_indexer(pd.Index(boundaries.codes))
    given = {str(name): _plain(str(name), column) for name, column in frame.items()}
    table = pa.table(given).take(pa.array(rows, mask=rows < 0))
    own = {CODE: pa.array(boundaries.codes, pa.string()), NAME: _names(boundaries, table)}
    own[PARENT] = pa.array(boundaries.parents, pa.string())
    rest = {name: table[name] for name in table.column_names if name not in OWN}
    unmatched = sorted(frame.index.delete(rows[rows >= 0]).tolist())
    without = sorted(boundaries.codes[row] for row in np.flatnonzero(rows < 0))
    return Features(boundaries, pa.table({**own, **rest}), styles, tuple(unmatched), tuple(without))


def _hold(frame: pd.DataFrame) -> None:
    """Raise if the rows or columns cannot be told apart."""
    twice = frame.index[frame.index.duplicated()].unique().astype(str).tolist()
    problems = [f"areas with more than one row: {listed(twice)}"] if twice else []
    names = Counter(str(name).casefold() for name in frame.columns)
    again = [name for name, times in names.items() if times > 1]
    problems += [f"columns that differ in capitals alone: {listed(again)}"] if again else []
    taken = sorted(TAKEN & set(names))
    problems += [f"columns with a name that files use themselves: {listed(taken)}"] if taken else []
    if problems:
        message = "The columns cannot be joined to the areas."
        raise BoundaryError(message, problems, hint="Rename or remove them.")


def _names(boundaries: Boundaries, table: pa.Table) -> pa.Array:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    names = pa.array(boundaries.names, pa.string())
    if NAME not in table.column_names:
        return names
    return pc.coalesce(table[NAME].cast(pa.string()), names)


def _plain(name: str, values: pd.Series[Any]) -> pa.Array:
    """A column as one of the four types that every format has; infinite numbers become null."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    try:
        column = pa.array(values, from_pandas=True)
        kind = column.type
        if pa.types.is_boolean(kind):
            return column
        if pa.types.is_integer(kind):
            return column.cast(pa.int64())
        if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            numbers = column.cast(pa.float64())
            return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))
        return column.cast(pa.string())
    except pa.ArrowException as error:
        message = f"The column '{name}' holds neither numbers nor text."
        raise BoundaryError(message, hint="Remove it, or make it one or the other.") from error
