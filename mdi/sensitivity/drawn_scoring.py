"""A pass through the tree in which what is missing is drawn instead of expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mdi.fitted import Floats
from mdi.missing import GaussianCopula
from mdi.scoring import Scoring
from mdi.sensitivity.drawn_figures import Keys, draw_normals, key_of
from mdi.tree import Node


@dataclass(slots=True, eq=False)
class DrawnScoring(Scoring):
    """One pass of one draw. See `Scoring`.

    Attributes:
        seed: of the numbers.
        draw: the number of the draw.
        areas: (n,) the key of each area.
    """

    seed: int = 0
    draw: int = 0
    areas: Keys | None = None

    def complete(self, node: Node, completion: Any, rows: Floats) -> None:
        """See `Scoring.complete`; a Gaussian copula is drawn from."""
        if self.areas is None or not isinstance(completion, GaussianCopula):
            completion.fill(rows)
            return
        numbers = np.empty(rows.shape)
        for child, row in zip(node.children, numbers, strict=True):
            key = key_of(self.seed, "imputation", child.id)
            draw_normals(key, self.draw, self.areas, row)
        completion.draw(rows, numbers)
