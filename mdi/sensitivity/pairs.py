"""Inputs that work together: the share of the variance that goes with two of them, beyond each alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mdi.errors import ComputationError
from mdi.fitted import Floats
from mdi.sensitivity.variance import checked_runs, middle, resampled

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class PairIndices:
    """What p pairs of inputs do together.

    Attributes:
        pairs: (p,) the two inputs of each.
        second: (p,) the share of the variance that goes with both together and with neither alone;
            NaN where nothing varies.
        interval: (p, 2) the middle 90 % of the bootstrap; NaN without replicates.
    """

    pairs: tuple[tuple[str, str], ...]
    second: Floats
    interval: Floats

    def to_frame(self) -> pd.DataFrame:
        """A row for each pair: `input, with, second, second_low, second_high`."""
        import pandas as pd  # noqa: PLC0415

        columns: dict[str, object] = {
            "input": [one for one, _ in self.pairs],
            "with": [other for _, other in self.pairs],
            "second": self.second,
            "second_low": self.interval[:, 0],
            "second_high": self.interval[:, 1],
        }
        return pd.DataFrame(columns)


def pair_indices(  # noqa: PLR0913
    a: ArrayLike,
    b: ArrayLike,
    mixed: Sequence[ArrayLike],
    turned: Sequence[ArrayLike],
    inputs: Sequence[str],
    *,
    replicates: int = 1000,
    seed: int = 0,
) -> PairIndices:
    """The indices of all pairs of inputs, from the values of an output at the points of a `SobolDesign`.

    f(BA_i) and f(AB_j) share the inputs i and j and no other, so that the mean of their product is
    what i and j explain together; each alone is taken off. Everything is estimated both ways round,
    and the bootstrap draws whole rows.

    Args:
        a: (N,) the output at the points of A.
        b: (N,) at those of B.
        mixed: (k, N) at those of A with one input from B, by input.
        turned: (k, N) at those of B with one input from A.
        inputs: (k,) the names of the inputs.
        replicates: of the bootstrap.
        seed: of the bootstrap.

    Raises:
        ComputationError: there are no two inputs, the shapes do not go together, or a value is no
            finite number.

    Source: formula F28; Saltelli (2002), Computer Physics Communications 145.
    """
    if len(inputs) < 2:
        raise ComputationError(f"There is no pair of {len(inputs)} input.")
    runs = checked_runs(a, b, [*mixed, *turned], 2 * len(inputs))
    places = list(combinations(range(len(inputs)), 2))
    terms = _terms(runs - runs[:2].mean(), places)
    return PairIndices(
        tuple((inputs[i], inputs[j]) for i, j in places),
        _second(terms.mean(axis=1)[np.newaxis])[0],
        middle(_second(resampled(terms, replicates, seed))),
    )


def _terms(runs: Floats, places: list[tuple[int, int]]) -> Floats:
    """(p + 2, N) what the indices are means of: sums, squares, and what each pair explains.

    Jointly ½(BA_i·AB_j + BA_j·AB_i), and alone ½(B·AB_i + A·BA_i); the mean product of A and B,
    who share nothing, is taken off the one and twice off the other.
    """
    a, b, (ab, ba) = runs[0], runs[1], np.split(runs[2:], 2)
    alone = (b * ab + a * ba) / 2 - a * b
    jointly = [(ba[i] * ab[j] + ba[j] * ab[i]) / 2 - a * b - alone[i] - alone[j] for i, j in places]
    return np.stack([(a + b) / 2, (a * a + b * b) / 2, *jointly])


def _second(means: Floats) -> Floats:
    """(r, p) indices, of (r, p + 2) means of the terms."""
    variance = means[:, 1:2] - means[:, :1] ** 2
    varies = variance > 1e-14 * means[:, 1:2]
    return np.asarray(means[:, 2:] / np.where(varies, variance, np.nan))
