"""A crosswalk from the shapes of both vintages, and from where people live."""

from __future__ import annotations

import numpy as np

from geodata.boundaries import Boundaries
from geodata.crosswalks.model import ROUNDING, Crosswalk, Floats, Ints, Links, Side
from geodata.crosswalks.overlay import Overlay, overlay_of
from geodata.crosswalks.plane import on_one_plane
from geodata.crosswalks.points import NOWHERE, Points, area_of
from geodata.crosswalks.slivers import Slivers
from geodata.errors import listed


def crosswalk(
    old: Boundaries,
    new: Boundaries,
    weights: Points | None = None,
    slivers: Slivers | None = None,
) -> Crosswalk:
    """What became of every area, by overlay of the shapes.

    Pieces that are slivers are dropped, and the other shares of the area are raised to sum to
    1, less what lies outside of all new areas. With points that have inhabitants, the shares
    of an area that falls apart are those of its inhabitants; without, those of its surface.

    Source: formula F39.

    Args:
        old: the older borders.
        new: the newer borders, of the same level.
        weights: where people live.
        slivers: what is a sliver; the default fits borders that were generalised.

    Raises:
        BoundaryError: no old area touches a new one, or shapes are not valid.
    """
    rule = slivers or Slivers()
    (before, after), dots = on_one_plane((old, new), weights)
    overlay = overlay_of(before, after, rule)
    size, share = overlay.old_surface, _by_surface(overlay, rule.share)
    if weights is not None:
        places = area_of(dots, before), area_of(dots, after)
        size = _people(places[0], weights.population, len(old))
        share = _by_people(overlay, places, weights.population, share, rule.share)
    real = overlay.real & (overlay.surface > 0)
    links = Links(overlay.old[real], overlay.new[real], share[real], (len(old), len(new)))
    found = Crosswalk(Side.of(old), Side.of(new), _without_lost(links), size)
    notes = (*_dropped(overlay), *_uncertain(found, overlay, rule, by_surface=weights is None))
    return Crosswalk(found.old, found.new, found.links, size, notes)


def _by_surface(overlay: Overlay, least: float) -> Floats:
    """The share of each old area by surface (p,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        piece = np.nan_to_num(overlay.surface / overlay.old_surface[overlay.old])
    return _raised(overlay, piece, least)


def _by_people(
    overlay: Overlay, places: tuple[Ints, Ints], people: Floats, else_: Floats, least: float
) -> Floats:
    """The share of each old area by inhabitants (p,); by surface where it has none."""
    n, m = len(overlay.old_surface), len(overlay.new_surface)
    both = (places[0] != NOWHERE) & (places[1] != NOWHERE)
    pairs = places[0][both] * m + places[1][both]
    found, place = np.unique(pairs, return_inverse=True)
    counts = np.append(np.bincount(place, people[both], len(found)), 0.0)
    wanted = overlay.old * m + overlay.new
    at = np.searchsorted(found, wanted)
    there = at < len(found)
    there[there] = found[at[there]] == wanted[there]
    piece = np.where(there, counts[np.where(there, at, -1)], 0.0)
    total = _people(places[0], people, n)[overlay.old]
    inhabited = np.bincount(overlay.old[overlay.real], piece[overlay.real], n)[overlay.old] > 0
    by_people = _raised(overlay, piece / np.where(total > 0, total, 1.0), least)
    return np.where(inhabited, by_people, else_)


def _people(places: Ints, people: Floats, n: int) -> Floats:
    """Inhabitants of each area (n,)."""
    inside = places != NOWHERE
    return np.bincount(places[inside], people[inside], n).astype(np.float64)


def _raised(overlay: Overlay, piece: Floats, least: float) -> Floats:
    """Shares without slivers, raised so that those of an area sum to what is not outside."""
    n = len(overlay.old_surface)
    inside = np.minimum(np.bincount(overlay.old, piece, n), 1.0)
    inside = np.where(1 - inside < max(least, ROUNDING), 1.0, inside)
    kept = np.bincount(overlay.old[overlay.real], piece[overlay.real], n)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = piece / kept[overlay.old] * inside[overlay.old]
    return np.where(overlay.real, np.nan_to_num(share), 0.0)


def _without_lost(links: Links) -> Links:
    """Without areas of which no piece has any share."""
    kept = links.inside[links.old] > 0
    return Links(links.old[kept], links.new[kept], links.share[kept], links.shape)


def _dropped(overlay: Overlay) -> list[str]:
    """How many slivers there were, and how large they were at most."""
    slivers = ~overlay.real & (overlay.surface > ROUNDING * overlay.old_surface[overlay.old])
    if not slivers.any():
        return []
    largest = (overlay.surface / overlay.old_surface[overlay.old])[slivers].max()
    what = f"{slivers.sum()} slivers between borders that were drawn twice left out"
    return [f"{what}; the largest is {largest:.2%} of its old area"]


def _uncertain(found: Crosswalk, overlay: Overlay, rule: Slivers, *, by_surface: bool) -> list[str]:
    """Areas split by surface, outside of the newer borders, or on new land."""
    old, new, links = found.old.codes, found.new.codes, found.links
    parted = [old[row] for row in np.flatnonzero(links.targets > 1).tolist()]
    outside = [f"{old[i]} ({found.outside[i]:.1%})" for i in np.flatnonzero(found.outside > 0)]
    covered = np.bincount(overlay.new, overlay.surface, len(new))
    fresh = overlay.new_surface - covered > max(rule.share, ROUNDING) * overlay.new_surface
    land = [new[row] for row in np.flatnonzero(fresh).tolist()]
    told = {
        "shared out by surface, for want of points with inhabitants": parted * by_surface,
        "with a part outside of the newer borders": outside,
        "of the newer borders with land outside of the older ones": land,
    }
    return [f"{len(each)} areas {what}: {listed(each)}" for what, each in told.items() if each]
