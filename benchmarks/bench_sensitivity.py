"""How sure are the ranks of 14,500 neighbourhoods: draws against a twin, a limit and a sort.

Draws of weights run against the numpy and scipy twin and against the time that sorting alone takes,
whole draws against what they may take, memory against its limit.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

import mdi
from benchmarks import twin_sensitivity
from benchmarks.country import frame_of
from benchmarks.measure import Finding, in_words
from mdi.core.threads import spread
from mdi.sensitivity.preparing import Sources, prepare
from mdi.sensitivity.uncertainties.model import load_uncertainties
from mdi.sensitivity.weights_alone import WeightsAlone

ROOT = Path(__file__).parent.parent
AREAS, WEIGHT_DRAWS, WHOLE_DRAWS = 14_500, 10_000, 1_000
ALLOWED = {"weights": 3.0, "sampling": 20.0}  # seconds
ROOM = 500 << 20  # bytes
TOP, ROUNDS = 100, 3


def run(
    areas: int = AREAS, weight_draws: int = WEIGHT_DRAWS, whole_draws: int = WHOLE_DRAWS
) -> list[Finding]:
    """All findings; the engine runs warm, the twin too."""
    table = table_of(areas)
    agree(table)
    weights = _seconds(table, "weights", weight_draws)
    whole = _seconds(table, "sampling", whole_draws)
    plain, sorting = twin_seconds(table, weight_draws), sorting_seconds(table, weight_draws)
    what = f"{weight_draws:,} draws of weights"
    return [
        _against(f"{what}, twin ÷ engine", plain, weights, 20, at_least=True),
        _against(f"{what} ÷ allowed", weights, ALLOWED["weights"], 1),
        _against(f"{what} ÷ np.sort alone", weights, sorting, 4),
        _against(f"{whole_draws:,} whole draws ÷ allowed", whole, ALLOWED["sampling"], 1),
        *(memory(areas, *run) for run in (("weights", weight_draws), ("sampling", whole_draws))),
    ]


def table_of(areas: int) -> mdi.IndicatorTable:
    """A country in which every share and rate has its counts, and every mean its error."""
    frame, rng = frame_of(areas), np.random.default_rng(1)
    people = np.round(rng.lognormal(6.0, 1.0, areas)) + 20
    for leaf in mdi.load_domains().leaves():
        if leaf.measure in ("share", "rate"):
            scale = 100 if leaf.measure == "share" else 1000
            frame[f"{leaf.id}_numerator"] = np.round(frame[leaf.id] * people / scale)
            frame[f"{leaf.id}_denominator"] = people
        else:
            frame[f"{leaf.id}_standard_error"] = 0.05 * frame[leaf.id].std()
    return mdi.IndicatorTable.from_frame(frame, level="neighbourhood", year=2022)


def agree(table: mdi.IndicatorTable, draws: int = 64) -> None:
    """Stop unless engine and twin tell the same of every area.

    Raises:
        SystemExit: they differ.
    """
    drawing, result = _drawing(table, draws)
    ours = mdi.sensitivity(table, draws, top=TOP)
    theirs = _twin(drawing, result)
    areas = drawing.areas
    pairs = {
        "quantiles": np.array([ours.low, ours.median, ours.high])[:, areas],
        "expected": ours.expected[areas],
        "tenths": ours.tenths[areas],
        "in_top": ours.in_top[areas],
        "overlap": ours.overlap,
    }
    for name, found in pairs.items():
        if not np.allclose(found, theirs[name], rtol=1e-12, atol=0):
            sys.exit(f"engine and twin differ in {name}; nothing was measured")


def twin_seconds(table: mdi.IndicatorTable, draws: int) -> float:
    """Seconds of the twin; its weights are given to it."""
    drawing, result = _drawing(table, draws)
    start = perf_counter()
    _twin(drawing, result)
    return perf_counter() - start


def sorting_seconds(table: mdi.IndicatorTable, draws: int) -> float:
    """Seconds that `np.sort` takes for as many columns, on as many threads."""
    values = np.random.default_rng(1).uniform(size=(64, len(_drawing(table, 1)[0].areas)))
    start = perf_counter()
    spread(lambda part: [np.sort(values[i % 64]) for i in range(part.start, part.stop)], draws)  # type: ignore[arg-type,func-returns-value]
    return perf_counter() - start


def memory(areas: int, vary: str, draws: int) -> Finding:
    """The largest a fresh process becomes, input and libraries included."""
    command = [sys.executable, "-m", "benchmarks.peak_sensitivity", str(areas), vary, str(draws)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    start, peak = (int(number) for number in said.stdout.split())
    words = f"{peak / 2**20:,.0f} MB, {start / 2**20:,.0f} MB before"
    return Finding(f"memory, {draws:,} draws, {vary} ÷ allowed", words, peak / ROOM, 1)


def _drawing(table: mdi.IndicatorTable, draws: int) -> tuple[WeightsAlone, mdi.IndexResult]:
    result = mdi.compute(table)
    drawing = prepare(result, Sources.of(load_uncertainties(("weights",)), result), draws, 1)
    assert isinstance(drawing, WeightsAlone)  # noqa: S101
    return drawing, result


def _twin(drawing: WeightsAlone, result: mdi.IndexResult) -> dict[str, np.ndarray]:
    points = result.points[result.tree.root.child_rows()][:, drawing.areas]
    found = twin_sensitivity.ranks(points, drawing.weights, result.scale)
    return twin_sensitivity.told(found, result.decile[drawing.areas], TOP)


def _seconds(table: mdi.IndicatorTable, vary: str, draws: int) -> float:
    """Median seconds of a whole call, the index included; warm."""
    seconds = []
    for _ in range(1 + ROUNDS):
        start = perf_counter()
        mdi.sensitivity(table, draws, vary=(vary,), top=TOP)
        seconds.append(perf_counter() - start)
    return median(seconds[1:])


def _against(
    what: str, one: float, other: float, target: float, *, at_least: bool = False
) -> Finding:
    return Finding(what, f"{in_words(one)} ÷ {in_words(other)}", one / other, target, at_least)
