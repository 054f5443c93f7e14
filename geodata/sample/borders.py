"""Wiggly borders that neighbours share point for point.

Every border is a Voronoi edge, drawn once and used by the neighbourhoods on both sides.
It is a line above and below that edge, and it stays inside the two triangles between the
edge and its two sites; no other border enters these, so borders never cross.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.sample.fields import Floats
from geodata.sample.groups import Ints
from geodata.sample.points import Sites

LEVELS = 4
PIECES = 2**LEVELS  # of a long border
SHORTEST = 25.0  # metres of a piece
GRAIN = 8.0  # coordinates are eighths of a metre: exact in binary, and small on disk
ROUGHNESS, DECAY = 0.13, 0.55
ROOM = 0.85  # of the triangle that a border may use


@dataclass(frozen=True, slots=True)
class Cells:
    """The neighbourhoods of a country.

    Attributes:
        polygons: shapely polygons, shape (areas,).
        neighbours: pairs of areas that share a border, shape (p, 2).
    """

    polygons: npt.NDArray[np.object_]
    neighbours: Ints


@dataclass(frozen=True, slots=True)
class Edges:
    """Voronoi edges of land.

    Attributes:
        sites: the two sites that an edge lies between, shape (e, 2).
        start: one end in metres, shape (e, 2).
        end: the other end.
    """

    sites: Ints
    start: Floats
    end: Floats


def draw_cells(rng: np.random.Generator, sites: Sites) -> Cells:
    """Draw a neighbourhood around each site on land."""
    points = np.vstack([sites.land, sites.water])
    areas = len(sites.land)
    edges = _voronoi(points, areas)
    lines = _wiggled(rng, edges, points[edges.sites[:, 0]])
    real = (lines[:, 0] != lines[:, -1]).any(axis=1)
    edges, lines = Edges(edges.sites[real], edges.start[real], edges.end[real]), lines[real]
    on_land = (edges.sites < areas).all(axis=1)
    return Cells(_polygons(points[:areas], edges, lines), edges.sites[on_land])


def _voronoi(points: Floats, areas: int) -> Edges:
    """The Voronoi edges with land on at least one side."""
    from scipy.spatial import Voronoi  # noqa: PLC0415

    diagram = Voronoi(points)
    sites = np.asarray(diagram.ridge_points, dtype=np.intp)
    corners = np.asarray(diagram.ridge_vertices, dtype=np.intp)
    land = (sites < areas).any(axis=1)
    start, end = (diagram.vertices[corners[land, side]] for side in (0, 1))
    return Edges(sites[land], start, end)


def _wiggled(rng: np.random.Generator, edges: Edges, site: Floats) -> Floats:
    """Each edge as a line of PIECES pieces, shape (e, PIECES + 1, 2)."""
    along = edges.end - edges.start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    across = np.column_stack([-along[:, 1], along[:, 0]]) / length[:, None]
    step = np.linspace(0, 1, PIECES + 1)
    room = ROOM * _room(edges, site, step)
    aside = np.clip(_fractal(rng, len(length)) * length[:, None], -room, room)
    lines = edges.start[:, None] + step[None, :, None] * along[:, None]
    return np.asarray(np.round((lines + aside[..., None] * across[:, None]) * GRAIN) / GRAIN)


def _room(edges: Edges, site: Floats, step: Floats) -> Floats:
    """How far a line may leave its edge at each step, in metres, shape (e, PIECES + 1).

    The height there of the triangle between the edge and its site; both sites of a
    Voronoi edge are mirror images, so the room is the same on either side.
    """
    along, to_site = edges.end - edges.start, site - edges.start
    square = np.maximum((along**2).sum(axis=1), 1e-18)
    foot = ((along * to_site).sum(axis=1) / square)[:, None]
    height = np.abs(along[:, 0] * to_site[:, 1] - along[:, 1] * to_site[:, 0]) / square**0.5
    rising = step / np.maximum(foot, 1e-12)
    falling = (1 - step) / np.maximum(1 - foot, 1e-12)
    return np.asarray(height[:, None] * np.minimum(rising, falling))


def _fractal(rng: np.random.Generator, count: int) -> Floats:
    """Heights above straight lines of length 1, shape (count, PIECES + 1).

    Random midpoint displacement: Fournier, Fussell and Carpenter (1982), Computer
    rendering of stochastic models, Communications of the ACM 25(6).
    """
    height = np.zeros((count, PIECES + 1))
    amplitude, span = ROUGHNESS, PIECES
    while span > 1:
        left, right = height[:, :-1:span], height[:, span::span]
        noise = rng.normal(0, amplitude, left.shape)
        height[:, span // 2 :: span] = (left + right) / 2 + noise
        amplitude, span = amplitude * DECAY, span // 2
    return height


def _polygons(land: Floats, edges: Edges, lines: Floats) -> npt.NDArray[np.object_]:
    """One ring of shared lines around each site on land."""
    import shapely  # noqa: PLC0415

    edge, side = np.nonzero(edges.sites < len(land))
    area = edges.sites[edge, side]
    start, end = edges.start[edge] - land[area], edges.end[edge] - land[area]
    forward = start[:, 0] * end[:, 1] > start[:, 1] * end[:, 0]
    first = np.where(forward[:, None], start, end)
    order = np.lexsort([np.arctan2(first[:, 1], first[:, 0]), area])
    edge, area, forward = edge[order], area[order], forward[order]
    row, column = _walk(_pieces(edges)[edge], forward)
    rings = shapely.linearrings(lines[edge[row], column], indices=area[row])
    return np.asarray(shapely.polygons(rings))


def _pieces(edges: Edges) -> Ints:
    """Into how many pieces each edge is cut: 1, 2, 4, … by its length."""
    along = edges.end - edges.start
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), SHORTEST)
    return 2 ** np.minimum(np.log2(length / SHORTEST).astype(np.intp), LEVELS)


def _walk(pieces: Ints, forward: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Row and column of every point met when the lines are walked one after another."""
    row = np.repeat(np.arange(len(pieces)), pieces)
    taken = np.arange(len(row)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    column = taken * (PIECES // pieces[row])
    return row, np.where(forward[row], column, PIECES - column)
