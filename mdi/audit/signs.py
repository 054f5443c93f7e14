"""The sign of every node against its parent, its domain and the index.

An indicator that was read the wrong way round runs against its siblings. It is reported
and never turned round: the direction is declared by people who know what it means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.audit.correlation import DECIMALS, LEAST, correlation
from mdi.audit.ranked import Ranked, number
from mdi.fitted import Floats
from mdi.tree import Node


@dataclass(frozen=True, slots=True)
class Sign:
    """How a node moves with what it is part of. All correlations are of points.

    What is declared as better when it is higher is compared as it was before it was turned
    round, so that below 0 is always against what was declared.

    Attributes:
        id: the domain, indicator or part.
        parent: what it is a part of.
        domain: the domain it stands in; None for a domain.
        with_rest: correlation with the weighted mean of the other children of its parent;
            this is the one that says whether it runs against them. None where there is
            none.
        with_parent: correlation with its parent, of which it is itself a part.
        with_domain: correlation with its domain, of which it is itself a part.
        with_index: correlation with the index.
        reason: why `with_rest` is None: `only_child`, `no_figures`, `too_few_areas` or
            `constant`.
        against: what it runs against: its domain, its group or the index, where the
            correlation with it or with its other children is below 0; else None.
    """

    id: str
    parent: str
    domain: str | None
    with_rest: float | None
    with_parent: float | None
    with_domain: float | None
    with_index: float | None
    reason: str | None
    against: str | None


def signs_of(ranked: Ranked) -> tuple[Sign, ...]:
    """The sign of every node but the index, from the domains down."""
    return tuple(
        _sign(ranked, parent, place)
        for parent in ranked.parents
        for place in range(len(parent.children))
    )


def _sign(ranked: Ranked, parent: Node, place: int) -> Sign:
    child, root = parent.children[place], ranked.result.tree.root
    domain = ranked.domain_of.get(child.id)
    rest = rest_of(ranked, parent, place)
    own = ranked.points[child.row]
    with_rest = number(correlation(own, rest))
    sign = ranked.turned[child.id]
    with_domain = ranked.between(child.row, ranked.row_of[domain], sign) if domain else None
    return Sign(
        id=child.id,
        parent=parent.id,
        domain=domain,
        with_rest=with_rest,
        with_parent=ranked.between(child.row, parent.row, parent.sign),
        with_domain=with_domain,
        with_index=ranked.between(child.row, root.row, sign * root.sign),
        reason=_reason(parent, own, rest) if with_rest is None else None,
        against=_against(domain, with_domain, parent.id, with_rest),
    )


def _against(
    domain: str | None, with_domain: float | None, parent: str, with_rest: float | None
) -> str | None:
    """What a node runs against; below a group the domain comes first."""
    if domain != parent and with_domain is not None and with_domain < 0:
        return domain
    return parent if with_rest is not None and with_rest < 0 else None


def rest_of(ranked: Ranked, parent: Node, place: int) -> Floats:
    """(m,) the weighted mean of the other children of a node; NaN where there are none."""
    from mdi.core.weighing import weighted_mean  # noqa: PLC0415

    mean = np.empty(ranked.areas)
    others = np.delete(parent.child_rows(), place)
    weighted_mean(ranked.points, others, np.delete(ranked.weights(parent), place), 1.0, mean)
    return np.round(mean, DECIMALS)  # what cancels out is no noise


def _reason(parent: Node, own: Floats, rest: Floats) -> str:
    """Why two rows have no correlation."""
    if len(parent.children) == 1:
        return "only_child"
    if np.isnan(own).all() or np.isnan(rest).all():
        return "no_figures"
    both = ~np.isnan(own) & ~np.isnan(rest)
    return "too_few_areas" if both.sum() < LEAST else "constant"
