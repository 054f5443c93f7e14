"""What a part should count for, and what it really does for the order of the areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from mdi.audit.influence import Influence, influence_of
from mdi.audit.ranked import Ranked, number
from mdi.sensitivity.smoothing import correlation_ratio

if TYPE_CHECKING:
    import pandas as pd

    from mdi.result import IndexResult

Kind = Literal["domain", "leaf"]


@dataclass(frozen=True, slots=True)
class Part:
    """The weight of a domain or a figure, and three measures of what it does.

    Attributes:
        id: the domain, or the figure.
        kind: `domain` or `leaf`.
        domain: the domain of a figure; None for a domain.
        weight: nominal, as a share: the domains sum to 1, and so do the figures.
        carried: the mean of its weight over the ranked areas, after missing ones handed theirs
            over; the same where nothing is missing. None where no area is ranked.
        covariance: its share of the variance of the index (F35): the domains sum to 1, and so do
            the figures. None where the index is not a weighted sum.
        main_effect: the correlation ratio (F29): the share of the variance of the index that would
            go if the part were known. None where there is none.
        linear: the same if it worked along a straight line: the square of the correlation.
        importance: the main effect as a share of the sum over the domains, or over the figures.
    """

    id: str
    kind: Kind
    domain: str | None
    weight: float
    carried: float | None
    covariance: float | None
    main_effect: float | None
    linear: float | None
    importance: float | None

    @property
    def gap(self) -> float | None:
        """Importance less the weight it carries: above 0 it counts for more than it should."""
        if self.importance is None or self.carried is None:
            return None
        return self.importance - self.carried


@dataclass(frozen=True, slots=True)
class Importance:
    """The domains and figures of an index.

    Attributes:
        domains: in their order.
        figures: in their order.
    """

    domains: tuple[Part, ...]
    figures: tuple[Part, ...]

    @property
    def discrepancy(self) -> float | None:
        """The largest gap between weight and importance of a domain, in either direction.

        Source: formula F29; Paruolo, Saisana and Saltelli (2013).
        """
        gaps = [abs(part.gap) for part in self.domains if part.gap is not None]
        return max(gaps) if gaps else None

    def to_frame(self) -> pd.DataFrame:
        """A row for each domain and figure, with the attributes of `Part` and its `gap`."""
        import pandas as pd  # noqa: PLC0415

        names = [*Part.__dataclass_fields__, "gap"]
        rows = [[getattr(part, name) for name in names] for part in (*self.domains, *self.figures)]
        return pd.DataFrame(rows, columns=names)


def importance(result: IndexResult) -> Importance:
    """What every domain and every figure does for the index, over the ranked areas.

    A weight says how many points of the index go for one point of a domain. How much the domain
    decides depends as much on its spread and on what it has in common with the others. Main effects
    overlap where domains hang together: they sum to more than 1.

    Args:
        result: the index of n areas.

    Source: formulas F29 and F35; Paruolo, Saisana and Saltelli (2013), Journal of the Royal
    Statistical Society A 176.
    """
    ranked = Ranked(result)
    influences = influence_of(ranked)
    return Importance(
        _parts(ranked, [each for each in influences if each.kind == "domain"]),
        _parts(ranked, [each for each in influences if each.kind == "leaf"]),
    )


def _parts(ranked: Ranked, influences: list[Influence]) -> tuple[Part, ...]:
    root = ranked.result.tree.root
    index = ranked.points[root.row]
    rows = [ranked.row_of[each.id] for each in influences]
    effects = [number(correlation_ratio(ranked.points[row], index)) for row in rows]
    straight = [ranked.between(row, root.row) for row in rows]
    total = float(np.sum([effect for effect in effects if effect is not None]))
    return tuple(
        Part(
            each.id,
            each.kind,
            each.domain,
            each.weight,
            each.carried,
            each.covariance,
            effect,
            None if r is None else r * r,
            None if effect is None or total == 0 else effect / total,
        )
        for each, effect, r in zip(influences, effects, straight, strict=True)
    )
