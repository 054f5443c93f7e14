"""Why an area stands where it stands.

The contribution of a domain is exact: the contributions sum to the index. Below a domain
that is ranked and transformed there is no exact split, so its contribution is
*apportioned*: ∝ weight × X, with X the exponential points of the child's own rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from mdi.normalisation import ExponentialRank
from mdi.profile import DomainProfile, IndicatorProfile, Profile
from mdi.status import CellStatus, Filled
from mdi.tree import Node

if TYPE_CHECKING:
    from mdi.result import IndexResult


def profile_of(result: IndexResult, area: int) -> Profile:
    """The profile of the area at this position."""
    table = result.table
    whole = None if np.isnan(result.index[area]) else 1.0
    shares = _handed_over(result, result.tree.root, area, whole)
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
        exact=result.scoring.plan.plain(result.tree.root),
        apportioned=not _linear(result),
        domains=tuple(
            _domain(result, node, area, share)
            for node, share in zip(result.tree.domains, shares, strict=True)
        ),
    )


def contributions(result: IndexResult) -> NDArray[np.float64]:
    """(domains, n) contribution of every domain in every area, 0 where it has no points.

    An area without an index has none. They sum to the index. Where that is no weighted sum, what differs is shared out.
    """
    root = result.tree.root
    rows = result.points[root.child_rows()]
    weights = result.weights_of(root)[:, np.newaxis]
    present = ~np.isnan(rows) & (weights != 0) & ~np.isnan(result.index)
    total = (weights * present).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(present & (total > 0), weights / total, 0.0)
    found = np.asarray(result.scale * share * np.where(present, rows, 0.0))
    if not result.scoring.plan.plain(root):
        found += share * np.nan_to_num(result.index - found.sum(axis=0))
    return found


def _linear(result: IndexResult) -> bool:
    """Whether the index is Σ share × points all the way down to the figures."""
    plan = result.scoring.plan
    return plan.plain(result.tree.root) and all(map(plan.linear, result.tree.domains))


def _domain(result: IndexResult, node: Node, area: int, share: float | None) -> DomainProfile:
    points = _number(result.points[node.row, area])
    place = result.tree.domains.index(node)
    part = float(result.contributions[place, area])
    contribution = None if share is None or points is None else part
    declared = next(domain for domain in result.table.domains if domain.id == node.id)
    average = float(result.mean_contributions[place])
    return DomainProfile(
        id=node.id,
        name=declared.name.model_dump(),
        status=_status(result, node, area).word,
        filled=_filled(result, node, area),
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
    filled = result.scoring.filled.get(node.row)
    if filled is not None and filled[area]:  # its points are not those of its children
        share = contribution = None
    shares = _handed_over(result, node, area, share)
    if _linear(result):
        parts = [
            _product(s, result, child, area) for s, child in zip(shares, node.children, strict=True)
        ]
    else:
        parts = _apportion(result, node, area, contribution)
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
        shrunken=_shrunken(result, node, area, "figures"),
        own_weight=_shrunken(result, node, area, "weight"),
        filled=_filled(result, node, area),
        points=points,
        share=share,
        contribution=contribution,
        parts=_children(result, node, area, share, contribution),
    )


def _handed_over(
    result: IndexResult, parent: Node, area: int, share: float | None
) -> list[float | None]:
    """Shares of the children that have points; the missing ones hand theirs over."""
    weights = result.weights_of(parent).tolist()
    present = [not np.isnan(result.points[child.row, area]) for child in parent.children]
    total = sum(weight for weight, here in zip(weights, present, strict=True) if here)
    if share is None or total <= 0:
        return [None] * len(weights)
    return [
        share * weight / total if here else None
        for weight, here in zip(weights, present, strict=True)
    ]


def _product(share: float | None, result: IndexResult, node: Node, area: int) -> float | None:
    """Share × points, where the method is linear."""
    return None if share is None else result.scale * share * float(result.points[node.row, area])


def _apportion(
    result: IndexResult, parent: Node, area: int, contribution: float | None
) -> list[float | None]:
    """Split a contribution over the children, in proportion to weight × X."""
    if contribution is None:
        return [None] * len(parent.children)
    weights = result.weights_of(parent).tolist()
    own = [float(result.own_points[child.row, area]) for child in parent.children]
    pulls = [weight * points for weight, points in zip(weights, own, strict=True)]
    total = sum(pull for pull in pulls if not np.isnan(pull))
    if not total > 0:  # nothing pulls: by weight alone
        pulls = [weight + 0 * points for weight, points in zip(weights, own, strict=True)]
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


def _filled(result: IndexResult, node: Node, area: int) -> str | None:
    kind = Filled(int(result.filled[node.row, area]))
    return kind.word if kind else None


def _shrunken(
    result: IndexResult, node: Node, area: int, what: Literal["figures", "weight"]
) -> float | None:
    found = result.steadied.shrunken.get(node.id)
    return None if found is None else _number(getattr(found, what)[area])


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
