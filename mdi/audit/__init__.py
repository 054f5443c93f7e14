"""The audit: does an index hold together, and does every part do what its weight says?

Nothing is changed, turned round or left out: an audit looks at a result and reports.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mdi.audit.consistency import Consistency, of_leaves, of_nodes
from mdi.audit.figures import FiguresCount, counts_of
from mdi.audit.findings import findings_of
from mdi.audit.influence import Influence, influence_of
from mdi.audit.ranked import Ranked
from mdi.audit.report import Audit
from mdi.audit.siblings import Pair, Siblings, pairs_of, siblings_of
from mdi.audit.signs import Sign, signs_of
from mdi.audit.thresholds import Thresholds

if TYPE_CHECKING:
    from mdi.result import IndexResult

__all__ = [
    "Audit",
    "Consistency",
    "FiguresCount",
    "Influence",
    "Pair",
    "Siblings",
    "Sign",
    "Thresholds",
    "audit",
]


def audit(result: IndexResult, thresholds: Thresholds | None = None) -> Audit:
    """Audit a result over its ranked areas; the result is not changed.

    Signs, correlations, internal consistency, effective weights and covariance shares,
    and gaps. All correlations are Pearson's, of the points that the index really adds:
    where the method makes normal scores of the figures, that is van der Waerden's rank
    correlation of the figures.

    Args:
        result: the index of n areas.
        thresholds: from where on something is a finding; by default those of the JRC.

    Source: English Indices of Deprivation (direction, 2004); COIN tool of the European
    Commission's Joint Research Centre (flags); formulas F35 and F42.
    """
    limits = thresholds or Thresholds()
    ranked = Ranked(result)
    measured = Audit(
        level=result.table.level,
        year=result.table.year,
        weights=result.weights.id,
        method=result.method.id,
        fingerprint=result.fingerprint,
        areas=ranked.areas,
        coverage=ranked.coverage,
        offered=result.offered,
        thresholds=limits,
        signs=signs_of(ranked),
        siblings=siblings_of(ranked),
        pairs=pairs_of(ranked, limits),
        consistency=of_nodes(ranked),
        leaves=of_leaves(ranked),
        influence=influence_of(ranked),
        figures=counts_of(ranked),
        findings=(),
    )
    return replace(measured, findings=findings_of(measured))
