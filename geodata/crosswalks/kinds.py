"""What became of an area: unchanged, recoded, merged, split, changed, or nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from geodata.crosswalks.model import Bools, Links

Words = np.ndarray[Any, np.dtype[np.object_]]


class Kind(StrEnum):
    """What became of an old area, or how a new area came about.

    An area is *unchanged* where it is one old area, whole, with the same code, and *recoded*
    with another code. Whole areas that became one are *merged*; an area that fell apart is
    *split*. Where borders moved between areas that live on, they are *changed*. An old area
    outside all new ones is *gone*; a new one outside all old ones is *new*.
    """

    UNCHANGED = "unchanged"
    RECODED = "recoded"
    MERGED = "merged"
    SPLIT = "split"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


def old_kinds(links: Links, same: Bools) -> Words:
    """What became of each old area (n,).

    Args:
        links: which old area goes where.
        same: (p,) whether old and new area of a link have the same code.
    """
    n = links.shape[0]
    lives_on = _any(links.old, same, n)
    alone, merger = _any(links.old, links.alone, n), _any(links.old, links.in_merger, n)
    ways = links.targets
    joined = merger | ((ways == 1) & ~lives_on)
    return _first(
        (ways == 0, Kind.GONE),
        (alone & lives_on, Kind.UNCHANGED),
        (alone, Kind.RECODED),
        (joined, Kind.MERGED),
        (~lives_on, Kind.SPLIT),
        (np.ones(n, np.bool_), Kind.CHANGED),
    )


def new_kinds(links: Links, same: Bools) -> Words:
    """How each new area came about (m,); arguments as in `old_kinds`."""
    m = links.shape[1]
    lives_on = _any(links.new, same, m)
    alone, merger = _any(links.new, links.alone, m), _any(links.new, links.in_merger, m)
    return _first(
        (links.sources == 0, Kind.NEW),
        (alone & lives_on, Kind.UNCHANGED),
        (alone, Kind.RECODED),
        (merger, Kind.MERGED),
        ((links.sources == 1) & ~lives_on, Kind.SPLIT),
        (np.ones(m, np.bool_), Kind.CHANGED),
    )


def _any(groups: Any, true: Bools, size: int) -> Bools:
    """Whether any link of each area is so (size,)."""
    found: Bools = np.bincount(groups[true], minlength=size) > 0
    return found


def _first(*cases: tuple[Bools, Kind]) -> Words:
    """The kind of the first condition that holds, for each area."""
    words = np.empty(cases[0][0].size, object)
    for holds, kind in reversed(cases):
        words[holds] = kind
    return words
