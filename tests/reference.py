"""The slow, plain twin of the engine: loops, lists and nothing else. It is the oracle.

Written from the formulas alone (F10, F11, F14, F16, F18, F21, F23, F31) and deliberately
different from the engine: every rank is found by counting, every mean by a loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, exp, fsum, isnan, log, nan, sqrt
from statistics import NormalDist

ORDER_OF_SUMMING = 1e-12  # coverage is compared with a threshold that is a sum itself


@dataclass
class Branch:
    """A node of the tree: a leaf has values, anything else has children."""

    id: str
    weight: float
    children: list[Branch] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    sign: float = 1.0

    def leaves(self) -> list[Branch]:
        return [self] if not self.children else [x for c in self.children for x in c.leaves()]


@dataclass
class Recipe:
    """The method as plain data: the names of the rules and their numbers."""

    indicators: str  # a name that `scaled` knows
    domains: str | None
    of: float | None  # what the weights are parts of; None: their sum
    c: float = 23.0
    min_population: float = 50
    min_coverage: float = 0.5
    min_for_deciles: int = 20


@dataclass
class Outcome:
    """All that the engine should have found."""

    coverage: list[float]
    offered: float
    reference: list[bool]
    points: dict[str, list[float]]
    means: dict[str, list[float]]  # of every parent, before a domain is transformed
    rank: list[int]
    decile: list[int]
    contributions: dict[str, list[float]]  # of domains, indicators and parts; NaN: none

    @property
    def index(self) -> list[float]:
        return self.points["index"]


def compute(domains: list[Branch], population: list[float], recipe: Recipe) -> Outcome:
    """The index of every area, one step after the other."""
    n = len(population)
    large = [not inhabitants < recipe.min_population for inhabitants in population]
    coverage, offered = _coverage(domains, large)
    least = recipe.min_coverage * offered - ORDER_OF_SUMMING
    reference = [large[i] and coverage[i] >= least and coverage[i] > 0 for i in range(n)]
    points: dict[str, list[float]] = {}
    means: dict[str, list[float]] = {}
    for domain in domains:
        _points_below(domain, reference, recipe, points)
        means |= {node.id: points[node.id] for node in _parents(domain)}
        if recipe.domains:
            scores = [round(x, 12) for x in points[domain.id]]
            points[domain.id] = scaled(scores, 1.0, reference, recipe.domains, recipe.c)
    total = fsum(domain.weight for domain in domains)
    factor = total / recipe.of if recipe.of else 1.0
    means["index"] = points["index"] = [round(factor * x, 12) for x in _mean(domains, points, n)]
    rank = descending_rank(points["index"])
    decile = deciles(rank, recipe.min_for_deciles)
    contributions = _contributions(domains, points, reference, recipe, factor)
    return Outcome(coverage, offered, reference, points, means, rank, decile, contributions)


def above_average(outcome: Outcome, domains: list[Branch], area: int) -> list[float]:
    """F31: how far each domain's contribution is from its mean over the ranked areas."""
    ranked = [i for i, rank in enumerate(outcome.rank) if rank]
    found = []
    for domain in domains:
        parts = [0.0 if isnan(x) else x for x in outcome.contributions[domain.id]]
        found.append(parts[area] - fsum(parts[i] for i in ranked) / len(ranked))
    return found


def ascending_rank(values: list[float], reference: list[bool], *, shared: bool) -> list[float]:
    """1 for the lowest of the reference; NaN for the others.

    Ties get their average rank or, if it is shared, the highest of their ranks.
    """
    known = [x for x, here in zip(values, reference, strict=True) if here and not isnan(x)]
    found = []
    for x, here in zip(values, reference, strict=True):
        below, ties = sum(y < x for y in known), sum(y == x for y in known)
        rank = below + ties if shared else below + (ties + 1) / 2
        found.append(rank if here and not isnan(x) else nan)
    return found


def descending_rank(scores: list[float]) -> list[int]:
    """1 for the highest; ties share the better rank; 0 where there is no score."""
    return [0 if isnan(x) else 1 + sum(y > x for y in scores) for x in scores]


def deciles(rank: list[int], least: int) -> list[int]:
    """⌈10 · rank ÷ N⌉; 0 where there is none."""
    ranked = sum(r > 0 for r in rank)
    return [ceil(10 * r / ranked) if r and ranked >= least else 0 for r in rank]


def scaled(
    values: list[float], sign: float, reference: list[bool], rule: str, c: float = 23.0
) -> list[float]:
    """Points of one column by one rule, fitted on the reference; more is worse.

    The rule is a name of `OF_RANKS` or `LINES`; behind the first `/as_published` may stand.
    """
    up = [sign * x for x in values]
    known = [x for x, here in zip(up, reference, strict=True) if here and not isnan(x)]
    if not known:
        return [nan] * len(values)
    name, _, ties = rule.partition("/")
    if name in OF_RANKS:
        ranks = ascending_rank(up, reference, shared=ties == "as_published")
        return [nan if isnan(r) else OF_RANKS[name](r, len(known), c) for r in ranks]
    line = LINES[name](known)
    return [
        line(x) if here and not isnan(x) else nan for x, here in zip(up, reference, strict=True)
    ]


