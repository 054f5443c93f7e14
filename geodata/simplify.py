"""Simpler shapes whose neighbours stay glued: a border is simplified once, for both its sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.coverage import cleaned
from geodata.crs import Bools, Geometries
from geodata.errors import BoundaryError
from geodata.ragged import Ragged

REACH = 1.2  # how far a border may move, in tolerances
ATTEMPTS = 8  # to put back whole areas


def simplified(boundaries: Boundaries, tolerance: float) -> Boundaries:
    """Simplify all shapes together; no gap, no overlap, and no area vanishes.

    Corners that add less than the square of the tolerance to a shape go first (Visvalingam
    and Whyatt). No border moves farther than 1.2 times the tolerance: where it would, its
    farthest corner stays. Every ring keeps three corners at least.

    Args:
        boundaries: the shapes; where they are no valid coverage they are cleaned first.
        tolerance: in the unit of their coordinate system; 0 leaves them as they are.

    Returns:
        The simpler shapes, a valid coverage, and a note of what was done.

    Raises:
        BoundaryError: the tolerance is negative or not a number.
    """
    if not (np.isfinite(tolerance) and tolerance >= 0):
        message = f"A tolerance of {tolerance} makes no sense."
        raise BoundaryError(message, hint="Use a number of 0 or more.")
    sound = cleaned(boundaries)
    there = ~(shapely.is_missing(sound.geometry) | shapely.is_empty(sound.geometry))
    source, geometry = sound.geometry[there], sound.geometry.copy()
    geometry[there] = Coverage(source).thinned(source, tolerance)
    before, after = (int(shapely.get_num_coordinates(g).sum()) for g in (source, geometry[there]))
    note = f"simplified by {tolerance:g}: {after} of {before} corners left"
    return replace(sound, geometry=geometry, notes=(*sound.notes, note))


@dataclass(frozen=True, eq=False)
class Coverage:
    """Shapes that are simplified, once or from one tolerance to the next.

    Attributes:
        source: a valid coverage (n).
    """

    source: Geometries

    @cached_property
    def whole(self) -> Ragged:
        """The source, flat."""
        return Ragged.of(self.source)

    def thinned(self, current: Geometries, tolerance: float) -> Geometries:
        """A simpler valid coverage.

        Args:
            current: the source, or a simpler version of it made with a smaller tolerance (n).
            tolerance: the square root of the smallest surface that matters.
        """
        from geodata.core.tile_refine import restore  # noqa: PLC0415

        if len(self.source) == 0 or tolerance == 0:
            return self.source
        thin: Geometries = shapely.coverage_simplify(current, tolerance)
        before = self.left(thin)
        if before is None:
            return thin
        whole, kept = self.whole, before.copy()
        restore(whole.xy, whole.rings, kept, REACH * tolerance)
        return _untangled(whole, before, kept, self.source) if (kept != before).any() else thin

    def left(self, thin: Geometries) -> Bools | None:
        """The vertices of the source that simpler shapes still have; None: they have others."""
        from geodata.core.tile_refine import kept_vertices  # noqa: PLC0415

        whole, less = self.whole, Ragged.of(thin)
        kept = np.zeros(len(whole.xy), np.bool_)
        same = len(whole.rings) == len(less.rings)
        found = same and kept_vertices(whole.xy, whole.rings, less.xy, less.rings, kept)
        return kept if found else None


def _untangled(whole: Ragged, before: Bools, kept: Bools, source: Geometries) -> Geometries:
    """The kept vertices as a valid coverage: areas that are wrong get all of theirs back.

    Args:
        whole: the source, flat.
        before: the vertices of a valid coverage (n).
        kept: the vertices wanted (n).
        source: the source (areas).
    """
    for _ in range(ATTEMPTS):
        found = whole.only(kept).shapes(source)
        changed = found[whole.owners(kept != before)]
        near = np.unique(shapely.STRtree(found).query(changed)[1])
        edges = shapely.coverage_invalid_edges(found[near])
        wrong = near[~(shapely.is_valid(found[near]) & shapely.is_empty(edges))]
        if not len(wrong):
            return found
        kept = kept | whole.touching(wrong)
    return source
