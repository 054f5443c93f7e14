"""A crosswalk: pairs of an old and a new area, and the share of the old one in the new one."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Any

import numpy as np

from geodata.boundaries import Boundaries
from geodata.crosswalks.kinds import Kind, Words, new_kinds, old_kinds

Floats = np.ndarray[Any, np.dtype[np.float64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

FLAGGED = 0.8  # an area of a lower quality is not to be ranked by its change
ROUNDING = 1e-9  # shares that add to one but for floating-point arithmetic


@dataclass(frozen=True, slots=True)
class Side:
    """The areas of one vintage, in their order.

    Attributes:
        vintage: the year of the borders, None where unknown.
        codes: area codes, unique.
        names: names of the areas, None where unknown.
        parents: codes of the areas they lie in, None where unknown.
    """

    vintage: int | None
    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    parents: tuple[str | None, ...]

    @classmethod
    def of(cls, areas: Boundaries) -> Side:
        """The areas of boundaries."""
        return cls(areas.vintage, areas.codes, areas.names, areas.parents)

    @classmethod
    def of_codes(cls, codes: tuple[str, ...], vintage: int | None = None) -> Side:
        """Areas of which the codes alone are known."""
        return cls(vintage, codes, (None,) * len(codes), (None,) * len(codes))

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.codes)


@dataclass(frozen=True, eq=False)
class Links:
    """Pairs of an old and a new area.

    Attributes:
        old: row of the old area (p,).
        new: row of the new area (p,).
        share: share of the old area that lies in the new one, 0 to 1 (p,).
        shape: how many old and how many new areas there are, (n, m).
    """

    old: Ints
    new: Ints
    share: Floats
    shape: tuple[int, int]

    @cached_property
    def targets(self) -> Ints:
        """In how many new areas each old one lies (n,)."""
        return np.bincount(self.old, minlength=self.shape[0])

    @cached_property
    def sources(self) -> Ints:
        """Of how many old areas each new one has a part (m,)."""
        return np.bincount(self.new, minlength=self.shape[1])

    @cached_property
    def inside(self) -> Floats:
        """The share of each old area that lies in any new one (n,)."""
        return np.bincount(self.old, self.share, self.shape[0]).astype(np.float64)

    @cached_property
    def whole(self) -> Bools:
        """Whether the old area of each pair goes into the new one whole (p,)."""
        found: Bools = (self.targets[self.old] == 1) & (self.share > 1 - ROUNDING)
        return found

    @cached_property
    def alone(self) -> Bools:
        """Whether the old area of each pair, whole, is all of the new one (p,)."""
        found: Bools = self.whole & (self.sources[self.new] == 1)
        return found

    @cached_property
    def in_merger(self) -> Bools:
        """Whether the new area of each pair is made of two whole areas or more (p,)."""
        parts = np.bincount(self.new[~self.whole], minlength=self.shape[1])
        found: Bools = ((parts == 0) & (self.sources > 1))[self.new]
        return found


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """What became of the areas of one vintage in another.

    The shares of an old area sum to 1, but for the share of it that lies outside of all new
    areas; see `outside`.

    Attributes:
        old: the n areas of the older borders.
        new: the m areas of the newer borders.
        links: which goes where, by what share.
        size: inhabitants of each old area where points tell them, else its surface in square
            metres, else 1 (n,).
        notes: what was dropped and what is uncertain, in words.
    """

    old: Side
    new: Side
    links: Links
    size: Floats
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.links.share)

    @cached_property
    def old_kinds(self) -> Words:
        """What became of each old area, a `Kind` (n,)."""
        return old_kinds(self.links, self._same)

    @cached_property
    def new_kinds(self) -> Words:
        """How each new area came about, a `Kind` (m,)."""
        return new_kinds(self.links, self._same)

    @property
    def outside(self) -> Floats:
        """The share of each old area that lies in no new area, 0 to 1 (n,)."""
        beyond = np.clip(1 - self.links.inside, 0, 1)
        return np.where(beyond < ROUNDING, 0.0, beyond)

    def quality(self, inhabitants: Floats | None = None, before: Floats | None = None) -> Floats:
        """How much of each new area came with old areas that stayed whole (m,).

        The share of its people whose old area went into it whole; people of an old area that
        went into it by a share count by that share. So 1 where an area is unchanged, recoded
        or merged of whole areas: its counts are exact. Below 0.8 an area is flagged: its
        counts rest for a good part on shares, and it is not to be ranked by its change. 0
        where nothing is known of the area.

        Source: formula F39; the share of the population that is linked one to one.

        Args:
            inhabitants: of each old area (n,); where one is NaN, or all are absent, `size`
                stands in for all.
            before: the quality that the old areas had already, 0 to 1 (n,), where their figures
                were carried over from yet other borders; it is passed on.
        """
        known = inhabitants is not None and not np.isnan(inhabitants).any()
        size = inhabitants if inhabitants is not None and known else self.size
        links, m = self.links, self.links.shape[1]
        people = size[links.old] * links.share
        empty = np.bincount(links.new, people, m)[links.new] == 0
        people = np.where(empty, 1.0, people)
        total = np.bincount(links.new, people, m)
        whole = links.share if before is None else links.share * before[links.old]
        together = np.bincount(links.new, people * whole, m)
        found: Floats = np.where(total > 0, together / np.where(total > 0, total, 1.0), 0.0)
        found[found > 1 - ROUNDING] = 1.0
        return found

    def counted(self) -> dict[Kind, tuple[int, int]]:
        """How many old and how many new areas there are of each kind."""
        old, new = Counter(self.old_kinds.tolist()), Counter(self.new_kinds.tolist())
        return {kind: (old[kind], new[kind]) for kind in Kind if old[kind] or new[kind]}

    def to_csv(self) -> bytes:
        """The pairs as `old,new,share`, as `read_changes` reads them again."""
        links = self.links
        file = StringIO()
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("old", "new", "share"))
        for old, new, share in zip(links.old, links.new, links.share.tolist(), strict=True):
            rows.writerow((self.old.codes[old], self.new.codes[new], repr(share)))
        return file.getvalue().encode()

    @cached_property
    def _same(self) -> Bools:
        """Whether both areas of a pair have the same code (p,)."""
        pairs = zip(self.links.old.tolist(), self.links.new.tolist(), strict=True)
        same = [self.old.codes[old] == self.new.codes[new] for old, new in pairs]
        return np.array(same, np.bool_)
