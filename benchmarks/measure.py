"""Measuring side by side: interleaved runs, medians, ratios against their targets."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

TURN = 5  # measured runs in a row


@dataclass(frozen=True)
class Finding:
    """One ratio and its target.

    Attributes:
        what: what was measured, in words.
        figures: the two medians the ratio is made of, in words.
        ratio: the ratio.
        target: what it should be.
        at_least: whether the target is a lower bound; else an upper bound.
    """

    what: str
    figures: str
    ratio: float
    target: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target

    def __str__(self) -> str:
        """The finding as a row of a table."""
        sign = "≥" if self.at_least else "≤"
        verdict = "met" if self.met else "MISSED"
        wanted = f"{sign} {self.target:g}×"
        return f"{self.what:<46}{self.figures:<32}{self.ratio:>8.2f}×  {wanted:>8}  {verdict}"


def medians(tasks: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median seconds of every task, warm; the tasks take turns, so that they share the weather.

    In each turn a task runs once unmeasured and then `TURN` times, without the collector of
    garbage in between, as `timeit` does it.
    """
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            task()
            gc.collect()
            gc.disable()
            seconds[name] += [_seconds(task) for _ in range(TURN)]
            gc.enable()
    return {name: median(found) for name, found in seconds.items()}


def _seconds(task: Callable[[], object]) -> float:
    start = perf_counter()
    task()
    return perf_counter() - start


def in_words(seconds: float) -> str:
    """``4.2 ms`` or ``1.8 s``."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
