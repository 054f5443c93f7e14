"""Which areas lie beside each other, and groups that grow over shared borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.sample.fields import Floats
from geodata.sample.groups import Ints, means, middles

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FERRY = 10.0  # how much longer a kilometre over water is
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Network:
    """Areas and the pairs of them that lie beside each other.

    Attributes:
        xy: the middle of each area, shape (n, 2), in metres.
        pairs: areas that share a border or a ferry, shape (p, 2).
        cost: how far apart the two of a pair are, shape (p,).
    """

    xy: Floats
    pairs: Ints
    cost: Floats

    def graph(self, within: Ints | None = None) -> csr_array[np.float64]:
        """The costs as a sparse matrix; with `within`, pairs of the same group alone."""
        from scipy.sparse import csr_array  # noqa: PLC0415

        kept = np.ones(len(self.pairs), np.bool_)
        if within is not None:
            kept = within[self.pairs[:, 0]] == within[self.pairs[:, 1]]
        first, second = self.pairs[kept].T
        shape = (len(self.xy), len(self.xy))
        return csr_array((self.cost[kept], (first, second)), shape=shape)


def connected(sites: Floats, neighbours: Ints) -> Network:
    """Shared borders, and ferries between parts of the country that share none.

    Args:
        sites: the middle of each area, shape (n, 2).
        neighbours: pairs of areas that share a border, shape (p, 2).
    """
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from scipy.spatial import Delaunay  # noqa: PLC0415

    land = Network(sites, neighbours, _distance(sites, neighbours))
    _, part = connected_components(land.graph(), directed=False)
    corners = np.asarray(Delaunay(sites).simplices, dtype=np.intp)
    sides = np.vstack([corners[:, :2], corners[:, 1:], corners[:, ::2]])
    ferries = np.unique(np.sort(sides[part[sides[:, 0]] != part[sides[:, 1]]], axis=1), axis=0)
    cost = np.concatenate([land.cost, FERRY * _distance(sites, ferries)])
    return Network(sites, np.vstack([neighbours, ferries]), cost)


def grown(network: Network, seeds: Ints, within: Ints | None = None) -> Ints:
    """The group that each area belongs to, shape (n,).

    Each area joins the seed that is nearest along areas beside each other, so a group hangs
    together; then the seeds move to the middle of their groups, some rounds long.

    Args:
        network: which areas lie beside each other.
        seeds: the area that each group starts from, shape (groups,).
        within: groups that may not be crossed, shape (n,).
    """
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    graph = network.graph(within)
    group = np.zeros(len(network.xy), np.intp)
    for turn in range(ROUNDS):
        seeds = middles(network.xy, group) if turn else seeds
        _, _, nearest = dijkstra(
            graph, directed=False, indices=seeds, min_only=True, return_predecessors=True
        )
        number = np.zeros(len(network.xy), np.intp)
        number[seeds] = np.arange(len(seeds))
        group = number[nearest]
    return group


def merged(network: Network, group: Ints) -> Network:
    """The network of the groups; a pair is as far apart as its cheapest crossing adds."""
    pairs = np.sort(group[network.pairs], axis=1)
    crossing = pairs[:, 0] != pairs[:, 1]
    unique, place = np.unique(pairs[crossing], axis=0, return_inverse=True)
    cost = np.full(len(unique), np.inf)
    np.minimum.at(cost, place, network.cost[crossing])
    middle = means(network.xy, group)
    return Network(middle, unique, cost + _distance(middle, unique))


def _distance(xy: Floats, pairs: Ints) -> Floats:
    apart = xy[pairs[:, 0]] - xy[pairs[:, 1]]
    return np.asarray(np.hypot(apart[:, 0], apart[:, 1]))
