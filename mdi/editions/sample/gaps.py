"""Which cells have no figure, with the pattern that published neighbourhood figures have.

A small area loses all figures of a domain together, as in the key figures of Statistics
Netherlands; where nobody lives, nothing about people applies; a few cells are just missing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mdi.editions.sample.figures import Figure
from mdi.editions.sample.people import PLACE
from mdi.status import CellStatus

Floats = npt.NDArray[np.float64]

FEWEST = {"income": 200, "work": 120, "education": 60}  # inhabitants, for a domain to be shown
FEWEST_ELSEWHERE = 25
LOST = {"neighbourhood": 0.004, "district": 0.002, "municipality": 0.0005}


def invent_status(
    figure: Figure,
    level: str,
    population: Floats,
    denominator: Floats,
    rng: np.random.Generator,
) -> npt.NDArray[np.uint8]:
    """The status of a figure in each area of a level.

    Args:
        figure: which figure.
        level: the level of the areas.
        population: inhabitants of each area, shape (n,).
        denominator: of the figure in each area, shape (n,).
        rng: where chance comes from.
    """
    status = np.full(len(population), CellStatus.OBSERVED, np.uint8)
    status[rng.random(len(population)) < LOST.get(level, 0.0)] = CellStatus.MISSING
    if figure.denominator != PLACE:
        status[population < FEWEST.get(figure.domain, FEWEST_ELSEWHERE)] = CellStatus.SUPPRESSED
    status[denominator == 0] = CellStatus.NOT_APPLICABLE
    return status
