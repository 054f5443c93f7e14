"""Why an area stands where it stands.

The contribution of a domain is exact: the contributions sum to the index. Below a domain
that is ranked and transformed there is no exact split, so its contribution is
*apportioned*: ∝ weight × X, with X the exponential points of the child's own rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.domains.model import Direction
from mdi.normalisation import ExponentialRank
from mdi.status import AreaStatus, CellStatus
from mdi.tree import Node

if TYPE_CHECKING:
    from mdi.result import IndexResult


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
        points: points, more is worse; None where the area has none.
        rank: 1 is the most deprived.
        weight: as printed in the weight set.
        share: its share of the index here, after missing domains handed theirs over.
        contribution: effective weight × points ÷ what the weights are parts of.
        above_average: contribution − the mean contribution of the ranked areas (F31); they
            sum to the distance of the index from its mean.
        indicators: what it is made of.
    """

    id: str
    name: dict[str, str]
    status: str
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
    apportioned: bool
    domains: tuple[DomainProfile, ...]

    @property
    def contributions(self) -> dict[str, float | None]:
        """The contribution of each domain; they sum to the index."""
        return {domain.id: domain.contribution for domain in self.domains}

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return asdict(self)


def profile_of(result: IndexResult, area: int) -> Profile:
    """The profile of the area at this position."""
    table = result.table
    shares = _handed_over(result, result.tree.domains, area, 1.0)
    return Profile(
        area_code=table.codes[area],
        area_name=table.names[area],
        level=table.level,
        year=table.year,
        population=_number(table.population[area]),
        index=_number(result.index[area]),
        rank=int(result.rank[area]) or None,
        decile=int(result.decile[area]) or None,
        ranked=result.ranked,
        coverage=float(result.coverage[area]),
        status=result.status[area],
        apportioned=not result.method.linear,
        domains=tuple(
            _domain(result, node, area, share)
            for node, share in zip(result.tree.domains, shares, strict=True)
        ),
    )


def contributions(result: IndexResult) -> NDArray[np.float64]:
    """(domains, n) contribution of every domain in every area, 0 where it has no points."""
    rows = result.points[[node.row for node in result.tree.domains]]
    weights = np.array([[node.weight] for node in result.tree.domains])
    present = ~np.isnan(rows)
    total = (weights * present).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(present & (total > 0), weights / total, 0.0)
    return np.asarray(result.scale * share * np.where(present, rows, 0.0))


def _domain(result: IndexResult, node: Node, area: int, share: float | None) -> DomainProfile:
    points = _number(result.points[node.row, area])
    contribution = None if share is None or points is None else result.scale * share * points
    place = result.tree.domains.index(node)
    declared = next(domain for domain in result.table.domains if domain.id == node.id)
    average = float(result.mean_contributions[place])
    return DomainProfile(
        id=node.id,
        name=declared.name.model_dump(),
        status=_status(result, node, area).word,
        points=points,
        rank=int(result.domain_ranks[node.id][area]) or None,
        weight=node.weight,
        share=share,
        contribution=contribution,
        above_average=(contribution or 0.0) - average if result.rank[area] else None,
        indicators=_children(result, node, area, share, contribution),
    )


def _children(
    result: IndexResult, node: Node, area: int, share: float | None, contribution: float | None
) -> tuple[IndicatorProfile, ...]:
    shares = _handed_over(result, node.children, area, share)
    if result.method.linear:
        parts = [
            _product(s, result, child, area) for s, child in zip(shares, node.children, strict=True)
        ]
    else:
        parts = _apportion(result, node.children, area, contribution)
    return tuple(
        _indicator(result, child, area, child_share, part)
        for child, child_share, part in zip(node.children, shares, parts, strict=True)
    )


def _indicator(
    result: IndexResult, node: Node, area: int, share: float | None, contribution: float | None
) -> IndicatorProfile:
    figures = None if node.children else result.table.figures[node.row]
    points = _number(result.points[node.row, area])
    name = node.indicator.name.model_dump() if node.indicator else {}
    return IndicatorProfile(
        id=node.id,
        name=name,
        value=_number(result.table.values[node.row, area]) if figures else None,
        unit=figures.unit if figures else None,
        year=figures.year if figures else None,
        direction=figures.direction if figures else None,
        proxy=figures.proxy.model_dump() if figures and figures.proxy else None,
        status=_status(result, node, area).word,
        points=points,
        share=share,
        contribution=contribution,
        parts=_children(result, node, area, share, contribution),
    )


def _handed_over(
    result: IndexResult, nodes: Sequence[Node], area: int, share: float | None
) -> list[float | None]:
    """Shares of the siblings that have points; the missing ones hand theirs over."""
    present = [not np.isnan(result.points[node.row, area]) for node in nodes]
    total = sum(node.weight for node, here in zip(nodes, present, strict=True) if here)
    if share is None or total <= 0:
        return [None] * len(nodes)
    return [
        share * node.weight / total if here else None
        for node, here in zip(nodes, present, strict=True)
    ]


def _product(share: float | None, result: IndexResult, node: Node, area: int) -> float | None:
    """Share × points, where the method is linear."""
    return None if share is None else result.scale * share * float(result.points[node.row, area])


def _apportion(
    result: IndexResult, nodes: Sequence[Node], area: int, contribution: float | None
) -> list[float | None]:
    """Split a contribution over the siblings, in proportion to weight × X."""
    if contribution is None:
        return [None] * len(nodes)
    pulls = [node.weight * float(result.own_points[node.row, area]) for node in nodes]
    total = sum(pull for pull in pulls if not np.isnan(pull))
    return [None if np.isnan(pull) else contribution * pull / total for pull in pulls]


def points_of_own_rank(result: IndexResult) -> NDArray[np.float64]:
    """(rows, n) exponential points of every indicator's own rank among its observed values."""
    declared = result.method.domains
    rule = declared if isinstance(declared, ExponentialRank) else ExponentialRank()
    own = np.full_like(result.points, np.nan)
    stack = [child for domain in result.tree.domains for child in domain.children]
    while stack:
        node = stack.pop()
        rule.apply(result.points[node.row], 1.0, result.reference, own[node.row])
        stack.extend(node.children)
    return own


def _status(result: IndexResult, node: Node, area: int) -> CellStatus:
    """The status of a leaf; of a group or domain the best of its parts."""
    if not node.children:
        return result.table.status_of(node.row, area)
    return min(_status(result, child, area) for child in node.children)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
