"""Points with inhabitants, such as squares of 100 metres or dwellings: what shares rest on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from geodata.crosswalks.model import Floats, Ints
from geodata.crs import Geometries
from geodata.errors import BoundaryError, BoundaryFileError

COLUMNS = ("x", "y", "population")
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Points:
    """Where people live.

    Attributes:
        x: easting or longitude (k,).
        y: northing or latitude (k,).
        population: inhabitants of each point, 0 or more (k,).
        crs: the coordinate system, `"EPSG:28992"`.
    """

    x: Floats
    y: Floats
    population: Floats
    crs: str

    def __post_init__(self) -> None:
        """Every point is somewhere and has no fewer than 0 inhabitants.

        Raises:
            BoundaryError: all that is wrong.
        """
        sizes = {len(column) for column in (self.x, self.y, self.population)}
        if len(sizes) > 1:
            message = "x, y and population of the points are not equally long."
            raise BoundaryError(message)
        nowhere = ~(np.isfinite(self.x) & np.isfinite(self.y))
        wrong = ~(np.isfinite(self.population) & (self.population >= 0))
        found = {"without a place": nowhere, "without a number of 0 or more inhabitants": wrong}
        problems = [f"{rows.sum()} points {what}" for what, rows in found.items() if rows.any()]
        if problems:
            raise BoundaryError("The points do not hold up.", problems)


def read_points(path: str | Path, crs: str) -> Points:
    """Read points from CSV or Parquet with the columns x, y and population.

    Args:
        path: the file.
        crs: the coordinate system of x and y.

    Raises:
        BoundaryFileError: the file is not there or cannot be read.
        BoundaryError: a column is missing or holds something else than numbers.
    """
    import pandas as pd  # noqa: PLC0415

    path = Path(path)
    reader = pd.read_parquet if path.suffix.lower() == ".parquet" else pd.read_csv
    try:
        frame = reader(path)
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise BoundaryFileError(f"'{path}' cannot be read: {reason}") from None
    problems = [f"no column '{name}'" for name in COLUMNS if name not in frame.columns]
    columns = [frame[name] for name in COLUMNS if name in frame.columns]
    problems += [f"column '{c.name}' holds text" for c in columns if c.dtype.kind not in "fiu"]
    if problems:
        raise BoundaryError(f"'{path.name}' does not hold points with inhabitants.", problems)
    x, y, population = (column.to_numpy(np.float64) for column in columns)
    return Points(x, y, population, crs)


def area_of(points: Geometries, areas: Geometries) -> Ints:
    """The row of the area that each point lies in (k,), −1 where in none.

    A point on a border lies in the first of its areas.
    """
    area, point = shapely.STRtree(points).query(areas, predicate="intersects")
    found = np.full(len(points), len(areas), np.int64)
    np.minimum.at(found, point, area)
    return np.where(found == len(areas), NOWHERE, found)
