"""Two results side by side: what changed, and in which domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from mdi.comparison.borders import LEAST_QUALITY, lowest_quality
from mdi.comparison.caveats import warnings_of
from mdi.comparison.composition import MeanChange, change_of_means
from mdi.comparison.mode import Mode, mode_in_words, shared_mode
from mdi.comparison.refusal import not_comparable
from mdi.errors import ComputationError, DeclarationError, counted
from mdi.fitted import Floats, Ints
from mdi.result import IndexResult

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """What changed between two results that may be compared.

    The mode is about scores. A rank or a decile is a place among the areas of its own
    year in every mode.

    Attributes:
        earlier: the first result.
        later: the second one.
        mode: what a change is measured against; it belongs beside every number of it.
        codes: (m,) areas that are ranked in both, in the order of the later result.
        before: (m,) their rows in the earlier result.
        after: (m,) their rows in the later result.
        flagged: the quality of the borders of the areas that are left out because it is too
            low in one of the tables, by code.
        least_quality: what is too low, 0 to 1.
    """

    earlier: IndexResult
    later: IndexResult
    mode: Mode
    codes: tuple[str, ...]
    before: Ints
    after: Ints
    flagged: Mapping[str, float] = field(default_factory=dict)
    least_quality: float = LEAST_QUALITY

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        """A line for notebooks."""
        years = f"{self.earlier.table.year} and {self.later.table.year}"
        areas = counted(len(self), "area")
        return f"<Comparison of {years}: {areas}, {self.mode_in_words}>"

    @property
    def mode_in_words(self) -> str:
        """The mode, and the year it leans on."""
        if self.mode is Mode.RELATIVE:
            return "relative, each year to its own areas"
        measured = self.later if self.later.measured_with is not None else self.earlier
        return mode_in_words(measured)

    @cached_property
    def index(self) -> Floats:
        """(m,) change of the index; above 0 is more deprived."""
        return np.asarray(self.later.index[self.after] - self.earlier.index[self.before])

    @cached_property
    def rank(self) -> Ints:
        """(m,) change of rank; below 0 is more deprived among the others."""
        before = self.earlier.rank[self.before].astype(np.int64)
        return np.asarray(self.later.rank[self.after] - before)

    @cached_property
    def contributions(self) -> Floats:
        """(domains, m) the part of each domain in the change of the index; they sum to it.

        Source: formula F37; for an area with all domains it is weight × change of points.
        """
        after = self.later.contributions[:, self.after]
        return np.asarray(after - self.earlier.contributions[:, self.before])

    @cached_property
    def flow(self) -> Ints:
        """(10, 10) areas by decile before (rows) and after (columns); the worst are first.

        Nothing but 0 where one of the results has no deciles.
        """
        before = self.earlier.decile[self.before].astype(np.int64)
        after = self.later.decile[self.after].astype(np.int64)
        known = (before > 0) & (after > 0)
        cells = 10 * (before[known] - 1) + after[known] - 1
        return np.bincount(cells, minlength=100).reshape(10, 10).astype(np.int64)

    @property
    def mean_contributions(self) -> Floats:
        """(domains,) mean of `contributions` over the areas; they sum to that of `index`."""
        return np.asarray(self.contributions.mean(axis=1))

    def means(self, groups: Ints | None = None) -> MeanChange:
        """Why the mean index of the inhabitants changed: see `change_of_means`.

        Args:
            groups: (m,) the number of the larger area of each area, 0 upwards; −1 for
                none. By default all areas are one group.
        """
        tables = (
            self.earlier.table.population[self.before],
            self.later.table.population[self.after],
        )
        scores = (self.earlier.index[self.before], self.later.index[self.after])
        whole = np.zeros(len(self), np.int64) if groups is None else groups
        return change_of_means(scores, tables, whole)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know before using the numbers."""
        return tuple(warnings_of(self))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the fingerprints of both results, and of what is left out."""
        parts = (self.earlier.fingerprint, self.later.fingerprint, *self.flagged)
        return sha256(" ".join(parts).encode()).hexdigest()

    @property
    def provenance(self) -> dict[str, Any]:
        """Where the comparison came from, as plain data."""
        return {
            "fingerprint": self.fingerprint,
            "mode": str(self.mode),
            "mode_in_words": self.mode_in_words,
            "areas": len(self),
            "least_quality": self.least_quality,
            "flagged": dict(self.flagged),
            "warnings": list(self.warnings),
            "earlier": self.earlier.provenance,
            "later": self.later.provenance,
        }

    def to_frame(self) -> pd.DataFrame:
        """A data frame with one row for each area.

        Columns: `area_code, area_name, mode`, `index, rank, decile` with the endings
        `_before`, `_after` and `_change`, and `<domain>_change`, the part of each domain.
        Ranks and deciles are nullable integers.
        """
        import pandas as pd  # noqa: PLC0415

        def whole(numbers: Any) -> pd.Series:
            return pd.Series(numbers.astype(np.int64), dtype="Int64").mask(numbers == 0)

        names = [self.later.table.names[row] for row in self.after.tolist()]
        columns: dict[str, Any] = {"area_code": self.codes}
        columns["area_name"] = pd.Series(names, dtype="str")
        columns["mode"] = pd.Series([str(self.mode)] * len(self), dtype="str")
        for name in ("index", "rank", "decile"):
            kind = pd.Series if name == "index" else whole
            before = kind(getattr(self.earlier, name)[self.before])
            after = kind(getattr(self.later, name)[self.after])
            columns |= {f"{name}_before": before, f"{name}_after": after}
            columns[f"{name}_change"] = after - before
        domains = self.later.tree.domains
        for domain, part in zip(domains, self.contributions, strict=True):
            columns[f"{domain.id}_change"] = part
        return pd.DataFrame(columns)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data; missing is None."""
        frame = self.to_frame().astype(object)
        means = {each.name: getattr(self.means(), each.name) for each in fields(MeanChange)}
        names = [node.id for node in self.later.tree.domains]
        return {
            "provenance": self.provenance,
            "mean_of_inhabitants": {name: _number(value) for name, (value,) in means.items()},
            "mean_change": float(self.index.mean()),
            "domains": dict(zip(names, self.mean_contributions.tolist(), strict=True)),
            "flow": self.flow.tolist(),
            "areas": frame.where(frame.notna(), None).to_dict(orient="records"),
        }


