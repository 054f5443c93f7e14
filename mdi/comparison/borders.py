"""Areas whose borders moved so much that their change says little."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mdi.fitted import Floats
from mdi.table import IndicatorTable

LEAST_QUALITY = 0.8  # below it, an area is not to be ranked by its change; formula F39


def lowest_quality(tables: Sequence[IndicatorTable], codes: Sequence[str]) -> Floats:
    """The lowest quality of the borders that areas have in any of the tables.

    Args:
        tables: tables that hold all the areas.
        codes: (m,) area codes.

    Returns:
        (m,) shares, 0 to 1; 1 where no table says anything.
    """
    lowest = np.ones(len(codes))
    for table in tables:
        if table.border_quality is not None:
            place = {code: row for row, code in enumerate(table.codes)}
            lowest = np.fmin(lowest, table.border_quality[[place[code] for code in codes]])
    return np.asarray(lowest)
