"""What areas are drawn to: the centre of each group, kept with how large the group is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.fitted import Bools, Fitted, Floats, Ints, Numbers
from mdi.shrinkage.groups import NATIONAL, Grouping


@dataclass(frozen=True, slots=True, eq=False)
class Centres:
    """What areas are drawn to; for g groups, or for the group of each of m areas.

    Attributes:
        centre: the value of the group on the scale of the estimates.
        between: the variance between its areas, beyond chance.
    """

    centre: Floats
    between: Floats


class GroupCentres(Fitted):
    """The groups of one grouping that have enough areas.

    Attributes:
        labels: (g,) their names.
        centre: (g,) the value of each, on the scale of the estimates.
        between: (g,) the variance between its areas, beyond chance.
        weight: (g,) the sum of what its areas weigh.
    """

    labels: tuple[str, ...]
    centre: Numbers
    between: Numbers
    weight: Numbers

    def places(self, grouping: Grouping) -> Ints:
        """(n,) where the group of each area stands here; −1 where it has none."""
        place = {label: row for row, label in enumerate(self.labels)}
        of_group = [place.get(label, -1) for label in grouping.labels]
        return np.array([*of_group, -1], np.int64)[grouping.group]  # no group finds the last

    def bears(self, places: Ints, size: Floats, least: float) -> Bools:
        """(m,) whether the group at each place is heavy enough for an area of that size."""
        if self.labels == (NATIONAL,):
            return np.ones(places.size, np.bool_)
        return np.asarray(self.weight[places] >= least * size)
