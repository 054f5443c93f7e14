"""Which source of uncertainty makes an output vary: shares of the variance, for a table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from mdi.core.threads import spread
from mdi.engine import compute
from mdi.errors import ComputationError
from mdi.fitted import Floats
from mdi.membership import Larger
from mdi.methods.model import Method
from mdi.result import IndexResult
from mdi.sensitivity.collecting import Progress
from mdi.sensitivity.design import SobolDesign
from mdi.sensitivity.drawing import FEW, Ranks
from mdi.sensitivity.pairs import PairIndices, pair_indices
from mdi.sensitivity.point_model import PointModel
from mdi.sensitivity.preparing import Sources
from mdi.sensitivity.told import OVERLAP, SHIFT, Told, outputs_of
from mdi.sensitivity.uncertainties.model import Uncertainty, load_uncertainties
from mdi.sensitivity.variance import SobolIndices, sobol_indices
from mdi.table import IndicatorTable
from mdi.weights.model import WeightSet

if TYPE_CHECKING:
    import pandas as pd

ROWS = 32  # of the design, between two words of progress
MOST = 1 << 16  # rows


@dataclass(frozen=True, slots=True)
class Division:
    """How finely the variance is divided.

    Attributes:
        domains: whether the weight of every domain is an input of its own; else all together.
        pairs: whether what two inputs do together is told as well; it takes k more runs a row.
    """

    domains: bool = False
    pairs: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class VarianceShares:
    """How the variance of some outputs is divided over the sources of uncertainty.

    Attributes:
        result: the index as it is.
        uncertainties: what varied.
        draws: N, the rows of the design.
        seed: of all numbers.
        outputs: the indices of each output, by its name.
        pairs: those of all pairs of inputs, where they were asked for.
        fingerprint: SHA-256 of the index, the sources of uncertainty, outputs, draws and seed.
    """

    result: IndexResult
    uncertainties: tuple[Uncertainty, ...]
    draws: int
    seed: int
    outputs: dict[str, SobolIndices]
    pairs: dict[str, PairIndices]
    fingerprint: str

    def to_frame(self) -> pd.DataFrame:
        """A row for each output and input, or pair of inputs.

        Columns: `output, input, with, first, first_low, first_high, total, total_low, total_high,
        second, second_low, second_high`; `with` and `second…` only where pairs were asked for.
        """
        import pandas as pd  # noqa: PLC0415

        frames = [self._of(name, found.to_frame()) for name, found in self.outputs.items()]
        frames += [self._of(name, found.to_frame()) for name, found in self.pairs.items()]
        frame = pd.concat(frames, ignore_index=True)
        if "with" in frame:
            frame.insert(2, "with", frame.pop("with"))
        return frame

    @staticmethod
    def _of(name: str, frame: pd.DataFrame) -> pd.DataFrame:
        frame.insert(0, "output", name)
        return frame

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it came from, as plain data: that of the index, and its own."""
        own = {
            "fingerprint": self.fingerprint,
            "draws": self.draws,
            "seed": self.seed,
            "uncertainties": [each.model_dump(mode="json") for each in self.uncertainties],
            "runs": next(iter(self.outputs.values())).runs,
            "variance": {name: found.variance for name, found in self.outputs.items()},
        }
        return {**self.result.provenance, "variance_shares": own}


