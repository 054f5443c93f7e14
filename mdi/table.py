"""The table of indicators: figures of areas, with a status for every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.declaration import Text
from mdi.domains.model import Direction, Domains, Indicator
from mdi.errors import counted
from mdi.geographies.model import Geography
from mdi.rates import Counts
from mdi.sources.model import Estimator
from mdi.status import CellStatus

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Figures:
    """What the figures of one indicator in this table are.

    Attributes:
        indicator: the declared indicator.
        offered: whether the table has any figure of it.
        direction: what a higher figure means here.
        unit: the unit of the figures.
        year: the year they are about.
        proxy: what they really measure, where they only stand in for the indicator.
        column: the column, or columns, they were read from.
        estimator: `model` where they are estimates of a model already.
    """

    indicator: Indicator
    offered: bool
    direction: Direction
    unit: str
    year: int
    proxy: Text | None = None
    column: str | None = None
    estimator: Estimator = "direct"

    @property
    def sign(self) -> float:
        """+1 where a higher figure is worse, −1 where it is better."""
        return 1.0 if self.direction == "worse" else -1.0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class IndicatorTable:
    """Figures for n areas of one level and year, over all k declared indicators.

    Attributes:
        level: the level of the areas.
        year: the year of the table.
        geography: whose codes they are.
        domains: the domains and indicators that the table is about.
        codes: (n,) area codes, unique.
        declared_names: (n,) area names, where the table has them.
        declared_parents: (n,) codes of the larger areas, where the table has them.
        population: (n,) inhabitants, NaN where unknown.
        figures: (k,) what each row of `values` is.
        values: (k, n) figures in the unit of the indicator, NaN where there is none.
        status: (k, n) a `CellStatus` for every cell.
        source: the name of the source declaration.
        file: the name of the file, where there is one.
        digest: SHA-256 of the file, where there is one.
        warnings: what a reader should know.
        counts: what figures are made of, by indicator, where the table has it.
        standard_errors: (n,) standard errors of figures, by indicator, where it has them.
        classes: (n,) the class of each area, by the name of the classification.
        covered: (n,) the share of the inhabitants that a pooled figure is about, by
            indicator, in a table that was rolled up.
        border_quality: (n,) in a table that was carried over from other borders, how much of
            each area came with areas that stayed whole, 0 to 1; NaN where nothing is said.
    """

    level: str
    year: int
    geography: Geography
    domains: Domains
    codes: tuple[str, ...]
    declared_names: tuple[str | None, ...] | None
    declared_parents: tuple[str | None, ...] | None
    population: NDArray[np.float64]
    figures: tuple[Figures, ...]
    values: NDArray[np.float64]
    status: NDArray[np.uint8]
    source: str
    file: str | None = None
    digest: str | None = None
    warnings: tuple[str, ...] = field(default=())
    counts: Mapping[str, Counts] = field(default_factory=dict)
    standard_errors: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    classes: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    covered: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    border_quality: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        """A line for notebooks."""
        return (
            f"<IndicatorTable {self.level} {self.year}: {counted(len(self), 'area')}, "
            f"{len(self.offered)} of {counted(len(self.figures), 'indicator')}>"
        )

    @property
    def names(self) -> tuple[str | None, ...]:
        """(n,) area names, None where unknown."""
        return self.declared_names or (None,) * len(self)

    @property
    def parents(self) -> tuple[str | None, ...]:
        """(n,) codes of the larger areas, as declared or as the code tells."""
        if self.declared_parents is not None:
            return self.declared_parents
        level = self.geography.level(self.level)
        return tuple(level.parent_of(code) for code in self.codes)

    @property
    def offered(self) -> tuple[str, ...]:
        """The indicators of which the table has figures."""
        return tuple(figures.indicator.id for figures in self.figures if figures.offered)

    @property
    def proxies(self) -> dict[str, Text]:
        """The indicators that are stood in for, and by what."""
        return {f.indicator.id: f.proxy for f in self.figures if f.offered and f.proxy}

    def status_of(self, indicator: int, area: int) -> CellStatus:
        """The status of one cell, by row of `figures` and row of `codes`."""
        return CellStatus(int(self.status[indicator, area]))

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        level: str,
        year: int,
        domains: Domains | None = None,
    ) -> IndicatorTable:
        """Make a table from a data frame whose columns are named after the indicators.

        Args:
            frame: one row for each area: `area_code` (a column or the index), one column
                for each indicator, and where known `area_name`, `parent_code`,
                `population`, `border_quality`, `<indicator>_status`,
                `<indicator>_numerator`, `<indicator>_denominator`,
                `<indicator>_standard_error` and any `<name>_class`. Two counts give a
                figure that has no column.
            level: the level of the areas; "region" where they are areas of your own.
            year: the year of the figures.
            domains: your own domains; by default the Dutch MDI.

        Raises:
            TableError: all that is wrong with the frame, at once.
        """
        from mdi.reading import table_of_frame  # noqa: PLC0415
        from mdi.sources.model import load_source  # noqa: PLC0415

        if "area_code" not in frame.columns and frame.index.name == "area_code":
            frame = frame.reset_index()
        own = load_source("own")
        return table_of_frame(frame, own, level=level, year=year, domains=domains)

    def to_frame(self) -> pd.DataFrame:
        """The table as a data frame that `from_frame` reads back to the same table.

        Columns: `area_code, area_name, parent_code, population, border_quality`, then of every
        indicator its figures, `<indicator>_status` where a word is needed, `<indicator>_numerator`,
        `<indicator>_denominator` and `<indicator>_standard_error`, and every `<name>_class`.
        Figures that their counts give have no column of their own. What a pooled figure
        covers is not in the frame.

        Raises:
            ComputationError: some figures are not what the name of their indicator says: a
                proxy, another direction, unit or year, or estimates of a model.
        """
        from mdi.naming import own_named  # noqa: PLC0415

        return own_named(self)

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the table came from, as plain data."""
        return {
            "geography": self.geography.id,
            "level": self.level,
            "year": self.year,
            "source": self.source,
            "file": self.file,
            "file_sha256": self.digest,
            "areas": len(self),
            "indicators": list(self.offered),
            "warnings": list(self.warnings),
        }
