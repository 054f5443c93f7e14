"""What a result says of itself: its provenance, and what a reader should know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mdi.errors import counted
from mdi.geographies.model import REGION
from mdi.scoring import filled_cells
from mdi.status import AreaStatus, Filled
from mdi.steadying import not_steadied
from mdi.version import __version__

if TYPE_CHECKING:
    from mdi.result import IndexResult


def provenance_of(result: IndexResult) -> dict[str, Any]:
    """Where a result came from, as plain data."""
    table, weights, method = result.table, result.weights, result.method
    return {
        "fingerprint": result.fingerprint,
        "engine": f"mdi {__version__}",
        "geography": table.geography.id,
        "level": table.level,
        "year": table.year,
        "source": table.source,
        "file": table.file,
        "file_sha256": table.digest,
        "method": method.model_dump(mode="json", exclude_none=True),
        "weights": {
            "id": weights.id,
            "printed": weights.weights,
            "sum": weights.total,
            "of": weights.base,
            "shares": weights.shares(),
        },
        "measured_with": _yardstick(result),
        "weights_found": {
            name: {"weights": found.weights.tolist(), "flags": list(found.flags)}
            for name, found in result.node_weights.items()
            if result.scoring.learns(name)
        },
        "shrunken": sorted(result.steadied.shrunken),
        "score_min": result.score_min,
        "score_max": result.score_max,
        "scale": scale_in_words(result),
        "areas": len(result),
        "ranked": result.ranked,
        "offered": result.offered,
        "indicators": with_figures(result),
        "indicators_without_figures": without_figures(result),
        "domains_without_figures": domains_without_figures(result),
        "proxies": {name: proxy.model_dump() for name, proxy in table.proxies.items()},
        "warnings": list(result.warnings),
    }


def warnings_of(result: IndexResult) -> tuple[str, ...]:
    """What a reader should know before using the figures, the gravest first."""
    return (
        *_about_domains(result),
        *_about_areas(result),
        *_about_indicators(result),
        *_about_methods(result),
        *result.table.warnings,
    )


def scale_in_words(result: IndexResult) -> str:
    """The range of the index, for readers."""
    if result.score_max is None:
        return "around 0, without bounds; more is worse"
    return f"{result.score_min:g} to {result.score_max:g}; more is worse"


def with_figures(result: IndexResult) -> list[str]:
    """Indicators of which the table has figures, for areas that are large enough."""
    pairs = zip(result.table.figures, result.offers.tolist(), strict=True)
    return [figures.indicator.id for figures, here in pairs if here]


def without_figures(result: IndexResult) -> list[str]:
    """Indicators of which it has none."""
    pairs = zip(result.table.figures, result.offers.tolist(), strict=True)
    return [figures.indicator.id for figures, here in pairs if not here]


def domains_without_figures(result: IndexResult) -> list[str]:
    """Domains of which it has nothing; their weight went to the others."""
    offered = set(with_figures(result))
    return [
        domain.id
        for domain in result.table.domains
        if not any(leaf.id in offered for leaf in domain.leaves())
    ]


def _about_domains(result: IndexResult) -> list[str]:
    weighted = [node.id for node in result.tree.domains if node.weight > 0]
    unweighted = [node.id for node in result.tree.domains if node.weight == 0]
    empty = [name for name in domains_without_figures(result) if name in weighted]
    found = []
    if empty and len(empty) == len(weighted):
        found.append(f"the table has no figures for {', '.join(empty)}; no area has an index")
    elif empty:
        names = ", ".join(empty)
        found.append(
            f"the table has no figures for {names}; their weight went to the other domains"
        )
    if unweighted:
        names = ", ".join(unweighted)
        found.append(f"weight set '{result.weights.id}' has no weight for {names}")
    return found


def _about_areas(result: IndexResult) -> list[str]:
    table, least = result.table, result.method.min_population
    unknown = int(np.isnan(table.population).sum())
    few, low, torn = (
        sum(each is status for each in result.status)
        for status in (AreaStatus.FEW_INHABITANTS, AreaStatus.LOW_COVERAGE, AreaStatus.INCOMPLETE)
    )
    found = []
    if unknown:
        found.append(
            f"inhabitants unknown in {unknown} of {counted(len(table), 'area')}, "
            "which counts as large enough"
        )
    if few:
        found.append(f"not ranked: {counted(few, 'area')} with fewer than {least:g} inhabitants")
    if low:
        part = result.method.min_coverage
        found.append(
            f"not ranked: {counted(low, 'area')} with less than {part:.0%} of the offered weight"
        )
    if torn:
        found.append(
            f"not ranked: {counted(torn, 'area')} without an index, because a part of it is missing"
        )
    if result.ranked < result.method.min_for_deciles:
        found.append(
            f"only {counted(result.ranked, 'area')} ranked; deciles need "
            f"{result.method.min_for_deciles} or more"
        )
    return found


def _about_indicators(result: IndexResult) -> list[str]:
    found = []
    if result.table.proxies:
        names = "; ".join(f"{name} by {text.en}" for name, text in result.table.proxies.items())
        found.append(f"stood in for by a proxy: {names}")
    level = result.table.level
    elsewhere = [
        f.indicator.id
        for f in result.table.figures
        if f.offered and level not in f.indicator.levels and level != REGION
    ]
    if elsewhere:
        found.append(f"not declared for level '{level}': {', '.join(elsewhere)}")
    return found


def _yardstick(result: IndexResult) -> dict[str, Any] | None:
    """What the areas were measured with, where it was not each other."""
    used = result.measured_with
    if used is None:
        return None
    return {
        "fingerprint": used.fingerprint,
        "level": used.level,
        "year": used.year,
        "areas": used.areas,
    }


def _about_methods(result: IndexResult) -> list[str]:
    """What the rules of the method had to say of these figures."""
    found = [
        f"weights of {name}: {flag}"
        for name, weights in result.node_weights.items()
        for flag in weights.flags
    ]
    left = not_steadied(result.table, result.tree, result.method)
    found += [f"not shrunk: {problem}" for problem in left.values()]
    for name, (kind, areas) in filled_nodes(result).items():
        if kind is not Filled.HANDED_OVER:
            found.append(f"{name}: {kind.word} in {counted(int(areas.sum()), 'area')}")
    return found + _about_reference(result)


def _about_reference(result: IndexResult) -> list[str]:
    """Figures that lie outside the range of what they are measured with."""
    used = result.measured_with
    if used is None:
        return []
    found = []
    if used.level not in (result.table.level, REGION) and result.table.level != REGION:
        found.append(
            f"measured with a yardstick of the level '{used.level}': figures of larger areas "
            "differ less, so their places among it are not comparable"
        )
    for leaf, values in zip(result.tree.leaf_nodes(), result.steadied.values, strict=True):
        fit = used.fits.get(leaf.id)
        beyond = fit.scale.beyond(values) & result.reference if fit and fit.scale else None
        if beyond is not None and beyond.any():
            areas = counted(int(beyond.sum()), "area")
            found.append(f"{leaf.id}: beyond the range of the reference in {areas}")
    return found


def filled_nodes(result: IndexResult) -> dict[str, tuple[Filled, NDArray[np.bool_]]]:
    """The nodes without points of their own somewhere: what became of it, and where."""
    cells = filled_cells(result.scoring)
    return {node.id: cells[node.row] for node in result.tree.nodes() if node.row in cells}
