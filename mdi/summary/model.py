"""The summary: measures and ranks of larger areas, and all that explains them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.errors import counted
from mdi.fitted import Floats, Ints
from mdi.membership import Membership
from mdi.ranking import ranks
from mdi.result import IndexResult

if TYPE_CHECKING:
    import pandas as pd

DECIMALS = 12  # of the largest value; below them a sum is noise of floating-point arithmetic


@dataclass(frozen=True, eq=False, repr=False)
class Summary:
    """Measures of m larger areas.

    Attributes:
        result: the index that is summarised.
        members: the larger areas, and what lies in them.
        areas: (m,) how many areas lie in each.
        ranked: (m,) how many of these have a rank.
        population: (m,) inhabitants, as far as known.
        population_ranked: (m,) the inhabitants of the ranked areas.
        values: (m,) numbers of each measure, unrounded, more is more deprived, NaN where
            nothing counts. ``extent`` is of the index, ``income_extent`` of a domain.
        denominators: who counts where that are not the inhabitants, by the name of the
            index or domain.
        denominator_sums: (m,) how many they are in the areas that count, by the same names.
        warnings: what a reader should know.
    """

    result: IndexResult
    members: Membership
    areas: Ints
    ranked: Ints
    population: Floats
    population_ranked: Floats
    values: dict[str, Floats]
    denominators: dict[str, str]
    denominator_sums: dict[str, Floats]
    warnings: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.members.codes)

    def __repr__(self) -> str:
        """A line for notebooks."""
        return (
            f"<Summary of {self.result.table.level} {self.result.table.year} by "
            f"{self.members.to}: {counted(len(self), 'larger area')}, "
            f"{counted(len(self.values), 'measure')}, {self.fingerprint[:12]}>"
        )

    @cached_property
    def ranks(self) -> dict[str, NDArray[np.int32]]:
        """(m,) ranks by each measure; 1 is the most deprived, 0 where there is no value.

        Ranked on unrounded values; what is equal on paper is a tie.
        """
        return {name: ranks(_without_noise(values))[0] for name, values in self.values.items()}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the index, the larger areas and what lies in them, and all values."""
        members = self.members
        digest = hashlib.sha256(self.result.fingerprint.encode())
        digest.update(repr((members.to, members.codes, list(self.values))).encode())
        for array in (members.rows, members.groups, *self.values.values()):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the summary came from, as plain data: that of the index, and its own."""
        own = {
            "fingerprint": self.fingerprint,
            "to": self.members.to,
            "larger_areas": len(self),
            "measures": list(self.values),
            "denominators": {"others": "population", **self.denominators},
            "warnings": list(self.warnings),
        }
        return {**self.result.provenance, "summary": own}

    def to_frame(self) -> pd.DataFrame:
        """A data frame with one row for each larger area.

        Columns: `area_code, area_name, areas, ranked, population, population_ranked`, then
        `<measure>` and `<measure>_rank` of the index, and the same of each domain with its
        id in front, after `<domain>_denominator` where it has one of its own.
        """
        import pandas as pd  # noqa: PLC0415

        columns: dict[str, Any] = {
            "area_code": self.members.codes,
            "area_name": pd.Series(self.members.names, dtype="str"),
            "areas": self.areas,
            "ranked": self.ranked,
            "population": self.population,
            "population_ranked": self.population_ranked,
        }
        columns |= {column_of(of, "denominator"): v for of, v in self.denominator_sums.items()}
        for name, values in self.values.items():
            given = pd.Series(self.ranks[name].astype(np.int64), dtype="Int64")
            columns |= {name: values, f"{name}_rank": given.mask(given == 0)}
        return pd.DataFrame(columns)


def column_of(of: str, measure: str) -> str:
    """The name of a measure of the index, or of a domain."""
    return measure if of == "index" else f"{of}_{measure}"


def _without_noise(values: Floats) -> Floats:
    """Values as twelve decimals of the largest; NaN stays NaN."""
    largest = np.max(np.abs(values), initial=0.0, where=~np.isnan(values))
    return np.round(values / largest, DECIMALS) if largest > 0 else values
