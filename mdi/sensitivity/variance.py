"""Which input makes a result vary: indices of the variance, first order and total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mdi.errors import ComputationError
from mdi.fitted import Floats
from mdi.sensitivity.design import SobolDesign

if TYPE_CHECKING:
    import pandas as pd

CENTRAL = 0.90  # of the bootstrap


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """How the variance of one output is divided over k inputs.

    Attributes:
        inputs: (k,) the inputs, or groups of inputs.
        first: (k,) the share that goes with the input alone; NaN where nothing varies.
        total: (k,) the share that goes with it alone or together with others.
        first_interval: (k, 2) the middle 90 % of the bootstrap; NaN without replicates.
        total_interval: (k, 2) likewise.
        variance: of the output.
        runs: how often the model was asked.
    """

    inputs: tuple[str, ...]
    first: Floats
    total: Floats
    first_interval: Floats
    total_interval: Floats
    variance: float
    runs: int

    def to_frame(self) -> pd.DataFrame:
        """A row for each input: `input, first, first_low, first_high, total, total_low, total_high`."""
        import pandas as pd  # noqa: PLC0415

        columns: dict[str, object] = {"input": self.inputs}
        for name, values, interval in (
            ("first", self.first, self.first_interval),
            ("total", self.total, self.total_interval),
        ):
            columns |= {name: values, f"{name}_low": interval[:, 0], f"{name}_high": interval[:, 1]}
        return pd.DataFrame(columns)


def sobol_indices(  # noqa: PLR0913
    a: ArrayLike,
    b: ArrayLike,
    mixed: ArrayLike,
    inputs: Sequence[str],
    *,
    replicates: int = 1000,
    seed: int = 0,
) -> SobolIndices:
    """The indices of one output, from its values at the points of a `SobolDesign`.

    V is the variance of f(A) and f(B) together, S = mean of f(B)·[f(AB) − f(A)] ÷ V and
    T = mean of [f(A) − f(AB)]² ÷ 2V. The mean of the output is taken off first: it changes
    what is estimated by nothing, and how well it is estimated by much. The bootstrap draws
    whole rows (all values that belong to one point) and finds V anew in each replicate.

    Args:
        a: (N,) the output at the points of A.
        b: (N,) at those of B.
        mixed: (k, N) at those of A with one input from B, by input.
        inputs: (k,) the names of the inputs.
        replicates: of the bootstrap.
        seed: of the bootstrap.

    Raises:
        ComputationError: the shapes do not go together, or a value is no finite number.

    Source: formula F28; Saltelli et al. (2010), Computer Physics Communications 181 (first);
    Jansen (1999), ibid. 117 (total).
    """
    runs = checked_runs(a, b, mixed, len(inputs))
    terms = _terms(runs - runs[:2].mean())
    first, total, variance = _indices(terms.mean(axis=1)[np.newaxis])
    drawn = _indices(resampled(terms, replicates, seed))
    return SobolIndices(
        tuple(inputs),
        first[0],
        total[0],
        middle(drawn[0]),
        middle(drawn[1]),
        float(variance[0, 0]),
        runs.size,
    )


def indices_of(
    model: Callable[[Floats], ArrayLike],
    design: SobolDesign,
    *,
    replicates: int = 1000,
    seed: int = 0,
) -> SobolIndices:
    """Ask a model at all points of a design, and divide the variance of what it says.

    Args:
        model: (N, d) points from 0 to 1 in, (N,) values of the output out.
        design: the points; its inputs are named in the answer.
        replicates: of the bootstrap.
        seed: of the bootstrap.

    Raises:
        ComputationError: the model gives another shape, or a value that is no finite number.
    """
    a, b, *mixed = (np.asarray(model(points), np.float64) for points in design.blocks())
    names = tuple(design.inputs)
    return sobol_indices(a, b, mixed, names, replicates=replicates, seed=seed)


def checked_runs(
    a: ArrayLike, b: ArrayLike, mixed: ArrayLike | Sequence[ArrayLike], inputs: int
) -> Floats:
    """(k + 2, N) the runs of a, b and the mixtures."""
    parts = [np.asarray(part, np.float64) for part in (a, b)]
    others = [np.asarray(part, np.float64) for part in mixed]  # type: ignore[union-attr]
    shapes = {part.shape for part in (*parts, *others)}
    size = parts[0].size
    if len(shapes) > 1 or parts[0].ndim != 1 or len(others) != inputs or size < 2:
        found = ", ".join(map(str, sorted(shapes)))
        raise ComputationError(
            f"The runs do not go together: {inputs} inputs, {len(others)} mixtures, shapes {found}.",
            hint="Give a and b with N values each, and as many for every input.",
        )
    runs = np.stack([*parts, *others])
    wrong = int((~np.isfinite(runs)).sum())
    if wrong:
        raise ComputationError(
            f"{wrong} of {runs.size} runs gave no finite number.",
            hint="Leave out what can have none: an area that is not always ranked has no rank.",
        )
    return runs


def _terms(runs: Floats) -> Floats:
    """(2k + 2, N) what the indices are means of: sums, squares, products, squared differences."""
    a, b, mixed = runs[0], runs[1], runs[2:]
    both = np.stack([(a + b) / 2, (a * a + b * b) / 2])
    return np.concatenate([both, b * (mixed - a), (a - mixed) ** 2 / 2])


def resampled(terms: Floats, replicates: int, seed: int) -> Floats:
    """(r, 2k + 2) means of the terms over N rows drawn with replacement, by replicate."""
    rng, size = np.random.default_rng(seed), terms.shape[1]
    means = np.empty((replicates, len(terms)))
    for row in means:
        times = np.bincount(rng.integers(0, size, size), minlength=size)
        row[:] = np.einsum("ij,j->i", terms, times) / size
    return means


def middle(drawn: Floats) -> Floats:
    """(k, 2) between which the middle of (r, k) replicates lies; NaN without any."""
    if not len(drawn):
        return np.full((drawn.shape[1], 2), np.nan)
    return np.asarray(np.quantile(drawn, [(1 - CENTRAL) / 2, (1 + CENTRAL) / 2], axis=0).T)


def _indices(means: Floats) -> tuple[Floats, Floats, Floats]:
    """(r, k) first, (r, k) total and (r, 1) variance, of (r, 2k + 2) means of the terms."""
    variance = means[:, 1:2] - means[:, :1] ** 2
    inputs = (means.shape[1] - 2) // 2
    varies = variance > 1e-14 * means[:, 1:2]
    shares = means[:, 2:] / np.where(varies, variance, np.nan)
    return shares[:, :inputs], shares[:, inputs:], np.where(varies, variance, 0.0)
