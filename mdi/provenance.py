"""Where a result came from: fingerprint of inputs, declarations and engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

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
    mark: bytes | None = None,
) -> str:
    """SHA-256 over all that the result follows from.

    The same inputs, declarations and engine give the same fingerprint on any machine;
    it stands in every output and is the ETag of every answer.

    Args:
        table: the figures.
        weights: the weight set.
        method: the method.
        yardstick: what was measured with.
        mark: `mark_of(table)`, where it is known.
    """
    digest = hashlib.sha256(mark_of(table) if mark is None else mark)
    digest.update(orjson.dumps([weights.model_dump_json(), method.model_dump_json()]))
    digest.update(b"" if yardstick is None else yardstick.fingerprint.encode())
    return digest.hexdigest()


def mark_of(table: IndicatorTable) -> bytes:
    """What a table enters a fingerprint by: its content, circumstances, and the engine.

    Large arrays enter by their XXH3 sum, which is several times faster than reading them from
    a file.
    """
    digest = hashlib.sha256(_circumstances(table))
    digest.update(orjson.dumps((table.codes, table.declared_names, table.declared_parents)))
    for array in (table.population, table.values, table.status, *_counts(table)):
        digest.update(xxhash.xxh3_128_digest(np.ascontiguousarray(array).data))
    return digest.digest()


def _counts(table: IndicatorTable) -> Iterator[Floats]:
    """What stands behind the figures, in the order of the indicators' names."""
    for _, counts in sorted(table.counts.items()):
        yield from (counts.numerator, counts.denominator)
    for _, errors in sorted(table.standard_errors.items()):
        yield errors


def _circumstances(table: IndicatorTable) -> bytes:
    """The engine, the domains, and where the figures come from."""
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
    return orjson.dumps((circumstances, table.domains.model_dump_json()))
