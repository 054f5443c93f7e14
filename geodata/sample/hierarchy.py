"""Neighbourhoods in districts, municipalities and provinces, as the Netherlands has them.

Every group hangs together, except where an island needs a ferry.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from geodata.sample.fields import Floats
from geodata.sample.groups import Ints, place_within
from geodata.sample.network import connected, grown, merged

NEIGHBOURHOODS, DISTRICTS, MUNICIPALITIES, PROVINCES = 14_500, 3_350, 342, 12  # the Netherlands
MOST_MUNICIPALITIES = 900  # codes 9001 to 9999, and room for changes
MOST_PROVINCES = 20  # codes 80 to 99


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
    network = connected(sites, neighbours)
    municipality = grown(network, _nearest(sites, towns))
    district = grown(network, _starts(rng, municipality), municipality)
    of_district = np.zeros(district.max() + 1, np.intp)
    of_district[district] = municipality
    larger = merged(network, municipality)
    count = len(larger.xy)
    capitals = np.sort(rng.permutation(count)[: provinces_for(count)])
    touching = _among(larger.pairs, municipality[neighbours])
    return Hierarchy(district, of_district, grown(larger, capitals), larger.pairs, touching)


def municipalities_for(areas: int) -> int:
    """How many municipalities; a small country has somewhat more, to have something to rank."""
    in_proportion = round(areas * MUNICIPALITIES / NEIGHBOURHOODS)
    return min(max(in_proportion, min(areas // 7, 24)), MOST_MUNICIPALITIES)


def provinces_for(municipalities: int) -> int:
    """How many provinces; they grow with the square root, and are never fewer than 2."""
    wanted = round(PROVINCES * sqrt(municipalities / MUNICIPALITIES))
    return min(max(wanted, 2), MOST_PROVINCES)


def _among(pairs: Ints, found: Ints) -> npt.NDArray[np.bool_]:
    """Which sorted pairs are also among those found, in either order."""
    key = np.array([pairs.max() + 1, 1])
    return np.isin(pairs @ key, np.sort(found, axis=1) @ key)


def _nearest(sites: Floats, points: Floats) -> Ints:
    """The site nearest to each point, no site twice."""
    from scipy.spatial import cKDTree  # noqa: PLC0415

    found = np.asarray(cKDTree(sites).query(points)[1], dtype=np.intp)
    fresh = np.setdiff1d(np.arange(len(sites)), found)
    again = np.ones(len(found), np.bool_)
    again[np.unique(found, return_index=True)[1]] = False
    return np.where(again, fresh[np.cumsum(again) - 1], found)


def _starts(rng: np.random.Generator, municipality: Ints) -> Ints:
    """Seeds of districts: as many in each municipality as its size asks for, two if it can."""
    size = np.bincount(municipality)
    wanted = np.maximum(np.round(size * DISTRICTS / NEIGHBOURHOODS), np.minimum(size, 2))
    order = rng.permutation(len(municipality))
    return order[place_within(municipality[order]) < wanted[municipality[order]]]
