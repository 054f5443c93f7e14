"""Where a result came from: fingerprint of inputs, declarations and engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
import orjson
import xxhash

from mdi.fitted import Floats
from mdi.methods.model import Method
from mdi.table import IndicatorTable
from mdi.version import __version__
from mdi.weights.model import WeightSet
from mdi.yardstick import Yardstick


def fingerprint(
    table: IndicatorTable,
    weights: WeightSet,
    method: Method,
    yardstick: Yardstick | None = None,
    *,
    sums: Sequence[bytes] | None = None,
) -> str:
    """SHA-256 over all that the result follows from.

    The same inputs, declarations and engine give the same fingerprint on any machine;
    it stands in every output and is the ETag of every answer. Large arrays enter by
    their XXH3 sum, which is several times faster than reading them from a file.
    """
    digest = hashlib.sha256(_declarations(table, weights, method))
    digest.update(b"" if yardstick is None else yardstick.fingerprint.encode())
    for each in sums_of(table) if sums is None else sums:
        digest.update(each)
    return digest.hexdigest()


def sums_of(table: IndicatorTable) -> tuple[bytes, ...]:
    """What the content of a table enters a fingerprint by."""
    areas = orjson.dumps((table.codes, table.declared_names, table.declared_parents))
    arrays = (table.population, table.values, table.status, *_counts(table))
    sums = (xxhash.xxh3_128_digest(np.ascontiguousarray(array).data) for array in arrays)
    return (areas, *sums)


def _counts(table: IndicatorTable) -> Iterator[Floats]:
    """What stands behind the figures, in the order of the indicators' names."""
    for _, counts in sorted(table.counts.items()):
        yield from (counts.numerator, counts.denominator)
    for _, errors in sorted(table.standard_errors.items()):
        yield errors


def _declarations(table: IndicatorTable, weights: WeightSet, method: Method) -> bytes:
    """All declarations and circumstances that a result follows from."""
    circumstances = (
        __version__,
        table.geography.id,
        table.level,
        table.year,
        table.source,
        [
            (f.indicator.id, f.direction, f.unit, f.year, str(f.proxy), f.column, f.estimator)
            for f in table.figures
        ],
        sorted(table.counts),
        sorted(table.standard_errors),
        sorted(table.classes.items()),
    )
    models = (weights, method, table.domains)
    return orjson.dumps((circumstances, [model.model_dump_json() for model in models]))
