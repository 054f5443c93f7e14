"""Compute a table by several weight sets and methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import mdi
from mdi.editions.batch.work.checks import CheckWork
from mdi.editions.batch.work.made import Clock, Made, kept, made
from mdi.methods.model import Method
from mdi.status import Filled
from mdi.weights.model import WeightSet

RESULT = "result.parquet"


@dataclass(frozen=True)
class ResultsWork:
    """Compute a table by several weight sets and methods.

    Attributes:
        table: how the table is read.
        wanted: the key of each step, its weight set and its method.
    """

    table: CheckWork
    wanted: tuple[tuple[str, WeightSet, Method], ...]

    @property
    def first(self) -> str:
        """The key of its first step."""
        return self.wanted[0][0]

    @property
    def file(self) -> str:
        """The file it reads."""
        return self.table.file

    def run(self, scratch: Path) -> Iterator[Made]:
        """Compute every index of the table."""
        from mdi.writing import WRITERS  # noqa: PLC0415

        clock, table = Clock(), self.table.read()
        for key, weights, method in self.wanted:
            begun = perf_counter()
            result = mdi.compute(table, weights=weights, method=method)
            computing = perf_counter() - begun
            outputs = {RESULT: kept(scratch, key, RESULT, WRITERS[".parquet"](result))}
            yield made(key, outputs, account_of(result), clock, computing)


def account_of(result: mdi.IndexResult) -> dict[str, Any]:
    """What a report tells of a result."""
    filled = result.filled > Filled.HANDED_OVER
    return {
        "rows": len(result),
        "ranked": int(result.ranked),
        "filled_in": int(filled.sum()),
        "fingerprint": result.fingerprint,
        "warnings": list(result.warnings),
    }
