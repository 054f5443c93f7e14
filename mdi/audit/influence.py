"""What a part should count for, and what it does: effective weights, covariance shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mdi.audit.correlation import FLAT, LEAST, flat
from mdi.audit.ranked import Ranked
from mdi.fitted import Floats
from mdi.tree import Node

Kind = Literal["domain", "leaf"]

ROUNDING = 1e-6  # the index is the sum of its parts, up to this share of its range


@dataclass(frozen=True, slots=True)
class Influence:
    """The weight of a domain or a figure in the index, and its pull on it.

    Attributes:
        id: the domain, or the figure.
        kind: `domain` or `leaf`.
        domain: the domain of a figure; None for a domain.
        weight: nominal: the product of the weights down the tree, each divided by the sum
            of its siblings'. The domains sum to 1, and so do the figures.
        carried: the mean of its weight over the ranked areas, after missing ones handed
            theirs over to their siblings; these sum to 1 as well.
        covariance: its share of the variance of the index; the domains sum to 1, and so
            do the figures. None where there is none.
        reason: why that is None: `too_few_areas`, `constant`, or `not_additive` where the
            index is not a weighted sum of these points.
    """

    id: str
    kind: Kind
    domain: str | None
    weight: float
    carried: float | None
    covariance: float | None
    reason: str | None


def influence_of(ranked: Ranked) -> tuple[Influence, ...]:
    """The influence of every domain, and of every figure.

    Source: formula F35, ``c_d = w_d · Cov(X_d, S) / Var(S)``, with w_d the weight in each
    area after missing domains handed theirs over, so that the shares sum to 1.
    """
    nominal, carried = _nominal(ranked), _carried(ranked)
    domains, leaves = ranked.result.tree.domains, ranked.leaves
    return (
        *_influences(ranked, "domain", domains, nominal, carried),
        *_influences(ranked, "leaf", leaves, nominal, carried),
    )


def _influences(
    ranked: Ranked,
    kind: Kind,
    nodes: Sequence[Node],
    nominal: Floats,
    carried: Floats,
) -> list[Influence]:
    rows = [node.row for node in nodes]
    shares, reason = _covariance_shares(ranked, rows, carried[rows])
    found: Sequence[float | None] = [None] * len(rows) if shares is None else shares.tolist()
    mean = [float(row.mean()) if ranked.areas else None for row in carried[rows]]
    return [
        Influence(
            node.id, kind, ranked.domain_of.get(node.id), float(nominal[node.row]), had, c, reason
        )
        for node, had, c in zip(nodes, mean, found, strict=True)
    ]


def _nominal(ranked: Ranked) -> Floats:
    """(rows,) the share of every node in the index, as declared."""
    share = np.ones(ranked.result.tree.rows)
    for node in ranked.parents:
        share[node.child_rows()] = share[node.row] * ranked.weights(node)
    return share


def _carried(ranked: Ranked) -> Floats:
    """(rows, m) the share of every node in every area, 0 where it has no points."""
    share = np.ones(ranked.points.shape)
    for node in ranked.parents:
        rows = node.child_rows()
        own = ranked.weights(node)[:, None] * ~np.isnan(ranked.points[rows])
        total = own.sum(axis=0)
        share[rows] = share[node.row] * own / np.where(total > 0, total, 1.0)
    return share


def _covariance_shares(
    ranked: Ranked, rows: list[int], shares: Floats
) -> tuple[Floats | None, str | None]:
    """(k,) covariance shares of these rows, or why there are none."""
    if ranked.areas < LEAST:
        return None, "too_few_areas"
    index = ranked.points[ranked.result.tree.root.row]
    if flat(index):
        return None, "constant"
    parts = shares * np.nan_to_num(ranked.points[rows], nan=0.0)
    total = parts.sum(axis=0)
    if not _adds_up(total * ranked.result.scale, index):
        return None, "not_additive"
    centred = total - total.mean()
    pull = ((parts - parts.mean(axis=1, keepdims=True)) * centred).sum(axis=1)
    return np.asarray(pull / (centred * centred).sum()), None


def _adds_up(total: Floats, index: Floats) -> bool:
    """Whether the parts sum to the index in every area."""
    size = max(float(np.ptp(index)), FLAT)
    return bool(np.abs(total - index).max() <= ROUNDING * size)
