"""The result: scores, ranks and deciles of areas, and all that explains them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.errors import DeclarationError, UnknownAreaError, counted, did_you_mean
from mdi.fitted import Floats
from mdi.methods.model import Method
from mdi.scoring import Scoring, filled_cells
from mdi.status import AREA_STATES, AreaStatus
from mdi.steadying import Steadied
from mdi.table import IndicatorTable
from mdi.tree import Node, Tree
from mdi.weighting import ChildWeights
from mdi.weights.model import WeightSet
from mdi.yardstick import Yardstick

if TYPE_CHECKING:
    import pandas as pd

    from mdi.profile import Profile


@dataclass(frozen=True, eq=False, repr=False)
class IndexResult:
    """The index of n areas.

    Attributes:
        table: the figures it was computed from.
        weights: the weight set.
        method: the method.
        tree: the nodes and their rows in `points`.
        coverage: (n,) observed ÷ full weight, 0 to 1.
        offers: (leaves,) whether the table has figures of each indicator, for areas that
            are large enough.
        offered: the coverage of an area without gaps in this table.
        reference: (n,) the areas that count; the others have no points.
        steadied: the figures that entered the index, and what was shrunken of them.
        scoring: the pass through the tree: points, weights, and what was filled in.
        rank: (n,) 1 is the most deprived; 0 where not ranked.
        decile: (n,) 1 is the most deprived tenth; 0 where there is none.
        ranked: the number of areas ranked.
        measured_with: the yardstick of another result; None where the areas of the table
            were measured against each other.
        within: levels of larger areas; the columns have the rank among the areas of each.
        fingerprint: SHA-256 of inputs, declarations and engine.
    """

    table: IndicatorTable
    weights: WeightSet
    method: Method
    tree: Tree
    coverage: Floats
    offers: NDArray[np.bool_]
    offered: float
    reference: NDArray[np.bool_]
    steadied: Steadied
    scoring: Scoring
    rank: NDArray[np.int32]
    decile: NDArray[np.int8]
    ranked: int
    measured_with: Yardstick | None
    fingerprint: str
    within: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.table)

    def __repr__(self) -> str:
        """A line for notebooks."""
        return (
            f"<IndexResult {self.table.level} {self.table.year}: {self.ranked} of "
            f"{counted(len(self), 'area')} ranked, weights {self.weights.id}, "
            f"method {self.method.id}, {self.fingerprint[:12]}>"
        )

    @property
    def points(self) -> Floats:
        """(rows, n) points of every node, more is worse, NaN where there are none."""
        return self.scoring.points

    @cached_property
    def yardstick(self) -> Yardstick:
        """All that was fitted for this result, to measure other areas or years with."""
        from mdi.engine import fit  # noqa: PLC0415

        return fit(self)

    @cached_property
    def filled(self) -> NDArray[np.uint8]:
        """(rows, n) how each parent came by its score where this node had no points.

        The numbers are those of `Filled`; 0 where nothing was missing.
        """
        cells = np.zeros(self.points.shape, np.uint8)
        for row, (kind, areas) in filled_cells(self.scoring).items():
            cells[row, areas] = kind
        return cells

    @cached_property
    def node_weights(self) -> dict[str, ChildWeights]:
        """How the children of each node were weighed, with what a reader should know."""
        return self.scoring.weights

    def weights_of(self, node: Node) -> Floats:
        """(k,) the weights of the children of a node, as declared or as found in the data."""
        found = self.scoring.weights.get(node.id)
        return node.child_weights() if found is None else np.asarray(found.weights)

    @property
    def index(self) -> Floats:
        """(n,) the index; NaN where an area has no score."""
        return np.asarray(self.points[self.tree.root.row])

    @property
    def scale(self) -> float:
        """What a share of the weight times 100 points adds to the index, ÷ 100."""
        return self.tree.scale if self.method.index == "weights" else 1.0

    @property
    def score_max(self) -> float | None:
        """The highest index that can be; None where the method has no bounds."""
        return self._bound(1)

    @property
    def score_min(self) -> float | None:
        """The lower bound of the index; None where the method has no bounds."""
        return self._bound(0)

    def _bound(self, end: int) -> float | None:
        """As the plan says, unless negative weights or another reference break it."""
        bounds = self.scoring.plan.bounds[self.tree.root.row]
        negative = any((found.weights < 0).any() for found in self.node_weights.values())
        foreign = self.measured_with is not None and not self.scoring.plan.keeps_bounds
        if bounds is None or negative or foreign:
            return None
        return round(bounds[end] * self.scale, 10)

    @cached_property
    def status(self) -> tuple[AreaStatus, ...]:
        """(n,) what became of every area."""
        few = self.table.population < self.method.min_population
        became = np.select([self.rank > 0, few, ~self.reference], [0, 1, 2], 3)
        return tuple(np.array(AREA_STATES, object)[became].tolist())

    @cached_property
    def domain_ranks(self) -> dict[str, NDArray[np.int32]]:
        """(n,) ranks in each domain; 1 is the most deprived, 0 where there are no points.

        A domain that was filled in has points and no rank.
        """
        return {node.id: self._ranks(node) for node in self.tree.domains}

    def ranks_of(self, name: str) -> NDArray[np.int32]:
        """(n,) ranks in any node: the index, a domain, a group or an indicator.

        Raises:
            DeclarationError: there is no such node; the nearest is suggested.
        """
        nodes = {node.id: node for node in self.tree.nodes()}
        if name not in nodes:
            raise DeclarationError(
                f"There is no node '{name}'.", hint=did_you_mean(name, list(nodes))
            )
        return self._ranks(nodes[name])

    def ranks_within(self, to: str) -> NDArray[np.int32]:
        """(n,) ranks of the index among the areas of the same larger area; 0 for none.

        Args:
            to: the level of the larger areas.

        Raises:
            DeclarationError: there is no such level, or it is not larger.
            ComputationError: the table does not tell in which of them its areas lie.
        """
        from mdi.membership import members_of  # noqa: PLC0415
        from mdi.ranking import ranks_within  # noqa: PLC0415

        members = members_of(self.table, to)
        groups: list[str | None] = [None] * len(self)
        for row, group in zip(members.rows.tolist(), members.groups.tolist(), strict=True):
            groups[row] = members.codes[group]
        return ranks_within(self.index, groups)[0]

    def _ranks(self, node: Node) -> NDArray[np.int32]:
        from mdi.ranking import ranks  # noqa: PLC0415

        points, gaps = self.points[node.row], self.scoring.filled.get(node.row)
        return ranks(points if gaps is None else np.where(gaps, np.nan, points))[0]

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each area stands in the arrays, by code."""
        return {code: row for row, code in enumerate(self.table.codes)}

    @cached_property
    def contributions(self) -> Floats:
        """(domains, n) what each domain adds to the index; 0 where it has no points."""
        from mdi.explaining import contributions  # noqa: PLC0415

        return contributions(self)

    @cached_property
    def mean_contributions(self) -> Floats:
        """(domains,) mean contribution of each domain over the ranked areas."""
        ranked = self.rank > 0
        if not ranked.any():
            return np.zeros(len(self.tree.domains))
        return np.asarray(self.contributions[:, ranked].mean(axis=1))

    @cached_property
    def own_points(self) -> Floats:
        """(rows, n) exponential points of every indicator's own rank; splits a domain."""
        from mdi.explaining import points_of_own_rank  # noqa: PLC0415

        return points_of_own_rank(self)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know before using the figures."""
        from mdi.account import warnings_of  # noqa: PLC0415

        return warnings_of(self)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Where the result came from, as plain data; it stands in every output."""
        from mdi.account import provenance_of  # noqa: PLC0415

        return provenance_of(self)

    @property
    def scores(self) -> pd.DataFrame:
        """`to_frame()` by area code."""
        return self.to_frame().set_index("area_code")

    def to_frame(self) -> pd.DataFrame:
        """A data frame with one row for each area, in the order of the table.

        Columns: `area_code, area_name, index, rank, decile, coverage, status`, the points
        of each domain, its `<domain>_rank`, and where the method fills in, `<domain>_filled`.
        """
        from mdi.columns import frame_of  # noqa: PLC0415

        return frame_of(self)

    def measure(self, name: str) -> Floats:
        """(n,) the index, the points of a domain, or the raw figures of an indicator.

        Raises:
            DeclarationError: there is no such measure; the nearest is suggested.
        """
        if name == "index":
            return self.index
        for node in self.tree.domains:
            if node.id == name:
                return np.asarray(self.points[node.row])
        for figures, values in zip(self.table.figures, self.table.values, strict=True):
            if figures.indicator.id == name:
                return np.asarray(values)
        raise DeclarationError(
            f"There is no measure '{name}'.", hint=did_you_mean(name, self.measures())
        )

    def measures(self) -> list[str]:
        """The names of all measures: the index, the domains, the indicators."""
        domains = [node.id for node in self.tree.domains]
        return ["index", *domains, *(f.indicator.id for f in self.table.figures)]

    def position(self, code: str) -> int:
        """Where an area stands in the arrays.

        Raises:
            UnknownAreaError: the result does not have it; the nearest is suggested.
        """
        if code not in self.positions:
            near = did_you_mean(code, self.table.codes)
            hint = near if near.startswith("did") else "Look it up by name or code first."
            raise UnknownAreaError(f"There is no area '{code}' in this result.", hint=hint)
        return self.positions[code]

    def profile(self, code: str) -> Profile:
        """Why an area stands where it stands: every domain and indicator.

        Raises:
            UnknownAreaError: the result does not have this area.
        """
        from mdi.explaining import profile_of  # noqa: PLC0415

        return profile_of(self, self.position(code))
