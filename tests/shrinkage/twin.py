"""The slow twin of shrinkage: plain Python, one area after the other, written from the formulas."""

import math


def logit(r, n):
    return math.log((r + 0.5) / (n - r + 0.5))


def sampling(r, n):
    return (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))


def between(zs, errors, centre, how):
    """t² of a group: formula F6."""
    k = len(zs)
    if how == "iod":
        return sum((z - centre) ** 2 for z in zs) / (k - 1)
    a = [1 / s for s in errors]
    mean = sum(w * z for w, z in zip(a, zs, strict=True)) / sum(a)
    q = sum(w * (z - mean) ** 2 for w, z in zip(a, zs, strict=True))
    if how == "dl":
        return max(0.0, (q - (k - 1)) / (sum(a) - sum(w * w for w in a) / sum(a)))
    return bisected(zs, errors)


def weighted(zs, errors, t2):
    a = [1 / (s + t2) for s in errors]
    return sum(w * z for w, z in zip(a, zs, strict=True)) / sum(a)


def bisected(zs, errors):
    """Σ(z−Z)² ÷ (s²+t²) = k − 1, by halving an interval."""

    def excess(t2):
        mean = weighted(zs, errors, t2)
        return sum((z - mean) ** 2 / (s + t2) for z, s in zip(zs, errors, strict=True)) - (
            len(zs) - 1
        )

    low, high = 0.0, 1e3
    if excess(low) <= 0:
        return 0.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def proportion(group, how):
    """(shrunken proportion, weight, variance) of every (r, n) of a group: F3 to F7."""
    zs, errors = [logit(r, n) for r, n in group], [sampling(r, n) for r, n in group]
    centre = logit(sum(r for r, _ in group), sum(n for _, n in group))
    t2 = between(zs, errors, centre, how)
    if how != "iod":
        centre = weighted(zs, errors, t2)
    found = []
    for z, s in zip(zs, errors, strict=True):
        w = t2 / (t2 + s)
        moved = w * z + (1 - w) * centre
        found.append((1 / (1 + math.exp(-moved)), w, w * s))
    return found


def event_rate(group):
    """The same of a rate of events: F8."""
    people = sum(n for _, n in group)
    mean = sum(r for r, _ in group) / people
    spread = sum(n * (r / n - mean) ** 2 for r, n in group) / people
    a = max(0.0, spread - mean / (people / len(group)))
    found = []
    for r, n in group:
        c = a / (a + mean / n) if a else 0.0
        found.append((mean + c * (r / n - mean), c, c * mean / n))
    return found


def mean(group):
    """The same of a mean y with a sampling variance: F9."""
    ys, errors = [y for y, _ in group], [s for _, s in group]
    k = len(group)
    plain = sum(ys) / k
    t2 = (sum((y - plain) ** 2 for y in ys) - (1 - 1 / k) * sum(errors)) / (k - 1)
    t2 = max(0.0, t2)
    beta = weighted(ys, errors, t2)
    found = []
    for y, s in zip(ys, errors, strict=True):
        g = t2 / (t2 + s)
        found.append((g * y + (1 - g) * beta, g, g * s))
    return found
