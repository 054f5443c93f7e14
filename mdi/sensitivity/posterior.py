"""What the counts or standard errors of an indicator tell of the truth in each area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdi.core.threads import spread
from mdi.fitted import Floats, Ints
from mdi.result import IndexResult
from mdi.sensitivity.between import between
from mdi.shrinkage import Shrunken
from mdi.table import Figures, IndicatorTable

FARTHEST = 20.0  # logits or logarithms


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The truth x of one indicator in n areas, on one scale; NaN where it was not shrunk.

    Attributes:
        mean: (n,) of x.
        variance: (n,) of x; that of the centre included.
        centre: (n,) the mean of x in the group of each area.
        between: (n,) t², the variance of x between the areas of the group.
        weight: (n,) how much of the deviation from the centre is known, from 0 to 1.
    """

    mean: Floats
    variance: Floats
    centre: Floats
    between: Floats
    weight: Floats

    @property
    def doubt(self) -> Floats:
        """(n,) the part of the variance that is that of the centre."""
        return np.maximum(self.variance - (1 - self.weight) * self.between, 0.0)

    def at(self, rows: Ints) -> Posterior:
        """Some of the areas, or all in another order."""
        fields = (self.mean, self.variance, self.centre, self.between, self.weight)
        return Posterior(*(each[rows] for each in fields))


def posteriors(result: IndexResult, *, exact: bool) -> dict[str, Posterior]:
    """The posterior of every indicator that was shrunk.

    Args:
        result: the index.
        exact: from the counts, with centres and spread as likely as they can be; else the one that
            the rule of shrinkage comes with.
    """
    pairs = [
        (figures, shrunken)
        for figures in result.table.figures
        for shrunken in [result.steadied.shrunken.get(figures.indicator.id)]
        if figures.offered and shrunken is not None and not np.isnan(shrunken.weight).all()
    ]
    found: dict[str, Posterior] = {}

    def some(part: slice) -> None:
        for figures, shrunken in pairs[part]:
            of = of_counts(result.table, figures, shrunken) if exact else of_rule(figures, shrunken)
            found[figures.indicator.id] = of

    spread(some, len(pairs))
    return {figures.indicator.id: found[figures.indicator.id] for figures, _ in pairs}


def of_rule(figures: Figures, shrunken: Shrunken) -> Posterior:
    """Around the shrunken figure; shares on the scale of logits, all others as they are.

    Source: formula F7.
    """
    w, mean, centre = shrunken.weight, shrunken.value, shrunken.target
    with np.errstate(divide="ignore", invalid="ignore"):
        if figures.indicator.measure == "share":
            mean, centre = np.log(mean / (1 - mean)), np.log(centre / (1 - centre))
        apart = shrunken.variance / (1 - w)  # w·s² = (1 − w)·t²
    mean = np.where(np.isnan(w), np.nan, mean)
    return Posterior(mean, shrunken.variance, centre, np.where(w > 0, apart, 0.0), w)


def of_counts(table: IndicatorTable, figures: Figures, shrunken: Shrunken) -> Posterior:
    """By the counts of the areas, on the scale of logits for shares and of logarithms for rates.

    Areas are taken by their codes, so that no order of the table changes a bit.

    Source: formula F26.
    """
    by_code = np.argsort(np.array(table.codes), kind="stable")
    rows = by_code[~np.isnan(shrunken.weight[by_code])]
    group = _groups(shrunken.target_of, rows)
    told = _Told.of(table, figures, rows)
    fitted = between(told.posterior, told.start, group, told.farthest)
    centre, apart = fitted.centre[group], fitted.variance[group]
    mean, variance = told.posterior(centre, apart)
    weight = np.clip(1 - variance / apart, 0.0, 1.0)
    variance = variance + (1 - weight) ** 2 * fitted.doubt[group]
    placed = np.full((5, len(table)), np.nan)
    placed[:, rows] = mean, variance, centre, apart, weight
    return Posterior(*placed)


def _groups(labels: tuple[str | None, ...], rows: Ints) -> Ints:
    """(m,) the group of each area: the first areas have the first groups."""
    number: dict[str | None, int] = {}
    found = [number.setdefault(labels[row], len(number)) for row in rows.tolist()]
    return np.array(found, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """What is known of one indicator in m areas.

    Attributes:
        kind: of people, of events, or a normal variable.
        one: (m,) events, or the figure itself.
        other: (m,) people, or the squared standard error.
    """

    kind: str
    one: NDArray[np.float64]
    other: NDArray[np.float64]

    @classmethod
    def of(cls, table: IndicatorTable, figures: Figures, rows: Ints) -> _Told:
        """What a table tells of an indicator in some areas."""
        leaf, measure = figures.indicator.id, figures.indicator.measure
        if measure in ("mean", "score"):
            at = [each.indicator.id for each in table.figures].index(leaf)
            return cls("normal", table.values[at][rows], table.standard_errors[leaf][rows] ** 2)
        counts = table.counts[leaf]
        r, n = counts.numerator[rows], counts.denominator[rows]
        if measure == "share":  # recovered counts may exceed n a little
            return cls("people", np.clip(r, 0.0, n), n)
        return cls("events", r, n)

    @property
    def farthest(self) -> float:
        """From zero that a centre can be: counts of 0 in all areas have no logarithm."""
        return np.inf if self.kind == "normal" else FARTHEST

    @property
    def start(self) -> Floats:
        """(m,) a first estimate of x."""
        if self.kind == "normal":
            return self.one
        rest = self.other - self.one + 0.5 if self.kind == "people" else self.other
        return np.asarray(np.log((self.one + 0.5) / rest))

    def posterior(self, centre: Floats, apart: Floats) -> tuple[Floats, Floats]:
        """(m,) means and variances of x, with its (m,) centres and variances between areas."""
        if self.kind == "normal":
            w = apart / (apart + self.other)
            return centre + w * (self.one - centre), w * self.other
        from mdi.core.posterior import posteriors as integrate  # noqa: PLC0415

        mean, variance = np.empty(centre.size), np.empty(centre.size)
        integrate(self.kind == "people", self.one, self.other, centre, apart, mean, variance)
        return mean, variance
