"""What an audit found, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mdi.audit.consistency import Consistency
from mdi.audit.figures import FiguresCount
from mdi.audit.influence import Influence
from mdi.audit.siblings import Pair, Siblings
from mdi.audit.signs import Sign
from mdi.audit.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found over the ranked areas of a result.

    Attributes:
        level: the level of the areas.
        year: the year of the table.
        weights: the weight set.
        method: the method.
        fingerprint: the result that was audited.
        areas: how many areas are ranked.
        coverage: their mean coverage; None where no area is ranked.
        offered: the coverage of an area without gaps in this table.
        thresholds: from where on something is a finding.
        signs: every node against its siblings, its parent, its domain and the index.
        siblings: the correlations below every node with children.
        pairs: pairs that are redundant, negative or weak.
        consistency: α, principal components and KMO below every node with children.
        leaves: the same for all figures together.
        influence: weight and covariance share of every domain and every figure.
        figures: how many areas have a figure, by indicator.
        findings: sentences for readers, the gravest first.
    """

    level: str
    year: int
    weights: str
    method: str
    fingerprint: str
    areas: int
    coverage: float | None
    offered: float
    thresholds: Thresholds
    signs: tuple[Sign, ...]
    siblings: tuple[Siblings, ...]
    pairs: tuple[Pair, ...]
    consistency: tuple[Consistency, ...]
    leaves: Consistency
    influence: tuple[Influence, ...]
    figures: tuple[FiguresCount, ...]
    findings: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON: no NaN, no infinity."""
        return asdict(self) | {"thresholds": self.thresholds.model_dump()}
