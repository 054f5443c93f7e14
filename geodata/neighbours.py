"""Neighbours: which areas border which, from their shapes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.boundaries import Boundaries
from geodata.coverage import DEGREE, GAP
from geodata.crs import WGS84, Geometries, is_degrees
from geodata.errors import BoundaryError

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Contiguity = Literal["rook", "queen"]

NEAREST = 3
ALONG = 10.0  # how many times as long as a gap is wide a border runs along another


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Who is whose neighbour, as compressed sparse rows; if a is of b, then b is of a.

    The neighbours of area i are ``indices[indptr[i] : indptr[i + 1]]``, upwards.

    Attributes:
        codes: area codes (n), unique.
        indptr: where the neighbours of each area start (n + 1,).
        indices: the neighbours of all areas, one area after another.
        islands: which areas touch no other, whether or not they were joined to their nearest (n,).
    """

    codes: tuple[str, ...]
    indptr: Ints
    indices: Ints
    islands: Bools

    @classmethod
    def from_pairs(cls, codes: tuple[str, ...], pairs: Ints) -> Neighbours:
        """Neighbours from a list of your own.

        Args:
            codes: area codes (n).
            pairs: places of two neighbours in each row (p, 2), in either order, once or more.

        Raises:
            BoundaryError: an area that is its own neighbour, or places that do not exist.
        """
        pairs = np.asarray(pairs, np.int64).reshape(-1, 2)
        if (pairs < 0).any() or (pairs >= len(codes)).any() or (pairs[:, 0] == pairs[:, 1]).any():
            message = f"Pairs of neighbours are two different places from 0 to {len(codes) - 1}."
            raise BoundaryError(message, hint="Give the places of the areas in the codes.")
        return _rows(codes, np.unique(np.sort(pairs, axis=1), axis=0))

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.codes)

    @cached_property
    def counts(self) -> Ints:
        """How many neighbours each area has (n,)."""
        return np.diff(self.indptr)

    @cached_property
    def owners(self) -> Ints:
        """The area that each entry of `indices` is a neighbour of."""
        return np.repeat(np.arange(len(self)), self.counts)

    @cached_property
    def weights(self) -> Floats:
        """The weight of each entry of `indices`: equal, and 1 together for each area."""
        return 1.0 / self.counts[self.owners]

    def of(self, code: str) -> tuple[str, ...]:
        """The codes of the neighbours of one area.

        Raises:
            KeyError: no area has this code.
        """
        if code not in self._places:
            raise KeyError(code)
        start, stop = self.indptr[self._places[code] :][:2]
        return tuple(self.codes[place] for place in self.indices[start:stop])

    def among(self, places: Ints) -> Neighbours:
        """The neighbours that some areas are to each other, in the order given.

        Args:
            places: which areas (m,), each once.
        """
        new = np.full(len(self), -1)
        new[places] = np.arange(len(places))
        pairs = np.column_stack([new[self.owners], new[self.indices]])
        pairs = pairs[(pairs >= 0).all(axis=1) & (pairs[:, 0] < pairs[:, 1])]
        codes = tuple(self.codes[place] for place in places)
        return _rows(codes, pairs, self.islands[places])

    @cached_property
    def _places(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}


Asked = tuple[Contiguity, int, float]

_found: WeakKeyDictionary[Boundaries, dict[Asked, Neighbours]] = WeakKeyDictionary()


def find_neighbours(
    boundaries: Boundaries,
    contiguity: Contiguity = "rook",
    *,
    nearest: int = NEAREST,
    gap: float = GAP,
) -> Neighbours:
    """The neighbours of each area; found once for the same boundaries.

    Borders drawn with the same points are shared as they are; other pairs that touch or
    overlap are looked at one by one. Where a border was drawn twice, slits and slivers lie
    between neighbours: areas whose borders run along each other no farther than `gap` apart,
    over more than ten times that length, are neighbours too. In a layer without slits that
    adds none. Across a wider gap there are no neighbours. An area without a shape has none.

    Args:
        boundaries: the shapes (n).
        contiguity: `"rook"` for areas that share a piece of border, `"queen"` for areas
            that share a point too.
        nearest: an area that touches no other gets so many nearest areas for neighbours,
            measured from border to border, and they get it; 0 leaves it alone.
        gap: how wide a slit is at most, in metres; 0 where borders must be shared exactly.

    Raises:
        BoundaryError: an unknown contiguity, less than 0 nearest, or a gap that is no length.

    Source: contiguity after Cliff and Ord (1981), Spatial Processes; found as in libpysal.
    """
    if contiguity not in {"rook", "queen"} or nearest < 0:
        message = f"Neighbours by {contiguity!r} with the {nearest} nearest are not known."
        raise BoundaryError(message, hint="Use 'rook' or 'queen', and 0 or more nearest.")
    if not 0 <= gap < np.inf:
        raise BoundaryError(f"A gap of {gap} is no length.", hint="Use metres, 0 or more.")
    known = _found.setdefault(boundaries, {})
    key: Asked = (contiguity, nearest, gap)
    if key not in known:
        known[key] = _find(boundaries, *key)
    return known[key]


def _find(boundaries: Boundaries, contiguity: Contiguity, nearest: int, gap: float) -> Neighbours:
    shapes = boundaries.geometry
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    pairs = _touching(shapes)
    if contiguity == "rook":
        pairs = _sharing_border(shapes, pairs)
    if gap:
        pairs = np.vstack([pairs, _alongside(boundaries, pairs, gap)])
    islands = there.copy()
    islands[pairs.ravel()] = False
    if nearest and islands.any() and there.sum() > 1:
        pairs = np.vstack([pairs, _bridges(boundaries, islands, there, nearest)])
    return _rows(boundaries.codes, np.unique(np.sort(pairs, axis=1), axis=0), islands)


