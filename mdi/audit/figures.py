"""In how many of the ranked areas an indicator has a figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.audit.ranked import Ranked


@dataclass(frozen=True, slots=True)
class FiguresCount:
    """The figures and the gaps of an indicator.

    Attributes:
        id: the indicator.
        domain: the domain it stands in.
        observed: the ranked areas that have a figure.
        missing: the ranked areas that have none.
        share: observed ÷ ranked; None where no area is ranked.
    """

    id: str
    domain: str
    observed: int
    missing: int
    share: float | None


def counts_of(ranked: Ranked) -> tuple[FiguresCount, ...]:
    """The figures and gaps of every indicator, in the order of the table."""
    known = ~np.isnan(ranked.result.table.values[:, ranked.here])
    counts = known.sum(axis=1).tolist()
    areas = ranked.areas
    return tuple(
        FiguresCount(
            id=leaf.id,
            domain=ranked.domain_of[leaf.id],
            observed=counts[leaf.row],
            missing=areas - counts[leaf.row],
            share=counts[leaf.row] / areas if areas else None,
        )
        for leaf in ranked.leaves
    )
