"""The profile of an area: an index, taken apart into its domains and indicators."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mdi.domains.model import Direction
from mdi.status import AreaStatus


@dataclass(frozen=True, slots=True)
class IndicatorProfile:
    """An indicator, or a part of one, in one area.

    Attributes:
        id: the indicator.
        name: its names by language.
        value: the raw figure; None where there is none, and for a group of parts.
        unit: the unit of the figure.
        year: the year it is about.
        direction: what a higher figure means.
        proxy: what the figure really measures, where it stands in, by language.
        status: observed, missing, suppressed, …
        shrunken: the figure that entered the index, where the method shrinks it.
        own_weight: the weight of the area's own figure in it, 0 to 1.
        filled: how its parent came by a score where this one has no figure.
        points: points of the method's scale, more is worse.
        share: its share of the whole index here, after missing ones handed theirs over.
        contribution: what it adds to the index; see `Profile.apportioned`.
        parts: the parts of a group.
    """

    id: str
    name: dict[str, str]
    value: float | None
    unit: str | None
    year: int | None
    direction: Direction | None
    proxy: dict[str, str] | None
    status: str
    shrunken: float | None
    own_weight: float | None
    filled: str | None
    points: float | None
    share: float | None
    contribution: float | None
    parts: tuple[IndicatorProfile, ...] = ()


@dataclass(frozen=True, slots=True)
class DomainProfile:
    """A domain in one area.

    Attributes:
        id: the domain.
        name: its names by language.
        status: the best status among its figures.
        filled: how the index came about where the domain has no figures.
        points: points, more is worse; None where the area has none.
        rank: 1 is the most deprived.
        weight: as printed in the weight set.
        share: its share of the index here, after missing domains handed theirs over.
        contribution: effective weight × points ÷ what the weights are parts of; see
            `Profile.exact`.
        above_average: contribution − the mean contribution of the ranked areas (F31); they
            sum to the distance of the index from its mean.
        indicators: what it is made of.
    """

    id: str
    name: dict[str, str]
    status: str
    filled: str | None
    points: float | None
    rank: int | None
    weight: float
    share: float | None
    contribution: float | None
    above_average: float | None
    indicators: tuple[IndicatorProfile, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """An area, explained.

    Attributes:
        area_code: the code.
        area_name: the name, where known.
        level: the level of the area.
        year: the year of the table.
        population: inhabitants, where known.
        index: Σ of the domains' contributions.
        rank: 1 is the most deprived.
        decile: 1 is the most deprived tenth.
        ranked: the number of areas ranked.
        coverage: observed ÷ full weight.
        status: what became of the area.
        exact: whether the index is the weighted sum of the points of its domains; else what
            differs is part of their contributions by share, so that they sum to the index.
        apportioned: whether contributions below the domains are an apportionment; else
            they are share × points.
        domains: every domain.
    """

    area_code: str
    area_name: str | None
    level: str
    year: int
    population: float | None
    index: float | None
    rank: int | None
    decile: int | None
    ranked: int
    coverage: float
    status: AreaStatus
    exact: bool
    apportioned: bool
    domains: tuple[DomainProfile, ...]

    @property
    def contributions(self) -> dict[str, float | None]:
        """The contribution of each domain; they sum to the index."""
        return {domain.id: domain.contribution for domain in self.domains}

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return asdict(self)
