"""Draws by the workers of a Dask cluster on this machine, and what a plan for more rests on.

``python -m benchmarks.bench_spread`` prints what is said in docs/explanation/a-thousand-workers.md.
Workers have one thread each; each figure is the least of a few turns, the cluster warm. On a
busy machine seconds of the processors say more than those of the clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

import numpy as np

import mdi
from benchmarks.bench_sensitivity import AREAS, table_of
from mdi.sensitivity.collecting import Collecting
from mdi.sensitivity.counting import count
from mdi.sensitivity.drawing import Drawing, Ranks, rank_type
from mdi.sensitivity.preparing import Sources, prepare
from mdi.sensitivity.tenths import Tenths
from mdi.sensitivity.uncertainties.model import load_uncertainties
from mdi.sensitivity.workers.elsewhere import PIECE
from mdi.sensitivity.workers.packing import packed

DRAWS = {"weights": 10_000, "sampling": 1_000}
TURNS = 3


class Given:
    """Ranks that are there already, so that nothing but counting takes time."""

    def __init__(self, drawing: Drawing, ranks: Ranks, draws: int) -> None:
        self.drawing, self._ranks, self._draws = drawing, ranks, draws

    def begin(self, blocks: Iterator[range]) -> None:
        """Nothing is to be made."""

    def fill(self, first: int, block: Ranks) -> None:  # noqa: ARG002
        """The same ranks again and again."""
        block[:] = self._ranks[: len(block)]


def main(areas: int = AREAS) -> None:
    """Print everything."""
    table = table_of(areas)
    for vary, draws in DRAWS.items():
        drawing, result = drawing_of(table, vary, draws)
        print(f"{vary}: {draws:,} draws of {len(drawing.areas):,} areas")
        print(f"  sent to the workers once: {len(packed(drawing)) / 1e6:.1f} MB")
        ranks = np.empty((PIECE, len(drawing.areas)), rank_type(drawing.most))
        print(f"  a piece of {PIECE} draws: {ranks.nbytes / 1e6:.2f} MB of ranks")
        making = best(lambda d=drawing, r=ranks: d.fill(0, r)) / PIECE
        print(f"  made by one thread: {making * 1e3:.2f} ms a draw")
        counting = best(lambda d=drawing, r=result: counted(d, r)) / draws
        print(f"  counted by {os.cpu_count()} threads: {counting * 1e3:.3f} ms a draw")
        print(f"  this process: {call(table, vary, draws)}")
        for workers in (1, 2, 4):
            with cluster(workers) as address:
                taken = call(table, vary, draws, address)
            print(f"  {workers} workers: {taken}")
    with cluster(2) as address:
        print(f"an empty task: {empty_task(address) * 1e3:.2f} ms")


def drawing_of(table: mdi.IndicatorTable, vary: str, draws: int) -> tuple[Drawing, mdi.IndexResult]:
    """What is drawn, and of which index."""
    result = mdi.compute(table)
    return prepare(result, Sources.of(load_uncertainties((vary,)), result), draws, 1), result


def counted(drawing: Drawing, result: mdi.IndexResult) -> None:
    """Count as many ranks as there are draws, made beforehand."""
    ranks = np.empty((256, len(drawing.areas)), rank_type(drawing.most))
    ranks[:] = np.random.default_rng(1).permutation(len(drawing.areas)) + 1
    given = Given(drawing, ranks, drawing.draws)
    count(Collecting(given), Tenths.of(result, drawing.areas), 100)


def call(table: mdi.IndicatorTable, vary: str, draws: int, scheduler: str | None = None) -> str:
    """Seconds of a whole call, and of the processors in it; warm."""

    def task() -> None:
        mdi.sensitivity(table, draws, vary=(vary,), scheduler=scheduler)

    mdi.sensitivity(table, 4 * PIECE, vary=(vary,), scheduler=scheduler)
    taken, busy = [], []
    for _ in range(TURNS):
        start, begun = perf_counter(), processors(scheduler)
        task()
        taken.append(perf_counter() - start)
        busy.append(processors(scheduler) - begun)
    return f"{min(taken):.2f} s, {min(busy):.2f} s of processors"


def processors(scheduler: str | None) -> float:
    """Seconds that this process, which holds the scheduler, and all workers have computed."""
    if scheduler is None:
        return process_time()
    from distributed import Client  # noqa: PLC0415

    with Client(scheduler) as client:  # type: ignore[no-untyped-call]
        return process_time() + sum(client.run(process_time).values())


def empty_task(address: str, tasks: int = 2_000) -> float:
    """Seconds that a task takes which does nothing: what the scheduler handles."""
    from distributed import Client  # noqa: PLC0415

    with Client(address) as client:  # type: ignore[no-untyped-call]
        start = perf_counter()
        client.gather(client.map(abs, range(tasks), pure=False))  # type: ignore[no-untyped-call]
        return (perf_counter() - start) / tasks


def best(task: Any) -> float:
    """The least seconds of a few turns."""
    seconds = []
    for _ in range(TURNS):
        start = perf_counter()
        task()
        seconds.append(perf_counter() - start)
    return min(seconds)


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with so many workers on this machine."""
    from distributed import LocalCluster  # noqa: PLC0415

    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=workers, threads_per_worker=1, dashboard_address=":0"
    ) as started:
        yield started.scheduler_address


if __name__ == "__main__":
    main()
