"""The result: scores, ranks and deciles of areas, and all that explains them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.errors import DeclarationError, UnknownAreaError, counted, did_you_mean
from mdi.methods.model import Method
from mdi.status import AreaStatus
from mdi.table import IndicatorTable
from mdi.tree import Tree
from mdi.weights.model import WeightSet

if TYPE_CHECKING:
    import pandas as pd

    from mdi.profile import Profile

Floats = NDArray[np.float64]


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
        points: (rows, n) points of every node, more is worse, NaN where there are none.
        rank: (n,) 1 is the most deprived; 0 where not ranked.
        decile: (n,) 1 is the most deprived tenth; 0 where there is none.
        ranked: the number of areas ranked.
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
    points: Floats
    rank: NDArray[np.int32]
    decile: NDArray[np.int8]
    ranked: int
    fingerprint: str

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
        bounds = self.method.bounds()
        return None if bounds is None else round(bounds[1] * self.scale, 10)

    @property
    def score_min(self) -> float | None:
        """The lower bound of the index; None where the method has no bounds."""
        bounds = self.method.bounds()
        return None if bounds is None else round(bounds[0] * self.scale, 10)

    @cached_property
    def status(self) -> tuple[AreaStatus, ...]:
        """(n,) what became of every area."""
        states = [AreaStatus.RANKED, AreaStatus.FEW_INHABITANTS, AreaStatus.LOW_COVERAGE]
        words = np.array(states, object)
        few = self.table.population < self.method.min_population
        return tuple(words[np.where(self.rank > 0, 0, np.where(few, 1, 2))].tolist())

    @cached_property
    def domain_ranks(self) -> dict[str, NDArray[np.int32]]:
        """(n,) ranks in each domain; 1 is the most deprived, 0 where there are no points."""
        from mdi.ranking import ranks  # noqa: PLC0415

        return {node.id: ranks(self.points[node.row])[0] for node in self.tree.domains}

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each area stands in the arrays, by code."""
        return {code: row for row, code in enumerate(self.table.codes)}

    @cached_property
    def mean_contributions(self) -> Floats:
        """(domains,) mean contribution of each domain over the ranked areas."""
        from mdi.profile import contributions  # noqa: PLC0415

        ranked = self.rank > 0
        if not ranked.any():
            return np.zeros(len(self.tree.domains))
        return np.asarray(contributions(self)[:, ranked].mean(axis=1))

    @cached_property
    def own_points(self) -> Floats:
        """(rows, n) exponential points of every indicator's own rank; splits a domain."""
        from mdi.profile import points_of_own_rank  # noqa: PLC0415

        return points_of_own_rank(self)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know before using the figures."""
        from mdi.summary import warnings_of  # noqa: PLC0415

        return warnings_of(self)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Where the result came from, as plain data; it stands in every output."""
        from mdi.summary import provenance_of  # noqa: PLC0415

        return provenance_of(self)

    @property
    def scores(self) -> pd.DataFrame:
        """`to_frame()` by area code."""
        return self.to_frame().set_index("area_code")

    def to_frame(self) -> pd.DataFrame:
        """A data frame with one row for each area, in the order of the table.

        Columns: `area_code, area_name, index, rank, decile, coverage, status`, the points
        of each domain, and its `<domain>_rank`. Ranks and deciles are nullable integers.
        """
        import pandas as pd  # noqa: PLC0415

        def whole(numbers: NDArray[Any]) -> pd.Series:
            return pd.Series(numbers.astype(np.int64), dtype="Int64").mask(numbers == 0)

        columns: dict[str, Any] = {
            "area_code": self.table.codes,
            "area_name": pd.Series(self.table.names, dtype="str"),
            "index": self.index,
            "rank": whole(self.rank),
            "decile": whole(self.decile),
            "coverage": self.coverage,
            "status": pd.Series(self.status, dtype="str"),
        }
        columns |= {node.id: self.points[node.row] for node in self.tree.domains}
        columns |= {f"{name}_rank": whole(given) for name, given in self.domain_ranks.items()}
        return pd.DataFrame(columns)

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
        from mdi.profile import profile_of  # noqa: PLC0415

        return profile_of(self, self.position(code))