def variance_shares(  # noqa: PLR0913
    table: IndicatorTable,
    draws: int = 1024,
    seed: int = 1,
    *,
    outputs: Sequence[str] = (SHIFT, OVERLAP),
    vary: Sequence[str | Path | Uncertainty] = ("weights",),
    to: Larger | None = None,
    divided: Division | None = None,
    weights: str | Path | WeightSet | None = None,
    method: str | Path | Method | None = None,
    progress: Progress | None = None,
) -> VarianceShares:
    """Divide the variance of outputs over the sources of uncertainty, alone and together.

    The weights are one input (or one for each domain), each stage of the choices is one, and so is
    the noise of each other source. The index is ranked anew N(k + 2) times for k inputs. The same
    table, declarations, draws and seed give the same answer to the last bit on any number of threads.

    Args:
        table: figures of n areas.
        draws: N, the rows of the design: a power of 2.
        seed: of all numbers.
        outputs: `mean_shift` (mean absolute change of rank), `overlap` (of the most deprived tenth:
            areas in both ÷ areas in either), the code of an area for its rank, or `extent:` and the
            code of a larger area for its extent (F25 d).
        vary: sources of uncertainty: declared, by name, or a path.
        to: what larger areas are, as in `mdi.summarise`; for extents.
        divided: how finely; by default the weights are one input, and pairs are not told.
        weights: a weight set, its name or a path to one; by default `mdi_nl`.
        method: a method, its name or a path to one; by default `imd`.
        progress: is told how many runs are done, and how many there are.

    Raises:
        DeclarationError: a name is unknown, or declarations do not go together.
        ComputationError: a source cannot be drawn or an output cannot be told for this table.

    Source: formula F28.
    """
    fine, uncertainties = divided or Division(), load_uncertainties(vary)
    result = compute(table, weights=weights, method=method)
    _sensible(result, draws, seed)
    sources = Sources.of(uncertainties, result)
    model = PointModel.of(result, sources, seed, separate=fine.domains)
    if fine.pairs and len(model.inputs.sizes) < 2:
        raise ComputationError("There are no pairs of inputs: only one thing varies.")
    told = outputs_of(result, model.areas, outputs, to)
    design = SobolDesign.drawn(model.inputs.sizes, draws, seed)
    runs = _runs(model, design, told, progress, turned=fine.pairs)
    names, found, pairs = tuple(design.inputs), {}, {}
    for name, (a, b, *others) in zip(told, runs, strict=True):
        mixed, turned = others[: len(names)], others[len(names) :]
        found[name] = sobol_indices(a, b, mixed, names, seed=seed)
        if fine.pairs:
            pairs[name] = pair_indices(a, b, mixed, turned, names, seed=seed)
    key = [each.varies.model_dump(mode="json") for each in uncertainties]
    asked = (result.fingerprint, key, list(told), [fine.domains, fine.pairs], draws, seed)
    name = hashlib.sha256(orjson.dumps(asked)).hexdigest()
    return VarianceShares(result, uncertainties, draws, seed, found, pairs, name)


def _sensible(result: IndexResult, draws: int, seed: int) -> None:
    wrong = None
    if not result.ranked:
        wrong = "no area of the table is ranked, so nothing varies"
    elif not 2 <= draws <= MOST:
        wrong = f"expected 2 to {MOST:,} draws (found {draws})"
    elif seed < 0:
        wrong = f"expected a seed of 0 or more (found {seed})"
    if wrong:
        raise ComputationError(f"The variance cannot be divided: {wrong}.")


def _runs(
    model: PointModel,
    design: SobolDesign,
    told: dict[str, Told],
    progress: Progress | None,
    *,
    turned: bool,
) -> Floats:
    """(outputs, blocks, N) what is told at every point: of A, B, the mixtures, and those turned."""
    blocks = list(design.blocks())
    if turned:
        blocks += [design.turned(name) for name in design.inputs]
    points = np.stack(blocks, axis=1)  # by row: its points share what lies below the weights
    size, asked = len(points), list(told.values())
    found = np.empty((len(asked), len(blocks), size))

    def rows(first: int, part: slice) -> None:
        for row in range(first + part.start, first + part.stop):

            def tell(block: int, ranks: Ranks, row: int = row) -> None:
                found[:, block, row] = [ask(ranks) for ask in asked]

            model.tell(points[row], tell)

    for first in range(0, size, ROWS):
        last = min(first + ROWS, size)
        spread(partial(rows, first), last - first, alone=len(model.areas) < FEW)
        if progress is not None:
            progress(last * len(blocks), size * len(blocks))
    return found
