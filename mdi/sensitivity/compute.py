"""How sure is a rank: draws of everything that is not sure, ranked anew each time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from mdi.engine import compute
from mdi.errors import ComputationError
from mdi.fitted import Floats, Ints
from mdi.methods.model import Method
from mdi.result import IndexResult
from mdi.sensitivity.collecting import Collecting, Progress, kept_in
from mdi.sensitivity.counting import Counts, count, shares
from mdi.sensitivity.model import Sensitivity
from mdi.sensitivity.preparing import Sources, prepare
from mdi.sensitivity.tenths import Tenths
from mdi.sensitivity.uncertainties.model import Uncertainty, load_uncertainties
from mdi.sensitivity.workers.maker import maker
from mdi.table import IndicatorTable
from mdi.weights.model import WeightSet

MOST = 1 << 20  # draws: the sequence keeps its balance far beyond, the counts do too
TOP = 100  # areas


def sensitivity(  # noqa: PLR0913
    table: IndicatorTable,
    draws: int = 1000,
    seed: int = 1,
    *,
    vary: Sequence[str | Path | Uncertainty] = ("weights",),
    weights: str | Path | WeightSet | None = None,
    method: str | Path | Method | None = None,
    top: int = TOP,
    keep: Path | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """How sure the ranks of a table are.

    The index is computed once as it is, and once for every draw. The areas that count are those
    of the index as it is. The same table, declarations, draws and seed give the same answer to the
    last bit, whatever the number of threads or workers; the first draws of more are those of fewer.

    Args:
        table: figures of n areas.
        draws: how many draws.
        seed: of all numbers.
        vary: sources of uncertainty: declared, by name (`weights`, `sampling`, …), or a path.
        weights: a weight set, its name or a path to one; by default `mdi_nl`.
        method: a method, its name or a path to one; by default `imd`.
        top: K, for the share of the draws in which an area is among the K most deprived.
        keep: a folder where blocks of draws are kept, so that a run that was interrupted goes on.
        scheduler: the address of a Dask scheduler whose workers make the draws, such as
            `tcp://10.0.0.1:8786`; by default this process does.
        progress: is told how many draws are done, and how many there are.

    Raises:
        DeclarationError: a name is unknown, or declarations do not go together.
        ComputationError: a source of uncertainty cannot be drawn for this table, or a number is
            out of range.
        FileError: a file or the folder cannot be read or written.
        RunError: the scheduler does not answer, or its workers are gone or have another engine.

    Source: formulas F26 and F27.
    """
    uncertainties = load_uncertainties(vary)
    result = compute(table, weights=weights, method=method)
    _sensible(result, draws, seed, top)
    drawing = prepare(result, Sources.of(uncertainties, result), draws, seed)
    key = _key(result, uncertainties, seed)
    with maker(drawing, scheduler) as making:
        collecting = Collecting(making, kept_in(keep, key), progress)
        counts = count(collecting, Tenths.of(result, drawing.areas), top)
    return Sensitivity(
        result=result,
        uncertainties=uncertainties,
        draws=draws,
        seed=seed,
        top=top,
        fingerprint=hashlib.sha256(f"{key} {draws} {top}".encode()).hexdigest(),
        **_placed(result, drawing.areas, counts),
    )


def _sensible(result: IndexResult, draws: int, seed: int, top: int) -> None:
    """There is something to rank, and the numbers can be."""
    wrong = None
    if not result.ranked:
        wrong = "no area of the table is ranked, so there are no ranks to be sure of"
    elif not 1 <= draws <= MOST:
        wrong = f"expected 1 to {MOST:,} draws (found {draws})"
    elif seed < 0:
        wrong = f"expected a seed of 0 or more (found {seed})"
    elif top < 1:
        wrong = f"expected a top of 1 or more areas (found {top})"
    if wrong:
        raise ComputationError(f"The draws cannot be made: {wrong}.")


def _key(result: IndexResult, uncertainties: Sequence[Uncertainty], seed: int) -> str:
    """SHA-256 over all that a draw follows from; not over how many there are."""
    varied = [each.varies.model_dump(mode="json") for each in uncertainties]
    return hashlib.sha256(orjson.dumps((result.fingerprint, varied, seed))).hexdigest()


def _placed(result: IndexResult, areas: Ints, counts: Counts) -> dict[str, Any]:
    """What was counted for (m,) areas, in the rows of the table."""

    def placed(values: Floats | Ints, empty: float) -> Any:
        array = np.full((len(result), *values.shape[1:]), empty, values.dtype)
        array[areas] = values
        return array

    draws = len(counts.overlap)
    low, median, high = (placed(row, 0) for row in counts.quantiles)
    tenth = counts.tenths / draws
    members = int((result.decile == 1).sum())
    if not result.decile.any():
        tenth = np.full(tenth.shape, np.nan)
    return {
        "low": low,
        "median": median,
        "high": high,
        "expected": placed(shares(counts.total, counts.ranked), np.nan),
        "tenths": placed(tenth, np.nan),
        "in_top": placed(counts.top / draws, np.nan),
        "overlap": shares(counts.overlap, members),
    }