def exponential(share: float, c: float = 23.0) -> float:
    """F14: X = −c · ln{1 − R (1 − e^(−100/c))}."""
    return -c * log(1 - share * (1 - exp(-100 / c)))


def _percentile(rank: float, count: int, _: float) -> float:
    """F11, from 0 to 100; one area alone stands in the middle."""
    return 100 * (rank - 1) / (count - 1) if count > 1 else 50.0


OF_RANKS = {
    "normal_score": lambda rank, count, _: NormalDist().inv_cdf(rank / (count + 1)),
    "percentile_rank": _percentile,
    "exponential_rank": lambda rank, count, c: exponential(rank / count, c),
    "scotland": lambda rank, count, c: exponential((rank - 1) / count, c),
}


def _zscore(known: list[float]):
    if min(known) == max(known):
        return lambda _: 0.0
    mean = fsum(known) / len(known)
    deviation = sqrt(fsum((x - mean) ** 2 for x in known) / (len(known) - 1))
    return lambda x: (x - mean) / deviation


def _minmax(known: list[float]):
    low, high = min(known), max(known)
    if low == high:
        return lambda _: 50.0
    return lambda x: 100 * (x - low) / (high - low)


LINES = {"zscore": _zscore, "minmax": _minmax, "as_given": lambda _: lambda x: x}


def _points_below(node: Branch, reference: list[bool], recipe: Recipe, points: dict) -> None:
    """Points of a node and of all below it; a parent is the mean of the children it has."""
    for child in node.children:
        _points_below(child, reference, recipe, points)
    if node.children:
        points[node.id] = _mean(node.children, points, len(reference))
    else:
        points[node.id] = scaled(node.values, node.sign, reference, recipe.indicators, recipe.c)


def _parents(node: Branch) -> list[Branch]:
    return [node, *(p for c in node.children for p in _parents(c))] if node.children else []


def _mean(children: list[Branch], points: dict[str, list[float]], n: int) -> list[float]:
    """F18 and F23: Σ wx ÷ Σ w over the children that are there."""
    found = []
    for i in range(n):
        here = [(c.weight, points[c.id][i]) for c in children if not isnan(points[c.id][i])]
        weight = fsum(w for w, _ in here)
        found.append(fsum(w * x for w, x in here) / weight if weight > 0 else nan)
    return found


def _coverage(domains: list[Branch], large: list[bool]) -> tuple[list[float], float]:
    """Observed weight ÷ full weight of every area, and of a large one without gaps."""
    n = len(large)
    weights = [pair for domain in domains for pair in _leaf_weights(domain, domain.weight)]
    full = fsum(weight for _, weight in weights)
    share = [fsum(w for leaf, w in weights if not isnan(leaf.values[i])) / full for i in range(n)]
    some = fsum(
        w for leaf, w in weights if any(large[i] and not isnan(leaf.values[i]) for i in range(n))
    )
    return share, some / full


def _leaf_weights(node: Branch, weight: float) -> list[tuple[Branch, float]]:
    if not node.children:
        return [(node, weight)]
    total = fsum(child.weight for child in node.children)
    return [p for c in node.children for p in _leaf_weights(c, weight * c.weight / total)]


def _contributions(
    domains: list[Branch], points: dict, reference: list[bool], recipe: Recipe, factor: float
) -> dict[str, list[float]]:
    """Domains exactly; below a transformed domain an apportionment by weight × X."""
    shares = _shares(domains, points, [factor] * len(reference))
    found = {d.id: _times(shares[d.id], points[d.id]) for d in domains}
    for domain in domains:
        if recipe.domains:
            _apportion(domain, found, points, reference, recipe.c)
        else:
            _multiply(domain, shares[domain.id], found, points)
    return found


def _shares(nodes: list[Branch], points: dict, handed_down: list[float]) -> dict[str, list[float]]:
    """What each node has of its parent's share after missing ones handed theirs on."""
    shares: dict[str, list[float]] = {node.id: [] for node in nodes}
    for i, whole in enumerate(handed_down):
        total = fsum(node.weight for node in nodes if not isnan(points[node.id][i]))
        for node in nodes:
            there = not isnan(points[node.id][i]) and total > 0
            shares[node.id].append(whole * node.weight / total if there else nan)
    return shares


def _times(left: list[float], right: list[float]) -> list[float]:
    return [x * y for x, y in zip(left, right, strict=True)]


def _multiply(node: Branch, share: list[float], found: dict, points: dict) -> None:
    """Share × points, where a parent is the plain mean of its children."""
    shares = _shares(node.children, points, share)
    for child in node.children:
        found[child.id] = _times(shares[child.id], points[child.id])
        _multiply(child, shares[child.id], found, points)


def _apportion(node: Branch, found: dict, points: dict, reference: list[bool], c: float) -> None:
    """Split a contribution in proportion to weight × X, X from the child's own rank."""
    own = {k.id: scaled(points[k.id], 1.0, reference, "exponential_rank", c) for k in node.children}
    pull = {k.id: [k.weight * x for x in own[k.id]] for k in node.children}
    for child in node.children:
        found[child.id] = []
        for i, whole in enumerate(found[node.id]):
            total = fsum(pull[k.id][i] for k in node.children if not isnan(pull[k.id][i]))
            part = pull[child.id][i]
            found[child.id].append(nan if isnan(part) else whole * part / total)
        _apportion(child, found, points, reference, c)
