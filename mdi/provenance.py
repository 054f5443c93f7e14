"""Where a result came from: fingerprint of inputs, declarations and engine."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np

from mdi.methods.model import Method
from mdi.table import IndicatorTable
from mdi.version import __version__
from mdi.weights.model import WeightSet


def fingerprint(table: IndicatorTable, weights: WeightSet, method: Method) -> Future[str]:
    """SHA-256 of all that the result follows from, made in the background.

    The same inputs, declarations and engine give the same fingerprint on any machine;
    it stands in every output and is the ETag of every answer.
    """
    return _background().submit(_digest, table, weights, method)


def declarations(table: IndicatorTable, weights: WeightSet, method: Method) -> dict[str, Any]:
    """All declarations that a result follows from, as plain data."""
    return {
        "engine": __version__,
        "geography": table.geography.id,
        "level": table.level,
        "year": table.year,
        "source": table.source,
        "weights": weights.model_dump(mode="json"),
        "method": method.model_dump(mode="json"),
        "domains": [domain.model_dump(mode="json") for domain in table.domains],
        "columns": {
            f.indicator.id: [f.direction, f.unit, f.year, f.proxy and f.proxy.en, f.column]
            for f in table.figures
            if f.offered
        },
    }


def _digest(table: IndicatorTable, weights: WeightSet, method: Method) -> str:
    plain = json.dumps(declarations(table, weights, method), sort_keys=True, default=str)
    digest = hashlib.sha256(plain.encode())
    digest.update("\n".join(table.codes).encode())
    digest.update("\n".join(name or "" for name in table.names).encode())
    digest.update("\n".join(parent or "" for parent in table.parents).encode())
    for array in (table.population, table.values, table.status):
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


@cache
def _background() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="mdi-fingerprint")
