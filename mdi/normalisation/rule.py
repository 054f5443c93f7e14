"""What all normalisations share: fitted on a reference, applied to any areas."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats

if TYPE_CHECKING:
    from mdi.normalisation import Scale


class Rule(Declaration, ABC):
    """From raw figures to points where more is worse.

    Direction is handled here and nowhere else. Areas outside the reference influence
    nobody.
    """

    def bounds(self) -> tuple[float, float] | None:
        """The lowest and highest points that can be given, or none."""
        return None

    @property
    def keeps_bounds(self) -> bool:
        """Whether areas outside the reference keep within the bounds too."""
        return True

    @property
    def positive(self) -> bool:
        """Whether all points are above 0."""
        bounds = self.bounds()
        return bounds is not None and bounds[0] > 0

    @property
    def centred(self) -> bool:
        """Whether 0 is the middle of the reference."""
        return False

    @abstractmethod
    def fit(self, values: Floats, sign: float, reference: Bools) -> Scale:
        """Learn the scale from the reference; it can then be applied to any areas.

        Args:
            values: (n,) raw figures in the unit of the indicator, finite or NaN.
            sign: +1 where a higher figure is worse, −1 where it is better.
            reference: (n,) the areas that count.
        """

    def apply(self, values: Floats, sign: float, reference: Bools, points: Floats) -> None:
        """Fit on the reference and write its points; the others get NaN.

        Args:
            values: see `fit`.
            sign: see `fit`.
            reference: see `fit`.
            points: (n,) is filled; more is worse.
        """
        self.fit(values, sign, reference).apply(values, points)
        points[~reference] = np.nan

    def apply_rows(self, values: Floats, signs: Floats, reference: Bools, points: Floats) -> None:
        """`apply` to every row of (k, n) values with the (k,) signs."""
        for row in range(len(signs)):
            self.apply(values[row], float(signs[row]), reference, points[row])
