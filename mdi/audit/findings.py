"""What a reader should know of an audit, in sentences, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from mdi.audit.correlation import LEAST
from mdi.errors import counted

if TYPE_CHECKING:
    from mdi.audit.report import Audit
    from mdi.audit.siblings import Pair
    from mdi.audit.signs import Sign


def findings_of(audit: Audit) -> tuple[str, ...]:
    """All findings, the gravest first; inside a kind the strongest first."""
    kinds = (
        _too_few,
        _running_against,
        _pulling_down,
        _without_figures,
        _redundant,
        _negative,
        _little_influence,
        _weak,
        _inconsistent,
        _with_gaps,
    )
    return tuple(sentence for kind in kinds for sentence in kind(audit))


def _too_few(audit: Audit) -> Iterator[str]:
    if audit.areas < LEAST:
        yield f"only {counted(audit.areas, 'area')} ranked: nothing can be said of correlations"


def _running_against(audit: Audit) -> Iterator[str]:
    found = [(r, sign) for sign in audit.signs if (r := _contrary(sign)) is not None]
    for r, sign in sorted(found, key=lambda pair: (pair[0], pair[1].with_index or 0.0)):
        yield f"{sign.id} runs against {_whom(sign)} (r = {_r(r)}): reported, not turned round"


def _contrary(sign: Sign) -> float | None:
    """The correlation below 0 of a node that runs against something."""
    if sign.against is None:
        return None
    return sign.with_rest if sign.against == sign.parent else sign.with_domain


def _whom(sign: Sign) -> str:
    if sign.domain is None:
        return "the other domains"
    return f"its {'domain' if sign.against == sign.domain else 'group'} {sign.against}"


def _pulling_down(audit: Audit) -> Iterator[str]:
    found = [(part.covariance, part) for part in audit.influence if (part.covariance or 0.0) < 0]
    for covariance, part in sorted(found, key=lambda pair: pair[0] or 0.0):
        yield (
            f"{part.id} lowers the variance of the index: {_percent(part.carried)} of the weight "
            f"and {_percent(covariance)} of the covariance"
        )


def _without_figures(audit: Audit) -> Iterator[str]:
    names = [figures.id for figures in audit.figures if not figures.observed]
    if names and audit.areas:
        yield f"no figures in any ranked area: {', '.join(names)}"


def _redundant(audit: Audit) -> Iterator[str]:
    for pair in _by_strength(pair for pair in audit.pairs if pair.flag == "redundant"):
        where = f" in {_place(pair.parent)}" if pair.parent else ""
        same = "say the same" if pair.r > 0 else "are each other's mirror image"
        yield f"{pair.left} and {pair.right} {same}{where} (r = {_r(pair.r)}): redundant"


def _negative(audit: Audit) -> Iterator[str]:
    """Pairs of which neither was said to run against its parent."""
    told = {sign.id for sign in audit.signs if sign.against}
    found = (pair for pair in audit.pairs if pair.flag == "negative")
    for pair in _by_strength(p for p in found if not told & {p.left, p.right}):
        where = f"in {_place(pair.parent)} (r = {_r(pair.r)})"
        yield f"{pair.left} and {pair.right} run against each other {where}"


def _little_influence(audit: Audit) -> Iterator[str]:
    for part in audit.influence:
        if part.kind == "leaf" or part.covariance is None or part.carried is None:
            continue
        if 0 <= part.covariance < audit.thresholds.influence * part.carried:
            yield (
                f"{part.id} has {_percent(part.carried)} of the weight, but only "
                f"{_percent(part.covariance)} of the covariance with the index"
            )


def _weak(audit: Audit) -> Iterator[str]:
    weak = audit.thresholds.weak
    found = [(s.with_rest, s) for s in audit.signs if s.with_rest is not None and not s.against]
    for r, sign in sorted((pair for pair in found if pair[0] < weak), key=lambda pair: pair[0]):
        rest = "the other domains" if sign.domain is None else f"the rest of {sign.parent}"
        yield f"{sign.id} hardly moves with {rest} (r = {_r(r)})"


def _inconsistent(audit: Audit) -> Iterator[str]:
    limits = audit.thresholds
    for node in audit.consistency:
        if node.alpha is not None and node.alpha < limits.alpha:
            yield f"{_place(node.node)} is not of one piece: Cronbach's α is {_r(node.alpha)}"
        if node.kmo is not None and node.kmo < limits.kmo and len(node.children) > 2:
            yield f"{_place(node.node)} has too little in common for one factor: KMO is {_r(node.kmo)}"


def _with_gaps(audit: Audit) -> Iterator[str]:
    least = audit.thresholds.observed
    for figures in sorted(audit.figures, key=lambda figures: figures.observed):
        if figures.observed and figures.share is not None and figures.share < least:
            yield f"{figures.id} has figures in {figures.observed} of {counted(audit.areas, 'area')}"


def _by_strength(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: -abs(pair.r))


def _place(name: str | None) -> str:
    return "the index" if name == "index" else str(name)


def _r(value: float) -> str:
    """Two decimals, with a minus sign for readers."""
    return f"{value:.2f}".replace("-", "−")


def _percent(share: float | None) -> str:
    return f"{share or 0.0:.1%}".replace("-", "−")
