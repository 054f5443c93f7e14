"""The conventions and expectations of an official index, in words for readers."""

from __future__ import annotations

from collections.abc import Iterator

from mdi.indices.model import Expected, OfficialIndex, Step

SHARES = {
    "england": "R = ρ ÷ N",
    "scotland": "R = (ρ − 1) ÷ N",
}
TIES = {
    "average": "tied areas share the mean of their ranks",
    "as_published": "tied areas share the rank that is published",
}
SCORES = {
    "points": "domain scores: published after the transformation, used as they are",
    "ranked": "domain scores: raw figures (more is worse), ranked like the ranks",
}
DECILES = {"ceiling": "⌈10 · rank ÷ N⌉", "floor": "⌊10 · (rank − 1) ÷ N⌋ + 1"}


def conventions(index: OfficialIndex) -> Iterator[str]:
    """How the index is computed, a line for each convention."""
    weights = " · ".join(f"{name} {weight:g}" for name, weight in index.domains.items())
    yield f"weights: {weights} (parts of {index.of:g})"
    if "rank" in index.reads:
        rule = index.transform
        yield (
            f"domain ranks: {TIES[rule.ties]}; {SHARES[rule.convention]} with ρ = 1 the least "
            f"deprived; X = −{rule.c:g} · ln(1 − R (1 − e^(−100/{rule.c:g})))"
        )
    if "score" in index.reads:
        yield SCORES[index.scores]
    yield "computed from: " + ", or else ".join(f"<domain>_{form}" for form in index.reads)
    yield f"deciles: {DECILES[index.deciles.rule]}"
    yield from (_step(step) for step in index.steps)


def expectations(index: OfficialIndex) -> Iterator[str]:
    """What is expected of ranks, deciles and scores, and of the steps."""
    for measure in index.expect.measures():
        wanted = getattr(index.expect, measure)
        yield f"{measure} {expected_words(wanted)}"
    for step in index.steps:
        for what, wanted in (("ranks", step.ranks), ("weights", step.weights)):
            if wanted is not None:
                yield f"{what} of the step to {step.domain} {expected_words(wanted)}"


def expected_words(wanted: Expected) -> str:
    """``99.9% exact, none off by more than 1``."""
    words = []
    if wanted.share is not None:
        words.append(f"{100 * wanted.share:g}% exact")
    if wanted.largest is not None and wanted.largest > 0:
        words.append(f"none off by more than {wanted.largest:g}")
    if wanted.median is not None:
        words.append(f"median off by no more than {wanted.median:g}")
    return ", ".join(words) or "exact"


def _step(step: Step) -> str:
    """``health from cif, alcohol, …: normal scores, factor_analysis (regression)``."""
    parts = ", ".join(
        part.id + (" (more is better)" if part.direction == "better" else "")
        for part in step.indicators
    )
    kind = getattr(step.weighting, "weights", None)
    weighting = step.weighting.by + (f" ({kind})" if kind else "")
    return (
        f"step: {step.domain}_rank from {parts}: normal scores, missing: {step.missing.by}, "
        f"weights: {weighting}"
    )
