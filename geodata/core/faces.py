"""Areas as rings of coordinates, the form that the kernels of tiles take."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Faces(NamedTuple):
    """Areas as rings.

    Attributes:
        xy: coordinates (n, 2), rings not closed.
        rings: begin and end of each ring (rings, 2).
        areas: which ring each area begins with (areas + 1).
    """

    xy: NDArray[Any]
    rings: Ints
    areas: Ints

    @property
    def corners(self) -> Ints:
        """How many corners each area has (areas)."""
        counts = np.concatenate(([0], np.cumsum(self.rings[:, 1] - self.rings[:, 0])))
        found: Ints = np.diff(counts[self.areas])
        return found

    @property
    def edges(self) -> tuple[NDArray[Any], Ints]:
        """All edges, by area: x and y of both ends (n, 4), and where areas begin (areas + 1)."""
        sizes = self.rings[:, 1] - self.rings[:, 0]
        here = _spans(self.rings[:, 0], sizes)
        there = here + 1
        ends = np.cumsum(sizes)
        there[ends[sizes > 0] - 1] = self.rings[sizes > 0, 0]
        firsts = np.concatenate(([0], ends))[self.areas]
        return np.concatenate((self.xy[here], self.xy[there]), axis=1), firsts

    def only(self, areas: Ints) -> Faces:
        """Some of the areas (k)."""
        counts = self.areas[areas + 1] - self.areas[areas]
        rings = self.rings[_spans(self.areas[areas], counts)]
        return self._replace(rings=rings, areas=np.concatenate(([0], np.cumsum(counts))))

    def and_triangles(self, corners: Ints, owners: Ints) -> Faces:
        """The same with rings of three corners (k, 3, 2) for some areas (k)."""
        begin = len(self.xy) + 3 * np.arange(len(owners))
        rings = np.concatenate((self.rings, np.column_stack((begin, begin + 3))))
        counts = np.diff(self.areas)
        owner = np.concatenate((np.repeat(np.arange(len(counts)), counts), owners))
        counts = np.bincount(owner, minlength=len(counts))
        return Faces(
            np.concatenate((self.xy, corners.reshape(-1, 2))),
            rings[np.argsort(owner, kind="stable")],
            np.concatenate(([0], np.cumsum(counts))),
        )


def _spans(begins: Ints, sizes: Ints) -> Ints:
    """The whole numbers of some spans, one span after the other."""
    ends = np.cumsum(sizes)
    found: Ints = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begins - ends + sizes, sizes)
    return found
