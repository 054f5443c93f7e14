"""The index or a domain as it is summarised, and the measures by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdi.fitted import Floats, Ints
from mdi.membership import Membership
from mdi.result import IndexResult
from mdi.summary import measures


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The index or a domain, over the p pairs of an area and a larger area.

    Attributes:
        scores: (p,) scores, NaN where an area has no rank.
        ranks: (p,) national ranks, 0 where there is none.
        ranked: the number of areas ranked in the nation.
        weights: (p,) the people who count, NaN where unknown.
        groups: (p,) the number of the larger area.
        size: the number of larger areas.
    """

    scores: Floats
    ranks: NDArray[np.int32]
    ranked: int
    weights: Floats
    groups: Ints
    size: int

    def denominator(self) -> Floats:
        """(size,) the people of the areas that count."""
        return measures.scale(self.weights, self.ranks, self.groups, self.size)


def rankings_of(
    result: IndexResult, members: Membership, weights: Mapping[str, Floats]
) -> dict[str, Ranking]:
    """The index and every domain; `weights` (n,) where they are not the inhabitants."""

    def of(name: str, scores: Floats, given: NDArray[np.int32]) -> Ranking:
        people = weights.get(name, result.table.population)
        return Ranking(
            scores=np.where(given > 0, scores, np.nan)[members.rows],
            ranks=given[members.rows],
            ranked=int((given > 0).sum()),
            weights=people[members.rows],
            groups=members.groups,
            size=len(members.codes),
        )

    found = {"index": of("index", result.index, result.rank)}
    for node in result.tree.domains:
        found[node.id] = of(node.id, result.points[node.row], result.domain_ranks[node.id])
    return found


RULES: dict[str, Callable[[Ranking], Floats]] = {
    "average_score": lambda r: measures.average_score(r.scores, r.weights, r.groups, r.size),
    "average_rank": lambda r: measures.average_rank(r.ranks, r.ranked, r.weights, r.groups, r.size),
    "proportion": lambda r: measures.proportion(r.ranks, r.ranked, r.groups, r.size),
    "extent": lambda r: measures.extent(r.ranks, r.ranked, r.weights, r.groups, r.size),
    "local_concentration": lambda r: measures.local_concentration(
        r.ranks, r.ranked, r.weights, r.groups, r.size
    ),
}
MEASURES = tuple(RULES)
TENTHS = ("proportion", "extent")  # they ask for tenths of the nation
BY_AREAS = ("proportion",)  # nobody's number is asked for