def compare(
    earlier: IndexResult, later: IndexResult, *, least_quality: float = LEAST_QUALITY
) -> Comparison:
    """What changed between two results.

    Args:
        earlier: the first result, such as the base year.
        later: the second; measured with the first (``compute(table, reference=earlier)``)
            where changes over time are meant.
        least_quality: areas whose figures were carried over from other borders with a lower
            quality are left out, for their change is that of their neighbours as well; 0 to 1.

    Raises:
        DeclarationError: `least_quality` is no share.
        ComputationError: they may not be compared, all the reasons are told; or no area
            is ranked in both.
    """
    if not 0 <= least_quality <= 1:
        raise DeclarationError(f"'least_quality' is {least_quality}: expected a share, 0 to 1.")
    years = f"The results of {earlier.table.year} and {later.table.year}"
    problems = not_comparable(earlier, later)
    if problems:
        raise ComputationError(f"{years} cannot be subtracted.", problems)
    common = [
        (earlier.positions[code], row)
        for row, code in enumerate(later.table.codes)
        if code in earlier.positions
    ]
    ranked = [(b, a) for b, a in common if earlier.rank[b] and later.rank[a]]
    if not ranked:
        raise ComputationError(
            f"{years} have no ranked area in common.", hint="Compare tables of the same areas."
        )
    before, after = np.array(ranked, np.int64).T
    codes = np.array(later.table.codes, object)[after]
    quality = lowest_quality((earlier.table, later.table), codes.tolist())
    low = quality < least_quality
    if low.all():
        raise ComputationError(
            f"{years} have {counted(len(codes), 'ranked area')} in common, "
            f"all with a quality of their borders below {least_quality:g}.",
            hint="Compare in borders that moved less, or lower the least quality.",
        )
    return Comparison(
        earlier,
        later,
        shared_mode(earlier, later),
        codes=tuple(codes[~low].tolist()),
        before=before[~low],
        after=after[~low],
        flagged=dict(zip(codes[low].tolist(), quality[low].tolist(), strict=True)),
        least_quality=least_quality,
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
