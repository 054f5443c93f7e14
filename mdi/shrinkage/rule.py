"""What all rules of shrinkage share: which areas, towards which group, with which weight."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, FiniteFloat

from mdi.declaration import Declaration
from mdi.errors import ComputationError, counted
from mdi.fitted import Bools, Floats, Ints
from mdi.rates import SCALE, on_paper
from mdi.shrinkage.centres import Centres, GroupCentres
from mdi.shrinkage.groups import Grouping, groupings
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

    def learn(self, table: IndicatorTable, leaf_id: str) -> tuple[GroupCentres, ...]:
        """The centres of the groups, from the nearest grouping to the whole table."""
        rows, sample = self.sample(table, leaf_id)
        return tuple(
            self._centres(sample, grouping, rows) for grouping in groupings(table, self.target)
        )

    def shrink(
        self,
        table: IndicatorTable,
        leaf_id: str,
        centres: Sequence[GroupCentres] | None = None,
    ) -> Shrunken:
        """Shrink the figures of one indicator.

        An area without a figure, without known counts or with a denominator of 0 keeps
        what it has, and influences nobody.

        Source: formulas F3 to F9.

        Args:
            table: figures of n areas.
            leaf_id: the indicator.
            centres: what was learnt of more areas of the same year; None: these areas.

        Raises:
            ComputationError: the rule does not fit the indicator; all reasons at once.
        """
        from mdi.shrinkage.refusals import refusals  # noqa: PLC0415

        problems = refusals(table, leaf_id, self)
        if problems:
            raise ComputationError(f"'{leaf_id}' cannot be shrunk.", problems)
        rows, sample = self.sample(table, leaf_id)
        learnt = self.learn(table, leaf_id) if centres is None else centres
        chosen, labels = self._choose(sample, table, rows, learnt)
        error = self.error(sample, chosen.centre)
        with np.errstate(invalid="ignore"):
            weight = chosen.between / (chosen.between + error)
        weight[chosen.between == 0] = 0.0
        moved = chosen.centre + weight * (sample.estimate - chosen.centre)
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
            target=_placed(self.back(chosen.centre), rows),
            target_of=tuple(target_of.tolist()),
            figures=np.where(np.isnan(own), figures, scale * value),
            flags=_flags(chosen, labels),
        )

    def _centres(self, sample: Sample, grouping: Grouping, rows: Bools) -> GroupCentres:
        """The groups of one grouping that have enough areas."""
        group, count = grouping.group[rows], len(grouping.labels)
        inside = group >= 0
        with np.errstate(divide="ignore", invalid="ignore"):
            fitted = self.fit(sample.at(inside), group[inside], count)
        areas = np.bincount(group[inside], minlength=count)
        enough = np.flatnonzero(areas >= self.least_areas)
        return GroupCentres(
            labels=tuple(grouping.labels[row] for row in enough.tolist()),
            centre=fitted.centre[enough],
            between=fitted.between[enough],
            weight=sums(group[inside], count, sample.size[inside])[enough],
        )

    def _choose(
        self,
        sample: Sample,
        table: IndicatorTable,
        rows: Bools,
        learnt: Sequence[GroupCentres],
    ) -> tuple[Centres, NDArray[np.object_]]:
        """The nearest group of each area that is large enough: its centre and its name."""
        size = sample.size.size
        chosen = Centres(np.full(size, np.nan), np.full(size, np.nan))
        labels = np.full(size, None, dtype=object)
        for grouping, centres in zip(groupings(table, self.target), learnt, strict=False):
            places = centres.places(grouping)[rows]
            here = np.flatnonzero(np.isnan(chosen.centre) & (places >= 0))
            good = here[centres.bears(places[here], sample.size[here], self.least_weight)]
            chosen.centre[good] = centres.centre[places[good]]
            chosen.between[good] = centres.between[places[good]]
            labels[good] = np.array(centres.labels, dtype=object)[places[good]]
        return chosen, labels


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
