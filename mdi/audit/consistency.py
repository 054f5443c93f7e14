"""Do the children of a node measure one thing? Cronbach's α, principal components, KMO."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mdi.audit.correlation import correlations
from mdi.audit.ranked import Ranked
from mdi.fitted import Floats
from mdi.tree import Node

NOISE = 1e-10  # eigenvalues and variances that are zero on paper


@dataclass(frozen=True, slots=True)
class Consistency:
    """Internal consistency of some nodes, over the areas that have all of them.

    Attributes:
        node: their parent, or `leaves` for all figures of the index.
        children: (k,) those with points; the others are left out.
        areas: the ranked areas that have points of all of them.
        alpha: Cronbach's α of their points, unweighted; None where there is none.
        eigenvalues: (k,) eigenvalues of their correlations, the largest first; they sum
            to k. Empty where there are none.
        first: the share of the first principal component in their variance.
        kmo: Kaiser–Meyer–Olkin measure of sampling adequacy, 0 to 1.
        reasons: why a measure is None, by name: `no_figures`, `only_child`,
            `too_few_areas`, `constant`, `collinear`, `cancel_out` or `uncorrelated`.
    """

    node: str
    children: tuple[str, ...]
    areas: int
    alpha: float | None = None
    eigenvalues: tuple[float, ...] = ()
    first: float | None = None
    kmo: float | None = None
    reasons: dict[str, str] = field(default_factory=dict)


def of_nodes(ranked: Ranked) -> tuple[Consistency, ...]:
    """The consistency of the children of every node, from the index down."""
    return tuple(_measure(ranked, node.id, node.children) for node in ranked.parents)


def of_leaves(ranked: Ranked) -> Consistency:
    """The consistency of all figures together."""
    return _measure(ranked, "leaves", ranked.leaves)


def _measure(ranked: Ranked, name: str, nodes: Sequence[Node]) -> Consistency:
    known = [node for node in nodes if ranked.observed[node.row]]
    rows = ranked.points[[node.row for node in known]]
    complete = rows[:, ~np.isnan(rows).any(axis=0)]
    children, areas = tuple(node.id for node in known), complete.shape[1] if known else 0
    related = correlations(complete)
    reason = _obstacle(complete, related)
    if reason is not None:
        return Consistency(name, children, areas, reasons=_all_because(reason))
    values = np.maximum(np.linalg.eigvalsh(related)[::-1], 0.0)
    alpha, because = cronbach(complete)
    adequacy, why = sampling_adequacy(related, values)
    return Consistency(
        node=name,
        children=children,
        areas=areas,
        alpha=alpha,
        eigenvalues=tuple(values.tolist()),
        first=float(values[0] / values.sum()),
        kmo=adequacy,
        reasons={key: word for key, word in (("alpha", because), ("kmo", why)) if word},
    )


def _obstacle(complete: Floats, related: Floats) -> str | None:
    """Why nothing at all can be measured."""
    count, areas = complete.shape
    if count < 2:
        return "only_child" if count else "no_figures"
    if areas <= count:
        return "too_few_areas"
    return "constant" if np.isnan(related).any() else None


def _all_because(reason: str) -> dict[str, str]:
    return dict.fromkeys(("alpha", "first", "kmo"), reason)


def cronbach(rows: Floats) -> tuple[float | None, str | None]:
    """Cronbach's α of (k, n) rows without gaps, or why there is none.

    Source: formula F42, ``α = k/(k−1) · (1 − Σσ_k² / σ_T²)``; Cronbach 1951.
    """
    count = len(rows)
    rows = rows / (np.abs(rows).max() or 1.0)  # so that no square is out of range
    apart = float(rows.var(axis=1).sum())
    total = float(rows.sum(axis=0).var())
    if total <= NOISE * apart:
        return None, "cancel_out"
    return count / (count - 1) * (1 - apart / total), None


def sampling_adequacy(related: Floats, values: Floats) -> tuple[float | None, str | None]:
    """KMO of (k, k) correlations with these eigenvalues, or why there is none.

    Source: formula F42, ``Σr² / (Σr² + Σq²)`` over pairs, q the partial correlations;
    Kaiser 1974.
    """
    if values[-1] <= NOISE * values[0]:
        return None, "collinear"
    inverse = np.linalg.inv(related)
    scale = np.sqrt(np.diag(inverse))
    pairs = ~np.eye(len(related), dtype=bool)
    whole = float((related[pairs] ** 2).sum())
    partial = float(((inverse / np.outer(scale, scale))[pairs] ** 2).sum())
    if whole <= NOISE:
        return None, "uncorrelated"
    return whole / (whole + partial), None
