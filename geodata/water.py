"""The rows that CBS marks as water or as abroad: left out, or joined to the land.

Source: CBS, Toelichting Wijk- en Buurtkaart. The column `WATER` or `H2O` says `JA` for water,
`NEE` for land, and `B` for ground of Belgium around Baarle-Nassau.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from geodata.columns import likely_code_column
from geodata.crs import Bools
from geodata.described import Described
from geodata.layer import Layer

COLUMNS = ("water", "h2o")
WATER, ABROAD = "JA", "B"


def without_water(layer: Layer, described: Described) -> Layer:
    """A layer of land alone, and a note of what was done.

    Args:
        layer: what stands in the file.
        described: what becomes of water; `"drop"` leaves its rows out, `"dissolve"` joins each
            to the land with the same code and leaves out what has none.

    Raises:
        BoundaryError: water is to be joined, and no column holds the codes of the land.
    """
    columns = [name for name in layer.columns if name.lower() in COLUMNS]
    water, abroad = (_marked(layer, columns, mark) for mark in (WATER, ABROAD))
    if not (water.any() or abroad.any()):
        return layer
    land, joined = ~(water | abroad), np.zeros(len(water), dtype=bool)
    if described.water == "dissolve" and water.any():
        named, pattern = described.code_column, described.code_pattern
        column = likely_code_column(layer.rows(land), named, pattern)
        layer, joined = _joined(layer, layer.text(column), water, land)
    where = f"({', '.join(columns)})"
    done = {
        f"rows of water joined to land {where}": joined,
        f"rows of water left out {where}": water & ~joined,
        f"rows abroad left out {where}": abroad,
    }
    notes = [f"{what}: {mask.sum()}" for what, mask in done.items() if mask.any()]
    return layer.rows(land, notes)


def _marked(layer: Layer, columns: list[str], mark: str) -> Bools:
    marked = np.zeros(len(layer.geometry), dtype=bool)
    for name in columns:
        marked |= np.array([(value or "").upper() == mark for value in layer.text(name)], bool)
    return marked


def _joined(
    layer: Layer, codes: list[str | None], water: Bools, land: Bools
) -> tuple[Layer, Bools]:
    """The layer with water added to land of the same code, and which rows that were."""
    at = {codes[row]: row for row in np.flatnonzero(land).tolist() if codes[row] is not None}
    geometry = layer.geometry.copy()
    joined = np.zeros(len(water), dtype=bool)
    for row in np.flatnonzero(water).tolist():
        place = at.get(codes[row])
        if place is not None:
            geometry[place] = _union([geometry[place], geometry[row]])
            joined[row] = True
    return layer.with_geometry(geometry), joined


def _union(shapes: list[Any]) -> Any:
    """Both in one, also where one of them is invalid."""
    return shapely.union_all(shapely.make_valid(shapes, method="structure", keep_collapsed=False))
