"""Millions of areas in partitions: seconds and memory against the same in one piece.

``python -m benchmarks.bench_partitions 2000000 20 8 parts`` ranks so many areas in so many
partitions under so many draws; with ``whole`` at the end in one piece. Prints seconds, the memory
at the start, the most there was, and a sum of all ranks, which is the same for both.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import xxhash

from benchmarks.peak_memory import peak, resident
from mdi.fitted import Floats
from mdi.sensitivity.drawing import Drawing, rank_type
from mdi.sensitivity.partitions import Partitioned
from mdi.sensitivity.weights_alone import WeightsAlone

DOMAINS, GAPS = 7, 0.05


def points_of(areas: int, parts: int) -> Iterator[Floats]:
    """The points of each partition, invented one after the other."""
    for number, size in enumerate(np.diff(np.linspace(0, areas, parts + 1).astype(int))):
        rng = np.random.default_rng(number)
        points = rng.uniform(0, 100, (DOMAINS, size))
        points[1:][rng.uniform(size=(DOMAINS - 1, size)) < GAPS] = np.nan
        yield points


def main(areas: int, parts: int, draws: int, how: str) -> None:
    """Measure one way."""
    weights = np.random.default_rng(1).dirichlet(np.full(DOMAINS, 15.0), draws)
    with TemporaryDirectory() as folder:
        for warm in (Partitioned.written(points_of(100, 2), weights, 1.0, Path(folder) / "warm"),):
            ranks_of(warm.partition(0))
        start, before = perf_counter(), resident()
        if how == "whole":
            points = np.hstack(list(points_of(areas, parts)))
            ranks = ranks_of(WeightsAlone.laid_out(np.arange(areas), points, weights, 1.0))
            sums = [xxhash.xxh3_64_digest(row.tobytes()) for row in ranks]
        else:
            made = Partitioned.written(points_of(areas, parts), weights, 1.0, Path(folder) / "all")
            hashes = [xxhash.xxh3_64() for _ in range(draws)]
            for number in range(parts):
                for each, row in zip(hashes, ranks_of(made.partition(number)), strict=True):
                    each.update(row.astype(rank_type(areas)).tobytes())
            sums = [each.digest() for each in hashes]
        seconds = perf_counter() - start
    print(f"{seconds:.1f} s, {before / 1e6:.0f} MB before, {peak() / 1e6:.0f} MB at most,", end=" ")
    print(f"ranks {xxhash.xxh3_64_hexdigest(b''.join(sums))}")


def ranks_of(drawing: Drawing) -> np.ndarray:
    """(draws, m) ranks, in the order in which the areas were given."""
    ranks = np.empty((drawing.draws, len(drawing.areas)), rank_type(drawing.most))
    drawing.fill(0, ranks)
    placed = np.empty_like(ranks)
    placed[:, drawing.areas] = ranks
    return placed


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:4]), sys.argv[4])
