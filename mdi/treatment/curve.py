"""What all fitted treatments share: an increasing curve that refuses what it cannot bend."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from mdi.errors import ComputationError, counted
from mdi.fitted import Bools, Fitted, Floats


class Curve(Fitted, ABC):
    """An increasing curve, fitted; it is the same for every area."""

    @abstractmethod
    def bend(self, values: Floats, out: Floats) -> None:
        """Write the treated figures to `out`; NaN stays NaN."""

    def apply(self, values: Floats, out: Floats) -> None:
        """Treat the figures of any areas.

        Args:
            values: (n,) raw figures in the unit of the indicator, finite or NaN.
            out: (n,) is filled; NaN where the figure is NaN.

        Raises:
            ComputationError: figures that the curve is not made for, or that it sends
                beyond the largest number there is.
        """
        with np.errstate(over="ignore"):
            self.bend(values, out)
        endless = int(np.isinf(out).sum())
        if endless:
            raise ComputationError(
                f"The treatment makes the figures of {counted(endless, 'area')} too large "
                "to compute with.",
                hint="declare a gentler treatment, or the indicator in a larger unit",
            )


def observed(values: Floats, reference: Bools) -> Floats:
    """The figures of the reference, sorted, so that the order of areas changes no bit."""
    return np.sort(values[reference & ~np.isnan(values)])


def refuse_from(values: Floats, lowest: float, name: str, hint: str) -> None:
    """Refuse figures at or below `lowest`.

    Raises:
        ComputationError: how many there are, the lowest of them, and what to do.
    """
    wrong = values[values <= lowest]
    if wrong.size:
        raise ComputationError(
            f"{name} needs figures above {lowest:g}; {counted(wrong.size, 'area')} "
            f"{'has' if wrong.size == 1 else 'have'} a lower one or exactly that "
            f"(lowest: {wrong.min():g}).",
            hint=hint,
        )
