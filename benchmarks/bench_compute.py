"""The index of 14,500 neighbourhoods × 20 indicators, against the pandas and scipy twin.

Warm, in one process, taking turns. Nothing is remembered from an earlier call but the
compiled kernels and tables that depend on the number of areas alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import mdi
from benchmarks import twin
from benchmarks.country import frame_of
from benchmarks.measure import Finding, in_words, medians
from mdi.engine import coverage, eligible, score
from mdi.ranking import ranks
from mdi.tree import grow

ROOT = Path(__file__).parent.parent
AREAS = 14_500
TIMES = 100  # how much larger the large country is


@dataclass(frozen=True)
class Case:
    """The same country for both: frames for the twin, arrays for the engine."""

    frame: pd.DataFrame
    domains: mdi.Domains
    weights: mdi.WeightSet
    method: mdi.Method

    def table(self) -> mdi.IndicatorTable:
        """The table, checked."""
        return mdi.IndicatorTable.from_frame(self.frame, level="neighbourhood", year=2022)

    def whole(self) -> mdi.IndexResult:
        """A frame in; a result with statuses, coverage and fingerprint out."""
        result = mdi.compute(self.table(), weights=self.weights, method=self.method)
        assert result.fingerprint  # noqa: S101
        assert result.status  # noqa: S101
        return result

    def twin_whole(self) -> pd.DataFrame:
        """A frame in, a frame out."""
        return twin.whole(self.frame, self.domains, self.weights, self.method)

    def cores(self) -> tuple[Callable[[], object], Callable[[], object]]:
        """The numerical core of the engine and of the twin: arrays in, arrays out."""
        table = self.table()
        tree = grow(table.domains, self.weights)
        among = eligible(table, self.method, coverage(table, tree, self.method))
        signs = np.array([figures.sign for figures in table.figures])
        figures = pd.DataFrame(
            {f.indicator.id: row for f, row in zip(table.figures, table.values, strict=True)}
        )
        reference = pd.Series(among)

        def ours() -> object:
            points = score(table.values, signs, among, tree, self.method)
            return ranks(points[tree.root.row])

        return ours, lambda: twin.core(figures, reference, self.domains, self.weights)


def case_of(areas: int) -> Case:
    """A country of so many areas, the domains, weights and method that are shipped."""
    return Case(frame_of(areas), mdi.load_domains(), mdi.load_weights(), mdi.load_method())


def agree(case: Case) -> None:
    """Stop unless both give the same index, ranks and coverage for every area.

    Raises:
        SystemExit: they differ.
    """
    ours, theirs = case.whole().to_frame(), case.twin_whole().reset_index()
    for column in ("index", "rank", "decile", "coverage"):
        left, right = (f[column].to_numpy(float, na_value=np.nan) for f in (ours, theirs))
        if not np.allclose(left, right, rtol=0, atol=1e-9, equal_nan=True):
            sys.exit(f"engine and twin differ in {column}; nothing was measured")
    if not (ours["status"] == theirs["status"]).all():
        sys.exit("engine and twin differ in status; nothing was measured")


def run(areas: int = AREAS, times: int = TIMES, rounds: int = 5) -> list[Finding]:
    """All findings: against the twin, against a country `times` as large, and memory."""
    case = case_of(areas)
    agree(case)
    small = _seconds(case, rounds)
    findings = [
        _against("numerical core, twin ÷ engine", small["twin core"], small["core"], 10),
        _against("whole call, twin ÷ engine", small["twin whole"], small["whole"], 6),
    ]
    large_case = case_of(areas * times)
    core, _ = large_case.cores()
    large = medians({"core": core, "whole": large_case.whole}, 1)
    for name in ("core", "whole"):
        figures = f"{in_words(small[name])} → {in_words(large[name])}"
        what = f"{name}, {areas * times:,} areas ÷ {areas:,}"
        findings.append(Finding(what, figures, large[name] / small[name], 2.5 * times))
    return [*findings, memory(areas * times)]


def memory(areas: int) -> Finding:
    """Peak memory of a fresh process above its start, in times the figures."""
    command = [sys.executable, "-m", "benchmarks.peak_memory", str(areas)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    above, figures = (int(number) for number in said.stdout.split())
    words = f"{figures / 2**20:,.0f} → {above / 2**20:,.0f} MB"
    return Finding(f"peak memory ÷ figures, {areas:,} areas", words, above / figures, 10)


def _seconds(case: Case, rounds: int) -> dict[str, float]:
    ours, theirs = case.cores()
    tasks = {"core": ours, "twin core": theirs, "whole": case.whole, "twin whole": case.twin_whole}
    return medians(tasks, rounds)


def _against(what: str, twin_seconds: float, seconds: float, target: float) -> Finding:
    figures = f"{in_words(twin_seconds)} ÷ {in_words(seconds)}"
    return Finding(what, figures, twin_seconds / seconds, target, at_least=True)
