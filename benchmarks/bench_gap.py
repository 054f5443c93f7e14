"""One figure less in one area: what it does to all the others, anew and with a yardstick."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

import mdi
from benchmarks.country import frame_of
from benchmarks.measure import Finding

AREAS, CELLS = 14_500, 20


def run(areas: int = AREAS) -> list[Finding]:
    """How many places other areas move in that indicator, and how far their index does."""
    table = mdi.IndicatorTable.from_frame(frame_of(areas), level="neighbourhood", year=2022)
    whole = mdi.compute(table)
    known = np.argwhere(~np.isnan(table.values) & whole.reference)
    cells = known[np.random.default_rng(1).choice(len(known), CELLS, replace=False)].tolist()
    fixed = [moved(whole, without(table, *cell), cell, anew=False) for cell in cells]
    anew = [moved(whole, without(table, *cell), cell, anew=True) for cell in cells]
    return [
        finding("yardstick kept", np.max(fixed, axis=0), 1.0),
        finding("fitted anew", np.max(anew, axis=0), 1.0),
    ]


def finding(what: str, moves: np.ndarray, most: float) -> Finding:
    """Places in that indicator against their target; the change of the index in words."""
    words = f"largest change of another index {moves[1]:.3g}"
    return Finding(f"one figure less, {what}: places moved", words, float(moves[0]), most)


def without(table: mdi.IndicatorTable, row: int, area: int) -> mdi.IndicatorTable:
    """The table with one figure less."""
    values = table.values.copy()
    values[row, area] = np.nan
    return replace(table, values=values)


def moved(
    whole: mdi.IndexResult, table: mdi.IndicatorTable, cell: list[int], *, anew: bool
) -> tuple[float, float]:
    """The most places another area moves in the indicator, and the most its index changes."""
    row, area = cell
    result = mdi.compute(table) if anew else mdi.compute(table, reference=whole)
    name = table.figures[row].indicator.id
    before, after = (np.delete(each.ranks_of(name), area) for each in (whole, result))
    places = np.abs(after.astype(int) - before.astype(int))[before > 0].max()
    index = np.nanmax(np.abs(np.delete(result.index - whole.index, area)))
    return float(places), float(index)