def _rows(codes: tuple[str, ...], pairs: Ints, islands: Bools | None = None) -> Neighbours:
    """Compressed rows from pairs that each occur once."""
    both = np.vstack([pairs, pairs[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    ends = np.cumsum(np.bincount(both[:, 0], minlength=len(codes)))
    indptr = np.append(0, ends).astype(np.int64)
    if islands is None:
        islands = np.zeros(len(codes), np.bool_)
    return Neighbours(codes, indptr, np.ascontiguousarray(both[:, 1]), islands)


def _touching(shapes: Geometries) -> Ints:
    """Pairs of areas that have a point in common, each pair once."""
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T
    found: Ints = pairs[pairs[:, 0] < pairs[:, 1]].astype(np.int64)
    return found


def _sharing_border(shapes: Geometries, touching: Ints) -> Ints:
    """Those of the pairs that share more than points."""
    size = len(shapes)
    edges = _with_equal_edges(shapes)
    rest = touching[~np.isin(touching @ [size, 1], edges @ [size, 1])]
    relations = shapely.relate(shapes[rest[:, 0]], shapes[rest[:, 1]])
    return np.vstack([edges, rest[_in_a_line(relations)]])


def _alongside(boundaries: Boundaries, known: Ints, gap: float) -> Ints:
    """Pairs whose borders run along each other with a gap between them, but those known."""
    shapes, size = _in_equal_units(boundaries), len(boundaries)
    reach = gap / DEGREE if is_degrees(boundaries.crs) else gap
    west, south, east, north = shapely.bounds(shapes).T
    around = shapely.box(west - reach, south - reach, east + reach, north + reach)
    near = shapely.STRtree(shapes).query(around).T
    near = near[near[:, 0] < near[:, 1]].astype(np.int64)
    rest = near[~np.isin(near @ [size, 1], known @ [size, 1])]
    rest = rest[shapely.dwithin(shapes[rest[:, 0]], shapes[rest[:, 1]], reach)]
    beside = shapely.buffer(shapes[rest[:, 1]], reach)
    shared = shapely.intersection(shapely.boundary(shapes[rest[:, 0]]), beside)
    found: Ints = rest[shapely.length(shared) > ALONG * reach]
    return found


def _in_a_line(relations: NDArray[Any]) -> Bools:
    """Which relations (DE-9IM) hold a line or more between insides and borders of both."""
    cells = np.array([list(relation) for relation in relations], dtype="U1").reshape(-1, 9)
    return np.asarray(np.isin(cells[:, [0, 1, 3, 4]], ["1", "2"]).any(axis=1), np.bool_)


def _with_equal_edges(shapes: Geometries) -> Ints:
    """Pairs of areas that have two points in a row in common, each pair once.

    Points get a number by their exact coordinates, edges by the numbers of their ends; equal
    edges stand together when sorted.
    """
    parts, area = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    different, number = np.unique(points.view(np.complex128).ravel(), return_inverse=True)
    start, end = number[:-1], number[1:]
    edge = np.minimum(start, end) * len(different) + np.maximum(start, end)
    real = (ring[1:] == ring[:-1]) & (start != end)
    return _together(edge[real], area[part[ring[:-1][real]]], len(shapes))


def _together(keys: Ints, areas: Ints, size: int) -> Ints:
    """Pairs of different areas that hold the same key, each pair once."""
    order = np.argsort(keys, kind="stable")
    keys, areas = keys[order], areas[order]
    found = [np.zeros(0, np.int64)]
    for step in count(1):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        one, other = areas[:-step][same], areas[step:][same]
        low, high = np.minimum(one, other), np.maximum(one, other)
        found.append(np.unique(low[low < high] * size + high[low < high]))
    return np.column_stack(np.divmod(np.unique(np.concatenate(found)), size))


def _bridges(boundaries: Boundaries, islands: Bools, there: Bools, nearest: int) -> Ints:
    """Pairs of every island and its nearest areas."""
    shapes = _in_equal_units(boundaries)[there]
    places = np.flatnonzero(there)
    envelopes = shapely.bounds(shapes)
    pairs = [
        (places[row], places[other])
        for row in np.flatnonzero(islands[there]).tolist()
        for other in _nearest(row, shapes, envelopes, min(nearest, len(shapes) - 1))
    ]
    return np.array(pairs, np.int64)


def _nearest(row: int, shapes: Geometries, envelopes: Floats, nearest: int) -> Ints:
    """The areas nearest to one; of two as near, the first in the list.

    No area is nearer than its envelope, so that few are measured.
    """
    west, south, east, north = envelopes[row]
    x0, y0, x1, y1 = envelopes.T
    across = np.maximum(np.maximum(x0 - east, west - x1), 0.0)
    along = np.maximum(np.maximum(y0 - north, south - y1), 0.0)
    least = np.hypot(across, along)
    least[row] = np.inf
    some = np.argsort(least, kind="stable")[:nearest]
    reach = shapely.distance(shapes[row], shapes[some]).max()
    near = np.flatnonzero(least <= np.nextafter(reach, np.inf))
    distances = shapely.distance(shapes[row], shapes[near])
    return near[np.argsort(distances, kind="stable")[:nearest]]


def _in_equal_units(boundaries: Boundaries) -> Geometries:
    """Shapes in which east and north are measured alike: degrees east are made smaller."""
    if boundaries.crs != WGS84:
        return boundaries.geometry
    _, south, _, north = boundaries.bounds
    scale = [np.cos(np.radians((south + north) / 2)), 1.0]
    flat: Geometries = shapely.transform(boundaries.geometry, lambda points: points * scale)
    return flat
