"""Pockets: deprived areas that what is done for whole districts does not reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.neighbours import Bools, Floats, Neighbours
from geodata.spatial.errors import StatisticError
from geodata.spatial.known import Known, known

if TYPE_CHECKING:
    import pandas as pd

TOP, LOWER = 0.1, 0.5


@dataclass(frozen=True, eq=False)
class Pockets:
    """Which areas are high while their neighbours are low; arrays per area (n,).

    Attributes:
        codes: area codes.
        values: the values they were found by, NaN where missing.
        around: the median of the neighbours; NaN without a value or without neighbours.
        pocket: which areas are pockets.
    """

    codes: tuple[str, ...]
    values: Floats
    around: Floats
    pocket: Bools

    def __len__(self) -> int:
        """How many pockets there are."""
        return int(self.pocket.sum())

    @property
    def gap(self) -> Floats:
        """How far each area is above the median of its neighbours (n,)."""
        return self.values - self.around

    def to_frame(self) -> pd.DataFrame:
        """One row per pocket, the widest gap first: `area_code, value, around, gap`."""
        import pandas as pd  # noqa: PLC0415

        frame = pd.DataFrame(
            {
                "area_code": pd.Series(self.codes, dtype="str"),
                "value": self.values,
                "around": self.around,
                "gap": self.gap,
            }
        )
        found = frame[self.pocket].sort_values(["gap", "area_code"], ascending=[False, True])
        return found.reset_index(drop=True)


def pockets(
    values: Floats, neighbours: Neighbours, *, top: float = TOP, lower: float = LOWER
) -> Pockets:
    """Areas in the top of the country whose neighbours are in its lower half.

    An area is in the top when fewer than that share of all areas are above it. Its neighbours
    are low when their median is below that quantile of all areas.

    Args:
        values: numbers (n,), NaN where missing; high is deprived.
        neighbours: who is whose neighbour (n).
        top: the share of areas that is high.
        lower: the share of areas that is low.

    Raises:
        StatisticError: infinite values, fewer than three, all equal, no neighbours; or shares
            that are not between 0 and 1, or overlap.
    """
    if not (0 < top < 1 and 0 < lower <= 1 - top):
        message = f"The top {top:g} and the lower {lower:g} of all areas do not fit together."
        raise StatisticError(message, hint="Use shares above 0 that add up to 1 at most.")
    found = known(values, neighbours)
    higher = found.values.size - np.searchsorted(np.sort(found.values), found.values, "right")
    around = _median_around(found)
    pocket = (higher < top * found.values.size) & (around < np.quantile(found.values, lower))
    return Pockets(
        codes=found.codes,
        values=found.everywhere(found.values),
        around=found.everywhere(around),
        pocket=found.everywhere(pocket.astype(np.float64)) == 1,
    )


def _median_around(found: Known) -> Floats:
    """The median value of the neighbours (m,); NaN without any."""
    around = found.neighbours
    values = found.values[around.indices]
    values = values[np.lexsort((values, around.owners))]
    middle = around.indptr[:-1] + (around.counts - 1) // 2, around.indptr[:-1] + around.counts // 2
    padded = np.append(values, np.nan)
    low, high = (padded[np.minimum(place, values.size)] for place in middle)
    return np.where(around.counts > 0, (low + high) / 2, np.nan)
