"""Slivers: what overlaps because the same border was drawn twice, not because it moved."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.crosswalks.model import Bools, Floats
from geodata.crs import Geometries
from geodata.errors import BoundaryError


@dataclass(frozen=True, slots=True)
class Slivers:
    """When a piece of overlay is taken for a sliver.

    A piece is one where it is thin as well as small. Thin: nowhere wider than `width` times
    the side of a square as large as the smaller of its two areas. Small: less than `share` of
    the old and of the new area. A share of an old area below `share` that lies outside of all
    new areas is taken for one as well: coasts are drawn in many ways.

    On the Dutch municipalities of 2017 and 2022, generalised apart from each other, the pieces
    of borders drawn twice are at most 0.055 wide and 0.053 large, and land that came with a
    reform is at least 0.24 wide. Three corrections of borders lie between, 0.07 to 0.09 wide
    and below 0.02 large: the default leaves them aside, a width of 0.06 finds them.

    Attributes:
        width: from 0 to 1; 0 where borders that did not move are the same to the last digit.
        share: from 0 to 1.
    """

    width: float = 0.1
    share: float = 0.1

    def __post_init__(self) -> None:
        """Both are shares.

        Raises:
            BoundaryError: one is not.
        """
        given = {"width": self.width, "share": self.share}
        wrong = [f"{n} is {x}" for n, x in given.items() if not (math.isfinite(x) and 0 <= x <= 1)]
        if wrong:
            raise BoundaryError("The rule for slivers does not hold up.", wrong, hint="0 to 1.")

    def among(self, pieces: Geometries, old: Floats, new: Floats) -> Bools:
        """Which pieces are slivers.

        Args:
            pieces: polygons (p,), in metres.
            old: surface of the old area of each (p,).
            new: surface of the new area of each (p,).
        """
        surface = shapely.area(pieces)
        small = (surface < self.share * old) & (surface < self.share * new)
        radius = self.width * np.sqrt(np.minimum(old, new)) / 2
        found: Bools = (surface == 0) | (small & (surface < np.pi * radius**2))
        unsure = small & ~found  # such a circle may fit in
        found[unsure] = shapely.is_empty(shapely.buffer(pieces[unsure], -radius[unsure]))
        return found
