"""Draws of few areas by one thread and by all: what decision 0024 rests on.

``python -m benchmarks.bench_few`` prints a line for each size; weights and small numbers are drawn.
"""

from __future__ import annotations

import os
from importlib import import_module
from time import perf_counter
from unittest.mock import patch

import mdi
from benchmarks.bench_sensitivity import table_of

SIZES = (60, 300, 1_000, 2_000, 4_000)
DRAWS, TURNS = 300, 3


def run(sizes: tuple[int, ...] = SIZES, draws: int = DRAWS) -> list[tuple[int, float, float]]:
    """Areas, and milliseconds a draw by one thread and by all; no size is too small for these."""
    found = []
    with patch.object(import_module("mdi.sensitivity.whole"), "FEW", 0):
        for areas in sizes:
            table = table_of(areas)
            with patch.dict(os.environ, MDI_THREADS="1"):
                one = _milliseconds(table, draws)
            found.append((areas, one, _milliseconds(table, draws)))
    return found


def _milliseconds(table: mdi.IndicatorTable, draws: int) -> float:
    """The least of a few turns, warm."""
    took = []
    for _ in range(1 + TURNS):
        start = perf_counter()
        mdi.sensitivity(table, draws, vary=("weights", "sampling"))
        took.append(1000 * (perf_counter() - start) / draws)
    return min(took[1:])


if __name__ == "__main__":
    for areas, one, several in run():
        print(f"{areas:>6,} areas: {one:.2f} ms by one thread, {several:.2f} ms by all")
