"""Prints the peak memory of one whole call above the start, and the size of its figures.

Run in a fresh process: ``python -m benchmarks.peak_memory 1450000``. The start is after
the imports and a small warm-up, and before the frame is made, so the peak holds the
input too.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from benchmarks.bench_compute import Case, case_of

PAGE = resource.getpagesize()


def resident() -> int:
    """Bytes in memory now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


def peak() -> int:
    """The most bytes that were in memory; not what a parent process had (`ru_maxrss` is)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def main(areas: int) -> None:
    """Measure one call."""
    case_of(200).whole()
    start = resident()
    case: Case = case_of(areas)
    case.whole()
    print(peak() - start, case.frame.select_dtypes("number").to_numpy().nbytes)


if __name__ == "__main__":
    main(int(sys.argv[1]))
