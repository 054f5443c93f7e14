"""The middles of the neighbourhoods: close together in towns, far apart outside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.sample.fields import Box, Floats
from geodata.sample.landscape import LAND_SHARE, RURAL_SHARE, Landscape
from geodata.sample.relaxation import relaxed

CLOUD = 12  # random points for each site
FRAME = 24  # sites along each side of the box


@dataclass(frozen=True, slots=True)
class Sites:
    """Points whose Voronoi cells are the neighbourhoods and the water around them.

    Attributes:
        land: one point for each neighbourhood, shape (areas, 2), in metres.
        water: points in the sea and in lakes, shape (w, 2).
    """

    land: Floats
    water: Floats


def make_sites(rng: np.random.Generator, landscape: Landscape, areas: int) -> Sites:
    """Scatter points over land and water and let them spread out.

    Args:
        rng: where chance comes from.
        landscape: where land and towns are.
        areas: number of points on land.
    """
    cloud = _cloud(rng, landscape, CLOUD * areas)
    on_land = landscape.is_land(cloud)
    land, water = cloud[on_land], cloud[~on_land]
    sea = relaxed(water[: len(water) // CLOUD], water)
    return Sites(relaxed(land[:areas], land), np.vstack([sea, _frame(landscape.box)]))


def _cloud(rng: np.random.Generator, landscape: Landscape, count: int) -> Floats:
    """About `count` points on land and as densely on water: the countryside and the towns."""
    box = landscape.box
    rural = box.place(rng.random((int(count * RURAL_SHARE / LAND_SHARE), 2)))
    town = rng.choice(len(landscape.towns), int(count * (1 - RURAL_SHARE)), p=landscape.share)
    around = rng.normal(size=(len(town), 2)) * landscape.radius[town, None]
    points = np.vstack([rural, landscape.towns[town] + around])
    inside = ((box.unit(points) > 0) & (box.unit(points) < 1)).all(axis=1)
    return np.asarray(rng.permutation(points[inside]))


def _frame(box: Box) -> Floats:
    """Points around the box, so that every cell inside it is closed."""
    along = np.linspace(-0.05, 1.05, FRAME)
    low, high = np.full(FRAME, -0.05), np.full(FRAME, 1.05)
    sides = [(along, low), (along, high), (low, along[1:-1]), (high, along[1:-1])]
    return np.vstack([box.place(np.column_stack([x[: len(y)], y])) for x, y in sides])
