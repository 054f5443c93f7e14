"""Room for what rounding leaves without a surface: a border that is lost gets a small triangle.

The area that lost its border takes a triangle from another one, or from what is outside of all.
Where it lies on both sides itself, a narrow inlet is what got lost: then what is outside takes a
triangle from it. So nothing overlaps, nobody vanishes, and no border strays.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.core.faces import Faces

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SURROUNDINGS = 3  # units around a place in which the smallest triangles are looked for
BESIDE = 2  # units around a place in which wedges have their tip
NEAR = 4  # units around a place in which borders are looked at
NOWHERE = 2**62
SHIFT = 2**31  # more than any coordinate
PRIMES = np.array([1, 1_000_003, 998_244_353])


class Shown(NamedTuple):
    """What tiles can show of areas.

    Attributes:
        faces: the areas, in whole units.
        moved: those with triangles (k).
        crowded: those of them that lie over a neighbour, since no room was found (j).
    """

    faces: Faces
    moved: Ints
    crowded: Ints


def with_room(source: Faces, whole: Faces, left: Faces, grid: Ints, reach: float) -> Shown:
    """Give every lost border a triangle that shows where it was.

    Args:
        source: the areas before they were rounded, in units.
        whole: the same, rounded.
        left: what is left of them where borders to and fro cancel.
        grid: units along a tile, units of the buffer, units along the world.
        reach: units; no border lies farther from where it was, as far as there is room.
    """
    from geodata.core.tile_lost import lost_places  # noqa: PLC0415

    some = np.flatnonzero(whole.corners != left.corners)
    edges, firsts = source.only(some).edges
    places, owners = lost_places(edges, firsts, *whole.only(some).edges, reach)
    if not len(owners):
        return Shown(left, owners, owners)
    room = _Room(left, grid, reach)
    borders = np.split(edges, firsts[1:-1])
    for inlets in (False, True):
        for place, owner in zip(places, owners.tolist(), strict=True):
            room.mend(place, int(some[owner]), borders[owner], inlets=inlets)
    return room.shown(places, some[owners])


class _Room:
    """Areas in whole units, and the triangles that change hands."""

    def __init__(self, left: Faces, grid: Ints, reach: float) -> None:
        edges, self._firsts = left.edges
        counts = np.diff(self._firsts)
        self._left, self._grid, self._reach = left, grid, reach
        self._edges = np.column_stack((edges, np.repeat(np.arange(len(counts)), counts)))
        self._frames = _frames(edges, self._firsts)
        self._twice = np.append(_twice(edges, self._firsts), NOWHERE)
        self._given = np.empty((0, 5), np.int64)
        self._corners: list[Ints] = []
        self._hands: list[tuple[int, int]] = []
        self._names: list[int] = []

    def mend(self, place: Floats, area: int, border: Floats, *, inlets: bool) -> None:
        """Give a triangle to an area near a place, or take one from it, unless one is near.

        Args:
            place: where the area lost its border, in units (2).
            area: the area.
            border: the edges of the area before it was rounded, in units (k, 4).
            inlets: whether what is outside takes the triangle from the area.
        """
        from geodata.core.tile_distance import near  # noqa: PLC0415

        if self._restored(place, area):
            return
        whole = np.floor(place + 0.5).astype(np.int64)
        point = np.concatenate((whole, whole))
        around = self._around(point)
        close = near(around, point, NEAR)
        away = _Away(place, whole, border)
        taker = -1 - area if inlets else area
        bare = not inlets and self._twice[area] == 0
        made = any(
            self._take(taker, *away.smallest(), (around, close), most, apart=apart)
            for most in ((self._reach, np.inf) if bare else (self._reach,))
            for apart in (True, False)
        )
        if not made and not inlets:
            most = np.inf if bare else self._reach
            self._take(area, *away.wedges(near(close, point, 1)), (around, around), most)

    def shown(self, places: Floats, owners: Ints) -> Shown:
        """The areas with their triangles; those that found none lie over their neighbours."""
        outside = len(self._twice) - 1
        hands = np.array(self._hands, np.int64).reshape(-1, 2)
        taking = np.unique(hands[hands[:, 0] != outside, 0])
        bare = np.setdiff1d(np.flatnonzero(self._left.corners == 0), taking)
        over = _inward(places[np.searchsorted(owners, bare)], self._grid) + _triangles()[0]
        corners = np.array(self._corners, np.int64).reshape(-1, 3, 2)
        corners = np.concatenate((corners, corners[:, ::-1], over))
        takers = np.concatenate((hands[:, 0], hands[:, 1], bare))
        inside = takers != outside
        faces = self._left.and_triangles(corners[inside], takers[inside])
        return Shown(faces, np.union1d(taking, bare), bare)

    def _restored(self, place: Floats, area: int) -> bool:
        """Whether a triangle that changed hands gave an area a border within reach."""
        from geodata.core.tile_distance import distances, near  # noqa: PLC0415

        close = near(self._given, np.concatenate((place, place)), self._reach)
        return bool(distances(place[None], close[close[:, 4] == area])[0] <= self._reach)

    def _around(self, point: Ints) -> Ints:
        """All edges of the areas around a place, and of the triangles near it."""
        apart = (self._frames[:, :2] > point[:2] + NEAR) | (self._frames[:, 2:] < point[:2] - NEAR)
        areas = np.flatnonzero(~apart.any(axis=1)).tolist()
        parts = [self._edges[self._firsts[a] : self._firsts[a + 1]] for a in areas]
        return np.concatenate([*parts, self._triangles_near(point)])

    def _triangles_near(self, point: Ints) -> Ints:
        """The edges of the triangles that come near a place; none of them without the others."""
        sides = self._given.reshape(-1, 6, 5)
        low, high = sides[:, :, :2].min(axis=1), sides[:, :, :2].max(axis=1)
        close = ((low <= point[:2] + NEAR) & (high >= point[:2] - NEAR)).all(axis=1)
        found: Ints = sides[close].reshape(-1, 5)
        return found

    def _take(  # noqa: PLR0913
        self,
        taker: int,
        candidates: Ints,
        strays: Floats,
        borders: tuple[Ints, Ints],
        most: float,
        *,
        apart: bool = False,
    ) -> bool:
        """Let the best of some triangles change hands; whether there was one."""
        from geodata.core.tile_room import choose  # noqa: PLC0415

        held = np.isin(_names(candidates), self._names)  # nothing is taken a second time
        strays = np.where(held, np.inf, strays)
        best, giver = choose(
            candidates, strays, most, borders, self._twice, taker, self._grid, apart
        )
        if best < 0:
            return False
        hands = (taker if taker >= 0 else len(self._twice) - 1, giver)
        self._note(candidates[best], hands)
        return True

    def _note(self, corners: Ints, hands: tuple[int, int]) -> None:
        """A triangle goes from the second area to the first."""
        there = np.roll(corners, -1, axis=0)
        sides = [(corners, there), (there, corners)]
        marked = [
            np.column_stack((*side, np.full(3, area)))
            for side, area in zip(sides, hands, strict=True)
        ]
        self._given = np.concatenate((self._given, *marked))
        (ax, ay), (bx, by) = corners[1] - corners[0], corners[2] - corners[0]
        self._twice[list(hands)] += np.array([1, -1]) * (ax * by - ay * bx)
        self._corners.append(corners)
        self._names.append(int(_names(corners[None])[0]))
        self._hands.append(hands)


class _Away:
    """How far whole points around a place lie from a border and from the place."""

    def __init__(self, place: Floats, whole: Ints, border: Floats) -> None:
        from geodata.core.tile_distance import distances, near  # noqa: PLC0415

        self._place, self._whole, self._border = place, whole, border
        points = (_lattice() + whole).astype(np.float64)
        close = near(border, np.concatenate((whole, whole)), 2 * NEAR)
        self._border_away = distances(points, close)
        self._place_away = np.hypot(*(points - place).T)

    def smallest(self) -> tuple[Ints, Floats]:
        """Triangles of half a square unit around the place, and how far they stray."""
        rows = _rows(_triangles())
        strays = np.maximum(self._border_away[rows].max(axis=1), self._place_away[rows].min(axis=1))
        return _triangles() + self._whole, strays

    def wedges(self, edges: Ints) -> tuple[Ints, Floats]:
        """Triangles between some edges and a point beside them, and how far they stray.

        Where a border runs between the whole points, no smallest triangle fits beside it.
        """
        from geodata.core.tile_distance import distances  # noqa: PLC0415

        edges = edges[(edges[:, :2] != edges[:, 2:4]).any(axis=1)]
        tips = _lattice()[np.abs(_lattice()).max(axis=1) <= BESIDE]
        ends = np.concatenate((edges[:, :2], edges[:, 2:4])).astype(np.float64)
        far = distances(ends, self._border).reshape(2, -1).max(axis=0)
        leave = np.array([distances(self._place[None], edge[None])[0] for edge in edges])
        corners = np.empty((len(edges), len(tips), 3, 2), np.int64)
        corners[:, :, 0], corners[:, :, 1] = edges[:, None, :2], edges[:, None, 2:4]
        corners[:, :, 2] = tips + self._whole
        tip_away = self._border_away[_rows(tips)]
        strays = np.maximum(np.maximum(far, leave)[:, None], tip_away)
        return _turned(corners.reshape(-1, 3, 2), strays.ravel())


def _turned(corners: Ints, strays: Floats) -> tuple[Ints, Floats]:
    """The triangles that have a surface, of positive sign."""
    (ax, ay), (bx, by) = ((corners[:, k] - corners[:, 0]).T for k in (1, 2))
    turn = ax * by - ay * bx
    corners[turn < 0] = corners[turn < 0][:, ::-1]
    return corners[turn != 0], strays[turn != 0]


def _names(triangles: Ints) -> Ints:
    """A number for each triangle, whichever corner comes first (c)."""
    keys = np.sort(triangles[..., 0] * SHIFT + triangles[..., 1], axis=-1)
    found: Ints = keys @ PRIMES
    return found


@cache
def _lattice() -> Ints:
    """Whole points around the origin, by x, then y (n, 2)."""
    span = np.arange(-SURROUNDINGS, SURROUNDINGS + 1)
    return np.stack(np.meshgrid(span, span, indexing="ij"), axis=-1).reshape(-1, 2)


def _rows(points: Ints) -> Ints:
    """Where points stand in the lattice (…, 2)."""
    found: Ints = (points + SURROUNDINGS) @ np.array([2 * SURROUNDINGS + 1, 1])
    return found


@cache
def _triangles() -> Ints:
    """All triangles of half a square unit around the origin, the nearest first (c, 3, 2)."""
    found = np.array(list(combinations(_lattice().tolist(), 3)))
    found, _ = _turned(found, np.empty(len(found)))
    (ax, ay), (bx, by) = ((found[:, k] - found[:, 0]).T for k in (1, 2))
    found = found[ax * by - ay * bx == 1]
    nearest: Ints = found[np.argsort((found**2).sum(axis=(1, 2)), kind="stable")]
    return nearest


def _inward(places: Floats, grid: Ints) -> Ints:
    """Whole places so far inside that no triangle around them leaves the world (k, 1, 2)."""
    whole = np.floor(places + 0.5).astype(np.int64)
    inside: Ints = np.clip(whole, SURROUNDINGS, grid[2] - SURROUNDINGS)
    return inside[:, None]


def _frames(edges: Ints, firsts: Ints) -> Ints:
    """West, north, east and south of each area; of one without edges nothing."""
    frames = np.repeat([[NOWHERE, NOWHERE, -NOWHERE, -NOWHERE]], len(firsts) - 1, axis=0)
    there = np.flatnonzero(np.diff(firsts))
    if len(there):
        frames[there, :2] = np.minimum.reduceat(edges[:, :2], firsts[there])
        frames[there, 2:] = np.maximum.reduceat(edges[:, :2], firsts[there])
    return frames


def _twice(edges: Ints, firsts: Ints) -> Ints:
    """Twice the surface of each area in square units; exteriors are of positive sign."""
    twice = np.concatenate(([0], np.cumsum(edges[:, 0] * edges[:, 3] - edges[:, 2] * edges[:, 1])))
    found: Ints = np.diff(twice[firsts])
    return found
