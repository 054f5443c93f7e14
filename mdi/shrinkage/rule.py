"""What all rules of shrinkage share: which areas, towards which group, with which weight."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, FiniteFloat

from mdi.declaration import Declaration
from mdi.errors import ComputationError, counted
from mdi.fitted import Bools, Floats, Ints
from mdi.rates import SCALE, on_paper
from mdi.shrinkage.groups import NATIONAL, groupings
from mdi.shrinkage.shrunken import Shrunken
from mdi.table import IndicatorTable

NAMED = 5  # groups named in a flag before the rest is only counted


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The m areas of which an indicator can be shrunk.

    Attributes:
        raw: (m,) their values.
        estimate: (m,) the values on the scale on which they are averaged.
        error: (m,) sampling variance of the estimates, where the group is not needed for it.
        size: (m,) how much each area weighs: its denominator or its precision.
    """

    raw: Floats
    estimate: Floats
    error: Floats
    size: Floats

    def at(self, rows: Ints | Bools) -> Sample:
        """Some of the areas."""
        return Sample(self.raw[rows], self.estimate[rows], self.error[rows], self.size[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Centres:
    """What areas are drawn to; for g groups, or for the group of each of m areas.

    Attributes:
        centre: the value of the group on the scale of the estimates.
        between: the variance between its areas, beyond chance.
    """

    centre: Floats
    between: Floats


class ShrinkageRule(Declaration, ABC):
    """Draws the figures of small areas towards those of a larger group.

    Attributes:
        target: the group: "parent" (the larger area), "national", or the name of a
            classification that the table has. A group that is too small is replaced by the
            next larger one: the parent of the parent where codes or table tell it, else
            all areas.
        least_areas: a group of fewer areas with known counts is too small.
        least_weight: a group is too small for an area that is larger than the group
            divided by this, in denominators (in precision for means).
    """

    target: str = "parent"
    least_areas: int = Field(default=3, ge=2)
    least_weight: FiniteFloat = Field(default=0.0, ge=0)

    measures: ClassVar[tuple[str, ...]]
    needs: ClassVar[Literal["counts", "standard errors"]] = "counts"

    @abstractmethod
    def sample(self, table: IndicatorTable, leaf_id: str) -> tuple[Bools, Sample]:
        """Which of the n areas can be shrunk, and what is known of them."""

    @abstractmethod
    def fit(self, sample: Sample, group: Ints, count: int) -> Centres:
        """Centre and spread of each group; not a number for a group without areas.

        Args:
            sample: m areas.
            group: (m,) the group of each.
            count: how many groups there are.
        """

    def error(self, sample: Sample, centre: Floats) -> Floats:  # noqa: ARG002
        """(m,) the sampling variance of each estimate in a group with this centre."""
        return sample.error

    def back(self, estimate: Floats) -> Floats:
        """Estimates on the scale of the values again."""
        return estimate

    def shrink(self, table: IndicatorTable, leaf_id: str) -> Shrunken:
        """Shrink the figures of one indicator.

        An area without a figure, without known counts or with a denominator of 0 keeps
        what it has, and influences nobody.

        Source: formulas F3 to F9.

        Args:
            table: figures of n areas.
            leaf_id: the indicator.

        Raises:
            ComputationError: the rule does not fit the indicator; all reasons at once.
        """
        from mdi.shrinkage.refusals import refusals  # noqa: PLC0415

        problems = refusals(table, leaf_id, self)
        if problems:
            raise ComputationError(f"'{leaf_id}' cannot be shrunk.", problems)
        rows, sample = self.sample(table, leaf_id)
        centres, labels = self._choose(sample, table, rows)
        error = self.error(sample, centres.centre)
        with np.errstate(invalid="ignore"):
            weight = centres.between / (centres.between + error)
        weight[centres.between == 0] = 0.0
        moved = centres.centre + weight * (sample.estimate - centres.centre)
        figures, scale = figures_of(table, leaf_id)
        raw = _placed(sample.raw, rows, figures / scale)
        value = _placed(
            np.where(np.isnan(weight), sample.raw, on_paper(self.back(moved))), rows, raw
        )
        target_of = np.full(len(table), None, dtype=object)
        target_of[rows] = labels
        own = _placed(weight, rows)
        return Shrunken(
            raw=raw,
            value=value,
            weight=own,
            variance=_placed(weight * error, rows),
            target=_placed(self.back(centres.centre), rows),
            target_of=tuple(target_of.tolist()),
            figures=np.where(np.isnan(own), figures, scale * value),
            flags=_flags(centres, labels),
        )

    def _choose(
        self, sample: Sample, table: IndicatorTable, rows: Bools
    ) -> tuple[Centres, NDArray[np.object_]]:
        """The nearest group of each area that is large enough: its centre and its name."""
        size = sample.size.size
        chosen = Centres(np.full(size, np.nan), np.full(size, np.nan))
        labels = np.full(size, None, dtype=object)
        for grouping in groupings(table, self.target):
            group = grouping.group[rows]
            here = np.flatnonzero(np.isnan(chosen.centre) & (group >= 0))
            good = here[self._large_enough(sample, group, here, grouping.labels)]
            inside = group >= 0
            with np.errstate(divide="ignore", invalid="ignore"):
                centres = self.fit(sample.at(inside), group[inside], len(grouping.labels))
            chosen.centre[good] = centres.centre[group[good]]
            chosen.between[good] = centres.between[group[good]]
            labels[good] = np.array(grouping.labels, dtype=object)[group[good]]
            if not np.isnan(chosen.centre).any():
                break
        return chosen, labels

    def _large_enough(
        self, sample: Sample, group: Ints, here: Ints, labels: tuple[str, ...]
    ) -> Bools:
        """For each of some areas whether its group is large enough for it."""
        inside = group >= 0
        areas = np.bincount(group[inside], minlength=len(labels))
        weight = np.bincount(group[inside], sample.size[inside], len(labels))
        enough = areas[group[here]] >= self.least_areas
        if labels == (NATIONAL,):
            return np.asarray(enough)
        return np.asarray(enough & (weight[group[here]] >= self.least_weight * sample.size[here]))


def figures_of(table: IndicatorTable, leaf_id: str) -> tuple[Floats, float]:
    """(n,) the figures of an indicator, and by how much they exceed a value of one count."""
    row = [figures.indicator.id for figures in table.figures].index(leaf_id)
    return table.values[row], SCALE[table.figures[row].indicator.measure]


def sums(group: Ints, count: int, values: Floats) -> Floats:
    """(g,) sums of (m,) values by group."""
    return np.bincount(group, values, count).astype(np.float64)


def _placed(values: Floats, rows: Bools, others: Floats | None = None) -> Floats:
    """(n,) with the (m,) values in their rows, and NaN or others elsewhere."""
    placed = np.full(rows.size, np.nan) if others is None else others.copy()
    placed[rows] = values
    return placed


def _flags(centres: Centres, labels: NDArray[np.object_]) -> tuple[str, ...]:
    """Which groups differ by chance alone, so that their areas all take one value."""
    flat = sorted(set(labels[centres.between == 0].tolist()))
    if not flat:
        return ()
    more = f" and {len(flat) - NAMED} more" if len(flat) > NAMED else ""
    named = f"{counted(len(flat), 'group')} ({', '.join(flat[:NAMED])}{more})"
    return (f"in {named} areas differ by chance alone: they all take the value of the group",)
