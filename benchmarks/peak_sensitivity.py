"""Prints the memory of a process before its draws, and the most that it had.

Run in a fresh process: ``python -m benchmarks.peak_sensitivity 14500 weights 10000``. The start is
after the imports, the table and a small warm-up.
"""

from __future__ import annotations

import sys

import mdi
from benchmarks.bench_sensitivity import table_of
from benchmarks.peak_memory import peak, resident


def main(areas: int, vary: str, draws: int) -> None:
    """Measure one call."""
    table = table_of(areas)
    mdi.sensitivity(table, 4, vary=(vary,))
    start = resident()
    mdi.sensitivity(table, draws, vary=(vary,))
    print(start, peak())


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
