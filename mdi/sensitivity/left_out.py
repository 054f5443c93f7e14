"""What the ranks would be without each domain, indicator and part: all of them in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdi.engine import coverage, eligible
from mdi.errors import ComputationError, DeclarationError, MdiError, did_you_mean
from mdi.fitted import Bools, Floats
from mdi.plan import plan_of
from mdi.ranking import ranks
from mdi.reweighting import Reweighing
from mdi.scoring import Scoring
from mdi.sensitivity.outputs import mean_shift, overlap
from mdi.sensitivity.pruning import ancestors, outermost, pruned, pruned_method
from mdi.tree import Tree
from mdi.weights.model import WeightSet

if TYPE_CHECKING:
    import pandas as pd

    from mdi.result import IndexResult

Ranks = NDArray[np.int32]
Deciles = NDArray[np.int8]


@dataclass(frozen=True, eq=False, repr=False)
class LeaveOneOut:
    """The ranks of n areas without each of m nodes.

    Attributes:
        result: the index with all of them.
        nodes: (m,) domains, indicators and parts, from the first domain down.
        rank: (m, n) the ranks without each; 0 where an area is not ranked.
        decile: (m, n) the deciles without each; 0 where there is none.
        refused: the nodes without which there is no index, and why.
    """

    result: IndexResult
    nodes: tuple[str, ...]
    rank: Ranks
    decile: Deciles
    refused: Mapping[str, str]

    @property
    def mean_shift(self) -> Floats:
        """(m,) mean absolute change of rank over the areas that are ranked both times."""
        return np.array([mean_shift(ranks, self.result.rank) for ranks in self.rank])

    @property
    def overlap(self) -> Floats:
        """(m,) areas in both most deprived tenths ÷ areas in either."""
        top = self.result.decile == 1
        return np.array([overlap(row == 1, top) for row in self.decile])

    def without(self, name: str) -> Ranks:
        """(n,) the ranks without a node.

        Raises:
            DeclarationError: there is no such node; the nearest is suggested.
        """
        return np.asarray(self.rank[self._place(name)])

    def entered(self, name: str) -> tuple[str, ...]:
        """Codes of the areas that come into the most deprived tenth without a node."""
        return self._codes((self.decile[self._place(name)] == 1) & (self.result.decile != 1))

    def left(self, name: str) -> tuple[str, ...]:
        """Codes of the areas that leave the most deprived tenth without a node."""
        return self._codes((self.decile[self._place(name)] != 1) & (self.result.decile == 1))

    def of(self, code: str) -> dict[str, int | None]:
        """The rank of one area without each node; None where it is not ranked.

        Raises:
            UnknownAreaError: the result does not have this area.
        """
        own = self.rank[:, self.result.position(code)].tolist()
        return {name: rank or None for name, rank in zip(self.nodes, own, strict=True)}

    def to_frame(self) -> pd.DataFrame:
        """A row for each node: `left_out, mean_shift, overlap, entered, left`, the last two counts."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(
            {
                "left_out": self.nodes,
                "mean_shift": self.mean_shift,
                "overlap": self.overlap,
                "entered": [len(self.entered(name)) for name in self.nodes],
                "left": [len(self.left(name)) for name in self.nodes],
            }
        )

    def _place(self, name: str) -> int:
        if name not in self.nodes:
            hint = self.refused.get(name) or did_you_mean(name, list(self.nodes))
            raise DeclarationError(f"There are no ranks without '{name}'.", hint=hint)
        return self.nodes.index(name)

    def _codes(self, areas: Bools) -> tuple[str, ...]:
        return tuple(self.result.table.codes[i] for i in np.flatnonzero(areas).tolist())


def leave_one_out(result: IndexResult) -> LeaveOneOut:
    """The ranks without each domain, each indicator and each part of one.

    They are those of `mdi.compute` with a weight set without the domain, or with domains
    without the indicator: who counts is decided anew, and the siblings of what is left out
    take its weight. Only the nodes above it are scored again; all else is taken over. An
    indicator that is the only one of its domain takes the domain with it.

    Args:
        result: the index of n areas, measured against each other.

    Raises:
        ComputationError: the areas were measured with the yardstick of another result, which
            was fitted with everything in it.
    """
    if result.measured_with is not None:
        raise ComputationError(
            "These areas were measured with the yardstick of other areas, and a yardstick "
            "without an indicator is another one.",
            hint="Compute the table without a reference first.",
        )
    pass_, found, refused = _Pass(result), {}, {}
    for node in result.tree.nodes()[1:]:
        try:
            found[node.id] = pass_.without(node.id)
        except MdiError as error:
            refused[node.id] = " ".join((error.message, *map(str, error.problems)))
    empty: tuple[Ranks, Deciles] = (np.empty((0, len(result)), np.int32), np.empty(0, np.int8))
    rank, decile = (
        (np.array(part) for part in zip(*found.values(), strict=True)) if found else empty
    )
    return LeaveOneOut(result, tuple(found), rank, decile, refused)


@dataclass(slots=True, eq=False)
class _Pass:
    """What the parts of one pass share.

    Attributes:
        result: the index with everything in it.
        reweighing: for domains.
        scorings: of the whole tree, by the areas that count.
    """

    result: IndexResult
    reweighing: Reweighing = field(init=False)
    scorings: dict[bytes, Scoring] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reweighing = Reweighing(self.result)
        self.scorings[self.result.reference.tobytes()] = self.result.scoring

    def without(self, name: str) -> tuple[Ranks, Deciles]:
        """(n,) ranks and deciles without a node."""
        result = self.result
        goes = outermost(result.tree, name)
        if goes in {domain.id for domain in result.tree.domains}:
            rest = {key: weight for key, weight in result.weights.weights.items() if key != goes}
            weights = WeightSet.parse(
                {**result.weights.model_dump(), "weights": rest}, f"the weights without '{goes}'"
            )
            found = self.reweighing.of(weights)
            return found.rank, found.decile
        return self._ranked(self._index(pruned(result.tree, goes), goes))

    def _index(self, tree: Tree, goes: str) -> Floats:
        """(n,) the index without a node below the domains."""
        result = self.result
        method = pruned_method(result.method, tree)
        plan = plan_of(tree, method)
        among = eligible(result.table, method, coverage(result.table, tree, method))
        whole = self._whole(among)
        points = whole.points.copy()
        for row, gaps in whole.filled.items():  # its parent may fill it otherwise
            points[row][gaps] = np.nan
        scoring = Scoring(tree, plan, among, points)
        again = {node.row for node in ancestors(result.tree, goes)}
        scoring.run(*self._given(), {node.row for node in tree.nodes()} - again)
        return np.asarray(points[tree.root.row])

    def _whole(self, among: Bools) -> Scoring:
        """The points of the whole tree where these areas count."""
        key, result = among.tobytes(), self.result
        if key not in self.scorings:
            points = np.empty_like(result.points)
            scoring = Scoring(result.tree, result.scoring.plan, among, points)
            scoring.run(*self._given())
            self.scorings[key] = scoring
        return self.scorings[key]

    def _given(self) -> tuple[Floats, Floats, float]:
        """Figures, signs and factor of the index."""
        signs = np.array([figures.sign for figures in self.result.table.figures])
        return self.result.steadied.values, signs, self.result.scale

    def _ranked(self, index: Floats) -> tuple[Ranks, Deciles]:
        rules, table = self.result.method, self.result.table
        rank, ranked = ranks(index)
        return rank, rules.deciles.of(rank, ranked, rules.min_for_deciles, table.population)
