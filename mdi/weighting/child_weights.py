"""The weights of the children of a node, and what a reader is told about them."""

from __future__ import annotations

import numpy as np

from mdi.errors import ComputationError
from mdi.fitted import Fitted, Floats, Numbers

DECIMALS = 12  # what lies behind is the rounding of the computation
SMALLEST_SUM = 0.05  # of weights, as a share of their sizes, that still makes shares


class ChildWeights(Fitted):
    """Fitted weights.

    Attributes:
        weights: (k,) one for each child; shares of 1, but for declared ones.
        flags: what a reader is told, a sentence each.
    """

    weights: Numbers
    flags: tuple[str, ...] = ()


def shares(raw: Floats, name: str) -> Floats:
    """Weights as shares of 1 with their signs kept, rounded to 12 decimals.

    Raises:
        ComputationError: they cancel out, so that no shares can be made of them.
    """
    total = float(raw.sum())
    if not total > SMALLEST_SUM * float(np.abs(raw).sum()):
        raise ComputationError(
            f"{name} gives no shares: the weights cancel out, because some children run "
            "against the others.",
            hint="check the directions of the indicators, or choose declared or equal weights",
        )
    return np.round(raw / total, DECIMALS)


def negative_flags(weights: Floats) -> tuple[str, ...]:
    """A sentence for every negative weight."""
    return tuple(
        f"Child {child + 1} has a negative weight ({weights[child]:.3f}): it runs against the "
        "others; reported, never flipped."
        for child in np.flatnonzero(weights < 0).tolist()
    )
