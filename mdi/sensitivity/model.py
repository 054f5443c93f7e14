"""How sure the ranks are: what the draws say of every area, and of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.errors import counted
from mdi.fitted import Floats, Ints
from mdi.result import IndexResult
from mdi.sensitivity.reliability import Reliability, thresholds
from mdi.sensitivity.uncertainties.model import Uncertainty

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity:
    """How sure the ranks of n areas are.

    Attributes:
        result: the index whose ranks these are.
        uncertainties: what varied.
        draws: B, how many draws were made.
        seed: of all numbers.
        low: (n,) the rank that 5 % of the draws do not exceed; 0 where an area has no rank.
        median: (n,) the same of 50 %.
        high: (n,) the same of 95 %.
        expected: (n,) the mean rank; NaN where there is none.
        tenths: (n, 10) the share of the draws in which an area is in each tenth, 1 being the most
            deprived; NaN where there are no tenths.
        top: K.
        in_top: (n,) the share of the draws in which an area is among the K most deprived.
        overlap: (draws,) the share of the most deprived tenth of the index that is in that of
            the draw; NaN where there are no tenths.
        fingerprint: SHA-256 of the index, the sources of uncertainty, draws and seed.
    """

    result: IndexResult
    uncertainties: tuple[Uncertainty, ...]
    draws: int
    seed: int
    low: Ints
    median: Ints
    high: Ints
    expected: Floats
    tenths: Floats
    top: int
    in_top: Floats
    overlap: Floats
    fingerprint: str

    def __len__(self) -> int:
        return len(self.result)

    def __repr__(self) -> str:
        """A line for notebooks."""
        table = self.result.table
        varied = ", ".join(each.id for each in self.uncertainties)
        return (
            f"<Sensitivity {table.level} {table.year}: {counted(self.draws, 'draw')} of "
            f"{counted(len(self), 'area')}, {varied} varied, {self.fingerprint[:12]}>"
        )

    @property
    def top_tenth(self) -> Floats:
        """(n,) the share of the draws in which an area is in the most deprived tenth."""
        return np.asarray(self.tenths[:, 0])

    @cached_property
    def reliability(self) -> tuple[Reliability | None, ...]:
        """(n,) how surely an area is in the most deprived tenth; None where there is no share."""
        return thresholds().of(self.top_tenth)

    def error(self, shares: Floats) -> Floats:
        """The standard error of shares of the draws: √(p(1 − p) ÷ B), formula F27.

        It is that of independent draws; a Sobol sequence has less.
        """
        return np.sqrt(shares * (1 - shares) / self.draws)

    @property
    def largest_error(self) -> float:
        """The standard error of a share of one half; no share has a larger one."""
        return 0.5 / sqrt(self.draws)

    @cached_property
    def flow(self) -> Floats:
        """(10, 10) of the areas of each tenth of the index, the share that draws put in each."""
        decile = self.result.decile
        rows = [self.tenths[decile == tenth] for tenth in range(1, 11)]
        return np.array([row.mean(axis=0) if len(row) else np.full(10, np.nan) for row in rows])

    @property
    def stability(self) -> dict[str, float]:
        """How much of the most deprived tenth of the index stays in it: 5, 50, 95 % and mean."""
        low, median, high = np.quantile(self.overlap, [0.05, 0.5, 0.95], method="inverted_cdf")
        found = {"q05": low, "q50": median, "q95": high, "mean": self.overlap.mean()}
        return {name: float(value) for name, value in found.items()}

    @cached_property
    def classes(self) -> dict[str, int]:
        """How many areas there are of each class of reliability."""
        return {word.value: self.reliability.count(word) for word in Reliability}

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it came from, as plain data: that of the index, and its own."""
        own = {
            "fingerprint": self.fingerprint,
            "draws": self.draws,
            "seed": self.seed,
            "uncertainties": [each.model_dump(mode="json") for each in self.uncertainties],
            "top": self.top,
            "classes": self.classes,
            "thresholds": thresholds().model_dump(),
            "stability": _plain(self.stability),
            "flow": [[_number(share) for share in row] for row in self.flow.tolist()],
            "largest_error": self.largest_error,
        }
        return {**self.result.provenance, "sensitivity": own}

    def to_frame(self) -> pd.DataFrame:
        """A data frame with one row for each area, in the order of the table.

        Columns: `area_code, area_name, index, rank, decile, rank_low, rank_median, rank_high,
        rank_expected, top_tenth, top_tenth_error, top_<K>, top_<K>_error, reliability`.
        """
        import pandas as pd  # noqa: PLC0415

        def whole(numbers: NDArray[np.integer[Any]]) -> pd.Series:
            series = pd.Series(numbers.astype(np.int64), dtype="Int64")
            return series.mask(series == 0)

        table, result = self.result.table, self.result
        return pd.DataFrame(
            {
                "area_code": table.codes,
                "area_name": pd.Series(table.names, dtype="str"),
                "index": result.index,
                "rank": whole(result.rank),
                "decile": whole(result.decile),
                "rank_low": whole(self.low),
                "rank_median": whole(self.median),
                "rank_high": whole(self.high),
                "rank_expected": self.expected,
                "top_tenth": self.top_tenth,
                "top_tenth_error": self.error(self.top_tenth),
                f"top_{self.top}": self.in_top,
                f"top_{self.top}_error": self.error(self.in_top),
                "reliability": pd.Series(
                    [None if each is None else each.value for each in self.reliability],
                    dtype="str",
                ),
            }
        )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value


def _plain(numbers: dict[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in numbers.items()}
