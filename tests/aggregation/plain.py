"""Slow plain twins of the aggregations: one area at a time, in lists and loops."""

import math

nan = math.nan


def scores(by, columns, weights, among, **declared):
    """The score of every area; `columns` has one list of points for each area."""
    reference = [column for column, counts in zip(columns, among, strict=True) if counts]
    return [TWINS[by](column, weights, reference, **declared) for column in columns]


def observed(column, weights):
    pairs = zip(column, weights, strict=True)
    return [(x, w) for x, w in pairs if w > 0 and not math.isnan(x)]


def mean(pairs):
    return sum(w * x for x, w in pairs) / sum(w for _, w in pairs) if pairs else nan


def arithmetic(column, weights, _):
    return mean(observed(column, weights))


def geometric(column, weights, _):
    return math.exp(mean([(math.log(x), w) for x, w in observed(column, weights)]))


def harmonic(column, weights, _):
    pairs = observed(column, weights)
    return 1 / mean([(1 / x, w) for x, w in pairs]) if pairs else nan


def power_mean(column, weights, _, power):
    pairs = observed(column, weights)
    if power == 0:
        return geometric(column, weights, _)
    return mean([(x**power, w) for x, w in pairs]) ** (1 / power) if pairs else nan


def penalised(z, weights):
    pairs = observed(z, weights)
    centre = mean(pairs)
    spread = math.sqrt(mean([((x - centre) ** 2, w) for x, w in pairs])) if pairs else nan
    return centre + spread * (spread / centre)


def children(reference, size):
    return [[column[k] for column in reference if not math.isnan(column[k])] for k in range(size)]


def mazziotta_pareto(column, weights, reference):
    z = []
    for x, known in zip(column, children(reference, len(column)), strict=True):
        centre = sum(known) / len(known) if known else nan
        sd = math.sqrt(sum((v - centre) ** 2 for v in known) / len(known)) if known else 0
        flat = len(set(known)) < 2
        z.append(x if math.isnan(x) else 100.0 if flat else 100 + 10 * (x - centre) / sd)
    return penalised(z, weights)


def adjusted_mazziotta_pareto(column, weights, reference, goalposts=None, reference_value=None):
    z = []
    for x, known in zip(column, children(reference, len(column)), strict=True):
        posts = goalposts
        if posts is None and len(set(known)) > 1:
            centre = sum(known) / len(known) if reference_value is None else reference_value
            half = (max(known) - min(known)) / 2
            posts = centre - half, centre + half
        lo, hi = posts or (x - 1, x + 1)
        z.append(60 * (x - lo) / (hi - lo) + 70)
    return penalised(z, weights)


def copeland(column, weights, reference):
    if not observed(column, weights):
        return nan
    ahead, opponents = 0, 0
    for other in reference:
        votes = [
            (w, (x > y) - (x < y))
            for x, y, w in zip(column, other, weights, strict=True)
            if w > 0 and not math.isnan(x) and not math.isnan(y)
        ]
        net = round(sum(w * side for w, side in votes), 9)
        ahead += (net > 0) - (net < 0)
        opponents += bool(votes)
    return 50 * (1 + ahead / opponents) if opponents else 50.0


def alkire_foster(column, weights, _, cutoff, k):
    pairs = observed(column, weights)
    share = mean([(float(x > cutoff), w) for x, w in pairs])
    return 100 * share if math.isnan(share) or share >= k - 1e-9 else 0.0


TWINS = {
    twin.__name__: twin
    for twin in [
        *(arithmetic, geometric, harmonic, power_mean, copeland, alkire_foster),
        *(mazziotta_pareto, adjusted_mazziotta_pareto),
    ]
}
