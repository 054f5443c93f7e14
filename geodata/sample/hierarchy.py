"""Neighbourhoods in districts, municipalities and provinces, as the Netherlands has them.

Groups grow from seeds over shared borders, each area joining the seed that is nearest along
neighbouring areas; so a group hangs together, except where an island needs a ferry.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from geodata.sample.borders import Ints
from geodata.sample.fields import Floats

NEIGHBOURHOODS, DISTRICTS, MUNICIPALITIES = 14_500, 3_350, 342  # in the Netherlands
MOST_MUNICIPALITIES = 900  # codes 9001 to 9999, and room for changes
MOST_PROVINCES = 20  # codes 80 to 99
FERRY = 10.0  # how much longer a kilometre over water is
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Network:
    """Which areas lie beside each other.

    Attributes:
        xy: the middle of each area, shape (n, 2), in metres.
        pairs: areas that share a border or a ferry, shape (p, 2).
        cost: how far apart the two of a pair are, shape (p,).
    """

    xy: Floats
    pairs: Ints
    cost: Floats

    def graph(self, within: Ints | None = None) -> csr_array:
        """The costs as a sparse matrix; with `within`, pairs of the same group alone."""
        kept = np.ones(len(self.pairs), bool)
        if within is not None:
            kept = within[self.pairs[:, 0]] == within[self.pairs[:, 1]]
        first, second = self.pairs[kept].T
        shape = (len(self.xy), len(self.xy))
        return csr_array((self.cost[kept], (first, second)), shape=shape)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """What lies in what.

    Attributes:
        district: of each neighbourhood, shape (neighbourhoods,).
        municipality: of each district, shape (districts,).
        province: of each municipality, shape (municipalities,).
        neighbours: pairs of municipalities that touch or share a ferry, shape (p, 2).
        touching: which of these pairs touch, shape (p,).
    """

    district: Ints
    municipality: Ints
    province: Ints
    neighbours: Ints
    touching: npt.NDArray[np.bool_]


def make_hierarchy(
    rng: np.random.Generator, sites: Floats, neighbours: Ints, towns: Floats
) -> Hierarchy:
    """Group neighbourhoods into districts, municipalities and provinces.

    Args:
        rng: where chance comes from.
        sites: the middle of each neighbourhood, shape (n, 2).
        neighbours: pairs of neighbourhoods that share a border, shape (p, 2).
        towns: around which municipalities form, shape (municipalities, 2).
    """
    network = _network(sites, neighbours)
    municipality = _grown(network, _nearest(sites, towns))
    district = _grown(network, _starts(rng, municipality), municipality)
    of_district = np.zeros(district.max() + 1, np.intp)
    of_district[district] = municipality
    larger = _merged(network, municipality)
    capitals = np.sort(rng.permutation(len(larger.xy))[: provinces_for(len(larger.xy))])
    return Hierarchy(
        district,
        of_district,
        _grown(larger, capitals),
        larger.pairs,
        _among(larger.pairs, municipality[neighbours]),
    )


def _among(pairs: Ints, found: Ints) -> npt.NDArray[np.bool_]:
    """Which sorted pairs are also among those found, in either order."""
    count = pairs.max() + 1
    keys = np.sort(found, axis=1) @ np.array([count, 1])
    return np.isin(pairs @ np.array([count, 1]), keys)


def municipalities_for(areas: int) -> int:
    """How many municipalities; a small country has somewhat more, to have something to rank."""
    in_proportion = round(areas * MUNICIPALITIES / NEIGHBOURHOODS)
    return min(max(in_proportion, min(areas // 7, 24)), MOST_MUNICIPALITIES)


def provinces_for(municipalities: int) -> int:
    """How many provinces: 12 for 342 municipalities, at least 2."""
    return min(max(round(12 * (municipalities / MUNICIPALITIES) ** 0.5), 2), MOST_PROVINCES)


def _network(sites: Floats, neighbours: Ints) -> Network:
    """Shared borders, and ferries between parts of the country that share none."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from scipy.spatial import Delaunay  # noqa: PLC0415

    land = Network(sites, neighbours, _distance(sites, neighbours))
    _, part = connected_components(land.graph(), directed=False)
    corners = Delaunay(sites).simplices.astype(np.intp)
    sides = np.vstack([corners[:, :2], corners[:, 1:], corners[:, ::2]])
    ferries = np.unique(np.sort(sides[part[sides[:, 0]] != part[sides[:, 1]]], axis=1), axis=0)
    cost = np.concatenate([land.cost, FERRY * _distance(sites, ferries)])
    return Network(sites, np.vstack([neighbours, ferries]), cost)


def _distance(xy: Floats, pairs: Ints) -> Floats:
    apart = xy[pairs[:, 0]] - xy[pairs[:, 1]]
    return np.asarray(np.hypot(apart[:, 0], apart[:, 1]))


def _nearest(sites: Floats, points: Floats) -> Ints:
    """The site nearest to each point, no site twice."""
    from scipy.spatial import cKDTree  # noqa: PLC0415

    _, found = cKDTree(sites).query(points)
    fresh = np.setdiff1d(np.arange(len(sites)), found)
    _, first = np.unique(found, return_index=True)
    again = np.ones(len(found), bool)
    again[first] = False
    return np.asarray(np.where(again, fresh[np.cumsum(again) - 1], found), dtype=np.intp)


def _starts(rng: np.random.Generator, municipality: Ints) -> Ints:
    """Seeds of districts: as many in each municipality as its size asks for."""
    order = rng.permutation(len(municipality))
    order = order[np.argsort(municipality[order], kind="stable")]
    size = np.bincount(municipality)
    wanted = np.maximum(np.round(size * DISTRICTS / NEIGHBOURHOODS), np.minimum(size, 2))
    place = np.arange(len(order)) - np.repeat(np.cumsum(size) - size, size)
    return order[place < wanted[municipality[order]]]


def _grown(network: Network, seeds: Ints, within: Ints | None = None) -> Ints:
    """The group that each area belongs to; seeds move to the middle of their groups."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    graph = network.graph(within)
    group = np.zeros(len(network.xy), np.intp)
    for turn in range(ROUNDS):
        seeds = _middles(network.xy, group) if turn else seeds
        reached = dijkstra(
            graph, directed=False, indices=seeds, min_only=True, return_predecessors=True
        )
        number = np.zeros(len(network.xy), np.intp)
        number[seeds] = np.arange(len(seeds))
        group = number[reached[2]]
    return group


def _middles(xy: Floats, group: Ints) -> Ints:
    """For each group, its area nearest to the mean of all its areas."""
    off = xy - _means(xy, group)[group]
    order = np.lexsort([np.hypot(off[:, 0], off[:, 1]), group])
    return order[np.unique(group[order], return_index=True)[1]]


def _means(xy: Floats, group: Ints) -> Floats:
    size = np.bincount(group)
    return np.column_stack([np.bincount(group, axis) / size for axis in xy.T])


def _merged(network: Network, group: Ints) -> Network:
    """The network of the groups; a pair costs what its cheapest crossing adds."""
    pairs = np.sort(group[network.pairs], axis=1)
    crossing = pairs[:, 0] != pairs[:, 1]
    unique, place = np.unique(pairs[crossing], axis=0, return_inverse=True)
    cost = np.full(len(unique), np.inf)
    np.minimum.at(cost, place, network.cost[crossing])
    middle = _means(network.xy, group)
    return Network(middle, unique, cost + _distance(middle, unique))
