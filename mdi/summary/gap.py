"""Whether two levels tell the same: the index of an area against that of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mdi.errors import ComputationError, Problem
from mdi.result import IndexResult
from mdi.summary.compute import summarise

if TYPE_CHECKING:
    import pandas as pd


def level_gap(own: IndexResult, parts: IndexResult) -> pd.DataFrame:
    """The index of every area minus the mean index of the people in its parts.

    Δ = index of the area's own figures − Σ P·index of its parts ÷ Σ P. Both indices are
    relative to the areas of their own level, so a gap is a difference in place between
    them and no amount of deprivation.
    Source: formula F34.

    Args:
        own: the index of n areas by their own figures, such as municipalities.
        parts: the index of smaller areas, such as their neighbourhoods.

    Returns:
        A row for each area of `own` with `area_code, area_name, index, parts_index, gap,
        parts, parts_ranked`; NaN where the area or all of its parts have no index.

    Raises:
        DeclarationError: the areas of `own` are not larger than those of `parts`.
        ComputationError: method, weights, domains, year or indicators differ; all reasons
            are given.
    """
    import pandas as pd  # noqa: PLC0415

    reasons = _differences(own, parts)
    if reasons:
        raise ComputationError(
            f"The index of each {own.table.level} cannot be compared with that of its parts.",
            reasons,
        )
    summary = summarise(parts, own.table.level, measures=["average_score"])
    place = {code: row for row, code in enumerate(summary.members.codes)}
    rows = np.array([place.get(code, len(summary)) for code in own.table.codes], np.int64)
    inside = np.append(summary.values["average_score"], np.nan)[rows]
    return pd.DataFrame(
        {
            "area_code": own.table.codes,
            "area_name": pd.Series(own.table.names, dtype="str"),
            "index": own.index,
            "parts_index": inside,
            "gap": own.index - inside,
            "parts": np.append(summary.areas, 0)[rows],
            "parts_ranked": np.append(summary.ranked, 0)[rows],
        }
    )


def _differences(own: IndexResult, parts: IndexResult) -> list[Problem]:
    """Why the two cannot be compared."""
    pairs = {
        "methods": (own.method, parts.method),
        "weights": (own.weights, parts.weights),
        "domains": (own.table.domains, parts.table.domains),
        "geographies": (own.table.geography, parts.table.geography),
    }
    found = [
        Problem(f"their {word} differ{_named(left, right)}")
        for word, (left, right) in pairs.items()
        if left != right
    ]
    if own.table.year != parts.table.year:
        found.append(Problem(f"they are of {own.table.year} and of {parts.table.year}"))
    for here, there in ((own, parts), (parts, own)):
        alone = sorted(_offered(here) - _offered(there))
        if alone:
            level = here.table.level
            found.append(Problem(f"only the {level} has figures of {', '.join(alone)}"))
    return found


def _named(left: object, right: object) -> str:
    """``: 'imd' and 'own'``, where declarations have ids that tell them apart."""
    names = [getattr(declaration, "id", None) for declaration in (left, right)]
    return f": '{names[0]}' and '{names[1]}'" if names[0] != names[1] else ""


def _offered(result: IndexResult) -> set[str]:
    """What the index is made of: indicators with figures, and what stands in for them."""
    proxies = result.table.proxies
    pairs = zip(result.table.figures, result.offers.tolist(), strict=True)
    names = (figures.indicator.id for figures, here in pairs if here)
    return {f"{name} (by a proxy)" if name in proxies else name for name in names}
