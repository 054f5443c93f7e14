"""Local Moran of 14,500 areas with 999 permutations, against esda; agreement first."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.measure import Finding, in_words
from geodata.neighbours import Neighbours
from geodata.spatial import LocalStatistic, local_moran

WIDE, HIGH, PERMUTATIONS = 145, 100, 999
ROOT = Path(__file__).parent.parent
SAME = 1e-9  # of the statistic
WITHIN = 5.5  # standard errors of a p-value: what 14,500 areas may differ by at most
LIMIT = 2.0  # seconds, in a fresh process
CODE = "from benchmarks.bench_local import country, {0}; {0}(*country())"
Floats = npt.NDArray[np.float64]


def country() -> tuple[Floats, Neighbours]:
    """A smooth invented pattern on a honeycomb: six neighbours, fewer at the coast."""
    row, column = np.divmod(np.arange(WIDE * HIGH), WIDE)
    chance = np.random.default_rng(4).normal(size=WIDE * HIGH)
    values = 2 * np.sin(row / 9) * np.cos(column / 11) + chance
    codes = tuple(f"BU{place:08d}" for place in range(WIDE * HIGH))
    return np.asarray(values), Neighbours.from_pairs(codes, _honeycomb())


def _honeycomb() -> npt.NDArray[np.int64]:
    place = np.arange(WIDE * HIGH).reshape(HIGH, WIDE)
    sides = [(place[:, :-1], place[:, 1:]), (place[:-1], place[1:])]
    slanted = [(place[:-1:2, :-1], place[1::2, 1:]), (place[1:-1:2, 1:], place[2::2, :-1])]
    pairs = [np.stack([one.ravel(), other.ravel()], 1) for one, other in sides + slanted]
    return np.vstack(pairs)


def ours(values: Floats, neighbours: Neighbours) -> LocalStatistic:
    """Ours, on as many threads as there are cores."""
    return local_moran(values, neighbours, permutations=PERMUTATIONS, seed=1)


def esda(values: Floats, neighbours: Neighbours) -> tuple[Floats, Floats]:
    """Statistic and one-tailed p-value of esda in a new process: on one core, its best there."""
    return peer(values, weights(neighbours), jobs=1)


def weights(neighbours: Neighbours) -> Any:
    """The same neighbours as libpysal keeps them."""
    from libpysal.weights import W  # noqa: PLC0415

    rows = np.split(neighbours.indices, neighbours.indptr[1:-1])
    return W({place: row.tolist() for place, row in enumerate(rows)}, silence_warnings=True)


def peer(values: Floats, around: Any, jobs: int = -1) -> tuple[Floats, Floats]:
    """Statistic and one-tailed p-value of esda, with weights made beforehand."""
    from esda import Moran_Local  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = Moran_Local(
            values, around, permutations=PERMUTATIONS, n_jobs=jobs, keep_simulations=False, seed=1
        )
    return np.asarray(found.Is), np.asarray(found.p_sim)


def differences(mine: LocalStatistic, statistic: Floats, tail: Floats) -> tuple[float, float]:
    """Largest difference of the statistic, and of half our p-value in standard errors.

    Both p-values are counts of chance: their difference has the variance of two.
    """
    both = np.minimum((mine.p / 2 + tail) / 2, 0.5)
    error = np.sqrt(2 * both * (1 - both) / PERMUTATIONS)
    apart = float(np.max(np.abs(mine.statistic - statistic)))
    return apart, float(np.max(np.abs(mine.p / 2 - np.minimum(tail, 0.5)) / error))


def fresh(name: str) -> None:
    """The whole of it in a new process: start, imports, invented country, statistic."""
    command = [sys.executable, "-W", "ignore", "-c", CODE.format(name)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603


def turns(tasks: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of every task; the tasks take turns."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(repeats):
        for name, task in tasks.items():
            start = perf_counter()
            task()
            seconds[name].append(perf_counter() - start)
    return {name: median(found) for name, found in seconds.items()}


def run(repeats: int = 3) -> list[Finding]:
    """Three findings; stops unless both find the same."""
    values, neighbours = country()
    around = weights(neighbours)
    apart, errors = differences(ours(values, neighbours), *peer(values, around))
    if apart > SAME or errors > WITHIN:
        sys.exit(f"ours and esda differ: by {apart:.1e}, and p by {errors:.1f} standard errors")
    tasks: dict[str, Callable[[], object]] = {
        "ours": lambda: ours(values, neighbours),
        "esda": lambda: peer(values, around),
    }
    found = turns(tasks, repeats)
    begun = turns({"ours": lambda: fresh("ours")}, repeats)
    begun |= turns({"esda": lambda: fresh("esda")}, 1)  # it compiles each time
    what = f"local Moran, {len(values):,} × {PERMUTATIONS}"
    limit = f"{in_words(begun['ours'])} ÷ {LIMIT:g} s"
    return [
        _ratio(f"{what}, esda ÷ ours", found, 1),
        _ratio(f"{what}, in a new process", begun, 3),
        Finding(f"{what}, with start", limit, begun["ours"] / LIMIT, 1),
    ]


def _ratio(what: str, found: dict[str, float], target: float) -> Finding:
    words = f"{in_words(found['esda'])} ÷ {in_words(found['ours'])}"
    return Finding(what, words, found["esda"] / found["ours"], target, at_least=True)
